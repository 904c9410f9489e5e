//! A page for each teacher: what to enter, what to look at, what came late, and the counts behind it.

use std::collections::{BTreeMap, BTreeSet};

use crate::messages::Lang;
use crate::model::collate::Russian;
use crate::model::document::{Cell, DocTable, Field};

use super::cells::table;
use super::fix::{Fix, State, fixes};
use super::words::{code, day, int, period_words, say, share, text};
use super::{Control, Page};

/// The pages in the order of names; a teacher with nothing to put right has one too.
#[must_use]
pub fn teachers(control: &Control<'_>) -> Vec<Page> {
    let names = names(control);
    let mut by_teacher: BTreeMap<String, Vec<Fix>> = BTreeMap::new();
    for fix in fixes(control) {
        by_teacher.entry(fix.teacher_id.clone()).or_default().push(fix);
    }
    let mut people: Vec<(&String, &String)> = names.iter().collect();
    let order = Russian::default();
    people.sort_by(|left, right| order.compare(left.1, right.1).then_with(|| left.0.cmp(right.0)));
    people.into_iter().map(|(id, name)| page(control, id, name, by_teacher.get(id).map_or(&[][..], Vec::as_slice))).collect()
}

/// Id → name of everybody who teaches or answers for a record.
pub(super) fn names(control: &Control<'_>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let lists =
        [("deadlines", Some("teacher")), ("journal_filling", Some("teacher")), ("deadline_breaches", None), ("unset_absences", None)];
    for (name, grain) in lists {
        let rows = control.answer(name, grain);
        for row in 0..rows.rows.len() {
            let (id, name) = (text(rows, row, "teacher_id"), text(rows, row, "teacher"));
            if !id.is_empty() {
                names.insert(id.to_owned(), if name.is_empty() { id.to_owned() } else { name.to_owned() });
            }
        }
    }
    names
}

fn page(control: &Control<'_>, id: &str, name: &str, fixes: &[Fix]) -> Page {
    let lang = control.lang;
    let mut tables = Vec::new();
    for state in [State::Enter, State::Check, State::Late] {
        tables.extend(list(lang, state, fixes));
    }
    tables.extend(counts(control, id));
    tables.extend(without_marks(control, id));
    let mut notes = Vec::new();
    if fixes.is_empty() {
        notes.push(say(lang, "control.note.nothing", &[]));
    }
    if let Some(right) = control.put_right {
        let (before, now) = right.by_teacher.get(id).copied().unwrap_or_default();
        let values = [("before", before.to_string()), ("count", now.to_string()), ("as_of", right.as_of.clone())];
        notes.push(say(lang, "control.note.put-right", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    Page {
        file_stem: format!("teacher-{name}"),
        title: say(lang, "control.title.teacher", &[]),
        head: vec![
            Field { label: say(lang, "control.head.teacher", &[]), value: name.to_owned() },
            Field {
                label: say(lang, "control.head.period", &[]),
                value: format!("{} ({})", period_words(control.from, control.to), control.label),
            },
        ],
        tables,
        notes,
    }
}

/// The lines of one state as a table.
pub(super) fn list(lang: Lang, state: State, fixes: &[Fix]) -> Option<DocTable> {
    let lines: Vec<&Fix> = fixes.iter().filter(|fix| fix.state == state).collect();
    let columns: &[&str] = match state {
        State::Check => &["date", "class", "subject", "look"],
        State::Enter => &["date", "class", "subject", "enter", "deadline", "overdue", "clause"],
        State::Late => &["date", "class", "subject", "was_late", "deadline", "by", "clause"],
    };
    let row = |fix: &&Fix| {
        let date = fix.date.map_or_else(|| "—".to_owned(), |date| day(lang, date));
        let mut cells = vec![date, fix.class.clone(), fix.subject.clone(), fix.what.clone()];
        if state != State::Check {
            cells.extend([fix.deadline.clone(), fix.late.clone(), fix.clause.clone()]);
        }
        cells.into_iter().map(Cell::text).collect()
    };
    table(lang, state.name(), columns, lines.iter().map(row).collect())
}

/// What the teacher's records came to, kind by kind.
fn counts(control: &Control<'_>, id: &str) -> Option<DocTable> {
    let rows = control.answer("deadlines", Some("teacher"));
    let own = (0..rows.rows.len()).filter(|row| text(rows, *row, "teacher_id") == id && !text(rows, *row, "record").is_empty());
    let row = |row: usize| {
        let n = |column: &str| Cell::count(int(rows, row, column));
        let record = code(control.lang, "control.record", text(rows, row, "record"));
        let in_time = Cell::text(share(int(rows, row, "in_time"), int(rows, row, "judged"), control.percent_digits));
        vec![Cell::text(record), n("records"), in_time, n("late"), n("missing"), n("open"), n("not_determinable"), n("no_rule")]
    };
    let columns = ["record", "n_records", "in_time", "n_late", "n_missing", "n_open", "n_unknown", "n_no_rule"];
    table(control.lang, "counts", &columns, own.map(row).collect())
}

/// Students present on the last day without a mark, and those without one in the window, by class and subject.
fn without_marks(control: &Control<'_>, id: &str) -> Option<DocTable> {
    let last = control.answer("without_mark_previous_day", Some("teacher_class_subject"));
    let window = control.answer("students_without_marks", None);
    let courses = control.answer("journal_filling", Some("teacher_class_subject"));
    let own: BTreeSet<(&str, &str, &str)> = (0..courses.rows.len())
        .filter(|row| text(courses, *row, "teacher_id") == id && !text(courses, *row, "subject_id").is_empty())
        .map(|row| (text(courses, row, "class_id"), text(courses, row, "subject_id"), text(courses, row, "subject")))
        .collect();
    let row = |(class, subject, name): (&str, &str, &str)| {
        let day = (0..last.rows.len()).find(|row| {
            text(last, *row, "teacher_id") == id && text(last, *row, "class_id") == class && text(last, *row, "subject_id") == subject
        });
        let gaps = (0..window.rows.len()).filter(|row| {
            text(window, *row, "check_name") == "window"
                && text(window, *row, "reason") == "gap"
                && text(window, *row, "class_id") == class
                && text(window, *row, "subject_id") == subject
        });
        let gaps = i64::try_from(gaps.count()).unwrap_or(i64::MAX);
        let (without, present) = day.map_or((0, 0), |row| (int(last, row, "students_without_mark"), int(last, row, "students_present")));
        (gaps > 0 || without > 0).then(|| {
            let of = if day.is_some() { format!("{without}/{present}") } else { "—".to_owned() };
            vec![Cell::text(class), Cell::text(name), Cell::text(of), Cell::count(gaps)]
        })
    };
    table(
        control.lang,
        "without_marks",
        &["class", "subject", "without_day", "n_without_window"],
        own.into_iter().filter_map(row).collect(),
    )
}
