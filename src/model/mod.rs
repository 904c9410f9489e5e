//! Domain types shared by all stages: the canonical tables, values, periods, result tables, documents.
//!
//! Invariant: no I/O here and no knowledge of any other stage.

pub mod class_name;
pub mod collate;
pub mod document;
pub mod finding;
pub mod hidden;
pub mod number;
pub mod period;
pub mod person;
pub mod rows;
pub mod schema;
pub mod table;
pub mod token;
