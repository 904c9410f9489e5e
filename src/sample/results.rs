//! Period, year, exam and final marks: what teachers decide by the current marks.

use super::calendar::{self, Period};
use super::day::{Day, Stamp};
use super::dice::{Place, Roll};
use super::journal::{Journal, MarkValue};
use super::lessons::Lesson;
use super::school::{Course, FIRST_COURSE, School};
use super::shares::Feature;
use super::subjects::{EXAM_ALWAYS, EXAM_BY_CHOICE, Grading, SUBJECTS, Style, is_module};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Set(u8),
    NotAssessed,
    Exempt,
    Credit,
    NoCredit,
    Empty,
}

impl Verdict {
    pub fn status(self) -> &'static str {
        match self {
            Self::Set(_) => "set",
            Self::NotAssessed => "not_assessed",
            Self::Exempt => "exempt",
            Self::Credit => "credit",
            Self::NoCredit => "no_credit",
            Self::Empty => "empty",
        }
    }

    /// As the journal prints it.
    pub fn raw(self) -> String {
        match self {
            Self::Set(value) => value.to_string(),
            Self::NotAssessed => "н/а".to_owned(),
            Self::Exempt => "осв".to_owned(),
            Self::Credit => "зач".to_owned(),
            Self::NoCredit => "незач".to_owned(),
            Self::Empty => String::new(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct PeriodMark {
    pub student: usize,
    pub class: usize,
    pub subject: usize,
    pub teacher: usize,
    pub period: &'static str,
    pub kind: &'static str,
    pub verdict: Verdict,
    pub set_at: Stamp,
}

/// Current marks of one student in one subject and period.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Sum of marks times weights, and of weights.
    weighted: usize,
    weights: usize,
    missed: usize,
}

const PERIODS_MAX: usize = 4;

struct Tallies(Vec<Tally>);

impl Tallies {
    fn count(school: &School, lessons: &[Lesson], journal: &Journal) -> Self {
        let mut tallies = Self(vec![Tally::default(); school.students.len() * SUBJECTS.len() * PERIODS_MAX]);
        for mark in &journal.marks {
            if let MarkValue::Score(value) = mark.value {
                let tally = tallies.of_lesson(school, &lessons[mark.lesson], mark.student);
                tally.weighted += usize::from(value) * mark.kind.weight();
                tally.weights += mark.kind.weight();
            }
        }
        for absence in journal.absences.iter().filter(|absence| absence.reason.is_absence()) {
            tallies.of_lesson(school, &lessons[absence.lesson], absence.student).missed += 1;
        }
        tallies
    }

    fn of_lesson(&mut self, school: &School, lesson: &Lesson, student: usize) -> &mut Tally {
        let course = &school.courses[lesson.course];
        let periods = calendar::periods(school.grade_level(course));
        let period = periods.iter().position(|period| lesson.day <= period.to).unwrap_or(0);
        &mut self.0[place(student, course.subject, period)]
    }
}

fn place(student: usize, subject: usize, period: usize) -> usize {
    (student * SUBJECTS.len() + subject) * PERIODS_MAX + period
}

/// All outcomes of the year, student by student.
pub fn decide(school: &School, lessons: &[Lesson], journal: &Journal) -> Vec<PeriodMark> {
    let tallies = Tallies::count(school, lessons, journal);
    let mut rows = Vec::new();
    for student in 0..school.students.len() {
        let mut desk = Desk { school, student, tallies: &tallies, rows: &mut rows };
        desk.decide();
    }
    rows
}

struct Desk<'school> {
    school: &'school School,
    student: usize,
    tallies: &'school Tallies,
    rows: &'school mut Vec<PeriodMark>,
}

impl<'school> Desk<'school> {
    fn decide(&mut self) {
        let level = self.school.students[self.student].memberships.first().map_or(1, |one| self.school.classes[one.class].grade_level);
        if level == 1 {
            return;
        }
        let first = self.rows.len();
        for (index, period) in calendar::periods(level).iter().enumerate() {
            for course in self.courses_on(period.to) {
                let verdict = self.verdict(course, index);
                // Almost nothing is left open when a period ends.
                let place = self.place(course, index);
                let verdict = if self.school.dice.falls(Feature::OpenResults, place) { Verdict::Empty } else { verdict };
                let set_at = self.set_at(period, place);
                self.push(course, ("period", period.id), verdict, set_at);
            }
        }
        self.finish(level, first);
    }

    fn courses_on(&self, day: Day) -> Vec<&'school Course> {
        let school = self.school;
        let student = &school.students[self.student];
        let graded = school.courses.iter().filter(|course| course.subject().grading != Grading::None);
        graded.filter(|course| student.takes(course, &school.groups, day)).collect()
    }

    fn place(&self, course: &Course, period: usize) -> Place {
        [self.student, course.subject, period]
    }

    fn verdict(&self, course: &Course, period: usize) -> Verdict {
        let dice = &self.school.dice;
        let at = self.place(course, period);
        let tally = self.tallies.0[place(self.student, course.subject, period)];
        let is_sport = course.subject().style == Style::Sport;
        let was_hardly_there = tally.missed >= course.hours_week * 5;
        if course.subject().grading == Grading::Credit {
            return if dice.falls(Feature::NoCredits, at) { Verdict::NoCredit } else { Verdict::Credit };
        }
        if is_sport && self.school.students[self.student].habits.exempt_from_sport {
            return Verdict::Exempt;
        }
        if was_hardly_there && (tally.weights == 0 || dice.falls(Feature::NotAssessed, at)) {
            return Verdict::NotAssessed;
        }
        if tally.weights == 0 {
            return Verdict::Empty;
        }
        Verdict::Set(self.decided(tally, at))
    }

    /// The mark by the weighted mean, seldom lowered, often raised where little is missing: what the indicator of
    /// objectivity looks for.
    fn decided(&self, tally: Tally, at: Place) -> u8 {
        let dice = &self.school.dice;
        let (sum, count) = (tally.weighted, tally.weights);
        let reaches = |halves: usize, short_pct: usize| (2 * sum + 2 * count * short_pct / 100) >= halves * count;
        let by = |short_pct: usize| {
            if reaches(9, short_pct) {
                5
            } else if reaches(7, short_pct) {
                4
            } else if reaches(5, short_pct) {
                3
            } else {
                2
            }
        };
        let value: u8 = by(0);
        if value == 2 && dice.falls(Feature::SparedFailures, at) {
            3
        } else if dice.falls(Feature::LoweredResults, at) {
            value.saturating_sub(1).max(2)
        } else if dice.falls(Feature::RaisedResults, at) {
            (value + 1).min(5)
        } else if dice.roll("kindness", at).chance(350) {
            by(15)
        } else {
            value
        }
    }

    /// Year marks of all subjects; exams and final marks where the school ends.
    fn finish(&mut self, level: usize, first: usize) {
        let courses = self.courses_on(calendar::YEAR.to);
        let first_year = self.rows.len();
        for course in &courses {
            let verdict = self.year_verdict(course, first);
            let day = Day::of(5, 19).plus(self.roll("year", course.subject).below(4));
            self.push(course, ("year", "year"), verdict, Stamp { day, minute: 15 * 60 });
        }
        if !matches!(level, 9 | 11 | FIRST_COURSE..) || !is_admitted(&self.rows[first_year..]) {
            return;
        }
        let mut roll = self.roll("choice", 0);
        let choice = [roll.pick(EXAM_BY_CHOICE), roll.pick(EXAM_BY_CHOICE)];
        for (place, course) in courses.iter().enumerate() {
            let year = self.rows[first_year + place].verdict;
            let name = course.subject().name;
            let has_exam = if level >= FIRST_COURSE { is_module(name) } else { EXAM_ALWAYS.contains(&name) || choice.contains(&name) };
            self.final_mark(course, year, has_exam);
        }
    }

    fn final_mark(&mut self, course: &Course, year: Verdict, has_exam: bool) {
        let mut last = year;
        if let (Verdict::Set(value), true) = (year, has_exam) {
            let exam = match self.roll("exam", course.subject).below(10) {
                0..2 => value.saturating_sub(1).max(3),
                2..4 => (value + 1).min(5),
                _ => value,
            };
            self.push(course, ("exam", "year"), Verdict::Set(exam), Stamp { day: Day::of(5, 28), minute: 14 * 60 });
            last = Verdict::Set((value + exam).div_ceil(2));
        }
        self.push(course, ("final", "year"), last, Stamp { day: Day::of(5, 29), minute: 12 * 60 });
    }

    /// Some days before the end of the period; a few days after it when the teacher is late.
    fn set_at(&self, period: &Period, at: Place) -> Stamp {
        let mut roll = self.school.dice.roll("result set", at);
        let is_late = self.school.dice.falls(Feature::LateResults, at);
        let day = if is_late { period.to.plus(roll.between(1, 3)) } else { period.to.minus(roll.between(2, 5)) };
        Stamp { day, minute: roll.between(13 * 60, 17 * 60) as u16 }
    }

    fn roll(&self, purpose: &str, subject: usize) -> Roll {
        self.school.dice.roll(purpose, [self.student, subject, 0])
    }

    /// The mean of the period marks, half up.
    fn year_verdict(&self, course: &Course, first: usize) -> Verdict {
        let periods = self.rows[first..].iter().filter(|row| row.subject == course.subject && row.kind == "period");
        let of_subject: Vec<Verdict> = periods.map(|row| row.verdict).collect();
        let values: Vec<u8> = of_subject.iter().filter_map(|one| if let Verdict::Set(value) = one { Some(*value) } else { None }).collect();
        if !values.is_empty() {
            let (sum, count) = (values.iter().sum::<u8>(), values.len() as u8);
            return Verdict::Set((2 * sum + count) / (2 * count));
        }
        let precedence = [Verdict::Credit, Verdict::NoCredit, Verdict::NotAssessed, Verdict::Exempt];
        precedence.into_iter().find(|one| of_subject.contains(one)).unwrap_or(Verdict::Empty)
    }

    fn push(&mut self, course: &Course, (kind, period): (&'static str, &'static str), verdict: Verdict, set_at: Stamp) {
        self.rows.push(PeriodMark {
            student: self.student,
            class: course.class,
            subject: course.subject,
            teacher: course.teacher,
            period,
            kind,
            verdict,
            set_at,
        });
    }
}

/// Admitted to the exams: no year mark is missing or bad.
pub fn is_admitted(year_marks: &[PeriodMark]) -> bool {
    year_marks.iter().all(|mark| !matches!(mark.verdict, Verdict::Set(1 | 2) | Verdict::NotAssessed | Verdict::NoCredit))
}
