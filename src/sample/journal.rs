//! The journal of the year: attendance and current marks, lesson by lesson.

use std::ops::Range;

use super::calendar;
use super::day::{Day, Stamp};
use super::lessons::{self, Delay, Lesson, Status};
use super::presence::{Presence, Reason};
use super::random::Random;
use super::school::{Course, School, Student};
use super::subjects::Style;
use super::works::WorkKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkValue {
    Score(u8),
    /// «Точка»: a work still to be handed in.
    Debt,
}

#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub student: usize,
    pub lesson: usize,
    pub seq: usize,
    pub value: MarkValue,
    pub kind: WorkKind,
    pub set_at: Stamp,
    pub edited_at: Option<Stamp>,
}

#[derive(Clone, Copy, Debug)]
pub struct Absence {
    pub student: usize,
    pub lesson: usize,
    pub reason: Reason,
    pub set_at: Stamp,
}

#[derive(Default)]
pub struct Journal {
    pub marks: Vec<Mark>,
    pub absences: Vec<Absence>,
}

/// Keeps the journal of all courses; rows stand in the order of the lessons.
pub fn keep(school: &School, lessons: &[Lesson]) -> Journal {
    let presence: Vec<Presence> =
        school.students.iter().enumerate().map(|(index, student)| Presence::of(school.seed, index, student)).collect();
    let mut journal = Journal::default();
    let mut first = 0;
    for (index, course) in school.courses.iter().enumerate() {
        let end = first + lessons[first..].iter().take_while(|lesson| lesson.course == index).count();
        let mut page = Page {
            random: Random::new(school.seed, "journal", index),
            school,
            course,
            lessons,
            presence: &presence,
            marked: course.subject().is_marked(school.grade_level(course)),
            students: (0..school.students.len()).filter(|one| belongs(&school.students[*one], course)).collect(),
            marks: Vec::new(),
            absences: Vec::new(),
        };
        page.fill(first..end);
        journal.marks.append(&mut page.marks);
        journal.absences.append(&mut page.absences);
        first = end;
    }
    journal
}

fn belongs(student: &Student, course: &Course) -> bool {
    student.memberships.iter().any(|one| one.class == course.class)
}

/// The journal page of one course.
struct Page<'school> {
    random: Random,
    school: &'school School,
    course: &'school Course,
    lessons: &'school [Lesson],
    presence: &'school [Presence],
    marked: bool,
    students: Vec<usize>,
    marks: Vec<Mark>,
    absences: Vec<Absence>,
}

