//! What can go wrong in the store. The command line words it.

use std::path::PathBuf;

use super::damage::Damage;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A backup has lines of the audit that the store has not.
    #[error("{path}: the audit of the store is no continuation of this one")]
    AuditDiverged { path: PathBuf },
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: {detail}")]
    Damaged { path: PathBuf, detail: String },
    /// A file of a version is not there or not what it was.
    #[error("{0}")]
    File(Box<Damage>),
    #[error("{path}: no store")]
    NotAStore { path: PathBuf },
    #[error("{path}: format {found}")]
    Format { path: PathBuf, found: u64 },
    #[error("{path}: taken by another import {tries} times")]
    Busy { path: PathBuf, tries: u32 },
    #[error("{path}: held by another")]
    Locked { path: PathBuf },
    #[error("{school} {year} has no version {version}")]
    NoVersion { school: String, year: i64, version: u32, known: Vec<u32> },
    /// Two stores gave different content to one version: they are not one and the same.
    #[error("{path}: version {version} of {school} {year} is another")]
    Diverged { path: PathBuf, school: String, year: i64, version: u32 },
    #[error("{path}: lies inside the store")]
    Inside { path: PathBuf },
    #[error("school «{name}» is not known to the store")]
    UnknownSchool { name: String, known: Vec<String> },
    #[error("school «{id}» is «{known}», not «{name}»")]
    OtherSchool { id: String, known: String, name: String },
    #[error("school id «{id}» is not ASCII letters, digits, - and _")]
    BadSchoolId { id: String },
    #[error("{0}")]
    Frame(#[from] polars::error::PolarsError),
}

impl StoreError {
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

impl From<Damage> for StoreError {
    fn from(damage: Damage) -> Self {
        Self::File(Box::new(damage))
    }
}
