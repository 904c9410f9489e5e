//! The invented school: its classes, people, courses and timetable, before anything has happened in it.

use super::day::Day;
use super::dice::Dice;
use super::shares::Feature;
use super::subjects::{SUBJECTS, Subject};
use super::{Options, Profile, classes, movement, people, staff, timetable};

pub struct School {
    pub seed: u64,
    pub dice: Dice,
    pub name: String,
    pub short_name: String,
    pub classes: Vec<Class>,
    pub students: Vec<Student>,
    pub teachers: Vec<Teacher>,
    pub groups: Vec<Group>,
    pub courses: Vec<Course>,
}

/// The grade level that stands for the first course of a college: its groups have none of their own.
pub const FIRST_COURSE: usize = 12;

pub struct Class {
    /// 1 to 11, or [`FIRST_COURSE`] and above.
    pub grade_level: usize,
    pub letter: char,
    pub name: String,
    /// What grade levels 10 and 11 and the groups of a college specialise in.
    pub profile: &'static str,
    pub size: usize,
    /// How much better the class learns than others, in hundredths of a mark.
    pub strength: i32,
    pub class_teacher: usize,
    /// A week of distance lessons.
    pub distance: Option<(Day, Day)>,
}

impl Class {
    /// A group of a college.
    pub fn is_of_college(&self) -> bool {
        self.grade_level >= FIRST_COURSE
    }

    pub fn is_distant(&self, day: Day) -> bool {
        self.distance.is_some_and(|(from, to)| from <= day && day <= to)
    }
}

pub struct Student {
    pub last_name: String,
    pub first_name: &'static str,
    pub middle_name: Option<&'static str>,
    pub is_male: bool,
    /// Year, month, day.
    pub birth: (usize, usize, usize),
    /// In hundredths of a mark.
    pub ability: i32,
    /// By subject, in hundredths of a mark.
    pub affinity: Vec<i32>,
    pub habits: Habits,
    /// 0 or 1: the half of the class in subjects taught in groups.
    pub half: usize,
    pub memberships: Vec<Membership>,
    pub movements: Vec<Movement>,
    pub entered: Option<Day>,
    pub left: Option<Day>,
}

/// What makes a student miss lessons.
#[derive(Default)]
pub struct Habits {
    pub illnesses: usize,
    pub truancy_permille: usize,
    pub late_permille: usize,
    pub long_illness: Option<(Day, Day)>,
    pub exempt_from_sport: bool,
}

/// In a class from the first to the last of these days; an open end is the end of the year.
#[derive(Clone, Copy)]
pub struct Membership {
    pub class: usize,
    pub from: Day,
    pub to: Option<Day>,
}

impl Membership {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

pub struct Movement {
    pub kind: &'static str,
    pub day: Day,
    pub from_class: Option<usize>,
    pub to_class: Option<usize>,
    pub from_org: Option<&'static str>,
    pub to_org: Option<&'static str>,
    pub order_no: usize,
    /// Days between the order and its entry in the journal.
    pub entered_after: usize,
}

impl Student {
    pub fn short_name(&self) -> String {
        format!("{} {}", self.last_name, self.first_name)
    }

    pub fn full_name(&self) -> String {
        match self.middle_name {
            Some(middle) => format!("{} {} {middle}", self.last_name, self.first_name),
            None => self.short_name(),
        }
    }

    pub fn is_in(&self, class: usize, day: Day) -> bool {
        self.memberships.iter().any(|one| one.class == class && one.holds(day))
    }

    pub fn class_on(&self, day: Day) -> Option<usize> {
        self.memberships.iter().find(|one| one.holds(day)).map(|one| one.class)
    }

    /// Does the student take part in this course on that day?
    pub fn takes(&self, course: &Course, groups: &[Group], day: Day) -> bool {
        self.is_in(course.class, day) && course.group.is_none_or(|group| groups[group].half == self.half)
    }
}

pub struct Teacher {
    pub full_name: String,
    pub post: &'static str,
}

/// Half of a class in one subject.
pub struct Group {
    pub class: usize,
    pub subject: usize,
    pub half: usize,
}

impl Group {
    pub fn name(&self) -> String {
        format!("{} группа", self.half + 1)
    }
}

/// One subject in one class, or in one group of it: own teacher, own lessons, own plan.
pub struct Course {
    pub class: usize,
    pub subject: usize,
    pub group: Option<usize>,
    pub teacher: usize,
    pub hours_week: usize,
    pub slots: Vec<Slot>,
}

impl Course {
    pub fn subject(&self) -> &'static Subject {
        &SUBJECTS[self.subject]
    }
}

/// A place in the week.
#[derive(Clone, Copy)]
pub struct Slot {
    pub weekday: u8,
    pub number: u8,
}

impl School {
    pub fn found(options: &Options) -> Self {
        let Options { seed, students: student_count, ref shares, .. } = *options;
        let is_college = options.profile == Profile::Vocational;
        let dice = Dice::new(seed, shares);
        let mut classes = if is_college { classes::divide_college(seed, student_count) } else { classes::divide(seed, student_count) };
        send_home(&dice, &mut classes);
        let mut students = people::enrol(seed, &dice, &classes);
        movement::happen(seed, shares, &classes, &mut students);
        let staff::Staff { teachers, groups, mut courses } = staff::hire(seed, &mut classes);
        timetable::draw_up(seed, classes.len(), teachers.len(), &mut courses);
        let number = options.number.unwrap_or((100 + seed % 900) as usize);
        let (name, short_name) = if is_college {
            (format!("ГБПОУ \"Вымышленский колледж № {number}\""), format!("Колледж № {number}"))
        } else {
            (format!("МАОУ \"Средняя школа № {number} города Вымышленска\""), format!("СШ № {number}"))
        };
        Self { seed, dice, name, short_name, classes, students, teachers, groups, courses }
    }

    pub fn grade_level(&self, course: &Course) -> usize {
        self.classes[course.class].grade_level
    }

    /// Grade levels of the school, each once, from low to high.
    pub fn grade_levels(&self) -> Vec<usize> {
        (1..=11).filter(|level| self.classes.iter().any(|class| class.grade_level == *level)).collect()
    }
}

/// Some classes learn at home for a week of the second or third quarter.
fn send_home(dice: &Dice, classes: &mut [Class]) {
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.sort_by_key(|class| dice.of(Feature::DistanceClasses, [*class, 0, 0]).below(1 << 32));
    for class in order.into_iter().take(dice.shares().count(Feature::DistanceClasses, classes.len())) {
        let week = dice.of(Feature::DistanceClasses, [class, 1, 0]).below(17);
        let monday = Day::of(11, 10).plus(week * 7);
        classes[class].distance = Some((monday, monday.plus(4)));
    }
}
