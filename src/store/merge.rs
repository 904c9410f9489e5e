//! Merging batches into the tables of a school-year: rows in their scope are replaced, rows outside stay.
//!
//! One table after the other, so that only one stands in memory twice; the books of the store come last, when it is known
//! what changed.

use std::collections::HashSet;

use polars::prelude::PolarsResult;

use crate::model::rows::{Rows, Tables};
use crate::model::schema::{Kind, Table};

use super::cover::{Index, rank};
use super::edits::{self, Change};
use super::events::{self, Both, Outcome, Scope};
use super::names::{self, Bringer};
use super::packed::Packed;
use super::parquet::to_parquet;
use super::reported::demoted;

/// A batch as the store takes it.
pub struct Incoming {
    pub family: &'static str,
    pub as_of: String,
    /// The export is the whole school: its tables of names replace the old ones.
    pub complete: bool,
    pub tables: Tables,
}

/// A table of the next version.
pub struct Written {
    pub bytes: Vec<u8>,
    pub rows: usize,
}

/// Batches on their way into one version, in their order.
pub struct Merger<'a> {
    batches: &'a mut [Incoming],
    /// Coverage of the version before.
    coverage: Rows,
    changes: Vec<Change>,
    reported: Option<Rows>,
    /// Rows of canonical tables (not books) that came or went.
    pub changed: bool,
    /// Rows left out because a newer export already spoke for them.
    pub older: usize,
}

impl<'a> Merger<'a> {
    #[must_use]
    pub const fn new(batches: &'a mut [Incoming], coverage: Rows) -> Self {
        Self { batches, coverage, changes: Vec::new(), reported: None, changed: false, older: 0 }
    }

    /// How many edits the ledger gains.
    #[must_use]
    pub const fn edits(&self) -> usize {
        self.changes.len()
    }

    /// The next rows of a table that is no book; `None` when they are those that stand.
    ///
    /// # Errors
    /// The old rows cannot be read, the new ones not be written.
    pub fn table<E: From<polars::error::PolarsError>>(
        &mut self,
        table: &'static Table,
        load: impl FnOnce() -> Result<Rows, E>,
    ) -> Result<Option<Written>, E> {
        let scoped = matches!(table.kind, Kind::Event | Kind::Result);
        let mut touched: Vec<usize> = (0..self.batches.len()).filter(|at| self.touches(*at, table, scoped)).collect();
        let Some(last) = touched.pop() else { return Ok(None) };
        let (mut old, mut any) = (load()?, false);
        for at in touched {
            let (order, changed) = self.one(at, table, &mut old);
            any |= changed;
            if let Some(batch) = self.batches.get_mut(at) {
                old = joined([&old, batch.tables.of(table)], &order);
            }
        }
        let (order, changed) = self.one(last, table, &mut old);
        self.changed |= any || changed;
        let new = self.batches.get_mut(last).filter(|_| any || changed).map(|batch| batch.tables.of(table));
        Ok(new.map(|new| written([&old, new], &order)).transpose()?)
    }

    /// A batch speaks of a table with rows; or with coverage alone: what stood there is gone.
    fn touches(&self, at: usize, table: &Table, scoped: bool) -> bool {
        let Some(batch) = self.batches.get(at) else { return false };
        let names = |coverage: &Rows| (0..coverage.len()).any(|row| coverage.text(row, "table_name") == Some(table.name));
        batch.tables.get(table.name).is_some() || (scoped && batch.tables.get("coverage").is_some_and(names))
    }

    /// Merges one batch; the order numbers old and new rows through.
    fn one(&mut self, at: usize, table: &'static Table, old: &mut Rows) -> (Vec<u32>, bool) {
        let (before, after) = self.coverage_of(at, table);
        let Some(batch) = self.batches.get_mut(at) else { return (Vec::new(), false) };
        let bringer = Bringer { family: batch.family, complete: batch.complete };
        let new = batch.tables.of(table);
        if table.kind == Kind::Reference {
            let listed = names::merge(old, new, bringer);
            return (listed.order, listed.changed);
        }
        let scope = Scope { old: &before, new: &after, rank: rank(bringer.family) };
        let outcome = events::merge(old, new, &scope);
        let both = Both([old, new]);
        let ledger = ledger(both, &outcome, &scope);
        let reported = if outcome.demoted.is_empty() { None } else { demoted(both, &outcome.demoted) };
        self.changes.extend(ledger);
        self.older += outcome.older;
        if let Some(rows) = reported {
            match &mut self.reported {
                Some(all) => all.append(&rows),
                none => *none = Some(rows),
            }
        }
        (outcome.order, outcome.changed)
    }

