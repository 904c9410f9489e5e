//! What the parts of the generator share while a school is made.

use super::{Dice, Scenario, School};

/// How a class writes its absences down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    Lessons,
    SubjectDays,
    Days,
    Mixed,
}

pub struct Slot {
    pub class: usize,
    pub weekday: u32,
    pub number: i64,
    pub subject: usize,
}

pub struct Maker {
    pub dice: Dice,
    pub scenario: Scenario,
    /// By class.
    pub attendance: Vec<Writes>,
    pub timetable: Vec<Slot>,
    pub school: School,
}
