//! Whether every school that the files name has its place, asked before anything is written.

use std::collections::BTreeSet;

use crate::import::Plan;
use crate::store::{Schools, StoreError, name_key};

use super::IngestError;

/// # Errors
/// Files of several schools under one id, or of several schools that the store does not know.
pub(super) fn place(schools: &Schools, plan: &Plan, given: Option<&str>) -> Result<(), IngestError> {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = plan.schools().into_iter().filter(|name| seen.insert(name_key(name))).collect();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    if given.is_none() {
        let unknown: Vec<&str> = names.iter().copied().filter(|name| schools.by_name(name).is_none()).collect();
        if unknown.len() > 1 {
            return Err(IngestError::UnknownSchools { names: owned(&unknown), ids: free_ids(schools, unknown.len()) });
        }
    }
    let mut trial = schools.clone();
    for name in &names {
        match (trial.identify(Some(name), given), given) {
            (Err(StoreError::OtherSchool { .. }), Some(id)) if names.len() > 1 => {
                return Err(IngestError::SeveralSchools { id: id.to_owned(), names: owned(&names) });
            }
            (placed, _) => drop(placed?),
        }
    }
    Ok(())
}

/// So many ids that no school has.
fn free_ids(schools: &Schools, count: usize) -> Vec<String> {
    (1..).map(|number| format!("school-{number:02}")).filter(|id| schools.by_id(id).is_none()).take(count).collect()
}
