//! Who was away from which lesson, and why.

use super::calendar;
use super::day::Day;
use super::lessons::{Lesson, Status};
use super::random::Random;
use super::school::Student;
use super::subjects::Style;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Excused,
    Illness,
    Unexcused,
    Unset,
    Late,
    Exempt,
}

pub const REASONS: [Reason; 6] = [Reason::Excused, Reason::Illness, Reason::Unexcused, Reason::Unset, Reason::Late, Reason::Exempt];

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Excused => "excused",
            Self::Illness => "illness",
            Self::Unexcused => "unexcused",
            Self::Unset => "unset",
            Self::Late => "late",
            Self::Exempt => "exempt",
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
        }
    }

    pub fn is_absence(self) -> bool {
        !matches!(self, Self::Late | Self::Exempt)
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
    pub fn of(seed: u64, index: usize, student: &Student) -> Self {
        let mut random = Random::new(seed, "presence", index);
        let mut presence = Self { days: vec![None; Day::LAST.index() + 1] };
        let habits = &student.habits;
        for _ in 0..habits.illnesses {
            let from = Day::FIRST.plus(random.below(265));
            presence.mark(from, from.plus(random.between(2, 8)), Reason::Illness);
        }
        for _ in 0..random.below(6) {
            presence.single_day(&mut random);
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

    fn single_day(&mut self, random: &mut Random) {
        let reason = match random.below(100) {
            0..56 => Reason::Excused,
            56..70 => Reason::Illness,
            70..85 => Reason::Unexcused,
            _ => Reason::Unset,
        };
        let (from, to) = match random.below(10) {
            0..6 => (1, 9),
            6..8 => (1, random.between(1, 3) as u8),
            _ => (random.between(3, 5) as u8, 9),
        };
        let day = Day::FIRST.plus(random.below(265));
        if calendar::is_taught(day, 11) {
            self.days[day.index()] = Some(Away { reason, from, to });
        }
    }

    /// What the journal says of the student at this lesson; `None` when he was there.
    pub fn at(&self, random: &mut Random, student: &Student, lesson: &Lesson, style: Style) -> Option<Reason> {
        if style == Style::Sport && student.habits.exempt_from_sport {
            return Some(Reason::Exempt);
        }
        if lesson.status == Status::Remote {
            return None;
        }
        let away = self.days.get(lesson.day.index()).copied().flatten();
        if let Some(away) = away.filter(|away| away.from <= lesson.number && lesson.number <= away.to) {
            // Now and then the teacher of one lesson forgets to say so, or does not know the reason.
            return match random.below(1000) {
                0..12 => None,
                12..35 => Some(Reason::Unset),
                _ => Some(away.reason),
            };
        }
        if random.chance(student.habits.truancy_permille) {
            return Some(Reason::Unexcused);
        }
        random.chance(student.habits.late_permille).then_some(Reason::Late)
    }
}
