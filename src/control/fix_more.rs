//! Lines of a fix-list beyond deadlines: overdue remarks, causes of absences not set, incomplete records, lessons off the timetable.

use crate::model::table::{Table, Value};

use super::Control;
use super::fix::{Fix, State};
use super::words::{class_and_group, days, deadline, int, say, text};

pub fn fixes(control: &Control<'_>) -> Vec<Fix> {
    let mut all = remarks(control);
    all.extend(unset(control));
    all.extend(completeness(control));
    all.extend(timetable(control));
    all
}

fn fix(table: &Table, row: usize, state: State, kind: &str, what: String) -> Fix {
    Fix {
        state,
        date: if let Value::Date(date) = table.get(row, "date") { Some(*date) } else { None },
        class: class_and_group(table, row),
        subject: text(table, row, "subject").to_owned(),
        what,
        deadline: "—".to_owned(),
        late: "—".to_owned(),
        clause: String::new(),
        teacher_id: text(table, row, "teacher_id").to_owned(),
        records: 1,
        kind: kind.to_owned(),
        days: None,
    }
}

fn remarks(control: &Control<'_>) -> Vec<Fix> {
    let table = control.answer("remark_state", None);
    let overdue = (0..table.rows.len()).filter(|row| text(table, *row, "state") == "overdue");
    overdue
        .map(|row| {
            let late = int(table, row, "days_late");
            let what = say(control.lang, "control.what.remark", &[("words", text(table, row, "words"))]);
            let deadline = deadline(table.get(row, "due_date"), &Value::Null);
            Fix { deadline, late: days(control.lang, late, late), days: Some(late), ..fix(table, row, State::Enter, "remark", what) }
        })
        .collect()
}

fn unset(control: &Control<'_>) -> Vec<Fix> {
    let table = control.answer("unset_absences", None);
    (0..table.rows.len())
        .map(|row| {
            let what = say(control.lang, "control.what.unset", &[("name", text(table, row, "full_name"))]);
            let late = int(table, row, "days");
            Fix { late: days(control.lang, late, late), days: Some(late), ..fix(table, row, State::Enter, "unset_absence", what) }
        })
        .collect()
}

fn completeness(control: &Control<'_>) -> Vec<Fix> {
    let table = control.answer("journal_completeness", None);
    let found = (0..table.rows.len()).filter(|row| text(table, *row, "reason").is_empty());
    found
        .map(|row| {
            let check = text(table, row, "check_name");
            let values = [("name", text(table, row, "full_name")), ("found", text(table, row, "found"))];
            fix(table, row, State::Check, check, say(control.lang, &format!("control.what.{check}"), &values))
        })
        .collect()
}

fn timetable(control: &Control<'_>) -> Vec<Fix> {
    let table = control.answer("timetable_gaps", None);
    let found = (0..table.rows.len()).filter(|row| text(table, *row, "reason").is_empty());
    found
        .map(|row| {
            let check = text(table, row, "check_name");
            let number = table.get(row, "lesson_number").as_int().map_or_else(|| "—".to_owned(), |number| number.to_string());
            let what = say(control.lang, &format!("control.what.{check}"), &[("number", &number)]);
            fix(table, row, State::Check, check, what)
        })
        .collect()
}
