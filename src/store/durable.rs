//! Writing that survives a power cut: whole under a temporary name, synced, then given its name, folder synced.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::disk::{Disk, Lock, NewFile};
use super::error::StoreError;

/// End of the names of files that are being written; what a dead process left is removed by `compact`.
const TEMPORARY: &str = ".tmp";

/// Makes a folder and those above it, so that all of them last. A folder that is there may have been made a moment ago by
/// another import, so its name is synced as well; above `root` nothing is touched.
///
/// # Errors
/// The folder cannot be made.
pub fn folder(disk: &dyn Disk, root: &Path, path: &Path) -> Result<(), StoreError> {
    if path == root {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(root);
    folder(disk, root, parent)?;
    if !path.is_dir() {
        made(disk.create_folder(path)).map_err(StoreError::io(path))?;
    }
    sync(disk, parent)
}

/// Makes the folder of a store, with those above it.
///
/// # Errors
/// The folder cannot be made.
pub fn root_folder(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        root_folder(disk, parent)?;
    }
    made(disk.create_folder(path)).map_err(StoreError::io(path))?;
    sync(disk, parent.unwrap_or(Path::new(".")))
}

fn made(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
}

/// Writes a file whose name is the hash of its content; the caller syncs the folder. A file of that name is left alone
/// unless it is damaged: then the good content takes its place. `true` when something was written.
///
/// # Errors
/// Nothing can be written there.
pub fn create_by_content(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    let temporary = write_temporary(disk, path, bytes)?;
    rename(disk, &temporary, path).map(|()| true)
}

/// Writes a file under a name that must be free; `false` when another was faster.
///
/// # Errors
/// Nothing can be written there. When only the last sync failed, the file is there all the same.
pub fn create_exclusive(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    let temporary = write_temporary(disk, path, bytes)?;
    let linked = match disk.hard_link(&temporary, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) if knows_no_links(&error) => rename_exclusive(disk, &temporary, path),
        Err(error) => Err(StoreError::io(path)(error)),
    };
    let synced = match linked {
        Ok(true) => sync(disk, path.parent().unwrap_or(path)).map(|()| true),
        other => other,
    };
    // What stays behind does no harm and goes with the next `compact`.
    let _ = disk.remove(&temporary);
    synced
}

/// FAT, some network shares: no second names.
fn knows_no_links(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied)
}

/// Under a lock that all importers take on such a disk, looking and renaming are one step.
fn rename_exclusive(disk: &dyn Disk, temporary: &Path, path: &Path) -> Result<bool, StoreError> {
    let _held = lock(disk, &path.with_file_name(".lock"), Lock::Exclusive, Duration::from_mins(1))?;
    if path.exists() { Ok(false) } else { rename(disk, temporary, path).map(|()| true) }
}

/// Replaces a file as a whole.
///
/// # Errors
/// Nothing can be written there.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = write_temporary(disk, path, bytes)?;
    rename(disk, &temporary, path)?;
    sync(disk, path.parent().unwrap_or(path))
}

/// The same without waiting for the disk: after a power failure the old content may stand there.
///
/// # Errors
/// Nothing can be written there.
pub fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let (temporary, mut file) = new_file(disk, path)?;
    let written = file.write_all(bytes);
    drop(file);
    written.map_err(|error| {
        let _ = disk.remove(&temporary);
        StoreError::io(&temporary)(error)
    })?;
    rename(disk, &temporary, path)
}

/// # Errors
/// The folder cannot be synced.
pub fn sync(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    disk.sync_folder(folder).map_err(StoreError::io(folder))
}

/// Waits for a lock; it ends when the file is dropped, and with the process.
///
/// # Errors
/// Another held it all the time; locks cannot be had there.
pub fn lock(disk: &dyn Disk, path: &Path, lock: Lock, patience: Duration) -> Result<File, StoreError> {
    let start = Instant::now();
    loop {
        if let Some(held) = disk.try_lock(path, lock).map_err(StoreError::io(path))? {
            return Ok(held);
        }
        if start.elapsed() >= patience {
            return Err(StoreError::Locked { path: path.to_owned() });
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a name is that of a file being written.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMPORARY)
}

fn rename(disk: &dyn Disk, temporary: &Path, path: &Path) -> Result<(), StoreError> {
    disk.rename(temporary, path).map_err(|error| {
        let _ = disk.remove(temporary);
        StoreError::io(path)(error)
    })
}

fn write_temporary(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let (temporary, mut file) = new_file(disk, path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync());
    drop(file);
    written.map_err(|error| {
        // A full disk gets its place back.
        let _ = disk.remove(&temporary);
        StoreError::io(&temporary)(error)
    })?;
    Ok(temporary)
}

/// A name of its own: a process killed before us may have had our number.
fn new_file(disk: &dyn Disk, path: &Path) -> Result<(PathBuf, Box<dyn NewFile>), StoreError> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    loop {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temporary = path.with_file_name(format!(".{name}.{}-{number}{TEMPORARY}", std::process::id()));
        match disk.create(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io(&temporary)(error)),
        }
    }
}
