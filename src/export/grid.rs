//! How a table of a document is laid out on a grid: headings over several columns, cells over several rows. The same rules as in
//! `report-templates/lib/table.typ`.

use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable};

/// A heading of the upper row: over a group of neighbouring columns, or (empty title) the place of one column's own heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Heading<'a> {
    pub group: &'a str,
    pub first: usize,
    pub count: usize,
}

/// Neighbouring columns with the same non-empty group share a heading.
pub fn headings(columns: &[DocColumn]) -> Vec<Heading<'_>> {
    let mut found: Vec<Heading<'_>> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        match found.last_mut() {
            Some(last) if !column.group.is_empty() && last.group == column.group => last.count += 1,
            _ => found.push(Heading { group: &column.group, first: at, count: 1 }),
        }
    }
    found
}

pub fn is_grouped(columns: &[DocColumn]) -> bool {
    columns.iter().any(|column| !column.group.is_empty())
}

/// For every row, how many rows its cell of this column spans; 0 = covered by the cell above.
pub fn spans(table: &DocTable, at: usize) -> Vec<usize> {
    let merge = table.columns.get(at).is_some_and(|column| column.merge);
    let mut spans = vec![1; table.rows.len()];
    let (mut start, mut above) = (0, table.rows.first());
    for (place, row) in table.rows.iter().enumerate().skip(1) {
        let joined = merge && above.is_some_and(|above| above.group == row.group && cell(above, at).text == cell(row, at).text);
        if joined {
            if let Some(span) = spans.get_mut(place) {
                *span = 0;
            }
            if let Some(span) = spans.get_mut(start) {
                *span += 1;
            }
        } else {
            (start, above) = (place, Some(row));
        }
    }
    spans
}

static EMPTY: Cell = Cell { text: String::new(), value: None, scale: None };

/// The cell of a row; empty where the row is short.
pub fn cell(row: &DocRow, at: usize) -> &Cell {
    row.cells.get(at).unwrap_or(&EMPTY)
}

/// The column that says what a row is about: the first of texts that is not its number.
pub fn row_header(columns: &[DocColumn]) -> usize {
    columns.iter().position(|column| column.kind == ColumnKind::Text && column.key != "number").unwrap_or(0)
}
