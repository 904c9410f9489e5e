//! The lessons of a student and what is written of them: who missed which, when a full day was missed, which days the export tells of.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{CAUSES, in_class, in_group, was_held};
use crate::random_school::{Absence, Lesson, School, day};

/// A lesson somebody missed or came late to; `number` is None where only the subject and the day are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub student: String,
    pub class: String,
    pub subject: String,
    pub date: NaiveDate,
    pub number: Option<i64>,
}

/// What is written of each seat.
pub type Seats = BTreeMap<Seat, BTreeSet<&'static str>>;

/// The last day of which the export tells absences: that of the export, or of the last entry; none where it brought no absences.
pub fn told_until(school: &School) -> Option<NaiveDate> {
    let last = school.absences.iter().map(|one| one.date).max()?;
    Some(school.exported_on().max(day(9, 1)).max(last))
}

/// Are absences of some day of these told?
pub fn is_told(school: &School, from: NaiveDate) -> bool {
    told_until(school).is_some_and(|last| from <= last)
}

/// Lessons held of whose absences something is told.
pub fn told_lessons<'school>(school: &'school School, class: &str, from: NaiveDate, to: NaiveDate) -> Vec<&'school Lesson> {
    held_lessons(school, class, from, to).into_iter().filter(|lesson| is_told(school, lesson.date)).collect()
}

pub fn held_lessons<'school>(school: &'school School, class: &str, from: NaiveDate, to: NaiveDate) -> Vec<&'school Lesson> {
    let inside = |lesson: &&Lesson| lesson.class == class && from <= lesson.date && lesson.date <= to && was_held(lesson.status);
    school.lessons.iter().filter(inside).collect()
}

/// The lessons of a student in a class: two groups of his at the same hour are one lesson.
pub fn lessons_of(
    school: &School,
    student: &str,
    class: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> BTreeSet<(String, NaiveDate, Option<i64>)> {
    let held = held_lessons(school, class, from, to).into_iter();
    let own = held
        .filter(|lesson| in_class(school, student, class, lesson.date) && in_group(school, student, lesson.group.as_ref(), lesson.date));
    own.map(|lesson| (lesson.subject.clone(), lesson.date, lesson.number)).collect()
}

/// Is the lesson of the seat one that the student had, on a day of which absences are told? A seat without number is any lesson of the subject
/// that day; a lesson without number takes one seat whose number no lesson has, the gravest.
pub fn was_given(school: &School, seats: &Seats, seat: &Seat) -> bool {
    let lessons = lessons_of(school, &seat.student, &seat.class, seat.date, seat.date);
    let own: Vec<Option<i64>> = lessons.iter().filter(|(subject, _, _)| *subject == seat.subject).map(|(_, _, number)| *number).collect();
    if own.is_empty() || !is_told(school, seat.date) {
        return false;
    }
    if seat.number.is_none() || own.contains(&seat.number) {
        return true;
    }
    let like =
        |other: &Seat| (&other.student, &other.class, &other.subject, other.date) == (&seat.student, &seat.class, &seat.subject, seat.date);
    let grave = |reasons: &BTreeSet<&'static str>| CAUSES.iter().position(|cause| reasons.contains(cause)).unwrap_or(CAUSES.len());
    let loose = seats.iter().filter(|(other, _)| like(other) && other.number.is_some() && !own.contains(&other.number));
    own.contains(&None) && loose.min_by_key(|(other, reasons)| (grave(reasons), other.number)).is_some_and(|(first, _)| first == seat)
}

/// Absences written against a whole day.
pub fn whole_days<'school>(
    school: &'school School,
    class: &'school str,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = &'school Absence> {
    let inside = move |one: &&Absence| one.class == class && from <= one.date && one.date <= to;
    school.absences.iter().filter(inside).filter(|one| one.subject.is_none() && CAUSES.contains(&one.reason))
}

/// Every reason written against each seat; a whole-day absence stands at all lessons of the student's day.
pub fn reasons_by_seat(school: &School, from: NaiveDate, to: NaiveDate) -> Seats {
    let mut all: Vec<(Seat, &'static str)> = Vec::new();
    for one in school.absences.iter().filter(|one| from <= one.date && one.date <= to) {
        // Those exempt from the subject and those who take part from home are not away.
        if !CAUSES.contains(&one.reason) && one.reason != "late" {
            continue;
        }
        let seat = |subject: &String, number| Seat {
            student: one.student.clone(),
            class: one.class.clone(),
            subject: subject.clone(),
            date: one.date,
            number,
        };
        if let Some(subject) = &one.subject {
            if was_cancelled(school, one) {
                continue;
            }
            all.push((seat(subject, one.number), one.reason));
        } else {
            for (subject, _, number) in lessons_of(school, &one.student, &one.class, one.date, one.date) {
                all.push((seat(&subject, number), one.reason));
            }
        }
    }
    let mut seats: Seats = BTreeMap::new();
    for (seat, reason) in &all {
        // "Absent in physics" beside "absent at the third lesson, physics" says nothing new.
        let numbered = all.iter().any(|(other, _)| {
            other.number.is_some() && other.student == seat.student && other.subject == seat.subject && other.date == seat.date
        });
        if seat.number.is_some() || !numbered {
            seats.entry(seat.clone()).or_default().insert(reason);
        }
    }
    seats
}

/// Was the lesson of the entry cancelled, for everybody that it was set for?
fn was_cancelled(school: &School, one: &Absence) -> bool {
    let lessons = school.lessons.iter().filter(|lesson| lesson.class == one.class && Some(&lesson.subject) == one.subject.as_ref());
    let mut lessons = lessons.filter(|lesson| lesson.date == one.date && lesson.number == one.number).peekable();
    lessons.peek().is_some() && lessons.all(|lesson| lesson.status == "cancelled")
}

pub fn gravest(reasons: &BTreeSet<&'static str>) -> Option<&'static str> {
    CAUSES.into_iter().find(|cause| reasons.contains(cause))
}

/// The cause of a full day, if the student missed all that was held for him that day or is written off for the day.
pub fn full_day(school: &School, seats: &Seats, student: &str, class: &str, date: NaiveDate) -> Option<&'static str> {
    let mut missed: Vec<(&Seat, &'static str)> = Vec::new();
    for (seat, reasons) in seats {
        if seat.student == student && seat.class == class && seat.date == date {
            missed.extend(gravest(reasons).map(|cause| (seat, cause)));
        }
    }
    let lessons = lessons_of(school, student, class, date, date);
    let whole: BTreeSet<_> = whole_days(school, class, date, date).filter(|one| one.student == student).map(|one| one.reason).collect();
    let away = |(subject, _, number): &(String, NaiveDate, Option<i64>)| {
        missed.iter().any(|(seat, _)| seat.subject == *subject && (seat.number == *number || seat.number.is_none() || number.is_none()))
    };
    if whole.is_empty() && (lessons.is_empty() || !lessons.iter().all(away)) {
        return None;
    }
    let mut causes: BTreeSet<&'static str> = missed.iter().map(|(_, cause)| *cause).collect();
    if lessons.is_empty() {
        causes.extend(gravest(&whole));
    }
    if causes.len() == 1 { causes.first().copied() } else { Some("mixed") }
}
