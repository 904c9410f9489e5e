//! Import: files of any school journal → batches of canonical rows, with findings and a quarantine.
//!
//! Flow: [`source`] lists and reads files; a reader ([`bundle`], [`mapping`], [`student_total`]) recognises its own by
//! content and makes a [`draft::Draft`]; [`batch`] turns names into ids and school years; [`books`] writes down where
//! everything came from; [`frame`] makes Polars frames. A new format is one file and one line in [`read`].
//!
//! Invariant: prints nothing, knows neither the store nor DuckDB.

mod archive;
pub mod batch;
mod books;
mod bundle;
mod bundle_file;
mod columns;
mod complete;
mod delimited;
pub mod draft;
mod flat;
mod html;
pub mod identity;
mod limits;
mod mapping;
mod mapping_spec;
mod membership;
mod nobody;
mod overlap;
mod references;
mod source;
mod stream;
mod student_total;
mod student_total_head;
mod student_total_mean;
mod text;
mod typed;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::model::finding::{Finding, Severity};
use crate::model::schema::Table;

pub use crate::model::rows::Rows;
pub use batch::{Batch, Context};
pub use draft::Draft;
pub use stream::Hashed;
pub use student_total::Blanks;
pub use typed::{date, date_of, days, stamp};

use mapping_spec::Checked;
use nobody::{doubtful, nobody};
use source::{Entry, Listing, Refused, Source};

/// What the command line says about the files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Text of a mapping file.
    pub mapping: Option<String>,
    pub blanks: Blanks,
}

/// What was read: a draft for each unit, findings of files that are nobody's.
#[derive(Debug, Default)]
pub struct Read {
    pub drafts: Vec<Draft>,
    pub findings: Vec<Finding>,
}

/// What lies under the paths: whose each file is, by a look at its beginning.
#[derive(Default)]
pub struct Plan {
    pub groups: Vec<Group>,
    /// Of files that are nobody's or cannot be read.
    pub findings: Vec<Finding>,
    pub files: usize,
}

/// Units that go into the store together: bundles of one school and year, or all single reports.
pub struct Group(Vec<Unit>);

/// What is read as one.
enum Unit {
    /// Files of one folder, each for a table, and the folder's header.
    Bundle {
        tables: Vec<(Entry, &'static Table)>,
        header: Draft,
        headers: Vec<Entry>,
    },
    Reports(Vec<Entry>),
    Mapped(Vec<Entry>, Box<Checked>),
}

/// Looks through all files under the paths.
///
/// # Errors
/// The mapping file is wrong; the text says where.
pub fn plan(paths: &[PathBuf], options: &Options) -> Result<Plan, String> {
    plan_of(source::list(paths), options)
}

/// The same for files in memory: names and bytes.
///
/// # Errors
/// As [`plan`].
pub fn plan_bytes(files: impl IntoIterator<Item = (String, Vec<u8>)>, options: &Options) -> Result<Plan, String> {
    let mut listing = Listing::default();
    for (name, bytes) in files {
        let one = source::list_bytes(&name, bytes.into());
        listing.entries.extend(one.entries);
        listing.refused.extend(one.refused);
    }
    plan_of(listing, options)
}

fn plan_of(listing: Listing, options: &Options) -> Result<Plan, String> {
    let Listing { entries, refused, .. } = listing;
    let mut plan = Plan { files: entries.len(), findings: refused.iter().map(refusal).collect(), ..Plan::default() };
    match &options.mapping {
        Some(text) => plan.groups.push(Group(vec![Unit::Mapped(entries, Box::new(mapping_spec::parse(text)?))])),
        None => plan.sort_out(entries, &options.blanks),
    }
    Ok(plan)
}

/// Whose a file is.
enum Kind {
    Report,
    Header,
    Table(&'static Table),
    Nobody(Finding),
}

/// Tells by its beginning whose a file is.
fn kind(entry: &Entry) -> Kind {
    let head = match entry.head() {
        Ok(head) => head,
        Err(refused) => return Kind::Nobody(refusal(&refused)),
    };
    let is_header = entry.name.ends_with("bundle.toml");
    if let Some(finding) = doubtful(&head.source) {
        Kind::Nobody(finding)
    } else if student_total::claims(&head.source) {
        Kind::Report
    } else if is_header && !head.whole {
        Kind::Nobody(Finding::new("too-large", Severity::Error, &entry.name).found(limits::HEAD.to_string()))
    } else if is_header {
        Kind::Header
    } else if let Some(table) = bundle::table_of(&head.source) {
        Kind::Table(table)
    } else {
        Kind::Nobody(nobody(&head.source))
    }
}

impl Plan {
    /// Reads all groups at once, for who wants to look at them and not to store them.
    #[must_use]
    pub fn read(self, blanks: &Blanks) -> Read {
        let mut all = Read { findings: self.findings, ..Read::default() };
        for read in self.groups.iter().map(|group| group.read(blanks)) {
            all.drafts.extend(read.drafts);
            all.findings.extend(read.findings);
        }
        all
    }

