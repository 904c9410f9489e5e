//! Remarks (J-6), causes that are not set, late changes (D-8).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::random_school::control::{Journal, Lesson};
use crate::random_school::plus;
use crate::twins::deadline_record::{Span, dot, number_of, word_of};

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
        .filter(|one| {
            let here = |lesson: &&Lesson| (lesson.class, lesson.date, lesson.number) == (one.class, one.date, one.number);
            let mut lessons = journal.lessons.iter().filter(here).filter(|lesson| Some(lesson.subject) == one.subject).peekable();
            lessons.peek().is_none() || lessons.any(|lesson| lesson.status != "cancelled")
        })
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
    crate::twins::deadline_record::kind(journal, level, from)?;
    crate::twins::deadline_record::kind(journal, level, to)?;
    let unit = if kind == "working" { "working_day" } else { "school_day" };
    let (mut date, mut days) = (from.min(to), 0);
    while date < from.max(to) {
        date = plus(date, 1);
        days += i64::from(crate::twins::deadline_record::counts_as(journal, level, date, unit) == Some(true));
    }
    Some(if to >= from { days } else { -days })
}
