//! The documented CSV bundle: one file a canonical table, named after it, and an optional `bundle.toml`.

use serde::Deserialize;

use crate::model::finding::{Finding, Severity};
use crate::model::schema::{self, Column, Kind, Table};

use super::delimited;
use super::draft::Draft;
use super::limits::SCHOOL_YEARS;
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
    let table_head = delimited::head(head.lines().next().unwrap_or_default())?;
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
    if let Some(year) = header.year.filter(|year| !SCHOOL_YEARS.contains(year)) {
        return Err(format!("year = {year}"));
    }
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

fn column(table: &'static Table, name: &str) -> Option<&'static Column> {
    table.all_columns().find(|column| {
        (column.csv_name() == name || column.name == name) && !matches!(column.name, "school" | "source_id" | "src_loc" | "family")
    })
}

/// The column behind each field of the header. What is left out is said.
pub fn columns(table: &'static Table, header: &[String], name: &str) -> (Vec<Option<&'static Column>>, Vec<Finding>) {
    let mut found: Vec<_> = header.iter().map(|name| column(table, name)).collect();
    for at in 1..found.len() {
        // A column that stands twice: the first one counts.
        let (before, rest) = found.split_at_mut(at);
        if let Some(slot) = rest.first_mut()
            && slot.is_some_and(|one| before.iter().flatten().any(|other: &&Column| other.name == one.name))
        {
            *slot = None;
        }
    }
    let left_out = header.iter().zip(&found).filter(|(_, column)| column.is_none()).map(|(field, _)| {
        let code = if PERSONAL.iter().any(|word| field.contains(word)) { "personal-data-dropped" } else { "column-ignored" };
        Finding::new(code, Severity::Info, name).found(field.clone())
    });
    let left_out = left_out.collect();
    (found, left_out)
}
