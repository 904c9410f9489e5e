//! An error of use on its way to the screen: what, with which values, which exit code. Words stand in the catalogue:
//! the text under the key, the advice under `<key>.hint`.

use std::io::ErrorKind;

use super::exit;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    pub code: u8,
    pub key: &'static str,
    pub values: Vec<(&'static str, String)>,
}

impl CliError {
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { code: exit::USE, key, values: Vec::new() }
    }

    #[must_use]
    pub const fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// A file that could not be read or written.
    pub fn file(path: impl AsRef<std::path::Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |error| Self::io(&path, &error)
    }

    /// The usual causes in the user's words; others as the system says them.
    #[must_use]
    pub fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        let key = match error.kind() {
            ErrorKind::NotFound => "error.file-not-found",
            ErrorKind::PermissionDenied => "error.file-denied",
            ErrorKind::IsADirectory => "error.file-is-folder",
            ErrorKind::NotADirectory => "error.file-not-folder",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "error.disk-full",
            ErrorKind::ReadOnlyFilesystem => "error.read-only",
            _ => "error.file",
        };
        Self::new(key).with("path", path.display()).with("detail", error)
    }
}
