//! Records of a journal and their deadlines (domain 1.4, 1.5), one loop a record and one step a day.
//!
//! Worked example: a control work of Friday 24 October, three working days, vacation from the 27th: Monday, Tuesday and Wednesday of the
//! vacation are working days of teachers, so the deadline is the 29th.

mod records;
mod verdict;

use chrono::NaiveDate;
use vedomost::regulation::Setting;

use crate::random_school::control::{Journal, Lesson};
use crate::random_school::day;
use records::{absences, corrections, homework, marks, period_marks, topics, works};
pub use records::{homework_days, homework_of};
use verdict::judge;
pub use verdict::{counts_as, kind};

/// A record with its verdict; texts as the query prints them, `·` for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judged {
    pub record: &'static str,
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: Option<&'static str>,
    pub student: Option<String>,
    pub teacher: Option<&'static str>,
    pub date: Option<NaiveDate>,
    pub start: Option<NaiveDate>,
    pub number: Option<i64>,
    pub work: Option<&'static str>,
    pub period: Option<&'static str>,
    pub filled: bool,
    pub entered: Option<String>,
    /// Of a change between two exports: the earlier.
    pub entered_from: Option<String>,
    pub rule: Option<&'static str>,
    pub clause: Option<String>,
    pub deadline: Option<NaiveDate>,
    pub cutoff: Option<i64>,
    pub verdict: &'static str,
    pub days: Option<i64>,
    pub reason: Option<&'static str>,
}

pub const COLUMNS: &str = "record rule class_id group_id subject_id student_id teacher_id date lesson_number work_kind period_id filled entered_at \
    deadline_date cutoff_minute verdict days_late reason clause";

pub fn dot<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "·".to_owned(), |value| value.to_string())
}

impl Judged {
    pub fn class_id(&self, journal: &Journal) -> &'static str {
        journal.classes[self.class].0
    }

    pub fn group_id(&self, journal: &Journal) -> Option<String> {
        self.group.map(|group| format!("{}|{group}", self.class_id(journal)))
    }

    pub fn line(&self, journal: &Journal) -> String {
        [
            self.record.to_owned(),
            dot(self.rule),
            self.class_id(journal).to_owned(),
            dot(self.group_id(journal)),
            dot(self.subject),
            dot(self.student.clone()),
            dot(self.teacher),
            dot(self.date),
            dot(self.number),
            dot(self.work),
            dot(self.period),
            i64::from(self.filled).to_string(),
            dot(self.entered.clone()),
            dot(self.deadline),
            dot(self.cutoff),
            self.verdict.to_owned(),
            dot(self.days),
            dot(self.reason),
            dot(self.clause.clone()),
        ]
        .join(" ")
    }
}

/// What is asked: the evening on which is judged, first and last day; none of these = the whole school year.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub as_of: NaiveDate,
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl Span {
    pub fn has(&self, date: NaiveDate) -> bool {
        let (from, to) = self.days.unwrap_or((day(9, 1), day(8, 31)));
        from <= date && date <= to
    }
}

pub fn taught(lesson: &Lesson) -> bool {
    matches!(lesson.status, "held" | "substituted" | "remote")
}

pub fn number_of(journal: &Journal, key: &str) -> i64 {
    match journal.fixture.regulation.values.iter().find(|(name, _)| *name == key) {
        Some((_, Setting::Int(number))) => *number,
        other => panic!("{key}: {other:?}"),
    }
}

pub fn word_of<'a>(journal: &'a Journal, key: &str) -> &'a str {
    match journal.fixture.regulation.values.iter().find(|(name, _)| *name == key) {
        Some((_, Setting::Text(word))) => word,
        other => panic!("{key}: {other:?}"),
    }
}

/// Who teaches the course on a day: of the group, else of the whole class; of several the first.
fn assigned(journal: &Journal, class: usize, group: Option<&str>, subject: &str, date: Option<NaiveDate>) -> Option<&'static str> {
    let of = |group: Option<&str>| {
        let all = journal.teachings.iter().filter(|one| {
            let there = date.is_none_or(|date| one.from.is_none_or(|from| from <= date) && one.to.is_none_or(|to| date <= to));
            one.class == class && one.subject == subject && one.group == group && there
        });
        all.map(|one| one.teacher).min()
    };
    group.and_then(|group| of(Some(group))).or_else(|| of(None))
}

pub fn teacher_of(journal: &Journal, lesson: &Lesson) -> Option<&'static str> {
    lesson.teacher.or(lesson.planned).or_else(|| assigned(journal, lesson.class, lesson.group, lesson.subject, Some(lesson.date)))
}

/// Who gave the lesson of a mark or absence: the one of its number, else any of the subject that day.
fn giver(journal: &Journal, span: &Span, class: usize, subject: &str, date: NaiveDate, number: Option<i64>) -> Option<&'static str> {
    let day: Vec<&Lesson> = journal
        .lessons
        .iter()
        .filter(|one| taught(one) && span.has(one.date) && one.class == class && one.subject == subject && one.date == date)
        .collect();
    let same = day.iter().filter(|one| number.is_some() && one.number == number).filter_map(|one| teacher_of(journal, one)).min();
    same.or_else(|| day.iter().filter_map(|one| teacher_of(journal, one)).min())
}

pub fn judged(journal: &Journal, span: &Span) -> Vec<Judged> {
    let mut all = topics(journal, span);
    all.extend(homework(journal, span));
    all.extend(marks(journal, span));
    all.extend(works(journal, span));
    all.extend(absences(journal, span));
    all.extend(period_marks(journal, span));
    all.extend(journal.movements.iter().filter(|one| span.has(one.date)).map(|one| Judged {
        record: "movement",
        class: one.class,
        student: Some(one.student.clone()),
        date: Some(one.date),
        work: Some("transfer_in"),
        filled: true,
        entered: one.entered_at.clone(),
        ..Judged::default()
    }));
    all.extend(corrections(journal, span));
    all.into_iter().map(|one| judge(journal, span, one)).collect()
}
