//! One day: lessons without homework (J-4), students without a mark (J-2).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::random_school::control::Journal;
use crate::twins::deadline_record::{homework_days, homework_of, word_of};

/// J-4 by class: lessons, lessons without homework, students, students without it, reason.
pub fn without_homework(journal: &Journal, date: NaiveDate) -> Vec<String> {
    let days = homework_days(journal);
    let row = |class: usize| {
        let (name, level, _) = journal.classes[class];
        let today: Vec<_> = days.iter().filter(|day| day.0 == class && day.3 == date).collect();
        if today.is_empty() {
            let none = level == 1 && word_of(journal, "grade1_homework") == "none";
            return format!("{name} 0 0 0 0 {}", if none { "not_applicable" } else { "no_lessons" });
        }
        let empty = |day: &(usize, Option<&'static str>, &'static str, NaiveDate, Vec<_>)| {
            homework_of(journal, class, day.1, day.2, date).is_empty()
        };
        let (mut students, mut without) = (0, 0);
        for student in journal.students.iter().filter(|one| one.class == class) {
            if student.from.is_some_and(|from| date < from) || student.to.is_some_and(|to| to < date) {
                continue;
            }
            let mine: Vec<_> = today.iter().filter(|day| day.1.is_none_or(|group| student.groups.contains(&group))).collect();
            students += i64::from(!mine.is_empty());
            without += i64::from(mine.iter().any(|day| empty(day)));
        }
        format!("{name} {} {} {students} {without} ·", today.len(), today.iter().filter(|day| empty(day)).count())
    };
    let mut rows: Vec<String> = (0..journal.classes.len()).map(row).collect();
    rows.sort();
    rows
}

/// J-2 over classes: lessons of the day, lessons without marks, present, present without a mark.
pub fn without_mark(journal: &Journal, as_of: NaiveDate) -> Vec<String> {
    let row = |class: usize| {
        let (name, level, _) = journal.classes[class];
        if level < 2 {
            return format!("{name} 0 0 0 0 not_applicable");
        }
        let seen = |status: &str| matches!(status, "held" | "substituted" | "remote" | "unknown");
        // Each class of these journals is alone in its grade level.
        let lessons = journal.lessons.iter().filter(|one| one.class == class && seen(one.status)).map(|one| one.date);
        let marks = journal.marks.iter().filter(|one| one.class == class).map(|one| one.date);
        let absences = journal.absences.iter().filter(|one| one.class == class).map(|one| one.date);
        let Some(date) = lessons.chain(marks).chain(absences).filter(|date| *date < as_of).max() else {
            return format!("{name} 0 0 0 0 no_data");
        };
        let listed = journal.lessons.iter().any(|one| one.class == class);
        let mut taken: BTreeSet<(Option<&str>, &str, Option<i64>)> = journal
            .lessons
            .iter()
            .filter(|one| one.class == class && one.date == date && seen(one.status))
            .map(|one| (one.group, one.subject, one.number))
            .collect();
        if !listed {
            taken.extend(journal.marks.iter().filter(|one| one.class == class && one.date == date).map(|one| (None, one.subject, None)));
            taken.extend(
                journal
                    .absences
                    .iter()
                    .filter(|one| one.class == class && one.date == date)
                    .filter_map(|one| Some((None, one.subject?, None))),
            );
        }
        taken.retain(|one| one.1 != crate::random_school::control::UNASSESSED);
        if taken.is_empty() {
            return format!("{name} 0 0 0 0 no_lessons");
        }
        let members: Vec<_> = journal
            .students
            .iter()
            .filter(|one| one.class == class && one.from.is_none_or(|from| from <= date) && one.to.is_none_or(|to| date <= to))
            .collect();
        let scored = |student: &str, subject: &str| {
            journal
                .marks
                .iter()
                .filter(move |one| one.student == student && one.subject == subject && one.date == date && one.kind == "score")
                .collect::<Vec<_>>()
        };
        let (mut present, mut without, mut bare) = (0, 0, 0);
        for student in &members {
            let mine: Vec<_> = taken.iter().filter(|one| one.0.is_none_or(|group| student.groups.contains(&group))).collect();
            let there = mine.iter().any(|one| !away(journal, &student.id, date, one.1, one.2));
            let marked = mine.iter().any(|one| !scored(&student.id, one.1).is_empty());
            present += i64::from(there);
            without += i64::from(there && !marked);
        }
        for one in &taken {
            let marked = members.iter().filter(|student| one.0.is_none_or(|group| student.groups.contains(&group))).any(|student| {
                scored(&student.id, one.1).iter().any(|mark| mark.number.is_none() || one.2.is_none() || mark.number == one.2)
            });
            bare += i64::from(!marked);
        }
        format!("{name} {} {bare} {present} {without} ·", taken.len())
    };
    let mut rows: Vec<String> = (0..journal.classes.len()).map(row).collect();
    rows.sort();
    rows
}

/// Was the student away from the lesson? An entry without number speaks where the student has no numbered one in the subject that day.
fn away(journal: &Journal, student: &str, date: NaiveDate, subject: &str, number: Option<i64>) -> bool {
    let entries: Vec<_> =
        journal.absences.iter().filter(|one| one.student == student && one.date == date && one.reason != "remote").collect();
    let gone = |reason: &str| reason != "late";
    let numbered = entries.iter().any(|one| one.subject == Some(subject) && one.number.is_some());
    entries.iter().any(|one| {
        gone(one.reason)
            && match one.subject {
                None => true,
                Some(other) => other == subject && (number.is_none() || one.number == number || one.number.is_none() && !numbered),
            }
    })
}
