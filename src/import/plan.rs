//! Whose each file is, by a look at its beginning, and which files go into the store together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::model::finding::{Finding, Severity};
use crate::model::schema::Table;

use super::draft::Draft;
use super::listing::{self, Listing};
use super::mapping_spec::{self, Checked};
use super::nobody::{doubtful, nobody};
use super::read::{Read, refusal};
use super::source::Entry;
use super::stream::{self, Hashed};
use super::{Blanks, Options, bundle, limits, student_total};

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
    plan_of(listing::list(paths), options)
}

/// The same for files in memory: names and bytes.
///
/// # Errors
/// As [`plan`].
pub fn plan_bytes(files: impl IntoIterator<Item = (String, Vec<u8>)>, options: &Options) -> Result<Plan, String> {
    let mut listing = Listing::default();
    for (name, bytes) in files {
        let one = listing::list_bytes(&name, bytes.into());
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

    /// The schools that the heads of bundles and the mapping name, unit after unit.
    #[must_use]
    pub fn schools(&self) -> Vec<&str> {
        self.groups.iter().flat_map(|group| &group.0).filter_map(Unit::school).collect()
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

    fn school(&self) -> Option<&str> {
        match self {
            Self::Bundle { header, .. } => header.school_name.as_deref(),
            Self::Mapped(_, mapping) => mapping.mapping.school.as_deref(),
            Self::Reports(_) => None,
        }
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

    /// Size of the files as they lie; packed ones count as what they may unpack to.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.iter().flat_map(Unit::entries).map(Entry::bytes_max).fold(0, u64::saturating_add)
    }

    /// Reads the files.
    #[must_use]
    pub fn read(&self, blanks: &Blanks) -> Read {
        let mut read = Read::default();
        for unit in &self.0 {
            match unit {
                Unit::Bundle { tables, header, .. } => read.bundle(tables, header),
                Unit::Reports(entries) => read.reports(entries, blanks),
                Unit::Mapped(entries, mapping) => read.mapped(entries, mapping),
            }
        }
        read
    }
}
