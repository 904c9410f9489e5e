//! What the forms of one student share: who gets one, head and file name, subjects in the school's order.

use crate::model::collate::Russian;
use crate::model::document::{Field, ReportData};
use crate::model::person;
use crate::model::table::Table;

use super::base::{blank, field};
use super::class_results::class_teacher;
use super::roll::{Student, classes};
use super::{Asked, Document, Input, Kind, subject_order};

/// What the forms about one student in one period (F13) state alike.
pub const OF_PERIOD: Kind = Kind { form: "F13", needs_period: true, of_student: true, names: true, own_days: true, ..Kind::BASE };

/// What [`super::absence::Absences`] is made of, over all classes: his absences stay the student's when he changes his class.
pub const OF_SCHOOL: [Asked; 3] = [("attendance_by_cause", Some("student")), ("attendance_by_cause", Some("class")), ("learner", None)];

/// A student with his class and place in it.
#[derive(Clone, Copy)]
pub struct Pupil<'a> {
    pub class: &'a str,
    pub student: Student<'a>,
    /// Number in the list of the class, from 1.
    pub number: usize,
}

/// The students of a list that are asked for, by class and name.
pub fn pupils<'a>(input: &Input<'_>, list: &'a Table, order: &Russian) -> Vec<Pupil<'a>> {
    let meant = |id: &str| input.students.is_none_or(|wanted| wanted.iter().any(|one| one == id));
    let mut all = Vec::new();
    for class in classes(list, order) {
        let own = class.students.iter().enumerate().filter(|(_, student)| meant(student.id));
        all.extend(own.map(|(at, student)| Pupil { class: class.name, student: *student, number: at + 1 }));
    }
    all
}

/// A document with the head of a student's form; the class teacher by `class_list`.
pub fn head(input: &Input<'_>, kind: &Kind, pupil: &Pupil<'_>, period: Option<Field>, list: &Table, clauses: &[&str]) -> ReportData {
    let mut data = blank(input, kind.name, kind.title, clauses);
    data.head.insert(1, field("Обучающийся", pupil.student.name));
    data.head.insert(2, field("Класс", pupil.class));
    data.head.extend(period);
    let teacher = class_teacher(list, pupil.class);
    data.head.push(field("Классный руководитель", teacher));
    data.signatories = vec![field("Классный руководитель", &person::initials(teacher))];
    data
}

/// `student-report-2025-9Б-07-Иванов-Иван-q3`: the number tells namesakes apart.
pub fn document(input: &Input<'_>, kind: &Kind, pupil: &Pupil<'_>, period: Option<&str>, data: ReportData) -> Document {
    let name: Vec<&str> = pupil.student.name.split(' ').take(2).collect();
    let period = period.map(|id| format!("-{id}")).unwrap_or_default();
    let stem = kind.name.replace('_', "-");
    Document { file_stem: format!("{stem}-{}-{}-{:02}-{}{period}", input.year, pupil.class, pupil.number, name.join("-")), data }
}

/// The rows of a table that are of the student (in this class, where the table has classes), by the school's order of subjects.
pub fn subject_rows(of: &Table, pupil: &Pupil<'_>, order: &Russian) -> Vec<usize> {
    let own = |row: &usize| {
        of.get(*row, "student_id").as_text() == Some(pupil.student.id)
            && of.get(*row, "class_id").as_text().is_none_or(|class| class == pupil.class)
    };
    let mut rows: Vec<usize> = (0..of.rows.len()).filter(own).collect();
    let name = |row: usize| of.get(row, "subject").as_text().unwrap_or_default();
    rows.sort_by(|left, right| subject_order::compare(order, name(*left), name(*right)));
    rows
}

/// The row of a student in a table.
pub fn find(of: &Table, pupil: &Pupil<'_>) -> Option<usize> {
    (0..of.rows.len()).find(|row| {
        of.get(*row, "student_id").as_text() == Some(pupil.student.id)
            && of.get(*row, "class_id").as_text().is_none_or(|class| class == pupil.class)
    })
}
