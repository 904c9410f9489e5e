//! Who was away from which lesson, and why.

use super::calendar;
use super::day::Day;
use super::dice::{Dice, Place, Roll};
use super::lessons::{Lesson, Status};
use super::school::Student;
use super::shares::Feature;
use super::subjects::Style;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Excused,
    Illness,
    Unexcused,
    Unset,
    Late,
    Exempt,
    /// Took part in a distance lesson.
    Remote,
}

pub const REASONS: [Reason; 7] =
    [Reason::Excused, Reason::Illness, Reason::Unexcused, Reason::Unset, Reason::Late, Reason::Exempt, Reason::Remote];

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Excused => "excused",
            Self::Illness => "illness",
            Self::Unexcused => "unexcused",
            Self::Unset => "unset",
            Self::Late => "late",
            Self::Exempt => "exempt",
            Self::Remote => "remote",
        }
    }

    /// As the journal prints it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Excused => "УП",
            Self::Illness => "Б",
            Self::Unexcused => "НП",
            Self::Unset => "ОТ",
            Self::Late => "ОП",
            Self::Exempt => "ОСВ",
            Self::Remote => "ДО",
        }
    }

    pub fn is_absence(self) -> bool {
        !matches!(self, Self::Late | Self::Exempt | Self::Remote)
    }
}

/// Away on a day: for all of it, or up to or from some lesson.
#[derive(Clone, Copy)]
struct Away {
    reason: Reason,
    from: u8,
    to: u8,
}

/// The days on which one student was away.
pub struct Presence {
    days: Vec<Option<Away>>,
}

impl Presence {
    pub fn of(dice: &Dice, index: usize, student: &Student) -> Self {
        let mut roll = dice.roll("presence", [index, 0, 0]);
        let mut presence = Self { days: vec![None; Day::LAST.index() + 1] };
        let habits = &student.habits;
        for _ in 0..habits.illnesses {
            let from = Day::FIRST.plus(roll.below(265));
            presence.mark(from, from.plus(roll.between(2, 8)), Reason::Illness);
        }
        for _ in 0..roll.below(6) {
            presence.single_day(&mut roll);
        }
        if let Some((from, to)) = habits.long_illness {
            presence.mark(from, to, Reason::Illness);
        }
        presence
    }

    fn mark(&mut self, from: Day, to: Day, reason: Reason) {
        for day in self.days.iter_mut().take(to.index() + 1).skip(from.index()) {
            *day = Some(Away { reason, from: 1, to: 9 });
        }
    }

    fn single_day(&mut self, roll: &mut Roll) {
        let reason = match roll.below(100) {
            0..56 => Reason::Excused,
            56..70 => Reason::Illness,
            70..85 => Reason::Unexcused,
            _ => Reason::Unset,
        };
        let (from, to) = match roll.below(10) {
            0..6 => (1, 9),
            6..8 => (1, roll.between(1, 3) as u8),
            _ => (roll.between(3, 5) as u8, 9),
        };
        let day = Day::FIRST.plus(roll.below(265));
        if calendar::is_taught(day, 11) {
            self.days[day.index()] = Some(Away { reason, from, to });
        }
    }

    /// What the journal says of the student at this lesson; `None` when he was there.
    pub fn at(&self, dice: &Dice, place: Place, student: &Student, lesson: &Lesson, style: Style) -> Option<Reason> {
        if style == Style::Sport && student.habits.exempt_from_sport {
            return Some(Reason::Exempt);
        }
        if lesson.status == Status::Remote {
            return dice.falls(Feature::RemoteCodes, place).then_some(Reason::Remote);
        }
        let away = self.days.get(lesson.day.index()).copied().flatten();
        if let Some(away) = away.filter(|away| away.from <= lesson.number && lesson.number <= away.to) {
            // Now and then the teacher of one lesson forgets to say so, or does not know the reason.
            if dice.falls(Feature::ForgottenAbsences, place) {
                return None;
            }
            return Some(if dice.falls(Feature::UnsetCauses, place) { Reason::Unset } else { away.reason });
        }
        let mut roll = dice.roll("presence", place);
        if roll.chance(student.habits.truancy_permille) {
            return Some(Reason::Unexcused);
        }
        roll.chance(student.habits.late_permille).then_some(Reason::Late)
    }
}
