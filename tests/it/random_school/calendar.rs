//! Days and grading periods.

use chrono::{Datelike, NaiveDate};

use super::{CalendarDay, GradingPeriod, Maker, Scenario, day, plus};

const VACATIONS: [(u32, u32, u32, u32); 3] = [(10, 27, 11, 4), (12, 29, 1, 11), (3, 23, 3, 31)];

fn is_vacation(date: NaiveDate) -> bool {
    VACATIONS.iter().any(|(m1, d1, m2, d2)| day(*m1, *d1) <= date && date <= day(*m2, *d2))
}

pub(super) fn is_school_day(date: NaiveDate) -> bool {
    date.weekday().number_from_monday() <= 5 && !is_vacation(date)
}

impl Maker {
    pub(super) fn span(&mut self) {
        let starts = if self.scenario == Scenario::VacationInWindow {
            vec![day(10, 20), day(12, 17)]
        } else {
            vec![day(9, 1), day(9, 15), day(10, 13), day(12, 12), day(2, 10)]
        };
        self.school.first_day = self.dice.pick(&starts);
        self.school.last_day = plus(self.school.first_day, 16 + i64::try_from(self.dice.below(14)).expect("small"));
        let mut date = self.school.first_day;
        while date <= self.school.last_day {
            let kind = if is_vacation(date) {
                "vacation"
            } else if is_school_day(date) {
                "school"
            } else {
                "weekend"
            };
            self.school.calendar.push(CalendarDay { date, kind });
            date = plus(date, 1);
        }
    }

    pub(super) fn periods(&mut self) {
        let mut add = |id, kind, seq, start, end| {
            self.school.periods.push(GradingPeriod { id, kind, seq, grade_level: None, start, end });
        };
        add("q1", "quarter", 1, day(9, 1), day(10, 26));
        add("q2", "quarter", 2, day(11, 5), day(12, 28));
        add("q3", "quarter", 3, day(1, 12), day(3, 22));
        add("q4", "quarter", 4, day(4, 1), day(5, 31));
        add("h1", "half_year", 1, day(9, 1), day(12, 28));
        add("h2", "half_year", 2, day(1, 12), day(5, 31));
        add("t1", "trimester", 1, day(9, 1), day(11, 16));
        add("t2", "trimester", 2, day(11, 24), day(2, 15));
        add("t3", "trimester", 3, day(2, 24), day(5, 31));
        add("year", "year", 1, day(9, 1), day(5, 31));
        if self.dice.chance(15) {
            // The own bounds of one grade level go before the common ones.
            let (start, end) = (day(9, 1), day(10, 17));
            self.school.periods.push(GradingPeriod { id: "q1", kind: "quarter", seq: 1, grade_level: Some(5), start, end });
        }
        match self.dice.below(16) {
            // A calendar that says nothing of the year, of anything, or knows the half-years of the upper classes only.
            0 | 1 => self.school.periods.retain(|period| period.id != "year"),
            2 => self.school.periods.clear(),
            3 => {
                self.school.periods.retain(|period| period.kind != "half_year");
                let (start, end) = (day(9, 1), day(12, 26));
                self.school.periods.push(GradingPeriod { id: "h1", kind: "half_year", seq: 1, grade_level: Some(10), start, end });
            }
            _ => {}
        }
    }
}
