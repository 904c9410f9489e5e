//! `vedomost store backup`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::store::{Copied, Store};

use super::check::{damage_json, say_damage};

#[derive(Args, Debug)]
pub struct BackupArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Folder to copy into, outside the store; an earlier backup is brought up to date
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// There is no store; the folder holds something else; it cannot be written.
pub fn run(arguments: &BackupArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let copied = Store::open(&arguments.store)?.backup(&arguments.to)?;
    match arguments.format {
        ListFormat::Json => ui.data(&to_json(&copied).to_string())?,
        ListFormat::Table => {
            for damage in &copied.damaged {
                say_damage(damage, ui)?;
            }
            let path = arguments.to.display().to_string();
            say("store.backup.done", &copied, &path, ui)?;
        }
    }
    Ok(if copied.damaged.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

/// # Errors
/// As [`Ui::say`].
pub fn say(key: &str, copied: &Copied, path: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.say(
        key,
        &[
            ("versions", &copied.versions.to_string()),
            ("files", &copied.files.to_string()),
            ("bytes", &copied.bytes.to_string()),
            ("kept", &copied.kept.to_string()),
            ("path", path),
        ],
    )
}

#[must_use]
pub fn to_json(copied: &Copied) -> serde_json::Value {
    json!({ "versions": copied.versions, "files": copied.files, "bytes": copied.bytes, "kept": copied.kept,
        "damaged": copied.damaged.iter().map(damage_json).collect::<Vec<_>>() })
}
