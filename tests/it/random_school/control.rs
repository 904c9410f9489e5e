//! Random journals for the control: what stands in them, who entered it and when. Rare things are common here: stamps of every
//! precision on both sides of a deadline, calendars with holes, sixth days, outages, substitutes nobody named, groups that overlap.

mod entries;
mod rows;
mod setting;
mod tables;

use chrono::NaiveDate;

use super::{Dice, day};
use crate::query::fixture::Fixture;
pub use rows::*;

pub const SUBJECTS: [&str; 4] = ["английский язык", "классный час", "физика", "химия"];
pub const GROUPED: &str = "английский язык";
pub const UNASSESSED: &str = "классный час";
/// Code, name, control, homework, written; what it is to a rule.
pub const WORKS: [(&str, &str, bool, bool, bool, &str); 6] = [
    ("КР", "Контрольная", true, false, true, "control"),
    ("ЛР", "Лабораторная работа", false, false, true, "laboratory"),
    ("СР", "Самостоятельная", false, false, true, "independent"),
    ("ДЗ", "Тетрадь", false, true, true, "homework"),
    ("ДИ", "Диктант", false, false, true, "written"),
    ("О", "Ответ", false, false, false, "oral"),
];
const TEACHERS: [&str; 3] = ["t1", "t2", "t3"];
const GROUPS: [&str; 2] = ["g1", "g2"];

pub fn first_day() -> NaiveDate {
    day(10, 13)
}
pub fn last_day() -> NaiveDate {
    day(11, 16)
}

/// The random journal of a seed; six seeds have all the regulations.
pub fn journal(seed: u64) -> Journal {
    let mut maker = Maker { dice: Dice::new(seed ^ 0xC017), journal: blank(seed) };
    maker.regulation();
    maker.calendar();
    maker.people();
    maker.lessons();
    maker.marks();
    maker.rest();
    let mut journal = maker.journal;
    journal.fixture = tables::written(&journal);
    journal
}

fn blank(seed: u64) -> Journal {
    let pack = ["s0", "s1", "s2", "s3", "s4", "neutral"][usize::try_from(seed % 6).expect("small")];
    Journal {
        seed,
        classes: vec![("1А", 1, Some("t1")), ("9Б", 9, Some("t2")), ("10А", 10, None)],
        students: Vec::new(),
        calendar: Vec::new(),
        periods: Vec::new(),
        outages: Vec::new(),
        teachings: Vec::new(),
        lessons: Vec::new(),
        homework: Vec::new(),
        assignments: Vec::new(),
        marks: Vec::new(),
        absences: Vec::new(),
        period_marks: Vec::new(),
        movements: Vec::new(),
        remarks: Vec::new(),
        corrections: Vec::new(),
        fixture: Fixture::new().follows(pack),
    }
}

struct Maker {
    dice: Dice,
    journal: Journal,
}
