//! A commit: batches merged on the newest version, written beside it, made visible by one hard link.

use std::collections::BTreeMap;

use crate::model::rows::Rows;
use crate::model::schema::{self, Kind, Table};

use super::damage::sha256;
use super::error::StoreError;
use super::manifest::{FORMAT, Manifest, TableFile};
use super::merge::{Incoming, Merger, Written};
use super::{Store, durable};

/// Another import may take the next number this many times before we give up.
const TRIES: u32 = 50;

/// Batches of one school-year, to be merged in this order into one new version.
pub struct Commit<'a> {
    pub school: &'a str,
    pub year: i64,
    pub batches: &'a mut [Incoming],
    /// All school years that these exports speak of.
    pub years: &'a [i64],
    /// Hash of what was said beside the files; a source with other wishes is another input.
    pub wishes: &'a str,
    /// UTC, ISO; only written down.
    pub now: &'a str,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    pub version: u32,
    /// Nothing new: the version is the one that was there.
    pub unchanged: bool,
    pub edits: usize,
    /// Rows left out because a newer export spoke for them.
    pub older: usize,
}

impl Store {
    /// Merges the batches into the newest version and commits. The same input twice makes no new version.
    ///
    /// # Errors
    /// The store cannot be read or written; other imports were faster too often.
    pub fn commit(&self, mut commit: Commit<'_>) -> Result<Committed, StoreError> {
        let folder = self.shelf_folder(commit.school, commit.year);
        let _nothing_is_deleted = self.adding()?;
        durable::folder(self.disk(), self.root(), &folder.join("data"))?;
        durable::folder(self.disk(), self.root(), &folder.join("versions"))?;
        for _ in 0..TRIES {
            if let Some(committed) = self.try_commit(&mut commit)? {
                return Ok(committed);
            }
        }
        Err(StoreError::Busy { path: folder, tries: TRIES })
    }

    fn try_commit(&self, commit: &mut Commit<'_>) -> Result<Option<Committed>, StoreError> {
        let head = self.head(commit.school, commit.year)?;
        let version = head.as_ref().map_or(1, |head| head.version + 1);
        let sources = source_ids(commit.batches);
        let inputs: Vec<String> = sources.iter().map(|source| format!("{source}.{}", commit.wishes)).collect();
        let unchanged = |version, older| Committed { version, unchanged: true, edits: 0, older };
        if let Some(head) = &head
            && !sources.is_empty()
            && inputs.iter().all(|input| head.inputs.contains(input))
        {
            return Ok(Some(unchanged(head.version, 0)));
        }
        let next = self.next(commit, head.as_ref(), version)?;
        if let Some(head) = &head
            && !next.changed
            && sources.iter().all(|source| next.known.contains(source))
        {
            return Ok(Some(unchanged(head.version, next.older)));
        }
        let mut manifest = self.write(commit, version, next.tables, inputs)?;
        manifest.edits = Some(next.edits as u64);
        let path = self.manifest_path(commit.school, commit.year, version);
        let text = manifest.to_text().map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        let mine = durable::create_exclusive(self.disk(), &path, text.as_bytes())?;
        Ok(mine.then_some(Committed { version, unchanged: false, edits: next.edits, older: next.older }))
    }

    /// Merges the batches into the tables of the head.
    fn next(&self, commit: &mut Commit<'_>, head: Option<&Manifest>, version: u32) -> Result<Next, StoreError> {
        let stood = |table: &'static Table| -> Result<Rows, StoreError> {
            let rows = head.map(|head| self.rows(head, table)).transpose()?.flatten();
            Ok(rows.unwrap_or_else(|| Rows::new(table)))
        };
        let book = |name| schema::table(name).map(stood).transpose();
        let known = book("source")?.map(|rows| texts(&rows, "source_id")).unwrap_or_default();
        let Some(coverage) = book("coverage")? else { return Ok(Next::default()) };
        let mut merger = Merger::new(commit.batches, coverage);
        let mut tables = Vec::new();
        let (books, others): (Vec<&'static Table>, Vec<&'static Table>) = schema::TABLES.iter().partition(|table| table.kind == Kind::Book);
        for table in others {
            tables.push((table, merger.table(table, || stood(table))?));
        }
        for table in books {
            tables.push((table, merger.book(table, (commit.school, commit.year, version), || stood(table))?));
        }
        let tables =
            tables.into_iter().map(|(table, written)| (table, written.map_or_else(|| Part::of_head(head, table), Part::Fresh))).collect();
        Ok(Next { tables, known, changed: merger.changed, edits: merger.edits(), older: merger.older })
    }

    fn write(
        &self,
        commit: &Commit<'_>,
        version: u32,
        tables: Vec<(&'static Table, Part)>,
        inputs: Vec<String>,
    ) -> Result<Manifest, StoreError> {
        let data = self.data_folder(commit.school, commit.year);
        let mut manifest = Manifest {
            format: FORMAT,
            school: commit.school.to_owned(),
            year: commit.year,
            version,
            created_at: commit.now.to_owned(),
            program: concat!("vedomost ", env!("CARGO_PKG_VERSION")).to_owned(),
            inputs,
            years: commit.years.to_vec(),
            ..Manifest::default()
        };
        for table in schema::TABLES {
            let Some((_, part)) = tables.iter().find(|(of, _)| of.name == table.name) else { continue };
            match part {
                Part::Head(file) => manifest.tables.push(file.clone()),
                Part::Fresh(written) if written.rows > 0 => {
                    let sha256 = sha256(&written.bytes);
                    let file = format!("{}-{}.parquet", table.name, sha256.get(..16).unwrap_or(&sha256));
                    durable::create_by_content(self.disk(), &data.join(&file), &written.bytes)?;
                    manifest.tables.push(TableFile { table: table.name.to_owned(), file, sha256, rows: written.rows as u64 });
                }
                Part::Fresh(_) | Part::None => {}
            }
        }
        // Also for files that another import wrote a moment ago and has not synced yet.
        durable::sync(self.disk(), &data)?;
        manifest.findings = self.rows_of(&manifest, "finding")?.map(|rows| count(&rows)).unwrap_or_default();
        Ok(manifest)
    }
}

/// What the next version holds.
#[derive(Default)]
struct Next {
    tables: Vec<(&'static Table, Part)>,
    /// Ids of the sources that the head knew.
    known: Vec<String>,
    changed: bool,
    edits: usize,
    older: usize,
}

/// Where a table of the next version comes from.
enum Part {
    None,
    /// As it stood.
    Head(TableFile),
    Fresh(Written),
}

impl Part {
    fn of_head(head: Option<&Manifest>, table: &Table) -> Self {
        head.and_then(|head| head.table(table.name)).map_or(Self::None, |file| Self::Head(file.clone()))
    }
}

fn source_ids(batches: &[Incoming]) -> Vec<String> {
    let mut ids: Vec<String> =
        batches.iter().filter_map(|batch| batch.tables.get("source")).flat_map(|rows| texts(rows, "source_id")).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn texts(rows: &Rows, name: &str) -> Vec<String> {
    rows.texts(name).map(|texts| texts.iter().flatten().map(str::to_owned).collect()).unwrap_or_default()
}

fn count(findings: &Rows) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for code in texts(findings, "code") {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}
