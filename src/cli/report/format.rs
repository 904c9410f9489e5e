//! In which formats a document is written: PDF by the typesetter, the others by the exporters.

use crate::export::{self, Format};
use crate::report::Document;
use crate::typeset::Typesetter;

use crate::cli::error::CliError;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum DocFormat {
    Pdf,
    Xlsx,
    Csv,
    Html,
    Json,
}

impl DocFormat {
    pub const ALL: [DocFormat; 5] = [Self::Pdf, Self::Xlsx, Self::Csv, Self::Html, Self::Json];

    /// End of the file's name, and the name of the format.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self.export() {
            Some(format) => format.extension(),
            None => "pdf",
        }
    }

    const fn export(self) -> Option<Format> {
        match self {
            Self::Pdf => None,
            Self::Xlsx => Some(Format::Xlsx),
            Self::Csv => Some(Format::Csv),
            Self::Html => Some(Format::Html),
            Self::Json => Some(Format::Json),
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The template, a missing glyph, a document too large for the format.
    pub fn bytes(self, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, CliError> {
        let failed = |detail: String| CliError::new("error.document").with("name", &document.file_stem).with("detail", detail);
        match self.export() {
            Some(format) => export::export(&document.data, format).map_err(|error| failed(error.to_string())),
            None => typesetter.pdf(&document.data).map_err(|error| failed(error.to_string())),
        }
    }
}

/// The formats that were asked for, each once, in the order in which they are listed; PDF where none was.
#[must_use]
pub fn chosen(asked: &[DocFormat], data: bool) -> Vec<DocFormat> {
    let wanted = |format: &DocFormat| {
        asked.contains(format) || (asked.is_empty() && *format == DocFormat::Pdf) || (data && *format == DocFormat::Json)
    };
    DocFormat::ALL.into_iter().filter(wanted).collect()
}
