//! `vedomost store audit`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::format;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::model::table::{Table, Value};
use crate::store::{AuditFault, AuditLine, AuditTrail, Store};

#[derive(Args, Debug)]
pub struct AuditArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

const COLUMNS: &[&str] = &["number", "time", "user", "command", "kind", "class", "period", "file", "code"];

/// # Errors
/// There is no store, or the file cannot be read.
pub fn run(arguments: &AuditArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let trail = Store::open(&arguments.store)?.audit_trail()?;
    match arguments.format {
        ListFormat::Json => ui.data(&to_json(&trail).to_string())?,
        ListFormat::Table => say(&trail, ui)?,
    }
    Ok(if trail.faults.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

fn say(trail: &AuditTrail, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if !trail.lines.is_empty() {
        let columns = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        let table = Table { columns, rows: trail.lines.iter().map(row).collect() };
        ui.data(&format::table(&table, Some(ui.lang)))?;
    }
    say_faults(&trail.faults, ui)?;
    let key = if trail.faults.is_empty() { "store.audit.whole" } else { "store.audit.broken" };
    ui.say(key, &[("lines", &trail.lines.len().to_string()), ("last", &trail.last), ("faults", &trail.faults.len().to_string())])
}

/// # Errors
/// As [`Ui::data`].
pub fn say_faults(faults: &[AuditFault], ui: &mut Ui<'_>) -> Result<(), CliError> {
    faults.iter().try_for_each(|fault| {
        let (key, from, to) = words(fault);
        let text = ui.text(key, &[("line", &from.to_string()), ("to", &to.to_string())]);
        ui.data(&format!("✗ {text}"))
    })
}

#[must_use]
pub fn fault_json(fault: &AuditFault) -> serde_json::Value {
    let (key, from, to) = words(fault);
    json!({ "fault": key.rsplit('.').next(), "line": from, "to": to })
}

const fn words(fault: &AuditFault) -> (&'static str, u64, u64) {
    match fault {
        AuditFault::Changed { line } => ("store.audit.changed", *line, *line),
        AuditFault::CutOff { line } => ("store.audit.cut-off", *line, *line),
        AuditFault::Moved { line } => ("store.audit.moved", *line, *line),
        AuditFault::Removed { from, to } => ("store.audit.removed", *from, *to),
        AuditFault::Unlinked { line } => ("store.audit.unlinked", *line, *line),
    }
}

fn row(line: &AuditLine) -> Vec<Value> {
    let record = &line.record;
    let texts = [&record.time, &record.user, &record.command, &record.kind, &record.class, &record.period, &record.file, &record.code];
    let number = Value::Int(i64::try_from(line.number).unwrap_or(i64::MAX));
    let text = |text: &&String| if text.is_empty() { Value::Null } else { Value::Text((*text).clone()) };
    std::iter::once(number).chain(texts.iter().map(text)).collect()
}

fn to_json(trail: &AuditTrail) -> serde_json::Value {
    json!({ "whole": trail.faults.is_empty(), "last": trail.last, "lines": trail.lines, "faults": trail.faults.iter().map(fault_json).collect::<Vec<_>>() })
}
