//! Counts of verdicts summed over the kinds of records, and how they are shown.

use std::collections::BTreeMap;

use crate::model::document::Cell;
use crate::model::table::Table;

use super::words::{int, share, text};

/// Counts of verdicts.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub in_time: i64,
    pub late: i64,
    pub missing: i64,
    pub unknown: i64,
    pub open: i64,
    pub no_rule: i64,
}

impl Sum {
    pub fn add(&mut self, rows: &Table, row: usize) {
        self.in_time += int(rows, row, "in_time");
        self.late += int(rows, row, "late");
        self.missing += int(rows, row, "missing");
        self.unknown += int(rows, row, "not_determinable");
        self.open += int(rows, row, "open");
        self.no_rule += int(rows, row, "no_rule");
    }

    pub fn judged(self) -> i64 {
        self.in_time + self.late + self.missing
    }

    pub fn cells(self, percent_digits: u8) -> Vec<Cell> {
        let counts = [self.late, self.missing, self.open, self.unknown, self.no_rule].map(Cell::count);
        std::iter::once(Cell::text(share(self.in_time, self.judged(), percent_digits))).chain(counts).collect()
    }
}

/// The sums of a grain's rows by one of its keys.
pub(super) fn sums<'a>(rows: &'a Table, key: &str) -> BTreeMap<&'a str, Sum> {
    let mut all: BTreeMap<&str, Sum> = BTreeMap::new();
    for row in 0..rows.rows.len() {
        all.entry(text(rows, row, key)).or_default().add(rows, row);
    }
    all
}

pub(super) fn total(rows: &Table) -> Sum {
    let mut sum = Sum::default();
    (0..rows.rows.len()).for_each(|row| sum.add(rows, row));
    sum
}
