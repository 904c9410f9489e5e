//! Import: files of any school journal → batches of canonical rows, with findings and a quarantine.
//!
//! Flow: [`source`] lists files; [`plan`] tells by its beginning whose each is, and groups what goes into the store
//! together; a reader ([`bundle_file`], [`mapping`], [`student_total`]) makes a [`draft::Draft`]; [`batch`] turns names into
//! ids and school years; [`books`] writes down where everything came from. A new format is one file and one line in `plan`.
//!
//! Invariant: prints nothing, knows neither the store nor DuckDB.

mod archive;
pub mod batch;
mod books;
mod bundle;
mod bundle_file;
mod columns;
mod complete;
mod delimited;
pub mod draft;
mod flat;
mod html;
pub mod identity;
mod limits;
mod listing;
mod mapping;
mod mapping_spec;
mod membership;
mod nobody;
mod overlap;
mod plan;
mod read;
mod references;
mod source;
mod stream;
mod student_total;
mod student_total_head;
mod student_total_mean;
mod student_total_rows;
mod text;
mod typed;

pub use crate::model::rows::Rows;
pub use batch::{Batch, Context};
pub use draft::Draft;
pub use plan::{Group, Plan, plan, plan_bytes};
pub use read::Read;
pub use stream::Hashed;
pub use student_total::Blanks;
pub use typed::{date, date_of, days, stamp};

/// What the command line says about the files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Text of a mapping file.
    pub mapping: Option<String>,
    pub blanks: Blanks,
}

/// Writes the books of a batch: sources, findings, coverage.
pub fn write_books(batch: &mut Batch) {
    books::write(batch);
}
