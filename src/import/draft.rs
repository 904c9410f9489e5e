//! What a reader makes of its files before names become ids: rows with the file's own references, and findings.

use crate::model::finding::{Finding, Severity};
use crate::model::schema::{self, Kind};

use super::source::Source;
use super::text::Decoded;
use crate::model::rows::{Cell, Rows, Tables};

/// Rows of one unit (a bundle folder, one report file): references are local to it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// `bundle`, `student_total`, …: who speaks, see `store::family`.
    pub family: &'static str,
    pub school_name: Option<String>,
    pub year: Option<i64>,
    /// «Состояние на» or the header of the bundle, ISO.
    pub as_of: Option<String>,
    /// The export says that it holds the whole school for these days.
    pub complete: Option<(i32, i32)>,
    pub tables: Tables,
    pub findings: Vec<Located>,
    pub sources: Vec<SourceRow>,
}

/// A finding with the file and place it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub source_id: String,
    pub src_loc: String,
    pub finding: Finding,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    pub source_id: String,
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
    pub reader: &'static str,
    pub reader_version: i64,
    pub rows_read: i64,
    /// When this very file speaks of, if it says so; else the batch's.
    pub as_of: Option<String>,
}

/// A part of a row that could not be used.
pub struct Refusal {
    pub source_id: String,
    pub src_loc: String,
    pub table: String,
    pub reason: String,
}

/// All rows of the quarantine among these tables.
pub fn refusals(tables: &Tables) -> impl Iterator<Item = Refusal> {
    let rows = tables.get("quarantine");
    (0..rows.map_or(0, Rows::len)).map(move |row| {
        let text = |name| rows.and_then(|rows| rows.text(row, name)).unwrap_or_default().to_owned();
        Refusal {
            source_id: text("source_id"),
            src_loc: rows.map(|rows| rows.place(row)).unwrap_or_default(),
            table: text("table_name"),
            reason: text("reason"),
        }
    })
}

impl Draft {
    #[must_use]
    pub fn new(family: &'static str) -> Self {
        Self { family, ..Self::default() }
    }

    /// Notes a file; `rows_read` counts what stood in it (data rows, or filled cells of a grid).
    pub fn add_source(&mut self, source: &Source, reader: &'static str, rows_read: usize) {
        self.sources.push(SourceRow {
            source_id: source.id(),
            file: source.name.clone(),
            bytes: source.size,
            sha256: source.sha256.clone(),
            reader,
            reader_version: 1,
            rows_read: i64::try_from(rows_read).unwrap_or(i64::MAX),
            as_of: self.as_of.clone(),
        });
    }

    /// Keeps a row that cannot be used, with the reason; it stays visible and is counted.
    pub fn quarantine(&mut self, table: &str, source_id: &str, src_loc: &str, reason: &str, raw: &str) {
        if let Some(quarantine) = schema::table("quarantine") {
            let raw: String = raw.chars().take(1000).collect();
            self.tables.of(quarantine).push_named(&[
                ("table_name", Cell::Text(table.to_owned())),
                ("reason", Cell::Text(reason.to_owned())),
                ("raw", Cell::Text(raw)),
                ("source_id", Cell::Text(source_id.to_owned())),
                ("src_loc", Cell::Text(src_loc.to_owned())),
            ]);
        }
    }

    pub fn find(&mut self, source_id: &str, src_loc: &str, finding: Finding) {
        self.findings.push(Located { source_id: source_id.to_owned(), src_loc: src_loc.to_owned(), finding });
    }

    pub fn warn(&mut self, source: &Source, src_loc: &str, code: &'static str, found: &str) {
        let finding = Finding::new(code, Severity::Warning, place(source, src_loc)).found(found);
        self.find(&source.id(), src_loc, finding);
    }

    /// Says what is wrong with the text of a file as a whole.
    pub fn judge_text(&mut self, source: &Source, text: &Decoded) {
        if text.damaged {
            self.warn(source, "", "damaged-text", text.encoding);
        }
        match text.hidden() {
            0 => {}
            count => {
                let finding = Finding::new("hidden-characters", Severity::Info, place(source, "")).found(count.to_string());
                self.find(&source.id(), "", finding);
            }
        }
    }

    /// The reference of the one student of a single report.
    #[must_use]
    pub fn student(&self) -> Option<&str> {
        let rows = self.tables.get("student").filter(|_| self.family == super::student_total::FAMILY)?;
        rows.text(0, "student_id")
    }

    /// No row, date or header tells of which school year this is.
    #[must_use]
    pub fn has_no_year(&self) -> bool {
        let told = |rows: &Rows| {
            (0..rows.len())
                .any(|row| rows.int(row, "year").is_some() || (rows.table.kind == Kind::Event && rows.date(row, "date").is_some()))
        };
        self.year.is_none() && !self.tables.iter().any(told)
    }

    pub fn append(&mut self, other: Self) {
        self.tables.append(other.tables);
        self.findings.extend(other.findings);
        self.sources.extend(other.sources);
    }
}

/// «file › place».
#[must_use]
pub fn place(source: &Source, src_loc: &str) -> String {
    if src_loc.is_empty() { source.name.clone() } else { format!("{} › {src_loc}", source.name) }
}
