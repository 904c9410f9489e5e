//! The weekly and monthly control of the journal: answers of queries → pages in words.
//!
//! [`ASKED`] names the queries; [`Control`] holds their answers; [`teachers`], [`deputy`] and [`director`] make the pages: a list of what
//! to put right for each teacher, the counts for the deputy head (the worst first), the month for the principal. Invariants: nothing
//! is computed that a query did not count, nothing is printed, the words come from the catalogue in the language asked for.

mod cells;
mod deputy;
mod director;
mod fix;
mod fix_more;
mod lists;
mod since;
mod sum;
mod teachers;
mod words;

use chrono::NaiveDate;

use crate::messages::Lang;
use crate::model::document::{DocTable, Field};
use crate::model::table::Table;

pub use deputy::deputy;
pub use director::director;
pub use fix::{Fix, State, fixes};
pub use since::{PutRight, put_right};
pub use teachers::teachers;
pub use words::period_words;

/// The day from which a query looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The date of the data: what is missing is judged then.
    Data,
    /// The last day of the control.
    Last,
    /// The same, or the last day with lessons before it.
    Lessons,
}

/// A query of the control: name, grain, day.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub name: &'static str,
    pub grain: Option<&'static str>,
    pub day: Day,
}

const fn ask(name: &'static str, grain: &'static str) -> Asked {
    Asked { name, grain: Some(grain), day: Day::Data }
}

const fn list(name: &'static str) -> Asked {
    Asked { name, grain: None, day: Day::Data }
}

/// Everything that a control asks, in the order of [`Control::answer`].
pub const ASKED: &[Asked] = &[
    list("deadline_breaches"),
    ask("deadlines", "teacher"),
    ask("deadlines", "class"),
    ask("deadlines", "school"),
    ask("deadlines", "week"),
    ask("deadline_unknown", "school"),
    ask("lateness", "school"),
    ask("journal_filling", "teacher"),
    ask("journal_filling", "class"),
    ask("journal_filling", "teacher_class_subject"),
    Asked { name: "without_mark_previous_day", grain: Some("teacher_class_subject"), day: Day::Last },
    Asked { name: "without_mark_previous_day", grain: Some("class"), day: Day::Last },
    Asked { name: "students_without_marks", grain: None, day: Day::Last },
    Asked { name: "without_homework", grain: Some("class"), day: Day::Lessons },
    ask("attendance_by_cause", "class"),
    list("remark_state"),
    ask("remarks", "school"),
    list("late_edits"),
    list("unset_absences"),
    list("unexcused_absences"),
    list("mark_and_absence"),
    list("journal_completeness"),
    list("timetable_gaps"),
    Asked { name: "parents_without_access", grain: None, day: Day::Last },
];

/// The answers of one school-year, with what the pages say beside them.
pub struct Control<'a> {
    pub lang: Lang,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The day on whose evening is judged what is missing.
    pub as_of: NaiveDate,
    /// «2026-W12» or «2026-03».
    pub label: &'a str,
    /// Digits behind the comma of percentages.
    pub percent_digits: u8,
    /// In the order of [`ASKED`].
    pub answers: &'a [Table],
    pub put_right: Option<&'a PutRight>,
}

static EMPTY: Table = Table { columns: Vec::new(), rows: Vec::new() };

impl Control<'_> {
    /// The answer of a query at a grain.
    #[must_use]
    pub fn answer(&self, name: &str, grain: Option<&str>) -> &Table {
        let at = ASKED.iter().position(|asked| asked.name == name && asked.grain == grain);
        at.and_then(|at| self.answers.get(at)).unwrap_or(&EMPTY)
    }
}

/// A page: what a document needs beside the school and where the figures come from.
#[derive(Clone, Debug)]
pub struct Page {
    pub file_stem: String,
    pub title: String,
    pub head: Vec<Field>,
    pub tables: Vec<DocTable>,
    pub notes: Vec<String>,
}
