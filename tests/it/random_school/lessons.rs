//! A weekly timetable and the lessons that came of it.

use chrono::{Datelike, NaiveDate};

use super::maker::{Slot, Writes};
use super::{Lesson, Maker, Scenario, plus};

impl Maker {
    pub(super) fn lessons(&mut self) {
        for class in 0..self.school.classes.len() {
            for weekday in 1..=5 {
                // A subject twice a day only where absences are written by lesson: "absent in physics that day" does not say from which.
                let twice = self.attendance[class] == Writes::Lessons && self.scenario != Scenario::LessonsWithoutNumbers;
                for number in 1..=i64::try_from(self.dice.below(4)).expect("small") {
                    let subject = self.dice.below(self.school.subjects.len());
                    let seen = self.timetable.iter().any(|slot| (slot.class, slot.weekday, slot.subject) == (class, weekday, subject));
                    if twice || !seen {
                        self.timetable.push(Slot { class, weekday, number, subject });
                    }
                }
            }
        }
        let middle = plus(self.school.first_day, 7);
        for entry in self.school.calendar.clone() {
            if entry.kind != "school" {
                continue;
            }
            let remote = self.scenario == Scenario::RemoteWeek && middle <= entry.date && entry.date < plus(middle, 7);
            for slot in 0..self.timetable.len() {
                if self.timetable[slot].weekday == entry.date.weekday().number_from_monday() {
                    self.lessons_of_slot(slot, entry.date, remote);
                }
            }
        }
    }

    pub(super) fn lessons_of_slot(&mut self, slot: usize, date: NaiveDate, remote: bool) {
        let Slot { class, subject, number, .. } = self.timetable[slot];
        let (class, subject) = (self.school.classes[class].id.clone(), self.school.subjects[subject].id.clone());
        let mut groups: Vec<Option<String>> = vec![None];
        if self.school.groups.iter().any(|group| group.class == class && group.subject == subject) {
            groups = self
                .school
                .groups
                .iter()
                .filter(|group| group.class == class && group.subject == subject)
                .map(|group| Some(group.id.clone()))
                .collect();
        }
        for group in groups {
            if group.is_some() && self.dice.chance(15) {
                continue;
            }
            let status = match self.dice.below(20) {
                0 => "cancelled",
                1 => "substituted",
                2 => "planned",
                3 => "unknown",
                4 => "remote",
                _ => {
                    if remote {
                        "remote"
                    } else {
                        "held"
                    }
                }
            };
            self.school.lessons.push(Lesson {
                class: class.clone(),
                group,
                subject: subject.clone(),
                date,
                number: if self.scenario == Scenario::LessonsWithoutNumbers { None } else { Some(number) },
                status,
                hours: self.dice.pick(&[None, None, Some(100), Some(50), Some(200)]),
                topic: self.dice.pick(&[Some("Тема урока"), Some("Тема урока"), Some(" "), None]).map(str::to_owned),
                ..Lesson::default()
            });
        }
    }
}
