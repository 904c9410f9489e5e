//! What is laid down for the year: days and periods, who teaches what, timetable, plans, scales and codes.

use super::Kind::Reference;
use super::Type::{Bool, Choice, Date, Hundredths, Int, Text};
use super::lists::{ABSENCE_REASONS, DAY_KINDS, MARK_KINDS, PERIOD_KINDS, PLAN_KINDS};
use super::{Table, opt, req};

pub const CALENDAR_DAY: Table = Table {
    name: "calendar_day",
    kind: Reference,
    key: &["date", "grade_level"],
    columns: &[req("date", Date), opt("grade_level", Int), req("kind", Choice(DAY_KINDS)), opt("derived", Bool)],
};

pub const GRADING_PERIOD: Table = Table {
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
};

pub const TEACHING_ASSIGNMENT: Table = Table {
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
};

pub const CURRICULUM: Table = Table {
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
};

pub const TIMETABLE_SLOT: Table = Table {
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
};

pub const GRADING_SCALE: Table = Table {
    name: "grading_scale",
    kind: Reference,
    key: &["scale_id", "raw"],
    columns: &[req("scale_id", Text), req("raw", Text), opt("value", Int), opt("kind", Choice(MARK_KINDS))],
};

pub const ATTENDANCE_CODE: Table = Table {
    name: "attendance_code",
    kind: Reference,
    key: &["code"],
    columns: &[req("code", Text), req("reason", Choice(ABSENCE_REASONS)), opt("name", Text)],
};

pub const ASSIGNMENT_KIND: Table = Table {
    name: "assignment_kind",
    kind: Reference,
    key: &["assignment_kind"],
    columns: &[req("assignment_kind", Text), opt("name", Text), opt("is_control", Bool), opt("is_homework", Bool), opt("is_written", Bool)],
};

pub const PLANNED_LESSON: Table = Table {
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
};
