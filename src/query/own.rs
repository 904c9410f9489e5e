//! Queries of a school's own, laid over ours: each is one SELECT in the eyes of DuckDB's own parser, reads only tables and queries, and runs
//! in an engine that opens the bound files and nothing else.

use super::bind::Bound;
use super::catalog::{Catalog, Query};
use super::engine::{self, Engine, EngineOptions};
use super::error::QueryError;
use super::header::{Header, Kind};
use super::params::{self, Params};
use super::user_select;
use super::value::fetch;

/// What is wrong with a query: its file, the line where that can be told, and what.
pub type OwnFault = (String, Option<usize>, QueryError);

/// The catalogue with these (file name, text) pairs over ours.
///
/// # Errors
/// All that is wrong with them.
pub fn overlay(files: &[(String, String)]) -> Result<Catalog, Vec<OwnFault>> {
    let whole = |error: QueryError| vec![(files.first().map_or(String::new(), |(file, _)| file.clone()), None, error)];
    let builtin = Catalog::builtin().map_err(whole)?;
    let mut faults = Vec::new();
    let mut own = Vec::new();
    for (file, text) in files {
        let stem = file.trim_end_matches(".sql").to_owned();
        match header(builtin, &stem, file, text) {
            Ok(header) => own.push((file.clone(), Query::new(stem, header, text.clone()))),
            Err(error) => faults.push((file.clone(), None, error)),
        }
    }
    let mut catalog = builtin.with_own(own.iter().map(|(_, query)| query.clone()));
    let connection = engine::open(&[], &EngineOptions::default()).map_err(whole)?;
    for (file, query) in &own {
        match user_select::parse(&connection, &catalog, &query.sql) {
            Ok(select) => catalog.lock_in(&query.name, select.sql, select.reads),
            Err(error) => faults.push((file.clone(), line(&query.sql, &error), error)),
        }
    }
    if faults.is_empty() {
        catalog.check().map_err(whole)?;
        return Ok(catalog);
    }
    Err(faults)
}

/// Its own, else that of the query whose place it takes, else that of a view.
fn header(builtin: &Catalog, stem: &str, file: &str, text: &str) -> Result<Header, QueryError> {
    if text.lines().map_while(|line| line.strip_prefix("--")).any(|line| line.trim().starts_with("title.ru:")) {
        return Header::parse(file, text);
    }
    let ours = builtin.iter().find(|query| query.name == stem);
    Ok(ours.map_or_else(|| Header { kind: Kind::View, ..Header::default() }, |query| query.header.clone()))
}

/// The line, from 1, with the word that the error names.
fn line(text: &str, error: &QueryError) -> Option<usize> {
    let message = error.to_string();
    let named = message.split(['"', '`']).nth(1).filter(|word| !word.is_empty())?.to_lowercase();
    text.lines().position(|line| line.to_lowercase().contains(&named)).map(|at| at + 1)
}

/// The columns that a query gives, asked without any data.
///
/// # Errors
/// DuckDB's words about it.
pub fn columns(catalog: &Catalog, name: &str) -> Result<Vec<String>, QueryError> {
    let bound = [Bound { school: String::new(), year: 0, files: std::collections::BTreeMap::new() }];
    let engine = Engine::open(catalog, &bound, &[], &EngineOptions::default())?;
    let query = catalog.find(name)?;
    let connection = engine.connection(catalog.tables(query)?.iter().map(|table| table.name))?;
    let params = Params::default();
    connection.execute_batch(&params::sql(&params)).map_err(|error| QueryError::engine(name, &error))?;
    engine.views(&connection, query, &params)?;
    let described = fetch(&connection, name, &format!("DESCRIBE {}", query.sql))?;
    Ok((0..described.rows.len()).map(|row| described.get(row, "column_name").as_text().unwrap_or_default().to_owned()).collect())
}
