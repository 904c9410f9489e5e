//! What the control counts, from the judged records and the plain rows of a journal (domain 1.4).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::deadline_record::{Judged, Span, dot, homework_days, homework_of, judged, number_of, word_of};
use crate::random_school::control::Journal;
use crate::random_school::plus;

/// Courses and classes of which something is expected: class, group, subject, teacher.
type Course = (usize, Option<&'static str>, Option<&'static str>, Option<&'static str>);

fn courses(journal: &Journal, span: &Span) -> Vec<Course> {
    let (from, to) = span.days.unwrap_or((NaiveDate::MIN, NaiveDate::MAX));
    let mut all: Vec<Course> = journal
        .teachings
        .iter()
        .filter(|one| one.from.is_none_or(|first| first <= to) && one.to.is_none_or(|last| last >= from))
        .filter(|one| span.days.is_some() || one.to.is_none_or(|last| last >= crate::random_school::day(9, 1)))
        .map(|one| (one.class, one.group, Some(one.subject), Some(one.teacher)))
        .collect();
    all.extend((0..journal.classes.len()).map(|class| (class, None, None, None)));
    all
}

/// A class with no teacher assigned at all stands in the finest grains by itself.
fn expected(journal: &Journal, span: &Span, grain: &str, with_subject: &[&str]) -> Vec<Course> {
    let bare = |class: usize| journal.teachings.iter().all(|one| one.class != class);
    courses(journal, span)
        .into_iter()
        .filter(|one| match grain {
            "class" | "grade_level" | "stage" | "school" => one.2.is_none(),
            _ if one.2.is_some() => with_subject.contains(&grain),
            "class_subject" | "teacher_class_subject" => with_subject.contains(&grain) && bare(one.0),
            _ => false,
        })
        .collect()
}

fn stage(level: i64) -> &'static str {
    if level < 5 {
        "1-4"
    } else if level < 10 {
        "5-9"
    } else {
        "10-11"
    }
}

