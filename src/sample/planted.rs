//! What was planted, thing by thing: read off the year itself, not off what was meant to happen.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::Year;
use super::bundle::ids;
use super::calendar;
use super::journal::{Mark, MarkValue};
use super::lessons::{Lesson, Status};
use super::presence::Reason;
use super::results::{PeriodMark, Verdict};

/// Marks of written works take up to eight days; what takes longer is late.
const DAYS_FOR_A_WORK: usize = 8;

type Take<'a> = &'a mut dyn FnMut(&Value) -> io::Result<()>;

/// Gives every planted thing, kind by kind.
pub fn each(year: &Year, take: Take<'_>) -> io::Result<()> {
    people(year, take)?;
    lessons(year, take)?;
    entries(year, take)?;
    year.period_marks.iter().try_for_each(|mark| result(year, mark, take))
}

fn people(year: &Year, take: Take<'_>) -> io::Result<()> {
    let school = &year.school;
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (index, student) in school.students.iter().enumerate() {
        let id = ids::student(index).to_string();
        names.entry(student.full_name()).or_default().push(id.clone());
        for step in &student.movements {
            let class = |class: Option<usize>| class.map(|class| school.classes[class].name.clone());
            take(&json!({ "kind": step.kind, "student": id, "date": step.day.to_string(),
                "from_class": class(step.from_class), "to_class": class(step.to_class) }))?;
        }
        if let Some((from, to)) = student.habits.long_illness {
            take(&json!({ "kind": "long_illness", "student": id, "from": from.to_string(), "to": to.to_string() }))?;
        }
        if student.habits.exempt_from_sport {
            take(&json!({ "kind": "sport_exemption", "student": id }))?;
        }
    }
    for (name, students) in names.iter().filter(|(_, students)| students.len() > 1) {
        take(&json!({ "kind": "namesakes", "name": name, "students": students }))?;
    }
    for class in &school.classes {
        if let Some((from, to)) = class.distance {
            take(&json!({ "kind": "distance_week", "class": class.name, "from": from.to_string(), "to": to.to_string() }))?;
        }
    }
    Ok(())
}

fn lessons(year: &Year, take: Take<'_>) -> io::Result<()> {
    for (course, plan) in year.school.courses.iter().zip(&year.plans) {
        let undated = plan.iter().filter(|row| row.date.is_none()).count();
        if undated > 0 {
            take(&json!({ "kind": "undated_plan", "class": year.school.classes[course.class].name,
                "subject": course.subject().name, "rows": undated }))?;
        }
    }
    for lesson in &year.lessons {
        let late = |entry: &Option<(String, super::day::Stamp)>| entry.as_ref().map(|entry| entry.1).filter(|at| at.day > lesson.day);
        match lesson.status {
            Status::Cancelled => take(&at_lesson(year, lesson, "cancelled_lesson", &Value::Null))?,
            Status::Substituted => take(&at_lesson(year, lesson, "substitution", &json!(ids::teacher(lesson.teacher).to_string())))?,
            Status::Held | Status::Remote => {}
        }
        if lesson.topic.is_none() && lesson.status != Status::Cancelled {
            take(&at_lesson(year, lesson, "missing_topic", &Value::Null))?;
        }
        if let Some(at) = late(&lesson.topic) {
            take(&at_lesson(year, lesson, "late_topic", &json!(at.to_string())))?;
        }
        if let Some(at) = late(&lesson.homework) {
            take(&at_lesson(year, lesson, "late_homework", &json!(at.to_string())))?;
        }
    }
    Ok(())
}

fn at_lesson(year: &Year, lesson: &Lesson, kind: &str, value: &Value) -> Value {
    let course = &year.school.courses[lesson.course];
    let group = course.group.map(|group| ids::group(group).to_string());
    json!({ "kind": kind, "class": year.school.classes[course.class].name, "group": group, "subject": course.subject().name,
        "date": lesson.day.to_string(), "lesson_number": lesson.number, "value": value })
}

