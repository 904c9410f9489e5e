//! Files for the user: whole or not at all, and never in the place of one that somebody has signed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::sign::carries_signature;

use super::error::CliError;

/// Ends of the files in which other programs put a signature beside what they signed.
const DETACHED: &[&str] = &["sig", "p7s", "sgn"];

/// What a file that lies there means for one that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing of worth: it may be written.
    Free,
    /// It is the file to be written, and signed: it stays as it is.
    Signed,
}

/// # Errors
/// A signed file lies there that is not the one to be written.
pub fn there(path: &Path, bytes: &[u8]) -> Result<There, CliError> {
    let old = match std::fs::read(path) {
        Ok(old) => old,
        // What is no file is told by who writes.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => return Ok(There::Free),
        Err(error) => return Err(CliError::file(path)(error)),
    };
    let detached = detached(path);
    let signed = carries_signature(&old);
    match detached {
        Some(_) if old == bytes => Ok(There::Signed),
        // Signing adds to the end.
        _ if signed && old.starts_with(bytes) => Ok(There::Signed),
        Some(signature) => Err(CliError::new("error.signed-beside").with("path", path.display()).with("signature", signature.display())),
        None if signed && !bytes.starts_with(&old) => Err(CliError::new("error.signed-there").with("path", path.display())),
        None => Ok(There::Free),
    }
}

/// The signature that lies beside a file.
pub fn detached(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    DETACHED.iter().map(|end| path.with_file_name(format!("{name}.{end}"))).find(|signature| signature.exists())
}

/// What a signature that lies beside it would be of.
pub fn signed_by(signature: &Path) -> Option<PathBuf> {
    let end = signature.extension()?.to_string_lossy().to_lowercase();
    DETACHED.contains(&end.as_str()).then(|| signature.with_extension(""))
}

/// Writes beside and renames, so that nobody ever opens half a document.
///
/// # Errors
/// Nothing can be written there; a signed file lies there that is not this one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    if there(path, bytes)? == There::Signed {
        return Ok(());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path)).map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        CliError::file(path)(error)
    })
}
