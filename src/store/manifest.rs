//! The manifest of a version: what `versions/000042.json` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub const FORMAT: u64 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u64,
    pub school: String,
    pub year: i64,
    pub version: u32,
    /// UTC, ISO.
    pub created_at: String,
    pub program: String,
    /// What this version took in: id of the source, a point, hash of what was said beside it.
    pub inputs: Vec<String>,
    pub tables: Vec<TableFile>,
    /// Findings in the store by code.
    pub findings: BTreeMap<String, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    pub table: String,
    /// Name inside `data/`.
    pub file: String,
    pub sha256: String,
    pub rows: u64,
}

impl Manifest {
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableFile> {
        self.tables.iter().find(|table| table.table == name)
    }
}
