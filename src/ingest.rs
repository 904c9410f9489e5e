//! From paths to committed versions: the two stages `import` and `store` tied together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::thread;

use sha2::{Digest, Sha256};

use crate::import::draft::refusals;
use crate::import::identity::{Known, KnownStudent};
use crate::import::{self, Batch, Context, Draft, Plan};
use crate::model::finding::{Finding, Severity};
use crate::store::{Commit, Committed, Incoming, Schools, Store, StoreError};

mod drafts;
mod look;
mod place;
mod tally;
mod twice;

use drafts::{by_school, other_school, rounds, yearless};
use look::{KnownFiles, Step, look};
use place::place;
use tally::Tally;
pub use twice::twice;

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
    /// Hash of what was said beside the files, and of the program: the same file read otherwise is another input.
    fn wishes(&self) -> String {
        let blanks = &self.options.blanks;
        let program = env!("CARGO_PKG_VERSION");
        let said = format!("{program}\n{:?}\n{:?}\n{:?}\n{:?}", self.options.mapping, blanks.class, blanks.year, self.as_of);
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
    /// Findings of severity error in files that were taken before.
    pub errors: usize,
    /// Quarantined parts of rows by (table, reason).
    pub reasons: BTreeMap<(String, String), usize>,
    /// The first places of each of them.
    pub places: BTreeMap<(String, String), Vec<String>>,
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
    #[error("files of several schools under {id}")]
    SeveralSchools { id: String, names: Vec<String> },
    /// `ids` are free: one a name.
    #[error("several schools are not known to the store")]
    UnknownSchools { names: Vec<String>, ids: Vec<String> },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Looks through all paths and reads what they hold into a store.
///
/// # Errors
/// As [`plan`] and [`take`].
pub fn ingest(store: &Store, request: &Request) -> Result<Outcome, IngestError> {
    take(store, request, plan(&store.schools()?, request)?)
}

/// Looks through all paths, and whether these schools have a place for what is there.
///
/// # Errors
/// The mapping is wrong, a school is not known or another.
pub fn plan(schools: &Schools, request: &Request) -> Result<Plan, IngestError> {
    let plan = import::plan(&request.paths, &request.options).map_err(IngestError::Mapping)?;
    place(schools, &plan, request.school.as_deref())?;
    Ok(plan)
}

/// Reads what was planned and commits it, one school-year after the other.
///
/// # Errors
/// A school is not known, the store cannot be written. What was committed before stays.
pub fn take(store: &Store, request: &Request, plan: Plan) -> Result<Outcome, IngestError> {
    let mut run = Run {
        store,
        request,
        outcome: Outcome { files: plan.files, findings: plan.findings, ..Outcome::default() },
        tally: Tally::default(),
    };
    // Read once: whether these versions are still the newest is asked again of the few that hold a file.
    let schools = request.school.as_deref().map(|school| BTreeSet::from([school]));
    let taken = store.inputs(schools.as_ref())?;
    let mut groups = plan.groups.into_iter().peekable();
    let mut ready = None;
    while let Some(step) = ready.take().or_else(|| groups.next().map(|group| look(&taken, request, group))) {
        let next = groups.next_if(|group| group.bytes() <= AHEAD_BYTES);
        // Threads of their own: a worker of the common pool that waited for the lock of a school could be the one its holder waits for.
        let (done, ahead) = thread::scope(|scope| {
            let ahead = next.map(|group| scope.spawn(|| look(&taken, request, group)));
            (run.take(step), ahead.map(|ahead| ahead.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
        });
        done?;
        ready = ahead;
    }
    let Run { mut outcome, tally, .. } = run;
    outcome.sum_up(&tally);
    Ok(outcome)
}

/// Files of so many bytes are read while those before them are being committed; greater ones wait, so that two great schools never stand
/// in memory together.
const AHEAD_BYTES: u64 = 64 << 20;

/// An import under way.
struct Run<'a> {
    store: &'a Store,
    request: &'a Request,
    outcome: Outcome,
    tally: Tally,
}

impl Run<'_> {
    fn take(&mut self, step: Step) -> Result<(), IngestError> {
        match step {
            Step::Known(known) => self.take_again(known),
            Step::Read(read) => self.take_in(read),
        }
    }

    fn take_again(&mut self, known: KnownFiles) -> Result<(), IngestError> {
        let schools = known.shelves.iter().map(|(school, _)| school.as_str()).collect();
        if self.store.inputs(Some(&schools))?.shelves(&known.inputs).as_ref() != Some(&known.shelves) {
            // Since then another version was committed, by this run or another.
            return self.take_in(known.group.read(&self.request.options.blanks));
        }
        for (school, year) in known.shelves {
            if let Some(head) = self.store.head(&school, year)? {
                let read = self.store.readings(&head, &known.ids)?;
                self.tally.take_again(&read);
                self.outcome.errors += read.errors;
                let result = Committed { version: head.version, unchanged: true, edits: 0, older: 0 };
                self.outcome.shelves.push(Shelf { school, year, result });
            }
        }
        Ok(())
    }

    fn take_in(&mut self, read: import::Read) -> Result<(), IngestError> {
        self.outcome.findings.extend(read.findings);
        let sorted = by_school(self.store, read.drafts, self.request.school.as_deref())?;
        for (draft, error) in &sorted.strange {
            self.outcome.findings.push(other_school(draft, error));
            self.leave_out(draft);
        }
        for (school, drafts) in sorted.schools {
            let _turn = self.store.turn(&school)?;
            let years = self.years(&school, drafts)?;
            let all: Vec<i64> = years.keys().copied().collect();
            for (year, batches) in years {
                let shelf = self.commit(&school, year, batches, &all)?;
                if shelf.result.older > 0 {
                    let finding = Finding::new("older-than-store", Severity::Warning, format!("{school} · {year}"));
                    self.outcome.findings.push(finding.found(shelf.result.older.to_string()));
                }
                self.outcome.findings.extend(roster_derived(self.store, &shelf)?);
                self.outcome.shelves.push(shelf);
            }
        }
        Ok(())
    }

    /// None of its rows is taken.
    fn leave_out(&mut self, draft: &Draft) {
        self.tally.take(&draft.sources, refusals(&draft.tables));
        self.tally.leave_out(&draft.sources);
    }

    /// The batches of a school by school year.
    fn years(&mut self, school: &str, drafts: Vec<Draft>) -> Result<BTreeMap<i64, Vec<Batch>>, IngestError> {
        let known = known(self.store, school)?;
        let mut years: BTreeMap<i64, Vec<Batch>> = BTreeMap::new();
        for draft in rounds(drafts) {
            if draft.has_no_year() {
                self.outcome.findings.extend(yearless(&draft));
                self.leave_out(&draft);
                continue;
            }
            let context = Context { school, known: &known, given_as_of: self.request.as_of.as_deref(), now: &self.request.now_local };
            for batch in import::batch::batches(draft, &context) {
                self.tally.take(&batch.sources, batch.quarantine());
                self.outcome.findings.extend(batch.findings.iter().map(|located| located.finding.clone()));
                years.entry(batch.year).or_default().push(batch);
            }
        }
        Ok(years)
    }

    fn commit(&self, school: &str, year: i64, batches: Vec<Batch>, years: &[i64]) -> Result<Shelf, IngestError> {
        let mut incoming = Vec::new();
        for mut batch in batches {
            import::write_books(&mut batch);
            incoming.push(Incoming { family: batch.family, as_of: batch.as_of, complete: batch.complete.is_some(), tables: batch.tables });
        }
        let commit = Commit { school, year, batches: &mut incoming, years, wishes: &self.request.wishes(), now: &self.request.now_utc };
        Ok(Shelf { school: school.to_owned(), year, result: self.store.commit(commit)? })
    }
}

fn known(store: &Store, school: &str) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (id, person) in store.people(school)? {
        known.add(KnownStudent { id, full_name: person.full_name, classes: person.classes, source_ids: person.source_ids });
    }
    Ok(known)
}

