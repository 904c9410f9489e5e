//! The regulations that a command knows: those of the program, those of the store, files that are named.

use std::path::{Path, PathBuf};

use crate::regulation::{RegulationError, Regulations};
use crate::store::Store;

use super::error::CliError;

/// The packs of the program and the sound ones of the store, which may be none.
///
/// # Errors
/// The folder of packs cannot be read.
pub fn packs(store: Option<&Store>) -> Result<Regulations, CliError> {
    let texts = store.map(Store::regulation_texts).transpose()?.unwrap_or_default();
    Regulations::with_sound(texts).map_err(|errors| first(&errors))
}

/// As [`packs`], with these files; a file that lies in the store is taken once. All faults are given.
///
/// # Errors
/// A file cannot be read.
pub fn with_files(store: &Path, files: &[PathBuf]) -> Result<Result<Regulations, Vec<RegulationError>>, CliError> {
    let place = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let named: Vec<PathBuf> = files.iter().map(|file| place(file)).collect();
    let mut texts = Vec::new();
    if let Ok(store) = Store::open(store) {
        texts.extend(store.regulation_texts()?.into_iter().filter(|(file, _)| !named.contains(&place(Path::new(file)))));
    }
    for file in files {
        texts.push((file.display().to_string(), text(file)?));
    }
    Ok(Regulations::with_builtin(texts))
}

/// A pack as text; what is not UTF-8 in it becomes a fault of its line.
fn text(file: &Path) -> Result<String, CliError> {
    let bytes = std::fs::read(file).map_err(CliError::file(file))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first fault as an error of use.
pub fn first(errors: &[RegulationError]) -> CliError {
    errors.first().map_or_else(|| CliError::new("error.internal").with("detail", "regulations"), |error| CliError::from(error.clone()))
}
