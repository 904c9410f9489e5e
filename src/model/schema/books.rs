//! What the store keeps by itself: where rows come from, what was found in them, what was changed.

use super::Kind::Book;
use super::Type::{Bool, Choice, Date, Int, Stamp, Text};
use super::{Table, opt, req};

pub const REPORTED_VALUE: Table = Table {
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
};

pub const SOURCE: Table = Table {
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
};

pub const COVERAGE: Table = Table {
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
};

pub const FINDING: Table = Table {
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
};

pub const QUARANTINE: Table = Table {
    name: "quarantine",
    kind: Book,
    key: &["source_id", "src_loc"],
    columns: &[req("table_name", Text), req("reason", Text), opt("raw", Text)],
};

pub const EDIT: Table = Table {
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
};
