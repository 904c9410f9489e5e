//! The canonical tables: one list of names and types for Parquet, SQL views and the CSV bundle.
//!
//! Every stored row also carries [`COMMON`]: the school, the school year and where the row was first seen.
//! A new table is a constant in the file of its kind and a line in [`TABLES`].

mod books;
mod entries;
mod lists;
mod oversight;
mod people;
mod plans;

pub use lists::{ABSENCE_REASONS, LESSON_STATUSES, MARK_KINDS, PERIOD_KINDS, PERIOD_MARK_KINDS, PERIOD_MARK_STATUSES};

use Type::{Int, Text};

/// Type of a column. `Stamp` is the school's local wall time as ISO text, exactly as precise as the source
/// (`2025-09-16` when only the day is known, `2025-09-16 17:40` when the minute is): a rule with an hour needs the hour.
/// `Hundredths` is an integer number of hundredths; in a CSV bundle the column is written without the suffix
/// `_hundredths` and as a decimal (`1,5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    Int,
    Hundredths,
    Date,
    Stamp,
    Bool,
    /// Text out of a closed list.
    Choice(&'static [&'static str]),
}

/// A column of a canonical table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub ty: Type,
    pub required: bool,
}

impl Column {
    /// The name of the column in a CSV bundle.
    #[must_use]
    pub fn csv_name(&self) -> &'static str {
        self.name.strip_suffix("_hundredths").unwrap_or(self.name)
    }
}

/// What a table is to the merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One row per key; a later export overwrites the row of the same key, other rows stay.
    Reference,
    /// Things that happened on a `date`; replaced by scope (who × subject × dates).
    Event,
    /// Marks of a period: like events, without dates.
    Result,
    /// Kept by the store itself; never read from a bundle.
    Book,
}

/// A canonical table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub kind: Kind,
    /// Columns that name a row; for events and results the key of the edit ledger.
    pub key: &'static [&'static str],
    pub columns: &'static [Column],
}

impl Table {
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Own columns, then [`COMMON`].
    pub fn all_columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().chain(COMMON)
    }
}

/// The table of this name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

const fn req(name: &'static str, ty: Type) -> Column {
    Column { name, ty, required: true }
}
const fn opt(name: &'static str, ty: Type) -> Column {
    Column { name, ty, required: false }
}

/// Carried by every row. `year` is the integer in which the school year begins.
pub const COMMON: &[Column] = &[req("school", Text), req("year", Int), opt("source_id", Text), opt("src_loc", Text)];

/// All canonical tables, in the order in which references resolve.
pub const TABLES: &[Table] = &[
    people::SCHOOL,
    people::SUBJECT,
    people::TEACHER,
    people::CLASS,
    people::STUDENT,
    people::STUDENT_ALIAS,
    people::ACCOUNT,
    people::STUDY_GROUP,
    people::CLASS_MEMBERSHIP,
    people::GROUP_MEMBERSHIP,
    people::STUDENT_MOVEMENT,
    plans::CALENDAR_DAY,
    plans::GRADING_PERIOD,
    plans::TEACHING_ASSIGNMENT,
    plans::CURRICULUM,
    plans::TIMETABLE_SLOT,
    plans::GRADING_SCALE,
    plans::ATTENDANCE_CODE,
    plans::ASSIGNMENT_KIND,
    plans::PLANNED_LESSON,
    entries::LESSON,
    entries::HOMEWORK,
    entries::ASSIGNMENT,
    entries::MARK,
    entries::ATTENDANCE,
    entries::PERIOD_MARK,
    people::COUNCIL_DECISION,
    oversight::LOGIN_DAY,
    oversight::GRADEBOOK_ACCESS,
    oversight::REMARK,
    oversight::NOTIFICATION,
    oversight::OUTAGE,
    books::REPORTED_VALUE,
    books::SOURCE,
    books::COVERAGE,
    books::FINDING,
    books::QUARANTINE,
    books::EDIT,
];

#[cfg(test)]
mod tests {
    use super::{TABLES, table};

    #[test]
    fn keys_are_columns_and_names_are_unique() {
        for (position, one) in TABLES.iter().enumerate() {
            assert!(TABLES[position + 1..].iter().all(|other| other.name != one.name), "{} stands twice", one.name);
            for key in one.key {
                assert!(one.all_columns().any(|column| column.name == *key), "{}.{key}", one.name);
            }
        }
        assert!(table("mark").is_some());
        assert!(table("no such table").is_none());
    }
}
