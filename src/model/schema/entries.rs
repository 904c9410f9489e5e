//! What stands in the journal: lessons, homework, works, marks, absences and the marks of the period.

use super::Kind::{Event, Result as Outcome};
use super::Type::{Choice, Date, Hundredths, Int, Stamp, Text};
use super::lists::{ABSENCE_REASONS, GRANULARITIES, LESSON_STATUSES, MARK_KINDS, PERIOD_MARK_KINDS, PERIOD_MARK_STATUSES};
use super::{Table, opt, req};

pub const LESSON: Table = Table {
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
};

pub const HOMEWORK: Table = Table {
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
};

pub const ASSIGNMENT: Table = Table {
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
};

pub const MARK: Table = Table {
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
};

pub const ATTENDANCE: Table = Table {
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
};

pub const PERIOD_MARK: Table = Table {
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
};
