//! Views that many queries read are kept as rows (`host: table`): one table for all requests that ask the same of them.
//!
//! What a view depends on is seen in its text: parameters whose names stand neither in it nor in what it reads cannot change it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::bind;
use super::catalog::{Catalog, Query};
use super::engine::Engine;
use super::error::QueryError;
use super::params::{self, Params};

/// A view and the values of the parameters it looks at.
type Key = (String, Vec<(&'static str, String)>);

/// The tables that are there or being made, by what they hold.
#[derive(Default)]
pub struct Kept {
    tables: Mutex<BTreeMap<Key, Place>>,
}

/// The name of a table once it is made: whoever asks meanwhile waits.
type Place = Arc<OnceLock<Result<String, QueryError>>>;

/// A table to make: its key, the view and the parameters of a request that reads it.
struct Wanted<'a> {
    key: Key,
    query: &'a Query,
    params: &'a Params,
}

impl Engine<'_> {
    /// Makes the tables that these queries read and that are not there yet, those that do not read each other in parallel.
    pub(super) fn keep(&self, asked: &[(&Query, &Params)]) -> Result<(), QueryError> {
        let mut levels: Vec<Vec<Wanted<'_>>> = Vec::new();
        let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
        for (query, params) in asked {
            for read in self.catalog.order(query)?.into_iter().filter(|read| read.header.kept && read.name != query.name) {
                let key = key(self.catalog, read, params)?;
                if self.kept.place(&key).get().is_some() || seen.contains_key(&key) {
                    continue;
                }
                let level = self.level(read, params, &seen)?;
                seen.insert(key.clone(), level);
                levels.resize_with(levels.len().max(level + 1), Vec::new);
                if let Some(level) = levels.get_mut(level) {
                    level.push(Wanted { key, query: read, params });
                }
            }
        }
        for level in levels {
            level.into_par_iter().for_each(|wanted| {
                self.kept.place(&wanted.key).get_or_init(|| self.made(&wanted));
            });
        }
        Ok(())
    }

    /// One above the highest of the kept views that it reads.
    fn level(&self, query: &Query, params: &Params, seen: &BTreeMap<Key, usize>) -> Result<usize, QueryError> {
        let mut level = 0;
        for read in self.catalog.order(query)?.into_iter().filter(|read| read.header.kept && read.name != query.name) {
            level = level.max(seen.get(&key(self.catalog, read, params)?).map_or(0, |below| below + 1));
        }
        Ok(level)
    }

    fn made(&self, wanted: &Wanted<'_>) -> Result<String, QueryError> {
        let connection = self.connection(self.catalog.tables(wanted.query)?.iter().map(|table| table.name))?;
        let fault = |error| QueryError::engine(&wanted.query.name, &error);
        connection.execute_batch(&params::sql(wanted.params)).map_err(fault)?;
        self.views(&connection, wanted.query, wanted.params)?;
        let values: Vec<String> = wanted.key.1.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let name = bind::name(&format!("{} {}", wanted.query.name, values.join(" ")));
        connection.execute_batch(&format!("CREATE TABLE {name} AS {}", wanted.query.sql)).map_err(fault)?;
        Ok(name)
    }

    /// Makes the views that `query` reads for one connection; those that are kept are looked at where they lie.
    pub(super) fn views(&self, connection: &duckdb::Connection, query: &Query, params: &Params) -> Result<(), QueryError> {
        for read in self.catalog.order(query)?.into_iter().filter(|read| read.name != query.name) {
            let kept = if read.header.kept { self.kept.place(&key(self.catalog, read, params)?).get().cloned().transpose()? } else { None };
            let sql = kept.map_or_else(|| read.sql.clone(), |table| format!("SELECT * FROM {table}"));
            let view = format!("CREATE TEMP VIEW {} AS {sql}", bind::name(&read.name));
            connection.execute_batch(&view).map_err(|error| QueryError::engine(&read.name, &error))?;
        }
        Ok(())
    }
}

impl Kept {
    fn place(&self, key: &Key) -> Place {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.entry(key.clone()).or_default().clone()
    }
}

fn key(catalog: &Catalog, query: &Query, params: &Params) -> Result<Key, QueryError> {
    let order = catalog.order(query)?;
    let mut values = params::values(params);
    values.retain(|(name, _)| order.iter().any(|read| read.asks.iter().any(|asked| asked == name)));
    Ok((query.name.clone(), values))
}
