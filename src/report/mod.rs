//! Tables → ReportData v1: what a document says, ready to print. One file a report.
//!
//! Invariants: no DuckDB types, no layout, no clock: the printed date comes as a parameter. A new report is one file here,
//! one line in [`KINDS`], one template.

mod absence;
mod activity;
mod attendance_by_month;
mod base;
mod cells;
pub mod chart;
mod class_attendance;
mod class_marksheet;
mod class_report;
mod class_results;
mod class_sizes;
mod contingent;
mod control_page;
mod density;
mod figures;
mod journal_control;
mod journal_page;
mod journal_results;
mod last_year;
mod left_out;
mod levels;
mod movement_summary;
mod municipal_summary;
mod parent_letter;
mod printed_journal;
mod programme;
mod programme_semesters;
mod pseudonym;
mod roll;
mod school_summary;
mod small_cells;
mod standing_counts;
mod student;
mod student_extract;
mod student_report;
mod subject_dynamics;
mod subject_order;
mod subject_results;
mod teacher_report;
mod vocational_attendance;
mod vocational_columns;
mod vocational_marksheet;

use chrono::NaiveDate;

use crate::model::document::{ReportData, Stamp};
use crate::model::table::Table;

pub use control_page::control_page;
pub use density::density_chart;
pub use municipal_summary::is_share;
pub use pseudonym::{Pseudonyms, find_students};

/// A kind of document.
pub struct Kind {
    /// Stem of the template.
    pub name: &'static str,
    pub title: &'static str,
    /// Number of the form in the list of forms.
    pub form: &'static str,
    /// The document is of a period (`--period` is needed).
    pub needs_period: bool,
    /// A document of each student: `--student` picks one.
    pub of_student: bool,
    /// Students are named: there is a depersonalised twin.
    pub names: bool,
    /// Its pages come ready from the control of the journal; `queries` are what is drawn beside them.
    pub ready: bool,
    pub span: Span,
    /// Days are counted in each class's own period: marks and absences of one sheet are of one period.
    pub own_days: bool,
    /// Queries whose tables it is made of: name and grain.
    pub queries: &'static [Asked],
    /// Queries asked of the whole school whatever class is asked for: what follows a student from class to class. Their tables stand
    /// behind those of `queries`.
    pub of_school: &'static [Asked],
    /// Queries asked for each grading period that has begun and for the year: [`Input::periods`].
    pub each_period: &'static [Asked],
    /// Which of these periods are asked for.
    pub of_periods: fn(&str) -> bool,
    /// Queries that hold the year beside the one before; asked only where the store has that one: [`Input::last_year`].
    pub last_year: &'static [Asked],
    /// Why no document may be made of these tables.
    refuse: fn(&Input<'_>) -> Option<Refusal>,
    build: fn(&Input<'_>) -> Vec<Document>,
}

/// Numbers of students so small that they tell of persons; what they are is not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The regulation lets no smaller number out of the school.
    pub limit: i64,
    pub count: usize,
    /// Where they would stand, the first of them.
    pub places: Vec<String>,
}

/// A query and the grain it is asked at.
pub type Asked = (&'static str, Option<&'static str>);

impl Kind {
    /// What a kind states nothing about.
    const BASE: Kind = Kind {
        name: "",
        title: "",
        form: "",
        needs_period: false,
        of_student: false,
        names: false,
        ready: false,
        span: Span::SchoolYear,
        own_days: false,
        queries: &[],
        of_school: &[],
        each_period: &[],
        of_periods: |_| true,
        last_year: &[],
        refuse: |_| None,
        build: |_| Vec::new(),
    };
}

/// What one call of a builder gets tables of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// A school-year; of the one before only what `last_year` asks for.
    #[default]
    SchoolYear,
    /// All years of a school that the store has.
    AllYears,
    /// All schools in scope at once; the facts of the input are those of the first.
    AllSchools,
}

/// All kinds of documents.
#[rustfmt::skip]
pub const KINDS: &[Kind] = &[
    class_marksheet::KIND,
    class_attendance::KIND,
    class_report::KIND,
    class_report::PRELIMINARY,
    class_results::KIND,
    attendance_by_month::KIND,
    contingent::KIND,
    class_sizes::KIND,
    movement_summary::KIND,
    school_summary::KIND,
    subject_results::KIND,
    teacher_report::KIND,
    student_report::KIND,
    student_extract::KIND,
    student_extract::PORTFOLIO,
    parent_letter::KIND,
    journal_control::KIND,
    activity::KIND,
    printed_journal::KIND,
    vocational_marksheet::KIND,
    vocational_attendance::KIND,
    programme::KIND,
    municipal_summary::KIND,
];

