//! Many requests at once: one engine, a connection each.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::bind::{self, Bound};
use super::catalog::{Catalog, Query};
use super::check;
use super::engine::{self, Engine, EngineOptions};
use super::error::QueryError;
use super::params::{self, Params};
use super::value::fetch;
use super::why_empty::{self, WhyEmpty};
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

/// A request that can be answered: its query and the parameters as they are used.
type Job<'a> = (&'a Query, Params);

/// The answers to all requests, in their order, by an engine of their own. An error of one leaves the others whole.
#[must_use]
pub fn answer(
    bound: &[Bound],
    regulation: &[RegulationRow],
    requests: &[Request],
    options: &EngineOptions,
) -> Vec<Result<Answer, QueryError>> {
    let opened = Catalog::builtin().and_then(|catalog| Engine::open(catalog, bound, regulation, options));
    match opened {
        Ok(engine) => engine.answer(requests),
        Err(error) => requests.iter().map(|_| Err(error.clone())).collect(),
    }
}

impl Engine<'_> {
    /// The answers to all requests, in their order. An error of one leaves the others whole.
    #[must_use]
    pub fn answer(&self, requests: &[Request]) -> Vec<Result<Answer, QueryError>> {
        let jobs: Vec<Result<Job<'_>, QueryError>> = requests.iter().map(|request| self.job(request)).collect();
        let asked: Vec<(&Query, &Params)> = jobs.iter().flatten().map(|(query, params)| (*query, params)).collect();
        if let Err(error) = self.keep(&asked) {
            return requests.iter().map(|_| Err(error.clone())).collect();
        }
        jobs.into_par_iter().map(|job| job.and_then(|(query, params)| self.one(query, params))).collect()
    }

    /// The tables alone, where one error is the error of all.
    ///
    /// # Errors
    /// The first of those of [`Self::answer`].
    pub fn tables(&self, requests: &[Request]) -> Result<Vec<Table>, QueryError> {
        self.answer(requests).into_iter().map(|answer| answer.map(|answer| answer.table)).collect()
    }

    fn job(&self, request: &Request) -> Result<Job<'_>, QueryError> {
        let query = self.catalog.find(&request.name)?;
        Ok((query, check::resolve(self, query, &request.params)?))
    }

    fn one(&self, query: &Query, params: Params) -> Result<Answer, QueryError> {
        let connection = self.connection(self.catalog.tables(query)?.iter().map(|table| table.name))?;
        connection.execute_batch(&params::sql(&params)).map_err(|error| QueryError::engine(&query.name, &error))?;
        self.views(&connection, query, &params)?;
        let table = fetch(&connection, &query.name, &query.sql)?;
        let why_empty = if table.rows.is_empty() { Some(why_empty::why_empty(&connection, query, &params)?) } else { None };
        Ok(Answer { table, params, why_empty })
    }

    /// The whole SQL that a request runs, from the files to the answer: any DuckDB of the same version gives the same rows for it.
    ///
    /// # Errors
    /// The name or a parameter is wrong.
    pub fn script(&self, request: &Request) -> Result<String, QueryError> {
        let (query, params) = self.job(request)?;
        let connection = self.connection([])?;
        let mut parts = vec![engine::prelude(self.regulation).trim().to_owned()];
        for table in self.catalog.tables(query)? {
            parts.push(format!("{};", bind::view(&connection, self.bound, table)?));
        }
        parts.push(format!("{};", params::sql(&params)));
        let read = self.catalog.order(query)?.into_iter().filter(|read| read.name != query.name);
        parts.extend(read.map(|read| format!("{};", view(read).trim_end())));
        parts.push(format!("{};", query.sql.trim_end()));
        Ok(parts.join("\n"))
    }
}

/// The view of a query for one connection alone; one that many read is kept as rows.
pub(super) fn view(read: &Query) -> String {
    let kind = if read.header.kept { "TABLE" } else { "VIEW" };
    format!("CREATE TEMP {kind} IF NOT EXISTS {} AS {}", bind::name(&read.name), read.sql)
}
