//! `vedomost store show`

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::format;
use crate::cli::list::ListFormat;
use crate::cli::ui::Ui;
use crate::model::table::{Table, Value};
use crate::store::{Manifest, Source, snapshot_id};

use super::ShelfArgs;

#[derive(Args, Debug)]
pub struct ShowArgs {
    #[command(flatten)]
    pub shelf: ShelfArgs,
    /// Number of the version [default: the newest]
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// There is no such version, or several school-years and none named, or its list of sources is damaged.
pub fn run(arguments: &ShowArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let (store, ids) = arguments.shelf.open()?;
    let [id] = ids.as_slice() else {
        let known: Vec<String> = ids.iter().map(|id| format!("{} {}", id.school, id.year)).collect();
        return Err(CliError::new("error.several-shelves").with("known", known.join(", ")));
    };
    for shelf in store.snapshot_of(&ids, arguments.version)?.shelves {
        let manifest = &shelf.manifest;
        let sources = store.sources(manifest)?;
        if arguments.format == ListFormat::Json {
            ui.data(&to_json(manifest, &sources).to_string())?;
            continue;
        }
        let schools = store.schools()?;
        let name = schools.by_id(&id.school).map_or("", |school| school.name.as_str());
        let (year, version) = (id.year.to_string(), manifest.version.to_string());
        ui.say("store.shelf", &[("school", &id.school), ("name", name), ("year", &year), ("version", &version)])?;
        let snapshot = ui.text("store.snapshot", &[("id", &snapshot_id(std::iter::once(manifest)))]);
        ui.data(&format!("{} · {} · {snapshot}\n", manifest.created_at, manifest.program))?;
        ui.data(&format::table(&tables(manifest), Some(ui.lang)))?;
        ui.data("")?;
        ui.data(&format::table(&sources_table(&sources), Some(ui.lang)))?;
    }
    Ok(exit::GOOD)
}

fn named(columns: &[&str], rows: Vec<Vec<Value>>) -> Table {
    Table { columns: columns.iter().map(|name| (*name).to_owned()).collect(), rows }
}

fn tables(manifest: &Manifest) -> Table {
    let row = |table: &crate::store::TableFile| {
        vec![Value::Text(table.table.clone()), Value::Int(i64::try_from(table.rows).unwrap_or(i64::MAX)), Value::Text(table.file.clone())]
    };
    named(&["table_name", "rows", "file"], manifest.tables.iter().map(row).collect())
}

fn sources_table(sources: &[Source]) -> Table {
    let row = |source: &Source| {
        vec![
            Value::Text(source.file.clone()),
            Value::Text(source.reader.clone()),
            Value::Text(source.as_of.clone()),
            Value::Int(source.rows_read),
            Value::Int(source.rows_kept),
            Value::Int(source.rows_quarantined),
        ]
    };
    named(&["file", "reader", "as_of", "rows_read", "rows_kept", "rows_quarantined"], sources.iter().map(row).collect())
}

fn to_json(manifest: &Manifest, sources: &[Source]) -> serde_json::Value {
    let source = |source: &Source| {
        json!({ "file": source.file, "reader": source.reader, "as_of": source.as_of, "rows_read": source.rows_read,
            "rows_kept": source.rows_kept, "rows_quarantined": source.rows_quarantined })
    };
    json!({ "school": manifest.school, "year": manifest.year, "version": manifest.version, "created_at": manifest.created_at,
        "snapshot": snapshot_id(std::iter::once(manifest)), "program": manifest.program, "edits": manifest.edits, "findings": manifest.findings, "tables": tables_json(manifest),
        "sources": sources.iter().map(source).collect::<Vec<_>>() })
}

#[must_use]
pub fn tables_json(manifest: &Manifest) -> Vec<serde_json::Value> {
    let table =
        |table: &crate::store::TableFile| json!({ "table": table.table, "rows": table.rows, "file": table.file, "sha256": table.sha256 });
    manifest.tables.iter().map(table).collect()
}
