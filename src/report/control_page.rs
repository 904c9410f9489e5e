//! A page of the journal's control as a document: its tables come ready, only the frame is added.

use crate::model::document::{Chart, DocTable, Field};

use super::base::{blank, noted, sealed, signatories};
use super::{Document, Input};

/// The page with head, signature lines, provenance and code.
#[must_use]
pub fn control_page(
    input: &Input<'_>,
    stem: &str,
    title: &str,
    head: &[Field],
    tables: &[DocTable],
    notes: &[String],
    charts: &[Chart],
) -> Document {
    let mut data = blank(input, "journal_control", title, &["S0 6.1"]);
    data.head = head.to_vec();
    data.tables = tables.to_vec();
    data.notes = notes.to_vec();
    data.charts = charts.to_vec();
    data.signatories = signatories(input, None);
    sealed(noted(Document { file_stem: stem.to_owned(), data }, input))
}
