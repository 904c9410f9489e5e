//! One test binary, on purpose: one link instead of many.
//!
//! `import`, `store`, `way`, `audit`, `pack`, `keeping`: what a user does, through the command line in process · `bad_input`: what he should not have · `fuzz`: the same
//! by the million · `query`: worked examples, the sandbox of user SQL, the lint · `indicators`: SQL against the plain-Rust twins on random
//! schools; `control_twins`: the same for the control on random journals · `sample`: the synthetic exports · `check`: the weekly control ·
//! `regulation`: the packs, what people see of them, what of the five texts is answered · `report`: the forms · `typeset`: pages · `templates`: those of a school · `export`: the other formats · `sign`, `judges`: signatures, by
//! us and by tools that are not ours · `real`: real exports · `docs`, `tidy`: the READMEs are true, the house rules hold ·
//! `explain`: every indicator has words for people.

mod audit;
mod bad_input;
mod check;
mod control_twins;
mod docs;
mod explain;
mod export;
mod fuzz;
mod import;
mod indicators;
mod judges;
mod keeping;
mod pack;
mod query;
mod random_school;
mod real;
mod regulation;
mod report;
mod sample;
mod sample_truth;
mod sign;
mod store;
mod support;
mod templates;
mod tidy;
mod traces;
mod twins;
mod typeset;
mod way;
