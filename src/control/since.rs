//! What was put right since an earlier control: the empty records of then that are filled now.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::table::{Table, Value};

use super::words::text;

/// Two versions of the data compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutRight {
    /// The version that was compared with.
    pub version: u32,
    pub as_of: String,
    /// By teacher id, then everything together: empty then, filled now.
    pub by_teacher: BTreeMap<String, (i64, i64)>,
    pub before: i64,
    pub now_right: i64,
}

/// What names a record in two versions.
const KEY: [&str; 9] = ["record", "class_id", "group_id", "subject_id", "date", "lesson_number", "student_id", "period_id", "work_kind"];

type Key = Vec<Value>;

/// Compares the `deadline_breaches` of the same dates in an earlier version and now: of what was empty then, what is not empty now.
#[must_use]
pub fn put_right(version: u32, as_of: &str, before: &Table, now: &Table) -> PutRight {
    let still: BTreeSet<Key> = empty(now).map(|row| key(now, row)).collect();
    let mut result = PutRight { version, as_of: as_of.to_owned(), ..PutRight::default() };
    for row in empty(before) {
        let right = i64::from(!still.contains(&key(before, row)));
        let one = result.by_teacher.entry(text(before, row, "teacher_id").to_owned()).or_default();
        one.0 += 1;
        one.1 += right;
        result.before += 1;
        result.now_right += right;
    }
    result
}

fn empty(table: &Table) -> impl Iterator<Item = usize> {
    (0..table.rows.len()).filter(|row| text(table, *row, "verdict") != "late")
}

fn key(table: &Table, row: usize) -> Key {
    KEY.iter().map(|column| table.get(row, column).clone()).collect()
}