impl Page<'_> {
    fn fill(&mut self, range: Range<usize>) {
        let mut rest = range;
        for period in calendar::periods(self.school.grade_level(self.course)) {
            let end = rest.start + self.lessons[rest.clone()].iter().take_while(|lesson| lesson.day <= period.to).count();
            self.fill_period(rest.start..end);
            rest.start = end;
        }
        self.marks.sort_by_key(|mark| (mark.lesson, mark.student));
        self.number_marks();
    }

    /// Several marks of a student at one lesson are told apart by their number.
    fn number_marks(&mut self) {
        let mut last = (0, usize::MAX, 0);
        for mark in &mut self.marks {
            let seq = if (last.0, last.1) == (mark.lesson, mark.student) { last.2 + 1 } else { 1 };
            mark.seq = seq;
            last = (mark.lesson, mark.student, seq);
        }
    }

    fn fill_period(&mut self, range: Range<usize>) {
        let mut attended: Vec<Vec<usize>> = vec![Vec::new(); self.students.len()];
        let first_mark = self.marks.len();
        for index in range {
            if self.lessons[index].status == Status::Cancelled {
                continue;
            }
            for (place, seen) in attended.iter_mut().enumerate() {
                if self.is_present(self.students[place], index) {
                    seen.push(index);
                }
            }
        }
        if self.marked {
            self.ask_the_unasked(first_mark, &attended);
        }
    }

    /// One student at one lesson: absence, marks. Was he there to be asked?
    fn is_present(&mut self, student: usize, index: usize) -> bool {
        let lesson = &self.lessons[index];
        let one = &self.school.students[student];
        if !one.takes(self.course, &self.school.groups, lesson.day) {
            return false;
        }
        let reason = self.presence[student].at(&mut self.random, one, lesson, self.course.subject().style);
        if let Some(reason) = reason {
            let set_at = lessons::entered(&mut self.random, lesson, Delay { late_permille: 60, days_max: 6 });
            self.absences.push(Absence { student, lesson: index, reason, set_at });
        }
        let is_present = reason.is_none_or(|reason| reason == Reason::Late);
        if self.marked {
            self.assess(student, index, reason, is_present);
        }
        is_present
    }

    fn assess(&mut self, student: usize, index: usize, reason: Option<Reason>, is_present: bool) {
        let work = self.lessons[index].work.as_ref().map(|work| work.kind);
        if is_present {
            if let Some(kind) = work.filter(|kind| self.random.chance(kind.marked_permille())) {
                self.mark(student, index, kind);
            }
            if self.random.chance(self.asked_permille()) {
                let kind = if self.random.chance(200) { WorkKind::Homework } else { WorkKind::Answer };
                self.mark(student, index, kind);
                if self.random.chance(30) {
                    self.mark(student, index, WorkKind::Answer);
                }
            }
        } else if reason.is_some_and(Reason::is_absence) && work == Some(WorkKind::Control) {
            self.catch_up(student, index);
        }
    }

    /// Who missed a control work writes it later, or owes it.
    fn catch_up(&mut self, student: usize, index: usize) {
        if self.random.chance(150) {
            self.mark(student, index, WorkKind::Control);
        } else if self.random.chance(30) {
            self.push(student, index, MarkValue::Debt, WorkKind::Control);
        }
    }

    /// Teachers look through the journal before the period ends: nobody who was there stays without two marks, almost.
    fn ask_the_unasked(&mut self, first_mark: usize, attended: &[Vec<usize>]) {
        for (place, seen) in attended.iter().enumerate() {
            let student = self.students[place];
            let count = self.marks[first_mark..].iter().filter(|mark| mark.student == student && mark.value != MarkValue::Debt).count();
            if seen.len() >= 3 && count < 2 && self.random.chance(975) {
                for lesson in seen.iter().rev().take(2 - count) {
                    self.mark(student, *lesson, WorkKind::Answer);
                }
            }
        }
    }

    /// Of a thousand students present, how many are asked at a lesson without a common work.
    fn asked_permille(&self) -> usize {
        let has_works = !matches!(self.course.subject().style, Style::Arts | Style::Sport);
        match (has_works, self.course.hours_week) {
            (true, 1) => 200,
            (true, 2) => 85,
            (true, 3) => 70,
            (true, _) => 62,
            (false, 1) => 340,
            (false, _) => 200,
        }
    }

    fn mark(&mut self, student: usize, lesson: usize, kind: WorkKind) {
        let value = self.value(student, kind);
        self.push(student, lesson, MarkValue::Score(value), kind);
    }

    fn push(&mut self, student: usize, index: usize, value: MarkValue, kind: WorkKind) {
        let lesson = &self.lessons[index];
        let delay = if kind.is_written() { Delay { late_permille: 550, days_max: 8 } } else { Delay { late_permille: 60, days_max: 12 } };
        let set_at = lessons::entered(&mut self.random, lesson, delay);
        let edited_at = self.edited(lesson.day, set_at);
        self.marks.push(Mark { student, lesson: index, seq: 1, value, kind, set_at, edited_at });
    }

    /// A few marks are corrected, some of them long after; not beyond the quarter, but the last quarter has no such end.
    fn edited(&mut self, day: Day, set_at: Stamp) -> Option<Stamp> {
        if !self.random.chance(7) {
            return None;
        }
        let at = Stamp { day: set_at.day.plus(self.random.between(1, 32)), minute: self.random.between(9 * 60, 17 * 60) as u16 };
        (at <= lessons::last_minute(day) || day > Day::of(11, 1)).then_some(at)
    }

    fn value(&mut self, student: usize, kind: WorkKind) -> u8 {
        let one = &self.school.students[student];
        let affinity = one.affinity.get(self.course.subject).copied().unwrap_or(0);
        let strictness = if kind == WorkKind::Control { 15 } else { 0 };
        let score = 402 + one.ability + affinity + self.course.subject().ease - strictness + self.random.spread() * 52 / 100;
        match score {
            ..120 => 1,
            120..250 => 2,
            250..350 => 3,
            350..450 => 4,
            _ => 5,
        }
    }
}
