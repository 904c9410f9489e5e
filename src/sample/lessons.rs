//! The lessons of the year: held, cancelled or given by another teacher; topics and homework with the time of entry.

use super::calendar::{self, DayKind};
use super::day::{Day, Stamp};
use super::dice::{Place, Roll};
use super::plan::{self, Planned};
use super::school::{Course, School};
use super::shares::Feature;
use super::subjects::Style;
use super::works::{Work, WorkKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Held,
    Cancelled,
    Substituted,
    Remote,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Substituted => "substituted",
            Self::Remote => "remote",
        }
    }
}

pub struct Lesson {
    pub course: usize,
    pub day: Day,
    pub number: u8,
    pub status: Status,
    pub teacher: usize,
    pub topic: Option<(String, Stamp)>,
    /// Row of the plan, from 0.
    pub planned: Option<usize>,
    pub homework: Option<(String, Stamp)>,
    pub work: Option<Work>,
}

/// Plans by course, and the lessons of all courses one after another.
pub fn give(school: &School) -> (Vec<Vec<Planned>>, Vec<Lesson>) {
    let mut plans = Vec::new();
    let mut lessons = Vec::new();
    for (index, course) in school.courses.iter().enumerate() {
        let places = plan::places(school, course);
        let plan = plan::draw_up(school, index, &places);
        let mut year = CourseYear { school, course, index, row: 0, plan: &plan, next: 0, gap: gap(school, index) };
        for (row, place) in places.iter().enumerate() {
            year.row = row;
            let mut lesson = year.lesson(*place);
            // Of two lessons on one day the last one gives the homework.
            if places.get(row + 1).is_some_and(|next| next.0 == place.0) {
                lesson.homework = None;
            }
            lessons.push(lesson);
        }
        plans.push(plan);
    }
    (plans, lessons)
}

/// Weeks without the course's own teacher: some courses lag behind their plan because of them.
struct Gap {
    from: Day,
    to: Day,
    is_covered: bool,
}

fn gap(school: &School, index: usize) -> Option<Gap> {
    if school.dice.shares().of(Feature::TeacherGaps) == 0 {
        return None;
    }
    // In every school the chemistry of one ninth class and one course of the first class lag.
    let is_case = |course: &Course| school.grade_level(course) == 9 && course.subject().name == "Химия";
    if school.courses.iter().position(is_case) == Some(index) || index == 3 {
        return Some(Gap { from: Day::of(2, 9), to: Day::of(3, 6), is_covered: false });
    }
    school.dice.falls(Feature::TeacherGaps, [index, 0, 0]).then(|| {
        let mut roll = school.dice.roll("gap", [index, 0, 0]);
        let from = Day::FIRST.plus(roll.between(15, 230));
        Gap { from, to: from.plus(roll.between(10, 24)), is_covered: roll.chance(500) }
    })
}

/// The first teachers are the heads of the school.
const HEADS: usize = 2;

struct CourseYear<'school> {
    school: &'school School,
    course: &'school Course,
    index: usize,
    /// The lesson's place in the year of the course.
    row: usize,
    plan: &'school [Planned],
    /// The row of the plan that comes next.
    next: usize,
    gap: Option<Gap>,
}

