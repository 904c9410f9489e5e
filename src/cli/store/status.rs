//! `vedomost store status`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::store::{Snapshot, Store};

#[derive(Args, Debug)]
pub struct StatusArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// The store cannot be read.
pub fn run(arguments: &StatusArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let store = Store::open(&arguments.store)?;
    let snapshot = store.snapshot()?;
    if arguments.format == ListFormat::Json {
        ui.data(&status_json(&snapshot).to_string())?;
        return Ok(exit::GOOD);
    }
    let schools = store.schools()?;
    for shelf in &snapshot.shelves {
        let manifest = &shelf.manifest;
        let name = schools.by_id(&manifest.school).map_or("", |school| school.name.as_str());
        ui.say(
            "store.shelf",
            &[
                ("school", &manifest.school),
                ("name", name),
                ("year", &manifest.year.to_string()),
                ("version", &manifest.version.to_string()),
            ],
        )?;
        for table in &manifest.tables {
            ui.data(&format!("  {:<20} {:>10}", table.table, table.rows))?;
        }
    }
    Ok(if snapshot.shelves.is_empty() { exit::NOTHING } else { exit::GOOD })
}

fn status_json(snapshot: &Snapshot) -> serde_json::Value {
    let mut schools: Vec<(String, Vec<serde_json::Value>)> = Vec::new();
    for shelf in &snapshot.shelves {
        let manifest = &shelf.manifest;
        let tables: Vec<_> = manifest.tables.iter().map(|table| json!({ "table": table.table, "rows": table.rows })).collect();
        let year = json!({ "year": manifest.year, "version": manifest.version, "tables": tables });
        match schools.last_mut().filter(|(id, _)| *id == manifest.school) {
            Some((_, years)) => years.push(year),
            None => schools.push((manifest.school.clone(), vec![year])),
        }
    }
    json!({ "schools": schools.into_iter().map(|(id, years)| json!({ "id": id, "years": years })).collect::<Vec<_>>() })
}
