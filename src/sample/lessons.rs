//! The lessons of the year: held, cancelled or given by another teacher; topics and homework with the time of entry.

use super::calendar::{self, DayKind};
use super::day::{Day, Stamp};
use super::plan::{self, Planned};
use super::random::Random;
use super::school::{Course, School};
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
        let mut random = Random::new(school.seed, "lessons", index);
        let places = plan::places(school, course);
        let plan = plan::draw_up(&mut random, school.grade_level(course), course, &places);
        let gap = gap(&mut random, school, index);
        let mut year = CourseYear { random, school, course, index, plan: &plan, next: 0, gap };
        for (row, place) in places.iter().enumerate() {
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

fn gap(random: &mut Random, school: &School, index: usize) -> Option<Gap> {
    // In every school the chemistry of one ninth class and one course of the first class lag.
    let is_case = |course: &Course| school.grade_level(course) == 9 && course.subject().name == "Химия";
    if school.courses.iter().position(is_case) == Some(index) || index == 3 {
        return Some(Gap { from: Day::of(2, 9), to: Day::of(3, 6), is_covered: false });
    }
    random.chance(60).then(|| {
        let from = Day::FIRST.plus(random.between(15, 230));
        Gap { from, to: from.plus(random.between(10, 24)), is_covered: random.chance(500) }
    })
}

struct CourseYear<'school> {
    random: Random,
    school: &'school School,
    course: &'school Course,
    index: usize,
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
        if !self.random.chance(18) {
            let at = entered(&mut self.random, &lesson, Delay { late_permille: 45, days_max: 9 });
            lesson.topic = Some((title, at));
        }
        lesson.homework = self.homework(&lesson);
        lesson
    }

    fn status(&mut self, day: Day) -> Status {
        if calendar::kind_for(day, self.school.grade_level(self.course)) == DayKind::Remote {
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
            _ if self.random.chance(7) => Status::Cancelled,
            _ if self.random.chance(18) => Status::Substituted,
            _ => Status::Held,
        }
    }

    /// Somebody of the same post, else anybody but the heads of the school.
    fn substitute(&mut self) -> usize {
        let teachers = &self.school.teachers;
        let own = self.course.teacher;
        let same_post = (0..teachers.len()).find(|other| *other != own && teachers[*other].post == teachers[own].post);
        same_post.unwrap_or_else(|| self.random.between(2, teachers.len() - 1))
    }

    /// Takes the next row of the plan and says what the lesson is about.
    fn advance(&mut self, lesson: &mut Lesson) -> String {
        let repeats = lesson.status == Status::Substituted && self.random.chance(300);
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

    fn work(&mut self, row: &Planned) -> Option<Work> {
        if let Some(kind) = row.kind.work() {
            return Some(Work { kind, title: row.topic.clone() });
        }
        let is_written = matches!(self.course.subject().style, Style::Language | Style::Numbers | Style::Science | Style::Humanities);
        (is_written && self.random.chance(40))
            .then(|| Work {
                kind: WorkKind::Independent, title: format!("Самостоятельная работа по теме «{}»", row.section)
            })
    }

    fn homework(&mut self, lesson: &Lesson) -> Option<(String, Stamp)> {
        let style = self.course.subject().style;
        let has_none = matches!(style, Style::Arts | Style::Sport | Style::Talk) || self.school.grade_level(self.course) == 1;
        if has_none || self.random.chance(190) {
            return None;
        }
        let text = self.homework_text(style, lesson.planned.unwrap_or(0));
        Some((text, entered(&mut self.random, lesson, Delay { late_permille: 40, days_max: 3 })))
    }

    fn homework_text(&mut self, style: Style, row: usize) -> String {
        let page = 6 + row + self.random.below(8);
        let number = 10 + row * 3 + self.random.below(20);
        if self.random.chance(40) {
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
}

/// How often and by how many days an entry is late.
#[derive(Clone, Copy)]
pub struct Delay {
    pub late_permille: usize,
    pub days_max: usize,
}

/// When something about the lesson was entered: soon after it, or late, but never after the end of its grading period,
/// for by then the journal is complete.
pub fn entered(random: &mut Random, lesson: &Lesson, delay: Delay) -> Stamp {
    let at = if random.chance(delay.late_permille) {
        Stamp { day: lesson.day.plus(random.between(1, delay.days_max)), minute: random.between(8 * 60, 20 * 60) as u16 }
    } else {
        Stamp { day: lesson.day, minute: calendar::lesson_end_minute(lesson.number) + random.below(150) as u16 }
    };
    at.min(last_minute(lesson.day))
}

/// 16:00 of the last day of the quarter of that day.
pub fn last_minute(day: Day) -> Stamp {
    let last = calendar::periods(1).iter().find(|period| day <= period.to).map_or(Day::LAST, |period| period.to);
    Stamp { day: last, minute: 16 * 60 }
}
