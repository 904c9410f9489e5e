//! A synthetic school: one invented school year 2025/26, written as the files that real journals hand out.
//!
//! Everything follows from a seed and a number of students: no clock, no hash map, so equal options give equal bytes.
//! A [`school::School`] is founded, its year goes by ([`Year`]), then the year is written twice: as the CSV bundle with
//! everything in it ([`bundle`]) and as the reports of a vendor about the first quarter ([`student_total`]).
//! All people are invented; `names` lists the parts of which they are made.
//!
//! `data-samples/school-25/` is the output of `vedomost sample --seed 25 --students 44 --out data-samples/school-25`.

mod bundle;
mod calendar;
mod classes;
mod day;
mod journal;
mod lessons;
mod movement;
mod names;
mod output;
mod people;
mod plan;
mod presence;
mod random;
mod results;
mod school;
mod staff;
mod student_total;
mod subjects;
mod timetable;
mod topics;
mod works;

use std::path::{Path, PathBuf};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options<'path> {
    pub seed: u64,
    pub students: usize,
    /// A folder that does not exist yet or is empty.
    pub out: &'path Path,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub files: usize,
    pub bytes: u64,
    pub students: usize,
    pub classes: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("a table could not be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the folder `{}` is not empty", .0.display())]
    NotEmpty(PathBuf),
    #[error("a school of {asked} students cannot be made: ask for {min} to {max}")]
    Size { asked: usize, min: usize, max: usize },
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
}

/// Writes the sample school as `bundle/`, `student-total/` and `README.txt`.
pub fn write(options: &Options) -> Result<Written, SampleError> {
    let Options { seed, students, out } = *options;
    if !(STUDENTS_MIN..=STUDENTS_MAX).contains(&students) {
        return Err(SampleError::Size { asked: students, min: STUDENTS_MIN, max: STUDENTS_MAX });
    }
    let mut output = output::Output::open(out)?;
    let year = live(seed, students);
    bundle::write(&year, &mut output)?;
    student_total::write(&year, &mut output)?;
    output.put("README.txt", include_str!("readme.txt").as_bytes())?;
    Ok(Written { files: output.files, bytes: output.bytes, students, classes: year.school.classes.len() })
}

fn live(seed: u64, students: usize) -> Year {
    let school = school::School::found(seed, students);
    let (plans, lessons) = lessons::give(&school);
    let journal = journal::keep(&school, &lessons);
    let period_marks = results::decide(&school, &lessons, &journal);
    Year { school, plans, lessons, journal, period_marks }
}
