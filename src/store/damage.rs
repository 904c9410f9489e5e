//! A file of a version that is not there or not what it was.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::manifest::{Manifest, TableFile};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    pub school: String,
    pub year: i64,
    /// Empty for a manifest.
    pub table: String,
    /// The versions that need the file, in ascending order.
    pub versions: Vec<u32>,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Missing,
    /// SHA-256 of what is there.
    Changed {
        expected: String,
        found: String,
    },
    /// The file is whole, yet has other rows than the manifest says.
    Rows {
        expected: u64,
        found: u64,
    },
    /// What a manifest says cannot be read or was changed.
    Manifest(String),
}

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} {} {}: {:?}", self.path.display(), self.school, self.year, self.table, self.fault)
    }
}

impl Damage {
    /// The folder of the store: above `school=…/year=…/data/` or `…/versions/`.
    #[must_use]
    pub fn store(&self) -> &Path {
        let above = if self.versions.is_empty() { 1 } else { 4 };
        self.path.ancestors().nth(above).unwrap_or(&self.path)
    }

    pub(super) fn of_file(manifest: &Manifest, file: &TableFile, path: &Path, fault: Fault) -> Self {
        Self {
            path: path.to_owned(),
            school: manifest.school.clone(),
            year: manifest.year,
            table: file.table.clone(),
            versions: vec![manifest.version],
            fault,
        }
    }
}

/// SHA-256 as the manifests write it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a file of a version, held against their hash.
///
/// # Errors
/// The file is missing, changed or cannot be read.
pub fn read(manifest: &Manifest, file: &TableFile, path: &Path) -> Result<Vec<u8>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Damage::of_file(manifest, file, path, Fault::Missing).into()),
        Err(error) => return Err(StoreError::io(path)(error)),
    };
    let found = sha256(&bytes);
    if found == file.sha256 {
        return Ok(bytes);
    }
    Err(Damage::of_file(manifest, file, path, Fault::Changed { expected: file.sha256.clone(), found }).into())
}
