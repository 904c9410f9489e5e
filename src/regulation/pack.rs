//! One pack: the text of a `regulations/*.toml` file → [`Pack`], with every fault of the file and the line it stands in.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::key::{KEYS, Setting, key};
use super::nearest::nearest;
use super::regulations::RegulationError;

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
}

/// A value with the clause that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub value: Setting,
    pub clause: String,
    /// The value holds for school years that begin on this day or later; before it the inherited value holds.
    pub valid_from: Option<NaiveDate>,
    pub line: usize,
}

const FIELDS: &[&str] = &["id", "title", "valid_from", "valid_to", "inherit", "value"];

impl Pack {
    /// Reads a pack; all faults are given at once.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<RegulationError>> {
        let (table, faults) = DeTable::parse_recoverable(text);
        let mut reader = Reader { file, text, errors: Vec::new() };
        for fault in faults {
            reader.fault(fault.span(), fault.message());
        }
        let pack = reader.pack(table.get_ref());
        if reader.errors.is_empty() { Ok(pack) } else { Err(reader.errors) }
    }
}

/// Walks the tree of a file and keeps the faults.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<RegulationError>,
}

impl Reader<'_> {
    fn pack(&mut self, table: &DeTable<'_>) -> Pack {
        self.only_known(table, FIELDS);
        let titles = table.get("title").map(toml::Spanned::get_ref);
        let mut title_in = |language: &str| {
            let text = titles.and_then(|titles| titles.get(language)).and_then(|text| text.get_ref().as_str());
            if text.is_none() {
                self.missing(&format!("title.{language}"));
            }
            text.unwrap_or_default().to_owned()
        };
        let (title_ru, title_en) = (title_in("ru"), title_in("en"));
        Pack {
            file: self.file.to_owned(),
            id: self.required_text(table, "id", ""),
            title_ru,
            title_en,
            valid_from: self.date(table, "valid_from"),
            valid_to: self.date(table, "valid_to"),
            inherit: self.text(table, "inherit"),
            values: self.values(table),
        }
    }

    fn values(&mut self, table: &DeTable<'_>) -> BTreeMap<String, Stated> {
        let mut values = BTreeMap::new();
        let Some(value) = table.get("value") else { return values };
        let Some(entries) = value.get_ref().as_table() else {
            self.fault(Some(value.span()), "`value` is not a table");
            return values;
        };
        for (name, entry) in entries {
            let line = self.line(name.span().start);
            match (key(name.get_ref()), entry.get_ref().as_table()) {
                (None, _) => self.unknown(name.get_ref(), line, KEYS.iter().map(|key| key.name)),
                (Some(_), None) => self.fault(Some(entry.span()), "a value is written as a table with `value` and `clause`"),
                (Some(key), Some(fields)) => {
                    self.only_known(fields, &["value", "clause", "valid_from"]);
                    let clause = self.required_text(fields, "clause", &format!("value.{}.", key.name));
                    let valid_from = self.date(fields, "valid_from");
                    let Some(found) = fields.get("value") else {
                        self.missing(&format!("value.{}.value", key.name));
                        continue;
                    };
                    let setting = setting(found.get_ref());
                    match setting.filter(|setting| key.accepts(setting)) {
                        Some(value) => {
                            values.insert(key.name.to_owned(), Stated { value, clause, valid_from, line });
                        }
                        None => self.errors.push(RegulationError::Impossible {
                            file: self.file.to_owned(),
                            line: self.line(found.span().start),
                            key: key.name.to_owned(),
                            found: self.text.get(found.span()).unwrap_or_default().to_owned(),
                            expected: key.expected(),
                        }),
                    }
                }
            }
        }
        values
    }

    fn only_known(&mut self, table: &DeTable<'_>, known: &'static [&'static str]) {
        for (name, _) in table {
            if !known.contains(&name.get_ref().as_ref()) {
                let line = self.line(name.span().start);
                self.unknown(name.get_ref(), line, known.iter().copied());
            }
        }
    }

    fn required_text(&mut self, table: &DeTable<'_>, field: &str, place: &str) -> String {
        let text = self.text(table, field);
        if text.is_none() && !table.contains_key(field) {
            self.missing(&format!("{place}{field}"));
        }
        text.unwrap_or_default()
    }

    fn text(&mut self, table: &DeTable<'_>, field: &str) -> Option<String> {
        let value = table.get(field)?;
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.fault(Some(value.span()), &format!("`{field}` is not a text"));
        }
        text.map(str::to_owned)
    }

    fn date(&mut self, table: &DeTable<'_>, field: &str) -> Option<NaiveDate> {
        let value = table.get(field)?;
        let date = value.get_ref().as_datetime().filter(|stamp| stamp.time.is_none()).and_then(|stamp| stamp.date);
        let date = date.and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)));
        if date.is_none() {
            self.fault(Some(value.span()), &format!("`{field}` is not a date"));
        }
        date
    }

    fn unknown(&mut self, name: &str, line: usize, known: impl Iterator<Item = &'static str>) {
        let nearest = nearest(name, known).map(str::to_owned);
        self.errors.push(RegulationError::Unknown { file: self.file.to_owned(), line, name: name.to_owned(), nearest });
    }

    fn missing(&mut self, field: &str) {
        self.errors.push(RegulationError::MissingField { file: self.file.to_owned(), field: field.to_owned() });
    }

    fn fault(&mut self, span: Option<Range<usize>>, message: &str) {
        let line = self.line(span.map_or(0, |span| span.start));
        self.errors.push(RegulationError::Syntax { file: self.file.to_owned(), line, message: message.to_owned() });
    }

    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

fn setting(value: &DeValue<'_>) -> Option<Setting> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(Setting::Int),
        DeValue::String(text) => Some(Setting::Text(text.to_string())),
        _ => None,
    }
}
