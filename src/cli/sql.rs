//! `vedomost sql`

use clap::Args;

use crate::query::{EngineOptions, Params, user_sql};

use super::error::CliError;
use super::exit;
use super::format::{self, Format};
use super::scope::ScopeArgs;
use super::ui::Ui;

/// Ask the tables of the store with one SELECT of your own
#[derive(Args, Debug)]
pub struct SqlArgs {
    /// One SELECT; tables by their bare names, e.g. "SELECT count(*) FROM mark"
    pub sql: String,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// # Errors
/// The text is not exactly one SELECT, or asks for what is not in the store.
pub fn run(arguments: &SqlArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let scope = arguments.scope.open()?;
    let table = user_sql(&scope.bound, &scope.regulation, &Params::default(), &arguments.sql, &EngineOptions::default())?;
    let text = match arguments.format {
        // Who writes SQL needs the names that SQL has.
        Format::Table => Ok(format::table(&table, None)),
        Format::Csv => format::csv(&table),
        Format::Json => format::json(&table),
    };
    ui.data(&text.map_err(|detail| CliError::new("error.internal").with("detail", detail))?)?;
    Ok(exit::GOOD)
}
