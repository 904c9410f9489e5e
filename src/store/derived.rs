//! Memberships derived from single reports: one span for a student and class, giving way to a real list.

use std::collections::BTreeMap;

use polars::prelude::{BooleanChunked, NewChunkedArray};
use polars::prelude::{DataFrame, PolarsResult};

use crate::model::schema;

use super::frame::{conform, empty};

/// Row of the first one, first day, last day.
type Span = (usize, Option<i32>, Option<i32>);

/// Adds derived spans: spans of one student and class become one, from the earliest to the latest covered day. Where a
/// real list already has the student in the class, nothing is derived.
///
/// # Errors
/// Frames of another shape.
pub fn widen(before: &DataFrame, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let Some(table) = schema::table("class_membership") else { return Ok(before.clone()) };
    let listed = filter(before, &derived(before)?, false)?;
    let known: Vec<(String, String)> = pairs(&listed)?;
    let all = filter(before, &derived(before)?, true)?.vstack(&conform(table, frame)?)?;
    let mut spans: BTreeMap<(String, String), Span> = BTreeMap::new();
    let (from, to) = (all.column("from_date")?.date()?.physical(), all.column("to_date")?.date()?.physical());
    for (row, pair) in pairs(&all)?.into_iter().enumerate().filter(|(_, pair)| !known.contains(pair)) {
        let span = spans.entry(pair).or_insert((row, from.get(row), to.get(row)));
        (span.1, span.2) = (lesser(span.1, from.get(row)), greater(span.2, to.get(row)));
    }
    let mut result = if listed.height() == 0 { empty(table) } else { listed };
    let rows: Vec<_> = spans.into_values().collect();
    if !rows.is_empty() {
        let indices: Vec<u32> = rows.iter().map(|(row, ..)| u32::try_from(*row).unwrap_or_default()).collect();
        let mut taken = all.take(&polars::prelude::IdxCa::from_slice("row".into(), &indices))?;
        for (name, days) in [
            ("from_date", rows.iter().map(|(_, from, _)| *from).collect::<Vec<_>>()),
            ("to_date", rows.iter().map(|(.., to)| *to).collect()),
        ] {
            use polars::prelude::{DataType, IntoColumn, NamedFrom, Series};
            taken.with_column(Series::new(name.into(), days).cast(&DataType::Date)?.into_column())?;
        }
        result = result.vstack(&taken)?;
    }
    Ok(result)
}

/// The rows without those derived spans whose student and class a real list now names.
///
/// # Errors
/// Frames of another shape.
pub fn without_derived(before: &DataFrame, list: &DataFrame) -> PolarsResult<DataFrame> {
    let known = pairs(list)?;
    let derived = derived(before)?;
    let mask: Vec<bool> = pairs(before)?.iter().zip(&derived).map(|(pair, derived)| !(*derived && known.contains(pair))).collect();
    before.filter(&BooleanChunked::from_slice("mask".into(), &mask))
}

fn filter(frame: &DataFrame, flags: &[bool], wanted: bool) -> PolarsResult<DataFrame> {
    let mask: Vec<bool> = flags.iter().map(|flag| *flag == wanted).collect();
    frame.filter(&BooleanChunked::from_slice("mask".into(), &mask))
}

fn derived(frame: &DataFrame) -> PolarsResult<Vec<bool>> {
    let flags = frame.column("derived")?.bool()?;
    Ok((0..frame.height()).map(|row| flags.get(row) == Some(true)).collect())
}

fn pairs(frame: &DataFrame) -> PolarsResult<Vec<(String, String)>> {
    let (students, classes) = (frame.column("student_id")?.str()?, frame.column("class_id")?.str()?);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    Ok((0..frame.height()).map(|row| (text(students.get(row)), text(classes.get(row)))).collect())
}

/// An open beginning or end is the widest.
fn lesser(left: Option<i32>, right: Option<i32>) -> Option<i32> {
    Some(left?.min(right?))
}

fn greater(left: Option<i32>, right: Option<i32>) -> Option<i32> {
    Some(left?.max(right?))
}
