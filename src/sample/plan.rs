//! The scheme of work (КТП) of a course: topics by sections, with dates.

use super::calendar;
use super::day::Day;
use super::school::{Course, School};
use super::shares::Feature;
use super::subjects::{Style, Subject};
use super::topics;
use super::works::WorkKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanKind {
    Lesson,
    Control,
    Practical,
    Laboratory,
    Reserve,
}

impl PlanKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Control => "control",
            Self::Practical => "practical",
            Self::Laboratory => "laboratory",
            Self::Reserve => "reserve",
        }
    }

    pub fn work(self) -> Option<WorkKind> {
        match self {
            Self::Control => Some(WorkKind::Control),
            Self::Practical => Some(WorkKind::Practical),
            Self::Laboratory => Some(WorkKind::Laboratory),
            Self::Lesson | Self::Reserve => None,
        }
    }
}

pub struct Planned {
    pub section: &'static str,
    pub topic: String,
    pub date: Option<Day>,
    pub kind: PlanKind,
}

/// Days and lesson numbers of a course by the timetable, in order.
pub fn places(school: &School, course: &Course) -> Vec<(Day, u8)> {
    let level = school.grade_level(course);
    let taught = Day::all().filter(|day| *day <= calendar::YEAR.to && calendar::is_taught(*day, level));
    let of_day = |day: Day| course.slots.iter().filter(move |slot| slot.weekday == day.weekday()).map(move |slot| (day, slot.number));
    let mut places: Vec<(Day, u8)> = taught.flat_map(of_day).collect();
    places.sort_unstable();
    places
}

/// The plan has as many hours as the curriculum, but no more than the calendar leaves: days off fall mostly on Mondays.
pub fn draw_up(school: &School, index: usize, places: &[(Day, u8)]) -> Vec<Planned> {
    let course = &school.courses[index];
    let level = school.grade_level(course);
    let weeks = if level == 1 { 33 } else { 34 };
    let rows = (course.hours_week * weeks).min(places.len());
    // A few teachers leave the end of the year without dates.
    let dated = if school.dice.falls(Feature::UndatedPlans, [index, 0, 0]) { rows.saturating_sub(4) } else { rows };
    let mut writer = Writer { subject: course.subject(), level, hours_week: course.hours_week, rows, controls: 0, practices: 0 };
    (0..rows)
        .map(|row| {
            let (section, topic, kind) = writer.row(row);
            let date = places.get(row).map(|place| place.0).filter(|_| row < dated);
            Planned { section, topic, date, kind }
        })
        .collect()
}

struct Writer {
    subject: &'static Subject,
    level: usize,
    hours_week: usize,
    rows: usize,
    controls: usize,
    practices: usize,
}

impl Writer {
    fn row(&mut self, row: usize) -> (&'static str, String, PlanKind) {
        let sections = self.subject.topics;
        let of = |row: usize| row * sections.len() / self.rows.max(1);
        let section = sections[of(row)];
        let closes_section = row + 1 == self.rows || of(row + 1) != of(row);
        let kind = self.kind(row, of(row), closes_section);
        let topic = match kind {
            PlanKind::Control => {
                self.controls += 1;
                format!("Контрольная работа № {} по теме «{section}»", self.controls)
            }
            PlanKind::Practical => {
                self.practices += 1;
                format!("{section}. Практическая работа № {}", self.practices)
            }
            PlanKind::Laboratory => {
                self.practices += 1;
                format!("{section}. Лабораторная работа № {}", self.practices)
            }
            PlanKind::Reserve => "Резервный урок. Повторение изученного за год".to_owned(),
            PlanKind::Lesson => {
                let aspects = aspects(self.subject.style);
                format!("{section}: {}", aspects[row % aspects.len()])
            }
        };
        (section, topic, kind)
    }

    fn kind(&self, row: usize, section: usize, closes_section: bool) -> PlanKind {
        let style = self.subject.style;
        let has_controls = matches!(style, Style::Language | Style::Numbers | Style::Science | Style::Humanities);
        if self.rows > 30 && row + 1 == self.rows {
            PlanKind::Reserve
        } else if self.level == 1 {
            PlanKind::Lesson
        } else if has_controls && closes_section && (self.hours_week > 1 || section % 2 == 1) {
            PlanKind::Control
        } else if style == Style::Science && row % 6 == 3 {
            let has_laboratory = ["Физика", "Химия", "Биология"].contains(&self.subject.name);
            if has_laboratory { PlanKind::Laboratory } else { PlanKind::Practical }
        } else {
            PlanKind::Lesson
        }
    }
}

fn aspects(style: Style) -> &'static [&'static str] {
    match style {
        Style::Language => topics::OF_LANGUAGE,
        Style::Numbers => topics::OF_NUMBERS,
        Style::Science => topics::OF_SCIENCE,
        Style::Humanities => topics::OF_HUMANITIES,
        Style::Arts => topics::OF_ARTS,
        Style::Sport => topics::OF_SPORT,
        Style::Talk => topics::OF_TALK,
    }
}
