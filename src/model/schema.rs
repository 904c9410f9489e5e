//! The canonical tables: one list of names and types for Parquet, SQL views and the CSV bundle.
//!
//! Every stored row also carries [`COMMON`]: the school, the school year and where the row was first seen.
//! A new table is one entry in [`TABLES`].

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

use Kind::{Book, Event, Reference, Result as Outcome};
use Type::{Bool, Choice, Date, Hundredths, Int, Stamp, Text};

/// Carried by every row. `year` is the integer in which the school year begins.
pub const COMMON: &[Column] = &[req("school", Text), req("year", Int), opt("source_id", Text), opt("src_loc", Text)];

/// Reasons of absence; `late`, `exempt` and `remote` are not absences.
pub const ABSENCE_REASONS: &[&str] = &["excused", "illness", "unexcused", "unset", "late", "exempt", "remote"];
/// Kinds of grading periods.
pub const PERIOD_KINDS: &[&str] = &["quarter", "trimester", "half_year", "semester", "module", "year"];
/// What a current mark is. Only `score` has a `value`.
pub const MARK_KINDS: &[&str] = &["score", "credit", "no_credit", "not_assessed", "exempt", "debt"];
/// Kinds of period marks.
pub const PERIOD_MARK_KINDS: &[&str] = &["period", "year", "exam", "final"];
/// State of a period mark. Only `set` has a `value`; `empty` is a cell that the source shows without a mark.
pub const PERIOD_MARK_STATUSES: &[&str] = &["set", "not_assessed", "exempt", "credit", "no_credit", "empty"];
/// State of a lesson; `unknown` is a lesson seen only through entries.
pub const LESSON_STATUSES: &[&str] = &["planned", "held", "cancelled", "substituted", "remote", "unknown"];
const DAY_KINDS: &[&str] = &["school", "weekend", "vacation", "holiday", "cancelled", "remote"];
const MOVEMENT_KINDS: &[&str] =
    &["admission", "transfer_in", "transfer_out", "class_transfer", "withdrawal", "promotion", "retention", "graduation"];
const PLAN_KINDS: &[&str] = &["lesson", "control", "practical", "laboratory", "reserve"];
const ROLES: &[&str] = &["staff", "student", "parent", "admin"];
const ACCESS_ACTIONS: &[&str] = &["view", "mark_set", "mark_changed", "topic_set", "homework_set"];
const GRANULARITIES: &[&str] = &["lesson", "subject_day", "day"];

