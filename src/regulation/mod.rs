//! Regulations as data: packs of `regulations/*.toml` → values, deadlines and lists with their clauses, for a school and year.
//!
//! Every threshold, weight and window that a query uses stands in a pack and nowhere else. A pack may inherit from another and state
//! only what differs. Invariant: the crate `toml` is known only here; no file is opened here, texts come in.

mod contradiction;
pub mod deadline;
pub mod error;
pub mod key;
pub mod nearest;
pub mod pack;
mod reader;
pub mod regulations;
pub mod scope;

pub use deadline::{Deadline, Term};
pub use error::RegulationError;
pub use key::{KEYS, Key, Kind, Setting};
pub use pack::{Note, Pack, Stated};
pub use regulations::{RegulationRow, Regulations};
pub use scope::Scope;
