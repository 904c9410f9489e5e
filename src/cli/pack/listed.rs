//! The list of a pack read back: whose it is and which files it names.

use std::fs;
use std::path::Path;

use crate::export::Format;
use crate::model::document::ReportData;

use super::{cover, identity};

/// A file that a list names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Below the folder of the list, with `/`.
    pub path: String,
    pub sha256: String,
    pub title: String,
    pub class: String,
    pub code: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Empty in a list that an earlier program made.
    pub identity: String,
    pub files: Vec<Listed>,
}

/// The list in a folder; `Some(None)`: one is there that cannot be read.
pub fn in_folder(root: &Path) -> Option<Option<List>> {
    let read = |format| fs::read(root.join(cover::name(format)));
    match (read(Format::Json), read(Format::Csv)) {
        (Ok(json), _) => Some(of_json(&json)),
        (Err(_), Ok(csv)) => Some(of_csv(&csv)),
        (Err(_), Err(_)) => None,
    }
}

pub fn of_json(bytes: &[u8]) -> Option<List> {
    let data: ReportData = serde_json::from_slice(bytes).ok()?;
    let table = data.tables.iter().find(|table| table.name == cover::FILES)?;
    let at = |key: &str| table.columns.iter().position(|column| column.key == key);
    let places = [at("file")?, at("sha256")?, at("title")?, at("class")?, at("code")?];
    let files = table.rows.iter().map(|row| listed(places, |at| row.cells.get(at).map(|cell| cell.text.as_str())));
    let files = files.collect();
    Some(List {
        identity: data.head.into_iter().find(|field| field.label == identity::LABEL).map_or(String::new(), |field| field.value),
        files,
    })
}

/// The table of the page for people: where the file for programs is not there.
fn of_csv(bytes: &[u8]) -> Option<List> {
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.records().map_while(Result::ok);
    let heading = records.find(|record| record.iter().any(|field| field == "SHA-256"))?;
    let at = |title: &str| heading.iter().position(|field| field == title);
    let places = [at("Файл")?, at("SHA-256")?, at("Документ")?, at("Класс")?, at("Код листа")?];
    let mut list = List::default();
    for record in records.by_ref().take_while(|record| record.iter().any(|field| !field.is_empty())) {
        // What a spreadsheet would run stands behind an apostrophe.
        list.files.push(listed(places, |at| record.get(at).map(|field| field.strip_prefix('\'').unwrap_or(field))));
    }
    let identity = records.find(|record| record.get(0) == Some(identity::LABEL));
    list.identity = identity.and_then(|record| record.get(1).map(str::to_owned)).unwrap_or_default();
    Some(list)
}

fn listed<'a>([path, sha256, title, class, code]: [usize; 5], cell: impl Fn(usize) -> Option<&'a str>) -> Listed {
    let text = |at| cell(at).unwrap_or_default().to_owned();
    Listed { path: text(path), sha256: text(sha256), title: text(title), class: text(class), code: text(code) }
}
