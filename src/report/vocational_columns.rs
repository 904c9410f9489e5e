//! What stands beside the marks of the period on the sheet of a vocational group: exams, credits and practice, by semester.

use std::collections::{BTreeMap, HashMap};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn};
use crate::model::period;
use crate::model::table::Table;

use super::cells::{column, grouped, mark};
use super::subject_order;

pub const CREDITS: &str = "Зачёты";
pub const PRACTICE: &str = "Практика";
const EXAMS: &str = "Экзамены";

/// Practice, by the code that a curriculum puts before the name or by the word.
pub fn is_practice(subject: &str) -> bool {
    ["УП.", "ПП.", "УП ", "ПП ", "ПДП"].iter().any(|code| subject.starts_with(code)) || subject.to_lowercase().contains("практика")
}

/// The subjects of a class that end in a credit: of all that is said of them nothing is a number.
pub fn credited<'a>(cells: &'a Table, class: &str) -> Vec<&'a str> {
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in (0..cells.rows.len()).filter(|row| text(cells, *row, "class_id") == class) {
        said.entry(text(cells, row, "subject_id")).or_default().push(text(cells, row, "status"));
    }
    said.into_iter().filter(|(_, statuses)| is_credit(statuses)).map(|(subject, _)| subject).collect()
}

fn is_credit(statuses: &[&str]) -> bool {
    statuses.iter().any(|status| matches!(*status, "credit" | "no_credit")) && !statuses.contains(&"set")
}

/// Where a column stands: its period (the asked one last), its heading, its subject; and whether an exam of it is meant.
type Key<'a> = (bool, &'a str, &'static str, &'a str, bool);

pub struct Columns<'a> {
    all: &'a Table,
    asked: &'a str,
    /// Key, name of the subject and the rows of the students.
    columns: Vec<(Key<'a>, &'a str, HashMap<&'a str, usize>)>,
}

impl<'a> Columns<'a> {
    /// From `marksheet_cell`: the exams of the asked period; of the year the exams of all its periods, and the credits and practice of its semesters.
    pub fn of(all: &'a Table, class: &str, asked: &'a str, order: &Russian) -> Self {
        let mut found: BTreeMap<(&str, &str, bool), Vec<usize>> = BTreeMap::new();
        for row in (0..all.rows.len()).filter(|row| text(all, *row, "class_id") == class) {
            let (period, is_exam) = (text(all, row, "period_id"), text(all, row, "kind") == "exam");
            let of_semester = asked == "year" && period.starts_with('s') && text(all, row, "kind") == "period";
            if (is_exam && (asked == "year" || period == asked)) || of_semester {
                found.entry((period, text(all, row, "subject_id"), is_exam)).or_default().push(row);
            }
        }
        let mut columns = Vec::new();
        for ((period, subject, is_exam), rows) in found {
            let statuses: Vec<&str> = rows.iter().map(|row| text(all, *row, "status")).collect();
            let name = rows.first().map_or(subject, |row| text(all, *row, "subject"));
            let heading = match () {
                () if !is_exam && is_practice(name) && statuses.iter().any(|status| *status != "empty") => PRACTICE,
                () if is_credit(&statuses) => CREDITS,
                () if is_exam => EXAMS,
                () => continue,
            };
            let of_student = rows.iter().map(|row| (text(all, *row, "student_id"), *row)).collect();
            columns.push(((period == asked, period, heading, subject, is_exam), name, of_student));
        }
        let place = |heading: &str| [CREDITS, EXAMS, PRACTICE].iter().position(|one| *one == heading);
        columns.sort_by(|(left, left_name, _), (right, right_name, _)| {
            let key = |key: &Key<'a>| (key.0, key.1, place(key.2));
            key(left).cmp(&key(right)).then_with(|| subject_order::compare(order, left_name, right_name)).then_with(|| left.cmp(right))
        });
        Self { all, asked, columns }
    }

    pub fn columns(&self) -> Vec<DocColumn> {
        let one = |((is_asked, period, heading, subject, is_exam), name, _): &(Key<'a>, &'a str, _)| {
            let what = if *is_exam { "exam" } else { "semester" };
            let key = if *is_asked { format!("{what}:{subject}") } else { format!("{what}:{period}:{subject}") };
            let of_period = self.asked == "year" && !is_asked;
            let heading = if of_period { format!("{heading}, {}", period::name_ru(period)) } else { (*heading).to_owned() };
            grouped(&heading, vec![column(key, *name, ColumnKind::Mark)])
        };
        self.columns.iter().flat_map(one).collect()
    }

    /// A cell for each column.
    pub fn marks(&self, student: &str) -> Vec<Cell> {
        let cell = |row: &usize| mark(self.all.get(*row, "status"), self.all.get(*row, "value"));
        self.columns.iter().map(|(_, _, rows)| rows.get(student).map_or_else(Cell::default, cell)).collect()
    }
}

fn text<'a>(of: &'a Table, row: usize, column: &str) -> &'a str {
    of.get(row, column).as_text().unwrap_or_default()
}
