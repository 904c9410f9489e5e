//! Which export speaks for which key: the rows of `coverage` as an index.

use std::collections::HashMap;

use crate::model::rows::Rows;

/// Rank of a family: for one (student, subject, date) the highest speaks.
#[must_use]
pub fn rank(family: &str) -> u8 {
    match family {
        "student_total" => 1,
        "journal_grid" => 2,
        "student_grades" => 3,
        _ => 4,
    }
}

/// A statement «this export, made then, speaks for these days».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub as_of: String,
    pub rank: u8,
}

impl Cover {
    /// Whether it speaks for a day; what has no day is spoken for always.
    #[must_use]
    pub fn holds(&self, day: Option<i32>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

/// Student, class, subject, period: who a statement or a row is about.
pub type Named<'a> = [Option<&'a str>; 4];

type Names = [Option<String>; 4];

/// The coverage of one table.
#[derive(Debug, Default)]
pub struct Index {
    covers: HashMap<Names, Vec<Cover>>,
    /// Which of student, class, subject, period are named: the shapes that occur, so that a look-up tries few.
    shapes: Vec<[bool; 4]>,
}

impl Index {
    /// Adds the rows of `coverage` that are for this table.
    pub fn add(&mut self, coverage: &Rows, table: &str) {
        for row in (0..coverage.len()).filter(|row| coverage.text(*row, "table_name") == Some(table)) {
            let key = ["student_id", "class_id", "subject_id", "period_id"].map(|name| coverage.text(row, name).map(str::to_owned));
            let shape = key.each_ref().map(Option::is_some);
            if !self.shapes.contains(&shape) {
                self.shapes.push(shape);
            }
            let cover = Cover {
                from: coverage.date(row, "from_date"),
                to: coverage.date(row, "to_date"),
                as_of: coverage.text(row, "as_of").unwrap_or_default().to_owned(),
                rank: coverage.text(row, "family").map_or(0, rank),
            };
            self.covers.entry(key).or_default().push(cover);
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.covers.is_empty()
    }

    /// All statements that speak for who is named, on whatever day.
    #[must_use]
    pub fn named(&self, parts: Named<'_>) -> Vec<&Cover> {
        let of_shape = |shape: &[bool; 4]| {
            let mut names: Names = Default::default();
            for ((name, part), named) in names.iter_mut().zip(parts).zip(shape) {
                if *named {
                    *name = Some(part?.to_owned());
                }
            }
            self.covers.get(&names)
        };
        self.shapes.iter().filter_map(of_shape).flatten().collect()
    }
}
