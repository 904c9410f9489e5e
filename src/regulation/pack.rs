//! One pack: the text of a `regulations/*.toml` file → [`Pack`], with every fault of the file and the line it stands in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::deadline::{self, Deadline};
use super::error::RegulationError;
use super::key::{KEYS, Key, Setting, key};
use super::reader::{Reader, whole};
use super::scope::{self, Scope};

/// A regulation as its file states it; what it does not state comes from the pack it inherits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name of the file, for messages.
    pub file: String,
    pub id: String,
    pub title_ru: String,
    pub title_en: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub inherit: Option<String>,
    pub values: BTreeMap<String, Stated>,
    /// Rows of a rule take the place of all rows of that rule in the pack that is inherited.
    pub deadlines: Vec<Deadline>,
    pub scopes: BTreeMap<&'static str, Scope>,
    pub notes: Vec<Note>,
}

/// A value with the clause that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub value: Setting,
    pub clause: String,
    pub note: Option<String>,
    /// The value holds for school years that begin on this day or later; before it the inherited value holds.
    pub valid_from: Option<NaiveDate>,
    pub line: usize,
}

/// What a reader of the regulation must know and no value says: a gap or a contradiction of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub clause: String,
    pub text: String,
}

const FIELDS: &[&str] = &["id", "title", "valid_from", "valid_to", "inherit", "value", "deadline", "scope", "note"];

impl Pack {
    /// Reads a pack; all faults are given at once.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<RegulationError>> {
        let (table, faults) = DeTable::parse_recoverable(text);
        let mut reader = Reader::new(file, text);
        for fault in faults {
            reader.syntax(fault.span(), fault.message());
        }
        let pack = pack(&mut reader, table.get_ref());
        if reader.errors.is_empty() { Ok(pack) } else { Err(reader.errors) }
    }
}

fn pack(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Pack {
    reader.only_known(table, FIELDS);
    let titles = table.get("title").map(Spanned::get_ref);
    let title_in = |language: &str| titles.and_then(|titles| titles.get(language)).and_then(|text| text.get_ref().as_str());
    if title_in("ru").is_none() {
        reader.missing("title.ru");
    }
    let title_ru = title_in("ru").unwrap_or_default().to_owned();
    // A school's own pack may well be in Russian only.
    let title_en = title_in("en").map_or_else(|| title_ru.clone(), str::to_owned);
    let (valid_from, valid_to) = reader.validity(table);
    let id = reader.required_text(table, "id", "");
    let inherit = reader.text_of(table, "inherit");
    let values = table.get("value").map(|value| values(reader, value)).unwrap_or_default();
    let deadlines = table.get("deadline").and_then(|value| deadline::array(reader, value, "deadline"));
    let deadlines = deadlines.map(|array| deadline::read(reader, array)).unwrap_or_default();
    for (row, other) in deadline::overlaps(&deadlines) {
        let (file, clause) = (reader.file.to_owned(), row.clause.clone());
        reader.errors.push(RegulationError::Overlap { file, line: row.line, clause, rule: row.rule.to_owned(), other });
    }
    let scopes = table.get("scope").map(|scope| scope::read(reader, scope)).unwrap_or_default();
    let notes = table.get("note").map(|notes| read_notes(reader, notes)).unwrap_or_default();
    Pack { file: reader.file.to_owned(), id, title_ru, title_en, valid_from, valid_to, inherit, values, deadlines, scopes, notes }
}

fn values(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> BTreeMap<String, Stated> {
    let mut values = BTreeMap::new();
    let Some(entries) = value.get_ref().as_table() else {
        reader.impossible("value", value, "[value.KEY]");
        return values;
    };
    for (name, entry) in entries {
        let offset = name.span().start;
        match (key(name.get_ref()), entry.get_ref().as_table()) {
            (None, _) => reader.unknown(name.get_ref(), offset, KEYS.iter().map(|key| key.name)),
            (Some(key), None) => reader.impossible(key.name, entry, "{ value = …, clause = \"…\" }"),
            (Some(key), Some(fields)) => {
                values.extend(stated(reader, key, fields, offset).map(|stated| (key.name.to_owned(), stated)));
            }
        }
    }
    values
}

fn stated(reader: &mut Reader<'_>, key: &Key, fields: &DeTable<'_>, offset: usize) -> Option<Stated> {
    let place = format!("value.{}.", key.name);
    let clause = reader.begin(fields, offset, &place);
    reader.only_known(fields, &["value", "clause", "note", "valid_from"]);
    let valid_from = reader.date(fields, "valid_from");
    let note = reader.text_of(fields, "note");
    let Some(found) = fields.get("value") else {
        reader.missing(&format!("{place}value"));
        return None;
    };
    let value = setting(found.get_ref()).filter(|setting| key.accepts(setting));
    if value.is_none() {
        reader.impossible(key.name, found, key.expected());
    }
    Some(Stated { value: value?, clause, note, valid_from, line: reader.entry_line() })
}

fn setting(value: &DeValue<'_>) -> Option<Setting> {
    match value {
        DeValue::String(text) => Some(Setting::Text(text.to_string())),
        _ => whole(value).map(Setting::Int),
    }
}

fn read_notes(reader: &mut Reader<'_>, notes: &Spanned<DeValue<'_>>) -> Vec<Note> {
    let mut read = Vec::new();
    for entry in deadline::array(reader, notes, "note").into_iter().flatten() {
        let Some(table) = entry.get_ref().as_table() else {
            reader.impossible("note", entry, "[[note]]");
            continue;
        };
        let clause = reader.begin(table, entry.span().start, "note.");
        reader.only_known(table, &["clause", "text"]);
        read.push(Note { clause, text: reader.required_text(table, "text", "note.") });
    }
    read
}
