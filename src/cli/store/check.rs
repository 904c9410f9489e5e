//! `vedomost store check`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::store::audit;
use crate::cli::ui::Ui;
use crate::store::{Check, Damage, Fault, ShelfCheck, Store};

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// There is no store, or a newer program wrote it.
pub fn run(arguments: &CheckArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let check = Store::open(&arguments.store)?.check()?;
    match arguments.format {
        ListFormat::Json => ui.data(&to_json(&check).to_string())?,
        ListFormat::Table => say(&check, &arguments.store.display().to_string(), ui)?,
    }
    Ok(if check.is_whole() { exit::GOOD } else { exit::FINDINGS })
}

/// Each damaged file, then what can still be read, then what to do.
///
/// # Errors
/// As [`Ui::say`].
pub fn say(check: &Check, store: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    for damage in &check.damages {
        say_damage(damage, ui)?;
    }
    audit::say_faults(&check.audit, ui)?;
    for shelf in check.shelves.iter().filter(|shelf| shelf.last_good != Some(shelf.head)) {
        say_shelf(shelf, store, ui)?;
    }
    let versions: usize = check.shelves.iter().map(|shelf| shelf.versions).sum();
    let key = match () {
        () if check.is_whole() => "store.check.whole",
        // Of the files nothing is to be brought back.
        () if check.damages.is_empty() => "store.check.audit",
        () => "store.check.damaged",
    };
    ui.say(
        key,
        &[
            ("files", &check.files.to_string()),
            ("bytes", &check.bytes.to_string()),
            ("versions", &versions.to_string()),
            ("count", &check.damages.len().to_string()),
            ("store", store),
        ],
    )
}

/// # Errors
/// As [`Ui::say`].
pub fn say_damage(damage: &Damage, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let error = CliError::from(damage.clone());
    let values: Vec<(&str, &str)> = error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = ui.text(error.key, &values);
    ui.data(&format!("✗ {text}"))
}

fn say_shelf(shelf: &ShelfCheck, store: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let (head, year) = (shelf.head.to_string(), shelf.id.year.to_string());
    let good = shelf.last_good.map(|version| version.to_string()).unwrap_or_default();
    let key = if shelf.last_good.is_some() { "store.check.last-good" } else { "store.check.none-good" };
    ui.say(key, &[("school", &shelf.id.school), ("year", &year), ("head", &head), ("good", &good), ("store", store)])
}

#[must_use]
pub fn to_json(check: &Check) -> serde_json::Value {
    let shelf = |shelf: &ShelfCheck| json!({ "school": shelf.id.school, "year": shelf.id.year, "versions": shelf.versions, "head": shelf.head, "last_good": shelf.last_good });
    json!({
        "whole": check.is_whole(), "files": check.files, "bytes": check.bytes,
        "damages": check.damages.iter().map(damage_json).collect::<Vec<_>>(),
        "audit": check.audit.iter().map(audit::fault_json).collect::<Vec<_>>(),
        "shelves": check.shelves.iter().map(shelf).collect::<Vec<_>>(),
    })
}

#[must_use]
pub fn damage_json(damage: &Damage) -> serde_json::Value {
    let (fault, expected, found) = match &damage.fault {
        Fault::Missing => ("missing", None, None),
        Fault::Changed { expected, found } => ("changed", Some(expected.clone()), Some(found.clone())),
        Fault::Rows { expected, found } => ("rows", Some(expected.to_string()), Some(found.to_string())),
        Fault::Manifest(detail) => ("manifest", None, Some(detail.clone())),
    };
    json!({ "path": damage.path.display().to_string(), "school": damage.school, "year": damage.year, "table": damage.table,
        "versions": damage.versions, "fault": fault, "expected": expected, "found": found })
}
