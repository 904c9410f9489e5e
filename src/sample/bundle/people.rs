//! Tables of people and of where they belong.

use super::super::output::Output;
use super::super::subjects::{Grading, SUBJECTS};
use super::super::{SampleError, Year, calendar};
use super::ids;
use super::sheet::{Maybe, Sheet};

pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    subject(year, output)?;
    teacher(year, output)?;
    class(year, output)?;
    student(year, output)?;
    student_alias(year, output)?;
    account(year, output)?;
    study_group(year, output)?;
    class_membership(year, output)?;
    group_membership(year, output)?;
    student_movement(year, output)
}

fn subject(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "subject", &["subject_id", "name", "area", "assessed"])?;
    for (index, subject) in SUBJECTS.iter().enumerate() {
        if year.school.courses.iter().any(|course| course.subject == index) {
            sheet.row(&[&ids::subject(index), &subject.name, &subject.area, &(subject.grading != Grading::None)])?;
        }
    }
    sheet.save()
}

fn teacher(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "teacher", &["teacher_id", "full_name", "position"])?;
    for (index, teacher) in year.school.teachers.iter().enumerate() {
        sheet.row(&[&ids::teacher(index), &teacher.full_name, &teacher.post])?;
    }
    sheet.save()
}

fn class(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["class_id", "name", "grade_level", "letter", "class_teacher_id", "period_kind", "profile"];
    let mut sheet = Sheet::new(output, "class", &columns)?;
    for (index, class) in year.school.classes.iter().enumerate() {
        let own = !class.is_of_college();
        let (level, letter) = (Maybe(own.then_some(class.grade_level)), Maybe(own.then_some(class.letter)));
        let (teacher, period_kind) = (ids::teacher(class.class_teacher), calendar::period_kind(class.grade_level));
        sheet.row(&[&ids::class(index), &class.name, &level, &letter, &teacher, &period_kind, &class.profile])?;
    }
    sheet.save()
}

fn student(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns = ["student_id", "full_name", "last_name", "first_name", "middle_name", "sex", "birth_date", "entered_date", "left_date"];
    let mut sheet = Sheet::new(output, "student", &columns)?;
    for (index, one) in year.school.students.iter().enumerate() {
        let (born, month, day) = one.birth;
        let birth_date = format!("{born:04}-{month:02}-{day:02}");
        let sex = if one.is_male { "m" } else { "f" };
        sheet.row(&[
            &ids::student(index),
            &one.full_name(),
            &one.last_name,
            &one.first_name,
            &Maybe(one.middle_name),
            &sex,
            &birth_date,
            &Maybe(one.entered),
            &Maybe(one.left),
        ])?;
    }
    sheet.save()
}

/// Names with «ё» are often written without it elsewhere.
fn student_alias(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "student_alias", &["student_id", "alias", "alias_kind"])?;
    for (index, one) in year.school.students.iter().enumerate() {
        let name = one.full_name();
        if name.contains('ё') && index % 3 == 0 {
            sheet.row(&[&ids::student(index), &name.replace('ё', "е"), &"name"])?;
        }
    }
    sheet.save()
}

fn account(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "account", &["account_id", "student_id", "teacher_id", "role", "active"])?;
    for index in 0..year.school.teachers.len() {
        let role = if index == 1 { "admin" } else { "staff" };
        sheet.row(&[&ids::account(index), &"", &ids::teacher(index), &role, &true])?;
    }
    for (index, one) in year.school.students.iter().enumerate() {
        let account = ids::account(year.school.teachers.len() + index);
        let is_active = one.left.is_none() && index % 19 != 4;
        sheet.row(&[&account, &ids::student(index), &"", &"student", &is_active])?;
    }
    sheet.save()
}

fn study_group(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "study_group", &["group_id", "class_id", "subject_id", "name"])?;
    for (index, group) in year.school.groups.iter().enumerate() {
        sheet.row(&[&ids::group(index), &ids::class(group.class), &ids::subject(group.subject), &group.name()])?;
    }
    sheet.save()
}

fn class_membership(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "class_membership", &["student_id", "class_id", "from_date", "to_date", "derived"])?;
    for (index, one) in year.school.students.iter().enumerate() {
        for stay in &one.memberships {
            sheet.row(&[&ids::student(index), &ids::class(stay.class), &stay.from, &Maybe(stay.to), &false])?;
        }
    }
    sheet.save()
}

fn group_membership(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "group_membership", &["student_id", "group_id", "from_date", "to_date"])?;
    for (index, one) in year.school.students.iter().enumerate() {
        for stay in &one.memberships {
            for (number, group) in year.school.groups.iter().enumerate() {
                if group.class == stay.class && group.half == one.half {
                    sheet.row(&[&ids::student(index), &ids::group(number), &stay.from, &Maybe(stay.to)])?;
                }
            }
        }
    }
    sheet.save()
}

fn student_movement(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let columns =
        ["student_id", "kind", "date", "from_class_id", "to_class_id", "from_org", "to_org", "order_no", "order_date", "entered_at"];
    let mut sheet = Sheet::new(output, "student_movement", &columns)?;
    for (index, one) in year.school.students.iter().enumerate() {
        for step in &one.movements {
            let (from, to) = (Maybe(step.from_class.map(ids::class)), Maybe(step.to_class.map(ids::class)));
            let order_no = format!("{}-у", step.order_no);
            let entered_at = format!("{} 11:20", step.day.plus(step.entered_after));
            sheet.row(&[
                &ids::student(index),
                &step.kind,
                &step.day,
                &from,
                &to,
                &Maybe(step.from_org),
                &Maybe(step.to_org),
                &order_no,
                &step.day,
                &entered_at,
            ])?;
        }
    }
    sheet.save()
}
