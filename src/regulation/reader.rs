//! Walks the tree of a pack's file, field by field, and keeps every fault with its line and clause.

use std::fmt::Display;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Impossible, RegulationError};
use super::nearest::nearest;

/// Knows the file, and the clause of the entry that is being read.
pub(super) struct Reader<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub errors: Vec<RegulationError>,
    clause: String,
    line: usize,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, errors: Vec::new(), clause: String::new(), line: 1 }
    }

    /// Begins an entry: what is wrong from now on is said with its line and clause. Every entry names its clause.
    pub fn begin(&mut self, table: &DeTable<'_>, offset: usize, place: &str) -> String {
        self.line = self.line_at(offset);
        self.clause = String::new();
        self.clause = self.required_text(table, "clause", place);
        self.clause.clone()
    }

    pub fn entry_line(&self) -> usize {
        self.line
    }

    pub fn only_known(&mut self, table: &DeTable<'_>, known: &'static [&'static str]) {
        for (name, _) in table {
            if !known.contains(&name.get_ref().as_ref()) {
                self.unknown(name.get_ref(), name.span().start, known.iter().copied());
            }
        }
    }

    pub fn required_text(&mut self, table: &DeTable<'_>, field: &str, place: &str) -> String {
        if !table.contains_key(field) {
            self.missing(&format!("{place}{field}"));
        }
        self.text_of(table, field).unwrap_or_default()
    }

    pub fn text_of(&mut self, table: &DeTable<'_>, field: &str) -> Option<String> {
        let value = table.get(field)?;
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.impossible(field, value, "\"…\"");
        }
        text.map(str::to_owned)
    }

    pub fn date(&mut self, table: &DeTable<'_>, field: &str) -> Option<NaiveDate> {
        let value = table.get(field)?;
        let date = value.get_ref().as_datetime().filter(|stamp| stamp.time.is_none()).and_then(|stamp| stamp.date);
        let date = date.and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)));
        if date.is_none() {
            self.impossible(field, value, "2025-09-01");
        }
        date
    }

    /// Both days of validity; the first may not lie behind the last.
    pub fn validity(&mut self, table: &DeTable<'_>) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let (from, to) = (self.date(table, "valid_from"), self.date(table, "valid_to"));
        if let (Some(first), Some(last), Some(value)) = (from, to, table.get("valid_from"))
            && first > last
        {
            self.impossible("valid_from", value, format!("<= valid_to = {last}"));
        }
        (from, to)
    }

    /// The whole numbers of a list; a fault where it is none.
    pub fn numbers(&mut self, table: &DeTable<'_>, field: &str, expected: &str) -> Option<Vec<i64>> {
        let value = table.get(field)?;
        let list = value.get_ref().as_array().map(|list| list.iter().map(|one| whole(one.get_ref())).collect::<Option<Vec<i64>>>());
        let numbers = list.flatten();
        if numbers.is_none() {
            self.impossible(field, value, expected);
        }
        numbers
    }

    /// The texts of a list that is not empty and names nothing twice.
    pub fn texts(&mut self, table: &DeTable<'_>, field: &str) -> Option<Vec<(String, Range<usize>)>> {
        let value = table.get(field)?;
        let one = |one: &Spanned<DeValue<'_>>| Some((one.get_ref().as_str()?.to_owned(), one.span()));
        let texts = value.get_ref().as_array().and_then(|list| list.iter().map(one).collect::<Option<Vec<_>>>());
        match texts.filter(|texts| !texts.is_empty()) {
            None => {
                self.impossible(field, value, "[\"…\", …]");
                None
            }
            Some(texts) => {
                for (at, (text, span)) in texts.iter().enumerate() {
                    if text.trim().is_empty() || texts.iter().take(at).any(|(before, _)| before == text) {
                        self.impossible_at(field, span, "[\"…\", …]");
                    }
                }
                Some(texts)
            }
        }
    }

    pub fn impossible(&mut self, key: &str, found: &Spanned<DeValue<'_>>, expected: impl Display) {
        self.impossible_at(key, &found.span(), expected);
    }

    pub fn impossible_at(&mut self, key: &str, span: &Range<usize>, expected: impl Display) {
        self.errors.push(RegulationError::Impossible(Box::new(Impossible {
            file: self.file.to_owned(),
            line: self.line_at(span.start),
            clause: self.clause.clone(),
            key: key.to_owned(),
            found: self.text.get(span.clone()).unwrap_or_default().to_owned(),
            expected: expected.to_string(),
        })));
    }

    pub fn unknown(&mut self, name: &str, offset: usize, known: impl Iterator<Item = &'static str>) {
        let nearest = nearest(name, known).map(str::to_owned);
        self.errors.push(RegulationError::Unknown {
            file: self.file.to_owned(),
            line: self.line_at(offset),
            name: name.to_owned(),
            nearest,
        });
    }

    pub fn missing(&mut self, field: &str) {
        self.errors.push(RegulationError::MissingField { file: self.file.to_owned(), line: self.line, field: field.to_owned() });
    }

    pub fn syntax(&mut self, span: Option<Range<usize>>, message: &str) {
        let line = self.line_at(span.map_or(0, |span| span.start));
        self.errors.push(RegulationError::Syntax { file: self.file.to_owned(), line, message: message.to_owned() });
    }

    pub fn line_at(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// A whole number as the file writes it.
pub(super) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let DeValue::Integer(number) = value else { return None };
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
