//! Files are looked at before they are read: what the store holds already need not be.

use std::collections::BTreeSet;

use super::Request;
use crate::import::{self, Group, Hashed};
use crate::store::Inputs;

/// Files that were looked at.
pub(super) enum Step {
    Known(KnownFiles),
    Read(import::Read),
}

/// Files that newest versions held when the run began, told by their hashes.
pub(super) struct KnownFiles {
    pub group: Group,
    pub ids: BTreeSet<String>,
    pub inputs: Vec<String>,
    pub shelves: BTreeSet<(String, i64)>,
}

/// Reads a group, unless the store has it.
pub(super) fn look(taken: &Inputs, request: &Request, group: Group) -> Step {
    let hashes = if taken.is_empty() { None } else { group.hashes() };
    let wishes = request.wishes();
    let ids: BTreeSet<String> = hashes.iter().flatten().map(Hashed::id).collect();
    let inputs: Vec<String> = ids.iter().map(|id| format!("{id}.{wishes}")).collect();
    match taken.shelves(&inputs) {
        Some(shelves) => Step::Known(KnownFiles { group, ids, inputs, shelves }),
        None => Step::Read(group.read(&request.options.blanks)),
    }
}
