//! Verdicts counted: by place, by day late, by why there is none; what courses have filled.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::random_school::control::Journal;
use crate::random_school::plus;
use crate::twins::deadline_record::{Judged, Span, dot, judged};

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
