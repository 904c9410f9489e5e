//! Who waits for whom. Imports of one school take turns, so that each knows the students that the one before brought;
//! imports wait for a `compact` that is deleting, and it for them; readers wait for nobody.
//!
//! No version depends on it: where locks do not lock, a commit still fails when its number is taken. A lock is the operating system's: it ends with the process, however that ends.

use std::fs::File;
use std::time::Duration;

use super::disk::Lock;
use super::error::StoreError;
use super::{Store, durable};

const COMMITS: &str = ".commits.lock";
const SCHOOLS: &str = ".schools.lock";

impl Store {
    /// Held from looking who is known in a school till the commit: of two imports at once the second must see the
    /// students of the first, or namesakes would become one person.
    ///
    /// # Errors
    /// Others held it all the time; locks cannot be had there.
    pub fn turn(&self, school: &str) -> Result<File, StoreError> {
        durable::lock(self.disk(), &self.root().join(format!(".school-{school}.lock")), Lock::Exclusive, Duration::from_mins(30))
    }

    /// Held by those who add files: nothing is deleted meanwhile.
    pub(super) fn adding(&self) -> Result<File, StoreError> {
        durable::lock(self.disk(), &self.root().join(COMMITS), Lock::Shared, Duration::from_mins(2))
    }

    /// Held by the one who deletes: nobody adds meanwhile.
    pub(super) fn deleting(&self, patience: Duration) -> Result<File, StoreError> {
        durable::lock(self.disk(), &self.root().join(COMMITS), Lock::Exclusive, patience)
    }

    /// Held by the one who changes `schools.toml`.
    pub(super) fn changing_schools(&self) -> Result<File, StoreError> {
        durable::lock(self.disk(), &self.root().join(SCHOOLS), Lock::Exclusive, Duration::from_mins(2))
    }
}
