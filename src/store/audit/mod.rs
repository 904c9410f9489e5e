//! `STORE/audit.jsonl`: who made which document with names. One line a file, written before the file gets its name.
//!
//! Each line carries its number, the SHA-256 of the line before and that of itself, so that a changed, removed or moved line is seen and told
//! with its number. What no chain shows is a tail that was cut off, or a file that was taken away or written anew as a whole: a small file beside
//! it (`head.rs`) tells how far it had come, a backup keeps what it once had, and the hash of the last line can be written down.

mod copy;
mod head;
mod tail;
mod verify;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk::Lock;
use super::{Store, StoreError, durable};

pub use verify::{AuditFault, AuditTrail};

pub const FILE: &str = "audit.jsonl";
const LOCK: &str = ".audit.lock";
/// What stands as the hash before the first line.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is known of a file that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// UTC, RFC 3339.
    pub time: String,
    /// Account of the operating system.
    pub user: String,
    pub command: String,
    /// Kind of document.
    pub kind: String,
    pub school: String,
    pub year: String,
    pub class: String,
    pub period: String,
    pub file: String,
    pub sha256: String,
    pub snapshot: String,
    /// The code printed on the document.
    pub code: String,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub number: u64,
    /// SHA-256 of the whole line before.
    pub previous: String,
    #[serde(flatten)]
    pub record: AuditRecord,
}

impl Store {
    /// Appends a line. Several programs may do so at once: each waits for the others.
    ///
    /// # Errors
    /// The line cannot be written; then nothing of it stands there. Or it stands there and how far the audit has come cannot be written.
    pub fn audit(&self, record: &AuditRecord) -> Result<(), StoreError> {
        let path = self.audit_path();
        let _alone = durable::lock(self.disk(), &self.root().join(LOCK), Lock::Exclusive, Duration::from_mins(2))?;
        let tail = tail::read(&path).map_err(StoreError::io(&path))?;
        // The line follows the last one that was ever written: what was taken away since stays missed.
        let (number, previous) = match self.audit_head()? {
            Some(head) if head.lines >= tail.number => (head.lines, head.last),
            _ => (tail.number, tail.last.as_deref().map_or_else(|| NOTHING.to_owned(), hash)),
        };
        let line = AuditLine { number: number.saturating_add(1), previous, record: record.clone() };
        let text = sealed(&line).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        self.disk().append(&path, tail.length, format!("{text}\n").as_bytes()).map_err(StoreError::io(&path))?;
        self.set_audit_head(&line, &text)
    }

    /// The lines and what is wrong with them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn audit_trail(&self) -> Result<AuditTrail, StoreError> {
        // First the head: lines that are written meanwhile are no fault.
        let head = self.audit_head()?;
        Ok(verify::verify(&self.audit_text()?, head.as_ref()))
    }

    fn audit_path(&self) -> PathBuf {
        self.root().join(FILE)
    }

    /// Empty where no document with names was made yet.
    fn audit_text(&self) -> Result<String, StoreError> {
        let path = self.audit_path();
        match fs::read(&path) {
            // What is no UTF-8 is no line of ours and is told as a changed one.
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(StoreError::io(&path)(error)),
        }
    }
}

/// The line with the hash of itself at its end.
fn sealed(line: &AuditLine) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(line)?;
    let own = hash(&text);
    let open = text.strip_suffix('}').unwrap_or(&text);
    Ok(format!("{open},\"hash\":\"{own}\"}}"))
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
