//! Marks beside absences, mark density, incomplete records (domain 1.3 A-06, 1.1 P-06, 1.4), from the plain rows of a journal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::deadline_record::{Span, dot, kind, taught, teacher_of};
use crate::random_school::control::{Absence, GROUPED, Journal, Student, UNASSESSED};
use crate::random_school::day;

/// The four causes, the gravest first.
const CAUSES: [&str; 4] = ["unexcused", "unset", "illness", "excused"];

fn limits(span: &Span) -> (NaiveDate, NaiveDate) {
    span.days.unwrap_or((day(9, 1), day(8, 31)))
}

fn member(student: &Student, from: NaiveDate, to: NaiveDate) -> bool {
    student.from.is_none_or(|first| first <= to) && student.to.is_none_or(|last| from <= last)
}

/// Student, subject, day, lesson.
type Cell<'a> = (String, &'a str, NaiveDate, Option<i64>);

pub fn mark_and_absence(journal: &Journal, span: &Span) -> Vec<String> {
    let mut cells: BTreeMap<Cell<'_>, (usize, usize)> = BTreeMap::new();
    for mark in journal.marks.iter().filter(|one| one.kind == "score" && span.has(one.date)) {
        let beside = |one: &&Absence| {
            one.student == mark.student
                && one.date == mark.date
                && match one.subject {
                    None => true,
                    Some(subject) => {
                        subject == mark.subject && (one.number.is_none() || mark.number.is_none() || one.number == mark.number)
                    }
                }
        };
        let causes = journal.absences.iter().filter(beside).filter_map(|one| CAUSES.iter().position(|cause| *cause == one.reason));
        if let Some(gravest) = causes.min() {
            let cell = cells.entry((mark.student.clone(), mark.subject, mark.date, mark.number)).or_insert((0, gravest));
            *cell = (cell.0 + 1, cell.1.min(gravest));
        }
    }
    let line = |((student, subject, date, number), (count, cause)): (Cell<'_>, (usize, usize))| {
        format!("{student} {subject} {date} {} {} {}", dot(number), vec!["4"; count].join(" "), CAUSES[cause])
    };
    cells.into_iter().map(line).collect()
}

pub fn mark_density(journal: &Journal, span: &Span) -> Vec<String> {
    let (from, to) = limits(span);
    let mut rows = Vec::new();
    for class in (0..journal.classes.len()).filter(|class| journal.classes[*class].1 > 1) {
        let mut subjects: BTreeSet<&str> = journal.teachings.iter().filter(|one| one.class == class).map(|one| one.subject).collect();
        subjects.extend(journal.lessons.iter().filter(|one| one.class == class).map(|one| one.subject));
        subjects.extend(journal.marks.iter().filter(|one| one.class == class).map(|one| one.subject));
        subjects.extend(journal.period_marks.iter().filter(|one| one.class == class).map(|one| one.subject));
        subjects.remove(UNASSESSED);
        let lessons = |subject: &str| {
            journal.lessons.iter().filter(|one| taught(one) && span.has(one.date) && one.class == class && one.subject == subject).count()
        };
        let known = subjects.iter().any(|subject| lessons(subject) > 0);
        let members: Vec<&Student> = journal.students.iter().filter(|one| one.class == class && member(one, from, to)).collect();
        let split = members.iter().any(|one| !one.groups.is_empty());
        for subject in &subjects {
            let marks = journal
                .marks
                .iter()
                .filter(|one| one.class == class && one.subject == *subject && one.kind == "score" && span.has(one.date));
            let students = members.iter().filter(|one| !(split && *subject == GROUPED && one.groups.is_empty()));
            let held = if known { lessons(subject).to_string() } else { "·".to_owned() };
            let reason = if known { "·" } else { "no_lessons" };
            rows.push(format!("{} {subject} {} {} {held} {reason}", journal.classes[class].0, marks.count(), students.count()));
        }
    }
    rows
}

/// Check, class, subject, student, date, number, what was found, reason.
pub fn journal_completeness(journal: &Journal, span: &Span) -> Vec<String> {
    let name = |class: usize| journal.classes[class].0;
    let mut rows = Vec::new();
    let work = |one: &crate::random_school::control::Mark| {
        one.work.or_else(|| one.assignment.as_ref().and_then(|id| journal.assignments.iter().find(|work| work.id == *id)?.work))
    };
    if journal.marks.iter().any(|one| work(one).is_some()) {
        for one in journal.marks.iter().filter(|one| span.has(one.date) && work(one).is_none()) {
            let found = if one.kind == "score" { "4" } else { one.kind };
            let line =
                format!("work_type_missing {} {} {} {} {} {found} ·", name(one.class), one.subject, one.student, one.date, dot(one.number));
            rows.push(line);
        }
    } else if !journal.marks.is_empty() {
        rows.push("work_type_missing · · · · · · no_table:assignment_kind".to_owned());
    }
    for one in journal.lessons.iter().filter(|one| taught(one) && span.has(one.date) && one.status == "substituted") {
        if one.teacher.is_none() || one.teacher == one.planned {
            rows.push(format!("substitution_without_teacher {} {} · {} {} · ·", name(one.class), one.subject, one.date, dot(one.number)));
        }
    }
    rows.extend(remote_absences(journal, span));
    let last = limits(span).1.min(span.as_of);
    for class in 0..journal.classes.len() {
        let members: Vec<&Student> = journal.students.iter().filter(|one| one.class == class && member(one, last, last)).collect();
        let split = members.iter().any(|one| !one.groups.is_empty());
        for student in members {
            if student.groups.len() > 1 {
                rows.push(format!("group_overlap {} {GROUPED} {} {last} · {} ·", name(class), student.id, student.groups.len()));
            }
            if split && student.groups.is_empty() {
                rows.push(format!("outside_groups {} {GROUPED} {} {last} · · ·", name(class), student.id));
            }
        }
    }
    rows
}

/// Absences at remote lessons or on remote days, once for each who is said to have entered it.
fn remote_absences(journal: &Journal, span: &Span) -> Vec<String> {
    let mut found: BTreeSet<(String, Option<&str>)> = BTreeSet::new();
    for one in journal.absences.iter().filter(|one| span.has(one.date) && CAUSES.contains(&one.reason)) {
        let lessons: Vec<_> = journal
            .lessons
            .iter()
            .filter(|lesson| taught(lesson) && lesson.class == one.class && Some(lesson.subject) == one.subject && lesson.date == one.date)
            .collect();
        let same = lessons.iter().any(|lesson| lesson.status == "remote" && lesson.number.is_some() && lesson.number == one.number);
        let all = one.number.is_none() && !lessons.is_empty() && lessons.iter().all(|lesson| lesson.status == "remote");
        if kind(journal, journal.classes[one.class].1, one.date) == Some("remote") || same || all {
            let teacher = one.teacher.or_else(|| lessons.iter().filter_map(|lesson| teacher_of(journal, lesson)).min());
            let (class, subject) = (journal.classes[one.class].0, dot(one.subject));
            let line = format!("remote_day_absence {class} {subject} {} {} {} {} ·", one.student, one.date, dot(one.number), one.reason);
            found.insert((line, teacher));
        }
    }
    found.into_iter().map(|(line, _)| line).collect()
}
