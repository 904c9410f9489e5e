//! `vedomost store`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::regulation::Regulations;
use crate::store::{School, Snapshot, Store};

use super::error::CliError;
use super::exit;
use super::list::ListFormat;
use super::ui::Ui;

/// Look at the store and its schools
#[derive(Args, Debug)]
pub struct StoreArgs {
    #[command(subcommand)]
    pub what: StoreCommand,
}

#[derive(Subcommand, Debug)]
pub enum StoreCommand {
    /// Schools, years, newest versions, rows
    Status(StatusArgs),
    /// Set what the exports do not say of a school
    School(SchoolArgs),
}

#[derive(Args, Debug)]
pub struct StatusArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

#[derive(Args, Debug, Default)]
pub struct SchoolArgs {
    /// Id of the school
    pub id: String,
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Full name as printed
    #[arg(long)]
    pub name: Option<String>,
    /// Another name by which exports call it
    #[arg(long)]
    pub alias: Vec<String>,
    /// Time zone, e.g. Asia/Yekaterinburg
    #[arg(long)]
    pub time_zone: Option<String>,
    /// Regulation pack, see `regulations`
    #[arg(long)]
    pub regulation: Option<String>,
    /// Name of the principal for signature lines
    #[arg(long)]
    pub principal: Option<String>,
    /// Name of the deputy head for signature lines
    #[arg(long)]
    pub deputy_head: Option<String>,
}

/// # Errors
/// The store cannot be read or written.
pub fn run(arguments: &StoreArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    match &arguments.what {
        StoreCommand::Status(arguments) => status(arguments, ui),
        StoreCommand::School(arguments) => school(arguments, ui),
    }
}

fn status(arguments: &StatusArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
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

fn school(arguments: &SchoolArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    if let Some(id) = &arguments.regulation {
        let regulations = Regulations::builtin()
            .map_err(|errors| errors.into_iter().next().map_or_else(|| CliError::new("error.internal"), CliError::from))?;
        if regulations.pack(id).is_none() {
            return Err(CliError::new("error.unknown-regulation").with("id", id).with("known", regulations.ids().join(", ")));
        }
    }
    let store = Store::open_or_create(&arguments.store)?;
    let mut schools = store.schools()?;
    let id = schools.identify(arguments.name.as_deref(), Some(&arguments.id))?;
    if let Some(school) = schools.school.iter_mut().find(|school| school.id == id) {
        change(school, arguments);
    }
    store.save_schools(&schools)?;
    ui.say("store.school-set", &[("id", &id)])?;
    Ok(exit::GOOD)
}

fn change(school: &mut School, arguments: &SchoolArgs) {
    if let Some(name) = &arguments.name
        && school.name != *name
    {
        school.aliases.retain(|alias| alias != name);
        let old = std::mem::replace(&mut school.name, name.clone());
        if old != school.id {
            school.aliases.push(old);
        }
    }
    school.aliases.extend(arguments.alias.iter().cloned());
    let set = |slot: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            slot.clone_from(value);
        }
    };
    set(&mut school.time_zone, &arguments.time_zone);
    set(&mut school.regulation, &arguments.regulation);
    set(&mut school.principal, &arguments.principal);
    set(&mut school.deputy_head, &arguments.deputy_head);
}
