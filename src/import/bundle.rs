//! The documented CSV bundle: one file a canonical table, named after it, and an optional `bundle.toml`.

use serde::Deserialize;

use crate::model::finding::{Finding, Severity};
use crate::model::schema::{self, Column, Kind, Table};

use super::delimited::{self, Delimited};
use super::draft::{Draft, place};
use super::flat::{self, Field, Place};
use super::source::Source;
use super::text;
use super::typed;

pub const FAMILY: &str = "bundle";

/// Words in a column's name that mark data no report needs (domain rules: dropped at the door, and said so).
const PERSONAL: &[&str] = &[
    "passport",
    "паспорт",
    "snils",
    "снилс",
    "address",
    "адрес",
    "phone",
    "телефон",
    "mobile",
    "email",
    "mother",
    "father",
    "мать",
    "отец",
    "parent",
    "родител",
    "health",
    "здоров",
    "diagnos",
];

/// `bundle.toml`: what the files themselves cannot say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub school: Option<String>,
    pub year: Option<i64>,
    pub as_of: Option<String>,
    pub covers_from: Option<String>,
    pub covers_to: Option<String>,
    /// The bundle holds the whole school between these dates: what is not in it is not there.
    #[serde(default)]
    pub complete: bool,
}

/// The table a file is for, by its name and by its columns.
#[must_use]
pub fn table_of(source: &Source) -> Option<&'static Table> {
    let table = schema::table(&source.stem).filter(|table| table.kind != Kind::Book)?;
    let head = source.bytes.get(..source.bytes.len().min(4096)).unwrap_or_default();
    let head = text::decode(head).text;
    let table_head = delimited::read(head.lines().next().unwrap_or_default())?;
    table_head.header.iter().any(|name| column(table, name).is_some()).then_some(table)
}

/// Reads the header into the draft.
///
/// # Errors
/// The text of what is wrong with it.
pub fn read_header(source: &Source, draft: &mut Draft) -> Result<(), String> {
    let header: Header = toml::from_str(&text::decode(&source.bytes).text).map_err(|error| error.message().to_owned())?;
    let date = |field: &Option<String>| match field {
        None => Ok(None),
        Some(text) => typed::date(text).map(Some).ok_or_else(|| text.clone()),
    };
    let (from, to) = (date(&header.covers_from)?, date(&header.covers_to)?);
    draft.school_name = header.school;
    draft.year = header.year;
    draft.as_of = match header.as_of {
        None => None,
        Some(text) => Some(typed::stamp(&text).ok_or(text)?),
    };
    if let (true, Some(from), Some(to)) = (header.complete, from, to) {
        draft.complete = Some((typed::days(from), typed::days(to)));
    }
    draft.add_source(source, "bundle-header", 0);
    Ok(())
}

/// Reads one file of the bundle; each record becomes a row or goes to quarantine.
pub fn read(source: &Source, table: &'static Table, draft: &mut Draft) {
    let decoded = text::decode(&source.bytes);
    if decoded.damaged {
        draft.warn(source, "", "damaged-text", decoded.encoding);
    }
    let Some(records) = delimited::read(&decoded.text) else {
        draft.warn(source, "", "empty-file", "");
        return;
    };
    let columns = columns(table, &records, source, draft);
    for (line, record) in &records.records {
        let src_loc = format!("line {line}");
        let fields: Vec<Field<'_>> = columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| Some(Field { column: (*column)?, text: record.get(at)?, date_format: None }))
            .collect();
        let place = Place { source_id: &source.id(), src_loc: &src_loc };
        let added =
            if record.len() == records.header.len() { flat::add(draft, table, &fields, &place) } else { Err("ragged-row".to_owned()) };
        if let Err(reason) = added {
            draft.quarantine(table.name, &source.id(), &src_loc, &reason, &delimited::raw(record));
        }
    }
    draft.add_source(source, FAMILY, records.records.len());
}

fn column(table: &'static Table, name: &str) -> Option<&'static Column> {
    table.all_columns().find(|column| {
        (column.csv_name() == name || column.name == name) && !matches!(column.name, "school" | "source_id" | "src_loc" | "family")
    })
}

fn columns(table: &'static Table, records: &Delimited, source: &Source, draft: &mut Draft) -> Vec<Option<&'static Column>> {
    let found: Vec<_> = records.header.iter().map(|name| column(table, name)).collect();
    for (name, column) in records.header.iter().zip(&found) {
        if column.is_none() {
            let code = if PERSONAL.iter().any(|word| name.contains(word)) { "personal-data-dropped" } else { "column-ignored" };
            draft.find(&source.id(), "", Finding::new(code, Severity::Info, place(source, "")).found(name.clone()));
        }
    }
    found
}
