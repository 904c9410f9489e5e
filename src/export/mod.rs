//! ReportData v1 → XLSX, CSV, HTML, JSON: one file a format, all with the figures of the PDF.
//!
//! Invariants: neither store nor query nor layout of pages is known here; nothing is calculated. HTML shows the text of a cell, the other
//! formats its number; a text is never run by whoever opens the file: not as a formula, not as markup. No clock: equal data give
//! equal bytes. The marks of a signature (`stamps`) stand only in JSON: no other of these files carries a signature.

mod csv;
mod document;
mod grid;
mod html;
mod json;
mod plain;
mod svg;
mod xlsx;

use crate::model::document::ReportData;

pub use json::SCHEMA;
pub use plain::{guarded, is_formula};

/// A format of documents beside PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Html,
    Json,
    Xlsx,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Xlsx, Format::Csv, Format::Html, Format::Json];

    /// End of the file's name, and the name of the format.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("CSV: {0}")]
    Csv(String),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// More rows or columns than a sheet of a workbook holds.
    #[error("XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// The document in a format.
///
/// # Errors
/// The format cannot hold it: a workbook has 1,048,576 rows and 16,384 columns.
pub fn export(data: &ReportData, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Csv => csv::csv(data),
        Format::Html => Ok(html::html(data).into_bytes()),
        Format::Json => json::json(data),
        Format::Xlsx => xlsx::xlsx(data),
    }
}
