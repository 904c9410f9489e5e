//! `vedomost store school`

use std::path::PathBuf;

use chrono::Datelike;
use clap::Args;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::packs::packs;
use crate::cli::scope::parse_date;
use crate::cli::ui::Ui;
use crate::model::period;
use crate::store::{School, Store, StoreError};

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
    /// Id of the regulation it follows, see `vedomost regulation list`
    #[arg(long)]
    pub regulation: Option<String>,
    /// First day of that regulation [default: always]
    #[arg(long, value_name = "DATE", requires = "regulation")]
    pub regulation_from: Option<String>,
    /// Name of the principal for signature lines
    #[arg(long)]
    pub principal: Option<String>,
    /// Name of the deputy head for signature lines
    #[arg(long)]
    pub deputy_head: Option<String>,
}

/// # Errors
/// The store cannot be read or written; there is no such regulation.
pub fn run(arguments: &SchoolArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let from = arguments.regulation_from.as_deref().map(parse_date).transpose()?;
    let there = Store::open(&arguments.store).ok();
    if let Some(id) = &arguments.regulation {
        packs(there.as_ref())?.known(id)?;
    }
    let store = Store::open_or_create(&arguments.store)?;
    let id = store.change_schools(|schools| {
        // A new school is given its name; an id alone that the store does not know is a slip.
        if arguments.name.is_none() && !schools.school.is_empty() && schools.school.iter().all(|school| school.id != arguments.id) {
            let known = schools.school.iter().map(|school| format!("{} «{}»", school.id, school.name)).collect();
            return Err(StoreError::UnknownSchool { name: arguments.id.clone(), known });
        }
        let school = schools.of_id(&arguments.id)?;
        change(school, arguments);
        if let Some(regulation) = &arguments.regulation {
            school.follow(regulation, from);
        }
        Ok(arguments.id.clone())
    })?;
    ui.say("store.school-set", &[("id", &id)])?;
    if let (Some(regulation), Some(from)) = (&arguments.regulation, from) {
        let year = from.year() + i32::from(from.month() > 9 || (from.month() == 9 && from.day() > 1));
        ui.say("store.school-follows", &[("id", &id), ("regulation", regulation), ("year", &period::school_year_label(year))])?;
    }
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
    set(&mut school.principal, &arguments.principal);
    set(&mut school.deputy_head, &arguments.deputy_head);
}
