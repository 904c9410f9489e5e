//! Import: files of any school journal → batches of canonical rows, with findings and a quarantine.
//!
//! Flow: [`source`] lists and reads files; a reader ([`bundle`], [`mapping`], [`student_total`]) recognises its own by
//! content and makes a [`draft::Draft`]; [`batch`] turns names into ids and school years; [`books`] writes down where
//! everything came from; [`frame`] makes Polars frames. A new format is one file and one line in [`read`].
//!
//! Invariant: prints nothing, knows neither the store nor DuckDB.

pub mod batch;
mod books;
mod bundle;
mod complete;
mod delimited;
pub mod draft;
mod flat;
mod frame;
mod html;
pub mod identity;
mod mapping;
mod mapping_spec;
mod membership;
mod references;
mod rows;
mod source;
mod student_total;
mod student_total_head;
mod student_total_mean;
mod text;
mod typed;

use std::collections::BTreeMap;
use std::path::PathBuf;

use polars::prelude::DataFrame;
use rayon::prelude::*;

use crate::model::finding::{Finding, Severity};

pub use batch::{Batch, Context};
pub use draft::Draft;
pub use student_total::Blanks;
pub use typed::{date, date_of, days, stamp};

use source::{Entry, Refused, Source};

/// What the command line says about the files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Text of a mapping file.
    pub mapping: Option<String>,
    pub blanks: Blanks,
}

/// Everything that was read: a draft for each unit, findings of files that are nobody's.
#[derive(Debug, Default)]
pub struct Read {
    pub drafts: Vec<Draft>,
    pub findings: Vec<Finding>,
    pub files: usize,
}

/// Reads all files under the paths.
///
/// # Errors
/// The mapping file is wrong; the text says where.
pub fn read(paths: &[PathBuf], options: &Options) -> Result<Read, String> {
    let (entries, refused) = source::list(paths);
    let mut read = Read { files: entries.len(), findings: refused.iter().map(refusal).collect(), ..Read::default() };
    match &options.mapping {
        Some(text) => {
            let mapping = mapping_spec::parse(text)?;
            let sources = load(&entries, &mut read.findings);
            read.drafts.push(mapping::read(&mapping, &sources));
        }
        None => read_by_content(&entries, &options.blanks, &mut read),
    }
    Ok(read)
}

/// A batch with its books written, as frames for the store.
///
/// # Errors
/// A bug of a reader: columns of unequal length.
pub fn frames(batch: &mut Batch) -> Result<BTreeMap<&'static str, DataFrame>, String> {
    books::write(batch);
    frame::frames(batch).map_err(|error| error.to_string())
}

fn load(entries: &[Entry], findings: &mut Vec<Finding>) -> Vec<Source> {
    let mut sources = Vec::new();
    for loaded in entries.par_iter().map(Entry::read).collect::<Vec<_>>() {
        match loaded {
            Ok(source) => sources.push(source),
            Err(refused) => findings.push(refusal(&refused)),
        }
    }
    sources
}

/// What one file turned out to be.
enum Seen {
    Report(Box<Draft>),
    Bundle(Box<Draft>),
    Nobody(Finding),
}

fn read_by_content(entries: &[Entry], blanks: &Blanks, read: &mut Read) {
    let seen: Vec<(&Entry, Seen)> = entries.par_iter().map(|entry| (entry, read_one(entry, blanks))).collect();
    let mut bundles: BTreeMap<&str, Draft> = BTreeMap::new();
    for (entry, seen) in seen {
        match seen {
            Seen::Report(draft) => read.drafts.push(*draft),
            Seen::Bundle(draft) => {
                let bundle = bundles.entry(entry.folder.as_str()).or_insert_with(|| Draft::new(bundle::FAMILY));
                bundle.school_name = bundle.school_name.take().or_else(|| draft.school_name.clone());
                bundle.year = bundle.year.or(draft.year);
                bundle.as_of = bundle.as_of.take().or_else(|| draft.as_of.clone());
                bundle.complete = bundle.complete.or(draft.complete);
                bundle.append(*draft);
            }
            Seen::Nobody(finding) => read.findings.push(finding),
        }
    }
    for mut bundle in bundles.into_values() {
        bundle.year = bundle.year.or(blanks.year);
        read.drafts.push(bundle);
    }
}

fn read_one(entry: &Entry, blanks: &Blanks) -> Seen {
    let source = match entry.read() {
        Ok(source) => source,
        Err(refused) => return Seen::Nobody(refusal(&refused)),
    };
    if student_total::claims(&source) {
        return Seen::Report(Box::new(student_total::read(&source, blanks)));
    }
    let mut draft = Draft::new(bundle::FAMILY);
    if entry.name.ends_with("bundle.toml") {
        return match bundle::read_header(&source, &mut draft) {
            Ok(()) => Seen::Bundle(Box::new(draft)),
            Err(fault) => Seen::Nobody(Finding::new("bad-bundle-header", Severity::Error, &source.name).found(fault)),
        };
    }
    match bundle::table_of(&source) {
        Some(table) => {
            bundle::read(&source, table, &mut draft);
            Seen::Bundle(Box::new(draft))
        }
        None => Seen::Nobody(Finding::new("unknown-format", nobody_severity(&source), &source.name).found(looks_like(&source))),
    }
}

/// A text file beside the exports is no fault; something that pretends to be a report is.
fn nobody_severity(source: &Source) -> Severity {
    if source.name.ends_with(".txt") || source.name.ends_with(".md") { Severity::Info } else { Severity::Warning }
}

fn looks_like(source: &Source) -> &'static str {
    const KINDS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8", "JPEG"),
        (b"GIF8", "GIF"),
        (b"%PDF", "PDF"),
        (b"PK\x03\x04", "XLSX / ZIP"),
        (b"\xd0\xcf\x11\xe0", "XLS (BIFF)"),
        (b"{", "JSON"),
        (b"[", "JSON"),
    ];
    if source.bytes.is_empty() {
        return "0 B";
    }
    KINDS.iter().find(|(magic, _)| source.bytes.starts_with(magic)).map_or("?", |(_, name)| name)
}

fn refusal(refused: &Refused) -> Finding {
    Finding::new(refused.code, Severity::Error, &refused.name).found(&refused.detail)
}