/// All canonical tables, in the order in which references resolve.
pub const TABLES: &[Table] = &[
    Table {
        name: "school",
        kind: Reference,
        key: &["school_id"],
        columns: &[req("school_id", Text), req("name", Text), opt("time_zone", Text), opt("short_name", Text)],
    },
    Table {
        name: "subject",
        kind: Reference,
        key: &["subject_id"],
        columns: &[req("subject_id", Text), req("name", Text), opt("area", Text), opt("assessed", Bool)],
    },
    Table {
        name: "teacher",
        kind: Reference,
        key: &["teacher_id"],
        columns: &[req("teacher_id", Text), req("full_name", Text), opt("position", Text)],
    },
    Table {
        name: "class",
        kind: Reference,
        key: &["class_id"],
        columns: &[
            req("class_id", Text),
            req("name", Text),
            opt("grade_level", Int),
            opt("letter", Text),
            opt("class_teacher_id", Text),
            opt("period_kind", Choice(PERIOD_KINDS)),
            opt("profile", Text),
        ],
    },
    Table {
        name: "student",
        kind: Reference,
        key: &["student_id"],
        columns: &[
            req("student_id", Text),
            req("full_name", Text),
            opt("last_name", Text),
            opt("first_name", Text),
            opt("middle_name", Text),
            opt("sex", Choice(&["m", "f"])),
            opt("birth_date", Date),
            opt("entered_date", Date),
            opt("left_date", Date),
        ],
    },
    Table {
        name: "student_alias",
        kind: Reference,
        key: &["student_id", "alias"],
        columns: &[req("student_id", Text), req("alias", Text), req("alias_kind", Choice(&["source_id", "name"]))],
    },
    Table {
        name: "account",
        kind: Reference,
        key: &["account_id"],
        columns: &[
            req("account_id", Text),
            opt("student_id", Text),
            opt("teacher_id", Text),
            req("role", Choice(ROLES)),
            opt("active", Bool),
        ],
    },
    Table {
        name: "study_group",
        kind: Reference,
        key: &["group_id"],
        columns: &[req("group_id", Text), opt("class_id", Text), req("subject_id", Text), req("name", Text)],
    },
    Table {
        name: "class_membership",
        kind: Reference,
        key: &["student_id", "class_id", "from_date"],
        columns: &[req("student_id", Text), req("class_id", Text), opt("from_date", Date), opt("to_date", Date), opt("derived", Bool)],
    },
    Table {
        name: "group_membership",
        kind: Reference,
        key: &["student_id", "group_id", "from_date"],
        columns: &[req("student_id", Text), req("group_id", Text), opt("from_date", Date), opt("to_date", Date)],
    },
    Table {
        name: "student_movement",
        kind: Reference,
        key: &["student_id", "kind", "date"],
        columns: &[
            req("student_id", Text),
            req("kind", Choice(MOVEMENT_KINDS)),
            req("date", Date),
            opt("from_class_id", Text),
            opt("to_class_id", Text),
            opt("from_org", Text),
            opt("to_org", Text),
            opt("order_no", Text),
            opt("order_date", Date),
            opt("entered_at", Stamp),
        ],
    },
    Table {
        name: "calendar_day",
        kind: Reference,
        key: &["date", "grade_level"],
        columns: &[req("date", Date), opt("grade_level", Int), req("kind", Choice(DAY_KINDS)), opt("derived", Bool)],
    },
    Table {
        name: "grading_period",
        kind: Reference,
        key: &["period_id", "grade_level"],
        columns: &[
            req("period_id", Text),
            req("kind", Choice(PERIOD_KINDS)),
            req("seq", Int),
            opt("name", Text),
            opt("grade_level", Int),
            opt("start_date", Date),
            opt("end_date", Date),
            opt("derived", Bool),
        ],
    },
    Table {
        name: "teaching_assignment",
        kind: Reference,
        key: &["teacher_id", "class_id", "group_id", "subject_id"],
        columns: &[
            req("teacher_id", Text),
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            opt("from_date", Date),
            opt("to_date", Date),
            opt("hours_week_hundredths", Hundredths),
        ],
    },
    Table {
        name: "curriculum",
        kind: Reference,
        key: &["class_id", "group_id", "subject_id"],
        columns: &[
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            opt("hours_week_hundredths", Hundredths),
            opt("hours_year_hundredths", Hundredths),
        ],
    },
    Table {
        name: "timetable_slot",
        kind: Reference,
        key: &["class_id", "group_id", "weekday", "lesson_number", "subject_id"],
        columns: &[
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            req("weekday", Int),
            req("lesson_number", Int),
            opt("teacher_id", Text),
            opt("from_date", Date),
            opt("to_date", Date),
        ],
    },
    Table {
        name: "grading_scale",
        kind: Reference,
        key: &["scale_id", "raw"],
        columns: &[req("scale_id", Text), req("raw", Text), opt("value", Int), opt("kind", Choice(MARK_KINDS))],
    },
    Table {
        name: "attendance_code",
        kind: Reference,
        key: &["code"],
        columns: &[req("code", Text), req("reason", Choice(ABSENCE_REASONS)), opt("name", Text)],
    },
    Table {
        name: "assignment_kind",
        kind: Reference,
        key: &["assignment_kind"],
        columns: &[
            req("assignment_kind", Text),
            opt("name", Text),
            opt("is_control", Bool),
            opt("is_homework", Bool),
            opt("is_written", Bool),
        ],
    },
    Table {
        name: "planned_lesson",
        kind: Reference,
        key: &["class_id", "group_id", "subject_id", "seq"],
        columns: &[
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            req("seq", Int),
            opt("section", Text),
            opt("topic", Text),
            req("hours_hundredths", Hundredths),
            opt("planned_date", Date),
            opt("kind", Choice(PLAN_KINDS)),
        ],
    },
    Table {
        name: "lesson",
        kind: Event,
        key: &["class_id", "group_id", "subject_id", "date", "lesson_number"],
        columns: &[
            opt("lesson_id", Text),
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            opt("teacher_id", Text),
            opt("planned_teacher_id", Text),
            req("date", Date),
            opt("lesson_number", Int),
            req("status", Choice(LESSON_STATUSES)),
            opt("hours_hundredths", Hundredths),
            opt("topic", Text),
            opt("topic_set_at", Stamp),
            opt("planned_seq", Int),
        ],
    },
    Table {
        name: "homework",
        kind: Event,
        key: &["class_id", "group_id", "subject_id", "date"],
        columns: &[
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            req("date", Date),
            opt("lesson_number", Int),
            opt("text", Text),
            opt("set_at", Stamp),
        ],
    },
    Table {
        name: "assignment",
        kind: Event,
        key: &["assignment_id"],
        columns: &[
            req("assignment_id", Text),
            req("class_id", Text),
            opt("group_id", Text),
            req("subject_id", Text),
            req("date", Date),
            opt("assignment_kind", Text),
            opt("title", Text),
            opt("weight_hundredths", Hundredths),
            opt("due_date", Date),
        ],
    },
    Table {
        name: "mark",
        kind: Event,
        key: &["student_id", "subject_id", "date", "lesson_number"],
        columns: &[
            req("student_id", Text),
            req("class_id", Text),
            req("subject_id", Text),
            req("date", Date),
            opt("lesson_number", Int),
            req("seq", Int),
            req("kind", Choice(MARK_KINDS)),
            opt("value", Int),
            opt("modifier", Choice(&["plus", "minus"])),
            opt("weight_hundredths", Hundredths),
            opt("raw", Text),
            opt("assignment_id", Text),
            opt("assignment_kind", Text),
            opt("teacher_id", Text),
            opt("set_at", Stamp),
            opt("edited_at", Stamp),
            opt("family", Text),
        ],
    },
    Table {
        name: "attendance",
        kind: Event,
        key: &["student_id", "subject_id", "date", "lesson_number"],
        columns: &[
            req("student_id", Text),
            req("class_id", Text),
            opt("subject_id", Text),
            req("date", Date),
            opt("lesson_number", Int),
            req("seq", Int),
            req("granularity", Choice(GRANULARITIES)),
            req("reason", Choice(ABSENCE_REASONS)),
            opt("raw", Text),
            opt("teacher_id", Text),
            opt("set_at", Stamp),
            opt("family", Text),
        ],
    },
    Table {
        name: "period_mark",
        kind: Outcome,
        key: &["student_id", "subject_id", "period_id", "kind"],
        columns: &[
            req("student_id", Text),
            req("class_id", Text),
            req("subject_id", Text),
            req("period_id", Text),
            req("kind", Choice(PERIOD_MARK_KINDS)),
            req("status", Choice(PERIOD_MARK_STATUSES)),
            opt("value", Int),
            opt("raw", Text),
            opt("teacher_id", Text),
            opt("set_at", Stamp),
            opt("family", Text),
        ],
    },
    Table {
        name: "council_decision",
        kind: Reference,
        key: &["student_id", "date"],
        columns: &[req("student_id", Text), opt("date", Date), opt("order_no", Text), req("decision", Text), opt("to_class_id", Text)],
    },
    Table {
        name: "login_day",
        kind: Reference,
        key: &["date", "role"],
        columns: &[req("date", Date), req("role", Choice(ROLES)), req("unique_users", Int)],
    },
    Table {
        name: "gradebook_access",
        kind: Reference,
        key: &["class_id", "subject_id", "at", "teacher_id", "action", "lesson_date"],
        columns: &[
            req("class_id", Text),
            opt("subject_id", Text),
            opt("teacher_id", Text),
            req("at", Stamp),
            opt("lesson_date", Date),
            req("action", Choice(ACCESS_ACTIONS)),
        ],
    },
    Table {
        name: "remark",
        kind: Reference,
        key: &["remark_id"],
        columns: &[
            req("remark_id", Text),
            opt("class_id", Text),
            opt("subject_id", Text),
            opt("teacher_id", Text),
            req("date", Date),
            opt("due_date", Date),
            opt("closed_date", Date),
            req("text", Text),
        ],
    },
    Table {
        name: "notification",
        kind: Reference,
        key: &["student_id", "date", "reason"],
        columns: &[req("student_id", Text), req("date", Date), req("reason", Text), opt("subject_id", Text), opt("teacher_id", Text)],
    },
    Table {
        name: "outage",
        kind: Reference,
        key: &["start_date"],
        columns: &[req("start_date", Date), req("end_date", Date), opt("text", Text)],
    },
    Table {
        name: "reported_value",
        kind: Book,
        key: &["source_id", "src_loc"],
        columns: &[
            req("student_id", Text),
            opt("class_id", Text),
            opt("subject_id", Text),
            opt("period_id", Text),
            opt("date", Date),
            req("metric", Text),
            opt("raw", Text),
            opt("ours", Text),
            opt("agrees", Bool),
        ],
    },
    Table {
        name: "source",
        kind: Book,
        key: &["source_id"],
        columns: &[
            req("file", Text),
            req("bytes", Int),
            req("sha256", Text),
            req("reader", Text),
            req("reader_version", Int),
            req("as_of", Stamp),
            req("as_of_kind", Choice(&["source", "given", "import_time"])),
            req("rows_read", Int),
            req("rows_kept", Int),
            req("rows_quarantined", Int),
        ],
    },
    Table {
        name: "coverage",
        kind: Book,
        key: &["source_id", "table_name", "student_id", "class_id", "subject_id"],
        columns: &[
            req("table_name", Text),
            opt("student_id", Text),
            opt("class_id", Text),
            opt("subject_id", Text),
            opt("period_id", Text),
            opt("from_date", Date),
            opt("to_date", Date),
            req("family", Text),
            req("as_of", Stamp),
        ],
    },
    Table {
        name: "finding",
        kind: Book,
        key: &["source_id", "src_loc", "code"],
        columns: &[
            req("code", Text),
            req("severity", Choice(&["info", "warning", "error"])),
            opt("place", Text),
            opt("found", Text),
            opt("expected", Text),
        ],
    },
    Table {
        name: "quarantine",
        kind: Book,
        key: &["source_id", "src_loc"],
        columns: &[req("table_name", Text), req("reason", Text), opt("raw", Text)],
    },
    Table {
        name: "edit",
        kind: Book,
        key: &["table_name", "student_id", "subject_id", "date", "lesson_number", "version"],
        columns: &[
            req("table_name", Text),
            req("student_id", Text),
            req("subject_id", Text),
            opt("period_id", Text),
            opt("date", Date),
            opt("lesson_number", Int),
            req("old_values", Text),
            req("new_values", Text),
            req("previous_as_of", Stamp),
            req("as_of", Stamp),
            req("version", Int),
        ],
    },
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
