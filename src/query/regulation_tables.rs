//! What the schools in scope follow → the tables `regulation`, `regulation_deadline` and `regulation_scope`.

use std::fmt::Write;

use chrono::NaiveDate;

use super::bind::{name, text};
use crate::regulation::{Deadline, KEYS, Key, Kind, RegulationRow, Setting};

const DEADLINE: &str = "school VARCHAR, \"year\" INTEGER, rule VARCHAR, work_kinds VARCHAR, grade_from INTEGER, grade_to INTEGER, \
    valid_from DATE, valid_to DATE, anchor VARCHAR, offset_count BIGINT, unit VARCHAR, cutoff_minute BIGINT, clause VARCHAR";
const SCOPE: &str = "school VARCHAR, \"year\" INTEGER, name VARCHAR, value VARCHAR, clause VARCHAR";

/// The statements that make the three tables.
pub fn tables(rows: &[RegulationRow]) -> String {
    let mut sql = String::new();
    table(&mut sql, "regulation", &regulation_columns(), rows.iter().map(regulation_row));
    table(&mut sql, "regulation_deadline", DEADLINE, rows.iter().flat_map(deadline_rows));
    table(&mut sql, "regulation_scope", SCOPE, rows.iter().flat_map(scope_rows));
    sql
}

/// Writing to a String cannot fail.
fn table(sql: &mut String, table: &str, columns: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.map(|row| format!("\n    ({row})")).collect();
    let _ = writeln!(sql, "CREATE TABLE {table} ({columns});");
    if !rows.is_empty() {
        let _ = writeln!(sql, "INSERT INTO {table} VALUES{};", rows.join(","));
    }
}

fn regulation_columns() -> String {
    let column = |key: &Key| {
        let ty = if matches!(key.kind, Kind::Int { .. }) { "BIGINT" } else { "VARCHAR" };
        format!("{} {ty}", name(key.name))
    };
    let columns = KEYS.iter().map(column).collect::<Vec<_>>().join(", ");
    format!("school VARCHAR, \"year\" INTEGER, {columns}")
}

fn regulation_row(row: &RegulationRow) -> String {
    let value = |key: &Key| match row.values.iter().find(|(name, _)| *name == key.name) {
        Some((_, Setting::Int(number))) => number.to_string(),
        Some((_, Setting::Text(word))) => text(word),
        None => "NULL".to_owned(),
    };
    let values = KEYS.iter().map(value).collect::<Vec<_>>().join(", ");
    format!("{}, {}, {values}", text(&row.school), row.year)
}

/// A row that says that there is no deadline is none: the rule has no row.
fn deadline_rows(row: &RegulationRow) -> impl Iterator<Item = String> {
    row.deadlines.iter().filter_map(|deadline| deadline_row(row, deadline))
}

fn deadline_row(row: &RegulationRow, deadline: &Deadline) -> Option<String> {
    let term = deadline.term?;
    let works = if deadline.works.is_empty() { String::new() } else { format!(",{},", deadline.works.join(",")) };
    Some(format!(
        "{}, {}, '{}', '{works}', {}, {}, {}, {}, '{}', {}, '{}', {}, {}",
        text(&row.school),
        row.year,
        deadline.rule,
        deadline.grades.0,
        deadline.grades.1,
        date(deadline.valid_from),
        date(deadline.valid_to),
        term.anchor,
        term.offset,
        term.unit,
        term.cutoff_minute.map_or_else(|| "NULL".to_owned(), |minute| minute.to_string()),
        text(&deadline.clause),
    ))
}

fn scope_rows(row: &RegulationRow) -> impl Iterator<Item = String> {
    row.scopes.iter().flat_map(|(name, scope)| {
        let value = |value: &String| format!("{}, {}, '{name}', {}, {}", text(&row.school), row.year, text(value), text(&scope.clause));
        scope.values.iter().map(value).collect::<Vec<_>>()
    })
}

fn date(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "NULL".to_owned(), |date| format!("DATE '{date}'"))
}
