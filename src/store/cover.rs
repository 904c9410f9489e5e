//! Which export speaks for which key: the rows of `coverage` as an index.

use std::collections::HashMap;

use polars::prelude::{DataFrame, PolarsResult};

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

/// What a row is looked up by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    pub student: Option<&'a str>,
    pub class: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub period: Option<&'a str>,
    pub date: Option<i32>,
}

type Names = [Option<String>; 4];

/// The coverage of one table.
#[derive(Debug, Default)]
pub struct Index {
    covers: HashMap<Names, Vec<Cover>>,
    /// Which of student, class, subject, period are named: the shapes that occur, so that a look-up tries few.
    shapes: Vec<[bool; 4]>,
}

impl Index {
    /// Reads the rows of `coverage` that are for this table.
    ///
    /// # Errors
    /// The frame is no coverage.
    pub fn of(coverage: &DataFrame, table: &str) -> PolarsResult<Self> {
        let text = |name: &str| coverage.column(name)?.str();
        let (tables, families, stamps) = (text("table_name")?, text("family")?, text("as_of")?);
        let names = [text("student_id")?, text("class_id")?, text("subject_id")?, text("period_id")?];
        let days = |name: &str| coverage.column(name)?.date().map(|days| days.physical());
        let (from, to) = (days("from_date")?, days("to_date")?);
        let mut index = Self::default();
        for row in (0..coverage.height()).filter(|row| tables.get(*row) == Some(table)) {
            let key = names.map(|column| column.get(row).map(str::to_owned));
            let shape = [0, 1, 2, 3].map(|at: usize| key.get(at).is_some_and(Option::is_some));
            if !index.shapes.contains(&shape) {
                index.shapes.push(shape);
            }
            let cover = Cover {
                from: from.get(row),
                to: to.get(row),
                as_of: stamps.get(row).unwrap_or_default().to_owned(),
                rank: families.get(row).map_or(0, rank),
            };
            index.covers.entry(key).or_default().push(cover);
        }
        Ok(index)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.covers.is_empty()
    }

    /// All statements that speak for the key.
    pub fn all<'a>(&'a self, key: &Key<'_>) -> impl Iterator<Item = &'a Cover> {
        let parts = [key.student, key.class, key.subject, key.period];
        let date = key.date;
        self.shapes
            .iter()
            .filter_map(move |shape| {
                let mut names: Names = Default::default();
                for ((name, part), named) in names.iter_mut().zip(parts).zip(shape) {
                    if *named {
                        *name = Some(part?.to_owned());
                    }
                }
                self.covers.get(&names)
            })
            .flatten()
            .filter(move |cover| date.is_none_or(|day| cover.from.is_none_or(|from| from <= day) && cover.to.is_none_or(|to| day <= to)))
    }

    /// The newest statement of this rank for the key.
    #[must_use]
    pub fn newest(&self, key: &Key<'_>, rank: u8) -> Option<&Cover> {
        self.all(key).filter(|cover| cover.rank == rank).max_by(|left, right| left.as_of.cmp(&right.as_of))
    }

    /// Whether a family of higher rank speaks for the key.
    #[must_use]
    pub fn higher(&self, key: &Key<'_>, rank: u8) -> bool {
        self.all(key).any(|cover| cover.rank > rank)
    }
}
