//! `[[deadline]]`: by when something must stand in the journal, for whom and under which clause.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::reader::{Reader, whole};

/// What must be entered → the days from which its deadline can be counted.
pub const RULES: &[(&str, &[&str])] = &[
    ("lesson_record", &["lesson_date", "last_lesson"]),
    ("homework", &["lesson_date", "last_lesson"]),
    ("current_mark", &["lesson_date", "work_date", "last_lesson"]),
    ("written_work", &["work_date", "lesson_date"]),
    ("absence", &["lesson_date", "last_lesson"]),
    // A class teacher's correction of an absence.
    ("absence_correction", &["lesson_date"]),
    ("period_mark", &["period_end", "period_start"]),
    ("after_outage", &["outage_end"]),
    ("movement", &["event_date"]),
];

/// In what the offset counts.
pub const UNITS: &[&str] = &["calendar_day", "working_day", "school_day", "hour"];

/// Kinds of works that a deadline can be for.
pub const WORKS: &[&str] = &["control", "laboratory", "practical", "independent", "written", "homework", "oral"];

/// Grade levels: 0 stands for groups before school, 11 is the last.
const GRADES: (i64, i64) = (0, 11);

/// A deadline, or the word of a regulation that it sets none (`term` is `None`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub rule: &'static str,
    /// Empty = works of any kind. A row that names kinds goes before one that does not.
    pub works: Vec<&'static str>,
    /// First and last grade level.
    pub grades: (i64, i64),
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub term: Option<Term>,
    pub clause: String,
    pub note: Option<String>,
    pub line: usize,
}

/// Anchor + offset unit, and the minute of the day that is reached (`None`: its end).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub anchor: &'static str,
    pub offset: i64,
    pub unit: &'static str,
    pub cutoff_minute: Option<i64>,
}

impl Deadline {
    /// Whether one event could fall under both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let works = if self.works.is_empty() || other.works.is_empty() {
            self.works.is_empty() && other.works.is_empty()
        } else {
            self.works.iter().any(|work| other.works.contains(work))
        };
        let before = |to: Option<NaiveDate>, from: Option<NaiveDate>| matches!((to, from), (Some(to), Some(from)) if to < from);
        let apart = before(self.valid_to, other.valid_from) || before(other.valid_to, self.valid_from);
        self.rule == other.rule && works && self.grades.0 <= other.grades.1 && other.grades.0 <= self.grades.1 && !apart
    }
}

const FIELDS: &[&str] =
    &["rule", "works", "grades", "valid_from", "valid_to", "anchor", "offset", "unit", "cutoff", "none", "clause", "note"];

/// Reads all rows of a pack.
pub(super) fn read(reader: &mut Reader<'_>, array: &DeArray<'_>) -> Vec<Deadline> {
    let mut rows = Vec::new();
    for entry in array {
        match entry.get_ref().as_table() {
            Some(table) => rows.extend(row(reader, table, entry.span().start)),
            None => reader.impossible("deadline", entry, "[[deadline]]"),
        }
    }
    rows
}

fn row(reader: &mut Reader<'_>, table: &DeTable<'_>, offset: usize) -> Option<Deadline> {
    let clause = reader.begin(table, offset, "deadline.");
    let line = reader.entry_line();
    reader.only_known(table, FIELDS);
    let rule = word(reader, table, "rule", &RULES.iter().map(|(rule, _)| *rule).collect::<Vec<_>>());
    let works = works(reader, table);
    let grades = grades(reader, table);
    let (valid_from, valid_to) = reader.validity(table);
    let note = reader.text_of(table, "note");
    let none = table.get("none").filter(|none| {
        let good = none.get_ref().as_bool() == Some(true);
        if !good {
            reader.impossible("none", none, "true");
        }
        good
    });
    let term = if none.is_some() {
        // No row stands for «none»: an exception for some works could not be told from the rows that are there.
        for field in ["anchor", "offset", "unit", "cutoff", "works"] {
            if let Some(value) = table.get(field) {
                reader.impossible(field, value, "none = true");
            }
        }
        None
    } else {
        Some(term(reader, table, rule)?)
    };
    Some(Deadline { rule: rule?, works, grades, valid_from, valid_to, term, clause, note, line })
}

