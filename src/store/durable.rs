//! Writing that survives a power cut: whole under a temporary name, synced, then given its name, folder synced.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// # Errors
/// The folder cannot be made.
pub fn folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(StoreError::io(path))
}

/// Writes a file that no one has yet. A file of that name is left alone: names of data files are hashes of their content.
///
/// # Errors
/// Nothing can be written there.
pub fn create_by_content(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if path.exists() {
        return Ok(());
    }
    let temporary = write_temporary(path, bytes)?;
    fs::rename(&temporary, path).map_err(StoreError::io(path))?;
    sync_folder(path)
}

/// Writes a file under a name that must be free; `false` when another was faster.
///
/// # Errors
/// Nothing can be written there.
pub fn create_exclusive(path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    let temporary = write_temporary(path, bytes)?;
    let linked = fs::hard_link(&temporary, path);
    fs::remove_file(&temporary).map_err(StoreError::io(&temporary))?;
    match linked {
        Ok(()) => sync_folder(path).map(|()| true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(StoreError::io(path)(error)),
    }
}

/// Replaces a file as a whole.
///
/// # Errors
/// Nothing can be written there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = write_temporary(path, bytes)?;
    fs::rename(&temporary, path).map_err(StoreError::io(path))?;
    sync_folder(path)
}

fn write_temporary(path: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unique = format!(".{name}.{}-{}.tmp", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let temporary = path.with_file_name(unique);
    let mut file = File::create_new(&temporary).map_err(StoreError::io(&temporary))?;
    file.write_all(bytes).map_err(StoreError::io(&temporary))?;
    file.sync_all().map_err(StoreError::io(&temporary))?;
    Ok(temporary)
}

fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io(folder))
}
