//! Views that many queries read are kept as rows (`host: table`): one table for all requests that ask the same of them.
//!
//! What a view depends on is seen in its text: parameters whose names stand neither in it nor in what it reads cannot change it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::bind;
use super::catalog::{Catalog, Query};
use super::engine::Engine;
use super::error::QueryError;
use super::params::{self, Params};
use super::steps::{self, Step};

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
pub(super) struct Wanted<'a> {
    key: Key,
    query: &'a Query,
    params: &'a Params,
    waits: Vec<usize>,
}

/// The tables that are to be made for queries, each after those that it reads, and for which of them each query waits.
pub(super) struct Plan<'a> {
    pub wanted: Vec<Wanted<'a>>,
    pub waits: Vec<Vec<usize>>,
}

impl Engine<'_> {
    /// Makes the tables that these queries read and that are not there yet.
    pub(super) fn keep(&self, asked: &[(&Query, &Params)]) -> Result<(), QueryError> {
        let wanted = self.plan(asked)?.wanted;
        let steps: Vec<Step> = wanted.iter().map(|wanted| self.step(wanted)).collect();
        steps::each(&steps, |at| wanted.get(at).into_iter().for_each(|wanted| self.make(wanted)));
        Ok(())
    }

    pub(super) fn plan<'q>(&'q self, asked: &[(&'q Query, &'q Params)]) -> Result<Plan<'q>, QueryError> {
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        let mut places: BTreeMap<Key, usize> = BTreeMap::new();
        for (query, params) in asked {
            for read in self.reads(query)? {
                let key = key(self.catalog, read, params)?;
                if self.kept.place(&key).get().is_none() && !places.contains_key(&key) {
                    places.insert(key.clone(), wanted.len());
                    let waits = self.waits(read, params, &places)?;
                    wanted.push(Wanted { key, query: read, params, waits });
                }
            }
        }
        // Who asks for what others read takes it from there.
        let waits = |(query, params): &(&Query, &Params)| {
            let own = if query.header.kept { places.get(&key(self.catalog, query, params)?).copied() } else { None };
            self.waits(query, params, &places).map(|waits| own.map_or(waits, |own| vec![own]))
        };
        let waits = asked.iter().map(waits).collect::<Result<_, QueryError>>()?;
        Ok(Plan { wanted, waits })
    }

    /// The kept views that a query reads, each after those that it reads itself.
    fn reads<'q>(&'q self, query: &'q Query) -> Result<impl Iterator<Item = &'q Query>, QueryError> {
        let name = query.name.clone();
        Ok(self.catalog.order(query)?.into_iter().filter(move |read| read.header.kept && read.name != name))
    }

    fn waits(&self, query: &Query, params: &Params, places: &BTreeMap<Key, usize>) -> Result<Vec<usize>, QueryError> {
        let place = |read: &Query| key(self.catalog, read, params).map(|key| places.get(&key).copied());
        self.reads(query)?.filter_map(|read| place(read).transpose()).collect()
    }

    pub(super) fn step(&self, wanted: &Wanted<'_>) -> Step {
        Step { cost: self.cost(wanted.query), waits: wanted.waits.clone() }
    }

    /// What a query costs beside others: so many queries stand in its SQL, itself and those it reads that are not kept.
    pub(super) fn cost(&self, query: &Query) -> usize {
        self.catalog.order(query).map_or(1, |order| order.iter().filter(|read| !read.header.kept || read.name == query.name).count())
    }

    pub(super) fn make(&self, wanted: &Wanted<'_>) {
        self.kept.place(&wanted.key).get_or_init(|| self.made(wanted));
    }

    /// The rows of a query that others read, where they are there.
    pub(super) fn rows_of(&self, query: &Query, params: &Params) -> Result<Option<String>, QueryError> {
        if !query.header.kept {
            return Ok(None);
        }
        let table = self.kept.place(&key(self.catalog, query, params)?).get().cloned().transpose()?;
        // They were laid down in the order of the query.
        Ok(table.map(|table| format!("SELECT * FROM {table} ORDER BY rowid")))
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
