//! `vedomost store restore`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::store::Store;

use super::{backup, check};

#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// Folder of the store; may be empty or damaged
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Folder of the backup
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// One of the two is no store; the store cannot be written.
pub fn run(arguments: &RestoreArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let restored = Store::restore(&arguments.store, &arguments.from)?;
    let store = arguments.store.display().to_string();
    let apart: Vec<_> = restored.apart.iter().map(|id| json!({ "school": id.school, "year": id.year })).collect();
    if arguments.format == ListFormat::Json {
        let json = json!({ "copied": backup::to_json(&restored.copied), "apart": apart, "check": check::to_json(&restored.check) });
        ui.data(&json.to_string())?;
    } else {
        for id in &restored.apart {
            ui.say("store.restore.apart", &[("school", &id.school), ("year", &id.year.to_string())])?;
        }
        backup::say("store.restore.done", &restored.copied, &store, ui)?;
        check::say(&restored.check, &store, ui)?;
    }
    Ok(if restored.check.is_whole() && apart.is_empty() { exit::GOOD } else { exit::FINDINGS })
}
