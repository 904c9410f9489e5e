//! What was read and what was refused in a run, over all files.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::draft::{Refusal, SourceRow};
use crate::model::hidden::one_line;
use crate::store::Readings;

/// Rows of the files: a row of a file counts once, however many tables and years it fed or missed.
#[derive(Default)]
pub(super) struct Tally {
    pub read: BTreeMap<String, i64>,
    pub refused: BTreeMap<String, BTreeSet<String>>,
    pub reasons: BTreeMap<(String, String), usize>,
    pub places: BTreeMap<(String, String), Vec<String>>,
    pub left_out: BTreeSet<String>,
    /// Of files that were taken before: rows read, rows quarantined.
    pub again: BTreeMap<String, (i64, i64)>,
}

impl Tally {
    pub fn take(&mut self, sources: &[SourceRow], refusals: impl Iterator<Item = Refusal>) {
        for source in sources {
            self.read.insert(source.source_id.clone(), source.rows_read);
        }
        const SHOWN: usize = 3;
        for refusal in refusals {
            let (reason, detail) = refusal.reason.split_once(':').unwrap_or((&refusal.reason, ""));
            let key = (refusal.table, reason.to_owned());
            let places = self.places.entry(key.clone()).or_default();
            if places.len() < SHOWN {
                let file = sources.iter().find(|source| source.source_id == refusal.source_id).map_or("", |source| source.file.as_str());
                let parts = [file, &refusal.src_loc, detail].into_iter().filter(|part| !part.is_empty());
                places.push(one_line(&parts.collect::<Vec<_>>().join(" › "), 300));
            }
            *self.reasons.entry(key).or_default() += 1;
            self.refused.entry(refusal.source_id).or_default().insert(refusal.src_loc);
        }
    }

    /// Files whose rows stand in the store.
    pub fn take_again(&mut self, read: &Readings) {
        self.again.extend(read.rows.iter().map(|(id, rows)| (id.clone(), *rows)));
    }

    /// None of the rows of these files was taken.
    pub fn leave_out(&mut self, sources: &[SourceRow]) {
        self.left_out.extend(sources.iter().map(|source| source.source_id.clone()));
    }
}
