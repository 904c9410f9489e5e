//! Nothing but the place of the benches: `speed.rs` (`make bench`), `growth.rs` and `compare/` (`make compare`).
