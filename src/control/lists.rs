//! Tables of the deputy head's page that are no counts of deadlines: who has no mark, absences, remarks, late changes, what to look at.

use std::collections::BTreeMap;

use crate::model::document::{Cell, DocTable};
use crate::model::table::Table;

use super::Control;
use super::cells::table;
use super::fix::{Fix, State};
use super::words::{class_and_group, code, day_of, int, text};

/// J-2, J-3, J-4 by class.
pub(super) fn without(control: &Control<'_>) -> Option<DocTable> {
    let (day, homework) = (control.answer("without_mark_previous_day", Some("class")), control.answer("without_homework", Some("class")));
    let window = control.answer("students_without_marks", None);
    let row = |row: usize| {
        let class = text(day, row, "class_id");
        let of = |table: &Table, row: Option<usize>, part: &str, whole: &str| match row {
            Some(row) if text(table, row, "reason").is_empty() => format!("{}/{}", int(table, row, part), int(table, row, whole)),
            Some(row) => code(control.lang, "reason", text(table, row, "reason")),
            None => "—".to_owned(),
        };
        let mut gaps: Vec<&str> = (0..window.rows.len())
            .filter(|row| {
                text(window, *row, "class_id") == class
                    && text(window, *row, "check_name") == "window"
                    && text(window, *row, "reason") == "gap"
            })
            .map(|row| text(window, row, "student_id"))
            .collect();
        gaps.sort_unstable();
        gaps.dedup();
        let found = (0..homework.rows.len()).find(|row| text(homework, *row, "class_id") == class);
        let cells = [
            class.to_owned(),
            day_of(control.lang, day.get(row, "date")),
            of(day, Some(row), "students_without_mark", "students_present"),
            of(day, Some(row), "lessons_without_marks", "lessons"),
        ];
        let mut cells: Vec<Cell> = cells.into_iter().map(Cell::text).collect();
        cells.push(Cell::count(i64::try_from(gaps.len()).unwrap_or(i64::MAX)));
        cells.push(Cell::text(of(homework, found, "students_without_homework", "students")));
        cells.push(Cell::text(of(homework, found, "lessons_without_homework", "lessons")));
        cells
    };
    let columns = ["class", "day", "without_day", "lessons_without", "n_without_any", "without_homework", "lessons_without_homework"];
    table(control.lang, "without", &columns, (0..day.rows.len()).map(row).collect())
}

pub(super) fn attendance(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("attendance_by_cause", Some("class"));
    let cell = |row: usize, column: &str| rows.get(row, column).as_int().map_or_else(|| Cell::text("—"), Cell::count);
    let row = |row: usize| {
        let counts = ["absent", "excused", "illness", "unexcused", "unset", "late", "lessons_held"].map(|column| cell(row, column));
        std::iter::once(Cell::text(text(rows, row, "class_id"))).chain(counts).collect()
    };
    let columns = ["class", "n_absent", "n_excused", "n_illness", "n_unexcused", "n_unset", "n_tardy", "n_student_lessons"];
    table(control.lang, "attendance", &columns, (0..rows.rows.len()).map(row).collect())
}

pub(super) fn remarks(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("remarks", Some("school"));
    let row = |row: usize| match text(rows, row, "reason") {
        "" => ["remarks", "closed_in_time", "closed_late", "closed", "overdue", "open"]
            .map(|column| Cell::count(int(rows, row, column)))
            .to_vec(),
        reason => {
            let mut cells = vec![Cell::text(code(control.lang, "reason", reason))];
            cells.resize(6, Cell::text("—"));
            cells
        }
    };
    let columns = ["remarks", "n_closed_in_time", "n_closed_late", "n_closed", "n_overdue", "n_remarks_open"];
    table(control.lang, "remarks", &columns, (0..rows.rows.len()).map(row).collect())
}

