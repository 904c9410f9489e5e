//! Lists of codes: the school itself, the scale of marks, codes of attendance, kinds of works.

use super::super::output::Output;
use super::super::presence::REASONS;
use super::super::works::{WORK_KINDS, WorkKind};
use super::super::{SampleError, Year};
use super::sheet::Sheet;

pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "school", &["school_id", "name", "time_zone", "short_name"])?;
    sheet.row(&[&"school", &year.school.name, &"Asia/Yekaterinburg", &year.school.short_name])?;
    sheet.save()?;
    grading_scale(output)?;
    attendance_code(output)?;
    assignment_kind(output)
}

fn grading_scale(output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "grading_scale", &["scale_id", "raw", "value", "kind"])?;
    for value in 1..=5 {
        sheet.row(&[&"five", &value, &value, &"score"])?;
    }
    for (raw, kind) in [("зач", "credit"), ("незач", "no_credit"), ("н/а", "not_assessed"), ("осв", "exempt"), (".", "debt")] {
        sheet.row(&[&"five", &raw, &"", &kind])?;
    }
    sheet.save()
}

fn attendance_code(output: &mut Output) -> Result<(), SampleError> {
    let names = [
        "Пропуск по уважительной причине",
        "Пропуск по болезни",
        "Пропуск по неуважительной причине",
        "Отсутствовал",
        "Опоздал",
        "Освобождён",
        "Участвовал дистанционно",
    ];
    let mut sheet = Sheet::new(output, "attendance_code", &["code", "reason", "name"])?;
    for (reason, name) in REASONS.iter().zip(names) {
        sheet.row(&[&reason.code(), &reason.name(), &name])?;
    }
    sheet.save()
}

fn assignment_kind(output: &mut Output) -> Result<(), SampleError> {
    let mut sheet = Sheet::new(output, "assignment_kind", &["assignment_kind", "name", "is_control", "is_homework", "is_written"])?;
    for kind in WORK_KINDS {
        let is_homework = kind == WorkKind::Homework;
        sheet.row(&[&kind.code(), &kind.name(), &(kind == WorkKind::Control), &is_homework, &kind.is_written()])?;
    }
    sheet.save()
}
