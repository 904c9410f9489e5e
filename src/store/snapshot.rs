//! Reading the store: one version of each school-year at one moment, their files and frames.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use crate::model::rows::Rows;
use crate::model::schema::{self, Table};

use super::Store;
use super::damage;
use super::error::StoreError;
use super::frame::from_parquet;
use super::manifest::{Manifest, TableFile};
use super::versions::ShelfId;

/// A school-year of a snapshot.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub manifest: Manifest,
    folder: PathBuf,
}

/// A version of each school-year, read once.
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
        self.snapshot_of(&self.shelf_ids()?, None)
    }

    /// These school-years, each in its newest version or in the one asked for. What is damaged elsewhere does no harm.
    ///
    /// # Errors
    /// A manifest that cannot be read; there is no such version.
    pub fn snapshot_of(&self, ids: &[ShelfId], version: Option<u32>) -> Result<Snapshot, StoreError> {
        let mut shelves = Vec::new();
        for id in ids {
            let manifest = match version {
                Some(version) => Some(self.manifest(&id.school, id.year, version)?),
                None => self.head(&id.school, id.year)?,
            };
            shelves.extend(manifest.map(|manifest| Shelf { folder: self.shelf_folder(&id.school, id.year), manifest }));
        }
        Ok(Snapshot { shelves })
    }

    /// One table of a version, checked against its hash; `None` when the version has no such table.
    ///
    /// # Errors
    /// A file that is missing or was changed.
    pub fn rows(&self, manifest: &Manifest, table: &'static Table) -> Result<Option<Rows>, StoreError> {
        let Some(file) = manifest.table(table.name) else { return Ok(None) };
        let path = self.data_folder(&manifest.school, manifest.year).join(&file.file);
        Ok(Some(from_parquet(table, damage::read(manifest, file, &path)?)?))
    }

    /// The same by the table's name.
    ///
    /// # Errors
    /// A file that is missing or was changed.
    pub fn rows_of(&self, manifest: &Manifest, table: &str) -> Result<Option<Rows>, StoreError> {
        schema::table(table).map_or(Ok(None), |table| self.rows(manifest, table))
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
        id_of(self.shelves.iter().map(|shelf| &shelf.manifest))
    }

    /// The school-years that a filter keeps.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Manifest) -> bool) -> Self {
        Self { shelves: self.shelves.iter().filter(|shelf| keep(&shelf.manifest)).cloned().collect() }
    }

    /// Holds the files of the tables that are `meant` against their hashes. Others read Parquet by its path, and a flipped bit may
    /// give another figure instead of an error.
    ///
    /// # Errors
    /// The first file, in the order of schools, years and tables, that is missing or was changed.
    pub fn verify(&self, meant: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        let files: Vec<(&Shelf, &TableFile)> =
            self.shelves.iter().flat_map(|shelf| shelf.manifest.tables.iter().map(move |file| (shelf, file))).collect();
        let files: Vec<(&Shelf, &TableFile)> = files.into_iter().filter(|(_, file)| meant(&file.table)).collect();
        let one = |(shelf, file): (&Shelf, &TableFile)| {
            damage::read(&shelf.manifest, file, &shelf.folder.join("data").join(&file.file)).map(drop)
        };
        let results: Vec<Result<(), StoreError>> = files.into_par_iter().map(one).collect();
        results.into_iter().collect()
    }
}

/// The id of these versions, as it is printed on a document that was made of them.
pub fn id_of<'a>(manifests: impl Iterator<Item = &'a Manifest>) -> String {
    let mut hash = Sha256::new();
    for manifest in manifests {
        hash.update(format!("{}\n{}\n", manifest.school, manifest.year));
        for file in manifest.tables.iter().filter(|file| !is_book(&file.table)) {
            hash.update(format!("{} {}\n", file.table, file.sha256));
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn is_book(table: &str) -> bool {
    schema::table(table).is_none_or(|table| table.kind == schema::Kind::Book)
}
