//! Tables of the deputy head's office: decisions, visits, access to the journal, remarks, letters to parents, outages.

use super::super::calendar::{self, YEAR};
use super::super::day::Day;
use super::super::journal::MarkValue;
use super::super::output::Output;
use super::super::presence::Reason;
use super::super::random::Random;
use super::super::results::{self, PeriodMark};
use super::super::school::FIRST_COURSE;
use super::super::{SampleError, Year};
use super::ids;
use super::sheet::{Maybe, Sheet};

pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    council_decision(year, output)?;
    login_day(year, output)?;
    gradebook_access(year, output)?;
    remark(year, output)?;
    notification(year, output)?;
    let mut sheet = Sheet::new(output, "outage", &["start_date", "end_date", "text"])?;
    sheet.row(&[&Day::of(12, 9), &Day::of(12, 9), &"Журнал был недоступен: авария у поставщика связи"])?;
    sheet.save()
}

/// The teachers' council admits those who end the ninth and eleventh years to the exams.
fn council_decision(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "council_decision", &["student_id", "date", "order_no", "decision", "to_class_id"])?;
    for (index, student) in year.school.students.iter().enumerate() {
        let Some(class) = student.class_on(YEAR.to).map(|class| &year.school.classes[class]) else { continue };
        // Period marks stand student by student.
        let first = year.period_marks.partition_point(|mark| mark.student < index);
        let own = year.period_marks[first..].iter().take_while(|mark| mark.student == index).filter(|mark| mark.kind == "year");
        let is_admitted = results::is_admitted(&own.copied().collect::<Vec<PeriodMark>>());
        let decision = match (class.grade_level, is_admitted) {
            (9 | 11, true) => "допущен к государственной итоговой аттестации",
            (9 | 11, false) => "не допущен к государственной итоговой аттестации",
            (FIRST_COURSE.., true) => "переведён на следующий курс",
            (FIRST_COURSE.., false) => "переведён на следующий курс условно",
            _ => continue,
        };
        sheet.row(&[&ids::student(index), &Day::of(5, 22), &"14", &decision, &""])?;
    }
    sheet.save()
}

fn login_day(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut random = Random::new(year.school.seed, "logins", 0);
    let (students, teachers) = (year.school.students.len(), year.school.teachers.len());
    let mut sheet = Sheet::new(output, "login_day", &["date", "role", "unique_users"])?;
    for day in Day::all() {
        let is_school_day = calendar::is_taught(day, 11);
        for (role, all) in [("staff", teachers), ("student", students), ("parent", students), ("admin", 1)] {
            let share = if is_school_day { random.between(55, 95) } else { random.between(5, 25) };
            sheet.row(&[&day, &role, &(all * share / 100)])?;
        }
    }
    sheet.save()
}

/// Corrections of marks, as the journal's own protocol has them.
fn gradebook_access(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "gradebook_access", &["class_id", "subject_id", "teacher_id", "at", "lesson_date", "action"])?;
    for mark in &year.journal.marks {
        if let (Some(at), MarkValue::Score(_)) = (mark.edited_at, mark.value) {
            let lesson = &year.lessons[mark.lesson];
            let course = &year.school.courses[lesson.course];
            let (class, subject) = (ids::class(course.class), ids::subject(course.subject));
            sheet.row(&[&class, &subject, &ids::teacher(course.teacher), &at, &lesson.day, &"mark_changed"])?;
        }
    }
    sheet.save()
}

/// Topics still missing a week after the lesson: every third is noticed.
fn remark(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut random = Random::new(year.school.seed, "remarks", 0);
    let columns = ["remark_id", "class_id", "subject_id", "teacher_id", "date", "due_date", "closed_date", "text"];
    let mut sheet = Sheet::new(output, "remark", &columns)?;
    let missing = year.lessons.iter().filter(|lesson| lesson.topic.is_none() && lesson.planned.is_some() && lesson.day < Day::of(5, 18));
    for (index, lesson) in missing.step_by(3).enumerate() {
        let course = &year.school.courses[lesson.course];
        let date = lesson.day.plus(7);
        let closed = Maybe(random.chance(700).then(|| date.plus(random.between(1, 9))));
        let text = format!("Не записана тема урока {}", lesson.day);
        let (class, subject, teacher) = (ids::class(course.class), ids::subject(course.subject), ids::teacher(course.teacher));
        sheet.row(&[&ids::remark(index), &class, &subject, &teacher, &date, &date.plus(3), &closed, &text])?;
    }
    sheet.save()
}

/// Parents are told of unexcused absences: once for a student and day.
fn notification(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut told: Vec<(usize, Day)> = year
        .journal
        .absences
        .iter()
        .filter(|absence| absence.reason == Reason::Unexcused)
        .map(|absence| (absence.student, year.lessons[absence.lesson].day))
        .collect();
    told.sort_unstable();
    told.dedup();
    let mut sheet = Sheet::new(output, "notification", &["student_id", "date", "reason", "teacher_id"])?;
    for (student, day) in told {
        if let Some(class) = year.school.students[student].class_on(day) {
            let teacher = ids::teacher(year.school.classes[class].class_teacher);
            sheet.row(&[&ids::student(student), &day, &"пропуск без уважительной причины", &teacher])?;
        }
    }
    sheet.save()
}
