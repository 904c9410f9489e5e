//! One SELECT of a user over the snapshot, with everything else locked.
//!
//! The text must be exactly one SELECT in the eyes of DuckDB's own parser, and may read only tables of the snapshot, queries and what it
//! makes itself; what runs is the statement as DuckDB writes it back from what was looked at. The engine is one of its own: before the
//! statement runs, DuckDB may open only the bound files, loads no extension, and its settings are locked.

use duckdb::Connection;

use super::bind::{self, Bound};
use super::catalog::Catalog;
use super::check;
use super::engine::{self, EngineOptions};
use super::error::QueryError;
use super::params::{self, Params};
use super::run::view;
use super::user_select::{self, Select};
use super::value::fetch;
use crate::model::schema;
use crate::model::table::Table;
use crate::regulation::RegulationRow;

/// The name under which the user's text appears in errors.
pub(super) const NAME: &str = "sql";

/// Answers the SELECT. All tables can be read, and all queries by their stem (grain: `params.grain`, else class).
pub fn user_sql(
    bound: &[Bound],
    regulation: &[RegulationRow],
    params: &Params,
    sql: &str,
    options: &EngineOptions,
) -> Result<Table, QueryError> {
    let catalog = Catalog::builtin()?;
    let connection = engine::open(regulation, options)?;
    let select = user_select::parse(&connection, catalog, sql)?;
    bind_read(&connection, catalog, bound, &select)?;
    fill(&connection, params)?;
    for query in select.reads.iter().filter_map(|name| catalog.find(name).ok()) {
        for read in catalog.order(query)? {
            connection.execute_batch(&view(read)).map_err(|error| QueryError::engine(&read.name, &error))?;
        }
    }
    lock(&connection, bound).map_err(|error| QueryError::engine(NAME, &error))?;
    let columns = columns(&connection, &select.sql)?;
    let mut table = fetch(&connection, NAME, &cast(&columns, &select.sql))?;
    table.columns = columns.into_iter().map(|column| column.name).collect();
    Ok(table)
}

fn bind_read(connection: &Connection, catalog: &Catalog, bound: &[Bound], select: &Select) -> Result<(), QueryError> {
    let mut names: Vec<&str> = check::TABLES.to_vec();
    names.extend(select.reads.iter().map(String::as_str));
    for query in select.reads.iter().filter_map(|name| catalog.find(name).ok()) {
        names.extend(catalog.tables(query)?.iter().map(|table| table.name));
    }
    schema::TABLES.iter().filter(|table| names.contains(&table.name)).try_for_each(|table| bind::bind(connection, bound, table))
}

fn fill(connection: &Connection, asked: &Params) -> Result<(), QueryError> {
    let mut filled = asked.clone();
    filled.grain = filled.grain.or_else(|| Some("class".to_owned()));
    if filled.as_of.is_none() {
        filled.as_of = check::covered(connection)?.map(|(_, last)| last);
    }
    connection.execute_batch(&params::sql(&filled)).map_err(|error| QueryError::engine(NAME, &error))
}

/// From here on DuckDB opens the bound files and nothing else, and no statement can change that.
pub(super) fn lock(connection: &Connection, bound: &[Bound]) -> duckdb::Result<()> {
    let files = bound.iter().flat_map(|one| one.files.values()).flatten();
    let files: Vec<String> = files.map(|file| bind::text(&file.to_string_lossy())).collect();
    connection.execute_batch(&format!(
        "SET allowed_paths = [{}]; SET enable_external_access = false; SET lock_configuration = true",
        files.join(", ")
    ))
}

struct Described {
    name: String,
    ty: String,
}

fn columns(connection: &Connection, sql: &str) -> Result<Vec<Described>, QueryError> {
    let described = fetch(connection, NAME, &format!("DESCRIBE {sql}"))?;
    let cell = |row: usize, column: &str| described.get(row, column).as_text().unwrap_or_default().to_owned();
    Ok((0..described.rows.len()).map(|row| Described { name: cell(row, "column_name"), ty: cell(row, "column_type") }).collect())
}

/// The SELECT with columns of other types than ours as text.
fn cast(columns: &[Described], sql: &str) -> String {
    let aliases: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
    let plain = |ty: &str| matches!(ty, "BOOLEAN" | "VARCHAR" | "DATE" | "INTEGER" | "UINTEGER") || ty.ends_with("INT");
    let shown = columns
        .iter()
        .zip(&aliases)
        .map(|(column, alias)| if plain(&column.ty) { alias.clone() } else { format!("CAST({alias} AS VARCHAR) AS {alias}") });
    let shown: Vec<String> = shown.collect();
    format!("SELECT {} FROM ({sql}) AS answer({})", shown.join(", "), aliases.join(", "))
}
