//! `ReportData` + `report-templates/x.typ` → PDF/A-2a + PDF/UA-1 bytes; the only folder that knows Typst.
//!
//! Invariant: no file system, no clock, no packages, no system fonts. Templates and fonts are embedded in the program or
//! handed in, the date stands in the data, so equal data give equal bytes, on any number of threads.

mod error;
mod fonts;
mod glyphs;
mod page_text;
mod templates;
mod typesetter;
mod workers;
mod world;

pub use error::{Place, Problem, TypesetError};
pub use templates::{Overlay, TemplateInfo};
pub use typesetter::Typesetter;
pub use workers::each;
