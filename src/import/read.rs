//! Files of one unit into drafts.

use rayon::prelude::*;

use crate::model::finding::{Finding, Severity};
use crate::model::schema::Table;

use super::draft::Draft;
use super::mapping_spec::Checked;
use super::nobody::doubtful;
use super::source::{Entry, Refused, Source};
use super::{Blanks, bundle_file, limits, mapping, student_total};

/// What was read: a draft for each unit, findings of files that are nobody's.
#[derive(Debug, Default)]
pub struct Read {
    pub drafts: Vec<Draft>,
    pub findings: Vec<Finding>,
}

impl Read {
    /// File after file: a large one is parsed on all cores.
    pub(super) fn bundle(&mut self, tables: &[(Entry, &'static Table)], header: &Draft) {
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

    pub(super) fn mapped(&mut self, entries: &[Entry], mapping: &Checked) {
        let sources = load(entries, mapping, &mut self.findings);
        self.drafts.push(mapping::read(mapping, &sources));
    }

    pub(super) fn reports(&mut self, entries: &[Entry], blanks: &Blanks) {
        let one = |entry: &Entry| entry.read(limits::REPORT_MAX).map(|source| student_total::read(&source, blanks));
        for read in entries.par_iter().map(one).collect::<Vec<_>>() {
            match read {
                Ok(draft) => self.drafts.push(draft),
                Err(refused) => self.findings.push(refusal(&refused)),
            }
        }
    }
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

pub(super) fn refusal(refused: &Refused) -> Finding {
    let severity = if matches!(refused.code, "link-not-followed" | "empty-file") { Severity::Warning } else { Severity::Error };
    Finding::new(refused.code, severity, &refused.name).found(&refused.detail)
}
