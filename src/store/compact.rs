//! Giving up old versions and what dead processes left: a plan that can be shown, then the deed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::damage;
use super::error::StoreError;
use super::manifest::Manifest;
use super::versions::{ShelfId, names};
use super::{Store, durable};

/// What is to stay.
#[derive(Clone, Debug)]
pub struct Keep {
    /// So many newest versions; at least one always stays.
    pub versions: usize,
    /// UTC, ISO: a version that was the newest after this moment stays, for somebody may be reading it.
    pub superseded_before: String,
    /// How long importers are waited for.
    pub patience: Duration,
}

/// What goes.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub versions: Vec<(ShelfId, u32)>,
    /// Data that no kept version names, and temporary files.
    pub files: Vec<PathBuf>,
    pub bytes: u64,
    /// School-years in which nothing is touched, because what is kept is not whole.
    pub damaged: Vec<ShelfId>,
}

/// A plan while nobody else can add a file.
#[derive(Debug)]
pub struct Compaction<'a> {
    store: &'a Store,
    pub plan: Plan,
    _alone: [File; 2],
}

impl Store {
    /// Waits till no import is running, and plans.
    ///
    /// # Errors
    /// Imports go on and on; a folder that cannot be read.
    pub fn compaction(&self, keep: &Keep) -> Result<Compaction<'_>, StoreError> {
        let alone = [self.deleting(keep.patience)?, self.changing_schools()?];
        let mut plan = Plan::default();
        for id in self.shelf_folders()? {
            self.plan_shelf(id, keep, &mut plan)?;
        }
        plan.files.extend(temporary(self.root())?);
        plan.bytes = plan.files.iter().filter_map(|path| fs::metadata(path).ok()).map(|about| about.len()).sum();
        Ok(Compaction { store: self, plan, _alone: alone })
    }

    fn plan_shelf(&self, id: ShelfId, keep: &Keep, plan: &mut Plan) -> Result<(), StoreError> {
        let versions = self.versions(&id.school, id.year)?;
        let read = |version: &u32| match self.manifest(&id.school, id.year, *version) {
            Ok(manifest) => Ok(Some(manifest)),
            Err(StoreError::File(_)) => Ok(None),
            Err(error) => Err(error),
        };
        let manifests: Vec<Option<Manifest>> = versions.iter().map(read).collect::<Result<_, _>>()?;
        let superseded = |at: &usize| {
            let next = manifests.iter().skip(at + 1).flatten().next();
            next.is_some_and(|next| next.created_at <= keep.superseded_before)
        };
        let droppable = versions.len().saturating_sub(keep.versions.max(1));
        let dropped = (0..droppable).take_while(superseded).count();
        let kept: Vec<&Manifest> = manifests.iter().skip(dropped).flatten().collect();
        // Whoever gives up the old must be able to read the new.
        let whole = kept.len() + dropped == versions.len() && kept.last().is_none_or(|head| self.is_whole(head));
        if !whole {
            plan.damaged.push(id);
            return Ok(());
        }
        let named = kept.iter().flat_map(|manifest| manifest.tables.iter().map(|table| table.file.as_str())).collect();
        let data = self.data_folder(&id.school, id.year);
        plan.files.extend(unnamed(&data, &named)?);
        plan.files.extend(temporary(&data)?);
        plan.files.extend(temporary(&self.shelf_folder(&id.school, id.year).join("versions"))?);
        plan.versions.extend(versions.into_iter().take(dropped).map(|version| (id.clone(), version)));
        Ok(())
    }

    fn is_whole(&self, manifest: &Manifest) -> bool {
        let folder = self.data_folder(&manifest.school, manifest.year);
        manifest.tables.iter().all(|file| damage::read(manifest, file, &folder.join(&file.file)).is_ok())
    }
}

/// Data that no kept version names. What has not a name as ours stays.
fn unnamed(folder: &Path, named: &BTreeSet<&str>) -> Result<Vec<PathBuf>, StoreError> {
    let ours = |name: &str| {
        let hash = name.strip_suffix(".parquet").and_then(|stem| stem.rsplit_once('-')).map(|(_, hash)| hash);
        hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    Ok(names(folder)?.iter().filter(|name| ours(name) && !named.contains(name.as_str())).map(|name| folder.join(name)).collect())
}

/// What dead processes were writing.
fn temporary(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    Ok(names(folder)?.iter().filter(|name| durable::is_temporary(name)).map(|name| folder.join(name)).collect())
}

impl Compaction<'_> {
    /// First the manifests, the oldest first and each for good before the next, so that at no moment a version stands whose
    /// files are gone, nor one with a gap behind it.
    ///
    /// # Errors
    /// Something cannot be removed. What was removed before stays so; a repeat goes on.
    pub fn carry_out(&self) -> Result<(), StoreError> {
        let (store, plan) = (self.store, &self.plan);
        for (id, version) in &plan.versions {
            remove(store, &[store.manifest_path(&id.school, id.year, *version)])?;
        }
        remove(store, &plan.files)
    }
}

fn remove(store: &Store, paths: &[PathBuf]) -> Result<(), StoreError> {
    for path in paths {
        match store.disk().remove(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::io(path)(error)),
            _ => {}
        }
    }
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders.into_iter().try_for_each(|folder| durable::sync(store.disk(), folder))
}
