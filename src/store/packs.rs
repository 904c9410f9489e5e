//! `STORE/regulations/*.toml`: the packs that schools wrote themselves, beside those of the program.

use std::fs;
use std::path::PathBuf;

use super::backup::replace_by;
use super::error::StoreError;
use super::{Store, durable, versions};

/// Their folder.
pub(super) const FOLDER: &str = "regulations";

impl Store {
    /// The files, by name.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn regulation_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.root().join(FOLDER);
        // What is just being written begins with a point.
        let packs = versions::names(&folder)?.into_iter().filter(|name| name.ends_with(".toml") && !name.starts_with('.'));
        Ok(packs.map(|name| folder.join(name)).collect())
    }

    /// Copies the packs into another store; those that it has are replaced only where `newer` says so.
    pub(super) fn copy_regulations(&self, to: &Self, newer: bool) -> Result<(), StoreError> {
        for path in self.regulation_files()? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let target = to.root().join(FOLDER).join(name);
            if newer || !target.exists() {
                durable::folder(to.disk(), to.root(), &to.root().join(FOLDER))?;
                replace_by(to, &path, &format!("{FOLDER}/{name}"))?;
            }
        }
        Ok(())
    }

    /// The (file name, text) pairs of the packs.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn regulation_texts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let read = |path: PathBuf| Ok((path.display().to_string(), fs::read_to_string(&path).map_err(StoreError::io(&path))?));
        self.regulation_files()?.into_iter().map(read).collect()
    }
}
