//! A second store that holds what the first one holds. It can be opened like any other.
//!
//! The names of the schools and their regulations first, then data, then the manifest that names it: a copy that was broken off is a whole store with fewer versions, and the
//! next one goes on from there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::damage::{self, Damage};
use super::error::StoreError;
use super::manifest::{Manifest, TableFile};
use super::versions::ShelfId;
use super::{Store, durable, schools};

/// What copying did.
#[derive(Clone, Debug, Default)]
pub struct Copied {
    pub versions: usize,
    pub files: usize,
    pub bytes: u64,
    /// Files that were there already; each was held against its hash.
    pub kept: usize,
    /// What could not be copied, because the source itself is damaged.
    pub damaged: Vec<Damage>,
}

/// From one store to another.
pub struct Copying<'a> {
    from: &'a Store,
    to: &'a Store,
    /// Files dealt with and whether the target has them.
    done: BTreeMap<(ShelfId, String), bool>,
    pub copied: Copied,
}

impl Store {
    /// Copies all versions into the store at `to`, which is made where there is none.
    ///
    /// # Errors
    /// The folder holds something else or the versions of another store; it cannot be written. Damaged versions of this
    /// store are no error: the others are copied.
    pub fn backup(&self, to: &Path) -> Result<Copied, StoreError> {
        refuse_inside(self.root(), to)?;
        let to = Self::open_or_create_on(to, Arc::clone(&self.disk))?;
        let _nothing_is_deleted = (self.adding_if_writable()?, to.adding()?);
        let ids = self.shelf_ids()?;
        for id in &ids {
            self.refuse_another(&to, id)?;
        }
        let mut copying = Copying::new(self, &to);
        // First the names of the schools: a copy that was broken off has them too.
        let schools = self.root().join(schools::FILE);
        match self.check_schools(!ids.is_empty()) {
            Some(damage) => copying.copied.damaged.push(damage),
            None if schools.exists() => replace_by(&to, &schools, schools::FILE)?,
            None => {}
        }
        self.copy_regulations(&to, true)?;
        for id in &ids {
            for version in self.versions(&id.school, id.year)? {
                match self.manifest(&id.school, id.year, version) {
                    Ok(manifest) => drop(copying.version(&manifest)?),
                    Err(StoreError::File(damage)) => copying.copied.damaged.push(*damage),
                    Err(error) => return Err(error),
                }
            }
        }
        // Last: what is wrong with the audit must not keep the data from being copied.
        self.copy_audit(&to)?;
        Ok(copying.copied)
    }

    /// A store on a read-only disk can be copied too: nobody deletes there.
    fn adding_if_writable(&self) -> Result<Option<File>, StoreError> {
        match self.adding() {
            Err(StoreError::Io { source, .. }) if matches!(source.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied) => {
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    fn refuse_another(&self, to: &Self, id: &ShelfId) -> Result<(), StoreError> {
        match self.first_difference(to, id)? {
            Some(version) => {
                let path = to.root().to_owned();
                Err(StoreError::Diverged { path, school: id.school.clone(), year: id.year, version })
            }
            None => Ok(()),
        }
    }

    /// The first version that is whole in both stores and not the same.
    pub(super) fn first_difference(&self, other: &Self, id: &ShelfId) -> Result<Option<u32>, StoreError> {
        let good = |store: &Self, version: u32| store.manifest(&id.school, id.year, version).ok();
        let versions = self.versions(&id.school, id.year)?;
        Ok(versions.into_iter().find(|version| matches!((good(self, *version), good(other, *version)), (Some(a), Some(b)) if a != b)))
    }
}

/// A backup inside the store would be lost with it.
fn refuse_inside(root: &Path, to: &Path) -> Result<(), StoreError> {
    let root = fs::canonicalize(root).map_err(StoreError::io(root))?;
    let there =
        to.ancestors().find_map(|folder| fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok());
    if there.is_some_and(|there| there.starts_with(root)) { Err(StoreError::Inside { path: to.to_owned() }) } else { Ok(()) }
}

/// Copies a file that is replaced as a whole, when it is another.
pub(super) fn replace_by(to: &Store, from: &Path, name: &str) -> Result<(), StoreError> {
    let bytes = fs::read(from).map_err(StoreError::io(from))?;
    let target = to.root().join(name);
    if fs::read(&target).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let _alone = to.changing_schools()?;
    durable::replace(to.disk(), &target, &bytes)
}

impl<'a> Copying<'a> {
    #[must_use]
    pub fn new(from: &'a Store, to: &'a Store) -> Self {
        Self { from, to, done: BTreeMap::new(), copied: Copied::default() }
    }

    /// Copies the files of a version, then its manifest; `false` when the source is damaged.
    ///
    /// # Errors
    /// The target cannot be written, or has another version of that number.
    pub fn version(&mut self, manifest: &Manifest) -> Result<bool, StoreError> {
        let (school, year, version) = (manifest.school.as_str(), manifest.year, manifest.version);
        let mut whole = true;
        for file in &manifest.tables {
            whole &= self.file(manifest, file)?;
        }
        if !whole {
            return Ok(false);
        }
        let (source, target) = (self.from.manifest_path(school, year, version), self.to.manifest_path(school, year, version));
        let bytes = fs::read(&source).map_err(StoreError::io(&source))?;
        if fs::read(&target).is_ok_and(|there| there == bytes) {
            return Ok(true);
        }
        let folder = self.to.shelf_folder(school, year);
        for name in ["data", "versions"] {
            durable::folder(self.to.disk(), self.to.root(), &folder.join(name))?;
        }
        durable::sync(self.to.disk(), &folder.join("data"))?;
        match self.to.manifest(school, year, version) {
            Err(StoreError::File(_)) => durable::replace(self.to.disk(), &target, &bytes)?,
            _ => {
                if !durable::create_exclusive(self.to.disk(), &target, &bytes)? {
                    let path = self.to.root().to_owned();
                    return Err(StoreError::Diverged { path, school: school.to_owned(), year, version });
                }
            }
        }
        self.copied.versions += 1;
        Ok(true)
    }

    /// Copies a file that the target has not or has damaged; `false` when the source has it not whole either.
    ///
    /// # Errors
    /// The target cannot be written.
    pub fn file(&mut self, manifest: &Manifest, file: &TableFile) -> Result<bool, StoreError> {
        let key = (ShelfId { school: manifest.school.clone(), year: manifest.year }, file.file.clone());
        if let Some(done) = self.done.get(&key) {
            return Ok(*done);
        }
        let target = self.to.data_folder(&manifest.school, manifest.year).join(&file.file);
        let there = damage::read(manifest, file, &target).is_ok();
        let whole = there || self.copy(manifest, file, &target)?;
        self.copied.kept += usize::from(there);
        self.done.insert(key, whole);
        Ok(whole)
    }

    fn copy(&mut self, manifest: &Manifest, file: &TableFile, target: &Path) -> Result<bool, StoreError> {
        let source = self.from.data_folder(&manifest.school, manifest.year).join(&file.file);
        let bytes = match damage::read(manifest, file, &source) {
            Ok(bytes) => bytes,
            Err(StoreError::File(damage)) => {
                self.copied.damaged.push(*damage);
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        durable::folder(self.to.disk(), self.to.root(), &self.to.data_folder(&manifest.school, manifest.year))?;
        durable::create_by_content(self.to.disk(), target, &bytes)?;
        damage::read(manifest, file, target)?;
        self.copied.files += 1;
        self.copied.bytes += bytes.len() as u64;
        Ok(true)
    }
}
