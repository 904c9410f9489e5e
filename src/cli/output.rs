//! Files for the user: whole or not at all.

use std::path::Path;

use super::error::CliError;

/// Writes beside and renames, so that nobody ever opens half a document.
///
/// # Errors
/// Nothing can be written there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path)).map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        CliError::file(path)(error)
    })
}
