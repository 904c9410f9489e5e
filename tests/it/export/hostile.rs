//! Names that would be formulas, scripts or markup: they are texts in every format.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use html5gum::{Token, Tokenizer};
use vedomost::export::{Format, export};
use vedomost::model::document::{Cell, Chart, ReportData, RowKind};

use super::readers;
use super::workbook::sample;

const NAMES: &[&str] = &[
    "=CMD()",
    "=1+1|' /C calc'!A0",
    "+7 900",
    "-Иванов",
    "@SUM(A1)",
    " =1",
    "＝1",
    "\t=1",
    "А\u{0}Б\u{1b}[2J",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "&amp; &lt;",
    "#let x = 1",
    "$ x $",
    "a;b\"c'",
    "строка\nвторая",
    "]]>",
    "{{=1}}",
    "_x0041_",
];

/// A marksheet with these students, and the names wherever else a text may stand.
fn hostile() -> ReportData {
    let mut data = sample("class_marksheet");
    let row = data.tables[0].rows[0].clone();
    let name = data.tables[0].columns.iter().position(|column| column.key == "name").expect("a name");
    data.tables[0].rows = NAMES
        .iter()
        .zip(1..)
        .map(|(text, group)| {
            let mut row = row.clone();
            (row.group, row.kind) = (group, RowKind::Body);
            row.cells[name] = Cell::text(*text);
            row
        })
        .collect();
    let bad = NAMES.join(" ");
    (data.title, data.head[0].value, data.head[1].value) = (bad.clone(), bad.clone(), bad.clone());
    data.tables[0].columns[name].title = "<script>".to_owned();
    data.tables[0].caption = "=1+1 <b>".to_owned();
    data.notes = vec![bad.clone()];
    data.signatories[0].value.clone_from(&bad);
    data.charts = vec![Chart { name: "x".into(), caption: bad.clone(), svg: "<svg><script>alert(1)</script></svg>".into(), alt: bad }];
    data
}

#[test]
fn names_are_texts_in_every_format() {
    let data = hostile();
    let expected = vec![readers::expected(&data.tables[0])];
    let xlsx = export(&data, Format::Xlsx).expect("a file");
    assert_eq!(readers::xlsx(&xlsx, &data), expected);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).expect("a workbook");
    for name in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&name).expect("formulas").used_cells().count(), 0);
    }
    let csv = export(&data, Format::Csv).expect("a file");
    assert_eq!(readers::csv(&csv, &data), expected);
    let html = export(&data, Format::Html).expect("a file");
    let texts: Vec<String> = readers::html(&html)[0].iter().map(|row| row[1].clone()).collect();
    assert_eq!(texts, NAMES.iter().map(|name| readers::shown(name)).collect::<Vec<_>>());
}

/// No field of the file is one that a spreadsheet would run, in whatever part of the document the text stood.
#[test]
fn no_field_of_a_csv_file_is_a_formula() {
    let bytes = export(&hostile(), Format::Csv).expect("a file");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[3..]);
    for record in reader.records() {
        for field in &record.expect("a record") {
            let number = field.replace(',', ".").parse::<f64>().is_ok();
            assert!(number || !field.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{field}");
        }
    }
}

#[test]
fn nothing_in_a_page_runs() {
    let bytes = export(&hostile(), Format::Html).expect("a file");
    let page = String::from_utf8(bytes).expect("UTF-8");
    for token in Tokenizer::new(&page) {
        let Token::StartTag(tag) = token.expect("HTML without faults") else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(!["script", "iframe", "object", "link", "base", "form", "a"].contains(&name.as_str()), "{name}");
        for (key, value) in &tag.attributes {
            assert!(!key.starts_with(b"on") && **key != *b"href", "{name}");
            assert!(**key != *b"src" || value.starts_with(b"data:image/svg+xml;base64,"), "{name}");
        }
    }
    assert!(page.contains("default-src 'none'") && !page.contains("://"));
}

/// What a screen reader needs: language, one title, headings of columns and rows, a caption, a description of each picture.
#[test]
fn a_page_is_read_by_those_who_do_not_see_it() {
    for kind in ["class_marksheet", "school_summary"] {
        let page = String::from_utf8(export(&sample(kind), Format::Html).expect("a file")).expect("UTF-8");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ru\">"));
        for (mark, count) in [("<h1>", 1), ("<title>", 1 + page.matches("<svg").count()), ("<caption", 1), ("<main>", 1)] {
            assert_eq!(page.matches(mark).count(), count, "{kind}: {mark}");
        }
        let data = sample(kind);
        assert_eq!(page.matches("<th scope=\"col\"").count(), data.tables[0].columns.len());
        assert!(page.contains("<th scope=\"row"));
        assert_eq!(page.matches("role=\"img\" aria-labelledby").count(), data.charts.len());
        assert!(data.charts.iter().all(|chart| page.contains(&chart.alt)));
    }
}
