//! The store: immutable Parquet, one version at a time for each school and school year.
//!
//! ```text
//! STORE/format.json  schools.toml  regulations/*.toml  audit.jsonl
//! STORE/school=<id>/year=2025/data/mark-<16 hex of its SHA-256>.parquet    named by content, never overwritten
//! STORE/school=<id>/year=2025/versions/000042.json                        the commit
//! ```
//! A commit is one hard link of a manifest to its number: it fails when the number is taken, and then the merge is made
//! again on the new head. Readers hold no lock; a [`Snapshot`] is a list of (school, year, version) read once.
//! All changes go through one [`Disk`], and `tests/it/store` stops the machine at each of its steps.
//!
//! A manifest ends with the hash of its own text, and names the hash of each file: [`Store::check`] reads them all, what is
//! read for a merge or a query is held against its hash, [`Store::backup`] and [`Store::restore`] copy nothing else.
//! Files whose names begin with a point are locks and what is just being written; [`Store::compaction`] removes the latter.
//!
//! Invariant: knows Polars, not DuckDB; prints nothing; the clock comes as a parameter.

mod audit;
mod backup;
mod check;
mod commit;
mod compact;
mod cover;
mod damage;
mod derived;
mod disk;
mod durable;
mod edits;
mod error;
mod events;
mod frame;
mod history;
mod inputs;
mod lock;
mod manifest;
mod merge;
mod names;
mod packed;
mod packs;
mod parquet;
mod people;
mod reported;
mod restore;
mod schools;
mod snapshot;
mod versions;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use audit::{AuditFault, AuditLine, AuditRecord, AuditTrail};
pub use backup::{Copied, Copying};
pub use check::{Check, ShelfCheck};
pub use commit::{Commit, Committed};
pub use compact::{Compaction, Keep, Plan};
pub use damage::{Damage, Fault};
pub use disk::{Disk, Lock, NewFile, RealDisk};
pub use error::StoreError;
pub use history::Source;
pub use inputs::{Inputs, Readings};
pub use manifest::{Manifest, TableFile};
pub use merge::Incoming;
pub use people::Person;
pub use restore::Restored;
pub use schools::{RegulationChange, School, Schools, name_key};
pub use snapshot::{Shelf, Snapshot, id_of as snapshot_id};
pub use versions::ShelfId;

const FORMAT_FILE: &str = "format.json";

/// A folder that holds a store.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Store {
    /// Opens a store, making a new one in a folder that is empty or not there.
    ///
    /// # Errors
    /// The folder holds something else or another format.
    pub fn open_or_create(root: &Path) -> Result<Self, StoreError> {
        Self::open_or_create_on(root, Arc::new(RealDisk))
    }

    /// As [`Self::open_or_create`], all changes going through this disk.
    ///
    /// # Errors
    /// As [`Self::open_or_create`].
    pub fn open_or_create_on(root: &Path, disk: Arc<dyn Disk>) -> Result<Self, StoreError> {
        let format = root.join(FORMAT_FILE);
        if !format.exists() {
            // A program killed at its very first step left a temporary file at most; another one may be making the store now.
            let occupied = versions::names(root)?.iter().any(|name| !durable::is_temporary(name));
            if occupied && !format.exists() {
                return Err(no_format(root));
            }
            durable::root_folder(disk.as_ref(), root)?;
            durable::replace(disk.as_ref(), &format, format_text().as_bytes())?;
        }
        Ok(Self { disk, ..Self::open(root)? })
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// There is none, or it is of a format this program does not know.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(FORMAT_FILE);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => no_format(root),
            _ => StoreError::io(&path)(error),
        })?;
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(manifest::FORMAT) => Ok(Self { root: root.to_owned(), disk: Arc::new(RealDisk) }),
            Some(found) => Err(StoreError::Format { path, found }),
            None => Err(StoreError::Damaged { path, detail: text }),
        }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn disk(&self) -> &dyn Disk {
        self.disk.as_ref()
    }

    /// # Errors
    /// `schools.toml` cannot be read.
    pub fn schools(&self) -> Result<Schools, StoreError> {
        Schools::load(&self.root)
    }

    /// Changes `schools.toml`, one after the other: of two who add a school at once neither is lost.
    ///
    /// # Errors
    /// What `change` says; the file cannot be read or written.
    pub fn change_schools<T>(&self, change: impl FnOnce(&mut Schools) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let _alone = self.changing_schools()?;
        let mut schools = self.schools()?;
        let before = schools.clone();
        let result = change(&mut schools)?;
        if schools != before {
            schools.save(self.disk(), &self.root)?;
        }
        Ok(result)
    }
}

fn format_text() -> String {
    format!("{{\"format\":{}}}\n", manifest::FORMAT)
}

/// Without `format.json` a folder is no store, unless it still holds the schools of one.
fn no_format(root: &Path) -> StoreError {
    let schools = versions::names(root).is_ok_and(|names| names.iter().any(|name| name.starts_with("school=")));
    if schools {
        StoreError::Damaged { path: root.join(FORMAT_FILE), detail: ErrorKind::NotFound.to_string() }
    } else {
        StoreError::NotAStore { path: root.to_owned() }
    }
}
