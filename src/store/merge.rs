//! Merging a batch into the tables of a school-year: rows in its scope are replaced, rows outside stay.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrameJoinOps;
use polars::prelude::{BooleanChunked, DataFrame, JoinArgs, JoinType, NewChunkedArray, PolarsResult};

use crate::model::schema::{self, Kind, Table};

use super::cover::{Index, Key, rank};
use super::edits::{Change, edits};
use super::frame::{conform, empty};
use super::reported::demoted;

pub type Frames = BTreeMap<&'static str, DataFrame>;

/// A batch as the store takes it.
pub struct Incoming {
    pub family: &'static str,
    pub as_of: String,
    /// The export is the whole school: its tables of names replace the old ones.
    pub complete: bool,
    pub frames: Frames,
}

/// What a merge did.
#[derive(Debug, Default)]
pub struct Merged {
    pub frames: Frames,
    /// Rows of canonical tables (not books) that came or went.
    pub changed: bool,
    pub edits: usize,
    /// Rows left out because a newer export already spoke for them.
    pub older: usize,
}

/// Merges one batch.
///
/// # Errors
/// Frames that are not of the canonical tables.
pub fn merge(old: &Frames, incoming: &Incoming, version: u32) -> PolarsResult<Merged> {
    let mut merged = Merged { frames: old.clone(), ..Merged::default() };
    let blank = schema::table("coverage").map(empty).unwrap_or_default();
    let old_coverage = old.get("coverage").unwrap_or(&blank);
    let new_coverage = incoming.frames.get("coverage").unwrap_or(&blank);
    let mut changes = Vec::new();
    forget_earlier_readings(&mut merged.frames, incoming)?;
    for table in schema::TABLES {
        let frame = match incoming.frames.get(table.name) {
            Some(frame) => conform(table, frame)?,
            // A table that the scope names but the export has no row of: what stood there is gone.
            None if matches!(table.kind, Kind::Event | Kind::Result) && !Index::of(new_coverage, table.name)?.is_empty() => empty(table),
            None => continue,
        };
        let before = old.get(table.name).cloned().unwrap_or_else(|| empty(table));
        let after = match table.kind {
            Kind::Reference => reference(table, &before, &frame, incoming)?,
            Kind::Event | Kind::Result => {
                let scope = Scope {
                    table,
                    old: Index::of(old_coverage, table.name)?,
                    new: Index::of(new_coverage, table.name)?,
                    rank: rank(incoming.family),
                };
                let outcome = scope.apply(&before, &frame)?;
                merged.older += outcome.older;
                changes.extend(edits(table, &outcome, &scope.old, &scope.new)?);
                if outcome.demoted.height() > 0 {
                    let reported = demoted(table, &outcome.demoted, &before)?;
                    append(&mut merged.frames, "reported_value", &reported)?;
                }
                outcome.after
            }
            Kind::Book => append_new(table, merged.frames.get(table.name).unwrap_or(&before), &frame)?,
        };
        if table.kind != Kind::Book && !same_rows(table, &before, &after)? {
            merged.changed = true;
        }
        merged.frames.insert(table.name, after);
    }
    merged.edits = changes.len();
    record(&mut merged, &changes, version, incoming)?;
    Ok(merged)
}

/// Of a file that is read again (with a class given this time, say) only the last reading counts.
fn forget_earlier_readings(frames: &mut Frames, incoming: &Incoming) -> PolarsResult<()> {
    let Some(sources) = incoming.frames.get("source") else { return Ok(()) };
    for name in ["source", "quarantine", "finding", "reported_value"] {
        if let Some(frame) = frames.get_mut(name) {
            *frame = join(frame, sources, &["source_id"], JoinType::Anti)?;
        }
    }
    Ok(())
}

fn record(merged: &mut Merged, changes: &[Change], version: u32, incoming: &Incoming) -> PolarsResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let school = incoming.frames.values().find(|frame| frame.height() > 0);
    let frame = super::edits::frame(changes, version, school)?;
    append(&mut merged.frames, "edit", &frame)
}

fn append(frames: &mut Frames, name: &'static str, rows: &DataFrame) -> PolarsResult<()> {
    let Some(table) = schema::table(name) else { return Ok(()) };
    let before = frames.get(name).cloned().unwrap_or_else(|| empty(table));
    frames.insert(table.name, before.vstack(&conform(table, rows)?)?);
    Ok(())
}

