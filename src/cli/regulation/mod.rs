//! `vedomost regulation`: one file a command.

mod check;
mod diff;
mod lines;
mod list;
mod show;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::model::period;
use crate::regulation::Regulations;

use super::error::CliError;
use super::packs;
use super::scope::parse_year;
use super::ui::Ui;

pub use lines::{deadline_line, scope_line, value_line};

/// Regulations: deadlines, thresholds and terms as data, each with its clause
#[derive(Args, Debug)]
pub struct RegulationArgs {
    #[command(subcommand)]
    pub what: RegulationCommand,
}

#[derive(Subcommand, Debug)]
pub enum RegulationCommand {
    /// Regulations of the program and of the store, and the schools that follow them
    List(list::ListArgs),
    /// All values, deadlines and lists of a regulation with their clauses
    Show(show::ShowArgs),
    /// Find what is wrong, missing, twice there, contradictory or impossible in a regulation of your own
    Check(check::CheckArgs),
    /// Where two regulations differ, value by value with both clauses
    Diff(diff::DiffArgs),
}

/// # Errors
/// There is no such regulation, or a file cannot be read.
pub fn run(arguments: &RegulationArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    match &arguments.what {
        RegulationCommand::List(arguments) => list::run(arguments, ui),
        RegulationCommand::Show(arguments) => show::run(arguments, ui),
        RegulationCommand::Check(arguments) => check::run(arguments, ui),
        RegulationCommand::Diff(arguments) => diff::run(arguments, ui),
    }
}

/// The school year that is asked for, else the one that runs now.
fn year(asked: Option<&str>) -> Result<i32, CliError> {
    let year = asked.map(parse_year).transpose()?.and_then(|year| i32::try_from(year).ok());
    Ok(year.unwrap_or_else(|| period::school_year_of(chrono::Local::now().date_naive())))
}

/// All regulations together with those that are named by file; the ids of all names.
fn named(store: &Path, names: &[&str]) -> Result<(Regulations, Vec<String>), CliError> {
    let is_file = |name: &&&str| name.ends_with(".toml");
    let files: Vec<PathBuf> = names.iter().filter(is_file).map(PathBuf::from).collect();
    let all = packs::with_files(store, &files)?.map_err(|errors| packs::first(&errors))?;
    let id = |name: &&str| match all.iter().find(|pack| pack.file == *name) {
        Some(pack) => Ok(pack.id.clone()),
        None => all.known(name).map(|pack| pack.id.clone()).map_err(CliError::from),
    };
    let ids = names.iter().map(id).collect::<Result<_, _>>()?;
    Ok((all, ids))
}
