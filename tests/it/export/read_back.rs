//! Every kind of document on the small school in all five formats, read back and compared cell by cell. A new kind is tested by
//! standing in `KINDS`.

use std::path::Path;

use vedomost::export::{Format, export};
use vedomost::model::document::ReportData;
use vedomost::model::number::parse_hundredths;
use vedomost::report::KINDS;
use vedomost::typeset::{Overlay, Typesetter};

use super::readers::{self, Found};
use super::{pdf, schema};
use crate::support::{Folder, project, small_school, vedomost};

/// The five files of a document hold the same figures.
fn compare(name: &str, read: impl Fn(&str) -> Vec<u8>) {
    let json = read("json");
    schema::holds(&serde_json::from_slice(&json).expect("JSON"));
    let data: ReportData = serde_json::from_slice(&json).expect("ReportData");
    let expected: Vec<readers::Grid> = data.tables.iter().map(readers::expected).collect();
    assert_eq!(readers::xlsx(&read("xlsx"), &data), expected, "{name}.xlsx");
    assert_eq!(readers::csv(&read("csv"), &data), expected, "{name}.csv");
    let html = readers::html(&read("html"));
    assert_eq!(html.len(), data.tables.len(), "{name}.html");
    for (table, found) in data.tables.iter().zip(html) {
        if table.rows.is_empty() {
            assert_eq!(found, [["Строк нет"]], "{name}.html");
            continue;
        }
        let texts: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.cells.iter().map(|cell| readers::shown(&cell.text)).collect()).collect();
        assert_eq!(found, texts, "{name}.html");
    }
    texts_say_the_figures(name, &data);
    pdf::holds(&pdf::words(&read("pdf"), &data), &data);
}

/// HTML and PDF show texts, the others numbers: the text of a figure is that figure.
fn texts_say_the_figures(name: &str, data: &ReportData) {
    for cell in data.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
        let (Some(value), Some(scale)) = (cell.value, cell.scale) else { continue };
        let number: String = cell.text.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '-')).collect();
        let said = parse_hundredths(&number).unwrap_or_else(|| panic!("{name}: `{}` is no number", cell.text));
        assert_eq!(i128::from(said) * 10_i128.pow(u32::from(scale)), i128::from(value) * 100, "{name}: `{}`", cell.text);
    }
}

fn stems(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut stems: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    stems.sort();
    stems
}

#[test]
fn all_five_formats_of_every_kind_say_the_same_on_the_small_school() {
    let folder = Folder::new();
    let store = small_school(&folder);
    // A small school has small numbers: only a regulation without that limit gives them out in the municipal summary.
    let open = "id = \"open\"\ntitle.ru = \"Без предела\"\ntitle.en = \"Open\"\ninherit = \"neutral\"\n[value.small_cell_k]\nvalue = 0\nclause = \"п. 1\"\n";
    folder.write("store/regulations/open.toml", open);
    let mut documents = 0;
    for kind in KINDS {
        let out = folder.text(kind.name);
        let period: &[&str] = if kind.needs_period { &["--period", "q3"] } else { &[] };
        let arguments =
            ["report", kind.name, "--store", &store, "--regulation", "open", "--out", &out, "--format", "pdf,xlsx,csv,html,json"];
        let run = vedomost(&[&arguments[..], period].concat());
        // A kind of which the small school has nothing is read back from its sample below.
        assert!(run.code == 0 || run.code == 3, "{}: {}", kind.name, run.err);
        for stem in stems(&folder.path(kind.name)) {
            compare(&stem, |format| std::fs::read(folder.path(&format!("{}/{stem}.{format}", kind.name))).expect("a file of every format"));
            documents += 1;
        }
    }
    assert!(documents >= 5, "{documents}");
}

#[test]
fn all_five_formats_of_the_sample_of_every_kind_say_the_same() {
    let typesetter = Typesetter::new(&Overlay::new()).expect("a typesetter");
    for kind in KINDS {
        let sample = std::fs::read(project(&format!("report-templates/data/{}.json", kind.name))).expect("a sample");
        let data: ReportData = serde_json::from_slice(&sample).expect("ReportData");
        compare(kind.name, |format| match Format::ALL.into_iter().find(|one| one.extension() == format) {
            Some(format) => export(&data, format).expect("a file"),
            None => typesetter.pdf(&data).expect("a PDF"),
        });
    }
}

#[test]
fn a_figure_that_differs_is_seen() {
    let sample = std::fs::read(project("report-templates/data/school_summary.json")).expect("a sample");
    let data: ReportData = serde_json::from_slice(&sample).expect("ReportData");
    let mut other = data.clone();
    let cell = other.tables[0].rows[0].cells.iter_mut().rfind(|cell| cell.value.is_some()).expect("a figure");
    *cell = vedomost::model::document::Cell::count(987);
    let expected = readers::expected(&data.tables[0]);
    assert_ne!(readers::xlsx(&export(&other, Format::Xlsx).expect("a file"), &data)[0], expected);
    assert_ne!(readers::csv(&export(&other, Format::Csv).expect("a file"), &data)[0], expected);
    assert!(readers::html(&export(&other, Format::Html).expect("a file"))[0][0].contains(&"987".to_owned()));
    assert!(expected.iter().flatten().any(|found| matches!(found, Found::Figure(_))));
}
