//! Records of a journal and their deadlines (domain 1.4, 1.5), one loop a record and one step a day.
//!
//! Worked example: a control work of Friday 24 October, three working days, vacation from the 27th: Monday, Tuesday and Wednesday of the
//! vacation are working days of teachers, so the deadline is the 29th.

use chrono::{Datelike, NaiveDate};
use vedomost::regulation::{Deadline, Setting};

use crate::random_school::control::{GROUPED, Journal, Lesson, UNASSESSED, WORKS};
use crate::random_school::{day, plus};

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

fn corrections(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn topics(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn homework(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn marks(journal: &Journal, span: &Span) -> Vec<Judged> {
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
fn works(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn absences(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn period_marks(journal: &Journal, span: &Span) -> Vec<Judged> {
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

fn judge(journal: &Journal, span: &Span, mut one: Judged) -> Judged {
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
