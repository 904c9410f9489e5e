//! Lessons against the timetable and the calendar (domain G-3).
//!
//! Worked example: physics stands at the first lesson of Mondays. On Monday the 8th chemistry was given there: another subject. On
//! Tuesday the 9th physics was given: outside the timetable. On Monday the 15th nothing: no lesson.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::plan_rows::days;
use super::{Ask, Row, row, subject_name, was_held};
use crate::random_school::{Class, Lesson, School, TimetableSlot};

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id group_id subject_id subject teacher_id teacher date lesson_number check_name
    reason
);

/// Group, subject, teacher, day, number: what a row of a class is about.
type Gap<'school> = (Option<&'school String>, Option<&'school String>, Option<&'school str>, Option<NaiveDate>, Option<i64>);

pub fn timetable_gaps(school: &School, ask: &Ask) -> Vec<Row> {
    let classes = school.classes.iter().filter(|class| ask.wants(class));
    classes.flat_map(|class| gaps_of(school, ask, class)).collect()
}

fn gaps_of(school: &School, ask: &Ask, class: &Class) -> Vec<Row> {
    let slots: Vec<&TimetableSlot> = school.slots.iter().filter(|slot| slot.class == class.id).collect();
    if slots.is_empty() {
        return vec![line(school, class, Gap::default(), "not_determinable", Some("no_timetable"))];
    }
    let (from, to) = days(school, ask, class.grade_level);
    let Some(last) = ask.as_of(school).map(|day| day.min(to)) else { return Vec::new() };
    let inside = |date: NaiveDate| from <= date && date <= last;
    let is_school =
        |date: NaiveDate| school.calendar.iter().find(|one| one.date == date).map(|one| matches!(one.kind, "school" | "remote"));
    let lessons: Vec<&Lesson> =
        school.lessons.iter().filter(|one| one.class == class.id && one.status != "planned" && inside(one.date)).collect();
    let mut rows = Vec::new();

    let mut expected: BTreeSet<Gap> = BTreeSet::new();
    for date in school.calendar.iter().map(|one| one.date).filter(|date| inside(*date) && is_school(*date) == Some(true)) {
        for slot in slots.iter().filter(|slot| is_on(slot, date)) {
            let seen = lessons.iter().any(|one| {
                let together = one.group.is_none() || slot.group.is_none() || one.group == slot.group;
                one.date == date && together && at_slot(one, slot)
            });
            if !seen {
                expected.insert((slot.group.as_ref(), Some(&slot.subject), None, Some(date), Some(slot.number)));
            }
        }
    }
    rows.extend(expected.into_iter().map(|gap| line(school, class, gap, "no_lesson", None)));

    for one in lessons.iter().filter(|one| was_held(one.status)) {
        let mut there = slots.iter().filter(|slot| is_on(slot, one.date) && at_slot(one, slot)).peekable();
        let check = match is_school(one.date) {
            None => continue,
            Some(false) => "not_a_school_day",
            Some(true) if there.peek().is_none() => "outside_timetable",
            // Whoever stands in gives what he teaches.
            Some(true) if one.status == "substituted" || there.any(|slot| slot.subject == one.subject) => continue,
            Some(true) => "other_subject",
        };
        let gap = (one.group.as_ref(), Some(&one.subject), teacher_of(school, one), Some(one.date), one.number);
        rows.push(line(school, class, gap, check, None));
    }
    if lessons.iter().any(|one| is_school(one.date).is_none()) {
        rows.push(line(school, class, Gap::default(), "not_determinable", Some("no_calendar")));
    }
    rows
}

fn is_on(slot: &TimetableSlot, date: NaiveDate) -> bool {
    let weekday = i64::from(date.weekday().number_from_monday());
    slot.weekday == weekday && slot.from.is_none_or(|from| from <= date) && slot.to.is_none_or(|to| date <= to)
}

fn at_slot(lesson: &Lesson, slot: &TimetableSlot) -> bool {
    lesson.number.map_or(lesson.subject == slot.subject, |number| number == slot.number)
}

/// Who gave it, else who was to, else who teaches the group, else who teaches the class.
fn teacher_of<'school>(school: &'school School, lesson: &'school Lesson) -> Option<&'school str> {
    let of = |group: Option<&String>| {
        let rows = school.assignments.iter().filter(move |row| row.class == lesson.class && row.subject == lesson.subject);
        rows.filter(|row| row.group.as_ref() == group).map(|row| row.teacher.as_str()).next()
    };
    lesson.teacher.or(lesson.planned_teacher).or_else(|| of(lesson.group.as_ref())).or_else(|| of(None))
}

fn line(school: &School, class: &Class, (group, subject, teacher, date, number): Gap, check: &str, reason: Option<&str>) -> Row {
    row([
        ("grade_level", json!(class.grade_level)),
        ("class_id", json!(class.id)),
        ("group_id", json!(group)),
        ("subject_id", json!(subject)),
        ("subject", json!(subject.map(|id| subject_name(school, id)))),
        ("teacher", json!(teacher.map(|id| &school.teachers[usize::from(id == "t1")]))),
        ("date", json!(date.map(|date| date.to_string()))),
        ("lesson_number", json!(number)),
        ("check_name", json!(check)),
        ("reason", json!(reason)),
    ])
}
