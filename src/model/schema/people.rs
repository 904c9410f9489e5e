//! Whom the school is made of: the school, classes and groups, students and teachers, who belongs where and since when.

use super::Kind::Reference;
use super::Type::{Bool, Choice, Date, Int, Stamp, Text};
use super::lists::{MOVEMENT_KINDS, PERIOD_KINDS, ROLES};
use super::{Table, opt, req};

pub const SCHOOL: Table = Table {
    name: "school",
    kind: Reference,
    key: &["school_id"],
    columns: &[req("school_id", Text), req("name", Text), opt("time_zone", Text), opt("short_name", Text)],
};

pub const SUBJECT: Table = Table {
    name: "subject",
    kind: Reference,
    key: &["subject_id"],
    columns: &[req("subject_id", Text), req("name", Text), opt("area", Text), opt("assessed", Bool)],
};

pub const TEACHER: Table = Table {
    name: "teacher",
    kind: Reference,
    key: &["teacher_id"],
    columns: &[req("teacher_id", Text), req("full_name", Text), opt("position", Text)],
};

pub const CLASS: Table = Table {
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
};

pub const STUDENT: Table = Table {
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
};

pub const STUDENT_ALIAS: Table = Table {
    name: "student_alias",
    kind: Reference,
    key: &["student_id", "alias"],
    columns: &[req("student_id", Text), req("alias", Text), req("alias_kind", Choice(&["source_id", "name"]))],
};

pub const ACCOUNT: Table = Table {
    name: "account",
    kind: Reference,
    key: &["account_id"],
    columns: &[req("account_id", Text), opt("student_id", Text), opt("teacher_id", Text), req("role", Choice(ROLES)), opt("active", Bool)],
};

pub const STUDY_GROUP: Table = Table {
    name: "study_group",
    kind: Reference,
    key: &["group_id"],
    columns: &[req("group_id", Text), opt("class_id", Text), req("subject_id", Text), req("name", Text)],
};

pub const CLASS_MEMBERSHIP: Table = Table {
    name: "class_membership",
    kind: Reference,
    key: &["student_id", "class_id", "from_date"],
    columns: &[req("student_id", Text), req("class_id", Text), opt("from_date", Date), opt("to_date", Date), opt("derived", Bool)],
};

pub const GROUP_MEMBERSHIP: Table = Table {
    name: "group_membership",
    kind: Reference,
    key: &["student_id", "group_id", "from_date"],
    columns: &[req("student_id", Text), req("group_id", Text), opt("from_date", Date), opt("to_date", Date)],
};

pub const STUDENT_MOVEMENT: Table = Table {
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
};

pub const COUNCIL_DECISION: Table = Table {
    name: "council_decision",
    kind: Reference,
    key: &["student_id", "date"],
    columns: &[req("student_id", Text), opt("date", Date), opt("order_no", Text), req("decision", Text), opt("to_class_id", Text)],
};
