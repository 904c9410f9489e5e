//! Absences by cause as columns: full days, lessons, latenesses; the same on every form that has them.

use std::collections::HashMap;

use crate::model::document::{Cell, Chart, ColumnKind, DocColumn};
use crate::model::table::Table;

use super::cells::{column, count, dash, grouped, mean};
use super::chart;

const DAYS: &[(&str, &str)] = &[
    ("days_absent", "всего"),
    ("days_illness", "по болезни"),
    ("days_excused", "по уважительной"),
    ("days_unexcused", "по неуважительной"),
    ("days_unset", "причина не указана"),
    ("days_mixed", "по разным причинам"),
];
const LESSONS: &[(&str, &str)] = &[
    ("absent", "всего"),
    ("illness", "по болезни"),
    ("excused", "по уважительной"),
    ("unexcused", "по неуважительной"),
    ("unset", "причина не указана"),
];

/// Causes of missed lessons, from the bottom of a picture up.
pub const CAUSES: [(&str, &str); 4] =
    [("illness", "болезнь"), ("excused", "уважительная"), ("unexcused", "неуважительная"), ("unset", "причина не указана")];

/// Lessons missed by cause, a stack a month or period.
pub fn picture(caption: &str, stacks: &[chart::Stack]) -> Chart {
    chart::stacked("causes", caption, "ур.", &CAUSES.map(|(_, words)| words), stacks)
}

/// Columns of days, of lessons, of latenesses.
pub fn columns() -> Vec<DocColumn> {
    let titled = |all: &[(&str, &str)]| all.iter().map(|(key, title)| column(*key, *title, ColumnKind::Number)).collect();
    let mut columns = grouped("Пропущено дней", titled(DAYS));
    columns.extend(grouped("Пропущено уроков", titled(LESSONS)));
    columns.push(column("late", "Опозданий", ColumnKind::Number));
    columns
}

/// The rows of `attendance_by_cause` by student and by class, and who belonged to which class in those days.
pub struct Absences<'a> {
    students: &'a Table,
    classes: &'a Table,
    of_student: HashMap<(&'a str, &'a str), usize>,
    of_class: HashMap<&'a str, usize>,
    /// Who belongs to which class, and whether anything is told of his absences.
    members: HashMap<(&'a str, &'a str), bool>,
}

impl<'a> Absences<'a> {
    /// From `attendance_by_cause` at the grains student and class, and `learner`.
    pub fn of(students: &'a Table, classes: &'a Table, learner: &'a Table) -> Self {
        let text = |table: &'a Table, row: usize, column: &str| table.get(row, column).as_text().unwrap_or_default();
        let pair = |table: &'a Table, row: usize| (text(table, row, "class_id"), text(table, row, "student_id"));
        Self {
            students,
            classes,
            of_student: (0..students.rows.len()).map(|row| (pair(students, row), row)).collect(),
            of_class: (0..classes.rows.len()).map(|row| (text(classes, row, "class_id"), row)).collect(),
            members: (0..learner.rows.len()).map(|row| (pair(learner, row), learner.get(row, "told").as_int() == Some(1))).collect(),
        }
    }

    pub fn is_member(&self, class: &str, student: &str) -> bool {
        self.members.contains_key(&(class, student))
    }

    fn int(&self, class: &str, key: &str) -> Option<i64> {
        self.classes.get(*self.of_class.get(class)?, key).as_int()
    }

    /// Of a member without a row: none where his absences are told, of days where those of the class can be known.
    fn none(&self, class: &str, student: &str, key: &str) -> Option<i64> {
        let told = self.members.get(&(class, student)).is_some_and(|told| *told);
        let is_day = DAYS.iter().any(|(day, _)| *day == key);
        let known = told && (!is_day || self.int(class, "lessons_held").is_some() || self.int(class, key).is_some());
        known.then_some(0)
    }

