//! The journal of the year: attendance and current marks, lesson by lesson.

use std::ops::Range;

use super::calendar;
use super::day::{Day, Stamp};
use super::dice::Place;
use super::lessons::{self, Lesson, Status};
use super::presence::{Presence, Reason};
use super::school::{Course, School, Student};
use super::shares::Feature;
use super::subjects::{Grading, Style};
use super::works::WorkKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkValue {
    Score(u8),
    Credit,
    NoCredit,
    /// «Точка»: a work still to be handed in.
    Debt,
}

impl MarkValue {
    pub fn kind(self) -> &'static str {
        match self {
            Self::Score(_) => "score",
            Self::Credit => "credit",
            Self::NoCredit => "no_credit",
            Self::Debt => "debt",
        }
    }

    pub fn score(self) -> Option<u8> {
        if let Self::Score(value) = self { Some(value) } else { None }
    }

    /// As the journal prints it.
    pub fn raw(self) -> String {
        match self {
            Self::Score(value) => value.to_string(),
            Self::Credit => "зач".to_owned(),
            Self::NoCredit => "незач".to_owned(),
            Self::Debt => ".".to_owned(),
        }
    }
}

/// What of several marks in one cell is drawn: each has its own draws.
#[derive(Clone, Copy)]
enum Turn {
    Work,
    Asked,
    Second,
    Unasked,
    CaughtUp,
    Crowd,
    CrowdAgain,
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

impl Journal {
    /// Puts marks in order; several marks of a student at one lesson are told apart by their number.
    pub fn number_marks(&mut self) {
        self.marks.sort_by_key(|mark| (mark.lesson, mark.student));
        let mut last = (0, usize::MAX, 0);
        for mark in &mut self.marks {
            let seq = if (last.0, last.1) == (mark.lesson, mark.student) { last.2 + 1 } else { 1 };
            mark.seq = seq;
            last = (mark.lesson, mark.student, seq);
        }
    }
}

/// Keeps the journal of all courses; rows stand in the order of the lessons.
pub fn keep(school: &School, lessons: &[Lesson]) -> Journal {
    let presence: Vec<Presence> =
        school.students.iter().enumerate().map(|(index, student)| Presence::of(&school.dice, index, student)).collect();
    let mut journal = Journal::default();
    let mut first = 0;
    for (index, course) in school.courses.iter().enumerate() {
        let end = first + lessons[first..].iter().take_while(|lesson| lesson.course == index).count();
        let mut page = Page {
            school,
            course,
            lessons,
            presence: &presence,
            marked: course.subject().is_marked(school.grade_level(course)),
            credited: course.subject().grading == Grading::Credit,
            students: (0..school.students.len()).filter(|one| belongs(&school.students[*one], course)).collect(),
            marks: Vec::new(),
            absences: Vec::new(),
        };
        page.fill(first..end);
        journal.marks.append(&mut page.marks);
        journal.absences.append(&mut page.absences);
        first = end;
    }
    journal.number_marks();
    journal
}

fn belongs(student: &Student, course: &Course) -> bool {
    student.memberships.iter().any(|one| one.class == course.class)
}

/// The journal page of one course.
struct Page<'school> {
    school: &'school School,
    course: &'school Course,
    lessons: &'school [Lesson],
    presence: &'school [Presence],
    marked: bool,
    credited: bool,
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
        let place = [index, student, 0];
        let reason = self.presence[student].at(&self.school.dice, place, one, lesson, self.course.subject().style);
        if let Some(reason) = reason {
            let late = self.school.dice.falls(Feature::LateAbsences, place);
            let mut roll = self.school.dice.of(Feature::LateAbsences, [index, student, 1]);
            let set_at = lessons::entered(&mut roll, lesson, if late { 6 } else { 0 });
            self.absences.push(Absence { student, lesson: index, reason, set_at });
        }
        let is_present = reason.is_none_or(|reason| matches!(reason, Reason::Late | Reason::Remote));
        if self.marked {
            self.assess(student, index, reason, is_present);
        } else if self.credited && is_present && self.school.dice.falls(Feature::CreditMarks, place) {
            let failed = self.school.dice.roll("credit", place).chance(60);
            self.push(student, index, Turn::Work, if failed { MarkValue::NoCredit } else { MarkValue::Credit }, WorkKind::Answer);
        }
        is_present
    }

    fn assess(&mut self, student: usize, index: usize, reason: Option<Reason>, is_present: bool) {
        let dice = &self.school.dice;
        let place = [index, student, 0];
        let work = self.lessons[index].work.as_ref().map(|work| work.kind);
        if is_present {
            let mut roll = dice.roll("asked", place);
            if let Some(kind) = work.filter(|kind| roll.chance(kind.marked_permille())) {
                self.mark(student, index, Turn::Work, kind);
            }
            if roll.chance(self.asked_permille()) {
                let kind = if roll.chance(200) { WorkKind::Homework } else { WorkKind::Answer };
                self.mark(student, index, Turn::Asked, kind);
                if dice.falls(Feature::SecondMarks, place) {
                    self.mark(student, index, Turn::Second, WorkKind::Answer);
                }
            }
        } else if reason.is_some_and(Reason::is_absence) {
            if work == Some(WorkKind::Control) {
                self.catch_up(student, index);
            } else if dice.falls(Feature::CrowdedCells, place) {
                // Two works handed in later, written into the cell of the lesson that was missed.
                self.mark(student, index, Turn::Crowd, WorkKind::Homework);
                self.mark(student, index, Turn::CrowdAgain, WorkKind::Answer);
            }
        }
    }

    /// Who missed a control work writes it later, or owes it.
    fn catch_up(&mut self, student: usize, index: usize) {
        let place = [index, student, 0];
        if self.school.dice.falls(Feature::CaughtUpWorks, place) {
            self.mark(student, index, Turn::CaughtUp, WorkKind::Control);
        } else if self.school.dice.falls(Feature::Debts, place) {
            self.push(student, index, Turn::CaughtUp, MarkValue::Debt, WorkKind::Control);
        }
    }

    /// Teachers look through the journal before the period ends: nobody who was there stays without two marks, almost.
    fn ask_the_unasked(&mut self, first_mark: usize, attended: &[Vec<usize>]) {
        for (place, seen) in attended.iter().enumerate() {
            let student = self.students[place];
            let count = self.marks[first_mark..].iter().filter(|mark| mark.student == student && mark.value.score().is_some()).count();
            let Some(last) = seen.last() else { continue };
            if seen.len() >= 3 && count < 2 && self.school.dice.roll("unasked", [*last, student, 0]).chance(975) {
                for lesson in seen.iter().rev().take(2 - count) {
                    self.mark(student, *lesson, Turn::Unasked, WorkKind::Answer);
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

    fn mark(&mut self, student: usize, lesson: usize, turn: Turn, kind: WorkKind) {
        let value = self.value([lesson, student, turn as usize], student, kind);
        self.push(student, lesson, turn, MarkValue::Score(value), kind);
    }

    fn push(&mut self, student: usize, index: usize, turn: Turn, value: MarkValue, kind: WorkKind) {
        let place = [index, student, turn as usize];
        let set_at = self.set_at(place, &self.lessons[index], kind);
        let edited_at = self.edited(place, self.lessons[index].day, set_at);
        self.marks.push(Mark { student, lesson: index, seq: 1, value, kind, set_at, edited_at });
    }

    /// Marks for written works take some days; any mark may be forgotten for longer.
    fn set_at(&self, place: Place, lesson: &Lesson, kind: WorkKind) -> Stamp {
        let dice = &self.school.dice;
        let is_late = dice.falls(Feature::LateMarks, place);
        let mut roll = dice.roll("mark set", place);
        let takes_days = kind.is_written() && roll.chance(550);
        match (is_late, takes_days) {
            (true, _) => Stamp { day: lesson.day.plus(roll.between(9, 20)), minute: roll.between(8 * 60, 20 * 60) as u16 }
                .min(lessons::last_minute(lesson.day)),
            (false, true) => lessons::entered(&mut roll, lesson, 8),
            (false, false) => lessons::entered(&mut roll, lesson, 0),
        }
    }

    /// A few marks are corrected, some of them long after; not beyond the quarter, but the last quarter has no such end.
    fn edited(&self, place: Place, day: Day, set_at: Stamp) -> Option<Stamp> {
        if !self.school.dice.falls(Feature::EditedMarks, place) {
            return None;
        }
        let mut roll = self.school.dice.roll("edited", place);
        let at = Stamp { day: set_at.day.plus(roll.between(1, 32)), minute: roll.between(9 * 60, 17 * 60) as u16 };
        (at <= lessons::last_minute(day) || day > Day::of(11, 1)).then_some(at)
    }

    fn value(&self, place: Place, student: usize, kind: WorkKind) -> u8 {
        let one = &self.school.students[student];
        let affinity = one.affinity.get(self.course.subject).copied().unwrap_or(0);
        let strictness = if kind == WorkKind::Control { 15 } else { 0 };
        let score = 402 + one.ability + affinity + self.course.subject().ease - strictness
            + self.school.dice.roll("value", place).spread() * 52 / 100;
        match score {
            ..120 => 1,
            120..250 => 2,
            250..350 => 3,
            350..450 => 4,
            _ => 5,
        }
    }
}
