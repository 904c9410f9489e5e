//! One DuckDB in memory over the files of school-years. Open it once and ask as often as you like: what many queries read in common is
//! computed once for the same parameters.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use duckdb::{Config, Connection};

use super::bind::{self, Bound};
use super::catalog::Catalog;
use super::check;
use super::error::QueryError;
use super::kept::Kept;
use super::regulation_tables;
use super::user_sql;
use crate::model::schema;
use crate::regulation::RegulationRow;

/// What a run may use. DuckDB's threads serve all connections together, so they are the cores, not cores per query; one is best where many
/// requests are asked at once.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    pub threads: usize,
    pub memory_mib: usize,
    /// Where results that do not fit into memory are kept during the run; each engine makes a folder of its own in it, since two would
    /// write files of the same names.
    pub temp_dir: PathBuf,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { threads, memory_mib: 4096, temp_dir: std::env::temp_dir() }
    }
}

/// Names that Spark has built in, so that one text of a query serves both.
const PRELUDE: &str = "
    CREATE MACRO unix_date(d) AS CAST(d - DATE '1970-01-01' AS INT);
    CREATE MACRO collect_list(v) AS list(v) FILTER (WHERE v IS NOT NULL);
    CREATE MACRO collect_set(v) AS list(DISTINCT v) FILTER (WHERE v IS NOT NULL);
    CREATE MACRO array_join(a, s) AS array_to_string(a, s);
    CREATE MACRO regexp_like(t, p) AS regexp_matches(t, p);
    CREATE MACRO startswith(t, p) AS starts_with(t, p);";

/// An open DuckDB with the regulation in it; a table is bound when a request first reads it.
pub struct Engine<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) regulation: &'a [RegulationRow],
    pub(super) bound: &'a [Bound],
    pub(super) kept: Kept,
    pub(super) temp_dir: PathBuf,
    root: Mutex<Root>,
}

struct Root {
    connection: Connection,
    tables: BTreeSet<&'static str>,
    covered: Option<Covered>,
}

/// First and last day with an entry, where there is one.
type Covered = Option<(NaiveDate, NaiveDate)>;

impl<'a> Engine<'a> {
    /// # Errors
    /// A file of a table that the schema does not know; DuckDB or its temporary folder cannot be had.
    pub fn open(
        catalog: &'a Catalog,
        bound: &'a [Bound],
        regulation: &'a [RegulationRow],
        options: &EngineOptions,
    ) -> Result<Self, QueryError> {
        for name in bound.iter().flat_map(|one| one.files.keys()) {
            QueryError::known_table(name)?;
        }
        let connection = open(regulation, options)?;
        if catalog.foreign {
            user_sql::lock(&connection, bound).map_err(|error| QueryError::engine("engine", &error))?;
        }
        let root = Mutex::new(Root { connection, tables: BTreeSet::new(), covered: None });
        Ok(Self { catalog, regulation, bound, kept: Kept::default(), temp_dir: options.temp_dir.clone(), root })
    }

    /// A connection that sees these tables, beside those that every answer looks at.
    pub(super) fn connection<'n>(&self, tables: impl IntoIterator<Item = &'n str>) -> Result<Connection, QueryError> {
        let mut root = self.root();
        for name in check::TABLES.iter().copied().chain(tables) {
            let table = QueryError::known_table(name)?;
            if !root.tables.contains(table.name) {
                bind::bind(&root.connection, self.bound, table)?;
                root.tables.insert(table.name);
            }
        }
        root.connection.try_clone().map_err(|error| QueryError::engine("engine", &error))
    }

    /// First and last day with an entry, looked up once.
    pub(super) fn covered(&self) -> Result<Covered, QueryError> {
        let connection = self.connection([])?;
        let mut root = self.root();
        match root.covered {
            Some(known) => Ok(known),
            None => Ok(*root.covered.insert(check::covered(&connection)?)),
        }
    }

    fn root(&self) -> MutexGuard<'_, Root> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// DuckDB with the macros and the regulation, and no table yet.
pub(super) fn open(regulation: &[RegulationRow], options: &EngineOptions) -> Result<Connection, QueryError> {
    let fault = |error| QueryError::engine("engine", &error);
    // DuckDB makes the last folder of the path only, and only when it runs out of memory.
    std::fs::create_dir_all(&options.temp_dir)
        .map_err(|error| QueryError::Engine { query: "engine".to_owned(), message: format!("{}: {error}", options.temp_dir.display()) })?;
    let connection = config(options).and_then(Connection::open_in_memory_with_flags).map_err(fault)?;
    connection.execute_batch(&prelude(regulation)).map_err(fault)?;
    Ok(connection)
}

/// What every connection knows before any table: the macros and the regulation.
pub fn prelude(regulation: &[RegulationRow]) -> String {
    format!("{PRELUDE}\n{}", regulation_tables::tables(regulation).trim_end())
}

/// The tables that queries of these names read, directly or not, and those that every answer looks at. Unknown names read nothing.
///
/// # Errors
/// A query of the program is broken.
pub fn tables_read<'n>(catalog: &Catalog, queries: impl IntoIterator<Item = &'n str>) -> Result<Vec<&'static str>, QueryError> {
    let known = |names: &[&str]| schema::TABLES.iter().map(|table| table.name).filter(|name| names.contains(name)).collect::<Vec<_>>();
    let mut names = known(check::TABLES);
    for query in queries.into_iter().filter_map(|name| catalog.find(name).ok()) {
        names.extend(catalog.tables(query)?.iter().map(|table| table.name));
    }
    Ok(names)
}

fn config(options: &EngineOptions) -> duckdb::Result<Config> {
    static OPENED: AtomicU64 = AtomicU64::new(0);
    let folder = format!("vedomost-query-{}-{}", std::process::id(), OPENED.fetch_add(1, Ordering::Relaxed));
    Config::default()
        .threads(i64::try_from(options.threads.max(1)).unwrap_or(1))?
        .max_memory(&format!("{}MiB", options.memory_mib.max(64)))?
        .enable_autoload_extension(false)?
        .with("allow_community_extensions", "false")?
        .with("temp_directory", options.temp_dir.join(folder).to_string_lossy())?
        // No query relies on the order of a file; each says its own.
        .with("preserve_insertion_order", "false")
}