    /// What was spoken for before a batch, and what it speaks for.
    fn coverage_of(&self, at: usize, table: &Table) -> (Index, Index) {
        let (mut before, mut after) = (Index::default(), Index::default());
        before.add(&self.coverage, table.name);
        for (which, batch) in self.batches.iter().enumerate().take(at + 1) {
            if let Some(coverage) = batch.tables.get("coverage") {
                let index = if which == at { &mut after } else { &mut before };
                index.add(coverage, table.name);
            }
        }
        (before, after)
    }

    /// The next rows of a book; `None` when nothing comes to it.
    ///
    /// # Errors
    /// The old rows cannot be read, the new ones not be written.
    pub fn book<E: From<polars::error::PolarsError>>(
        &mut self,
        table: &'static Table,
        year: (&str, i64, u32),
        load: impl FnOnce() -> Result<Rows, E>,
    ) -> Result<Option<Written>, E> {
        let forgets = matches!(table.name, "source" | "quarantine" | "finding" | "reported_value");
        let mut added = Rows::new(table);
        for batch in self.batches.iter() {
            if forgets {
                added = without_earlier_readings(&added, std::slice::from_ref(batch));
            }
            if let Some(rows) = batch.tables.get(table.name) {
                added.append(rows);
            }
        }
        let (school, year, version) = year;
        match table.name {
            "edit" => added.append(&edits::rows(&self.changes, school, year, version).unwrap_or_else(|| Rows::new(table))),
            "reported_value" => added.append(&self.reported.take().unwrap_or_else(|| Rows::new(table))),
            _ => {}
        }
        if added.is_empty() && !forgets {
            return Ok(None);
        }
        let old = load()?;
        let mut kept = if forgets { without_earlier_readings(&old, self.batches) } else { old.clone() };
        if added.is_empty() && kept.len() == old.len() {
            return Ok(None);
        }
        let order = if matches!(table.name, "edit" | "reported_value") { all(&mut kept, &mut added) } else { union(&mut kept, &mut added) };
        Ok(Some(written([&kept, &added], &order)?))
    }
}

/// Of a file that is read again (with a class given this time, say) only the last reading counts.
fn without_earlier_readings(rows: &Rows, batches: &[Incoming]) -> Rows {
    let sources = batches.iter().filter_map(|batch| batch.tables.get("source")?.texts("source_id"));
    let again: HashSet<&str> = sources.flat_map(|texts| texts.iter().flatten()).collect();
    rows.filtered(|row| rows.text(row, "source_id").is_none_or(|source| !again.contains(source)))
}

/// Changes of the keys in which something differs; only where an earlier export spoke.
fn ledger(both: Both<'_>, outcome: &Outcome, scope: &Scope<'_>) -> Vec<Change> {
    if !edits::is_kept(both.0[0].table) || scope.old.is_empty() {
        return Vec::new();
    }
    outcome.differing.iter().flat_map(|(removed, taken)| edits::changes(both, removed, taken, scope.old, scope.new)).collect()
}

fn written(parts: [&Rows; 2], order: &[u32]) -> PolarsResult<Written> {
    Ok(Written { bytes: to_parquet(parts, order)?, rows: order.len() })
}

/// Both parts as one, in this order.
fn joined(parts: [&Rows; 2], order: &[u32]) -> Rows {
    let mut rows = parts[0].clone();
    rows.append(parts[1]);
    rows.taken(order)
}

/// Own columns beside the key, then those every row carries.
fn every_other(table: &'static Table) -> Vec<&'static str> {
    table.all_columns().map(|column| column.name).filter(|name| !table.key.contains(name)).collect()
}

/// All rows of both parts in order.
fn all(old: &mut Rows, new: &mut Rows) -> Vec<u32> {
    old.unify(new);
    let packed = Packed::of([old, new], old.table.key, &every_other(old.table));
    packed.sorted(packed.all(), |one, two| one.cmp(&two))
}

/// All rows of both parts in order, equal ones once. A source is told by its id.
fn union(old: &mut Rows, new: &mut Rows) -> Vec<u32> {
    let mut order = all(old, new);
    let by = if old.table.name == "source" { vec!["source_id"] } else { every_column(old.table) };
    let packed = Packed::of([old, new], &by, &[]);
    order.dedup_by(|next, before| packed.compare_keys(*next, *before) == std::cmp::Ordering::Equal);
    order
}

fn every_column(table: &'static Table) -> Vec<&'static str> {
    table.all_columns().map(|column| column.name).collect()
}
