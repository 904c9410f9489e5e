//! Drafts before they are batches: whose they are, which go together, and what has no school year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::import::Draft;
use crate::model::finding::{Finding, Severity};
use crate::store::{Store, StoreError, name_key};

/// Drafts by the id of their school, and those that name another one: a report among others is left out, alone it is an error.
#[derive(Default)]
pub(super) struct Sorted {
    pub schools: BTreeMap<String, Vec<Draft>>,
    pub strange: Vec<(Draft, StoreError)>,
}

pub(super) fn by_school(store: &Store, drafts: Vec<Draft>, given: Option<&str>) -> Result<Sorted, StoreError> {
    store.change_schools(|schools| {
        let mut sorted = Sorted::default();
        let mut is_named = false;
        for draft in in_turn(drafts) {
            match schools.identify(draft.school_name.as_deref(), given) {
                Ok(id) => {
                    is_named |= draft.school_name.is_some();
                    sorted.schools.entry(id).or_default().push(draft);
                }
                Err(other @ StoreError::OtherSchool { .. }) => sorted.strange.push((draft, other)),
                Err(error) => return Err(error),
            }
        }
        match sorted.strange.pop() {
            Some((_, error)) if !is_named => Err(error),
            last => {
                sorted.strange.extend(last);
                Ok(sorted)
            }
        }
    })
}

/// Who names his school first, the name that most say before others: neither a nameless file nor one with a slip in its head may
/// give a new school its name.
fn in_turn(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in drafts.iter().filter_map(|draft| draft.school_name.as_deref()) {
        *count.entry(name_key(name)).or_default() += 1;
    }
    drafts.sort_by_key(|draft| Reverse(draft.school_name.as_deref().and_then(|name| count.get(&name_key(name)).copied())));
    drafts
}

/// What is said of an export that names another school than the one it is given for.
pub(super) fn other_school(draft: &Draft, error: &StoreError) -> Finding {
    let file = draft.sources.first().map(|source| source.file.clone()).unwrap_or_default();
    let finding = Finding::new("other-school", Severity::Error, file);
    match error {
        StoreError::OtherSchool { known, name, .. } => finding.found(name).expected(known),
        _ => finding,
    }
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
