//! The rows of a school, as the canonical tables have them.

use chrono::NaiveDate;

use super::Scenario;

#[derive(Clone, Debug, Default)]
pub struct School {
    pub seed: u64,
    pub scenario: Option<Scenario>,
    /// First and last day with lessons; the query's own dates lie around them.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub subjects: Vec<Subject>,
    pub teachers: Vec<String>,
    pub classes: Vec<Class>,
    pub students: Vec<Student>,
    pub groups: Vec<StudyGroup>,
    pub class_members: Vec<ClassMember>,
    pub group_members: Vec<GroupMember>,
    pub calendar: Vec<CalendarDay>,
    pub periods: Vec<GradingPeriod>,
    pub assignments: Vec<Assignment>,
    pub curriculum: Vec<Curriculum>,
    pub plan: Vec<PlannedLesson>,
    pub lessons: Vec<Lesson>,
    pub marks: Vec<Mark>,
    pub absences: Vec<Absence>,
    pub period_marks: Vec<PeriodMark>,
    pub work_kinds: Vec<WorkKind>,
    pub works: Vec<Work>,
    pub slots: Vec<TimetableSlot>,
    pub movements: Vec<Movement>,
    pub accounts: Vec<Account>,
    pub logins: Vec<LoginDay>,
    pub accesses: Vec<Access>,
    pub notices: Vec<Notice>,
    pub remarks: Vec<Remark>,
    /// The day of the export; none = the last of the year.
    pub as_of: Option<NaiveDate>,
}

#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub id: String,
    pub name: String,
    pub assessed: Option<bool>,
}
#[derive(Clone, Debug, Default)]
pub struct Class {
    pub id: String,
    pub grade_level: i64,
    pub period_kind: Option<&'static str>,
    pub profile: Option<&'static str>,
    pub teacher: Option<&'static str>,
}
#[derive(Clone, Debug, Default)]
pub struct Student {
    pub id: String,
    pub full_name: String,
    pub left_date: Option<NaiveDate>,
    pub sex: Option<&'static str>,
    pub birth_date: Option<NaiveDate>,
    pub entered_date: Option<NaiveDate>,
}
#[derive(Clone, Debug, Default)]
pub struct StudyGroup {
    pub id: String,
    pub class: String,
    pub subject: String,
    pub name: String,
}
#[derive(Clone, Debug, Default)]
pub struct ClassMember {
    pub student: String,
    pub class: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug, Default)]
pub struct GroupMember {
    pub student: String,
    pub group: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug, Default)]
pub struct CalendarDay {
    pub date: NaiveDate,
    pub kind: &'static str,
}
#[derive(Clone, Debug, Default)]
pub struct GradingPeriod {
    pub id: &'static str,
    pub kind: &'static str,
    pub seq: i64,
    pub grade_level: Option<i64>,
    pub start: NaiveDate,
    pub end: NaiveDate,
}
#[derive(Clone, Debug, Default)]
pub struct Assignment {
    pub teacher: String,
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub hours_week: Option<i64>,
}
#[derive(Clone, Debug, Default)]
pub struct Curriculum {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub hours_year: Option<i64>,
    pub hours_week: Option<i64>,
}
#[derive(Clone, Debug, Default)]
pub struct PlannedLesson {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub seq: i64,
    pub hours: i64,
    pub date: Option<NaiveDate>,
    pub topic: Option<&'static str>,
    pub kind: Option<&'static str>,
}
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub status: &'static str,
    pub hours: Option<i64>,
    pub topic: Option<String>,
    pub teacher: Option<&'static str>,
    pub planned_teacher: Option<&'static str>,
    pub planned_seq: Option<i64>,
    pub topic_set_at: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct Mark {
    pub student: String,
    pub class: String,
    pub subject: String,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub kind: &'static str,
    pub value: Option<i64>,
    pub weight: Option<i64>,
    pub work_kind: Option<&'static str>,
    pub work: Option<String>,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct Absence {
    pub student: String,
    pub class: String,
    pub subject: Option<String>,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub granularity: &'static str,
    pub reason: &'static str,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct PeriodMark {
    pub student: String,
    pub class: String,
    pub subject: String,
    pub period: &'static str,
    pub kind: &'static str,
    pub status: &'static str,
    pub value: Option<i64>,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
/// A kind of work, e.g. a control work (table `assignment_kind`).
#[derive(Clone, Debug, Default)]
pub struct WorkKind {
    pub id: &'static str,
    pub name: &'static str,
    pub is_control: Option<bool>,
    pub is_written: Option<bool>,
}
/// A work given to a class (table `assignment`).
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub id: String,
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub date: NaiveDate,
    pub kind: Option<&'static str>,
}
#[derive(Clone, Debug, Default)]
pub struct TimetableSlot {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub weekday: i64,
    pub number: i64,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug, Default)]
pub struct Movement {
    pub student: String,
    pub kind: &'static str,
    pub date: NaiveDate,
    pub from_class: Option<String>,
    pub to_class: Option<String>,
    pub from_org: Option<&'static str>,
    pub to_org: Option<&'static str>,
    pub order_no: Option<String>,
    pub order_date: Option<NaiveDate>,
    pub entered_at: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub id: String,
    pub student: Option<String>,
    pub teacher: Option<&'static str>,
    pub role: &'static str,
    pub active: Option<bool>,
}
#[derive(Clone, Debug, Default)]
pub struct LoginDay {
    pub date: NaiveDate,
    pub role: &'static str,
    pub users: i64,
}
#[derive(Clone, Debug, Default)]
pub struct Access {
    pub class: String,
    pub subject: Option<String>,
    pub teacher: Option<&'static str>,
    pub at: String,
    pub action: &'static str,
    pub lesson_date: Option<NaiveDate>,
}
#[derive(Clone, Debug, Default)]
pub struct Notice {
    pub student: String,
    pub date: NaiveDate,
    pub reason: &'static str,
    pub subject: Option<String>,
}
/// A remark of who looked into the journal.
#[derive(Clone, Debug, Default)]
pub struct Remark {
    pub id: String,
    pub date: NaiveDate,
}
