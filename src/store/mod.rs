//! The store: immutable Parquet, one version at a time for each school and school year.
//!
//! ```text
//! STORE/format.json  schools.toml
//! STORE/school=<id>/year=2025/data/mark-<16 hex of its SHA-256>.parquet    named by content, never overwritten
//! STORE/school=<id>/year=2025/versions/000042.json                        the commit
//! ```
//! A commit is one hard link of a manifest to its number: it fails when the number is taken, and then the merge is made
//! again on the new head. Readers hold no lock; a [`Snapshot`] is a list of (school, year, version) read once.
//!
//! Invariant: knows Polars, not DuckDB; prints nothing; the clock comes as a parameter.

mod commit;
mod cover;
mod derived;
mod durable;
mod edits;
mod error;
mod frame;
mod manifest;
mod merge;
mod people;
mod reported;
mod schools;
mod snapshot;

use std::fs;
use std::path::{Path, PathBuf};

pub use commit::{Commit, Committed};
pub use error::StoreError;
pub use manifest::{Manifest, TableFile};
pub use merge::{Frames, Incoming};
pub use people::Person;
pub use schools::{School, Schools};
pub use snapshot::{Shelf, Snapshot};

/// A folder that holds a store.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens a store, making a new one in a folder that is empty or not there.
    ///
    /// # Errors
    /// The folder holds something else or another format.
    pub fn open_or_create(root: &Path) -> Result<Self, StoreError> {
        let format = root.join("format.json");
        if !format.exists() {
            let occupied = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
            if occupied {
                return Err(StoreError::NotAStore { path: root.to_owned() });
            }
            durable::folder(root)?;
            durable::replace(&format, format!("{{\"format\":{}}}\n", manifest::FORMAT).as_bytes())?;
        }
        Self::open(root)
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// There is none, or it is of a format this program does not know.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let path = root.join("format.json");
        let text = fs::read_to_string(&path).map_err(|_| StoreError::NotAStore { path: root.to_owned() })?;
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(manifest::FORMAT) => Ok(Self { root: root.to_owned() }),
            other => Err(StoreError::Format { path, found: other.unwrap_or_default() }),
        }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// # Errors
    /// `schools.toml` cannot be read.
    pub fn schools(&self) -> Result<Schools, StoreError> {
        Schools::load(&self.root)
    }

    /// # Errors
    /// `schools.toml` cannot be written.
    pub fn save_schools(&self, schools: &Schools) -> Result<(), StoreError> {
        schools.save(&self.root)
    }
}
