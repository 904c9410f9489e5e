//! Small random schools as plain rows of the canonical tables: the common ground of the SQL and its twins.
//!
//! The same seed gives the same school. Rare things of real schools are common here: see [`Scenario`] and the
//! percentages beside each choice. What the contract leaves open is not generated (said where it would stand).

mod bundle;
mod calendar;
pub mod control;
mod details;
mod details_bundle;
mod dice;
mod entries;
mod lessons;
mod maker;
mod people;
mod plans;
mod results;
mod rows;
mod year;

use chrono::{Days, NaiveDate};

pub use dice::Dice;
use maker::Maker;
pub use rows::*;

pub const YEAR: i32 = 2025;
/// The id an empty store gives to its first school.
pub const SCHOOL_ID: &str = "school-1";

macro_rules! scenarios {
    ($($name:ident)*) => {
        /// What is special about the whole school; the ordinary one still has every rare row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Scenario {
            $($name),*
        }

        pub const SCENARIOS: [Scenario; 18] = [$(Scenario::$name),*];
    };
}

scenarios!(
    Ordinary NobodyHasMarks AllLeft OneStudentClasses GradeOneOnly TwoClasses
    ClassChange ArrivalsAndDepartures Namesakes VacationInWindow RemoteWeek HalfYears
    Trimesters NoLessonTable LessonsWithoutNumbers DayAbsences NothingEntered GroupsOverlap
);

/// A day of the school year.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(if month >= 9 { YEAR } else { YEAR + 1 }, month, day).expect("a day of the calendar")
}

pub fn plus(date: NaiveDate, days: i64) -> NaiveDate {
    if days >= 0 { date + Days::new(days.unsigned_abs()) } else { date - Days::new(days.unsigned_abs()) }
}

/// The random school of a seed. Scenarios take turns, so that any run of 18 seeds has them all.
pub fn school(seed: u64) -> School {
    let scenario = SCENARIOS[usize::try_from(seed % 18).expect("small")];
    let mut maker = Maker { dice: Dice::new(seed), scenario, attendance: Vec::new(), timetable: Vec::new(), school: School::default() };
    maker.school.seed = seed;
    maker.school.scenario = Some(scenario);
    maker.span();
    maker.periods();
    maker.subjects_and_teachers();
    maker.classes();
    maker.students();
    maker.groups();
    maker.lessons();
    maker.entries();
    maker.period_marks();
    maker.plans();
    maker.tidy();
    maker.details();
    maker.year();
    maker.extra_group();
    maker.school
}
