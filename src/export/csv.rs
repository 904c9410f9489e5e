//! CSV that a Russian Excel opens by a double click: semicolons, decimal commas, UTF-8 with a mark at its beginning.
//!
//! First the tables, each with its row of headings, then head, notes and provenance in two columns. A line without a word parts them;
//! every line has as many fields, so that any reader takes the file. A text that a spreadsheet would run stands behind an apostrophe.

use crate::model::document::{Cell, DocColumn, DocTable, ReportData};
use crate::model::number::decimal_text;

use super::document::{NOTES, head, provenance, school};
use super::plain::{guarded, printable};
use super::{ExportError, grid};

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn csv(data: &ReportData) -> Result<Vec<u8>, ExportError> {
    let width = data.tables.iter().map(|table| table.columns.len()).max().unwrap_or(0).max(2);
    let mut writer = ::csv::WriterBuilder::new().delimiter(b';').from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for mut record in records(data) {
        record.resize(width, String::new());
        writer.write_record(&record).map_err(|error| ExportError::Csv(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| ExportError::Csv(error.to_string()))
}

fn records(data: &ReportData) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    for table in &data.tables {
        records.extend(table_records(table));
        records.push(Vec::new());
    }
    let pair = |label: &str, value: &str| vec![text(label), text(value)];
    records.push(pair(&data.title, school(data)));
    records.extend(head(data).map(|field| pair(&field.label, &field.value)));
    records.extend(data.charts.iter().map(|chart| pair(&chart.caption, &chart.alt)));
    records.extend(data.notes.iter().map(|note| pair(NOTES, note)));
    records.extend(data.signatories.iter().map(|who| pair(&who.label, &who.value)));
    records.extend(provenance(&data.provenance).iter().map(|(label, value)| pair(label, value)));
    records
}

fn table_records(table: &DocTable) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    if !table.caption.is_empty() {
        records.push(vec![text(&table.caption)]);
    }
    records.push(table.columns.iter().map(heading).collect());
    records.extend(table.rows.iter().map(|row| (0..table.columns.len()).map(|at| written(grid::cell(row, at))).collect()));
    records
}

/// «Успевают: на «5»»: one row of headings, so that a column has one name.
fn heading(column: &DocColumn) -> String {
    if column.group.is_empty() { text(&column.title) } else { text(&format!("{}: {}", column.group, column.title)) }
}

fn written(cell: &Cell) -> String {
    match (cell.value, cell.scale) {
        (Some(value), Some(scale)) => decimal_text(value, scale),
        _ => text(&cell.text),
    }
}

fn text(text: &str) -> String {
    guarded(&printable(text))
}
