//! Drafts before they are batches: whose they are, which go together, and what has no school year.

use std::collections::BTreeMap;

use crate::import::Draft;
use crate::model::finding::{Finding, Severity};
use crate::store::{Store, StoreError};

/// Drafts by the id of their school.
pub(super) fn by_school(store: &Store, drafts: Vec<Draft>, given: Option<&str>) -> Result<BTreeMap<String, Vec<Draft>>, StoreError> {
    // Who names his school first: a nameless file must not give the school of an empty store a name of its own.
    let (named, nameless): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|draft| draft.school_name.is_some());
    store.change_schools(|schools| {
        let mut sorted: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
        for draft in named.into_iter().chain(nameless) {
            let id = schools.identify(draft.school_name.as_deref(), given)?;
            sorted.entry(id).or_default().push(draft);
        }
        Ok(sorted)
    })
}

/// Single reports of one year go together as one draft, unless a student has several: those follow one another by the
/// date of their data, so that the later corrects the earlier.
pub(super) fn rounds(mut drafts: Vec<Draft>) -> Vec<Draft> {
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

/// What is to be said of an export that no school year can be told of: its own findings, or just that. All its rows
/// stay outside.
pub(super) fn yearless(draft: &Draft) -> Vec<Finding> {
    let own: Vec<Finding> = draft.findings.iter().map(|located| located.finding.clone()).collect();
    if own.iter().any(|finding| finding.severity == Severity::Error) {
        return own;
    }
    let file = draft.sources.first().map(|source| source.file.clone()).unwrap_or_default();
    own.into_iter().chain([Finding::new("no-school-year", Severity::Error, file)]).collect()
}
