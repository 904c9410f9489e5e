//! Memberships derived from single reports: one span for a student and class, giving way to a real list.

use std::collections::{BTreeMap, HashSet};

use crate::model::rows::{Cell, Rows};

/// Row of the first one, first day, last day.
type Span = (usize, Option<i32>, Option<i32>);

/// All derived spans, old and new: those of one student and class become one, from the earliest to the latest covered
/// day. Where a real list already has the student in the class, nothing is derived.
#[must_use]
pub fn widened(before: &Rows, new: &Rows) -> Rows {
    let known = pairs(&listed(before));
    let mut all = before.filtered(|row| is_derived(before, row));
    all.append(new);
    let mut spans: BTreeMap<(String, String), Span> = BTreeMap::new();
    for row in 0..all.len() {
        let pair = pair(&all, row);
        if known.contains(&pair) {
            continue;
        }
        let (from, to) = (all.date(row, "from_date"), all.date(row, "to_date"));
        let span = spans.entry(pair).or_insert((row, from, to));
        (span.1, span.2) = (lesser(span.1, from), greater(span.2, to));
    }
    let mut result = Rows::new(before.table);
    for (row, from, to) in spans.into_values() {
        let mut row = all.row(row);
        let day = |day: Option<i32>| day.map_or(Cell::Null, Cell::Date);
        row.set(result.position("from_date"), day(from));
        row.set(result.position("to_date"), day(to));
        result.push(&row);
    }
    result
}

fn listed(rows: &Rows) -> Rows {
    rows.filtered(|row| !is_derived(rows, row))
}

/// Student and class of every row.
#[must_use]
pub fn pairs(rows: &Rows) -> HashSet<(String, String)> {
    (0..rows.len()).map(|row| pair(rows, row)).collect()
}

/// Whether a row is a derived span of one of these.
#[must_use]
pub fn is_one_of(rows: &Rows, row: usize, known: &HashSet<(String, String)>) -> bool {
    !known.is_empty() && is_derived(rows, row) && known.contains(&pair(rows, row))
}

/// Whether a row was made from a single report.
#[must_use]
pub fn is_derived(rows: &Rows, row: usize) -> bool {
    rows.cells("derived").and_then(|cells| cells.flag(row)) == Some(true)
}

fn pair(rows: &Rows, row: usize) -> (String, String) {
    let text = |name: &str| rows.text(row, name).unwrap_or_default().to_owned();
    (text("student_id"), text("class_id"))
}

/// An open beginning or end is the widest.
fn lesser(left: Option<i32>, right: Option<i32>) -> Option<i32> {
    Some(left?.min(right?))
}

fn greater(left: Option<i32>, right: Option<i32>) -> Option<i32> {
    Some(left?.max(right?))
}
