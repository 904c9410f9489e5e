//! Many requests at once: one engine, a connection each.

use duckdb::Connection;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::bind::{self, Bound};
use super::catalog::{Catalog, Query};
use super::check;
use super::engine::{self, EngineOptions};
use super::error::QueryError;
use super::params::{self, Params};
use super::value::fetch;
use super::why_empty::{self, WhyEmpty};
use crate::model::schema;
use crate::model::table::Table;
use crate::regulation::RegulationRow;

/// A query by name and what is asked of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub name: String,
    pub params: Params,
}

/// A result with the parameters as they were used, and the reason where it has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub table: Table,
    pub params: Params,
    pub why_empty: Option<WhyEmpty>,
}

/// The tables of all requests, in their order. An error of one leaves the others whole.
#[must_use]
pub fn run(bound: &[Bound], regulation: &[RegulationRow], requests: &[Request], options: &EngineOptions) -> Vec<Result<Table, QueryError>> {
    answer(bound, regulation, requests, options).into_iter().map(|answer| answer.map(|answer| answer.table)).collect()
}

/// As [`run`], with what a printed page must say beside the table.
#[must_use]
pub fn answer(
    bound: &[Bound],
    regulation: &[RegulationRow],
    requests: &[Request],
    options: &EngineOptions,
) -> Vec<Result<Answer, QueryError>> {
    let (catalog, jobs) = match prepare(bound, regulation, requests, options) {
        Ok(prepared) => prepared,
        Err(error) => return requests.iter().map(|_| Err(error.clone())).collect(),
    };
    let one = |(request, connection): (&Request, Result<Connection, QueryError>)| {
        one(&catalog, catalog.find(&request.name)?, &request.params, &connection?)
    };
    requests.iter().zip(jobs).collect::<Vec<_>>().into_par_iter().map(one).collect()
}

type Prepared = (Catalog, Vec<Result<Connection, QueryError>>);

/// Binds the tables that any of the requests reads, once, and opens the connections.
fn prepare(bound: &[Bound], regulation: &[RegulationRow], requests: &[Request], options: &EngineOptions) -> Result<Prepared, QueryError> {
    let catalog = Catalog::builtin()?;
    let names = read(&catalog, requests.iter().map(|request| request.name.as_str()))?;
    let tables = schema::TABLES.iter().filter(|table| names.contains(&table.name));
    let engine = engine::open(bound, regulation, tables, options)?;
    let connections = requests.iter().map(|request| engine.try_clone().map_err(|error| QueryError::engine(&request.name, &error)));
    let connections = connections.collect();
    Ok((catalog, connections))
}

/// The tables that queries of these names read, directly or not, and those that every answer looks at. Unknown names read nothing.
///
/// # Errors
/// A query of the program is broken.
pub fn tables_read<'a>(queries: impl IntoIterator<Item = &'a str>) -> Result<Vec<&'static str>, QueryError> {
    read(&Catalog::builtin()?, queries)
}

fn read<'a>(catalog: &Catalog, queries: impl IntoIterator<Item = &'a str>) -> Result<Vec<&'static str>, QueryError> {
    let mut names: Vec<&str> = check::TABLES.to_vec();
    for query in queries.into_iter().filter_map(|name| catalog.find(name).ok()) {
        names.extend(catalog.tables(query)?.iter().map(|table| table.name));
    }
    Ok(names)
}

fn one(catalog: &Catalog, query: &Query, asked: &Params, connection: &Connection) -> Result<Answer, QueryError> {
    let params = check::resolve(connection, query, asked)?;
    connection.execute_batch(&params::sql(&params)).map_err(|error| QueryError::engine(&query.name, &error))?;
    make_views(catalog, query, connection, false)?;
    let table = fetch(connection, &query.name, &query.sql)?;
    let why_empty = if table.rows.is_empty() { Some(why_empty::why_empty(connection, query, &params)?) } else { None };
    Ok(Answer { table, params, why_empty })
}

/// Makes what `query` reads, with `itself` also the query; a view that many read is kept as rows.
pub(super) fn make_views(catalog: &Catalog, query: &Query, connection: &Connection, itself: bool) -> Result<(), QueryError> {
    for read in catalog.order(query)?.into_iter().filter(|read| itself || read.name != query.name) {
        connection.execute_batch(&view(read)).map_err(|error| QueryError::engine(&read.name, &error))?;
    }
    Ok(())
}

fn view(read: &Query) -> String {
    let kind = if read.header.kept { "TABLE" } else { "VIEW" };
    format!("CREATE TEMP {kind} IF NOT EXISTS {} AS {}", bind::name(&read.name), read.sql)
}

/// The whole SQL that a request runs, from the files to the answer: any DuckDB of the same version gives the same rows for it.
///
/// # Errors
/// As [`run`].
pub fn script(bound: &[Bound], regulation: &[RegulationRow], request: &Request, options: &EngineOptions) -> Result<String, QueryError> {
    let (catalog, connections) = prepare(bound, regulation, std::slice::from_ref(request), options)?;
    let query = catalog.find(&request.name)?;
    let Some(connection) = connections.into_iter().next() else { return Ok(String::new()) };
    let connection = connection?;
    let mut parts = vec![engine::prelude(regulation).trim().to_owned()];
    for table in catalog.tables(query)? {
        parts.push(format!("{};", bind::view(&connection, bound, table)?));
    }
    parts.push(format!("{};", params::sql(&check::resolve(&connection, query, &request.params)?)));
    let read = catalog.order(query)?.into_iter().filter(|read| read.name != query.name);
    parts.extend(read.map(|read| format!("{};", view(read).trim_end())));
    parts.push(format!("{};", query.sql.trim_end()));
    Ok(parts.join("\n"))
}
