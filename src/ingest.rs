//! From paths to committed versions: the two stages `import` and `store` tied together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::import::draft::{Refusal, SourceRow, refusals};
use crate::import::identity::{Known, KnownStudent};
use crate::import::{self, Batch, Context, Draft};
use crate::model::finding::{Finding, Severity};
use crate::store::{Commit, Committed, Incoming, Store, StoreError};

/// What to take in and under whose name.
pub struct Request {
    pub paths: Vec<PathBuf>,
    pub options: import::Options,
    /// `--school`.
    pub school: Option<String>,
    /// `--as-of`, ISO.
    pub as_of: Option<String>,
    /// Local wall time and UTC, ISO: only where the export does not say its own date.
    pub now_local: String,
    pub now_utc: String,
}

impl Request {
    /// Hash of what was said beside the files: the same file read otherwise is another input.
    fn wishes(&self) -> String {
        let blanks = &self.options.blanks;
        let said = format!("{:?}\n{:?}\n{:?}\n{:?}", self.options.mapping, blanks.class, blanks.year, self.as_of);
        Sha256::digest(said).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct Outcome {
    pub files: usize,
    pub shelves: Vec<Shelf>,
    pub findings: Vec<Finding>,
    pub rows_read: i64,
    pub rows_kept: i64,
    pub rows_quarantined: i64,
    /// Quarantined parts of rows by (table, reason).
    pub reasons: BTreeMap<(String, String), usize>,
}

/// A school-year that was committed.
#[derive(Debug)]
pub struct Shelf {
    pub school: String,
    pub year: i64,
    pub result: Committed,
}

#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error("{0}")]
    Mapping(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Bug(String),
}

/// Reads all paths and commits what they hold, one school-year after the other.
///
/// # Errors
/// The mapping is wrong, a school is not known, the store cannot be written. What was committed before stays.
pub fn ingest(store: &Store, request: &Request) -> Result<Outcome, IngestError> {
    let read = import::read(&request.paths, &request.options).map_err(IngestError::Mapping)?;
    let mut outcome = Outcome { files: read.files, findings: read.findings, ..Outcome::default() };
    let mut tally = Tally::default();
    let drafts = by_school(store, read.drafts, request.school.as_deref())?;
    for (school, drafts) in drafts {
        let known = known(store, &school)?;
        let mut years: BTreeMap<i64, Vec<Batch>> = BTreeMap::new();
        for draft in rounds(drafts) {
            let context = Context { school: &school, known: &known, given_as_of: request.as_of.as_deref(), now: &request.now_local };
            if draft.has_no_year() {
                outcome.findings.extend(yearless(&draft));
                tally.take(&draft.sources, refusals(&draft.tables));
                tally.leave_out(&draft.sources);
                continue;
            }
            for batch in import::batch::batches(draft, &context) {
                years.entry(batch.year).or_default().push(batch);
            }
        }
        for (year, batches) in years {
            for batch in &batches {
                tally.take(&batch.sources, batch.quarantine());
                outcome.findings.extend(batch.findings.iter().map(|located| located.finding.clone()));
            }
            let shelf = commit(store, &school, year, batches, request)?;
            if shelf.result.older > 0 {
                let finding = Finding::new("older-than-store", Severity::Warning, format!("{school} · {year}"));
                outcome.findings.push(finding.found(shelf.result.older.to_string()));
            }
            outcome.findings.extend(roster_derived(store, &shelf)?);
            outcome.shelves.push(shelf);
        }
    }
    outcome.sum_up(&tally);
    Ok(outcome)
}

/// Drafts by the id of their school.
fn by_school(store: &Store, drafts: Vec<Draft>, given: Option<&str>) -> Result<BTreeMap<String, Vec<Draft>>, StoreError> {
    let mut schools = store.schools()?;
    let before = schools.clone();
    let mut sorted: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        let id = schools.identify(draft.school_name.as_deref(), given)?;
        sorted.entry(id).or_default().push(draft);
    }
    if schools != before {
        store.save_schools(&schools)?;
    }
    Ok(sorted)
}

fn known(store: &Store, school: &str) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (id, person) in store.people(school)? {
        known.add(KnownStudent { id, full_name: person.full_name, classes: person.classes, source_ids: person.source_ids });
    }
    Ok(known)
}

