//! Tables of what is to be taught and when: calendar, periods, load, curriculum, timetable, scheme of work.

use super::super::calendar::{self, Period};
use super::super::day::Day;
use super::super::output::Output;
use super::super::school::{Class, Course, FIRST_COURSE};
use super::super::{SampleError, Year};
use super::ids::{self, Id};
use super::sheet::{Hundredths, Maybe, Sheet};

pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    calendar_day(year, output)?;
    grading_period(year, output)?;
    teaching_assignment(year, output)?;
    curriculum(year, output)?;
    timetable_slot(year, output)?;
    planned_lesson(year, output)
}

/// Every day for the whole school; days that differ for a grade level once more with that level.
fn calendar_day(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "calendar_day", &["date", "grade_level", "kind", "derived"])?;
    for day in Day::all() {
        let kind = calendar::kind(day);
        sheet.row(&[&day, &"", &kind.name(), &false])?;
        for level in year.school.grade_levels() {
            let own = calendar::kind_for(day, level);
            if own != kind {
                sheet.row(&[&day, &level, &own.name(), &false])?;
            }
        }
    }
    sheet.save()
}

fn grading_period(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["period_id", "kind", "seq", "name", "grade_level", "start_date", "end_date", "derived"];
    let mut sheet = Sheet::new(output, "grading_period", &columns)?;
    let mut levels = year.school.grade_levels();
    if year.school.classes.iter().any(Class::is_of_college) {
        levels.push(FIRST_COURSE);
    }
    for level in levels {
        // The semesters of a college are those of all its groups.
        let own = Maybe((level < FIRST_COURSE).then_some(level));
        let mut row = |period: &Period, kind: &str, seq: usize| {
            sheet.row(&[&period.id, &kind, &seq, &period.name, &own, &period.from, &period.to, &false])
        };
        for (index, period) in calendar::periods(level).iter().enumerate() {
            row(period, calendar::period_kind(level), index + 1)?;
        }
        row(&calendar::YEAR, "year", 1)?;
    }
    sheet.save()
}

/// Class, group and subject of a course.
pub fn keys(course: &Course) -> (Id, Maybe<Id>, Id) {
    (ids::class(course.class), Maybe(course.group.map(ids::group)), ids::subject(course.subject))
}

fn teaching_assignment(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["teacher_id", "class_id", "group_id", "subject_id", "from_date", "to_date", "hours_week"];
    let mut sheet = Sheet::new(output, "teaching_assignment", &columns)?;
    for course in &year.school.courses {
        let (class, group, subject) = keys(course);
        sheet.row(&[&ids::teacher(course.teacher), &class, &group, &subject, &Day::FIRST, &"", &course.hours_week])?;
    }
    sheet.save()
}

fn curriculum(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "curriculum", &["class_id", "group_id", "subject_id", "hours_week", "hours_year"])?;
    for (index, course) in year.school.courses.iter().enumerate() {
        let (class, group, subject) = keys(course);
        // Now and then the plan was not brought in line with the curriculum.
        let hours_year = year.plans[index].len() * 100 + if index % 37 == 11 { 100 } else { 0 };
        sheet.row(&[&class, &group, &subject, &course.hours_week, &Hundredths(hours_year)])?;
    }
    sheet.save()
}

fn timetable_slot(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["class_id", "group_id", "subject_id", "weekday", "lesson_number", "teacher_id", "from_date", "to_date"];
    let mut sheet = Sheet::new(output, "timetable_slot", &columns)?;
    for course in &year.school.courses {
        let (class, group, subject) = keys(course);
        for slot in &course.slots {
            let teacher = ids::teacher(course.teacher);
            sheet.row(&[&class, &group, &subject, &slot.weekday, &slot.number, &teacher, &Day::FIRST, &calendar::YEAR.to])?;
        }
    }
    sheet.save()
}

fn planned_lesson(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["class_id", "group_id", "subject_id", "seq", "section", "topic", "hours", "planned_date", "kind"];
    let mut sheet = Sheet::new(output, "planned_lesson", &columns)?;
    for (course, plan) in year.school.courses.iter().zip(&year.plans) {
        let (class, group, subject) = keys(course);
        for (index, row) in plan.iter().enumerate() {
            let date = Maybe(row.date);
            sheet.row(&[&class, &group, &subject, &(index + 1), &row.section, &row.topic, &1, &date, &row.kind.name()])?;
        }
    }
    sheet.save()
}
