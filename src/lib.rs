//! vedomost: exports of school e-journals → a columnar store → indicators → signed summary sheets.
//!
//! ```text
//! exports ──import──▶ Batch ──store──▶ Snapshot ──query──▶ Table ──report──▶ ReportData ──┬─typeset─▶ Pdf ─sign─▶ SignedPdf
//!                     │ Findings        versions                                          └─export──▶ xlsx · csv · html · json
//!                     ▼                 edit ledger
//! ```
//! Each stage is a folder with one main function from value to value; [`ingest`] and [`cli`] tie them together. Heavy
//! libraries are known to one folder each: Polars to [`store`], DuckDB to [`query`], plotters to [`report`],
//! Typst to [`typeset`], rust_xlsxwriter to [`export`], cryptography to [`sign`]. `tests/it/tidy.rs` holds that true.
//!
//! [`control`] stands between query and report: the answers of the weekly control as lists and pages in words.
//!
//! Rows travel from a file into the store as [`model::rows`], typed columns with texts as dictionaries, and not as frames
//! of strings: merging ten million rows then compares whole numbers, in a third of the time and of the memory. Polars
//! reads and writes the Parquet.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, clippy::print_stderr)
)]
#![deny(clippy::dbg_macro, clippy::todo, clippy::unimplemented)]

pub mod cli;
pub mod control;
pub mod export;
pub mod import;
pub mod ingest;
pub mod messages;
pub mod model;
pub mod query;
pub mod regulation;
pub mod report;
#[cfg_attr(not(test), expect(clippy::indexing_slicing, reason = "the generator reads no input: its places are its own"))]
pub mod sample;
pub mod sign;
pub mod store;
pub mod typeset;
