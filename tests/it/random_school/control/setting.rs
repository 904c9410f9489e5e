//! What the journal stands in: the regulation, the calendar, people and courses.

use chrono::Datelike;
use vedomost::regulation::{Setting, Term};

use super::super::{day, plus};
use super::{GROUPED, GROUPS, Maker, SUBJECTS, Student, TEACHERS, Teaching, first_day, last_day};

impl Maker {
    /// Now and then another offset, unit or hour than the pack's.
    pub(super) fn regulation(&mut self) {
        for deadline in &mut self.journal.fixture.regulation.deadlines {
            if self.dice.chance(35)
                && let Some(term) = deadline.term
            {
                let unit = self.dice.pick(&["calendar_day", "working_day", "school_day"]);
                let back = if deadline.rule == "period_mark" { 2 } else { 0 };
                let offset = i64::try_from(self.dice.below(4)).expect("small") - back;
                let cutoff_minute = self.dice.pick(&[None, None, Some(16 * 60), Some(0)]);
                deadline.term = Some(Term { unit, offset, cutoff_minute, ..term });
            }
        }
        for (key, value) in &mut self.journal.fixture.regulation.values {
            let other = match *key {
                "grade1_homework" => Some(Setting::Text(self.dice.pick(&["none", "recorded"]).to_owned())),
                "homework_optional" => Some(Setting::Int(i64::from(self.dice.chance(50)))),
                "edit_ban_day_kind" => Some(Setting::Text(self.dice.pick(&["calendar", "working", "school"]).to_owned())),
                "edit_ban_days" => Some(Setting::Int(i64::try_from(self.dice.below(9)).expect("small"))),
                _ => None,
            };
            if let Some(other) = other {
                *value = other;
            }
        }
    }

    pub(super) fn calendar(&mut self) {
        let six_days = self.dice.chance(30);
        let none = self.dice.chance(10);
        let (mut date, last) = (first_day(), plus(last_day(), 14));
        while date <= last && !none {
            let weekday = date.weekday().number_from_monday();
            let kind = if (day(11, 3)..=day(11, 4)).contains(&date) {
                "holiday"
            } else if (day(10, 27)..=day(11, 2)).contains(&date) {
                "vacation"
            } else if weekday == 7 || weekday == 6 && !six_days {
                "weekend"
            } else {
                self.dice.pick(&["school", "school", "school", "school", "school", "school", "remote", "cancelled"])
            };
            // A day that nobody entered is a hole.
            if !self.dice.chance(1) {
                self.journal.calendar.push((date, None, kind));
            }
            if self.dice.chance(6) {
                self.journal.calendar.push((date, Some(1), "vacation"));
            }
            date = plus(date, 1);
        }
        if !self.dice.chance(10) {
            self.journal.periods.push(("q1", day(9, 1), day(10, 26)));
            self.journal.periods.push(("q2", day(11, 5), day(12, 30)));
        }
        for _ in 0..self.dice.below(3) {
            let from = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
            if self.journal.outages.iter().all(|(other, _)| *other != from) {
                self.journal.outages.push((from, plus(from, i64::try_from(self.dice.below(4)).expect("small"))));
            }
        }
    }

    pub(super) fn people(&mut self) {
        for class in 0..self.journal.classes.len() {
            let grouped = self.dice.chance(60);
            for _ in 0..self.dice.pick(&[0, 1, 3, 4]) {
                let id = format!("p{}", self.journal.students.len());
                let inside = plus(first_day(), i64::try_from(self.dice.below(34)).expect("small"));
                let (from, to, left) = match self.dice.below(10) {
                    0 => (Some(inside), None, None),
                    1 => (None, Some(inside), Some(inside)),
                    2 => (None, None, Some(inside)),
                    _ => (None, None, None),
                };
                let groups = match self.dice.below(6) {
                    _ if !grouped => Vec::new(),
                    0 => Vec::new(),
                    1 => GROUPS.to_vec(),
                    2 | 3 => vec![GROUPS[0]],
                    _ => vec![GROUPS[1]],
                };
                self.journal.students.push(Student { id, class, from, to, left, groups });
            }
            for subject in SUBJECTS {
                for group in self.groups_of(class, subject) {
                    if self.dice.chance(70) {
                        let (from, to) =
                            self.dice.pick(&[(None, None), (Some(day(9, 1)), None), (Some(day(10, 28)), None), (None, Some(day(10, 20)))]);
                        let teacher = self.dice.pick(&TEACHERS);
                        self.journal.teachings.push(Teaching { teacher, class, group, subject, from, to });
                    }
                }
            }
        }
    }

    pub(super) fn groups_of(&self, class: usize, subject: &str) -> Vec<Option<&'static str>> {
        let grouped = self.journal.students.iter().any(|student| student.class == class && !student.groups.is_empty());
        if grouped && subject == GROUPED { GROUPS.map(Some).to_vec() } else { vec![None] }
    }
}