/// Books grow: a row whose key stands already is not written twice.
fn append_new(table: &'static Table, before: &DataFrame, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let all: Vec<&str> = table.all_columns().map(|column| column.name).collect();
    let by: &[&str] = if table.name == "source" { &["source_id"] } else { &all };
    let frame = frame.unique_stable(
        Some(&by.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
        polars::prelude::UniqueKeepStrategy::First,
        None,
    )?;
    before.vstack(&join(&frame, before, by, JoinType::Anti)?)
}

fn join(left: &DataFrame, right: &DataFrame, by: &[&str], how: JoinType) -> PolarsResult<DataFrame> {
    if right.height() == 0 {
        return Ok(if how == JoinType::Anti { left.clone() } else { left.clear() });
    }
    let mut arguments = JoinArgs::new(how);
    arguments.nulls_equal = true;
    left.join(right, by.iter().copied(), by.iter().copied(), arguments, None)
}

/// Own columns of a table: two rows that agree in them say the same, wherever they were read.
fn own(table: &'static Table) -> Vec<&'static str> {
    table.columns.iter().map(|column| column.name).collect()
}

fn same_rows(table: &'static Table, before: &DataFrame, after: &DataFrame) -> PolarsResult<bool> {
    let own = own(table);
    Ok(before.height() == after.height()
        && join(after, before, &own, JoinType::Anti)?.height() == 0
        && join(before, after, &own, JoinType::Anti)?.height() == 0)
}

/// One row a key. A list of names made from single reports never overwrites what a real list says.
fn reference(table: &'static Table, before: &DataFrame, frame: &DataFrame, incoming: &Incoming) -> PolarsResult<DataFrame> {
    let own = own(table);
    if table.name == "class_membership" && incoming.family == "student_total" {
        return super::derived::widen(before, frame);
    }
    if rank(incoming.family) < rank("bundle") {
        return before.vstack(&join(frame, before, table.key, JoinType::Anti)?);
    }
    let equal = join(before, frame, &own, JoinType::Semi)?;
    let fresh = join(frame, before, &own, JoinType::Anti)?;
    if incoming.complete && table.name != "student_alias" {
        return equal.vstack(&fresh);
    }
    let other = join(&join(before, frame, table.key, JoinType::Anti)?, &equal, &own, JoinType::Anti)?;
    let other = if table.name == "class_membership" { super::derived::without_derived(&other, frame)? } else { other };
    other.vstack(&equal)?.vstack(&fresh)
}

/// The replacing of one event table.
pub struct Scope {
    table: &'static Table,
    old: Index,
    new: Index,
    rank: u8,
}

/// Rows before and after, taken apart.
pub struct Outcome {
    pub after: DataFrame,
    /// Old rows in the scope.
    pub removed: DataFrame,
    /// New rows in the scope.
    pub taken: DataFrame,
    /// New rows for which a family of higher rank speaks.
    pub demoted: DataFrame,
    pub older: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Taken,
    Demoted,
    Older,
}

impl Scope {
    fn apply(&self, before: &DataFrame, frame: &DataFrame) -> PolarsResult<Outcome> {
        let old_rows = KeyColumns::of(before, self.table)?;
        let gone: Vec<bool> = (0..before.height()).map(|row| self.replaces(&old_rows.key(row), old_rows.rank(row))).collect();
        let new_rows = KeyColumns::of(frame, self.table)?;
        let fates: Vec<Fate> = (0..frame.height()).map(|row| self.fate(&new_rows.key(row))).collect();
        let (stays, removed) = (filter(before, gone.iter().map(|gone| !gone))?, filter(before, gone.iter().copied())?);
        let of = |fate: Fate| filter(frame, fates.iter().map(move |one| *one == fate));
        let taken = of(Fate::Taken)?;
        let own = own(self.table);
        // An equal row in a later export keeps where it was first seen; one outside the scope is not written twice either.
        let kept = join(&removed, &taken, &own, JoinType::Semi)?;
        let fresh = join(&taken, before, &own, JoinType::Anti)?;
        let after = stays.vstack(&kept)?.vstack(&fresh)?;
        Ok(Outcome { after, removed, taken, demoted: of(Fate::Demoted)?, older: fates.iter().filter(|fate| **fate == Fate::Older).count() })
    }

    fn replaces(&self, key: &Key<'_>, rank: u8) -> bool {
        let Some(cover) = self.new.newest(key, self.rank) else { return false };
        rank <= self.rank && self.old.newest(key, self.rank).is_none_or(|old| old.as_of <= cover.as_of)
    }

    fn fate(&self, key: &Key<'_>) -> Fate {
        let newer = || {
            let mine = self.new.newest(key, self.rank)?;
            Some(self.old.newest(key, self.rank)?.as_of > mine.as_of)
        };
        if self.old.higher(key, self.rank) {
            Fate::Demoted
        } else if newer() == Some(true) {
            Fate::Older
        } else {
            Fate::Taken
        }
    }
}

fn filter(frame: &DataFrame, mask: impl Iterator<Item = bool>) -> PolarsResult<DataFrame> {
    let mask: Vec<bool> = mask.collect();
    frame.filter(&BooleanChunked::from_slice("mask".into(), &mask))
}

/// The columns by which a row is looked up in the coverage.
struct KeyColumns<'a> {
    texts: [Option<&'a polars::prelude::StringChunked>; 5],
    dates: Option<&'a polars::prelude::Int32Chunked>,
}

impl<'a> KeyColumns<'a> {
    fn of(frame: &'a DataFrame, table: &'static Table) -> PolarsResult<Self> {
        let has: BTreeSet<&str> = table.columns.iter().map(|column| column.name).collect();
        let text = |name: &str| if has.contains(name) { frame.column(name)?.str().map(Some) } else { Ok(None) };
        let dates = if has.contains("date") { Some(frame.column("date")?.date()?.physical()) } else { None };
        Ok(Self { texts: [text("student_id")?, text("class_id")?, text("subject_id")?, text("period_id")?, text("family")?], dates })
    }

    fn key(&self, row: usize) -> Key<'a> {
        let [student, class, subject, period, _] = self.texts.map(|column| column.and_then(|column| column.get(row)));
        Key { student, class, subject, period, date: self.dates.and_then(|dates| dates.get(row)) }
    }

    fn rank(&self, row: usize) -> u8 {
        let [.., family] = self.texts;
        family.and_then(|family| family.get(row)).map_or(4, rank)
    }
}
