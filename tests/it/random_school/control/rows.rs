//! The rows of a journal under control.

use chrono::NaiveDate;

use crate::query::fixture::Fixture;

#[derive(Clone, Debug)]
pub struct Lesson {
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub status: &'static str,
    pub teacher: Option<&'static str>,
    pub planned: Option<&'static str>,
    pub topic: Option<&'static str>,
    pub topic_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Homework {
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub text: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Mark {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub kind: &'static str,
    pub work: Option<&'static str>,
    pub assignment: Option<String>,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
    pub edited_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Assignment {
    pub id: String,
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub work: Option<&'static str>,
}
#[derive(Clone, Debug)]
pub struct Absence {
    pub student: String,
    pub class: usize,
    pub subject: Option<&'static str>,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub reason: &'static str,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct PeriodMark {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub period: &'static str,
    pub status: &'static str,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Teaching {
    pub teacher: &'static str,
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct Student {
    pub id: String,
    pub class: usize,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub left: Option<NaiveDate>,
    pub groups: Vec<&'static str>,
}
#[derive(Clone, Debug)]
pub struct Remark {
    pub class: usize,
    pub teacher: &'static str,
    pub date: NaiveDate,
    pub due: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct Movement {
    pub student: String,
    pub class: usize,
    pub date: NaiveDate,
    pub entered_at: Option<String>,
}

/// An absence that two exports tell differently.
#[derive(Clone, Debug)]
pub struct Correction {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub before: String,
    pub after: String,
}

/// Classes: name, grade level, class teacher.
pub type Class = (&'static str, i64, Option<&'static str>);

/// A random journal and the regulation it is judged by (inside `fixture`).
pub struct Journal {
    pub seed: u64,
    pub classes: Vec<Class>,
    pub students: Vec<Student>,
    /// Date, grade level of its own, kind.
    pub calendar: Vec<(NaiveDate, Option<i64>, &'static str)>,
    /// Period, first and last day; none where nobody told them.
    pub periods: Vec<(&'static str, NaiveDate, NaiveDate)>,
    pub outages: Vec<(NaiveDate, NaiveDate)>,
    pub teachings: Vec<Teaching>,
    pub lessons: Vec<Lesson>,
    pub homework: Vec<Homework>,
    pub assignments: Vec<Assignment>,
    pub marks: Vec<Mark>,
    pub absences: Vec<Absence>,
    pub period_marks: Vec<PeriodMark>,
    pub movements: Vec<Movement>,
    pub remarks: Vec<Remark>,
    pub corrections: Vec<Correction>,
    pub fixture: Fixture,
}
