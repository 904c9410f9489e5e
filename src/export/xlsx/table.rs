//! A table on a sheet: headings, cells, merged as on paper.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError, column_number_to_name};

use crate::export::document::NO_ROWS;
use crate::export::grid;
use crate::export::plain::printable;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable};

use super::looks::{Looks, of_cell};
use super::sheet::{cut, number, place};
use super::total;

/// Widths of columns in letters.
const MARK: f64 = 5.0;
const NUMBER: (f64, f64) = (7.0, 13.0);
const TEXT: (f64, f64) = (5.0, 44.0);
/// Points a letter of an upright heading takes, and the least and the greatest height of such a row.
const LETTER: f64 = 5.6;
const UPRIGHT: (f64, f64) = (60.0, 150.0);

/// Points of a line of a heading.
const LINE: f64 = 13.5;

/// Writes the headings from row `top` on over columns of these widths; gives the number of their rows.
pub fn headings(sheet: &mut Worksheet, top: usize, columns: &[DocColumn], widths: &[f64], looks: &Looks) -> Result<usize, XlsxError> {
    let rows = 1 + usize::from(grid::is_grouped(columns));
    for heading in grid::headings(columns) {
        let last = heading.first + heading.count - 1;
        if !heading.group.is_empty() {
            spread(sheet, (top, heading.first), (top, last), heading.group, &looks.heading)?;
        }
        for (at, column) in columns.iter().enumerate().skip(heading.first).take(heading.count) {
            let first = if heading.group.is_empty() { top } else { top + rows - 1 };
            let format = if column.kind == ColumnKind::Mark { &looks.upright } else { &looks.heading };
            spread(sheet, (first, at), (top + rows - 1, at), &column.title, format)?;
        }
    }
    sheet.set_row_height(row(top + rows - 1)?, heading_height(columns, widths))?;
    Ok(rows)
}

/// Merged cells and turned ones have no height of their own: the row is as high as its highest heading.
fn heading_height(columns: &[DocColumn], widths: &[f64]) -> f64 {
    let height = |(column, width): (&DocColumn, &f64)| {
        if column.kind == ColumnKind::Mark {
            return (float(column.title.chars().count()) * LETTER).clamp(UPRIGHT.0, UPRIGHT.1);
        }
        LINE * float(lines(&column.title, *width)) + 3.0
    };
    columns.iter().zip(widths).map(height).fold(LINE, f64::max)
}

/// Lines that the words take at so many letters a line.
fn lines(text: &str, width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split_whitespace() {
        let length = float(word.chars().count()) * 1.1 + 1.0;
        if used > 0.0 && used + length > width + 1.0 {
            (lines, used) = (lines + 1, 0.0);
        }
        used += length;
    }
    lines
}

/// Writes the rows from row `top` on; gives their number.
pub fn rows(sheet: &mut Worksheet, top: usize, table: &DocTable) -> Result<usize, XlsxError> {
    if table.rows.is_empty() {
        let cell = Cell::text(NO_ROWS);
        let look = of_cell(&cell, ColumnKind::Text, crate::model::document::RowKind::Body);
        spread(sheet, (top, 0), (top, table.columns.len().saturating_sub(1)), NO_ROWS, &look)?;
        return Ok(1);
    }
    for (at, column) in table.columns.iter().enumerate() {
        let spans = grid::spans(table, at);
        for ((offset, doc_row), span) in table.rows.iter().enumerate().zip(spans).filter(|(_, span)| *span > 0) {
            write(sheet, table, (top, offset, span), at, column, doc_row)?;
        }
    }
    Ok(table.rows.len())
}

fn write(
    sheet: &mut Worksheet,
    table: &DocTable,
    (top, offset, span): (usize, usize, usize),
    at: usize,
    column: &DocColumn,
    doc_row: &DocRow,
) -> Result<(), XlsxError> {
    let cell = grid::cell(doc_row, at);
    let look = of_cell(cell, column.kind, doc_row.kind);
    let (first, at_column) = place(top + offset, at)?;
    if span > 1 {
        sheet.merge_range(first, at_column, row(top + offset + span - 1)?, at_column, "", &look)?;
    }
    match (cell.value, cell.scale) {
        (Some(value), Some(scale)) => match total::ranges(table, offset, at) {
            Some(ranges) => {
                let formula = Formula::new(sum(&ranges, top, at_column)).set_result(value.to_string());
                sheet.write_formula_with_format(first, at_column, formula, &look)?;
            }
            None => drop(sheet.write_number_with_format(first, at_column, number(value, scale), &look)?),
        },
        _ if cell.text.is_empty() => drop(sheet.write_blank(first, at_column, &look)?),
        _ => drop(sheet.write_string_with_format(first, at_column, cut(&printable(&cell.text)), &look)?),
    }
    Ok(())
}

/// `=SUM(C5:C9,C11:C20)`
fn sum(ranges: &[(usize, usize)], top: usize, column: u16) -> String {
    let column = column_number_to_name(column);
    let range = |(first, last): &(usize, usize)| {
        let (first, last) = (top + first + 1, top + last + 1);
        if first == last { format!("{column}{first}") } else { format!("{column}{first}:{column}{last}") }
    };
    format!("=SUM({})", ranges.iter().map(range).collect::<Vec<_>>().join(","))
}

/// One text over a rectangle of cells.
pub fn spread(
    sheet: &mut Worksheet,
    from: (usize, usize),
    to: (usize, usize),
    text: &str,
    look: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    let ((first, left), (last, right)) = (place(from.0, from.1)?, place(to.0, to.1)?);
    if from != to {
        sheet.merge_range(first, left, last, right, "", look)?;
    }
    sheet.write_string_with_format(first, left, cut(&printable(text)), look)?;
    Ok(())
}

/// Widths in letters, by what stands in the columns.
pub fn widths(sheet: &mut Worksheet, table: &DocTable) -> Result<Vec<f64>, XlsxError> {
    let mut widths = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let longest = table.rows.iter().map(|row| grid::cell(row, at).text.chars().count()).max().unwrap_or(0);
        let word = column.title.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let width = match column.kind {
            ColumnKind::Mark => MARK.max(float(longest) + 1.5),
            ColumnKind::Number => (float(longest.max(word)) + 2.0).clamp(NUMBER.0, NUMBER.1),
            ColumnKind::Text => (float(longest.max(word)) * 1.05 + 2.0).clamp(TEXT.0, TEXT.1),
        };
        sheet.set_column_width(place(0, at)?.1, width)?;
        widths.push(width);
    }
    Ok(widths)
}

fn row(at: usize) -> Result<u32, XlsxError> {
    Ok(place(at, 0)?.0)
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
