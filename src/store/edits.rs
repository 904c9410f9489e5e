//! The edit ledger: what changed between two exports that both spoke for a key. A first coverage is a baseline.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series};

use crate::model::schema::{Kind, Table};

use super::cover::{Index, Key};
use super::merge::Outcome;

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

type Place = (String, Option<String>, String, Option<String>, Option<i32>, Option<i64>, Option<String>);
type Values = BTreeMap<Place, Vec<String>>;

/// All changes of one table.
///
/// # Errors
/// Frames of another shape.
pub fn edits(table: &'static Table, outcome: &Outcome, old: &Index, new: &Index) -> PolarsResult<Vec<Change>> {
    if !matches!(table.name, "mark" | "attendance" | "period_mark") || old.is_empty() {
        return Ok(Vec::new());
    }
    let (before, after) = (values(table, &outcome.removed)?, values(table, &outcome.taken)?);
    let mut places: Vec<&Place> = before.keys().chain(after.keys()).collect();
    places.sort();
    places.dedup();
    let none = Vec::new();
    let changes = places.into_iter().filter_map(|place| {
        let (was, is) = (before.get(place).unwrap_or(&none), after.get(place).unwrap_or(&none));
        if was == is { None } else { change(table, place, was, is, old, new) }
    });
    Ok(changes.collect())
}

fn change(table: &'static Table, place: &Place, was: &[String], is: &[String], old: &Index, new: &Index) -> Option<Change> {
    let (student, class, subject, period, date, lesson_number, _) = place;
    let key = Key { student: Some(student), class: class.as_deref(), subject: Some(subject), period: period.as_deref(), date: *date };
    let spoken = |index: &Index| index.all(&key).map(|cover| cover.as_of.clone()).max();
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
fn values(table: &'static Table, frame: &DataFrame) -> PolarsResult<Values> {
    let text = |name: &str| if table.column(name).is_some() { frame.column(name)?.str().map(Some) } else { Ok(None) };
    let int = |name: &str| if table.column(name).is_some() { frame.column(name)?.i64().map(Some) } else { Ok(None) };
    let (students, classes, subjects, periods) = (text("student_id")?, text("class_id")?, text("subject_id")?, text("period_id")?);
    let (kinds, statuses, reasons, modifiers) = (text("kind")?, text("status")?, text("reason")?, text("modifier")?);
    let (numbers, marks, weights) = (int("lesson_number")?, int("value")?, int("weight_hundredths")?);
    let dates = if table.kind == Kind::Event { Some(frame.column("date")?.date()?.physical()) } else { None };
    let mut places = Values::new();
    for row in 0..frame.height() {
        let get = |column: Option<&polars::prelude::StringChunked>| column.and_then(|column| column.get(row)).map(str::to_owned);
        let count = |column: Option<&polars::prelude::Int64Chunked>| column.and_then(|column| column.get(row));
        let mark_kind = if table.kind == Kind::Result { get(kinds) } else { None };
        let place = (
            get(students).unwrap_or_default(),
            get(classes),
            get(subjects).unwrap_or_default(),
            get(periods),
            dates.and_then(|dates| dates.get(row)),
            count(numbers),
            mark_kind.clone(),
        );
        let word = match count(marks) {
            Some(value) => format!(
                "{value}{}{}",
                sign(get(modifiers).as_deref()),
                count(weights).filter(|weight| *weight != 100).map(|weight| format!("*{weight}")).unwrap_or_default()
            ),
            None => get(reasons).or_else(|| get(statuses)).or_else(|| get(kinds)).unwrap_or_default(),
        };
        places
            .entry(place)
            .or_default()
            .push(mark_kind.filter(|kind| kind != "period").map_or(word.clone(), |kind| format!("{kind}:{word}")));
    }
    places.values_mut().for_each(|values| values.sort());
    Ok(places)
}

fn sign(modifier: Option<&str>) -> &'static str {
    match modifier {
        Some("plus") => "+",
        Some("minus") => "-",
        _ => "",
    }
}

/// The changes as rows of `edit`; school and year are taken from any frame of the batch.
///
/// # Errors
/// As Polars reports them.
pub fn frame(changes: &[Change], version: u32, batch: Option<&DataFrame>) -> PolarsResult<DataFrame> {
    let school = batch.and_then(|frame| frame.column("school").ok()?.str().ok()?.get(0).map(str::to_owned));
    let year = batch.and_then(|frame| frame.column("year").ok()?.i32().ok()?.get(0));
    let texts = |name: &str, pick: &dyn Fn(&Change) -> Option<String>| {
        Series::new(name.into(), changes.iter().map(pick).collect::<Vec<_>>()).into_column()
    };
    let dates: Vec<Option<i32>> = changes.iter().map(|change| change.date).collect();
    let numbers: Vec<Option<i64>> = changes.iter().map(|change| change.lesson_number).collect();
    let columns: Vec<Column> = vec![
        texts("table_name", &|change| Some(change.table.to_owned())),
        texts("student_id", &|change| Some(change.student.clone())),
        texts("subject_id", &|change| Some(change.subject.clone())),
        texts("period_id", &|change| change.period.clone()),
        Series::new("date".into(), dates).cast(&DataType::Date)?.into_column(),
        Series::new("lesson_number".into(), numbers).into_column(),
        texts("old_values", &|change| Some(change.old_values.clone())),
        texts("new_values", &|change| Some(change.new_values.clone())),
        texts("previous_as_of", &|change| Some(change.previous_as_of.clone())),
        texts("as_of", &|change| Some(change.as_of.clone())),
        texts("school", &|_| school.clone()),
        Series::new("version".into(), vec![i64::from(version); changes.len()]).into_column(),
        Series::new("year".into(), vec![year; changes.len()]).into_column(),
    ];
    DataFrame::new(changes.len(), columns)
}
