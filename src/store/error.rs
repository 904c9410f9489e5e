//! What can go wrong in the store. The command line words it.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: {detail}")]
    Damaged { path: PathBuf, detail: String },
    #[error("{path}: no store")]
    NotAStore { path: PathBuf },
    #[error("{path}: format {found}")]
    Format { path: PathBuf, found: u64 },
    #[error("{path}: taken by another import {tries} times")]
    Busy { path: PathBuf, tries: u32 },
    #[error("school «{name}» is not known to the store")]
    UnknownSchool { name: String, known: Vec<String> },
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
