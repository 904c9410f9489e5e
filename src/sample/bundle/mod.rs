//! The CSV bundle: one file per canonical table, with ids that have a meaning only inside the bundle.

mod codes;
mod events;
pub mod ids;
mod office;
mod people;
mod programme;
mod sheet;

use super::day::Day;
use super::output::Output;
use super::{SampleError, Year};

const FOLDER: &str = "bundle";

/// Writes all tables and `bundle.toml`.
pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    codes::write(year, output)?;
    people::write(year, output)?;
    programme::write(year, output)?;
    events::write(year, output)?;
    office::write(year, output)?;
    output.put(&format!("{FOLDER}/bundle.toml"), header(year).as_bytes())
}

fn header(year: &Year) -> String {
    let name = year.school.name.replace('"', "\\\"");
    let (from, to) = (Day::FIRST, Day::LAST);
    format!(
        "school = \"{name}\"\nyear = 2025\nas_of = \"{}\"\ncovers_from = \"{from}\"\ncovers_to = \"{to}\"\ncomplete = true\n",
        year.as_of
    )
}