    /// Zero where he was never absent, a dash where that cannot be known, nothing while he was not in the class.
    pub fn student(&self, class: &str, student: &str) -> Vec<Cell> {
        let keys = || DAYS.iter().chain(LESSONS).map(|(key, _)| *key).chain(["late"]);
        match self.of_student.get(&(class, student)) {
            Some(row) => keys().map(|key| count(self.students.get(*row, key))).collect(),
            None if self.is_member(class, student) => {
                keys().map(|key| self.none(class, student, key).map_or_else(dash, Cell::count)).collect()
            }
            None => keys().map(|_| Cell::default()).collect(),
        }
    }

    /// Is a class of the same grade level, so that who changes from one to the other stays at his lessons?
    pub fn is_like(&self, class: &str, own: &str) -> bool {
        let level = |class| self.of_class.get(class).and_then(|row| self.classes.get(*row, "grade_level").as_int());
        class == own || level(class).is_some_and(|of| level(own) == Some(of))
    }

    /// The classes that he has lessons with in these days.
    fn classes_of<'b>(&'b self, own: &'b str, student: &'b str) -> impl Iterator<Item = &'a str> + 'b {
        self.members.keys().filter(move |(class, of)| *of == student && self.is_like(class, own)).map(|(class, _)| *class)
    }

    /// Do exports tell absences of all his classes?
    pub fn is_told(&self, own: &str, student: &str) -> bool {
        let mut classes = self.classes_of(own, student).peekable();
        classes.peek().is_some() && classes.all(|class| self.none(class, student, "absent").is_some())
    }

    /// What he missed in all his classes; a dash where that cannot be known of one of them, or the days are not known.
    pub fn everywhere(&self, own: &str, student: &str) -> Vec<Cell> {
        let classes: Vec<&str> = self.classes_of(own, student).collect();
        let of = |class: &str, key: &str| match self.of_student.get(&(class, student)) {
            Some(row) => self.students.get(*row, key).as_int(),
            None => self.none(class, student, key),
        };
        let keys = DAYS.iter().chain(LESSONS).map(|(key, _)| *key).chain(["late"]);
        let sum = |key: &str| classes.iter().map(|class| of(class, key)).sum::<Option<i64>>();
        keys.map(|key| sum(key).filter(|_| !classes.is_empty()).map_or_else(dash, Cell::count)).collect()
    }

    /// The sums of the class.
    pub fn class(&self, class: &str) -> Vec<Cell> {
        let keys = DAYS.iter().chain(LESSONS).map(|(key, _)| *key).chain(["late"]);
        keys.map(|key| self.int(class, key).map_or_else(dash, Cell::count)).collect()
    }

    /// The lessons that the class missed, by [`CAUSES`]; nothing where that cannot be known.
    pub fn causes(&self, class: &str) -> Option<Vec<i64>> {
        CAUSES.iter().map(|(key, _)| self.int(class, key)).collect()
    }

    /// The sums of the class over its students.
    pub fn per_student(&self, class: &str) -> Vec<Cell> {
        let students = i64::try_from(self.members.keys().filter(|(of, _)| *of == class).count()).ok();
        let keys = DAYS.iter().chain(LESSONS).map(|(key, _)| *key).chain(["late"]);
        keys.map(|key| mean(self.int(class, key), students)).collect()
    }

    /// Lessons attended and lessons held of all students of the class.
    pub fn share(&self, class: &str) -> Option<(i64, i64)> {
        let (held, absent) = (self.int(class, "lessons_held")?, self.int(class, "absent_held")?);
        Some((held - absent, held))
    }
}

/// What the columns mean.
pub const NOTE: &str = "Полный день — пропущены все уроки дня; день с уроками, пропущенными по разным причинам, стоит в графе «по разным причинам». Опоздания в пропуски не входят. «—» — определить нельзя: в выгрузках нет проведённых уроков или сведений о пропусках этого ученика; пустая клетка — обучающийся в эти дни в классе не состоял.";