pub(super) fn late_edits(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("late_edits", None);
    let row = |row: usize| {
        let was = rows
            .get(row, "old_values")
            .as_text()
            .map_or_else(|| "—".to_owned(), |old| if old.is_empty() { "∅".to_owned() } else { old.to_owned() });
        let now = rows
            .get(row, "new_values")
            .as_text()
            .map_or_else(|| "—".to_owned(), |new| if new.is_empty() { "∅".to_owned() } else { new.to_owned() });
        let cells = [
            day_of(control.lang, rows.get(row, "date")),
            class_and_group(rows, row),
            text(rows, row, "subject").to_owned(),
            text(rows, row, "full_name").to_owned(),
            code(control.lang, "control.edit", text(rows, row, "what")),
            format!("{was} → {now}"),
            text(rows, row, "changed_at").to_owned(),
            text(rows, row, "teacher").to_owned(),
        ];
        let mut cells: Vec<Cell> = cells.into_iter().map(Cell::text).collect();
        cells.push(rows.get(row, "days").as_int().map_or_else(|| Cell::text("—"), Cell::count));
        cells.push(Cell::text(code(control.lang, "control.certainty", text(rows, row, "certainty"))));
        cells
    };
    let columns = ["date", "class", "subject", "student", "edit", "values", "changed_at", "who", "n_days", "certainty"];
    table(control.lang, "late_edits", &columns, (0..rows.rows.len()).map(row).collect())
}

pub(super) fn unexcused(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("unexcused_absences", None);
    let row = |row: usize| {
        vec![
            Cell::text(text(rows, row, "class_id")),
            Cell::text(text(rows, row, "full_name")),
            Cell::count(int(rows, row, "lessons")),
            Cell::count(int(rows, row, "full_days")),
            Cell::text(day_of(control.lang, rows.get(row, "last_date"))),
        ]
    };
    table(control.lang, "unexcused", &["class", "student", "n_missed", "n_full_days", "last_date"], (0..rows.rows.len()).map(row).collect())
}

/// How many lines of each kind are to be looked at.
pub(super) fn checks(control: &Control<'_>, all: &[Fix]) -> Option<DocTable> {
    let mut kinds: BTreeMap<&str, i64> = BTreeMap::new();
    for fix in all.iter().filter(|fix| fix.state == State::Check || fix.kind == "unset_absence") {
        *kinds.entry(&fix.kind).or_default() += fix.records;
    }
    let both = i64::try_from(control.answer("mark_and_absence", None).rows.len()).unwrap_or(i64::MAX);
    if both > 0 {
        kinds.insert("mark_and_absence", both);
    }
    let rows = kinds.into_iter().map(|(kind, count)| vec![Cell::text(code(control.lang, "control.check", kind)), Cell::count(count)]);
    table(control.lang, "checks", &["check", "n_found"], rows.collect())
}

/// Why some verdicts are not there, in words.
pub(super) fn unknown(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("deadline_unknown", Some("school"));
    let row = |row: usize| {
        vec![
            Cell::text(code(control.lang, "control.record", text(rows, row, "record"))),
            Cell::text(code(control.lang, "reason", text(rows, row, "reason"))),
            Cell::count(int(rows, row, "records")),
        ]
    };
    let mut cells: Vec<Vec<Cell>> = (0..rows.rows.len()).map(row).collect();
    for name in ["journal_completeness", "timetable_gaps"] {
        let rows = control.answer(name, None);
        for row in (0..rows.rows.len()).filter(|row| !text(rows, *row, "reason").is_empty()) {
            let class = class_and_group(rows, row);
            let check = code(control.lang, "control.check", if name == "timetable_gaps" { name } else { text(rows, row, "check_name") });
            let what = if class.is_empty() { check } else { format!("{check}: {class}") };
            cells.push(vec![Cell::text(what), Cell::text(code(control.lang, "reason", text(rows, row, "reason"))), Cell::text("—")]);
        }
    }
    table(control.lang, "unknown", &["record", "why", "n_records"], cells)
}

/// Students whose parents have no access and got nothing on paper.
pub(super) fn parents(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("parents_without_access", None);
    let row = |row: usize| match text(rows, row, "verdict") {
        "missing" | "open" => Some([text(rows, row, "class_id"), text(rows, row, "full_name")].map(Cell::text).to_vec()),
        _ => None,
    };
    table(control.lang, "parents", &["class", "student"], (0..rows.rows.len()).filter_map(row).collect())
}