/// `deadlines`: keys, record, counts.
pub fn deadlines(journal: &Journal, span: &Span, grain: &str) -> Vec<String> {
    let key = |class: usize, subject: Option<&str>, teacher: Option<&str>, week: Option<NaiveDate>| {
        let (name, level, _) = journal.classes[class];
        let by = |grains: &[&str]| grains.contains(&grain);
        let fine = by(&["class_subject", "teacher_class_subject"]);
        [
            dot(week.filter(|_| by(&["week"]))),
            dot((fine || by(&["class", "grade_level", "stage"])).then(|| stage(level))),
            dot((fine || by(&["class", "grade_level"])).then_some(level)),
            dot((fine || by(&["class"])).then_some(name)),
            dot(subject.filter(|_| fine || by(&["subject"]))),
            dot(teacher.filter(|_| by(&["teacher", "teacher_class_subject"]))),
        ]
        .join(" ")
    };
    let mut counts: BTreeMap<(String, &'static str), [i64; 7]> = BTreeMap::new();
    for one in judged(journal, span) {
        let week = one.date.map(|date| plus(date, -i64::from(date.weekday().num_days_from_monday())));
        let row = counts.entry((key(one.class, one.subject, one.teacher, week), one.record)).or_default();
        let at = ["in_time", "late", "missing", "not_determinable", "no_rule", "open"]
            .iter()
            .position(|name| *name == one.verdict)
            .expect("a verdict");
        row[0] += 1;
        row[at + 1] += 1;
    }
    let mut rows: Vec<String> = counts
        .iter()
        .map(|((key, record), n)| {
            format!("{key} {record} {} {} {} {} {} {} {} {} ·", n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[1] + n[2] + n[3])
        })
        .collect();
    let seen: BTreeSet<&String> = counts.keys().map(|(key, _)| key).collect();
    let idle: BTreeSet<String> = expected(journal, span, grain, &["teacher", "class_subject", "teacher_class_subject"])
        .into_iter()
        .map(|one| key(one.0, one.2, one.3, None))
        .filter(|key| !seen.contains(key))
        .collect();
    rows.extend(idle.into_iter().map(|key| format!("{key} · 0 0 0 0 0 0 0 0 no_records")));
    rows.sort();
    rows
}

pub fn journal_filling(journal: &Journal, span: &Span, grain: &str) -> Vec<String> {
    let key = |class: usize, group: Option<&str>, subject: Option<&str>, teacher: Option<&str>| {
        let (name, level, _) = journal.classes[class];
        let by = |grains: &[&str]| grains.contains(&grain);
        let fine = by(&["teacher_class_subject"]);
        [
            dot((fine || by(&["class", "grade_level"])).then_some(level)),
            dot((fine || by(&["class"])).then_some(name)),
            dot(group.filter(|_| fine).map(|group| format!("{name}|{group}"))),
            dot(subject.filter(|_| fine || by(&["subject"]))),
            dot(teacher.filter(|_| fine || by(&["teacher"]))),
        ]
        .join(" ")
    };
    let mut counts: BTreeMap<String, [i64; 10]> = BTreeMap::new();
    for one in expected(journal, span, grain, &["teacher", "subject", "teacher_class_subject"]) {
        counts.entry(key(one.0, one.1, one.2, one.3)).or_default();
    }
    for one in judged(journal, span) {
        let shift = match one.record {
            "lesson_record" => 0,
            "homework" => 5,
            _ => continue,
        };
        let row = counts.entry(key(one.class, one.group, one.subject, one.teacher)).or_default();
        row[shift] += 1;
        row[shift + 1] += i64::from(one.filled);
        row[shift + 2] += i64::from(one.verdict == "in_time");
        row[shift + 3] += i64::from(one.verdict == "late");
        row[shift + 4] += i64::from(!one.filled);
    }
    let line = |(key, n): (&String, &[i64; 10])| {
        let numbers: Vec<String> = n.iter().map(i64::to_string).collect();
        format!("{key} {} {}", numbers.join(" "), if n[0] == 0 { "no_lessons" } else { "·" })
    };
    let mut rows: Vec<String> = counts.iter().map(line).collect();
    rows.sort();
    rows
}

pub fn deadline_breaches(journal: &Journal, span: &Span) -> Vec<String> {
    let broken = |one: &Judged| matches!(one.verdict, "late" | "missing") || one.verdict == "no_rule" && !one.filled;
    let line = |one: &Judged| {
        [
            one.record.to_owned(),
            one.class_id(journal).to_owned(),
            dot(one.subject),
            dot(one.student.clone()),
            dot(one.date),
            one.verdict.to_owned(),
            dot(one.days),
        ]
        .join(" ")
    };
    let mut rows: Vec<String> = judged(journal, span).iter().filter(|one| broken(one)).map(line).collect();
    rows.sort();
    rows
}

/// Why some verdicts are not there, and how late the late ones are.
pub fn deadline_unknown(journal: &Journal, span: &Span, grain: &str) -> Vec<String> {
    let mut counts: BTreeMap<[String; 4], i64> = BTreeMap::new();
    for one in judged(journal, span).iter().filter(|one| one.verdict == "not_determinable") {
        let class = dot((grain == "class").then(|| one.class_id(journal)));
        let teacher = dot(one.teacher.filter(|_| grain == "teacher"));
        *counts.entry([class, teacher, one.record.to_owned(), one.reason.expect("a reason").to_owned()]).or_default() += 1;
    }
    counts.into_iter().map(|(key, count)| format!("{} {count}", key.join(" "))).collect()
}

pub fn lateness(journal: &Journal, span: &Span) -> Vec<String> {
    const SPANS: [(i64, i64); 8] = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 7), (8, 14), (15, 20), (21, i64::MAX)];
    let late: Vec<Judged> = judged(journal, span).into_iter().filter(|one| one.verdict == "late").collect();
    let records: BTreeSet<&str> = late.iter().map(|one| one.record).collect();
    let count = |record: &str, from: i64, to: i64| {
        late.iter().filter(|one| one.record == record && one.days.is_some_and(|days| from <= days && days <= to)).count()
    };
    let rows = records.iter().flat_map(|record| {
        let line = |(from, to): (i64, i64)| format!("{record} {from} {} {}", dot((to < i64::MAX).then_some(to)), count(record, from, to));
        SPANS.map(line)
    });
    rows.collect()
}

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