/// Single reports of one year go together as one draft, unless a student has several: those follow one another by the
/// date of their data, so that the later corrects the earlier.
fn rounds(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by(|left, right| left.as_of.cmp(&right.as_of));
    let mut single: BTreeMap<(i64, usize), Draft> = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut others = Vec::new();
    for draft in drafts {
        match (draft.student().map(str::to_owned), draft.year) {
            (Some(student), Some(year)) => {
                let round = seen.entry(format!("{year} {student}")).or_default();
                let target =
                    single.entry((year, *round)).or_insert_with(|| Draft { family: draft.family, year: draft.year, ..Draft::default() });
                *round += 1;
                target.as_of = target.as_of.take().max(draft.as_of.clone());
                target.append(draft);
            }
            _ => others.push(draft),
        }
    }
    others.extend(single.into_values());
    others
}

fn commit(store: &Store, school: &str, year: i64, batches: Vec<Batch>, request: &Request) -> Result<Shelf, IngestError> {
    let mut incoming = Vec::new();
    for mut batch in batches {
        let frames = import::frames(&mut batch).map_err(IngestError::Bug)?;
        incoming.push(Incoming { family: batch.family, as_of: batch.as_of, complete: batch.complete.is_some(), frames });
    }
    let result = store.commit(&Commit { school, year, batches: &incoming, wishes: &request.wishes(), now: &request.now_utc })?;
    Ok(Shelf { school: school.to_owned(), year, result })
}

/// What is to be said of an export that no school year can be told of: its own findings, or just that. All its rows
/// stay outside.
fn yearless(draft: &Draft) -> Vec<Finding> {
    let own: Vec<Finding> = draft.findings.iter().map(|located| located.finding.clone()).collect();
    if own.iter().any(|finding| finding.severity == Severity::Error) {
        return own;
    }
    let file = draft.sources.first().map(|source| source.file.clone()).unwrap_or_default();
    own.into_iter().chain([Finding::new("no-school-year", Severity::Error, file)]).collect()
}

/// Without a class list a student nobody exported is not on any roster: that must be known.
fn roster_derived(store: &Store, shelf: &Shelf) -> Result<Option<Finding>, StoreError> {
    let Some(head) = store.head(&shelf.school, shelf.year)? else { return Ok(None) };
    let count = store.derived_members(&head)?;
    let place = format!("{} · {}", shelf.school, shelf.year);
    Ok((count > 0).then(|| Finding::new("roster-derived", Severity::Info, place).found(count.to_string())))
}

/// Rows of the files: a row of a file counts once, however many tables and years it fed or missed.
#[derive(Default)]
struct Tally {
    read: BTreeMap<String, i64>,
    refused: BTreeMap<String, BTreeSet<String>>,
    reasons: BTreeMap<(String, String), usize>,
    left_out: BTreeSet<String>,
}

impl Tally {
    fn take(&mut self, sources: &[SourceRow], refusals: impl Iterator<Item = Refusal>) {
        for source in sources {
            self.read.insert(source.source_id.clone(), source.rows_read);
        }
        for refusal in refusals {
            self.refused.entry(refusal.source_id).or_default().insert(refusal.src_loc);
            let reason = refusal.reason.split(':').next().unwrap_or_default().to_owned();
            *self.reasons.entry((refusal.table, reason)).or_default() += 1;
        }
    }
}

impl Tally {
    /// None of the rows of these files was taken.
    fn leave_out(&mut self, sources: &[SourceRow]) {
        self.left_out.extend(sources.iter().map(|source| source.source_id.clone()));
    }
}

impl Outcome {
    fn sum_up(&mut self, tally: &Tally) {
        self.rows_read = tally.read.values().sum();
        let refused = |(id, read): (&String, &i64)| {
            let places = tally.refused.get(id).map_or(0, |places| i64::try_from(places.len()).unwrap_or(i64::MAX));
            if tally.left_out.contains(id) { (*read).max(places) } else { places }
        };
        self.rows_quarantined = tally.read.iter().map(refused).sum();
        self.rows_kept = self.rows_read - self.rows_quarantined;
        self.reasons.clone_from(&tally.reasons);
    }

    /// Whether a person has to look: a row was refused or a finding is an error.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.rows_quarantined > 0 || self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}
