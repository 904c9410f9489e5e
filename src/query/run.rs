//! Many requests at once: one engine, a connection each.

use std::sync::OnceLock;

use super::bind::{self, Bound};
use super::catalog::{Catalog, Query};
use super::check;
use super::engine::{self, Engine, EngineOptions};
use super::error::QueryError;
use super::kept::Plan;
use super::params::{self, Params};
use super::steps::{self, Step};
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
pub(super) type Job<'a> = (&'a Query, Params);

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
        let sound: Vec<&Job<'_>> = jobs.iter().flatten().collect();
        let mut tables = self.run(&sound).into_iter();
        let whole = |job: Result<Job<'_>, QueryError>| {
            let (query, params) = job?;
            let table = tables.next().unwrap_or_else(|| Ok(Table::default()))?;
            let why_empty = if table.rows.is_empty() { Some(self.why_empty(query, &params)?) } else { None };
            Ok(Answer { table, params, why_empty })
        };
        jobs.into_iter().map(whole).collect()
    }

    /// The tables alone, where one error is the error of all.
    ///
    /// # Errors
    /// The first of those of [`Self::answer`].
    pub fn tables(&self, requests: &[Request]) -> Result<Vec<Table>, QueryError> {
        self.answer(requests).into_iter().map(|answer| answer.map(|answer| answer.table)).collect()
    }

    /// The tables of jobs that need no more looking at. What several read is made first, each job goes as soon as all it reads is there.
    pub(super) fn run(&self, jobs: &[&Job<'_>]) -> Vec<Result<Table, QueryError>> {
        let asked: Vec<(&Query, &Params)> = jobs.iter().map(|(query, params)| (*query, params)).collect();
        let Plan { wanted, waits } = match self.plan(&asked) {
            Ok(plan) => plan,
            Err(error) => return jobs.iter().map(|_| Err(error.clone())).collect(),
        };
        let of_job = |((query, _), waits): (&(&Query, &Params), Vec<usize>)| Step { cost: self.cost(query), waits };
        let steps: Vec<Step> = wanted.iter().map(|wanted| self.step(wanted)).chain(asked.iter().zip(waits).map(of_job)).collect();
        let tables: Vec<OnceLock<Result<Table, QueryError>>> = jobs.iter().map(|_| OnceLock::new()).collect();
        steps::each(&steps, |at| match wanted.get(at) {
            Some(wanted) => self.make(wanted),
            None => {
                let job = at - wanted.len();
                if let (Some((query, params)), Some(table)) = (asked.get(job), tables.get(job)) {
                    table.get_or_init(|| self.table(query, params));
                }
            }
        });
        let left_out = |(query, _): &(&Query, &Params)| QueryError::Engine { query: query.name.clone(), message: "never run".to_owned() };
        tables.into_iter().zip(&asked).map(|(table, job)| table.into_inner().unwrap_or_else(|| Err(left_out(job)))).collect()
    }

    fn table(&self, query: &Query, params: &Params) -> Result<Table, QueryError> {
        match self.rows_of(query, params)? {
            Some(rows) => fetch(&self.connection([])?, &query.name, &rows),
            None => fetch(&self.ready(query, params)?, &query.name, &query.sql),
        }
    }

    pub(super) fn job(&self, request: &Request) -> Result<Job<'_>, QueryError> {
        let query = self.catalog.find(&request.name)?;
        Ok((query, check::resolve(self, query, &request.params)?))
    }

    /// A connection on which the SQL of the query can be run.
    pub(super) fn ready(&self, query: &Query, params: &Params) -> Result<duckdb::Connection, QueryError> {
        let connection = self.connection(self.catalog.tables(query)?.iter().map(|table| table.name))?;
        connection.execute_batch(&params::sql(params)).map_err(|error| QueryError::engine(&query.name, &error))?;
        self.views(&connection, query, params)?;
        Ok(connection)
    }

    pub(super) fn why_empty(&self, query: &Query, params: &Params) -> Result<WhyEmpty, QueryError> {
        why_empty::why_empty(&self.connection(self.catalog.tables(query)?.iter().map(|table| table.name))?, query, params)
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
