//! The audit in a backup and back: a copy only ever grows.

use std::fs;

use super::{FILE, LOCK};
use crate::store::disk::Lock;
use crate::store::{Store, StoreError, durable};
use std::time::Duration;

impl Store {
    /// Copies the audit to a backup that has its beginning or nothing.
    ///
    /// # Errors
    /// The backup has lines that this store has not: they were removed or changed here. The backup keeps what it has.
    pub(in crate::store) fn copy_audit(&self, to: &Self) -> Result<(), StoreError> {
        if self.extend_audit(to)? { self.copy_audit_head(to) } else { Err(StoreError::AuditDiverged { path: to.root().join(FILE) }) }
    }

    /// Puts back the audit where it is gone or cut off; one that has gone on since stays.
    ///
    /// # Errors
    /// It cannot be written.
    pub(in crate::store) fn restore_audit(&self, to: &Self) -> Result<(), StoreError> {
        self.extend_audit(to)?;
        self.copy_audit_head(to)
    }

    /// `false` when the other's is no beginning of this one.
    fn extend_audit(&self, to: &Self) -> Result<bool, StoreError> {
        let source = self.root().join(FILE);
        let target = to.root().join(FILE);
        let theirs = fs::read(&target).unwrap_or_default();
        let ours = match fs::read(&source) {
            Ok(ours) => ours,
            Err(_) if !source.exists() => return Ok(theirs.is_empty()),
            Err(error) => return Err(StoreError::io(&source)(error)),
        };
        if ours == theirs {
            return Ok(true);
        }
        if !ours.starts_with(&theirs) {
            return Ok(false);
        }
        let _alone = durable::lock(to.disk(), &to.root().join(LOCK), Lock::Exclusive, Duration::from_mins(2))?;
        durable::replace(to.disk(), &target, &ours).map(|()| true)
    }
}
