//! Days and stamps of the one school year that the sample knows: 2025/26, 1 September to 31 May.

use std::fmt;
use std::sync::LazyLock;

/// Days since 1 September 2025, which is a Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u16);

/// Year, month and length of the months of the school year.
const MONTHS: [(u16, u16, u16); 9] = [
    (2025, 9, 30),
    (2025, 10, 31),
    (2025, 11, 30),
    (2025, 12, 31),
    (2026, 1, 31),
    (2026, 2, 28),
    (2026, 3, 31),
    (2026, 4, 30),
    (2026, 5, 31),
];

impl Day {
    pub const FIRST: Self = Self(0);
    pub const LAST: Self = Self(272);

    /// The day of this month; a month outside the school year gives the last day.
    pub const fn of(month: u16, day_of_month: u16) -> Self {
        let mut before = 0;
        let mut index = 0;
        while index < MONTHS.len() {
            if MONTHS[index].1 == month {
                return Self(before + day_of_month - 1);
            }
            before += MONTHS[index].2;
            index += 1;
        }
        Self::LAST
    }

    pub fn all() -> impl Iterator<Item = Self> {
        (0..=Self::LAST.0).map(Self)
    }

    /// 1 is Monday.
    pub fn weekday(self) -> u8 {
        (self.0 % 7 + 1) as u8
    }

    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Some days later, at most the last day of the year.
    pub fn plus(self, days: usize) -> Self {
        Self((self.index() + days).min(Self::LAST.index()) as u16)
    }

    /// Some days earlier, at least the first day of the year.
    pub fn minus(self, days: usize) -> Self {
        Self(self.index().saturating_sub(days) as u16)
    }

    /// Year, month, day of the month.
    pub fn parts(self) -> (u16, u16, u16) {
        let mut rest = self.0;
        for (year, month, length) in MONTHS {
            if rest < length {
                return (year, month, rest + 1);
            }
            rest -= length;
        }
        (2026, 5, 31)
    }
}

/// All days as ISO text: every row of a large table has one.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = |day: Day| {
        let (year, month, day) = day.parts();
        format!("{year:04}-{month:02}-{day:02}")
    };
    Day::all().map(text).collect()
});

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(TEXTS.get(self.index()).map_or("", String::as_str))
    }
}

/// A minute of a day, local time of the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub day: Day,
    pub minute: u16,
}

impl fmt::Display for Stamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |number: u16| char::from(b'0' + (number % 10) as u8);
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        self.day.fmt(out)?;
        for char in [' ', digit(hour / 10), digit(hour), ':', digit(minute / 10), digit(minute)] {
            fmt::Write::write_char(out, char)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_named_as_in_the_calendar() {
        assert_eq!(Day::FIRST.to_string(), "2025-09-01");
        assert_eq!(Day::LAST.to_string(), "2026-05-31");
        assert_eq!(Day::of(2, 23).to_string(), "2026-02-23");
        assert_eq!(Day::of(2, 23).weekday(), 1);
    }
}
