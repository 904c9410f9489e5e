//! The weekly timetable: five days, at most eight lessons a day, teachers in one place at a time where it can be had.

use super::random::Random;
use super::school::{Course, Slot};
use super::subjects::TALKS;

const WEEKDAYS: u8 = 5;
const PLACES: usize = 64;

/// Courses of a class that stand in the same slots: one, or the two groups of a subject.
struct Unit {
    courses: Vec<usize>,
    left: usize,
    today: usize,
}

struct Timetable<'school> {
    random: Random,
    courses: &'school mut [Course],
    /// By teacher and place in the week: busy?
    busy: Vec<bool>,
}

/// Sets the slots of all courses.
pub fn draw_up(seed: u64, classes: usize, teachers: usize, courses: &mut [Course]) {
    let random = Random::new(seed, "timetable", 0);
    let mut timetable = Timetable { random, courses, busy: vec![false; teachers * PLACES] };
    // Class teachers talk to all classes in the first lesson on Monday, so those places are taken before others.
    timetable.place_talks();
    for class in 0..classes {
        timetable.fill_week(class);
    }
}

impl Timetable<'_> {
    fn place_talks(&mut self) {
        for index in 0..self.courses.len() {
            if self.courses[index].subject().name == TALKS {
                self.put(index, Slot { weekday: 1, number: 1 });
            }
        }
    }

    fn fill_week(&mut self, class: usize) {
        let mut units = self.units(class);
        let total: usize = 1 + units.iter().map(|unit| unit.left).sum::<usize>();
        for weekday in 1..=WEEKDAYS {
            let lessons = total / usize::from(WEEKDAYS) + usize::from(usize::from(weekday) <= total % usize::from(WEEKDAYS));
            units.iter_mut().for_each(|unit| unit.today = 0);
            let first = if weekday == 1 { 2 } else { 1 };
            for number in first..=lessons as u8 {
                self.fill_slot(&mut units, Slot { weekday, number });
            }
        }
    }

    fn units(&self, class: usize) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut last_subject = None;
        for (index, course) in self.courses.iter().enumerate() {
            if course.class != class || course.subject().name == TALKS {
                continue;
            }
            match units.last_mut() {
                Some(unit) if last_subject == Some(course.subject) => unit.courses.push(index),
                _ => units.push(Unit { courses: vec![index], left: course.hours_week, today: 0 }),
            }
            last_subject = Some(course.subject);
        }
        units
    }

    fn fill_slot(&mut self, units: &mut [Unit], slot: Slot) {
        let costs: Vec<usize> = units.iter().map(|unit| self.cost(unit, slot)).collect();
        let best = (0..units.len()).filter(|index| units[*index].left > 0).min_by_key(|index| costs[*index]);
        let Some(unit) = best.and_then(|index| units.get_mut(index)) else { return };
        unit.left -= 1;
        unit.today += 1;
        for course in &unit.courses {
            self.put(*course, slot);
        }
    }

    /// Low for subjects with many hours left in few days, high for a busy teacher or a second lesson on one day.
    fn cost(&mut self, unit: &Unit, slot: Slot) -> usize {
        let conflicts = unit.courses.iter().filter(|course| self.is_busy(**course, slot)).count();
        let days_left = usize::from(WEEKDAYS - slot.weekday + 1);
        let urgency = (unit.left * 60 / days_left).min(400);
        conflicts * 4000 + unit.today * 500 + 400 - urgency + self.random.below(40)
    }

    fn is_busy(&self, course: usize, slot: Slot) -> bool {
        self.busy[place(self.courses[course].teacher, slot)]
    }

    fn put(&mut self, course: usize, slot: Slot) {
        self.busy[place(self.courses[course].teacher, slot)] = true;
        self.courses[course].slots.push(slot);
    }
}

fn place(teacher: usize, slot: Slot) -> usize {
    teacher * PLACES + usize::from(slot.weekday) * 10 + usize::from(slot.number)
}
