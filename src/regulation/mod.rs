//! Regulations as data: packs of `regulations/*.toml` → values with their clauses, one row per school and year.
//!
//! Every threshold, weight and window that a query uses stands in a pack and nowhere else. A pack may inherit from another and state
//! only what differs. Invariant: the crate `toml` is known only here; no file is opened here, texts come in.

pub mod key;
pub mod nearest;
pub mod pack;
pub mod regulations;

pub use key::{KEYS, Key, Kind, Setting};
pub use pack::{Pack, Stated};
pub use regulations::{RegulationError, RegulationRow, Regulations};
