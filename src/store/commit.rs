//! A commit: batches merged on the newest version, written beside it, made visible by one hard link.

use std::collections::BTreeMap;

use polars::prelude::DataFrame;
use sha2::{Digest, Sha256};

use crate::model::schema;

use super::error::StoreError;
use super::frame::{ordered, to_parquet};
use super::manifest::{FORMAT, Manifest, TableFile};
use super::merge::{Frames, Incoming, merge};
use super::{Store, durable, snapshot};

/// Another import may take the next number this many times before we give up.
const TRIES: u32 = 50;

/// Batches of one school-year, to be merged in this order into one new version.
pub struct Commit<'a> {
    pub school: &'a str,
    pub year: i64,
    pub batches: &'a [Incoming],
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
    pub fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        let folder = self.shelf_folder(commit.school, commit.year);
        durable::folder(&folder.join("data"))?;
        durable::folder(&folder.join("versions"))?;
        for _ in 0..TRIES {
            if let Some(committed) = self.try_commit(commit)? {
                return Ok(committed);
            }
        }
        Err(StoreError::Busy { path: folder, tries: TRIES })
    }

    fn try_commit(&self, commit: &Commit<'_>) -> Result<Option<Committed>, StoreError> {
        let head = self.head(commit.school, commit.year)?;
        let version = head.as_ref().map_or(1, |head| head.version + 1);
        let sources = source_ids(commit.batches);
        let inputs: Vec<String> = sources.iter().map(|source| format!("{source}.{}", commit.wishes)).collect();
        if let Some(head) = &head
            && !sources.is_empty()
            && inputs.iter().all(|input| head.inputs.contains(input))
        {
            return Ok(Some(Committed { version: head.version, unchanged: true, edits: 0, older: 0 }));
        }
        let mut frames = match &head {
            Some(head) => self.frames(head)?,
            None => Frames::new(),
        };
        let known = head.as_ref().map_or_else(Vec::new, |_| column_texts(frames.get("source"), "source_id"));
        let (mut changed, mut edits, mut older) = (false, 0, 0);
        for batch in commit.batches {
            let merged = merge(&frames, batch, version)?;
            frames = merged.frames;
            changed |= merged.changed;
            edits += merged.edits;
            older += merged.older;
        }
        if let Some(head) = &head
            && !changed
            && sources.iter().all(|source| known.contains(source))
        {
            return Ok(Some(Committed { version: head.version, unchanged: true, edits: 0, older }));
        }
        let manifest = self.write(commit, version, &frames, inputs)?;
        let text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| StoreError::Damaged { path: self.root().to_owned(), detail: error.to_string() })?;
        let path = self.shelf_folder(commit.school, commit.year).join("versions").join(snapshot::file_name(version));
        let mine = durable::create_exclusive(&path, format!("{text}\n").as_bytes())?;
        Ok(mine.then_some(Committed { version, unchanged: false, edits, older }))
    }

    fn write(&self, commit: &Commit<'_>, version: u32, frames: &Frames, inputs: Vec<String>) -> Result<Manifest, StoreError> {
        let data = self.shelf_folder(commit.school, commit.year).join("data");
        let mut manifest = Manifest {
            format: FORMAT,
            school: commit.school.to_owned(),
            year: commit.year,
            version,
            created_at: commit.now.to_owned(),
            program: concat!("vedomost ", env!("CARGO_PKG_VERSION")).to_owned(),
            inputs,
            ..Manifest::default()
        };
        for table in schema::TABLES {
            let Some(frame) = frames.get(table.name).filter(|frame| frame.height() > 0) else { continue };
            let bytes = to_parquet(&ordered(table, frame)?)?;
            let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let file = format!("{}-{}.parquet", table.name, sha256.get(..16).unwrap_or(&sha256));
            durable::create_by_content(&data.join(&file), &bytes)?;
            manifest.tables.push(TableFile { table: table.name.to_owned(), file, sha256, rows: frame.height() as u64 });
        }
        manifest.findings = count(frames.get("finding"));
        Ok(manifest)
    }
}

fn source_ids(batches: &[Incoming]) -> Vec<String> {
    let mut ids: Vec<String> = batches.iter().flat_map(|batch| column_texts(batch.frames.get("source"), "source_id")).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn column_texts(frame: Option<&DataFrame>, name: &str) -> Vec<String> {
    let texts = frame.and_then(|frame| frame.column(name).ok()?.str().ok().cloned());
    texts.map(|texts| texts.iter().flatten().map(str::to_owned).collect()).unwrap_or_default()
}

fn count(findings: Option<&DataFrame>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for code in column_texts(findings, "code") {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}
