//! The versions of a school-year: which there are and what their manifests say.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Store;
use super::damage::{Damage, Fault};
use super::error::StoreError;
use super::manifest::{FORMAT, Manifest};

/// A school-year of the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShelfId {
    pub school: String,
    pub year: i64,
}

impl Store {
    /// The school-years that have a version, in the order of their ids. Nothing is read of them.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn shelf_ids(&self) -> Result<Vec<ShelfId>, StoreError> {
        self.with_versions(self.shelf_folders()?)
    }

    /// As [`Self::shelf_ids`], of one school; what the others hold is not looked at.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn shelf_ids_of(&self, school: &str) -> Result<Vec<ShelfId>, StoreError> {
        self.with_versions(years(school, &self.root().join(format!("school={school}")))?)
    }

    fn with_versions(&self, ids: Vec<ShelfId>) -> Result<Vec<ShelfId>, StoreError> {
        let mut found = Vec::new();
        for id in ids {
            if !self.versions(&id.school, id.year)?.is_empty() {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// As [`Self::shelf_ids`], with those whose first commit never came to its end.
    pub(super) fn shelf_folders(&self) -> Result<Vec<ShelfId>, StoreError> {
        let mut ids = Vec::new();
        for (school, folder) in children(self.root(), "school=")? {
            ids.extend(years(&school, &folder)?);
        }
        ids.sort();
        Ok(ids)
    }

    /// The numbers of the versions of a school-year, in ascending order.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn versions(&self, school: &str, year: i64) -> Result<Vec<u32>, StoreError> {
        let folder = self.shelf_folder(school, year).join("versions");
        let mut versions: Vec<u32> = names(&folder)?.iter().filter_map(|name| number(name)).collect();
        versions.sort_unstable();
        Ok(versions)
    }

    /// The newest manifest of a school-year; `None` before the first commit.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub fn head(&self, school: &str, year: i64) -> Result<Option<Manifest>, StoreError> {
        self.versions(school, year)?.last().map(|newest| self.manifest(school, year, *newest)).transpose()
    }

    /// The manifest of a version.
    ///
    /// # Errors
    /// There is none, it was changed, or a newer program wrote it.
    pub fn manifest(&self, school: &str, year: i64, version: u32) -> Result<Manifest, StoreError> {
        let path = self.manifest_path(school, year, version);
        let damaged = |fault: Fault| Damage {
            path: path.clone(),
            school: school.to_owned(),
            year,
            table: String::new(),
            versions: vec![version],
            fault,
        };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let known = self.versions(school, year)?;
                return Err(StoreError::NoVersion { school: school.to_owned(), year, version, known });
            }
            Err(error) => return Err(StoreError::io(path)(error)),
        };
        let text = String::from_utf8(bytes).map_err(|error| damaged(Fault::Manifest(error.to_string())))?;
        if let Some(found) = Manifest::format_of(&text).filter(|found| *found > FORMAT) {
            return Err(StoreError::Format { path, found });
        }
        let manifest = Manifest::from_text(&text).map_err(|detail| damaged(Fault::Manifest(detail)))?;
        let inside = manifest.tables.iter().all(|table| !table.file.contains(['/', '\\']) && !table.file.starts_with('.'));
        if manifest.version == version && manifest.school == school && manifest.year == year && inside {
            return Ok(manifest);
        }
        let found = format!("{} {} {}", manifest.school, manifest.year, manifest.version);
        Err(damaged(Fault::Manifest(found)).into())
    }

    /// The folder of a school-year.
    #[must_use]
    pub fn shelf_folder(&self, school: &str, year: i64) -> PathBuf {
        self.root().join(format!("school={school}")).join(format!("year={year}"))
    }

    pub(super) fn data_folder(&self, school: &str, year: i64) -> PathBuf {
        self.shelf_folder(school, year).join("data")
    }

    pub(super) fn manifest_path(&self, school: &str, year: i64, version: u32) -> PathBuf {
        self.shelf_folder(school, year).join("versions").join(format!("{version:06}.json"))
    }
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".json")?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn years(school: &str, folder: &Path) -> Result<Vec<ShelfId>, StoreError> {
    let year = |(year, _): (String, PathBuf)| Some(ShelfId { school: school.to_owned(), year: year.parse().ok()? });
    let mut ids: Vec<ShelfId> = children(folder, "year=")?.into_iter().filter_map(year).collect();
    ids.sort();
    Ok(ids)
}

fn children(folder: &Path, prefix: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let found = names(folder)?;
    let child = |name: &String| name.strip_prefix(prefix).map(|rest| (rest.to_owned(), folder.join(name)));
    Ok(found.iter().filter_map(child).collect())
}

/// The names in a folder, sorted; none where there is no folder.
///
/// # Errors
/// The folder cannot be read.
pub fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        // A file of that name is none of ours.
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(StoreError::io(folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
