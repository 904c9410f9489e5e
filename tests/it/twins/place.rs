//! What a row of a result is about, by its grain; and the days of a class's own period.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Ask, bounds, full_name, standing, subject_name};
use crate::random_school::{Class, School, day};

/// Stage, grade level, class, student, subject.
pub type Place = (Option<&'static str>, Option<i64>, Option<String>, Option<String>, Option<String>);

pub fn stage_of(grade: i64) -> &'static str {
    match grade {
        ..=4 => "1-4",
        5..=9 => "5-9",
        _ => "10-11",
    }
}

pub fn place(grain: &str, class: &Class, student: &str, subject: &str) -> Place {
    let (stage, grade, name) = (Some(stage_of(class.grade_level)), Some(class.grade_level), Some(class.id.clone()));
    let (student, subject) = (Some(student.to_owned()), Some(subject.to_owned()));
    match grain {
        "class_subject" => (stage, grade, name, None, subject),
        "student_subject" => (stage, grade, name, student, subject),
        "student" => (stage, grade, name, student, None),
        "class" => (stage, grade, name, None, None),
        "subject" => (None, None, None, None, subject),
        "grade_level" => (stage, grade, None, None, None),
        "stage" => (stage, None, None, None, None),
        "school" => (None, None, None, None, None),
        _ => panic!("unknown grain {grain}"),
    }
}

/// The cells of a place: stage, grade_level, class_id, full_name, subject_id, subject.
pub fn cells(school: &School, (stage, grade, class, student, subject): &Place) -> [(&'static str, Value); 6] {
    [
        ("stage", json!(stage)),
        ("grade_level", json!(grade)),
        ("class_id", json!(class)),
        ("full_name", json!(student.as_ref().map(|id| full_name(school, id)))),
        ("subject_id", json!(subject)),
        ("subject", json!(subject.as_ref().map(|id| subject_name(school, id)))),
    ]
}

/// First and last day of the class's own period for the asked one; the school year for the year without days.
pub fn own_days(school: &School, class: &Class, asked: &'static str) -> Option<(NaiveDate, NaiveDate)> {
    let period = standing::period_of_class(class, asked)?;
    let year = (period == "year").then(|| (day(9, 1), day(8, 31)));
    bounds(school, period, Some(class.grade_level)).or(year)
}

/// Classes of the question that have the period, each with its roster.
pub fn rosters<'school>(school: &'school School, ask: &Ask) -> Vec<(&'school Class, Vec<String>)> {
    let asked = ask.period.expect("a period");
    let classes = school.classes.iter().filter(|class| ask.wants(class) && standing::period_of_class(class, asked).is_some());
    classes.map(|class| (class, standing::roster(school, class, asked))).filter(|(_, roster)| !roster.is_empty()).collect()
}

/// Assessed subjects seen in the class's curriculum, assignments, lessons, marks or period marks.
pub fn subjects_of<'school>(school: &'school School, class: &Class) -> Vec<&'school str> {
    let seen = |id: &str| {
        school.curriculum.iter().any(|row| row.class == class.id && row.subject == id)
            || school.assignments.iter().any(|row| row.class == class.id && row.subject == id)
            || school.lessons.iter().any(|row| row.class == class.id && row.subject == id)
            || school.marks.iter().any(|row| row.class == class.id && row.subject == id)
            || school.period_marks.iter().any(|row| row.class == class.id && row.subject == id)
    };
    let assessed = school.subjects.iter().filter(|subject| subject.assessed != Some(false));
    assessed.map(|subject| subject.id.as_str()).filter(|id| seen(id)).collect()
}