/// J-6 over the whole school.
pub fn remarks(journal: &Journal, span: &Span) -> String {
    if journal.remarks.is_empty() {
        return "· · · · · · no_table:remark".to_owned();
    }
    let mut n = [0_i64; 6];
    for one in &journal.remarks {
        let (from, to) = span.days.unwrap_or((NaiveDate::MIN, NaiveDate::MAX));
        if one.date > to || one.closed.is_some_and(|closed| closed < from) {
            continue;
        }
        n[0] += 1;
        let state = match (one.due, one.closed) {
            (None, Some(_)) => 5,
            (Some(due), Some(closed)) => {
                if closed <= due {
                    3
                } else {
                    4
                }
            }
            (Some(due), None) if due <= span.as_of => 2,
            _ => 1,
        };
        n[state] += 1;
    }
    format!("{} ·", n.map(|n| n.to_string()).join(" "))
}

/// causes that are not set.
pub fn unset_absences(journal: &Journal, span: &Span) -> Vec<String> {
    let limit = number_of(journal, "unset_absence_days");
    let rows: BTreeSet<String> = journal
        .absences
        .iter()
        .filter(|one| one.reason == "unset" && span.has(one.date) && (span.as_of - one.date).num_days() > limit)
        .map(|one| format!("{} {} {} {} {}", one.student, dot(one.subject), one.date, dot(one.number), (span.as_of - one.date).num_days()))
        .collect();
    rows.into_iter().collect()
}

/// D-8 by stamps: student, date, what, days, certainty.
pub fn late_edits(journal: &Journal, span: &Span) -> Vec<String> {
    let (limit, kind) = (number_of(journal, "edit_ban_days"), word_of(journal, "edit_ban_day_kind"));
    let mut rows = Vec::new();
    if limit == 0 {
        return rows;
    }
    let mut look = |student: &str, class: usize, date: NaiveDate, what: &str, stamp: Option<&String>| {
        let Some(changed) = stamp.map(|stamp| stamp[..10].parse::<NaiveDate>().expect("a date")) else { return };
        if !span.has(changed) {
            return;
        }
        let plain = (changed - date).num_days();
        let days = if kind == "calendar" { Some(plain) } else { between(journal, journal.classes[class].1, date, changed, kind) };
        match days {
            Some(days) if days > limit => rows.push(format!("{student} {date} {what} {days} certain ·")),
            None if plain > limit => rows.push(format!("{student} {date} {what} · unknown no_calendar")),
            _ => {}
        }
    };
    for one in &journal.marks {
        let what = if one.edited_at.is_some() { "mark_changed" } else { "mark_set" };
        look(&one.student, one.class, one.date, what, one.edited_at.as_ref().or(one.set_at.as_ref()));
    }
    for one in &journal.absences {
        look(&one.student, one.class, one.date, "attendance_set", one.set_at.as_ref());
    }
    for one in &journal.corrections {
        let day = |text: &str| text[..10].parse::<NaiveDate>().expect("a date");
        let (first, last) = (day(&one.before), day(&one.after));
        if !span.has(last) {
            continue;
        }
        let level = journal.classes[one.class].1;
        let days =
            |to: NaiveDate| if kind == "calendar" { Some((to - one.date).num_days()) } else { between(journal, level, one.date, to, kind) };
        let line = |days: Option<i64>, certainty: &str, reason: &str| {
            format!("{} {} attendance {} {certainty} {reason}", one.student, one.date, dot(days))
        };
        match (days(first), days(last)) {
            (Some(least), Some(most)) if least > limit && most > limit => rows.push(line(Some(least), "certain", "·")),
            (_, Some(most)) if most > limit => rows.push(line(Some(most), "possible", "·")),
            (least, None) if (last - one.date).num_days() > limit => {
                let certain = least.filter(|least| *least > limit);
                rows.push(line(certain, if certain.is_some() { "certain" } else { "unknown" }, "no_calendar"));
            }
            _ => {}
        }
    }
    rows.sort();
    rows
}

/// School or working days after the first day up to the second, as far as the calendar has both.
fn between(journal: &Journal, level: i64, from: NaiveDate, to: NaiveDate, kind: &str) -> Option<i64> {
    super::deadline_record::kind(journal, level, from)?;
    super::deadline_record::kind(journal, level, to)?;
    let unit = if kind == "working" { "working_day" } else { "school_day" };
    let (mut date, mut days) = (from.min(to), 0);
    while date < from.max(to) {
        date = plus(date, 1);
        days += i64::from(super::deadline_record::counts_as(journal, level, date, unit) == Some(true));
    }
    Some(if to >= from { days } else { -days })
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
