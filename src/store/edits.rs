//! The edit ledger: what changed between two exports that both spoke for a key. A first coverage is a baseline.

use std::collections::BTreeMap;

use crate::model::rows::{Cell, Rows};
use crate::model::schema::{self, Kind, Table};

use super::cover::Index;
use super::events::Both;

/// Values of one key before and after, as multisets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub table: &'static str,
    pub student: String,
    pub subject: String,
    pub period: Option<String>,
    pub date: Option<i32>,
    pub lesson_number: Option<i64>,
    pub old_values: String,
    pub new_values: String,
    pub previous_as_of: String,
    pub as_of: String,
}

/// Student, class, subject, period, day, lesson, kind of a period mark.
type Place = (String, Option<String>, String, Option<String>, Option<i32>, Option<i64>, Option<String>);
type Values = BTreeMap<Place, Vec<String>>;

/// Whether changes of a table are written down.
#[must_use]
pub fn is_kept(table: &Table) -> bool {
    matches!(table.name, "mark" | "attendance" | "period_mark")
}

/// The changes among rows that went and rows that came.
#[must_use]
pub fn changes(both: Both<'_>, removed: &[u32], taken: &[u32], old: &Index, new: &Index) -> Vec<Change> {
    let (before, after) = (values(both, removed), values(both, taken));
    let mut places: Vec<&Place> = before.keys().chain(after.keys()).collect();
    places.sort();
    places.dedup();
    let none = Vec::new();
    let changes = places.into_iter().filter_map(|place| {
        let (was, is) = (before.get(place).unwrap_or(&none), after.get(place).unwrap_or(&none));
        if was == is { None } else { change(both.0[0].table, place, was, is, old, new) }
    });
    changes.collect()
}

fn change(table: &'static Table, place: &Place, was: &[String], is: &[String], old: &Index, new: &Index) -> Option<Change> {
    let (student, class, subject, period, date, lesson_number, _) = place;
    let named = [Some(student.as_str()), class.as_deref(), Some(subject.as_str()), period.as_deref()];
    let spoken = |index: &Index| index.named(named).into_iter().filter(|cover| cover.holds(*date)).map(|cover| cover.as_of.clone()).max();
    Some(Change {
        table: table.name,
        student: student.clone(),
        subject: subject.clone(),
        period: period.clone(),
        date: *date,
        lesson_number: *lesson_number,
        old_values: was.join(" "),
        new_values: is.join(" "),
        previous_as_of: spoken(old)?,
        as_of: spoken(new)?,
    })
}

/// Sorted values by place: «5 4» and «4 5» are the same.
fn values(both: Both<'_>, rows: &[u32]) -> Values {
    let mut places = Values::new();
    for (rows, row) in rows.iter().map(|row| both.at(*row)) {
        let get = |name: &str| rows.text(row, name).map(str::to_owned);
        let kind = if rows.table.kind == Kind::Result { get("kind") } else { None };
        let place = (
            get("student_id").unwrap_or_default(),
            get("class_id"),
            get("subject_id").unwrap_or_default(),
            get("period_id"),
            rows.date(row, "date"),
            rows.int(row, "lesson_number"),
            kind.clone(),
        );
        let word = word(rows, row);
        places.entry(place).or_default().push(kind.filter(|kind| kind != "period").map_or(word.clone(), |kind| format!("{kind}:{word}")));
    }
    places.values_mut().for_each(|values| values.sort());
    places
}

/// What a cell says: `5`, `4-`, `5*200`, `illness`, `not_assessed`.
fn word(rows: &Rows, row: usize) -> String {
    let Some(value) = rows.int(row, "value") else {
        return ["reason", "status", "kind"].into_iter().find_map(|name| rows.text(row, name)).unwrap_or_default().to_owned();
    };
    let sign = match rows.text(row, "modifier") {
        Some("plus") => "+",
        Some("minus") => "-",
        _ => "",
    };
    let weight = rows.int(row, "weight_hundredths").filter(|weight| *weight != 100).map(|weight| format!("*{weight}"));
    format!("{value}{sign}{}", weight.unwrap_or_default())
}

/// The changes as rows of `edit`.
#[must_use]
pub fn rows(changes: &[Change], school: &str, year: i64, version: u32) -> Option<Rows> {
    let mut rows = Rows::new(schema::table("edit")?);
    let text = |text: &str| Cell::Text(text.to_owned());
    for change in changes {
        rows.push_named(&[
            ("table_name", text(change.table)),
            ("student_id", text(&change.student)),
            ("subject_id", text(&change.subject)),
            ("period_id", Cell::opt_text(change.period.as_deref())),
            ("date", change.date.map_or(Cell::Null, Cell::Date)),
            ("lesson_number", Cell::opt_int(change.lesson_number)),
            ("old_values", text(&change.old_values)),
            ("new_values", text(&change.new_values)),
            ("previous_as_of", text(&change.previous_as_of)),
            ("as_of", text(&change.as_of)),
            ("school", text(school)),
            ("version", Cell::Int(i64::from(version))),
            ("year", Cell::Int(year)),
        ]);
    }
    Some(rows)
}
