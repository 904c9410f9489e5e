//! A query that sets schools beside each other, over groups: what it reads is computed group by group and laid into files.

use std::path::PathBuf;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tempfile::TempDir;

use super::bind;
use super::catalog::{Catalog, Query};
use super::engine::Engine;
use super::error::QueryError;
use super::params::{self, Params};
use super::run::Job;
use super::value::fetch;
use crate::model::table::Table;

/// The queries that the comparing ones read and that look at one school at a time, with the files of their rows.
#[derive(Default)]
pub(super) struct Comparison<'a> {
    views: Vec<(&'a Query, Params)>,
    files: Vec<Given>,
    /// There where something is compared over groups.
    folder: Option<TempDir>,
}

/// The rows of a group for the view at this place.
pub(super) struct Given {
    view: usize,
    file: PathBuf,
}

impl<'a> Comparison<'a> {
    /// What the comparing ones among the jobs need.
    pub(super) fn of<'j>(whole: &'j Engine<'a>, jobs: impl Iterator<Item = &'j Job<'j>>) -> Result<Self, QueryError> {
        let mut comparison = Self::default();
        for (query, params) in jobs.filter(|(query, _)| query.header.compares) {
            for view in apart(whole.catalog, query) {
                if comparison.place(&view.name, params).is_none() {
                    comparison.views.push((view, params.clone()));
                }
            }
            if comparison.folder.is_none() {
                comparison.folder = Some(TempDir::with_prefix_in("vedomost-compare-", &whole.temp_dir).map_err(unwritable(query))?);
            }
        }
        Ok(comparison)
    }

    /// Is this a query that waits for all groups?
    pub(super) fn has(&self, query: &Query) -> bool {
        self.folder.is_some() && query.header.compares
    }

    /// Computes the views for the schools of an engine; `group` keeps the files of groups apart.
    pub(super) fn given(&self, engine: &Engine<'_>, group: usize) -> Result<Vec<Given>, QueryError> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        engine.keep(&self.views.iter().map(|(query, params)| (*query, params)).collect::<Vec<_>>())?;
        let write = |view: usize, query: &Query, params: &Params| {
            let connection = engine.ready(query, params)?;
            exact(&connection, query)?;
            let file = folder.path().join(format!("{view}-{group}.parquet"));
            let copy = format!("COPY ({}\n) TO {} (FORMAT parquet)", query.sql, bind::text(&file.to_string_lossy()));
            connection.execute_batch(&copy).map_err(|error| QueryError::engine(&query.name, &error))?;
            Ok(Given { view, file })
        };
        let places: Vec<usize> = (0..self.views.len()).collect();
        places.into_par_iter().filter_map(|at| self.views.get(at).map(|(query, params)| write(at, query, params))).collect()
    }

    pub(super) fn add(&mut self, files: Vec<Given>) {
        self.files.extend(files);
    }

    /// The answer, once all groups have given theirs.
    pub(super) fn table(&self, whole: &Engine<'_>, (query, params): &Job<'_>) -> Result<Table, QueryError> {
        let order = whole.catalog.order(query)?;
        let tables = order.iter().filter(|read| read.header.compares).flat_map(|read| read.reads.iter().map(String::as_str));
        let connection = whole.connection(tables.filter(|name| crate::model::schema::table(name).is_some()))?;
        let run = |name: &str, sql: &str| connection.execute_batch(sql).map_err(|error| QueryError::engine(name, &error));
        run(&query.name, &params::sql(params))?;
        for read in order.iter().filter(|read| read.name != query.name) {
            let sql = match self.place(&read.name, params) {
                Some(view) => self.rows(view),
                None if read.header.compares => read.sql.clone(),
                None => continue,
            };
            run(&read.name, &format!("CREATE TEMP VIEW {} AS {sql}", bind::name(&read.name)))?;
        }
        fetch(&connection, &query.name, &query.sql)
    }

    fn rows(&self, view: usize) -> String {
        let files = self.files.iter().filter(|given| given.view == view);
        let files: Vec<String> = files.map(|given| bind::text(&given.file.to_string_lossy())).collect();
        format!("SELECT * FROM read_parquet([{}], union_by_name = true)", files.join(", "))
    }

    fn place(&self, name: &str, params: &Params) -> Option<usize> {
        self.views.iter().position(|(query, of)| query.name == name && of == params)
    }
}

/// The nearest queries behind a comparing one that look at one school at a time.
fn apart<'a>(catalog: &'a Catalog, query: &Query) -> Vec<&'a Query> {
    let reads = query.reads.iter().filter_map(|name| catalog.query(name));
    reads.flat_map(|read| if read.header.compares { apart(catalog, read) } else { vec![read] }).collect()
}

/// Parquet has no numbers above 64 bits: DuckDB would write them as fractions.
fn exact(connection: &duckdb::Connection, query: &Query) -> Result<(), QueryError> {
    let described = fetch(connection, &query.name, &format!("SELECT column_name, column_type FROM (DESCRIBE {})", query.sql))?;
    let cell = |row: usize, column: &str| described.get(row, column).as_text().unwrap_or_default().to_owned();
    let kept = |ty: &str| matches!(ty, "BIGINT" | "INTEGER" | "VARCHAR" | "DATE" | "BOOLEAN");
    match (0..described.rows.len()).find(|row| !kept(&cell(*row, "column_type"))) {
        Some(row) => Err(QueryError::Type { query: query.name.clone(), column: cell(row, "column_name") }),
        None => Ok(()),
    }
}

fn unwritable(query: &Query) -> impl FnOnce(std::io::Error) -> QueryError {
    let query = query.name.clone();
    move |error| QueryError::Engine { query, message: error.to_string() }
}
