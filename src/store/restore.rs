//! Putting back from a backup what is missing or damaged. What is whole stays, and nothing is put on top of a history
//! that the backup does not share.

use std::path::Path;
use std::sync::Arc;

use super::backup::{Copied, Copying, replace_by};
use super::check::Check;
use super::disk::Disk;
use super::error::StoreError;
use super::versions::ShelfId;
use super::{FORMAT_FILE, RealDisk, Store, durable, format_text, schools};

/// What came of it.
#[derive(Clone, Debug)]
pub struct Restored {
    pub copied: Copied,
    /// School-years whose versions the backup does not share: of these only damaged files were put back.
    pub apart: Vec<ShelfId>,
    /// The store as it is now.
    pub check: Check,
}

impl Store {
    /// Puts back into the store at `root`, which may be empty or damaged.
    ///
    /// # Errors
    /// `from` is no store; `root` holds something else or cannot be written.
    pub fn restore(root: &Path, from: &Path) -> Result<Restored, StoreError> {
        Self::restore_on(root, from, Arc::new(RealDisk))
    }

    /// As [`Self::restore`], all changes going through this disk.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn restore_on(root: &Path, from: &Path, disk: Arc<dyn Disk>) -> Result<Restored, StoreError> {
        let from = Self::open(from)?;
        let to = open_damaged(root, disk)?;
        let nothing_is_deleted = to.adding()?;
        let mut copying = Copying::new(&from, &to);
        let mut apart = Vec::new();
        for id in from.shelf_ids()? {
            if !restore_shelf(&from, &to, &id, &mut copying)? {
                apart.push(id);
            }
        }
        restore_schools(&from, &to)?;
        from.copy_regulations(&to, false)?;
        from.restore_audit(&to)?;
        drop(nothing_is_deleted);
        Ok(Restored { copied: copying.copied, apart, check: to.check()? })
    }
}

fn open_damaged(root: &Path, disk: Arc<dyn Disk>) -> Result<Store, StoreError> {
    let path = root.join(FORMAT_FILE);
    match Store::open_or_create_on(root, Arc::clone(&disk)) {
        Err(StoreError::Damaged { path: damaged, .. }) if damaged == path => {
            durable::replace(disk.as_ref(), &path, format_text().as_bytes())?;
            Store::open_or_create_on(root, disk)
        }
        other => other,
    }
}

/// `false` when the two are not known to be one history.
fn restore_shelf(from: &Store, to: &Store, id: &ShelfId, copying: &mut Copying<'_>) -> Result<bool, StoreError> {
    let (school, year) = (id.school.as_str(), id.year);
    let good = |store: &Store| -> Result<Vec<_>, StoreError> {
        Ok(store.versions(school, year)?.into_iter().filter_map(|version| store.manifest(school, year, version).ok()).collect())
    };
    let (ours, theirs) = (good(to)?, good(from)?);
    for manifest in &ours {
        for file in &manifest.tables {
            copying.file(manifest, file)?;
        }
    }
    let shared = ours.is_empty() || ours.iter().any(|manifest| theirs.contains(manifest));
    if !shared || from.first_difference(to, id)?.is_some() {
        return Ok(false);
    }
    // What `compact` gave up stays given up.
    let oldest = ours.first().map_or(0, |manifest| manifest.version);
    for manifest in theirs.iter().filter(|manifest| manifest.version >= oldest && !ours.contains(manifest)) {
        copying.version(manifest)?;
    }
    Ok(true)
}

/// The store's own list stays; it gets the schools it does not know. A list that is gone or cannot be read is replaced.
fn restore_schools(from: &Store, to: &Store) -> Result<(), StoreError> {
    let there = to.root().join(schools::FILE);
    let theirs = from.schools()?;
    if to.schools().is_err() || !there.exists() {
        let source = from.root().join(schools::FILE);
        return if source.exists() { replace_by(to, &source, schools::FILE) } else { Ok(()) };
    }
    to.change_schools(|schools| {
        let unknown: Vec<_> = theirs.school.into_iter().filter(|school| schools.by_id(&school.id).is_none()).collect();
        schools.school.extend(unknown);
        Ok(())
    })
}
