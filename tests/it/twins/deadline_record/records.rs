//! What is to be entered: every topic, homework, mark, work, absence and period mark, each with who answers for it and when it came.

use chrono::NaiveDate;

use super::{Judged, Span, assigned, giver, number_of, taught, teacher_of, word_of};
use crate::random_school::control::{GROUPED, Journal, Lesson, UNASSESSED, WORKS};

pub fn topics(journal: &Journal, span: &Span) -> Vec<Judged> {
    let lessons = journal.lessons.iter().filter(|one| taught(one) && span.has(one.date));
    let topic = |one: &Lesson| {
        let filled = one.topic.is_some_and(|topic| !topic.trim().is_empty());
        Judged {
            record: "lesson_record",
            class: one.class,
            group: one.group,
            subject: Some(one.subject),
            teacher: teacher_of(journal, one),
            date: Some(one.date),
            number: one.number,
            filled,
            entered: one.topic_at.clone().filter(|_| filled),
            ..Judged::default()
        }
    };
    lessons.map(topic).collect()
}

/// A day of homework: class, group, subject, date, lessons of the day that are not cancelled.
pub type HomeworkDay<'a> = (usize, Option<&'static str>, &'static str, NaiveDate, Vec<&'a Lesson>);

pub fn homework_days(journal: &Journal) -> Vec<HomeworkDay<'_>> {
    let recorded = word_of(journal, "grade1_homework") == "recorded";
    let mut days: Vec<HomeworkDay<'_>> = Vec::new();
    for one in journal.lessons.iter().filter(|one| one.status != "cancelled" && one.subject != UNASSESSED) {
        if journal.classes[one.class].1 == 1 && !recorded {
            continue;
        }
        match days.iter_mut().find(|day| (day.0, day.1, day.2, day.3) == (one.class, one.group, one.subject, one.date)) {
            Some(day) => day.4.push(one),
            None => days.push((one.class, one.group, one.subject, one.date, vec![one])),
        }
    }
    days
}

/// Stamps of what is set as homework of a day.
pub fn homework_of(journal: &Journal, class: usize, group: Option<&str>, subject: &str, date: NaiveDate) -> Vec<Option<String>> {
    let optional = number_of(journal, "homework_optional") == 1;
    journal
        .homework
        .iter()
        .filter(|one| one.class == class && one.subject == subject && one.date == date && (one.group.is_none() || one.group == group))
        .filter(|one| one.text.is_some_and(|text| !text.trim().is_empty() && (optional || !text.to_lowercase().starts_with("не зада"))))
        .map(|one| one.set_at.clone())
        .collect()
}

pub fn homework(journal: &Journal, span: &Span) -> Vec<Judged> {
    let days = homework_days(journal).into_iter().filter(|day| span.has(day.3) && day.4.iter().any(|one| taught(one)));
    let record = |(class, group, subject, date, lessons): HomeworkDay<'_>| {
        let set = homework_of(journal, class, group, subject, date);
        Judged {
            record: "homework",
            class,
            group,
            subject: Some(subject),
            teacher: lessons.iter().filter_map(|one| teacher_of(journal, one)).min(),
            date: Some(date),
            number: lessons.iter().filter_map(|one| one.number).min(),
            filled: !set.is_empty(),
            entered: set.into_iter().flatten().min(),
            ..Judged::default()
        }
    };
    days.map(record).collect()
}

pub fn marks(journal: &Journal, span: &Span) -> Vec<Judged> {
    let mut all = Vec::new();
    for one in &journal.marks {
        let assignment = one.assignment.as_ref().and_then(|id| journal.assignments.iter().find(|work| work.id == *id));
        let code = one.work.or(assignment.and_then(|work| work.work));
        let kind = code.and_then(|code| WORKS.iter().find(|work| work.0 == code));
        let written = kind.is_some_and(|kind| kind.4);
        let date = if written { assignment.map_or(one.date, |work| work.date) } else { one.date };
        if !span.has(date) {
            continue;
        }
        all.push(Judged {
            record: if written { "written_work" } else { "current_mark" },
            class: one.class,
            group: assignment.and_then(|work| work.group),
            subject: Some(one.subject),
            student: Some(one.student.clone()),
            teacher: one.teacher.or_else(|| giver(journal, span, one.class, one.subject, one.date, one.number)),
            date: Some(date),
            number: one.number,
            work: Some(kind.map_or("oral", |kind| kind.5)),
            filled: true,
            entered: one.set_at.clone(),
            ..Judged::default()
        });
    }
    all
}

/// Written works for which nobody has a mark.
pub fn works(journal: &Journal, span: &Span) -> Vec<Judged> {
    let mut all = Vec::new();
    for one in journal.assignments.iter().filter(|one| span.has(one.date) && journal.classes[one.class].1 > 1) {
        let Some(kind) = one.work.and_then(|code| WORKS.iter().find(|work| work.0 == code)).filter(|kind| kind.4) else { continue };
        let marked = journal.marks.iter().any(|mark| {
            mark.assignment.as_ref() == Some(&one.id)
                || mark.assignment.is_none() && (mark.class, mark.subject, mark.date) == (one.class, one.subject, one.date)
        });
        if !marked {
            let teacher = giver(journal, span, one.class, one.subject, one.date, None);
            let (class, group, subject, date) = (one.class, one.group, Some(one.subject), Some(one.date));
            all.push(Judged { record: "written_work", class, group, subject, teacher, date, work: Some(kind.5), ..Judged::default() });
        }
    }
    all
}

