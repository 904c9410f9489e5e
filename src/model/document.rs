//! `ReportData` v1: everything a printed or exported document says, ready to print.
//!
//! A template calculates nothing: a [`Cell`] is the text to print and, for a number, an integer with its scale
//! (`text: "4,33"`, `value: 433`, `scale: 2`). PDF and HTML use the text, XLSX and JSON the number.

use serde::{Deserialize, Serialize};

pub const VERSION: u32 = 1;

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportData {
    pub version: u32,
    /// Stem of the template, e.g. `class_marksheet`.
    pub template: String,
    /// Full title as printed, e.g. «Сводная ведомость учёта успеваемости обучающихся класса».
    pub title: String,
    /// Lines of the head in order: school, class, school year, period, class teacher, …
    pub head: Vec<Field>,
    pub tables: Vec<DocTable>,
    pub charts: Vec<Chart>,
    /// Printed under the tables: how figures were made, what could not be determined.
    pub notes: Vec<String>,
    /// Roles and names at the signature lines.
    pub signatories: Vec<Field>,
    /// Typeset stamps of the signatures that the file will carry.
    pub stamps: Vec<Stamp>,
    pub provenance: Provenance,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocTable {
    /// Stable name for templates, e.g. `marks`.
    pub name: String,
    /// Heading over the table; empty = none.
    pub caption: String,
    pub columns: Vec<DocColumn>,
    pub rows: Vec<DocRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocColumn {
    /// Stable key, e.g. `number`, `name`, `period`, `subject:алгебра`, `decision`.
    pub key: String,
    pub title: String,
    /// Heading over several neighbouring columns of the same group; empty = none.
    pub group: String,
    /// `text` (left), `number` (right), `mark` (centred, narrow, vertical heading).
    pub kind: ColumnKind,
    /// Equal cells of one row group are printed once, spanning its rows.
    pub merge: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Text,
    Number,
    Mark,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocRow {
    /// Neighbouring rows of one group stay on one page (the rows of one student).
    pub group: u32,
    pub kind: RowKind,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Body,
    /// A summary over the rows above (grade level, stage).
    Subtotal,
    Total,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u8>,
}

impl Cell {
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None, scale: None }
    }

    /// A whole number.
    #[must_use]
    pub fn count(value: i64) -> Self {
        Self { text: value.to_string(), value: Some(value), scale: Some(0) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    pub name: String,
    pub caption: String,
    /// A complete SVG document.
    pub svg: String,
    /// Said instead of the picture by a screen reader; carries the figures.
    pub alt: String,
}

/// «Документ подписан электронной подписью»: the visible mark of a signature, from the public certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub owner: String,
    pub organization: String,
    pub serial: String,
    /// dd.mm.yyyy
    pub valid_from: String,
    pub valid_to: String,
    /// Word for the document's keywords by which `sign` knows the certificate.
    pub keyword: String,
}

/// Where the figures come from; printed small on the last page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Date of the data, ISO.
    pub as_of: String,
    /// Printed date of the document, ISO.
    pub date: String,
    /// Name of the regulation whose thresholds were used.
    pub regulation: String,
    pub clauses: Vec<String>,
    pub snapshot: String,
    pub rows_read: i64,
    pub rows_kept: i64,
    pub rows_quarantined: i64,
    pub findings: i64,
    pub data_hash: String,
    pub template_hash: String,
    pub program: String,
    /// 10 characters that tie the paper to the file.
    pub code: String,
}
