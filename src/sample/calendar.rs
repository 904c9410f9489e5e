//! The school year 2025/26 as this invented school keeps it: vacations, days off, periods and bells.

use super::day::Day;
use super::school::FIRST_COURSE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    School,
    Weekend,
    Vacation,
    Holiday,
    Remote,
}

impl DayKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Weekend => "weekend",
            Self::Vacation => "vacation",
            Self::Holiday => "holiday",
            Self::Remote => "remote",
        }
    }
}

/// First and last day, both vacation.
const VACATIONS: [(Day, Day); 4] = [
    (Day::of(10, 27), Day::of(11, 2)),
    (Day::of(12, 31), Day::of(1, 11)),
    (Day::of(3, 28), Day::of(4, 5)),
    (Day::of(5, 27), Day::of(5, 31)),
];
/// First-year students rest once more in February.
const VACATION_OF_FIRST_YEAR: (Day, Day) = (Day::of(2, 14), Day::of(2, 22));
/// Public holidays and days off moved to weekdays.
const HOLIDAYS: [Day; 6] = [Day::of(11, 3), Day::of(11, 4), Day::of(2, 23), Day::of(3, 9), Day::of(5, 1), Day::of(5, 11)];
/// Two days of hard frost: grade levels 1–4 learned at home.
const FROST: (Day, Day) = (Day::of(1, 22), Day::of(1, 23));

/// What the day is for the whole school.
pub fn kind(day: Day) -> DayKind {
    if HOLIDAYS.contains(&day) {
        DayKind::Holiday
    } else if VACATIONS.iter().any(|span| within(*span, day)) {
        DayKind::Vacation
    } else if day.weekday() > 5 {
        DayKind::Weekend
    } else {
        DayKind::School
    }
}

/// What the day is for this grade level.
pub fn kind_for(day: Day, grade_level: usize) -> DayKind {
    match kind(day) {
        DayKind::School if grade_level == 1 && within(VACATION_OF_FIRST_YEAR, day) => DayKind::Vacation,
        DayKind::School if grade_level <= 4 && within(FROST, day) => DayKind::Remote,
        other => other,
    }
}

/// Are there lessons on that day?
pub fn is_taught(day: Day, grade_level: usize) -> bool {
    matches!(kind_for(day, grade_level), DayKind::School | DayKind::Remote)
}

fn within((from, to): (Day, Day), day: Day) -> bool {
    from <= day && day <= to
}

/// A grading period.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub id: &'static str,
    pub name: &'static str,
    pub from: Day,
    pub to: Day,
}

const QUARTERS: [Period; 4] = [
    Period { id: "q1", name: "1 четверть", from: Day::of(9, 1), to: Day::of(10, 26) },
    Period { id: "q2", name: "2 четверть", from: Day::of(11, 5), to: Day::of(12, 30) },
    Period { id: "q3", name: "3 четверть", from: Day::of(1, 12), to: Day::of(3, 27) },
    Period { id: "q4", name: "4 четверть", from: Day::of(4, 6), to: Day::of(5, 26) },
];
const HALF_YEARS: [Period; 2] = [
    Period { id: "h1", name: "1 полугодие", from: Day::of(9, 1), to: Day::of(12, 30) },
    Period { id: "h2", name: "2 полугодие", from: Day::of(1, 12), to: Day::of(5, 26) },
];
const SEMESTERS: [Period; 2] = [
    Period { id: "s1", name: "1 семестр", from: Day::of(9, 1), to: Day::of(12, 30) },
    Period { id: "s2", name: "2 семестр", from: Day::of(1, 12), to: Day::of(5, 26) },
];
pub const YEAR: Period = Period { id: "year", name: "Год", from: Day::of(9, 1), to: Day::of(5, 26) };

/// Quarters up to grade level 9, half-years above, semesters in a college.
pub fn periods(grade_level: usize) -> &'static [Period] {
    match grade_level {
        0..10 => &QUARTERS,
        10..FIRST_COURSE => &HALF_YEARS,
        _ => &SEMESTERS,
    }
}

pub fn period_kind(grade_level: usize) -> &'static str {
    match grade_level {
        0..10 => "quarter",
        10..FIRST_COURSE => "half_year",
        _ => "semester",
    }
}

/// Minute of the day at which the lesson of this number ends: 8:30, 45 minutes each, 10 minutes between.
pub fn lesson_end_minute(number: u8) -> u16 {
    8 * 60 + 30 + u16::from(number) * 55 - 10
}
