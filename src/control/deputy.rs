//! The page of the deputy head: counts by teacher, the worst first, by class, and everything that is nobody's alone.

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, DocTable, Field};
use crate::model::table::Table;

use super::cells::{table, with_total};
use super::fix::{Fix, State, fixes};
use super::lists::{attendance, checks, late_edits, parents, remarks, unexcused, unknown, without};
use super::sum::{Sum, sums, total};
use super::teachers::{list, names};
use super::words::{code, int, period_words, say, share, text};
use super::{Control, Page};

#[must_use]
pub fn deputy(control: &Control<'_>) -> Page {
    let all = fixes(control);
    let nobody: Vec<Fix> = all.iter().filter(|fix| fix.teacher_id.is_empty()).cloned().collect();
    let mut tables: Vec<DocTable> = [
        by_teacher(control, &all),
        by_class(control),
        without(control),
        attendance(control),
        remarks(control),
        late_edits(control),
        unexcused(control),
        checks(control, &all),
        unknown(control),
        parents(control),
    ]
    .into_iter()
    .flatten()
    .collect();
    for mut table in [State::Enter, State::Check, State::Late].into_iter().filter_map(|state| list(control.lang, state, &nobody)) {
        table.caption = format!("{} {}", table.caption, say(control.lang, "control.table.nobody", &[]));
        tables.push(table);
    }
    Page {
        file_stem: "deputy".to_owned(),
        title: say(control.lang, "control.title.deputy", &[]),
        head: vec![Field {
            label: say(control.lang, "control.head.period", &[]),
            value: format!("{} ({})", period_words(control.from, control.to), control.label),
        }],
        tables,
        notes: notes(control),
    }
}

fn by_teacher(control: &Control<'_>, all: &[Fix]) -> Option<DocTable> {
    let (names, order) = (names(control), Russian::default());
    let rows = control.answer("deadlines", Some("teacher"));
    let filling = control.answer("journal_filling", Some("teacher"));
    let mut sums: Vec<(&str, Sum)> = sums(rows, "teacher_id").into_iter().collect();
    let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| say(control.lang, "control.teacher.unknown", &[]));
    sums.sort_by(|(left, a), (right, b)| {
        (b.missing + b.late).cmp(&(a.missing + a.late)).then_with(|| order.compare(&name(left), &name(right))).then_with(|| left.cmp(right))
    });
    let row = |(id, sum): &(&str, Sum)| {
        let filled = (0..filling.rows.len()).find(|row| text(filling, *row, "teacher_id") == *id);
        let part = |numerator: &str, denominator: &str| {
            Cell::text(filled.map_or_else(
                || "—".to_owned(),
                |row| share(int(filling, row, numerator), int(filling, row, denominator), control.percent_digits),
            ))
        };
        let checks = all.iter().filter(|fix| fix.teacher_id == *id && fix.state == State::Check).count();
        let mut cells = vec![Cell::text(name(id))];
        cells.extend(sum.cells(control.percent_digits));
        cells.extend([part("topics_filled", "lessons"), part("homework_filled", "homework_days")]);
        cells.push(Cell::count(i64::try_from(checks).unwrap_or(i64::MAX)));
        cells.push(Cell::text(right(control, id)));
        cells
    };
    let mut cells: Vec<Vec<Cell>> = sums.iter().map(row).collect();
    if !cells.is_empty() {
        cells.push(school_row(control, all, filling));
    }
    let columns =
        ["teacher", "in_time", "n_late", "n_missing", "n_open", "n_unknown", "n_no_rule", "topics", "homework", "n_checks", "put_right"];
    with_total(table(control.lang, "by_teacher", &columns, cells))
}

fn school_row(control: &Control<'_>, all: &[Fix], filling: &Table) -> Vec<Cell> {
    let of = |column: &str| (0..filling.rows.len()).map(|row| int(filling, row, column)).sum::<i64>();
    let checks = all.iter().filter(|fix| fix.state == State::Check).count();
    let mut cells = vec![Cell::text(say(control.lang, "control.total", &[]))];
    cells.extend(total(control.answer("deadlines", Some("school"))).cells(control.percent_digits));
    cells.push(Cell::text(share(of("topics_filled"), of("lessons"), control.percent_digits)));
    cells.push(Cell::text(share(of("homework_filled"), of("homework_days"), control.percent_digits)));
    cells.push(Cell::count(i64::try_from(checks).unwrap_or(i64::MAX)));
    cells.push(Cell::text(control.put_right.map_or_else(|| "—".to_owned(), |right| format!("{}/{}", right.now_right, right.before))));
    cells
}

/// «3/5»: of so many empty records of the last control so many are filled.
fn right(control: &Control<'_>, id: &str) -> String {
    let found = control.put_right.map(|right| right.by_teacher.get(id).copied().unwrap_or_default());
    found.map_or_else(|| "—".to_owned(), |(before, now)| format!("{now}/{before}"))
}

pub(super) fn by_class(control: &Control<'_>) -> Option<DocTable> {
    let order = Russian::default();
    let rows = control.answer("deadlines", Some("class"));
    let filling = control.answer("journal_filling", Some("class"));
    let mut classes: Vec<(&str, Sum)> = sums(rows, "class_id").into_iter().collect();
    classes.sort_by(|left, right| compare_classes(&order, left.0, right.0));
    let row = |(class, sum): &(&str, Sum)| {
        let filled = (0..filling.rows.len()).find(|row| text(filling, *row, "class_id") == *class);
        let lessons = filled.map_or(0, |row| int(filling, row, "lessons"));
        let word = if lessons == 0 { code(control.lang, "reason", "no_lessons") } else { String::new() };
        let mut cells = vec![Cell::text(*class), Cell::count(lessons)];
        cells.extend(sum.cells(control.percent_digits));
        cells.push(Cell::text(word));
        cells
    };
    let columns = ["class", "n_lessons", "in_time", "n_late", "n_missing", "n_open", "n_unknown", "n_no_rule", "remark"];
    table(control.lang, "by_class", &columns, classes.iter().map(row).collect())
}

pub(super) fn notes(control: &Control<'_>) -> Vec<String> {
    let lang = control.lang;
    let mut notes = vec![say(lang, "control.note.share", &[]), say(lang, "control.note.open", &[])];
    let sum = total(control.answer("deadlines", Some("school")));
    if sum.judged() + sum.unknown + sum.open == 0 && sum.no_rule > 0 {
        notes.push(say(lang, "control.note.no-rules", &[]));
    }
    if control.as_of < control.to {
        notes.push(say(lang, "control.note.data-ends", &[("date", &control.as_of.format("%d.%m.%Y").to_string())]));
    }
    if control.as_of > control.to {
        notes.push(say(lang, "control.note.data-later", &[("date", &control.as_of.format("%d.%m.%Y").to_string())]));
    }
    notes.push(match control.put_right {
        Some(right) => say(
            lang,
            "control.note.since",
            &[
                ("version", &right.version.to_string()),
                ("as_of", &right.as_of),
                ("before", &right.before.to_string()),
                ("count", &right.now_right.to_string()),
            ],
        ),
        None => say(lang, "control.note.first", &[]),
    });
    notes
}
