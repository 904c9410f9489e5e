//! Files of a snapshot → views with bare names, always with the types of the schema.

use std::collections::BTreeMap;
use std::path::PathBuf;

use duckdb::Connection;

use super::error::QueryError;
use crate::model::schema::{Column, Table, Type};

/// A school year in scope and its Parquet files by table.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    pub school: String,
    pub year: i32,
    pub files: BTreeMap<String, Vec<PathBuf>>,
}

/// Makes the view of a table.
pub fn bind(connection: &Connection, bound: &[Bound], table: &Table) -> Result<(), QueryError> {
    let sql = view(connection, bound, table)?;
    connection.execute_batch(&sql).map_err(|error| QueryError::engine(table.name, &error))
}

/// The view of a table over the files of all schools in scope.
pub fn view(connection: &Connection, bound: &[Bound], table: &Table) -> Result<String, QueryError> {
    let files: Vec<String> =
        bound.iter().filter_map(|one| one.files.get(table.name)).flatten().map(|file| text(&file.to_string_lossy())).collect();
    let fault = |error| QueryError::engine(table.name, &error);
    if files.is_empty() {
        let columns = select_list(table, |column| format!("CAST(NULL AS {})", sql_type(column)));
        return Ok(format!("CREATE VIEW {} AS SELECT {columns} WHERE FALSE", name(table.name)));
    }
    // The files are named one by one, so that only what the manifest names is read; `hive_partitioning` would take `year` from the
    // path as text.
    let source = format!("read_parquet([{}], hive_partitioning = false, union_by_name = true)", files.join(", "));
    let there = columns_of(connection, &source).map_err(fault)?;
    let columns = select_list(table, |column| {
        let value = if there.iter().any(|one| one == column.name) { name(column.name) } else { "NULL".to_owned() };
        format!("CAST({value} AS {})", sql_type(column))
    });
    Ok(format!("CREATE VIEW {} AS SELECT {columns} FROM {source}", name(table.name)))
}

fn columns_of(connection: &Connection, source: &str) -> duckdb::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("DESCRIBE SELECT * FROM {source}"))?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names.collect()
}

fn select_list(table: &Table, value: impl Fn(&Column) -> String) -> String {
    table.all_columns().map(|column| format!("{} AS {}", value(column), name(column.name))).collect::<Vec<_>>().join(", ")
}

fn sql_type(column: &Column) -> &'static str {
    match column.ty {
        Type::Int if column.name == "year" => "INTEGER",
        Type::Int | Type::Hundredths => "BIGINT",
        Type::Date => "DATE",
        Type::Bool => "BOOLEAN",
        Type::Text | Type::Stamp | Type::Choice(_) => "VARCHAR",
    }
}

/// A name in double quotes.
pub fn name(plain: &str) -> String {
    format!("\"{}\"", plain.replace('"', "\"\""))
}

/// A text in single quotes.
pub fn text(plain: &str) -> String {
    format!("'{}'", plain.replace('\'', "''"))
}
