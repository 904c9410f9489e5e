//! One record of a flat file into one row of a canonical table: shared by the bundle and by mapped files.

use crate::model::schema::{Column, Table};

use super::complete::{complete, missing};
use super::draft::Draft;
use super::rows::Cell;
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
        if field.column.name == "value" && matches!(table.name, "mark" | "period_mark") {
            value_text = Some(field.text.trim()).filter(|text| !text.is_empty());
            continue;
        }
        let cell =
            typed::parse(field.column.ty, field.text, field.date_format).ok_or_else(|| format!("bad-value:{}", field.column.csv_name()))?;
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
