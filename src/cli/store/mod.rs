//! `vedomost store`: one file a command.

mod audit;
mod backup;
mod check;
mod compact;
mod history;
mod restore;
mod school;
mod show;
mod status;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::store::{ShelfId, Store};

use super::error::CliError;
use super::exit;
use super::scope::parse_year;
use super::ui::Ui;

pub use school::SchoolArgs;

/// Look at the store and its schools
#[derive(Args, Debug)]
pub struct StoreArgs {
    #[command(subcommand)]
    pub what: StoreCommand,
}

#[derive(Subcommand, Debug)]
pub enum StoreCommand {
    /// Schools, years, newest versions, rows
    Status(status::StatusArgs),
    /// Set what the exports do not say of a school
    School(SchoolArgs),
    /// All versions: when, from how many sources, rows, edits, findings
    History(history::HistoryArgs),
    /// Tables and sources of a version
    Show(show::ShowArgs),
    /// Hold every file of every version against its hash
    Check(check::CheckArgs),
    /// Who made which documents with names, and whether the list is whole
    Audit(audit::AuditArgs),
    /// Copy the whole store into another folder; a repeat copies only what is new
    Backup(backup::BackupArgs),
    /// Put back from a backup what is missing or damaged
    Restore(restore::RestoreArgs),
    /// Give up old versions and what broken-off imports left
    Compact(compact::CompactArgs),
}

/// # Errors
/// The store cannot be read or written.
pub fn run(arguments: &StoreArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    match &arguments.what {
        StoreCommand::Status(arguments) => status::run(arguments, ui),
        StoreCommand::School(arguments) => school::run(arguments, ui),
        StoreCommand::History(arguments) => history::run(arguments, ui),
        StoreCommand::Show(arguments) => show::run(arguments, ui),
        StoreCommand::Check(arguments) => check::run(arguments, ui),
        StoreCommand::Audit(arguments) => audit::run(arguments, ui),
        StoreCommand::Backup(arguments) => backup::run(arguments, ui),
        StoreCommand::Restore(arguments) => restore::run(arguments, ui),
        StoreCommand::Compact(arguments) => compact::run(arguments, ui),
    }
}

/// Which school-years are meant.
#[derive(Args, Debug)]
pub struct ShelfArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Id of the school
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Year in which the school year begins
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
}

impl ShelfArgs {
    /// # Errors
    /// There is no store, or nothing of what was named in it.
    fn open(&self) -> Result<(Store, Vec<ShelfId>), CliError> {
        let store = Store::open(&self.store)?;
        let year = self.year.as_deref().map(parse_year).transpose()?;
        let all = store.shelf_ids()?;
        let there: Vec<String> = all.iter().map(|id| format!("{} {}", id.school, id.year)).collect();
        let meant =
            |id: &ShelfId| self.school.as_ref().is_none_or(|school| *school == id.school) && year.is_none_or(|year| year == id.year);
        let ids: Vec<ShelfId> = all.into_iter().filter(meant).collect();
        if ids.is_empty() {
            let error = if there.is_empty() {
                CliError::new("error.empty-store").with("path", self.store.display())
            } else {
                CliError::new("error.no-data").with("there", there.join(", "))
            };
            return Err(error.code(exit::NOTHING));
        }
        Ok((store, ids))
    }
}