pub fn absences(journal: &Journal, span: &Span) -> Vec<Judged> {
    let mut all = Vec::new();
    for one in journal.absences.iter().filter(|one| span.has(one.date) && !matches!(one.reason, "exempt" | "remote")) {
        let lesson = one.subject.and_then(|subject| giver(journal, span, one.class, subject, one.date, one.number));
        all.push(Judged {
            record: "absence",
            class: one.class,
            subject: one.subject,
            student: Some(one.student.clone()),
            teacher: one.teacher.or(lesson).or(journal.classes[one.class].2),
            date: Some(one.date),
            number: one.number,
            filled: true,
            entered: one.set_at.clone(),
            ..Judged::default()
        });
    }
    all
}

pub fn period_marks(journal: &Journal, span: &Span) -> Vec<Judged> {
    let mut periods: Vec<(&'static str, Option<(NaiveDate, NaiveDate)>)> =
        journal.periods.iter().filter(|one| span.has(one.2)).map(|one| (one.0, Some((one.1, one.2)))).collect();
    if journal.periods.is_empty() && span.days.is_none() && !journal.period_marks.is_empty() {
        periods.push(("q1", None));
    }
    let mut all = Vec::new();
    for class in (0..journal.classes.len()).filter(|class| journal.classes[*class].1 > 1) {
        let split = journal.students.iter().any(|one| one.class == class && !one.groups.is_empty());
        for (period, days) in periods.iter().copied() {
            for subject in subjects(journal, class, period, days) {
                for student in journal.students.iter().filter(|one| one.class == class) {
                    let end = days.map(|days| days.1);
                    let member = end.is_none_or(|end| {
                        student.from.is_none_or(|from| from <= end)
                            && student.to.is_none_or(|to| end <= to)
                            && student.left.is_none_or(|left| end < left)
                    });
                    if !member || subject == GROUPED && split && student.groups.is_empty() {
                        continue;
                    }
                    let group = if subject == GROUPED { student.groups.iter().copied().min() } else { None };
                    let mine = || {
                        journal.period_marks.iter().filter(move |one| {
                            one.student == student.id && one.subject == subject && one.period == period && one.status != "empty"
                        })
                    };
                    if days.is_none() && mine().next().is_none() {
                        continue;
                    }
                    let own = mine().filter_map(|one| one.teacher).min();
                    all.push(Judged {
                        record: "period_mark",
                        class,
                        group,
                        subject: Some(subject),
                        student: Some(student.id.clone()),
                        teacher: own.or_else(|| assigned(journal, class, group, subject, end)),
                        date: end,
                        start: days.map(|days| days.0),
                        period: Some(period),
                        filled: mine().next().is_some(),
                        entered: mine().filter_map(|one| one.set_at.clone()).min(),
                        ..Judged::default()
                    });
                }
            }
        }
    }
    all
}

/// Subjects of a class that have something in the period.
fn subjects(journal: &Journal, class: usize, period: &str, days: Option<(NaiveDate, NaiveDate)>) -> Vec<&'static str> {
    let inside = |date: NaiveDate| days.is_some_and(|(from, to)| from <= date && date <= to);
    let listed = journal.lessons.iter().any(|one| one.class == class);
    let mut found: Vec<&'static str> = Vec::new();
    found.extend(
        journal
            .lessons
            .iter()
            .filter(|one| one.class == class && inside(one.date) && (taught(one) || one.status == "unknown"))
            .map(|one| one.subject),
    );
    found.extend(journal.marks.iter().filter(|one| one.class == class && inside(one.date)).map(|one| one.subject));
    if !listed {
        found.extend(journal.absences.iter().filter(|one| one.class == class && inside(one.date)).filter_map(|one| one.subject));
    }
    found.extend(
        journal
            .period_marks
            .iter()
            .filter(|one| one.class == class && one.period == period && one.status != "empty")
            .map(|one| one.subject),
    );
    found.retain(|subject| *subject != UNASSESSED);
    found.sort_unstable();
    found.dedup();
    found
}

pub fn corrections(journal: &Journal, span: &Span) -> Vec<Judged> {
    let there = |student: &str, date: NaiveDate| {
        journal
            .students
            .iter()
            .any(|one| one.id == student && one.from.is_none_or(|from| from <= date) && one.to.is_none_or(|to| date <= to))
    };
    let all = journal.corrections.iter().filter(|one| span.has(one.date) && there(&one.student, one.date));
    all.map(|one| Judged {
        record: "absence_correction",
        class: one.class,
        subject: Some(one.subject),
        student: Some(one.student.clone()),
        teacher: journal.classes[one.class].2,
        date: Some(one.date),
        filled: true,
        entered: Some(one.after.clone()),
        entered_from: Some(one.before.clone()),
        ..Judged::default()
    })
    .collect()
}
