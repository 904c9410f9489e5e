//! Tables of what happened: lessons, homework, works, marks, attendance, and what came of it.

use super::super::lessons::Status;
use super::super::output::Output;
use super::super::results::Verdict;
use super::super::{SampleError, Year};
use super::ids;
use super::programme::keys;
use super::sheet::{Hundredths, Maybe, Sheet};

pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    lesson(year, output)?;
    homework(year, output)?;
    assignment(year, output)?;
    mark(year, output)?;
    attendance(year, output)?;
    period_mark(year, output)
}

fn lesson(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = [
        "lesson_id",
        "class_id",
        "group_id",
        "subject_id",
        "teacher_id",
        "planned_teacher_id",
        "date",
        "lesson_number",
        "status",
        "hours",
        "topic",
        "topic_set_at",
        "planned_seq",
    ];
    let mut sheet = Sheet::new(output, "lesson", &columns)?;
    for (index, one) in year.lessons.iter().enumerate() {
        let course = &year.school.courses[one.course];
        let (class, group, subject) = keys(course);
        let (teacher, planned_teacher) = (ids::teacher(one.teacher), ids::teacher(course.teacher));
        let (topic, topic_set_at) = one.topic.as_ref().map_or(("", None), |(text, at)| (text.as_str(), Some(at)));
        let hours = Maybe((one.status != Status::Cancelled).then_some(1));
        let planned_seq = Maybe(one.planned.map(|row| row + 1));
        sheet.row(&[
            &ids::lesson(index),
            &class,
            &group,
            &subject,
            &teacher,
            &planned_teacher,
            &one.day,
            &one.number,
            &one.status.name(),
            &hours,
            &topic,
            &Maybe(topic_set_at),
            &planned_seq,
        ])?;
    }
    sheet.save()
}

fn homework(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "homework", &["class_id", "group_id", "subject_id", "date", "lesson_number", "text", "set_at"])?;
    for one in &year.lessons {
        if let Some((text, set_at)) = &one.homework {
            let (class, group, subject) = keys(&year.school.courses[one.course]);
            sheet.row(&[&class, &group, &subject, &one.day, &one.number, text, set_at])?;
        }
    }
    sheet.save()
}

/// Works of a whole class; the id of a work is the number of its lesson.
fn assignment(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["assignment_id", "class_id", "group_id", "subject_id", "date", "assignment_kind", "title", "weight", "due_date"];
    let mut sheet = Sheet::new(output, "assignment", &columns)?;
    for (index, one) in year.lessons.iter().enumerate() {
        if let Some(work) = &one.work {
            let (class, group, subject) = keys(&year.school.courses[one.course]);
            let weight = Hundredths(work.kind.weight());
            sheet.row(&[&ids::assignment(index), &class, &group, &subject, &one.day, &work.kind.code(), &work.title, &weight, &one.day])?;
        }
    }
    sheet.save()
}

fn mark(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = [
        "student_id",
        "class_id",
        "subject_id",
        "date",
        "lesson_number",
        "seq",
        "kind",
        "value",
        "weight",
        "raw",
        "assignment_id",
        "assignment_kind",
        "teacher_id",
        "set_at",
        "edited_at",
    ];
    let mut sheet = Sheet::new(output, "mark", &columns)?;
    for mark in &year.journal.marks {
        let lesson = &year.lessons[mark.lesson];
        let (class, _, subject) = keys(&year.school.courses[lesson.course]);
        let of_class = lesson.work.as_ref().is_some_and(|work| work.kind == mark.kind);
        sheet.row(&[
            &ids::student(mark.student),
            &class,
            &subject,
            &lesson.day,
            &lesson.number,
            &mark.seq,
            &mark.value.kind(),
            &Maybe(mark.value.score()),
            &Hundredths(mark.kind.weight()),
            &mark.value.raw(),
            &Maybe(of_class.then(|| ids::assignment(mark.lesson))),
            &mark.kind.code(),
            &ids::teacher(lesson.teacher),
            &mark.set_at,
            &Maybe(mark.edited_at),
        ])?;
    }
    sheet.save()
}

fn attendance(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns =
        ["student_id", "class_id", "subject_id", "date", "lesson_number", "seq", "granularity", "reason", "raw", "teacher_id", "set_at"];
    let mut sheet = Sheet::new(output, "attendance", &columns)?;
    for one in &year.journal.absences {
        let lesson = &year.lessons[one.lesson];
        let (class, _, subject) = keys(&year.school.courses[lesson.course]);
        sheet.row(&[
            &ids::student(one.student),
            &class,
            &subject,
            &lesson.day,
            &lesson.number,
            &1,
            &"lesson",
            &one.reason.name(),
            &one.reason.code(),
            &ids::teacher(lesson.teacher),
            &one.set_at,
        ])?;
    }
    sheet.save()
}

fn period_mark(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["student_id", "class_id", "subject_id", "period_id", "kind", "status", "value", "raw", "teacher_id", "set_at"];
    let mut sheet = Sheet::new(output, "period_mark", &columns)?;
    for one in &year.period_marks {
        let value = if let Verdict::Set(value) = one.verdict { Some(value) } else { None };
        let set_at = (one.verdict != Verdict::Empty).then_some(one.set_at);
        sheet.row(&[
            &ids::student(one.student),
            &ids::class(one.class),
            &ids::subject(one.subject),
            &one.period,
            &one.kind,
            &one.verdict.status(),
            &Maybe(value),
            &one.verdict.raw(),
            &ids::teacher(one.teacher),
            &Maybe(set_at),
        ])?;
    }
    sheet.save()
}
