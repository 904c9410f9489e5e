//! One DuckDB in memory with the tables of a snapshot bound; requests take a connection each.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use duckdb::{Config, Connection};

use super::bind::{self, Bound};
use super::error::QueryError;
use super::regulation_tables;
use crate::model::schema::Table;
use crate::regulation::RegulationRow;

/// What a run may use. DuckDB's threads serve all connections together, so they are the cores, not cores per query.
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

/// Opens an engine and binds the tables and the regulation.
pub fn open<'a>(
    bound: &[Bound],
    regulation: &[RegulationRow],
    tables: impl IntoIterator<Item = &'a Table>,
    options: &EngineOptions,
) -> Result<Connection, QueryError> {
    for name in bound.iter().flat_map(|one| one.files.keys()) {
        QueryError::known_table(name)?;
    }
    let fault = |error| QueryError::engine("engine", &error);
    // DuckDB makes the last folder of the path only, and only when it runs out of memory.
    std::fs::create_dir_all(&options.temp_dir)
        .map_err(|error| QueryError::Engine { query: "engine".to_owned(), message: format!("{}: {error}", options.temp_dir.display()) })?;
    let connection = config(options).and_then(Connection::open_in_memory_with_flags).map_err(fault)?;
    connection.execute_batch(&prelude(regulation)).map_err(fault)?;
    for table in tables {
        bind::bind(&connection, bound, table)?;
    }
    Ok(connection)
}

/// What every connection knows before any table: the macros and the regulation.
pub fn prelude(regulation: &[RegulationRow]) -> String {
    format!("{PRELUDE}\n{}", regulation_tables::tables(regulation).trim_end())
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
