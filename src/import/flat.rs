//! One record of a flat file into one row of a canonical table: shared by the bundle and by mapped files.

use chrono::Datelike;

use crate::model::rows::Cell;
use crate::model::schema::{Column, Table};

use super::complete::{complete, missing};
use super::draft::Draft;
use super::limits::{FIELD_MAX, NUMBER_MAX, SCHOOL_YEARS, YEARS};
use super::typed;

/// A field on its way into a column.
pub struct Field<'a> {
    pub column: &'static Column,
    pub text: &'a str,
    pub date_format: Option<&'a str>,
}

/// Where a record stands.
pub struct Place<'a> {
    pub source_id: &'a str,
    pub src_loc: &'a str,
}

/// Adds the row; or gives the reason why it cannot be one (a key of the message catalogue, with the column behind a colon).
///
/// # Errors
/// A field that is not of its column's type, a missing value, an impossible row.
pub fn add(draft: &mut Draft, table: &'static Table, fields: &[Field<'_>], place: &Place<'_>) -> Result<(), String> {
    let rows = draft.tables.of(table);
    let mut row = rows.blank();
    let mut value_text = None;
    for field in fields {
        let position = rows.position(field.column.name);
        if is_value(table, field.column) {
            fault(field.text).map_or(Ok(()), |fault| Err(format!("{fault}:{}", field.column.csv_name())))?;
            value_text = Some(field.text.trim()).filter(|text| !text.is_empty());
            continue;
        }
        let cell = cell(field).map_err(|fault| format!("{fault}:{}", field.column.csv_name()))?;
        if cell != Cell::Null {
            row.set(position, cell);
        }
    }
    complete(rows, &mut row, value_text)?;
    if let Some(column) = missing(table, rows, &row) {
        return Err(format!("missing-value:{column}"));
    }
    row.set(rows.position("source_id"), Cell::Text(place.source_id.to_owned()));
    row.set(rows.position("src_loc"), Cell::Text(place.src_loc.to_owned()));
    rows.push(&row);
    Ok(())
}

/// A mark may be a word; it is read with the rest of its row.
#[must_use]
pub fn is_value(table: &Table, column: &Column) -> bool {
    column.name == "value" && matches!(table.name, "mark" | "period_mark")
}

/// The cell of a field.
///
/// # Errors
/// What is wrong with it, a key of the message catalogue.
pub fn cell(field: &Field<'_>) -> Result<Cell, &'static str> {
    if let Some(fault) = fault(field.text) {
        return Err(fault);
    }
    let cell = typed::parse(field.column.ty, field.text, field.date_format).filter(|cell| is_possible(field.column, cell));
    cell.ok_or("bad-value")
}

/// What no field may be, whatever its column.
#[must_use]
pub fn fault(text: &str) -> Option<&'static str> {
    if text.len() > FIELD_MAX {
        Some("too-long")
    } else if text.contains('\u{fffd}') {
        Some("damaged-text")
    } else {
        None
    }
}

/// A number or date of its type that is none of a school: a slip of the hand, or a file made to break sums.
fn is_possible(column: &Column, cell: &Cell) -> bool {
    match cell {
        Cell::Int(year) if column.name == "year" => SCHOOL_YEARS.contains(year),
        Cell::Int(number) => (-NUMBER_MAX..=NUMBER_MAX).contains(number),
        Cell::Date(day) => typed::date_of(*day).is_some_and(|date| YEARS.contains(&date.year())),
        _ => true,
    }
}
