//! A student in two classes on one day: the source contradicts itself, and it must be said.

use std::collections::BTreeMap;

use crate::model::class_name;
use crate::model::finding::{Finding, Severity};
use crate::model::rows::Rows;

use super::batch::Batch;
use super::draft::Located;

/// A stay in a class: first day, last day (open ends are the ends of time), class, row.
type Stay<'a> = (i32, i32, &'a str, usize);

/// Finds the students of a batch whose stays in different classes overlap.
pub fn find(batch: &Batch) -> Vec<Located> {
    let Some(rows) = batch.tables.get("class_membership") else { return Vec::new() };
    let mut stays: BTreeMap<&str, Vec<Stay<'_>>> = BTreeMap::new();
    for row in 0..rows.len() {
        if let (Some(student), Some(class)) = (rows.text(row, "student_id"), rows.text(row, "class_id")) {
            let (from, to) = (rows.date(row, "from_date").unwrap_or(i32::MIN), rows.date(row, "to_date").unwrap_or(i32::MAX));
            stays.entry(student).or_default().push((from, to, class, row));
        }
    }
    stays.into_iter().filter_map(|(student, stays)| two_at_once(student, stays, rows, batch)).collect()
}

fn two_at_once(student: &str, mut stays: Vec<Stay<'_>>, rows: &Rows, batch: &Batch) -> Option<Located> {
    stays.sort_unstable();
    // Who plays chess in a group is in his class all the same.
    let is_class = |stay: &Stay<'_>| class_name::parse(stay.2).is_some_and(|class| class.grade_level.is_some());
    if stays.iter().any(is_class) {
        stays.retain(is_class);
    }
    // A move on one day, out in the morning and in at noon, is none.
    let overlap = |left: &Stay<'_>, right: &Stay<'_>| left.2 != right.2 && right.0 < left.1 && left.0 <= right.0;
    let (left, right) = stays.iter().zip(stays.iter().skip(1)).find(|(left, right)| overlap(left, right))?;
    let text = |name| rows.text(right.3, name).unwrap_or_default().to_owned();
    let (source_id, src_loc) = (text("source_id"), rows.place(right.3));
    let file = batch.sources.iter().find(|source| source.source_id == source_id).map_or("", |source| source.file.as_str());
    let finding = Finding::new("two-classes", Severity::Warning, format!("{file} › {src_loc}"))
        .found(name(student, batch).unwrap_or(student))
        .expected(format!("{}, {}", left.2, right.2));
    Some(Located { source_id, src_loc, finding })
}

fn name<'a>(student: &str, batch: &'a Batch) -> Option<&'a str> {
    let rows = batch.tables.get("student")?;
    (0..rows.len()).find(|row| rows.text(*row, "student_id") == Some(student)).and_then(|row| rows.text(row, "full_name"))
}
