//! What is known beside the journal: who looked into it, remarks, notifications, days on which it did not work.

use super::Kind::Reference;
use super::Type::{Choice, Date, Int, Stamp, Text};
use super::lists::{ACCESS_ACTIONS, ROLES};
use super::{Table, opt, req};

pub const LOGIN_DAY: Table = Table {
    name: "login_day",
    kind: Reference,
    key: &["date", "role"],
    columns: &[req("date", Date), req("role", Choice(ROLES)), req("unique_users", Int)],
};

pub const GRADEBOOK_ACCESS: Table = Table {
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
};

pub const REMARK: Table = Table {
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
};

pub const NOTIFICATION: Table = Table {
    name: "notification",
    kind: Reference,
    key: &["student_id", "date", "reason"],
    columns: &[req("student_id", Text), req("date", Date), req("reason", Text), opt("subject_id", Text), opt("teacher_id", Text)],
};

pub const OUTAGE: Table = Table {
    name: "outage",
    kind: Reference,
    key: &["start_date"],
    columns: &[req("start_date", Date), req("end_date", Date), opt("text", Text)],
};
