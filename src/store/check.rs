//! Looking at every file of every version: is it there, is it what it was, has it the rows that are said of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use polars::prelude::{ParquetReader, SerReader};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::audit::AuditFault;
use super::damage::{self, Damage, Fault};
use super::error::StoreError;
use super::manifest::{Manifest, TableFile};
use super::versions::ShelfId;
use super::{Store, schools};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Check {
    pub shelves: Vec<ShelfCheck>,
    pub damages: Vec<Damage>,
    /// What is wrong with the list of who made what.
    pub audit: Vec<AuditFault>,
    /// Files looked at.
    pub files: usize,
    pub bytes: u64,
}

/// A school-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfCheck {
    pub id: ShelfId,
    pub head: u32,
    pub versions: usize,
    /// The newest version whose manifest and files are all whole.
    pub last_good: Option<u32>,
}

impl Check {
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damages.is_empty() && self.audit.is_empty()
    }
}

/// Of a file of the whole store.
fn damage(path: PathBuf, fault: Fault) -> Damage {
    Damage { path, school: String::new(), year: 0, table: String::new(), versions: Vec::new(), fault }
}

impl Store {
    /// Reads every file of every version.
    ///
    /// # Errors
    /// A folder that cannot be read; a version that a newer program wrote. Damage is no error here: it is what is told.
    pub fn check(&self) -> Result<Check, StoreError> {
        let mut check = Check::default();
        match self.audit_trail() {
            Ok(trail) => check.audit = trail.faults,
            Err(StoreError::Damaged { path, detail }) => check.damages.push(damage(path, Fault::Manifest(detail))),
            Err(error) => return Err(error),
        }
        // A program was stopped while it wrote: its document was not made.
        check.audit.retain(|fault| !matches!(fault, AuditFault::CutOff { .. }));
        let ids = self.shelf_ids()?;
        check.damages.extend(self.check_schools(!ids.is_empty()));
        for id in ids {
            self.check_shelf(id, &mut check)?;
        }
        Ok(check)
    }

    pub(super) fn check_schools(&self, needed: bool) -> Option<Damage> {
        let path = self.root().join(schools::FILE);
        let fault = match self.schools() {
            Err(error) => Fault::Manifest(error.to_string()),
            Ok(_) if needed && !path.exists() => Fault::Missing,
            Ok(_) => return None,
        };
        Some(damage(path, fault))
    }

    fn check_shelf(&self, id: ShelfId, check: &mut Check) -> Result<(), StoreError> {
        let versions = self.versions(&id.school, id.year)?;
        let (Some(first), Some(head)) = (versions.first().copied(), versions.last().copied()) else { return Ok(()) };
        let mut good = Vec::new();
        let mut damages = Vec::new();
        for version in first..=head {
            match self.manifest(&id.school, id.year, version) {
                Ok(manifest) => good.push(manifest),
                Err(StoreError::File(damage)) => damages.push(*damage),
                // A number between others that nothing stands under; the first ones may be going just now.
                Err(StoreError::NoVersion { .. }) if good.is_empty() => {}
                Err(StoreError::NoVersion { .. }) => damages.push(self.no_manifest(&id, version)),
                Err(error) => return Err(error),
            }
        }
        let files = files(&good);
        check.files += files.len() + good.len();
        let folder = self.data_folder(&id.school, id.year);
        let results: Vec<(u64, Option<Damage>)> =
            files.into_par_iter().map(|(file, manifests)| check_file(file, &manifests, &folder)).collect::<Result<_, _>>()?;
        for (bytes, damage) in results {
            check.bytes += bytes;
            damages.extend(damage);
        }
        // What `compact` took away while we were reading is not missed.
        for damage in &mut damages {
            damage.versions.retain(|version| damage.table.is_empty() || self.manifest_path(&id.school, id.year, *version).exists());
        }
        damages.retain(|damage| !damage.versions.is_empty());
        let bad: BTreeSet<u32> = damages.iter().flat_map(|damage| damage.versions.iter().copied()).collect();
        let last_good = good.iter().map(|manifest| manifest.version).filter(|version| !bad.contains(version)).max();
        check.shelves.push(ShelfCheck { id, head, versions: versions.len(), last_good });
        check.damages.extend(damages);
        Ok(())
    }

    fn no_manifest(&self, id: &ShelfId, version: u32) -> Damage {
        Damage {
            path: self.manifest_path(&id.school, id.year, version),
            school: id.school.clone(),
            year: id.year,
            table: String::new(),
            versions: vec![version],
            fault: Fault::Missing,
        }
    }
}

/// Each file once, with the manifests that name it.
fn files(manifests: &[Manifest]) -> Vec<(&TableFile, Vec<&Manifest>)> {
    let mut files: BTreeMap<(&str, &str, u64), (&TableFile, Vec<&Manifest>)> = BTreeMap::new();
    for manifest in manifests {
        for file in &manifest.tables {
            files.entry((&file.file, &file.sha256, file.rows)).or_insert_with(|| (file, Vec::new())).1.push(manifest);
        }
    }
    files.into_values().collect()
}

fn check_file(file: &TableFile, manifests: &[&Manifest], folder: &Path) -> Result<(u64, Option<Damage>), StoreError> {
    let Some(manifest) = manifests.first() else { return Ok((0, None)) };
    let path = folder.join(&file.file);
    let all = |mut damage: Damage| {
        damage.versions = manifests.iter().map(|manifest| manifest.version).collect();
        Some(damage)
    };
    match damage::read(manifest, file, &path) {
        Ok(bytes) => {
            let size = bytes.len() as u64;
            let found = ParquetReader::new(Cursor::new(bytes)).num_rows()? as u64;
            let differs = found != file.rows;
            let fault = Fault::Rows { expected: file.rows, found };
            Ok((size, differs.then(|| Damage::of_file(manifest, file, &path, fault)).and_then(all)))
        }
        Err(StoreError::File(damage)) => Ok((0, all(*damage))),
        Err(error) => Err(error),
    }
}
