//! A finding: something in the school's data that a person should look at. A value, not an error; all are shown.

use serde::Serialize;

use super::hidden::one_line;

/// Of what was found so many characters are shown: a cell may hold a megabyte.
const SHOWN: usize = 200;
const PLACE_SHOWN: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The words for `code` stand in the message catalogue under `finding.<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    /// In the user's terms: file › sheet › cell, class, subject, student.
    pub place: String,
    pub found: String,
    pub expected: String,
}

impl Finding {
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, place: impl Into<String>) -> Self {
        Self { code, severity, place: one_line(&place.into(), PLACE_SHOWN), found: String::new(), expected: String::new() }
    }

    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = one_line(&found.into(), SHOWN);
        self
    }

    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = one_line(&expected.into(), SHOWN);
        self
    }
}
