//! What a user expects of a workbook beside its figures: totals as formulas, headings in view and in print, equal bytes.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use vedomost::export::{Format, export};
use vedomost::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, ReportData, RowKind};

use super::readers::figure;
use crate::support::project;

pub fn sample(kind: &str) -> ReportData {
    let text = std::fs::read(project(&format!("report-templates/data/{kind}.json"))).expect("a sample");
    serde_json::from_slice(&text).expect("ReportData")
}

fn column(title: &str, kind: ColumnKind) -> DocColumn {
    DocColumn { key: title.to_owned(), title: title.to_owned(), group: String::new(), kind, merge: false }
}

/// Classes with a count, a percentage without decimals and a mark, then a total.
fn counted(rows: &[(&str, i64, i64)], total: (i64, i64)) -> ReportData {
    let mut data = sample("school_summary");
    let line = |kind, label: &str, count: i64, share: i64| DocRow {
        group: 0,
        kind,
        cells: vec![Cell::text(label), Cell::count(count), Cell::count(share), Cell::count(count)],
    };
    let mut lines: Vec<DocRow> = rows.iter().map(|(label, count, share)| line(RowKind::Body, label, *count, *share)).collect();
    lines.push(line(RowKind::Total, "Итого", total.0, total.1));
    let columns = vec![
        column("Класс", ColumnKind::Text),
        column("Обучающихся", ColumnKind::Number),
        column("Качество, %", ColumnKind::Number),
        column("Отметка", ColumnKind::Mark),
    ];
    data.tables = vec![DocTable { name: "t".into(), caption: String::new(), columns, rows: lines }];
    data
}

fn formulas(data: &ReportData) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(export(data, Format::Xlsx).expect("a file"))).expect("a workbook");
    let names = book.sheet_names();
    names
        .iter()
        .flat_map(|name| book.worksheet_formula(name).expect("formulas").used_cells().map(|(_, _, text)| text.clone()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn a_total_is_a_formula_only_where_it_is_the_sum() {
    // Headings stand in row 4, the classes in 5 and 6.
    assert_eq!(formulas(&counted(&[("9А", 20, 50), ("9Б", 25, 0)], (45, 50))), ["SUM(B5:B6)"], "no share, no mark");
    assert_eq!(formulas(&counted(&[("9А", 20, 50), ("9Б", 25, 0)], (44, 50))), [""; 0], "a total that is no sum");
    assert_eq!(formulas(&counted(&[], (0, 0))), [""; 0]);
}

/// Seven, eight А, then both stages: the count of excellent students is zero everywhere, and yet no sum of the row above it.
#[test]
fn a_subtotal_is_a_formula_only_where_the_whole_row_is_the_sum() {
    let mut data = counted(&[("7А", 20, 0), ("7-е", 20, 0), ("8А", 25, 0), ("5–9", 45, 0)], (45, 0));
    let zero = column("На «5»", ColumnKind::Number);
    data.tables[0].columns.push(zero);
    for (at, row) in data.tables[0].rows.iter_mut().enumerate() {
        row.cells.push(Cell::count(0));
        if [1, 3].contains(&at) {
            row.kind = RowKind::Subtotal;
        }
    }
    assert_eq!(formulas(&data), ["SUM(B5)", "SUM(E5)", "SUM(B5,B7)", "SUM(E5,E7)"]);
}

/// Every formula of every sheet, computed from the cells that it names, gives the value beside it.
#[test]
fn formulas_give_the_figures_that_stand_beside_them() {
    let mut seen = 0;
    for data in [sample("school_summary"), counted(&[("9А", 20, 50), ("9Б", 25, 0), ("9В", 0, 0)], (45, 50))] {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(export(&data, Format::Xlsx).expect("a file"))).expect("a workbook");
        for (name, range) in book.worksheets() {
            let value = |row: u32, column: u32| match range.get_value((row, column)) {
                Some(Data::Float(number)) => figure(*number),
                Some(Data::Int(number)) => i128::from(*number) * 1_000_000_000,
                _ => 0,
            };
            for (row, column, text) in absolute(&book.worksheet_formula(&name).expect("formulas")) {
                let inside = text.strip_prefix("SUM(").and_then(|text| text.strip_suffix(')')).expect("a sum");
                let sum: i128 = inside.split(',').flat_map(rows).map(|row| value(row, column)).sum();
                assert_eq!(sum, value(row, column), "{text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 3, "{seen}");
}

fn absolute(range: &calamine::Range<String>) -> Vec<(u32, u32, String)> {
    let (top, left) = range.start().unwrap_or_default();
    let at = |count: usize| u32::try_from(count).expect("a place");
    range.used_cells().map(|(row, column, text)| (top + at(row), left + at(column), text.clone())).collect()
}

/// `B5:B7` → 4, 5, 6.
fn rows(range: &str) -> Vec<u32> {
    let number = |cell: &str| cell.trim_start_matches(char::is_alphabetic).parse::<u32>().expect("a row") - 1;
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    (number(first)..=number(last)).collect()
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let count = archive.len();
    let read = |at: usize| {
        let mut file = archive.by_index(at).expect("a part");
        assert_eq!(file.last_modified().map(|date| date.year()), Some(1980), "a clock");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        (file.name().expect("a name").into_owned(), text)
    };
    (0..count).map(read).collect()
}

#[test]
fn a_sheet_is_set_up_for_screen_and_print_and_knows_no_clock() {
    let data = sample("class_marksheet");
    let bytes = export(&data, Format::Xlsx).expect("a file");
    assert!(bytes == export(&data, Format::Xlsx).expect("a file"));
    let parts = parts(&bytes);
    let part = |name: &str| &parts.iter().find(|(part, _)| part == name).expect("a part").1;
    let sheet = part("xl/worksheets/sheet1.xml");
    for mark in
        ["state=\"frozen\"", "fitToHeight=\"0\"", "orientation=\"landscape\"", "<mergeCell ", "&amp;P из &amp;N", &data.provenance.code]
    {
        assert!(sheet.contains(mark), "{mark}");
    }
    assert!(part("xl/workbook.xml").contains("_xlnm.Print_Titles"));
    assert!(part("docProps/core.xml").contains(&format!("{}T00:00:00Z", data.provenance.date)));
}

#[test]
fn a_document_of_several_tables_and_one_of_none() {
    let mut data = sample("school_summary");
    let mut second = data.tables[0].clone();
    second.caption = "Вторая: по классам [все]".to_owned();
    data.tables.push(second);
    let book: Xlsx<_> = Xlsx::new(Cursor::new(export(&data, Format::Xlsx).expect("a file"))).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Ведомость", "Вторая  по классам  все"]);
    data.tables.clear();
    for format in Format::ALL {
        assert!(!export(&data, format).expect("a file").is_empty());
    }
}
