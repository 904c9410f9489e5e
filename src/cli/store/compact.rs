//! `vedomost store compact`

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::store::{Keep, Plan, Store};

#[derive(Args, Debug)]
pub struct CompactArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// So many newest versions of each school year stay
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub keep: u32,
    /// What was the newest version within the last hours stays too: somebody may be reading it
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    pub older_than: u32,
    /// Only say what would go
    #[arg(long)]
    pub dry_run: bool,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// There is no store; imports go on and on; something cannot be removed.
pub fn run(arguments: &CompactArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let store = Store::open(&arguments.store)?;
    let before = chrono::Utc::now() - chrono::TimeDelta::hours(i64::from(arguments.older_than));
    let keep = Keep {
        versions: arguments.keep as usize,
        superseded_before: before.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        patience: Duration::from_secs(10),
    };
    let compaction = store.compaction(&keep)?;
    if !arguments.dry_run {
        compaction.carry_out()?;
    }
    let plan = &compaction.plan;
    match arguments.format {
        ListFormat::Json => ui.data(&to_json(plan, arguments.dry_run).to_string())?,
        ListFormat::Table => say(plan, arguments, ui)?,
    }
    Ok(if plan.damaged.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

fn say(plan: &Plan, arguments: &CompactArgs, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let store = arguments.store.display().to_string();
    for id in &plan.damaged {
        ui.say("store.compact.damaged", &[("school", &id.school), ("year", &id.year.to_string()), ("store", &store)])?;
    }
    let key = if arguments.dry_run { "store.compact.plan" } else { "store.compact.done" };
    ui.say(
        key,
        &[("versions", &plan.versions.len().to_string()), ("files", &plan.files.len().to_string()), ("bytes", &plan.bytes.to_string())],
    )
}

fn to_json(plan: &Plan, dry_run: bool) -> serde_json::Value {
    let versions: Vec<_> =
        plan.versions.iter().map(|(id, version)| json!({ "school": id.school, "year": id.year, "version": version })).collect();
    let files: Vec<_> = plan.files.iter().map(|path| path.display().to_string()).collect();
    let damaged: Vec<_> = plan.damaged.iter().map(|id| json!({ "school": id.school, "year": id.year })).collect();
    json!({ "versions": versions, "files": files, "bytes": plan.bytes, "damaged": damaged, "removed": !dry_run })
}
