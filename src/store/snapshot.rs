//! Reading the store: heads of all school-years at one moment, their files and frames.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use sha2::{Digest, Sha256};

use crate::model::schema;

use super::Store;
use super::error::StoreError;
use super::frame::{conform, from_parquet};
use super::manifest::Manifest;
use super::merge::Frames;

/// A school-year of a snapshot.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub manifest: Manifest,
    folder: PathBuf,
}

/// The newest version of every school-year, read once.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub shelves: Vec<Shelf>,
}

impl Store {
    /// The newest versions of all schools and years, in the order of their ids.
    ///
    /// # Errors
    /// A folder or manifest that cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut shelves = Vec::new();
        for (school, folder) in children(self.root(), "school=")? {
            for (year, folder) in children(&folder, "year=")? {
                if let Ok(year) = year.parse::<i64>()
                    && let Some(manifest) = self.head(&school, year)?
                {
                    shelves.push(Shelf { manifest, folder });
                }
            }
        }
        shelves.sort_by(|left, right| (&left.manifest.school, left.manifest.year).cmp(&(&right.manifest.school, right.manifest.year)));
        Ok(Snapshot { shelves })
    }

    /// The folder of a school-year.
    #[must_use]
    pub fn shelf_folder(&self, school: &str, year: i64) -> PathBuf {
        self.root().join(format!("school={school}")).join(format!("year={year}"))
    }

    /// The newest manifest of a school-year; `None` before the first commit.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub fn head(&self, school: &str, year: i64) -> Result<Option<Manifest>, StoreError> {
        let versions = self.shelf_folder(school, year).join("versions");
        let Some(newest) = newest_version(&versions)? else { return Ok(None) };
        let path = versions.join(file_name(newest));
        let text = fs::read_to_string(&path).map_err(StoreError::io(&path))?;
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        if manifest.version == newest && manifest.school == school && manifest.year == year {
            Ok(Some(manifest))
        } else {
            Err(StoreError::Damaged { path, detail: format!("version {} of {} {}", manifest.version, manifest.school, manifest.year) })
        }
    }

    /// All tables of a version, checked against their hashes.
    ///
    /// # Errors
    /// A file that is missing or was changed.
    pub fn frames(&self, manifest: &Manifest) -> Result<Frames, StoreError> {
        let data = self.shelf_folder(&manifest.school, manifest.year).join("data");
        let mut frames = Frames::new();
        for file in &manifest.tables {
            if let Some(table) = schema::table(&file.table) {
                let path = data.join(&file.file);
                let frame = from_parquet(checked(&path, &file.sha256)?)?;
                frames.insert(table.name, conform(table, &frame)?);
            }
        }
        Ok(frames)
    }

    /// One table of a school-year, checked against its hash; `None` when the version has no such table.
    ///
    /// # Errors
    /// A file that is missing or was changed.
    pub fn frame(&self, manifest: &Manifest, table: &str) -> Result<Option<DataFrame>, StoreError> {
        let (Some(file), Some(table)) = (manifest.table(table), schema::table(table)) else { return Ok(None) };
        let path = self.shelf_folder(&manifest.school, manifest.year).join("data").join(&file.file);
        Ok(Some(conform(table, &from_parquet(checked(&path, &file.sha256)?)?)?))
    }
}

impl Shelf {
    /// The Parquet files by table.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<PathBuf>> {
        self.manifest.tables.iter().map(|file| (file.table.clone(), vec![self.folder.join("data").join(&file.file)])).collect()
    }
}

impl Snapshot {
    /// Hash over the hashes of all tables, 16 hex digits: the same data has the same id.
    #[must_use]
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        for shelf in &self.shelves {
            hash.update(format!("{}\n{}\n", shelf.manifest.school, shelf.manifest.year));
            for file in shelf.manifest.tables.iter().filter(|file| !is_book(&file.table)) {
                hash.update(format!("{} {}\n", file.table, file.sha256));
            }
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The school-years that a filter keeps.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Manifest) -> bool) -> Self {
        Self { shelves: self.shelves.iter().filter(|shelf| keep(&shelf.manifest)).cloned().collect() }
    }
}

fn is_book(table: &str) -> bool {
    schema::table(table).is_none_or(|table| table.kind == schema::Kind::Book)
}

fn checked(path: &Path, sha256: &str) -> Result<Vec<u8>, StoreError> {
    let bytes = fs::read(path).map_err(StoreError::io(path))?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == sha256 {
        Ok(bytes)
    } else {
        Err(StoreError::Damaged { path: path.to_owned(), detail: format!("SHA-256 {found} ≠ {sha256}") })
    }
}

fn children(folder: &Path, prefix: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(StoreError::io(folder))? {
        let entry = entry.map_err(StoreError::io(folder))?;
        if let Some(name) = entry.file_name().to_string_lossy().strip_prefix(prefix) {
            found.push((name.to_owned(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn file_name(version: u32) -> String {
    format!("{version:06}.json")
}

fn newest_version(versions: &Path) -> Result<Option<u32>, StoreError> {
    let entries = match fs::read_dir(versions) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(versions)(error)),
    };
    let mut newest = None;
    for entry in entries {
        let entry = entry.map_err(StoreError::io(versions))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        newest = newest.max(name.strip_suffix(".json").and_then(|number| number.parse().ok()));
    }
    Ok(newest)
}
