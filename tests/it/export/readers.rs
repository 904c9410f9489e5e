//! Readers of the formats: each gives the cells of the tables of a document as they stand in the file.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use html5gum::{Token, Tokenizer};
use vedomost::model::document::{DocTable, ReportData};

/// What stands in a cell: a figure in units of 10^-9, or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Figure(i128),
    Text(String),
}

pub const UNIT: f64 = 1e9;

/// Rows of a table, a cell each column; what is merged stands in each of its places.
pub type Grid = Vec<Vec<Found>>;

/// What the document itself says, number first.
pub fn expected(table: &DocTable) -> Grid {
    let found = |cell: &vedomost::model::document::Cell| match (cell.value, cell.scale) {
        (Some(value), Some(scale)) => Found::Figure(i128::from(value) * 10_i128.pow(9 - u32::from(scale))),
        _ => Found::Text(shown(&cell.text)),
    };
    table.rows.iter().map(|row| row.cells.iter().map(found).collect()).collect()
}

/// A control character is shown as a question mark in a box, in all formats but JSON.
pub fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

fn header_rows(table: &DocTable) -> usize {
    1 + usize::from(table.columns.iter().any(|column| !column.group.is_empty()))
}

/// Is this place covered by the cell above, by the rule of `DocColumn::merge`?
fn covered(table: &DocTable, row: usize, column: usize) -> bool {
    let (Some(above), true) = (row.checked_sub(1).map(|above| &table.rows[above]), table.columns[column].merge) else { return false };
    above.group == table.rows[row].group && above.cells[column].text == table.rows[row].cells[column].text
}

pub fn xlsx(bytes: &[u8], data: &ReportData) -> Vec<Grid> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    assert_eq!(book.sheet_names().len(), data.tables.len().max(1));
    let sheets = book.worksheets();
    data.tables.iter().zip(sheets).map(|(table, (_, range))| sheet(table, &range)).collect()
}

fn sheet(table: &DocTable, range: &calamine::Range<Data>) -> Grid {
    // School, title, head, caption, headings.
    let top = 3 + usize::from(!table.caption.is_empty());
    for (column, doc) in table.columns.iter().enumerate() {
        let row = if doc.group.is_empty() { top } else { top + header_rows(table) - 1 };
        assert_eq!(text_at(range, row, column), shown(&doc.title));
    }
    let body = top + header_rows(table);
    let mut grid: Grid = Vec::new();
    for row in 0..table.rows.len() {
        let mut cells: Vec<Found> = Vec::new();
        for (column, _) in table.columns.iter().enumerate() {
            let at = (u32::try_from(body + row).expect("a row"), u32::try_from(column).expect("a column"));
            let value = range.get_value(at).cloned().unwrap_or_default();
            cells.push(match value {
                _ if covered(table, row, column) => {
                    assert_eq!(value, Data::Empty, "a covered place holds a value");
                    grid[row - 1][column].clone()
                }
                Data::Float(number) => Found::Figure(figure(number)),
                Data::Int(number) => Found::Figure(i128::from(number) * 1_000_000_000),
                // This reader leaves the escape of an underscore as it is.
                Data::String(text) => Found::Text(text.replace("_x005F_", "_")),
                Data::Empty => Found::Text(String::new()),
                other => panic!("{other:?}"),
            });
        }
        grid.push(cells);
    }
    grid
}

/// The number as people see it: to nine decimals.
#[expect(clippy::cast_possible_truncation, reason = "figures of sheets are far below 10^20")]
pub fn figure(number: f64) -> i128 {
    (number * UNIT).round() as i128
}

fn text_at(range: &calamine::Range<Data>, row: usize, column: usize) -> String {
    let at = (u32::try_from(row).expect("a row"), u32::try_from(column).expect("a column"));
    range.get_value(at).map(ToString::to_string).unwrap_or_default()
}

pub fn csv(bytes: &[u8], data: &ReportData) -> Vec<Grid> {
    let text = std::str::from_utf8(bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(false).from_reader(text.as_bytes());
    let mut records = reader.records().map(|record| record.expect("a line as wide as the others"));
    let mut tables = Vec::new();
    for table in &data.tables {
        if !table.caption.is_empty() {
            records.next();
        }
        let heading = records.next().expect("headings");
        assert!(table.columns.iter().zip(&heading).all(|(column, found)| found.ends_with(&shown(&column.title))), "{heading:?}");
        let rows = records.by_ref().take(table.rows.len());
        tables.push(
            rows.zip(&table.rows)
                .map(|(record, row)| row.cells.iter().zip(&record).map(|(cell, text)| csv_cell(cell, text)).collect())
                .collect(),
        );
        assert!(records.next().expect("an empty line").iter().all(str::is_empty));
    }
    tables
}

/// What the reader of such a file does: takes the apostrophe off, reads numbers with a comma where numbers stand.
fn csv_cell(cell: &vedomost::model::document::Cell, text: &str) -> Found {
    if cell.value.is_some() {
        let number: f64 = text.replace(',', ".").parse().unwrap_or_else(|_| panic!("`{text}` is no number"));
        return Found::Figure(figure(number));
    }
    Found::Text(text.strip_prefix('\'').unwrap_or(text).to_owned())
}

/// The tables of a page: texts of cells with their spans laid out; the rows of headings are left out.
pub fn html(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    let page = std::str::from_utf8(bytes).expect("UTF-8");
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    // Of each column: rows that the cell above still reaches down, and its text.
    let mut hanging: Vec<(usize, String)> = Vec::new();
    let (mut in_head, mut open) = (false, None::<(usize, String)>);
    let mut row: Vec<String> = Vec::new();
    for token in Tokenizer::new(page) {
        match token.expect("HTML without faults") {
            Token::StartTag(tag) => match &**tag.name {
                b"table" => (tables.push(Vec::new()), hanging.clear()).0,
                b"thead" => in_head = true,
                b"tr" => row.clear(),
                b"td" | b"th" if !in_head => {
                    let span =
                        tag.attributes.get(b"rowspan".as_slice()).map_or(1, |span| String::from_utf8_lossy(span).parse().expect("a span"));
                    open = Some((span, String::new()));
                }
                _ => {}
            },
            Token::EndTag(tag) => match &**tag.name {
                b"thead" => in_head = false,
                b"td" | b"th" if !in_head => {
                    fill(&mut row, &mut hanging);
                    let (span, text) = open.take().expect("an open cell");
                    hanging.resize(hanging.len().max(row.len() + 1), (0, String::new()));
                    hanging[row.len()] = (span - 1, text.clone());
                    row.push(text);
                }
                b"tr" if !in_head => {
                    fill(&mut row, &mut hanging);
                    tables.last_mut().expect("a table").push(std::mem::take(&mut row));
                }
                _ => {}
            },
            Token::String(text) => {
                if let Some((_, cell)) = &mut open {
                    cell.push_str(&String::from_utf8_lossy(&text));
                }
            }
            _ => {}
        }
    }
    tables
}

/// Cells that reach down from rows above.
fn fill(row: &mut Vec<String>, hanging: &mut [(usize, String)]) {
    while let Some((left, text)) = hanging.get_mut(row.len()).filter(|(left, _)| *left > 0) {
        *left -= 1;
        row.push(text.clone());
    }
}