/// For comparison: «отчет» is as good as «Отчёт».
fn plain(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// The kind of this name (hyphens are as good as underscores), of this form («F5», «Ф5») or Russian title, or of a beginning of the
/// title; nothing where several are meant.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    let text = plain(name.trim());
    let (stem, form) = (text.replace('-', "_"), text.replace('ф', "f"));
    let one = |meant: &dyn Fn(&Kind) -> bool| {
        let mut found = KINDS.iter().filter(|kind| meant(kind));
        found.next().filter(|_| found.next().is_none())
    };
    KINDS
        .iter()
        .find(|kind| kind.name == stem)
        .or_else(|| one(&|kind| kind.form.to_lowercase() == form))
        .or_else(|| one(&|kind| plain(kind.title) == text))
        .or_else(|| one(&|kind| !text.is_empty() && plain(kind.title).starts_with(&text)))
}

/// One document: the words for its file name and its data.
#[derive(Clone, Debug)]
pub struct Document {
    /// E.g. `class-marksheet-2025-9Б`.
    pub file_stem: String,
    pub data: ReportData,
}

/// Everything a builder gets, for one school-year.
pub struct Input<'a> {
    pub school: SchoolFacts<'a>,
    pub year: i64,
    pub period_id: Option<&'a str>,
    /// `--class`, `--grade`: for builders whose tables are of all classes ([`Span::AllYears`]).
    pub class_id: Option<&'a str>,
    pub grade_level: Option<i64>,
    /// `--from`, `--to`: the days asked for.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Ids of the students whose documents are wanted; all where it is `None`.
    pub students: Option<&'a [String]>,
    /// Nobody told the first and last day of the period: tables that count in its days are empty.
    pub undated: bool,
    /// Names are pseudonyms.
    pub depersonalised: bool,
    /// In the order of the kind's `queries`.
    pub tables: &'a [Table],
    /// For each period that has begun and is wanted, and last for the year, the tables of the kind's `each_period`.
    pub periods: &'a [PeriodTables],
    /// In the order of the kind's `last_year`; none where the store has no year before.
    pub last_year: &'a [Table],
    /// The rows of `queries/provenance.sql` of the school-years that the documents are of.
    pub provenance: &'a Table,
    pub snapshot: &'a str,
    /// Title of the regulation.
    pub regulation: &'a str,
    pub rules: Rules,
    pub template_hash: &'a str,
    /// `--as-of`: the day on which is judged, where it is not that of the data.
    pub as_of: Option<chrono::NaiveDate>,
    /// `--date`, ISO; else the date of the data is printed.
    pub date: Option<&'a str>,
    pub stamps: &'a [Stamp],
}

/// The tables of one grading period.
#[derive(Clone, Debug)]
pub struct PeriodTables {
    pub id: String,
    pub tables: Vec<Table>,
}

/// What the regulation says about how figures are printed; what they are, the queries know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Digits behind the comma of percentages.
    pub percent_digits: u8,
    /// Whether students with one «4» are among those with fours and fives, or beside them.
    pub one_four_inside_good: bool,
}

impl Rules {
    /// The keys of a regulation that printing reads.
    pub const KEYS: [&'static str; 2] = ["percent_digits", "one_four_inside_good"];
}

/// What the store knows about the school itself.
#[derive(Clone, Copy, Debug)]
pub struct SchoolFacts<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub principal: Option<&'a str>,
    pub deputy_head: Option<&'a str>,
}

impl Kind {
    /// Why the documents of these tables may not be made, if so.
    #[must_use]
    pub fn refusal(&self, input: &Input<'_>) -> Option<Refusal> {
        (self.refuse)(input)
    }

    /// The documents of this kind for one school-year, each with its code.
    #[must_use]
    pub fn documents(&self, input: &Input<'_>) -> Vec<Document> {
        (self.build)(input).into_iter().map(|document| base::sealed(base::noted(document, input))).collect()
    }
}