fn entries(year: &Year, take: Take<'_>) -> io::Result<()> {
    let journal = &year.journal;
    // Both lists stand in the order of lessons, marks in a lesson by student.
    let mut away: Vec<(usize, usize)> = journal.absences.iter().map(|one| (one.lesson, one.student)).collect();
    away.sort_unstable();
    for cell in journal.marks.chunk_by(|left, right| (left.lesson, left.student) == (right.lesson, right.student)) {
        let Some(first) = cell.first() else { continue };
        if cell.len() > 1 {
            let is_away = away.binary_search(&(first.lesson, first.student)).is_ok();
            let values: Vec<String> = cell.iter().map(|mark| mark.value.raw()).collect();
            let kind = if is_away { "crowded_cell" } else { "second_mark" };
            take(&of_student(year, first.student, first.lesson, kind, &json!(values)))?;
        }
        cell.iter().try_for_each(|mark| one_mark(year, mark, take))?;
    }
    for one in &journal.absences {
        let lesson = &year.lessons[one.lesson];
        if one.set_at.day > lesson.day {
            take(&of_student(year, one.student, one.lesson, "late_absence", &json!(one.set_at.to_string())))?;
        }
        let kind = match one.reason {
            Reason::Unset => "unset_cause",
            Reason::Remote => "remote_code",
            _ => continue,
        };
        take(&of_student(year, one.student, one.lesson, kind, &json!(one.reason.code())))?;
    }
    Ok(())
}

fn one_mark(year: &Year, mark: &Mark, take: Take<'_>) -> io::Result<()> {
    let kind = match mark.value {
        MarkValue::Score(_) => None,
        MarkValue::Debt => Some("debt"),
        MarkValue::Credit => Some("credit_mark"),
        MarkValue::NoCredit => Some("no_credit_mark"),
    };
    if let Some(kind) = kind {
        take(&of_student(year, mark.student, mark.lesson, kind, &json!(mark.value.raw())))?;
    }
    if mark.set_at.day > year.lessons[mark.lesson].day.plus(DAYS_FOR_A_WORK) {
        take(&of_student(year, mark.student, mark.lesson, "late_mark", &json!(mark.set_at.to_string())))?;
    }
    match mark.edited_at {
        Some(at) => take(&of_student(year, mark.student, mark.lesson, "edited_mark", &json!(at.to_string()))),
        None => Ok(()),
    }
}

pub fn of_student(year: &Year, student: usize, lesson: usize, kind: &str, value: &Value) -> Value {
    let lesson = &year.lessons[lesson];
    let course = &year.school.courses[lesson.course];
    json!({ "kind": kind, "student": ids::student(student).to_string(), "class": year.school.classes[course.class].name,
        "subject": course.subject().name, "date": lesson.day.to_string(), "lesson_number": lesson.number, "value": value })
}

fn result(year: &Year, mark: &PeriodMark, take: Take<'_>) -> io::Result<()> {
    let thing = |kind: &str, value: &str| {
        json!({ "kind": kind, "student": ids::student(mark.student).to_string(), "class": year.school.classes[mark.class].name,
            "subject": super::subjects::SUBJECTS[mark.subject].name, "period": mark.period, "result": mark.kind, "value": value })
    };
    let kind = match mark.verdict {
        Verdict::Set(_) => None,
        Verdict::NotAssessed => Some("result_not_assessed"),
        Verdict::Exempt => Some("result_exempt"),
        Verdict::Credit => Some("result_credit"),
        Verdict::NoCredit => Some("result_no_credit"),
        Verdict::Empty => Some("result_open"),
    };
    if let Some(kind) = kind {
        take(&thing(kind, &mark.verdict.raw()))?;
    }
    let level = year.school.classes[mark.class].grade_level;
    let end = calendar::periods(level).iter().find(|period| period.id == mark.period).map(|period| period.to);
    match end {
        Some(end) if mark.verdict != Verdict::Empty && mark.set_at.day > end => take(&thing("late_result", &mark.set_at.to_string())),
        _ => Ok(()),
    }
}