/// Without a class list a student nobody exported is not on any roster: that must be known.
fn roster_derived(store: &Store, shelf: &Shelf) -> Result<Option<Finding>, StoreError> {
    let Some(head) = store.head(&shelf.school, shelf.year)? else { return Ok(None) };
    let count = store.derived_members(&head)?;
    let place = format!("{} · {}", shelf.school, shelf.year);
    Ok((count > 0).then(|| Finding::new("roster-derived", Severity::Info, place).found(count.to_string())))
}

impl Outcome {
    fn sum_up(&mut self, tally: &Tally) {
        let again = |pick: fn(&(i64, i64)) -> i64| tally.again.values().map(pick).sum::<i64>();
        self.rows_read = tally.read.values().sum::<i64>() + again(|(read, _)| *read);
        let refused = |(id, read): (&String, &i64)| {
            let places = tally.refused.get(id).map_or(0, |places| i64::try_from(places.len()).unwrap_or(i64::MAX));
            if tally.left_out.contains(id) { (*read).max(places) } else { places }
        };
        self.rows_quarantined = tally.read.iter().map(refused).sum::<i64>() + again(|(_, quarantined)| *quarantined);
        self.rows_kept = self.rows_read - self.rows_quarantined;
        self.reasons.clone_from(&tally.reasons);
        self.places.clone_from(&tally.places);
    }

    /// Whether a person has to look: a row was refused or a finding is an error.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.rows_quarantined > 0 || self.errors > 0 || self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}
