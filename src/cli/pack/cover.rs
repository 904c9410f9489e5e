//! The list that lies on top of a pack: what is in it, and what could not be made and why, as CSV, as a page and for
//! programs.

use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output;
use crate::export::{Format, export};
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, Field, Provenance, ReportData, RowKind, VERSION};

use super::state::Entry;

/// Before all others in a folder.
const STEM: &str = "00-опись";

/// The table of the list that names the files.
pub const FILES: &str = "files";
const FORMATS: [Format; 3] = [Format::Csv, Format::Html, Format::Json];

/// The name of the list for programs.
pub fn json_name() -> String {
    name(Format::Json)
}

pub fn name(format: Format) -> String {
    format!("{STEM}.{}", format.extension())
}

/// Is this the name of a list?
pub fn is_list(file: &str) -> bool {
    FORMATS.iter().any(|format| name(*format) == file)
}

/// Does a folder hold a list?
pub fn is_there(root: &Path) -> bool {
    FORMATS.iter().any(|format| root.join(name(*format)).exists())
}

/// What could not be made: the document or kind and why.
pub type Failed = (String, String);

/// Writes the list; gives the names of its files.
///
/// # Errors
/// It cannot be written.
pub fn write(root: &Path, title: &str, head: &[Field], entries: &[Entry], failed: &[Failed]) -> Result<Vec<String>, CliError> {
    let data = data(title, head, entries, failed);
    let mut names = Vec::new();
    for format in FORMATS {
        let name = name(format);
        let bytes = export(&data, format).map_err(|error| CliError::new("error.internal").with("detail", error))?;
        output::write(&root.join(&name), &bytes)?;
        names.push(name);
    }
    Ok(names)
}

fn data(title: &str, head: &[Field], entries: &[Entry], failed: &[Failed]) -> ReportData {
    let column =
        |key: &str, title: &str, kind| DocColumn { key: key.into(), title: title.into(), group: String::new(), kind, merge: false };
    let row = |cells: Vec<Cell>| DocRow { group: 0, kind: RowKind::Body, cells };
    let texts = |titles: &[(&str, &str)]| -> Vec<DocColumn> {
        let number = column("number", "№", ColumnKind::Number);
        std::iter::once(number).chain(titles.iter().map(|(key, title)| column(key, title, ColumnKind::Text))).collect()
    };
    let numbered =
        |number: i64, texts: &[&str]| row(std::iter::once(Cell::count(number)).chain(texts.iter().map(|text| Cell::text(*text))).collect());
    let files = DocTable {
        name: FILES.to_owned(),
        caption: "Документы".to_owned(),
        columns: texts(&[
            ("title", "Документ"),
            ("form", "Форма"),
            ("class", "Класс"),
            ("file", "Файл"),
            ("code", "Код листа"),
            ("sha256", "SHA-256"),
        ]),
        rows: (1..)
            .zip(entries)
            .map(|(number, entry)| numbered(number, &[&entry.title, &entry.form, &entry.class, &entry.path, &entry.code, &entry.sha256]))
            .collect(),
    };
    let failures = DocTable {
        name: "failed".to_owned(),
        caption: "Не сделано".to_owned(),
        columns: texts(&[("document", "Документ"), ("why", "Почему")]),
        rows: (1..).zip(failed).map(|(number, (name, why))| numbered(number, &[name, why])).collect(),
    };
    ReportData {
        version: VERSION,
        template: "pack".to_owned(),
        title: title.to_owned(),
        head: head.to_vec(),
        tables: if failed.is_empty() { vec![files] } else { vec![files, failures] },
        charts: Vec::new(),
        notes: Vec::new(),
        signatories: Vec::new(),
        stamps: Vec::new(),
        provenance: provenance(),
    }
}

/// The list tells of files and no figure; each document has its own.
fn provenance() -> Provenance {
    Provenance {
        as_of: String::new(),
        date: String::new(),
        regulation: String::new(),
        clauses: Vec::new(),
        snapshot: String::new(),
        rows_read: 0,
        rows_kept: 0,
        rows_quarantined: 0,
        findings: 0,
        data_hash: String::new(),
        template_hash: String::new(),
        program: concat!("vedomost ", env!("CARGO_PKG_VERSION")).to_owned(),
        code: String::new(),
    }
}