impl CourseYear<'_> {
    fn lesson(&mut self, (day, number): (Day, u8)) -> Lesson {
        let status = self.status(day);
        let teacher = if status == Status::Substituted { self.substitute() } else { self.course.teacher };
        let mut lesson =
            Lesson { course: self.index, day, number, status, teacher, topic: None, planned: None, homework: None, work: None };
        if status == Status::Cancelled {
            return lesson;
        }
        let title = self.advance(&mut lesson);
        if !self.falls(Feature::MissingTopics) {
            lesson.topic = Some((title, self.entered(&lesson, Feature::LateTopics, 9)));
        }
        lesson.homework = self.homework(&lesson);
        lesson
    }

    fn status(&self, day: Day) -> Status {
        let class = &self.school.classes[self.course.class];
        if calendar::kind_for(day, class.grade_level) == DayKind::Remote || class.is_distant(day) {
            return Status::Remote;
        }
        match &self.gap {
            Some(gap) if gap.from <= day && day <= gap.to => {
                if gap.is_covered {
                    Status::Substituted
                } else {
                    Status::Cancelled
                }
            }
            _ if self.falls(Feature::CancelledLessons) => Status::Cancelled,
            _ if self.falls(Feature::Substitutions) => Status::Substituted,
            _ => Status::Held,
        }
    }

    /// Somebody of the same post, else anybody but the heads of the school.
    fn substitute(&self) -> usize {
        let teachers = &self.school.teachers;
        let own = self.course.teacher;
        let same_post = (0..teachers.len()).find(|other| *other != own && teachers[*other].post == teachers[own].post);
        let others: Vec<usize> = (HEADS..teachers.len()).filter(|other| *other != own).collect();
        same_post.unwrap_or_else(|| if others.is_empty() { 0 } else { self.roll("substitute").pick(&others) })
    }

    /// Takes the next row of the plan and says what the lesson is about.
    fn advance(&mut self, lesson: &mut Lesson) -> String {
        let repeats = lesson.status == Status::Substituted && self.roll("repeats").chance(300);
        let Some(row) = self.plan.get(self.next).filter(|_| !repeats) else {
            return "Повторение изученного".to_owned();
        };
        lesson.planned = Some(self.next);
        self.next += 1;
        if self.course.subject().is_marked(self.school.grade_level(self.course)) {
            lesson.work = self.work(row);
        }
        row.topic.clone()
    }

    fn work(&self, row: &Planned) -> Option<Work> {
        if let Some(kind) = row.kind.work() {
            return Some(Work { kind, title: row.topic.clone() });
        }
        let is_written = matches!(self.course.subject().style, Style::Language | Style::Numbers | Style::Science | Style::Humanities);
        (is_written && self.roll("work").chance(40))
            .then(|| Work {
                kind: WorkKind::Independent, title: format!("Самостоятельная работа по теме «{}»", row.section)
            })
    }

    fn homework(&self, lesson: &Lesson) -> Option<(String, Stamp)> {
        let style = self.course.subject().style;
        let has_none = matches!(style, Style::Arts | Style::Sport | Style::Talk) || self.school.grade_level(self.course) == 1;
        if has_none || self.falls(Feature::MissingHomework) {
            return None;
        }
        let text = self.homework_text(style, lesson.planned.unwrap_or(0));
        Some((text, self.entered(lesson, Feature::LateHomework, 3)))
    }

    fn homework_text(&self, style: Style, row: usize) -> String {
        let mut roll = self.roll("homework");
        let page = 6 + row + roll.below(8);
        let number = 10 + row * 3 + roll.below(20);
        if roll.chance(40) {
            return "Не задано".to_owned();
        }
        if self.plan.get(row + 1).is_some_and(|next| next.kind.work() == Some(WorkKind::Control)) {
            return "Подготовиться к контрольной работе".to_owned();
        }
        match style {
            Style::Language => format!("Упр. {number}, с. {page}, правило"),
            Style::Numbers => format!("№ {number}, {}, {}", number + 2, number + 5),
            Style::Science => format!("§ {}, с. {page}", row / 2 + 1),
            _ => format!("Прочитать с. {page}–{}", page + 4),
        }
    }

    fn place(&self) -> Place {
        [self.index, self.row, 0]
    }

    fn falls(&self, feature: Feature) -> bool {
        self.school.dice.falls(feature, self.place())
    }

    fn roll(&self, purpose: &str) -> Roll {
        self.school.dice.roll(purpose, self.place())
    }

    fn entered(&self, lesson: &Lesson, late: Feature, days_max: usize) -> Stamp {
        let mut roll = self.school.dice.of(late, [self.index, self.row, 1]);
        entered(&mut roll, lesson, if self.falls(late) { days_max } else { 0 })
    }
}

/// When something about the lesson was entered: soon after it, or up to so many days late, but never after the end of its
/// grading period, for by then the journal is complete.
pub fn entered(roll: &mut Roll, lesson: &Lesson, days_late_max: usize) -> Stamp {
    let at = if days_late_max > 0 {
        Stamp { day: lesson.day.plus(roll.between(1, days_late_max)), minute: roll.between(8 * 60, 20 * 60) as u16 }
    } else {
        Stamp { day: lesson.day, minute: calendar::lesson_end_minute(lesson.number) + roll.below(150) as u16 }
    };
    at.min(last_minute(lesson.day))
}

/// 16:00 of the last day of the quarter of that day.
pub fn last_minute(day: Day) -> Stamp {
    let last = calendar::periods(1).iter().find(|period| day <= period.to).map_or(Day::LAST, |period| period.to);
    Stamp { day: last, minute: 16 * 60 }
}
