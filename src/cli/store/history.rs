//! `vedomost store history`

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::format;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::model::table::{Table, Value};
use crate::store::{Manifest, ShelfId, Store, StoreError, snapshot_id};

use super::ShelfArgs;

#[derive(Args, Debug)]
pub struct HistoryArgs {
    #[command(flatten)]
    pub shelf: ShelfArgs,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

const COLUMNS: &[&str] = &["school", "year", "version", "created_at", "sources", "rows", "edits", "findings", "snapshot"];

/// # Errors
/// There is no store or nothing in it. A version that cannot be read is said, and the others are shown.
pub fn run(arguments: &HistoryArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let (store, ids) = arguments.shelf.open()?;
    let mut manifests = Vec::new();
    let mut code = exit::GOOD;
    for id in &ids {
        for manifest in versions(&store, id)? {
            match manifest {
                Ok(manifest) => manifests.push(manifest),
                Err(error) => {
                    ui.error(&error.into());
                    code = exit::FINDINGS;
                }
            }
        }
    }
    match arguments.format {
        ListFormat::Json => ui.data(&json!({ "versions": manifests.iter().map(to_json).collect::<Vec<_>>() }).to_string())?,
        ListFormat::Table => {
            let table =
                Table { columns: COLUMNS.iter().map(|name| (*name).to_owned()).collect(), rows: manifests.iter().map(row).collect() };
            ui.data(&format::table(&table, Some(ui.lang)))?;
        }
    }
    Ok(code)
}

fn versions(store: &Store, id: &ShelfId) -> Result<Vec<Result<Manifest, StoreError>>, StoreError> {
    let versions = store.versions(&id.school, id.year)?;
    Ok(versions.into_iter().map(|version| store.manifest(&id.school, id.year, version)).collect())
}

fn row(manifest: &Manifest) -> Vec<Value> {
    let number = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    vec![
        Value::Text(manifest.school.clone()),
        Value::Int(manifest.year),
        Value::Int(i64::from(manifest.version)),
        Value::Text(manifest.created_at.clone()),
        number(manifest.inputs.len() as u64),
        number(manifest.tables.iter().map(|table| table.rows).sum()),
        manifest.edits.map_or(Value::Null, number),
        number(manifest.findings.values().sum()),
        Value::Text(snapshot_id(std::iter::once(manifest))),
    ]
}

fn to_json(manifest: &Manifest) -> serde_json::Value {
    json!({ "school": manifest.school, "year": manifest.year, "version": manifest.version, "created_at": manifest.created_at,
        "snapshot": snapshot_id(std::iter::once(manifest)), "program": manifest.program, "sources": manifest.inputs.len(), "edits": manifest.edits, "findings": manifest.findings,
        "tables": super::show::tables_json(manifest) })
}
