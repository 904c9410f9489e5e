//! Teachers, study groups and courses: who teaches what to whom.

use std::collections::BTreeSet;

use super::people;
use super::random::Random;
use super::school::{Class, Course, Group, Teacher};
use super::subjects::{PRIMARY_POST, SUBJECTS, TALKS};

pub struct Staff {
    pub teachers: Vec<Teacher>,
    pub groups: Vec<Group>,
    pub courses: Vec<Course>,
}

/// Hours a week that one teacher takes.
const LOAD_MAX: usize = 26;
/// Smallest class that is divided for a foreign language.
const DIVIDED_FROM: usize = 20;

struct Hiring {
    random: Random,
    names: BTreeSet<String>,
    loads: Vec<usize>,
    staff: Staff,
}

/// Hires the staff and names the class teachers.
pub fn hire(seed: u64, classes: &mut [Class]) -> Staff {
    let staff = Staff { teachers: Vec::new(), groups: Vec::new(), courses: Vec::new() };
    let mut hiring = Hiring { random: Random::new(seed, "staff", 0), names: BTreeSet::new(), loads: Vec::new(), staff };
    hiring.new_teacher("директор", LOAD_MAX);
    hiring.new_teacher("заместитель директора по учебно-воспитательной работе", LOAD_MAX);
    for (index, class) in classes.iter_mut().enumerate() {
        class.class_teacher = if class.grade_level <= 4 { hiring.new_teacher(PRIMARY_POST, 0) } else { 0 };
        hiring.courses_of(index, class);
    }
    hiring.staff
}

impl Hiring {
    fn courses_of(&mut self, index: usize, class: &mut Class) {
        let first = self.staff.courses.len();
        let mut by_post: Vec<(&str, usize)> = Vec::new();
        for (number, subject) in SUBJECTS.iter().enumerate() {
            let hours_week = subject.hours_week(class.grade_level);
            if hours_week == 0 || subject.name == TALKS {
                continue;
            }
            let teacher = if class.grade_level <= 4 && subject.own_teacher {
                class.class_teacher
            } else {
                self.one_for_post(&mut by_post, subject.post, class.grade_level)
            };
            self.loads[teacher] += hours_week;
            let course = Course { class: index, subject: number, group: None, teacher, hours_week, slots: Vec::new() };
            if subject.in_groups && class.size >= DIVIDED_FROM {
                self.divide(course);
            } else {
                self.staff.courses.push(course);
            }
        }
        if class.grade_level >= 5 {
            class.class_teacher = self.class_teacher(first);
        }
        self.talks(index, class);
    }

    /// The same teacher gives all subjects of his post to a class: algebra and geometry belong together.
    fn one_for_post(&mut self, by_post: &mut Vec<(&'static str, usize)>, post: &'static str, grade_level: usize) -> usize {
        if let Some((_, teacher)) = by_post.iter().find(|one| one.0 == post) {
            return *teacher;
        }
        let hours = SUBJECTS.iter().filter(|one| one.post == post).map(|one| one.hours_week(grade_level)).sum();
        let teacher = self.free_teacher(post, hours, None);
        by_post.push((post, teacher));
        teacher
    }

    fn free_teacher(&mut self, post: &'static str, hours: usize, besides: Option<usize>) -> usize {
        let free = (0..self.loads.len())
            .find(|index| self.staff.teachers[*index].post == post && Some(*index) != besides && self.loads[*index] + hours <= LOAD_MAX);
        free.unwrap_or_else(|| self.new_teacher(post, 0))
    }

    fn new_teacher(&mut self, post: &'static str, load: usize) -> usize {
        let full_name = people::teacher_name(&mut self.random, &mut self.names);
        self.staff.teachers.push(Teacher { full_name, post });
        self.loads.push(load);
        self.loads.len() - 1
    }

    /// Two groups at the same hours, so with two teachers.
    fn divide(&mut self, course: Course) {
        let second = self.free_teacher(course.subject().post, course.hours_week, Some(course.teacher));
        self.loads[second] += course.hours_week;
        for (half, teacher) in [course.teacher, second].into_iter().enumerate() {
            self.staff.groups.push(Group { class: course.class, subject: course.subject, half });
            let group = Some(self.staff.groups.len() - 1);
            self.staff.courses.push(Course { group, teacher, slots: Vec::new(), ..course });
        }
    }

    /// The teacher of the class's largest course who has no class yet, else of its first course.
    fn class_teacher(&self, first: usize) -> usize {
        let taken = |teacher: usize| self.staff.courses[..first].iter().any(|one| one.subject().name == TALKS && one.teacher == teacher);
        let own = &self.staff.courses[first..];
        let best = own.iter().filter(|one| !taken(one.teacher)).max_by_key(|one| one.hours_week);
        best.or(own.first()).map_or(0, |course| course.teacher)
    }

    fn talks(&mut self, class: usize, of: &Class) {
        let Some(subject) = SUBJECTS.iter().position(|one| one.name == TALKS) else { return };
        self.loads[of.class_teacher] += 1;
        self.staff.courses.push(Course { class, subject, group: None, teacher: of.class_teacher, hours_week: 1, slots: Vec::new() });
    }
}