    fn sort_out(&mut self, entries: Vec<Entry>, blanks: &Blanks) {
        let kinds: Vec<Kind> = entries.par_iter().map(kind).collect();
        let mut reports = Vec::new();
        let mut bundles: BTreeMap<String, Unit> = BTreeMap::new();
        for (entry, kind) in entries.into_iter().zip(kinds) {
            if let Kind::Header | Kind::Table(_) = kind {
                let empty = || Unit::Bundle { tables: Vec::new(), header: Draft::new(bundle::FAMILY), headers: Vec::new() };
                let unit = bundles.entry(entry.folder.clone()).or_insert_with(empty);
                if let Unit::Bundle { tables, header, headers } = unit {
                    match kind {
                        Kind::Table(table) => tables.push((entry, table)),
                        _ => match read_header(&entry, header) {
                            Ok(()) => headers.push(entry),
                            Err(finding) => self.findings.push(finding),
                        },
                    }
                }
            } else if let Kind::Nobody(finding) = kind {
                self.findings.push(finding);
            } else {
                reports.push(entry);
            }
        }
        // Who names his school first: a nameless bundle must not give the school of an empty store a name of its own.
        let is_named = |unit: &Unit| matches!(unit, Unit::Bundle { header, .. } if header.school_name.is_some());
        let (named, nameless): (Vec<Unit>, Vec<Unit>) = bundles.into_values().partition(is_named);
        self.group(named, blanks);
        if !reports.is_empty() {
            self.groups.push(Group(vec![Unit::Reports(reports)]));
        }
        self.group(nameless, blanks);
    }

    /// Bundles of one school and year follow one another by the date of their data.
    fn group(&mut self, bundles: Vec<Unit>, blanks: &Blanks) {
        let mut groups: BTreeMap<(Option<String>, Option<i64>), Vec<Unit>> = BTreeMap::new();
        for mut unit in bundles {
            if let Unit::Bundle { header, .. } = &mut unit {
                header.year = header.year.or(blanks.year);
                groups.entry((header.school_name.clone(), header.year)).or_default().push(unit);
            }
        }
        for mut units in groups.into_values() {
            units.sort_by(|left, right| left.as_of().cmp(&right.as_of()));
            self.groups.push(Group(units));
        }
    }
}

fn read_header(entry: &Entry, header: &mut Draft) -> Result<(), Finding> {
    let source = entry.read(limits::HEAD as u64).map_err(|refused| refusal(&refused))?;
    bundle::read_header(&source, header).map_err(|fault| Finding::new("bad-bundle-header", Severity::Error, &source.name).found(fault))
}

impl Unit {
    fn as_of(&self) -> Option<&str> {
        if let Self::Bundle { header, .. } = self { header.as_of.as_deref() } else { None }
    }

    fn entries(&self) -> Vec<&Entry> {
        match self {
            Self::Bundle { tables, headers, .. } => tables.iter().map(|(entry, _)| entry).chain(headers).collect(),
            Self::Reports(entries) | Self::Mapped(entries, _) => entries.iter().collect(),
        }
    }
}

impl Group {
    /// The hashes of all files, as they lie; `None` when one cannot be read.
    #[must_use]
    pub fn hashes(&self) -> Option<Vec<Hashed>> {
        let entries: Vec<&Entry> = self.0.iter().flat_map(Unit::entries).collect();
        entries.par_iter().map(|entry| stream::hash(entry).ok()).collect()
    }

    /// Reads the files.
    #[must_use]
    pub fn read(&self, blanks: &Blanks) -> Read {
        let mut read = Read::default();
        for unit in &self.0 {
            match unit {
                Unit::Bundle { tables, header, .. } => read.bundle(tables, header),
                Unit::Reports(entries) => read.reports(entries, blanks),
                Unit::Mapped(entries, mapping) => {
                    let sources = load(entries, mapping, &mut read.findings);
                    read.drafts.push(mapping::read(mapping, &sources));
                }
            }
        }
        read
    }
}

impl Read {
    /// File after file: a large one is parsed on all cores.
    fn bundle(&mut self, tables: &[(Entry, &'static Table)], header: &Draft) {
        let mut whole = header.clone();
        for (entry, table) in tables {
            match bundle_file::read(entry, table) {
                Ok(draft) => whole.append(draft),
                Err(refused) => self.findings.push(refusal(&refused)),
            }
        }
        whole.sources.iter_mut().for_each(|source| source.as_of.clone_from(&header.as_of));
        self.drafts.push(whole);
    }

    fn reports(&mut self, entries: &[Entry], blanks: &Blanks) {
        let one = |entry: &Entry| entry.read(limits::REPORT_MAX).map(|source| student_total::read(&source, blanks));
        for read in entries.par_iter().map(one).collect::<Vec<_>>() {
            match read {
                Ok(draft) => self.drafts.push(draft),
                Err(refused) => self.findings.push(refusal(&refused)),
            }
        }
    }
}

/// Writes the books of a batch: sources, findings, coverage.
pub fn write_books(batch: &mut Batch) {
    books::write(batch);
}

/// The files that a mapping names; of the others only that they are there.
fn load(entries: &[Entry], mapping: &Checked, findings: &mut Vec<Finding>) -> Vec<Source> {
    let mut sources = Vec::new();
    let (named, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| mapping.names(&entry.stem()));
    findings.extend(others.iter().map(|entry| Finding::new("not-in-mapping", Severity::Warning, &entry.name)));
    for loaded in named.par_iter().map(|entry| entry.read(limits::BYTES_MAX)).collect::<Vec<_>>() {
        match loaded {
            Ok(source) => match doubtful(&source) {
                Some(finding) => findings.push(finding),
                None => sources.push(source),
            },
            Err(refused) => findings.push(refusal(&refused)),
        }
    }
    sources
}

fn refusal(refused: &Refused) -> Finding {
    let severity = if matches!(refused.code, "link-not-followed" | "empty-file") { Severity::Warning } else { Severity::Error };
    Finding::new(refused.code, severity, &refused.name).found(&refused.detail)
}
