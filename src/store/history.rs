//! What a version took in.

use std::collections::HashSet;

use crate::model::rows::Rows;

use super::Store;
use super::error::StoreError;
use super::manifest::Manifest;

/// A file that a version took in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub id: String,
    pub file: String,
    pub reader: String,
    pub as_of: String,
    pub rows_read: i64,
    pub rows_kept: i64,
    pub rows_quarantined: i64,
}

impl Store {
    /// The files that this very version took in, by name; those of the versions before are theirs.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn sources(&self, manifest: &Manifest) -> Result<Vec<Source>, StoreError> {
        let Some(rows) = self.rows_of(manifest, "source")? else { return Ok(Vec::new()) };
        let ids: HashSet<&str> = manifest.inputs.iter().filter_map(|input| input.rsplit_once('.')).map(|(id, _)| id).collect();
        let taken = |row: &usize| rows.text(*row, "source_id").is_some_and(|id| ids.contains(id));
        let mut sources: Vec<Source> = (0..rows.len()).filter(taken).map(|row| source(&rows, row)).collect();
        sources.sort_by(|left, right| left.file.cmp(&right.file));
        Ok(sources)
    }
}

fn source(rows: &Rows, row: usize) -> Source {
    let text = |name: &str| rows.text(row, name).unwrap_or_default().to_owned();
    let number = |name: &str| rows.int(row, name).unwrap_or_default();
    Source {
        id: text("source_id"),
        file: text("file"),
        reader: text("reader"),
        as_of: text("as_of"),
        rows_read: number("rows_read"),
        rows_kept: number("rows_kept"),
        rows_quarantined: number("rows_quarantined"),
    }
}
