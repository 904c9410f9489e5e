//! Snapshot and name and parameters → table. The only place that knows DuckDB.
//!
//! [`catalog`] holds the embedded `queries/*.sql` with their headers and order; [`Engine`] binds the files of a snapshot as views with
//! bare names, fills the one-row view `params` and the views of the regulation, keeps what many queries read (`kept.rs`) and answers many
//! requests at once (`run.rs`), of many schools some at a time ([`Groups`]); [`user_sql()`] answers one SELECT of a user with everything else locked. An empty answer says why ([`why_empty`]).
//!
//! Invariants: nothing is formatted for people here, no number of a regulation stands here, and nothing outside the bound files is read.

mod bind;
pub mod catalog;
mod check;
mod compare;
pub mod engine;
pub mod error;
pub mod groups;
mod header;
mod kept;
pub mod lint;
pub mod own;
pub mod params;
mod regulation_tables;
pub mod run;
pub mod scan;
mod steps;
pub mod trace;
mod trace_sql;
mod user_select;
pub mod user_sql;
mod value;
pub mod why_empty;

pub use bind::Bound;
pub use catalog::{Catalog, Query};
pub use engine::{Engine, EngineOptions, tables_read};
pub use error::QueryError;
pub use groups::Groups;
pub use params::Params;
pub use run::{Answer, Request, answer};
pub use user_sql::user_sql;
pub use why_empty::WhyEmpty;
