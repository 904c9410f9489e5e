//! Memberships known by year only, cut by the dates a student came and left.

use std::collections::HashMap;

use crate::model::finding::{Finding, Severity};
use crate::model::period;

use super::batch::Batch;
use super::draft::Located;
use super::typed;
use crate::model::rows::{Cell, Rows};

/// Cuts open ends of memberships by `student.entered_date` and `left_date`. A student who left before the year began
/// but is on a class list of it is a contradiction of the source: he stays on the list, and it is said.
pub fn cut(batch: &mut Batch) {
    let Some(rows) = batch.tables.get("class_membership").cloned() else { return };
    let Some((start, end)) = i32::try_from(batch.year).ok().and_then(period::school_year_bounds) else { return };
    let (start, end) = (typed::days(start), typed::days(end));
    let dates = dates(batch);
    let mut result = Rows::new(rows.table);
    for index in 0..rows.len() {
        let mut row = rows.row(index);
        let (entered, left) = rows.text(index, "student_id").and_then(|id| dates.get(id)).copied().unwrap_or_default();
        if *row.get(rows.position("from_date")) == Cell::Null
            && let Some(entered) = entered.filter(|day| (start..=end).contains(day))
        {
            row.set(rows.position("from_date"), Cell::Date(entered));
        }
        if *row.get(rows.position("to_date")) == Cell::Null
            && let Some(left) = left
        {
            if (start..=end).contains(&left) {
                row.set(rows.position("to_date"), Cell::Date(left));
            } else if left < start {
                report(&rows, index, left, batch);
            }
        }
        result.push(&row);
    }
    batch.tables.replace(result);
}

fn dates(batch: &Batch) -> HashMap<String, (Option<i32>, Option<i32>)> {
    let Some(rows) = batch.tables.get("student") else { return HashMap::new() };
    (0..rows.len())
        .filter_map(|row| Some((rows.text(row, "student_id")?.to_owned(), (rows.date(row, "entered_date"), rows.date(row, "left_date")))))
        .collect()
}

fn report(rows: &Rows, index: usize, left: i32, batch: &mut Batch) {
    let text = |name| rows.text(index, name).unwrap_or_default().to_owned();
    let day = typed::date_of(left).map(|date| date.to_string()).unwrap_or_default();
    let finding =
        Finding::new("member-after-leaving", Severity::Warning, format!("{} · {}", text("student_id"), text("class_id"))).found(day);
    batch.findings.push(Located { source_id: text("source_id"), src_loc: rows.place(index), finding });
}
