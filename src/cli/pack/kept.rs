//! Whether a file is the one that a pack made: by its hash, also where it was signed since.

use sha2::{Digest, Sha256};

use crate::sign::{carries_signature, earlier_states};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// To the byte.
    Whole,
    /// Signing has added to its end.
    Signed,
}

/// `None`: it is another file. Whether the signature is good is not asked here.
pub fn as_made(bytes: &[u8], sha256: &str) -> Option<Kept> {
    let is = |bytes: &[u8]| hash(bytes) == sha256;
    if is(bytes) {
        return Some(Kept::Whole);
    }
    (carries_signature(bytes) && earlier_states(bytes).any(is)).then_some(Kept::Signed)
}

/// Of the file, and of what it may have been before it was signed.
pub fn hashes(bytes: &[u8]) -> Vec<String> {
    let before = if carries_signature(bytes) { earlier_states(bytes).map(hash).collect() } else { Vec::new() };
    std::iter::once(hash(bytes)).chain(before).collect()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
