//! The folder of a pack as one ZIP: the same files give the same bytes.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::cli::error::CliError;

/// Files beyond this need the larger form of the archive.
const LARGE: u64 = u32::MAX as u64;

/// Writes beside and renames: nobody ever opens half an archive.
///
/// # Errors
/// A file cannot be read, the archive not written.
pub fn write(root: &Path, names: &[String], target: &Path) -> Result<(), CliError> {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    filled(root, names, &temporary).and_then(|()| fs::rename(&temporary, target)).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        CliError::file(target)(error)
    })
}

fn filled(root: &Path, names: &[String], target: &Path) -> io::Result<()> {
    let mut archive = ZipWriter::new(File::create(target)?);
    for name in names {
        let mut file = File::open(root.join(name))?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .large_file(file.metadata()?.len() >= LARGE);
        archive.start_file(name.as_str(), options).map_err(io::Error::other)?;
        io::copy(&mut file, &mut archive)?;
    }
    archive.finish().map_err(io::Error::other)?.sync_all()
}