fn term(reader: &mut Reader<'_>, table: &DeTable<'_>, rule: Option<&'static str>) -> Option<Term> {
    let anchors = RULES.iter().find(|(name, _)| Some(*name) == rule).map_or(&[][..], |(_, anchors)| anchors);
    let anchor = if rule.is_some() { word(reader, table, "anchor", anchors) } else { None };
    let unit = word(reader, table, "unit", UNITS);
    let offset = match table.get("offset") {
        None => {
            reader.missing("deadline.offset");
            None
        }
        Some(value) => {
            let least = if unit == Some("hour") { 0 } else { -366 };
            let offset = whole(value.get_ref()).filter(|offset| (least..=366).contains(offset));
            if offset.is_none() {
                reader.impossible("offset", value, format!("{least}..366"));
            }
            offset
        }
    };
    let cutoff_minute = table.get("cutoff").and_then(|value| {
        let minute = minute(value.get_ref());
        match (unit, minute) {
            (Some("hour"), _) => reader.impossible("cutoff", value, "unit = \"calendar_day\" | \"working_day\" | \"school_day\""),
            (_, None) => reader.impossible("cutoff", value, "\"00:00\"..\"23:59\""),
            _ => {}
        }
        minute
    });
    Some(Term { anchor: anchor?, offset: offset?, unit: unit?, cutoff_minute })
}

fn works(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Vec<&'static str> {
    let texts = reader.texts(table, "works").unwrap_or_default();
    let mut works = Vec::new();
    for (text, span) in texts {
        match WORKS.iter().find(|work| **work == text) {
            Some(work) => works.push(*work),
            None => reader.unknown(&text, span.start, WORKS.iter().copied()),
        }
    }
    works
}

fn grades(reader: &mut Reader<'_>, table: &DeTable<'_>) -> (i64, i64) {
    let expected = format!("[{}, {}]", GRADES.0, GRADES.1);
    match reader.numbers(table, "grades", &expected).as_deref() {
        None => GRADES,
        Some([first, last]) if GRADES.0 <= *first && first <= last && *last <= GRADES.1 => (*first, *last),
        Some(_) => {
            if let Some(value) = table.get("grades") {
                reader.impossible("grades", value, expected);
            }
            GRADES
        }
    }
}

/// A field that must be one of these words.
fn word(reader: &mut Reader<'_>, table: &DeTable<'_>, field: &str, words: &[&'static str]) -> Option<&'static str> {
    let Some(value) = table.get(field) else {
        reader.missing(&format!("deadline.{field}"));
        return None;
    };
    let found = value.get_ref().as_str().and_then(|text| words.iter().find(|word| **word == text));
    if found.is_none() {
        reader.impossible(field, value, words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | "));
    }
    found.copied()
}

/// Minutes after midnight of `HH:MM`.
fn minute(value: &DeValue<'_>) -> Option<i64> {
    let (hour, minute) = value.as_str()?.split_once(':')?;
    let number = |text: &str, end: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| digits && *number < end)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

/// Rows of one pack of which two hold for the same event: the later with the line of the earlier.
pub(super) fn overlaps(rows: &[Deadline]) -> impl Iterator<Item = (&Deadline, usize)> {
    rows.iter()
        .enumerate()
        .filter_map(|(at, row)| rows.iter().take(at).find(|before| row.overlaps(before)).map(|before| (row, before.line)))
}

/// The array of a key, or a fault.
pub(super) fn array<'t, 'a>(reader: &mut Reader<'_>, value: &'t Spanned<DeValue<'a>>, key: &str) -> Option<&'t DeArray<'a>> {
    let array = value.get_ref().as_array();
    if array.is_none() {
        reader.impossible(key, value, format!("[[{key}]]"));
    }
    array
}
