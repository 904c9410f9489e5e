//! One test binary, on purpose: one link instead of many.
//!
//! `sample`: the synthetic exports · `sign`, `judges`: signatures, by us and by tools that are not ours · `typeset`: pages ·
//! `query`: worked examples, the sandbox of user SQL, the lint · `indicators`: SQL against the plain-Rust twins.

mod judges;
mod sample;
mod sign;
mod typeset;
