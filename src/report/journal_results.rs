//! The marks of periods on the pages of the printed journal: a column after the last lesson of the period.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::model::document::{Cell, ColumnKind, DocColumn};
use crate::model::table::{Table, Value};

use super::cells::{column, mark};
use super::roll::Student;

pub struct Results<'a> {
    marks: &'a Table,
    /// (class, period) → its last day.
    ends: HashMap<(&'a str, &'a str), NaiveDate>,
    /// (class, subject) → the rows of `marksheet_cell`.
    of_subject: HashMap<(&'a str, &'a str), Vec<usize>>,
}

/// A column: what it is called, after which day it stands (none: after all lessons), and the row of each student.
pub struct Result<'a> {
    pub column: DocColumn,
    end: Option<NaiveDate>,
    of_student: HashMap<&'a str, usize>,
}

impl<'a> Results<'a> {
    /// From `marksheet_cell` and `period_bound`.
    pub fn of(marks: &'a Table, bounds: &'a Table) -> Self {
        let mut ends = HashMap::new();
        for row in 0..bounds.rows.len() {
            if let Value::Date(end) = bounds.get(row, "end_date") {
                ends.insert((text(bounds, row, "class_id"), text(bounds, row, "period_id")), *end);
            }
        }
        let mut of_subject: HashMap<_, Vec<usize>> = HashMap::new();
        for row in 0..marks.rows.len() {
            of_subject.entry((text(marks, row, "class_id"), text(marks, row, "subject_id"))).or_default().push(row);
        }
        Self { marks, ends, of_subject }
    }

    /// The columns of a subject in which one of these students has something, in the order of the year.
    pub fn columns(&self, class: &str, subject: &str, students: &[&Student<'_>]) -> Vec<Result<'a>> {
        let mut found: BTreeMap<(usize, &str), HashMap<&str, usize>> = BTreeMap::new();
        for row in self.of_subject.get(&(class, subject)).into_iter().flatten() {
            let (kind, student) = (text(self.marks, *row, "kind"), text(self.marks, *row, "student_id"));
            let Some(rank) = KINDS.iter().position(|(known, _)| *known == kind) else { continue };
            if text(self.marks, *row, "status") != "empty" && students.iter().any(|one| one.id == student) {
                found.entry((rank, text(self.marks, *row, "period_id"))).or_default().insert(student, *row);
            }
        }
        let one = |((rank, period), of_student): ((usize, &str), HashMap<&'a str, usize>)| {
            let (kind, title) = KINDS.get(rank).copied().unwrap_or_default();
            let title = if kind == "period" { period_title(period) } else { title.to_owned() };
            let end = if kind == "period" { self.ends.get(&(class, period)).copied() } else { None };
            Result { column: column(format!("{kind}:{period}"), title, ColumnKind::Mark), end, of_student }
        };
        found.into_iter().map(one).collect()
    }

    pub fn cell(&self, result: &Result<'_>, student: &str) -> Cell {
        let row = result.of_student.get(student);
        row.map_or_else(Cell::default, |row| mark(self.marks.get(*row, "status"), self.marks.get(*row, "value")))
    }
}

impl Result<'_> {
    /// How many of the lessons of these days stand before the column.
    pub fn after(&self, days: &[NaiveDate]) -> usize {
        self.end.map_or(days.len(), |end| days.iter().filter(|day| **day <= end).count())
    }
}

/// Kinds of marks in the order of their columns, with their titles.
const KINDS: [(&str, &str); 4] = [("period", ""), ("year", "Год"), ("exam", "Экз."), ("final", "Итог")];

/// As short as a day: «1 ч.», «2 п/г».
fn period_title(id: &str) -> String {
    let short = match id.get(..1) {
        Some("q") => "ч.",
        Some("h") => "п/г",
        Some("t") => "тр.",
        Some("s") => "сем",
        Some("m") => "мод",
        _ => return id.to_owned(),
    };
    format!("{} {short}", id.get(1..).unwrap_or_default())
}

fn text<'a>(of: &'a Table, row: usize, column: &str) -> &'a str {
    of.get(row, column).as_text().unwrap_or_default()
}
