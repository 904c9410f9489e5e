//! The files of a document: where they lie, and the line about each in the audit of the store.

use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use crate::cli::error::CliError;
use crate::cli::output::{self, There};
use crate::cli::user::user;
use crate::report::{Document, Kind};
use crate::store::{AuditRecord, Store};

use super::format::DocFormat;

/// A file that was made, or made before and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMade {
    pub path: PathBuf,
    pub sha256: String,
    pub code: String,
    pub kept: bool,
    /// Kept because somebody has signed it.
    pub signed: bool,
}

/// Where the files of a run go. Names are given in the order of the documents, files are written from many threads.
pub trait Place: Sync {
    /// The path of the files of this document of a school (its id), without the end that says the format.
    fn stem(&self, kind: &Kind, document: &Document, school: &str) -> PathBuf;

    /// The file from an earlier run, where it need not be made again.
    fn kept(&self, path: &Path, document: &Document) -> Option<FileMade>;

    /// The file lies there now.
    ///
    /// # Errors
    /// It cannot be written down.
    fn done(&self, kind: &Kind, document: &Document, file: &FileMade) -> Result<(), CliError>;
}

/// One folder, every file made anew.
pub struct Folder<'a>(pub &'a Path);

impl Place for Folder<'_> {
    fn stem(&self, _: &Kind, document: &Document, _: &str) -> PathBuf {
        self.0.join(safe(&document.file_stem))
    }

    fn kept(&self, _: &Path, _: &Document) -> Option<FileMade> {
        None
    }

    fn done(&self, _: &Kind, _: &Document, _: &FileMade) -> Result<(), CliError> {
        Ok(())
    }
}

/// A file name that no class name can turn into a path.
pub fn safe(stem: &str) -> String {
    stem.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}

/// Who makes which documents, for the audit.
pub struct Audit {
    pub store: Store,
    pub user: String,
    pub command: &'static str,
    pub period: String,
}

impl Audit {
    #[must_use]
    pub fn new(store: Store, command: &'static str, period: Option<&str>) -> Self {
        Self { store, user: user(), command, period: period.unwrap_or_default().to_owned() }
    }

    fn write(&self, kind: &Kind, document: &Document, path: &Path, bytes: &[u8]) -> Result<String, CliError> {
        let data = &document.data;
        let of = |label: &str| data.head.iter().find(|field| field.label == label).map_or(String::new(), |field| field.value.clone());
        let about = AuditRecord {
            kind: kind.name.to_owned(),
            school: data.head.first().map_or(String::new(), |field| field.value.clone()),
            year: of("Учебный год"),
            class: of("Класс"),
            snapshot: data.provenance.snapshot.clone(),
            code: data.provenance.code.clone(),
            ..AuditRecord::default()
        };
        self.file(about, path, bytes)
    }

    /// Writes the line of a file that is about to be written; what is known here is added to what the caller says. Gives the file's SHA-256.
    ///
    /// # Errors
    /// The audit cannot be written.
    pub fn file(&self, about: AuditRecord, path: &Path, bytes: &[u8]) -> Result<String, CliError> {
        let sha256 = sha256(bytes);
        let record = AuditRecord {
            time: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            user: self.user.clone(),
            command: self.command.to_owned(),
            period: self.period.clone(),
            file: path.display().to_string(),
            sha256: sha256.clone(),
            ..about
        };
        let failed = |error: CliError| {
            let detail = error.values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(": ");
            CliError::new("error.audit").with("name", path.display()).with("detail", detail)
        };
        self.store.audit(&record).map_err(|error| failed(error.into()))?;
        Ok(sha256)
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file. First the line of the audit: no document with names lies there without one. A file that somebody has signed stays.
///
/// # Errors
/// Another file lies there, and signed. The document cannot be made in this format; the audit or the file cannot be written.
pub fn write(
    kind: &Kind,
    document: &Document,
    stem: &Path,
    format: DocFormat,
    run: (&dyn Place, &crate::typeset::Typesetter, Option<&Audit>),
) -> Result<FileMade, CliError> {
    let (place, typesetter, audit) = run;
    let name = stem.file_name().unwrap_or_default().to_string_lossy();
    let path = stem.with_file_name(format!("{name}.{}", format.extension()));
    if let Some(kept) = place.kept(&path, document) {
        return Ok(kept);
    }
    let bytes = format.bytes(document, typesetter)?;
    let code = document.data.provenance.code.clone();
    // Nothing is made, so nothing is written down of who made it.
    if output::there(&path, &bytes)? == There::Signed {
        let file = FileMade { path, sha256: sha256(&bytes), code, kept: true, signed: true };
        place.done(kind, document, &file)?;
        return Ok(file);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(CliError::file(folder))?;
    }
    let sha256 = match audit {
        Some(audit) => audit.write(kind, document, &path, &bytes)?,
        None => sha256(&bytes),
    };
    output::write(&path, &bytes)?;
    let file = FileMade { path, sha256, code, kept: false, signed: false };
    place.done(kind, document, &file)?;
    Ok(file)
}
