//! `STORE/.audit-head.json`: how far the audit had come, so that one that was taken away or cut short is seen.
//!
//! It is written after the line, so that it never says more than what was written; where a machine stopped in between, it says less, which
//! is no fault. Whoever removes both files leaves no trace here: a backup has them.

use std::fs;
use std::io::ErrorKind;

use serde::{Deserialize, Serialize};

use super::AuditLine;
use crate::store::{Store, StoreError, durable};

const FILE: &str = ".audit-head.json";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last line.
    pub lines: u64,
    /// Its SHA-256.
    pub last: String,
}

impl Store {
    /// `None` in a store that an earlier program wrote, or without a line.
    ///
    /// # Errors
    /// It cannot be read, or is not what was written: to go on as if there were none would forget what it knew.
    pub(super) fn audit_head(&self) -> Result<Option<Head>, StoreError> {
        let path = self.root().join(FILE);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(StoreError::io(&path))?,
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| StoreError::Damaged { path, detail: error.to_string() })
    }

    pub(super) fn set_audit_head(&self, line: &AuditLine, text: &str) -> Result<(), StoreError> {
        self.write_head(&Head { lines: line.number, last: super::hash(text) })
    }

    /// The copy knows of as many lines as the one that knows of more; one that is damaged there is put right.
    pub(super) fn copy_audit_head(&self, to: &Self) -> Result<(), StoreError> {
        let known = match to.audit_head() {
            Err(StoreError::Damaged { .. }) => 0,
            head => head?.map_or(0, |head| head.lines),
        };
        match self.audit_head()? {
            Some(head) if head.lines > known => to.write_head(&head),
            _ => Ok(()),
        }
    }

    fn write_head(&self, head: &Head) -> Result<(), StoreError> {
        let path = self.root().join(FILE);
        let bytes = serde_json::to_vec(head).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        durable::put(self.disk(), &path, &bytes)
    }
}
