//! What a row of a flat file may leave out because it follows from the rest of the row, and what no row may say.

use crate::model::class_name;
use crate::model::period;
use crate::model::person;
use crate::model::schema::Table;
use crate::model::token::{Token, known_code, result_cell};

use crate::model::rows::{Cell, Row, Rows};

/// Fills what follows from the row itself. The reason is a key of the message catalogue (`reason.…`).
///
/// # Errors
/// The row says something impossible: a mark «7», an unknown code, a period nobody knows.
pub fn complete(rows: &Rows, row: &mut Row, value_text: Option<&str>) -> Result<(), &'static str> {
    match rows.table.name {
        "mark" => mark(rows, row, value_text)?,
        "period_mark" => period_mark(rows, row, value_text)?,
        "attendance" => attendance(rows, row)?,
        "lesson" => default(rows, row, "status", "held"),
        "class" => class(rows, row),
        "student" => student(rows, row)?,
        "grading_period" => grading_period(rows, row),
        _ => {}
    }
    if let Some(text) = row.text(rows.position("period_id")).map(str::to_owned) {
        let period = period::parse(&text).ok_or("unknown-period")?;
        row.set(rows.position("period_id"), Cell::Text(period.id));
    }
    Ok(())
}

/// Columns that no export has to bring.
#[must_use]
pub fn is_filled_by_import(column: &str) -> bool {
    matches!(column, "seq" | "school" | "year" | "source_id" | "src_loc")
}

/// The first required column without a value, not counting what the importer itself fills.
#[must_use]
pub fn missing(table: &'static Table, rows: &Rows, row: &Row) -> Option<&'static str> {
    table
        .columns
        .iter()
        .find(|column| column.required && !is_filled_by_import(column.name) && *row.get(rows.position(column.name)) == Cell::Null)
        .map(|column| column.name)
}

fn default(rows: &Rows, row: &mut Row, name: &str, value: &str) {
    let position = rows.position(name);
    if *row.get(position) == Cell::Null {
        row.set(position, Cell::Text(value.to_owned()));
    }
}

fn mark(rows: &Rows, row: &mut Row, value_text: Option<&str>) -> Result<(), &'static str> {
    if let Some(text) = value_text {
        default(rows, row, "raw", text);
        match result_cell(text) {
            Some(Token::Mark { value, modifier, weight_hundredths }) => {
                row.set(rows.position("value"), Cell::Int(value));
                default(rows, row, "kind", "score");
                if let Some(modifier) = modifier {
                    row.set(rows.position("modifier"), Cell::Text(modifier.to_owned()));
                }
                if let Some(weight) = weight_hundredths {
                    row.set(rows.position("weight_hundredths"), Cell::Int(weight));
                }
            }
            Some(Token::Kind(kind)) => default(rows, row, "kind", kind),
            Some(_) => return Err("bad-mark"),
            None => {}
        }
    }
    let has_value = *row.get(rows.position("value")) != Cell::Null;
    if (row.text(rows.position("kind")) == Some("score")) == has_value { Ok(()) } else { Err("bad-mark") }
}

fn period_mark(rows: &Rows, row: &mut Row, value_text: Option<&str>) -> Result<(), &'static str> {
    if let Some(text) = value_text {
        default(rows, row, "raw", text);
        match result_cell(text) {
            Some(Token::Mark { value, .. }) => {
                row.set(rows.position("value"), Cell::Int(value));
                default(rows, row, "status", "set");
            }
            Some(Token::Kind("debt") | Token::Absence(_) | Token::Unknown(_)) => return Err("bad-mark"),
            Some(Token::Kind(status)) => default(rows, row, "status", status),
            None => {}
        }
    }
    default(rows, row, "status", "empty");
    let yearly = row.text(rows.position("period_id")).and_then(period::parse).is_some_and(|period| period.kind == "year");
    default(rows, row, "kind", if yearly { "year" } else { "period" });
    if row.text(rows.position("kind")).is_some_and(|kind| kind != "period") {
        row.set(rows.position("period_id"), Cell::Text("year".to_owned()));
    } else if yearly {
        return Err("unknown-period");
    }
    let has_value = *row.get(rows.position("value")) != Cell::Null;
    if (row.text(rows.position("status")) == Some("set")) == has_value { Ok(()) } else { Err("bad-mark") }
}

fn attendance(rows: &Rows, row: &mut Row) -> Result<(), &'static str> {
    if *row.get(rows.position("reason")) == Cell::Null
        && let Some(code) = row.text(rows.position("raw")).map(str::to_owned)
    {
        let reason = known_code(&code).ok_or("unknown-code")?;
        row.set(rows.position("reason"), Cell::Text(reason.to_owned()));
    }
    let has = |name| *row.get(rows.position(name)) != Cell::Null;
    let granularity = if has("lesson_number") {
        "lesson"
    } else if has("subject_id") {
        "subject_day"
    } else {
        "day"
    };
    default(rows, row, "granularity", granularity);
    Ok(())
}

fn class(rows: &Rows, row: &mut Row) {
    if let Some(class) = row.text(rows.position("name")).and_then(class_name::parse) {
        if *row.get(rows.position("grade_level")) == Cell::Null {
            row.set(rows.position("grade_level"), Cell::opt_int(class.grade_level));
        }
        default(rows, row, "letter", &class.letter);
        row.set(rows.position("name"), Cell::Text(class.name));
    }
}

/// A full name may stand in three columns, and may carry «Выбыл(а) 01.02.2026».
fn student(rows: &Rows, row: &mut Row) -> Result<(), &'static str> {
    let full = match row.text(rows.position("full_name")) {
        Some(name) => name.to_owned(),
        None => {
            ["last_name", "first_name", "middle_name"].iter().filter_map(|part| row.text(rows.position(part))).collect::<Vec<_>>().join(" ")
        }
    };
    let (name, left) = person::split_left_mark(&full);
    if name.is_empty() {
        return Err("missing-full_name");
    }
    if let Some(date) = left.as_deref().and_then(super::typed::date)
        && *row.get(rows.position("left_date")) == Cell::Null
    {
        row.set(rows.position("left_date"), Cell::Date(super::typed::days(date)));
    }
    let (last, first, middle) = person::parts(&name);
    for (column, part) in [("last_name", last), ("first_name", first), ("middle_name", middle)] {
        if let Some(part) = part {
            default(rows, row, column, &part);
        }
    }
    row.set(rows.position("full_name"), Cell::Text(name));
    Ok(())
}

fn grading_period(rows: &Rows, row: &mut Row) {
    if let Some(period) = row.text(rows.position("period_id")).and_then(period::parse) {
        default(rows, row, "kind", period.kind);
        if *row.get(rows.position("seq")) == Cell::Null {
            row.set(rows.position("seq"), Cell::Int(period.seq));
        }
        default(rows, row, "name", &period::name_ru(&period.id));
    }
}
