//! A synthetic school: one invented school year 2025/26, written as the files that real journals hand out.
//!
//! Everything follows from a seed, a number of students and the shares of what is planted ([`shares`]): no clock, no hash
//! map, so equal options give equal bytes. A [`school::School`] is founded, its year goes by ([`Year`]), then the year is
//! written three times: as the CSV bundle with everything in it ([`bundle`]), as the reports of a vendor about the first
//! quarter ([`student_total`]), and as the list of what an import must find ([`truth`]).
//! All people are invented; `names` lists the parts of which they are made.
//!
//! A [`region`] is many such schools; [`edits`] make the same school some weeks later.
//! `data-samples/school-25/` is the output of `vedomost sample --seed 25 --students 44 --out data-samples/school-25`.

mod bundle;
mod calendar;
mod classes;
mod day;
mod dice;
mod edits;
mod journal;
mod lessons;
mod movement;
mod names;
mod output;
mod people;
mod plan;
mod planted;
mod presence;
mod random;
pub mod region;
mod results;
mod school;
pub mod shares;
mod staff;
mod student_total;
mod subjects;
mod timetable;
mod topics;
mod truth;
mod works;

use std::path::{Path, PathBuf};

use shares::Shares;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: u64,
    pub students: usize,
    pub profile: Profile,
    pub shares: Shares,
    /// The number in the school's name; without one it follows from the seed.
    pub number: Option<usize>,
    /// The same school some weeks later, with changes in what had been exported before.
    pub edits: Option<Edits>,
    /// Tables as gzip, no reports of the vendor and, in the truth, totals only.
    pub is_of_region: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 25,
            students: 300,
            profile: Profile::School,
            shares: Shares::default(),
            number: None,
            edits: None,
            is_of_region: false,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Grade levels 1 to 11: quarters, then half-years.
    #[default]
    School,
    /// A college: groups of four courses, semesters, professional modules.
    Vocational,
}

/// Seeded changes between two exports.
#[derive(Clone, Copy, Debug)]
pub struct Edits {
    pub seed: u64,
    pub count: usize,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub files: usize,
    pub bytes: u64,
    pub students: usize,
    pub classes: usize,
    pub marks: usize,
    /// Rows of all tables.
    pub rows: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("a table could not be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the folder `{}` is not empty", .0.display())]
    NotEmpty(PathBuf),
    #[error("{found} of {wanted} edits could be made: ask for fewer")]
    Edits { found: usize, wanted: usize },
    #[error("a school of {asked} students cannot be made: ask for {min} to {max}")]
    Size { asked: usize, min: usize, max: usize },
    #[error("the list of what was planted could not be written: {0}")]
    Truth(#[from] serde_json::Error),
    #[error("the table `{table}` has no column `{column}`")]
    UnknownColumn { table: &'static str, column: &'static str },
    #[error("`{}` could not be written: {cause}", .path.display())]
    Write { path: PathBuf, cause: std::io::Error },
}

const STUDENTS_MIN: usize = 10;
const STUDENTS_MAX: usize = 5000;

/// Everything that happened in the school year.
struct Year {
    school: school::School,
    /// By course.
    plans: Vec<Vec<plan::Planned>>,
    lessons: Vec<lessons::Lesson>,
    journal: journal::Journal,
    period_marks: Vec<results::PeriodMark>,
    /// Day and minute of the export.
    as_of: &'static str,
}

/// At the end of the year, and three weeks later.
const AS_OF: [&str; 2] = ["2026-05-31 18:00", "2026-06-21 18:00"];

/// Writes the sample school as `bundle/`, `student-total/`, `truth.json` and `README.txt`.
///
/// # Errors
/// The folder is in use or cannot be written; the school cannot be of that size.
pub fn write(options: &Options, out: &Path) -> Result<Written, SampleError> {
    let students = options.students;
    if !(STUDENTS_MIN..=STUDENTS_MAX).contains(&students) {
        return Err(SampleError::Size { asked: students, min: STUDENTS_MIN, max: STUDENTS_MAX });
    }
    let mut output = output::Output::open(out, options.is_of_region)?;
    let mut year = live(options);
    let made = match &options.edits {
        Some(wish) => edits::make(&mut year, wish)?,
        None => Vec::new(),
    };
    bundle::write(&year, &mut output)?;
    let has_reports = !options.is_of_region && options.edits.is_none() && options.profile == Profile::School;
    if has_reports {
        student_total::write(&year, &mut output)?;
    }
    truth::write(options, &year, &made, &mut output)?;
    if !options.is_of_region {
        output.put("README.txt", include_str!("readme.txt").as_bytes())?;
    }
    Ok(Written {
        files: output.files,
        bytes: output.bytes,
        students,
        classes: year.school.classes.len(),
        marks: year.journal.marks.len(),
        rows: output.rows.values().sum(),
    })
}

fn live(options: &Options) -> Year {
    let school = school::School::found(options);
    let (plans, lessons) = lessons::give(&school);
    let journal = journal::keep(&school, &lessons);
    let period_marks = results::decide(&school, &lessons, &journal);
    Year { school, plans, lessons, journal, period_marks, as_of: AS_OF[usize::from(options.edits.is_some())] }
}
