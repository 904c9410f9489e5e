//! The deadline of a record, a step a day, and what is to be said of it.

use chrono::{Datelike, NaiveDate};
use vedomost::regulation::Deadline;

use super::{Judged, Span};
use crate::random_school::control::Journal;
use crate::random_school::plus;

/// The kind of a day for a grade level: its own row goes before the common one.
pub fn kind(journal: &Journal, level: i64, date: NaiveDate) -> Option<&'static str> {
    let own = journal.calendar.iter().filter(|one| one.0 == date && one.1 == Some(level)).map(|one| one.2).min();
    own.or_else(|| journal.calendar.iter().find(|one| one.0 == date && one.1.is_none()).map(|one| one.2))
}

pub fn counts_as(journal: &Journal, level: i64, date: NaiveDate, unit: &str) -> Option<bool> {
    let kind = kind(journal, level, date)?;
    let weekday = date.weekday().number_from_monday();
    if unit == "school_day" {
        return Some(matches!(kind, "school" | "remote"));
    }
    let six_days = || {
        journal
            .calendar
            .iter()
            .any(|one| one.0.weekday().number_from_monday() == 6 && matches!(self::kind(journal, level, one.0), Some("school" | "remote")))
    };
    Some(match kind {
        "school" | "remote" | "cancelled" => true,
        "vacation" => weekday <= 5 || weekday == 6 && six_days(),
        _ => false,
    })
}

/// Steps over the calendar, a day at a time; none where a day is not in it.
fn reach(journal: &Journal, level: i64, anchor: NaiveDate, offset: i64, unit: &str) -> Option<NaiveDate> {
    if unit == "calendar_day" || offset == 0 {
        return Some(if unit == "calendar_day" { plus(anchor, offset) } else { anchor });
    }
    kind(journal, level, anchor)?;
    let (step, mut left, mut date) = (offset.signum(), offset.abs(), anchor);
    while left > 0 {
        date = plus(date, step);
        left -= i64::from(counts_as(journal, level, date, unit)?);
    }
    Some(date)
}

fn minute(date: NaiveDate) -> i64 {
    (date - NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date")).num_days() * 1440
}

/// The row that holds: for these works before any, narrower before wider, later before earlier.
fn rule<'a>(journal: &'a Journal, name: &str, level: i64, work: &str, date: Option<NaiveDate>) -> Option<&'a Deadline> {
    let fits = |one: &&Deadline| {
        one.rule == name
            && one.term.is_some()
            && (one.grades.0 <= level && level <= one.grades.1)
            && (one.works.is_empty() || one.works.contains(&work))
            && date.is_none_or(|date| one.valid_from.is_none_or(|from| from <= date) && one.valid_to.is_none_or(|to| date <= to))
    };
    let order =
        |one: &&Deadline| (one.works.is_empty(), one.grades.1 - one.grades.0, std::cmp::Reverse(one.valid_from), one.clause.clone());
    journal.fixture.regulation.deadlines.iter().filter(fits).min_by_key(order)
}

pub fn judge(journal: &Journal, span: &Span, mut one: Judged) -> Judged {
    let level = journal.classes[one.class].1;
    one.verdict = "no_rule";
    let Some(deadline) = rule(journal, one.record, level, one.work.unwrap_or_default(), one.date) else { return one };
    let term = deadline.term.expect("a row with a term");
    one.rule = Some(one.record);
    one.clause = Some(deadline.clause.clone());
    let anchor = if term.anchor == "period_start" { one.start } else { one.date };
    one.cutoff = term.cutoff_minute.filter(|_| term.unit != "hour");
    let own =
        anchor.and_then(|anchor| if term.unit == "hour" { Some(anchor) } else { reach(journal, level, anchor, term.offset, term.unit) });
    let (mut low, mut high) = (None, None);
    if let Some(date) = own {
        let cutoff = term.cutoff_minute.unwrap_or(1439);
        (low, high) = match (term.unit, term.anchor) {
            ("hour", "last_lesson") => (Some(minute(date) + term.offset * 60), Some(minute(date) + 1439)),
            ("hour", _) => (Some(minute(date) + term.offset * 60), Some(minute(date) + 1439 + term.offset * 60)),
            _ => (Some(minute(date) + cutoff), Some(minute(date) + cutoff)),
        };
    }
    if let (Some(day), Some(anchor)) = (own, anchor)
        && let Some((at, clause, cutoff)) = restored(journal, &one, level, day, anchor)
        && at.is_none_or(|at| Some(at) > high)
    {
        (low, high, one.rule, one.clause, one.cutoff) = (at, at, Some("after_outage"), Some(clause), cutoff);
    }
    one.deadline = high.map(|high| plus(NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date"), high / 1440));
    let (Some(low), Some(high), Some(last)) = (low, high, one.deadline) else {
        one.verdict = "not_determinable";
        one.reason = Some(if anchor.is_none() { "no_period_bounds" } else { "no_calendar" });
        return one;
    };
    let Some(entered) = one.entered.clone().filter(|_| one.filled) else {
        (one.verdict, one.reason) = match (one.filled, last <= span.as_of) {
            (true, _) => ("not_determinable", Some("no_entry_time")),
            (false, true) => ("missing", None),
            (false, false) => ("open", None),
        };
        one.days = (one.verdict == "missing").then(|| (span.as_of - last).num_days());
        return one;
    };
    let (date, at) = stamp(&entered);
    let from = one.entered_from.as_deref().map(stamp);
    let latest = minute(date) + at.unwrap_or(1439);
    let first = from.map_or_else(|| minute(date) + at.unwrap_or(0), |(date, at)| minute(date) + at.unwrap_or(0));
    (one.verdict, one.reason) = if latest <= low {
        ("in_time", None)
    } else if first > high {
        ("late", None)
    } else if from.is_some() {
        ("not_determinable", Some("between_exports"))
    } else {
        ("not_determinable", Some(if low < high { "no_lesson_times" } else { "day_only" }))
    };
    one.days = (one.verdict == "late").then(|| (from.map_or(date, |from| from.0) - last).num_days());
    one
}

/// Day and minute of a stamp, the minute as far as it is known.
fn stamp(text: &str) -> (NaiveDate, Option<i64>) {
    let date = text[..10].parse().expect("a date");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    (date, text.get(11..16).map(|time| number(&time[..2]) * 60 + number(&time[3..])))
}

/// After the last outage between the date and the deadline: the minute (none: not in the calendar), the clause, the hour.
fn restored(journal: &Journal, one: &Judged, level: i64, day: NaiveDate, anchor: NaiveDate) -> Option<(Option<i64>, String, Option<i64>)> {
    if one.record == "movement" {
        return None;
    }
    let met = journal.outages.iter().filter(|(from, to)| *from <= day && *to >= anchor.min(day));
    let end = met.map(|outage| outage.1).max()?;
    let deadline = rule(journal, "after_outage", level, "", Some(end))?;
    let term = deadline.term.expect("a row with a term");
    let date = reach(journal, level, end, term.offset, term.unit);
    let at = date.map(|date| minute(date) + term.cutoff_minute.unwrap_or(1439));
    Some((at, deadline.clause.clone(), term.cutoff_minute))
}
