//! The closed lists: values that a column may have.

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
pub(super) const DAY_KINDS: &[&str] = &["school", "weekend", "vacation", "holiday", "cancelled", "remote"];
pub(super) const MOVEMENT_KINDS: &[&str] =
    &["admission", "transfer_in", "transfer_out", "class_transfer", "withdrawal", "promotion", "retention", "graduation"];
pub(super) const PLAN_KINDS: &[&str] = &["lesson", "control", "practical", "laboratory", "reserve"];
pub(super) const ROLES: &[&str] = &["staff", "student", "parent", "admin"];
pub(super) const ACCESS_ACTIONS: &[&str] = &["view", "mark_set", "mark_changed", "topic_set", "homework_set"];
pub(super) const GRANULARITIES: &[&str] = &["lesson", "subject_day", "day"];
