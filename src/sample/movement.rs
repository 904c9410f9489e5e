//! Students who come, leave, come back or change class inside the year.

use super::calendar;
use super::day::Day;
use super::random::Random;
use super::school::{Class, FIRST_COURSE, Membership, Movement, Student};
use super::shares::{Feature, Shares};

const OTHER_SCHOOLS: &[&str] =
    &["МБОУ \"Школа № 2 села Дальнего\"", "МАОУ \"Гимназия № 14 города Вымышленска\"", "МБОУ \"Лицей посёлка Лесного\""];

/// Orders of the year: numbered as they come.
struct Office<'school> {
    random: Random,
    classes: &'school [Class],
    last_order: usize,
}

pub fn happen(seed: u64, shares: &Shares, classes: &[Class], students: &mut [Student]) {
    let mut office = Office { random: Random::new(seed, "movement", 0), classes, last_order: 0 };
    office.admit_first_year(students);
    let kinds: [(Feature, &str, Step<'_>); 4] = [
        (Feature::Arrivals, "arrivals", Office::arrive),
        (Feature::Departures, "departures", Office::leave),
        (Feature::ClassChanges, "class changes", Office::change_class),
        (Feature::Returns, "returns", Office::leave_and_return),
    ];
    for (feature, purpose, step) in kinds {
        office.random = Random::new(seed, purpose, 0);
        for _ in 0..shares.count(feature, students.len()) {
            step(&mut office, students);
        }
    }
}

type Step<'school> = fn(&mut Office<'school>, &mut [Student]);

impl Office<'_> {
    fn admit_first_year(&mut self, students: &mut [Student]) {
        for student in students.iter_mut() {
            let class = student.memberships[0].class;
            if matches!(self.classes[class].grade_level, 1 | FIRST_COURSE) {
                student.entered = Some(Day::FIRST);
                self.record(student, "admission", Day::FIRST, (None, Some(class)));
            }
        }
    }

    fn arrive(&mut self, students: &mut [Student]) {
        let day = self.school_day(Day::of(9, 22), 150);
        if let Some(student) = self.settled(students) {
            let class = student.memberships[0].class;
            student.memberships[0].from = day;
            student.entered = Some(day);
            student.movements.clear();
            self.record(student, "transfer_in", day, (None, Some(class)));
        }
    }

    fn leave(&mut self, students: &mut [Student]) {
        let day = self.school_day(Day::of(10, 6), 190);
        let kind = if self.random.chance(150) { "withdrawal" } else { "transfer_out" };
        if let Some(student) = self.settled(students) {
            let class = student.memberships[0].class;
            student.memberships[0].to = Some(day);
            student.left = Some(day);
            self.record(student, kind, day, (Some(class), None));
        }
    }

    /// To a parallel class, if there is one.
    fn change_class(&mut self, students: &mut [Student]) {
        let day = self.school_day(Day::of(10, 1), 170);
        for _ in 0..20 {
            let Some(student) = self.settled(students) else { return };
            let from = student.memberships[0].class;
            let level = self.classes[from].grade_level;
            let parallel = |other: &usize| *other != from && self.classes[*other].grade_level == level;
            let Some(to) = (0..self.classes.len()).find(parallel) else { continue };
            student.memberships[0].to = Some(day.minus(1));
            student.memberships.push(Membership { class: to, from: day, to: None });
            self.record(student, "class_transfer", day, (Some(from), Some(to)));
            return;
        }
    }

    fn leave_and_return(&mut self, students: &mut [Student]) {
        let left = self.school_day(Day::of(11, 10), 30);
        let back = self.school_day(Day::of(1, 19), 60);
        if let Some(student) = self.settled(students) {
            let class = student.memberships[0].class;
            student.memberships[0].to = Some(left);
            student.memberships.push(Membership { class, from: back, to: None });
            self.record(student, "transfer_out", left, (Some(class), None));
            self.record(student, "transfer_in", back, (None, Some(class)));
        }
    }

    /// A student who has not moved yet and whose absences are not a special case.
    fn settled<'list>(&mut self, students: &'list mut [Student]) -> Option<&'list mut Student> {
        let count = students.len();
        let start = self.random.below(count);
        let found = (0..count).map(|step| (start + step) % count).find(|index| {
            let student = &students[*index];
            let only = &student.memberships[0];
            let untouched = student.memberships.len() == 1 && only.from == Day::FIRST && only.to.is_none();
            untouched && student.habits.long_illness.is_none() && !student.habits.exempt_from_sport && student.ability.abs() < 150
        })?;
        students.get_mut(found)
    }

    fn school_day(&mut self, from: Day, within: usize) -> Day {
        let start = from.plus(self.random.below(within));
        Day::all().find(|day| *day >= start && calendar::is_taught(*day, 1)).unwrap_or(start)
    }

    fn record(&mut self, student: &mut Student, kind: &'static str, day: Day, (from_class, to_class): (Option<usize>, Option<usize>)) {
        self.last_order += 1;
        // Most orders reach the journal within days, some long after a week.
        let entered_after = if self.random.chance(150) { self.random.between(8, 20) } else { self.random.below(4) };
        student.movements.push(Movement {
            kind,
            day,
            from_class,
            to_class,
            from_org: (kind == "transfer_in").then(|| self.random.pick(OTHER_SCHOOLS)),
            to_org: (kind == "transfer_out").then(|| self.random.pick(OTHER_SCHOOLS)),
            order_no: self.last_order,
            entered_after,
        });
    }
}
