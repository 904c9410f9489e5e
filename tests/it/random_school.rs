//! Small random schools as plain rows of the canonical tables: the common ground of the SQL and its twins.
//!
//! The same seed gives the same school. Rare things of real schools are common here: see [`Scenario`] and the
//! percentages beside each choice. What the contract leaves open is not generated (said where it would stand).

mod bundle;
pub mod control;

use chrono::{Datelike, Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub const YEAR: i32 = 2025;
/// The id an empty store gives to its first school.
pub const SCHOOL_ID: &str = "school-1";

/// What is special about the whole school; the ordinary one still has every rare row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    Ordinary,
    NobodyHasMarks,
    AllLeft,
    OneStudentClasses,
    GradeOneOnly,
    TwoClasses,
    ClassChange,
    ArrivalsAndDepartures,
    Namesakes,
    VacationInWindow,
    RemoteWeek,
    HalfYears,
    Trimesters,
    NoLessonTable,
    LessonsWithoutNumbers,
    DayAbsences,
    NothingEntered,
    GroupsOverlap,
}

pub const SCENARIOS: [Scenario; 18] = {
    use Scenario::*;
    [
        Ordinary,
        NobodyHasMarks,
        AllLeft,
        OneStudentClasses,
        GradeOneOnly,
        TwoClasses,
        ClassChange,
        ArrivalsAndDepartures,
        Namesakes,
        VacationInWindow,
        RemoteWeek,
        HalfYears,
        Trimesters,
        NoLessonTable,
        LessonsWithoutNumbers,
        DayAbsences,
        NothingEntered,
        GroupsOverlap,
    ]
};

#[derive(Clone, Debug, Default)]
pub struct School {
    pub seed: u64,
    pub scenario: Option<Scenario>,
    /// First and last day with lessons; the query's own dates lie around them.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub subjects: Vec<Subject>,
    pub teachers: Vec<String>,
    pub classes: Vec<Class>,
    pub students: Vec<Student>,
    pub groups: Vec<StudyGroup>,
    pub class_members: Vec<ClassMember>,
    pub group_members: Vec<GroupMember>,
    pub calendar: Vec<CalendarDay>,
    pub periods: Vec<GradingPeriod>,
    pub assignments: Vec<Assignment>,
    pub curriculum: Vec<Curriculum>,
    pub plan: Vec<PlannedLesson>,
    pub lessons: Vec<Lesson>,
    pub marks: Vec<Mark>,
    pub absences: Vec<Absence>,
    pub period_marks: Vec<PeriodMark>,
}

#[derive(Clone, Debug)]
pub struct Subject {
    pub id: String,
    pub name: String,
    pub assessed: Option<bool>,
}
#[derive(Clone, Debug)]
pub struct Class {
    pub id: String,
    pub grade_level: i64,
    pub period_kind: Option<&'static str>,
}
#[derive(Clone, Debug)]
pub struct Student {
    pub id: String,
    pub full_name: String,
    pub left_date: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct StudyGroup {
    pub id: String,
    pub class: String,
    pub subject: String,
    pub name: String,
}
#[derive(Clone, Debug)]
pub struct ClassMember {
    pub student: String,
    pub class: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct GroupMember {
    pub student: String,
    pub group: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct CalendarDay {
    pub date: NaiveDate,
    pub kind: &'static str,
}
#[derive(Clone, Debug)]
pub struct GradingPeriod {
    pub id: &'static str,
    pub kind: &'static str,
    pub seq: i64,
    pub grade_level: Option<i64>,
    pub start: NaiveDate,
    pub end: NaiveDate,
}
#[derive(Clone, Debug)]
pub struct Assignment {
    pub teacher: String,
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
}
#[derive(Clone, Debug)]
pub struct Curriculum {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub hours_year: Option<i64>,
}
#[derive(Clone, Debug)]
pub struct PlannedLesson {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub seq: i64,
    pub hours: i64,
    pub date: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct Lesson {
    pub class: String,
    pub group: Option<String>,
    pub subject: String,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub status: &'static str,
    pub hours: Option<i64>,
    pub topic: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Mark {
    pub student: String,
    pub class: String,
    pub subject: String,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub kind: &'static str,
    pub value: Option<i64>,
}
#[derive(Clone, Debug)]
pub struct Absence {
    pub student: String,
    pub class: String,
    pub subject: Option<String>,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub granularity: &'static str,
    pub reason: &'static str,
}
#[derive(Clone, Debug)]
pub struct PeriodMark {
    pub student: String,
    pub class: String,
    pub subject: String,
    pub period: &'static str,
    pub kind: &'static str,
    pub status: &'static str,
    pub value: Option<i64>,
}

/// A day of the school year.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(if month >= 9 { YEAR } else { YEAR + 1 }, month, day).expect("a day of the calendar")
}

pub fn plus(date: NaiveDate, days: i64) -> NaiveDate {
    if days >= 0 { date + Days::new(days.unsigned_abs()) } else { date - Days::new(days.unsigned_abs()) }
}

/// The random school of a seed. Scenarios take turns, so that any run of 18 seeds has them all.
pub fn school(seed: u64) -> School {
    let scenario = SCENARIOS[usize::try_from(seed % 18).expect("small")];
    let mut maker = Maker { dice: Dice::new(seed), scenario, attendance: Vec::new(), timetable: Vec::new(), school: School::default() };
    maker.school.seed = seed;
    maker.school.scenario = Some(scenario);
    maker.span();
    maker.periods();
    maker.subjects_and_teachers();
    maker.classes();
    maker.students();
    maker.groups();
    maker.lessons();
    maker.entries();
    maker.period_marks();
    maker.plans();
    maker.tidy();
    maker.school
}

/// A small deterministic source of choices.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.next_u32() as usize % bound
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
    fn between(&mut self, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        let days = usize::try_from((last - first).num_days()).expect("last is not before first");
        plus(first, i64::try_from(self.below(days + 1)).expect("small"))
    }
}

/// How a class writes its absences down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writes {
    Lessons,
    SubjectDays,
    Days,
    Mixed,
}

struct Slot {
    class: usize,
    weekday: u32,
    number: i64,
    subject: usize,
}

struct Maker {
    dice: Dice,
    scenario: Scenario,
    /// By class.
    attendance: Vec<Writes>,
    timetable: Vec<Slot>,
    school: School,
}

const VACATIONS: [(u32, u32, u32, u32); 3] = [(10, 27, 11, 4), (12, 29, 1, 11), (3, 23, 3, 31)];

fn is_vacation(date: NaiveDate) -> bool {
    VACATIONS.iter().any(|(m1, d1, m2, d2)| day(*m1, *d1) <= date && date <= day(*m2, *d2))
}

fn is_school_day(date: NaiveDate) -> bool {
    date.weekday().number_from_monday() <= 5 && !is_vacation(date)
}

impl Maker {
    fn span(&mut self) {
        let starts = if self.scenario == Scenario::VacationInWindow {
            vec![day(10, 20), day(12, 17)]
        } else {
            vec![day(9, 1), day(9, 15), day(10, 13), day(12, 12), day(2, 10)]
        };
        self.school.first_day = self.dice.pick(&starts);
        self.school.last_day = plus(self.school.first_day, 16 + i64::try_from(self.dice.below(14)).expect("small"));
        let mut date = self.school.first_day;
        while date <= self.school.last_day {
            let kind = if is_vacation(date) {
                "vacation"
            } else if is_school_day(date) {
                "school"
            } else {
                "weekend"
            };
            self.school.calendar.push(CalendarDay { date, kind });
            date = plus(date, 1);
        }
    }

    fn periods(&mut self) {
        let mut add = |id, kind, seq, start, end| {
            self.school.periods.push(GradingPeriod { id, kind, seq, grade_level: None, start, end });
        };
        add("q1", "quarter", 1, day(9, 1), day(10, 26));
        add("q2", "quarter", 2, day(11, 5), day(12, 28));
        add("q3", "quarter", 3, day(1, 12), day(3, 22));
        add("q4", "quarter", 4, day(4, 1), day(5, 31));
        add("h1", "half_year", 1, day(9, 1), day(12, 28));
        add("h2", "half_year", 2, day(1, 12), day(5, 31));
        add("t1", "trimester", 1, day(9, 1), day(11, 16));
        add("t2", "trimester", 2, day(11, 24), day(2, 15));
        add("t3", "trimester", 3, day(2, 24), day(5, 31));
        add("year", "year", 1, day(9, 1), day(5, 31));
        if self.dice.chance(15) {
            // The own bounds of one grade level go before the common ones.
            let (start, end) = (day(9, 1), day(10, 17));
            self.school.periods.push(GradingPeriod { id: "q1", kind: "quarter", seq: 1, grade_level: Some(5), start, end });
        }
        match self.dice.below(16) {
            // A calendar that says nothing of the year, of anything, or knows the half-years of the upper classes only.
            0 | 1 => self.school.periods.retain(|period| period.id != "year"),
            2 => self.school.periods.clear(),
            3 => {
                self.school.periods.retain(|period| period.kind != "half_year");
                let (start, end) = (day(9, 1), day(12, 26));
                self.school.periods.push(GradingPeriod { id: "h1", kind: "half_year", seq: 1, grade_level: Some(10), start, end });
            }
            _ => {}
        }
    }

    fn subjects_and_teachers(&mut self) {
        let names = ["Алгебра", "Русский язык", "Физика", "Английский язык", "Физическая культура", "Разговоры о важном"];
        let count = 2 + self.dice.below(5);
        for name in &names[..count] {
            let assessed =
                if *name == "Разговоры о важном" { Some(false) } else { self.dice.pick(&[None, Some(true), Some(true)]) };
            self.school.subjects.push(Subject { id: name.to_lowercase(), name: (*name).to_owned(), assessed });
        }
        self.school.teachers = vec!["Ёлкина Анна Ивановна".to_owned(), "Громов Пётр Ильич".to_owned()];
    }

    fn classes(&mut self) {
        let grades: Vec<(i64, &str)> = match self.scenario {
            Scenario::GradeOneOnly => vec![(1, "А"), (1, "Б")],
            Scenario::HalfYears => vec![(9, "А"), (10, "А"), (11, "А")],
            Scenario::TwoClasses | Scenario::ClassChange => vec![(6, "А"), (6, "Б"), (9, "В")],
            _ => self
                .dice
                .pick(&[
                    &[(5, "А"), (5, "Б"), (10, "А")][..],
                    &[(1, "А"), (4, "Б")],
                    &[(7, "В")],
                    &[(2, "А"), (5, "А"), (9, "Б"), (11, "А")],
                ])
                .to_vec(),
        };
        for (grade_level, letter) in grades {
            let period_kind = match (grade_level, self.scenario) {
                (10.., _) => Some("half_year"),
                (_, Scenario::Trimesters) => Some("trimester"),
                _ => self.dice.pick(&[Some("quarter"), Some("quarter"), None]),
            };
            self.school.classes.push(Class { id: format!("{grade_level}{letter}"), grade_level, period_kind });
            let writes = match self.scenario {
                Scenario::DayAbsences => self.dice.pick(&[Writes::Days, Writes::Mixed]),
                _ => self.dice.pick(&[Writes::Lessons, Writes::Lessons, Writes::SubjectDays, Writes::Days, Writes::Mixed]),
            };
            self.attendance.push(writes);
        }
    }

    fn students(&mut self) {
        for class in 0..self.school.classes.len() {
            let count = match self.scenario {
                Scenario::OneStudentClasses => 1,
                _ => self.dice.pick(&[0, 2, 3, 4, 5, 6]),
            };
            for _ in 0..count {
                self.student(class);
            }
        }
    }

    fn student(&mut self, class: usize) {
        let number = self.school.students.len();
        let id = format!("p{number}");
        let full_name = self.full_name(number);
        let name = self.school.classes[class].id.clone();
        let next_class = self.school.classes.get(class + 1).filter(|next| next.grade_level == self.school.classes[class].grade_level);
        let next_class = next_class.map(|next| next.id.clone());
        let (first, last) = (self.school.first_day, self.school.last_day);
        let inside = self.dice.between(first, last);
        let start = self.dice.pick(&[Some(day(9, 1)), Some(day(9, 1)), None]);
        let mut left_date = None;
        let mut add = |class: &str, from, to| {
            self.school.class_members.push(ClassMember { student: id.clone(), class: class.to_owned(), from, to });
        };
        let kind = match self.scenario {
            Scenario::AllLeft => 1,
            Scenario::ArrivalsAndDepartures => self.dice.below(4),
            Scenario::ClassChange => 3 + self.dice.below(2),
            Scenario::TwoClasses => 5,
            _ => self.dice.below(40),
        };
        match (kind, next_class) {
            // Admission inside the span.
            (0, _) => add(&name, Some(inside), None),
            // Departure; sometimes the last day itself is still a day of the class.
            (1, _) => {
                left_date = Some(inside);
                add(&name, start, Some(if self.dice.chance(50) { inside } else { plus(inside, -1).max(day(9, 1)) }));
            }
            // Dated to the end of the year, but gone by the student's own card.
            (2, _) => {
                left_date = Some(inside);
                add(&name, Some(day(9, 1)), Some(day(5, 31)));
            }
            (3, Some(next)) => {
                let from = inside.max(day(9, 3));
                add(&name, start, Some(plus(from, -1)));
                add(&next, Some(from), None);
            }
            (5, Some(next)) => {
                let second = self.dice.pick(&[start, Some(inside), Some(day(9, 1))]);
                add(&name, start, None);
                add(&next, second, None);
            }
            _ => add(&name, start, None),
        }
        self.school.students.push(Student { id: id.clone(), full_name, left_date });
    }

    fn full_name(&mut self, number: usize) -> String {
        let last = ["Артёмов", "Берёзкин", "Волков", "Григорьев", "Дроздов", "Ёлкин", "Жаров"];
        let first = ["Иван", "Пётр", "Семён", "Лев", "Фёдор"];
        let number = if self.scenario == Scenario::Namesakes && number % 3 == 2 { number - 1 } else { number };
        format!("{} {} {}ович", last[number % 7], first[number / 7 % 5], ["Иван", "Антон", "Роман"][number % 3])
    }

    /// «Английский язык» is taught in groups; some students are in none and some in both.
    fn groups(&mut self) {
        let Some(english) = self.school.subjects.iter().find(|subject| subject.id == "английский язык").cloned() else {
            return;
        };
        for class in self.school.classes.clone() {
            if self.scenario != Scenario::GroupsOverlap && self.dice.chance(40) {
                continue;
            }
            for name in ["группа 1", "группа 2"] {
                let id = format!("{}|{}|{name}", class.id, english.id);
                self.school.groups.push(StudyGroup { id, class: class.id.clone(), subject: english.id.clone(), name: name.to_owned() });
            }
            let members: Vec<_> = self.school.class_members.iter().filter(|member| member.class == class.id).cloned().collect();
            for member in members {
                let overlap = if self.scenario == Scenario::GroupsOverlap { 50 } else { 8 };
                let which = if self.dice.chance(overlap) { 2 } else { self.dice.pick(&[0, 0, 0, 1, 1, 1, 3]) };
                for (index, name) in ["группа 1", "группа 2"].iter().enumerate() {
                    if which == 2 || which == index {
                        let from =
                            if self.dice.chance(15) { Some(self.dice.between(self.school.first_day, self.school.last_day)) } else { None };
                        let group = format!("{}|{}|{name}", class.id, english.id);
                        self.school.group_members.push(GroupMember { student: member.student.clone(), group, from, to: None });
                    }
                }
            }
        }
    }

    fn lessons(&mut self) {
        for class in 0..self.school.classes.len() {
            for weekday in 1..=5 {
                // A subject twice a day only where absences are written by lesson: "absent in physics that day" does not say from which.
                let twice = self.attendance[class] == Writes::Lessons && self.scenario != Scenario::LessonsWithoutNumbers;
                for number in 1..=i64::try_from(self.dice.below(4)).expect("small") {
                    let subject = self.dice.below(self.school.subjects.len());
                    let seen = self.timetable.iter().any(|slot| (slot.class, slot.weekday, slot.subject) == (class, weekday, subject));
                    if twice || !seen {
                        self.timetable.push(Slot { class, weekday, number, subject });
                    }
                }
            }
        }
        let middle = plus(self.school.first_day, 7);
        for entry in self.school.calendar.clone() {
            if entry.kind != "school" {
                continue;
            }
            let remote = self.scenario == Scenario::RemoteWeek && middle <= entry.date && entry.date < plus(middle, 7);
            for slot in 0..self.timetable.len() {
                if self.timetable[slot].weekday == entry.date.weekday().number_from_monday() {
                    self.lessons_of_slot(slot, entry.date, remote);
                }
            }
        }
    }

    fn lessons_of_slot(&mut self, slot: usize, date: NaiveDate, remote: bool) {
        let Slot { class, subject, number, .. } = self.timetable[slot];
        let (class, subject) = (self.school.classes[class].id.clone(), self.school.subjects[subject].id.clone());
        let mut groups: Vec<Option<String>> = vec![None];
        if self.school.groups.iter().any(|group| group.class == class && group.subject == subject) {
            groups = self
                .school
                .groups
                .iter()
                .filter(|group| group.class == class && group.subject == subject)
                .map(|group| Some(group.id.clone()))
                .collect();
        }
        for group in groups {
            if group.is_some() && self.dice.chance(15) {
                continue;
            }
            let status = match self.dice.below(20) {
                0 => "cancelled",
                1 => "substituted",
                2 => "planned",
                3 => "unknown",
                4 => "remote",
                _ => {
                    if remote {
                        "remote"
                    } else {
                        "held"
                    }
                }
            };
            self.school.lessons.push(Lesson {
                class: class.clone(),
                group,
                subject: subject.clone(),
                date,
                number: if self.scenario == Scenario::LessonsWithoutNumbers { None } else { Some(number) },
                status,
                hours: self.dice.pick(&[None, None, Some(100), Some(50), Some(200)]),
                topic: self.dice.pick(&[Some("Тема урока"), Some("Тема урока"), Some(" "), None]).map(str::to_owned),
            });
        }
    }

    /// Marks and absences of those who are in the class, and in the group, on the day.
    fn entries(&mut self) {
        if self.scenario == Scenario::NothingEntered {
            return;
        }
        let reasons = ["excused", "illness", "unexcused", "unset"];
        for student in 0..self.school.students.len() {
            let id = self.school.students[student].id.clone();
            let classes = self.school.class_members.iter().filter(|member| member.student == id).count();
            let stretch = if self.dice.chance(40) {
                let from = self.dice.between(self.school.first_day, self.school.last_day);
                let reason = if self.dice.chance(12) { "exempt" } else { self.dice.pick(&reasons) };
                Some((from, plus(from, i64::try_from(self.dice.below(12)).expect("small")), reason))
            } else {
                None
            };
            for date in self.school.calendar.iter().map(|entry| entry.date).collect::<Vec<_>>() {
                let away = stretch.filter(|(from, to, _)| *from <= date && date <= *to).map(|(_, _, reason)| reason);
                self.day_of(&id, date, away, classes > 1);
            }
        }
    }

    fn day_of(&mut self, student: &str, date: NaiveDate, away: Option<&'static str>, two_classes: bool) {
        for class in 0..self.school.classes.len() {
            let writes = self.attendance[class];
            let class = self.school.classes[class].id.clone();
            let lessons: Vec<Lesson> =
                self.school.lessons.iter().filter(|lesson| lesson.class == class && lesson.date == date).cloned().collect();
            let enrolled = self.school.class_members.iter().any(|member| {
                member.student == student
                    && member.class == class
                    && member.from.is_none_or(|from| from <= date)
                    && member.to.is_none_or(|to| date <= to)
            });
            if !enrolled {
                continue;
            }
            let mut whole_day = false;
            if let Some(reason) = away
                // Whether a `day` row of one class speaks for the other class too is not said.
                && !two_classes && is_school_day(date) && matches!(writes, Writes::Days | Writes::Mixed)
                && (writes == Writes::Days || self.dice.chance(50))
            {
                whole_day = true;
                for _ in 0..=usize::from(self.dice.chance(10)) {
                    self.absence(student, &class, None, date, None, "day", reason);
                }
            }
            for lesson in lessons {
                let mine = lesson.group.as_ref().is_none_or(|group| {
                    self.school
                        .group_members
                        .iter()
                        .any(|member| member.student == student && member.group == *group && member.from.is_none_or(|from| from <= date))
                });
                if mine && (!matches!(lesson.status, "planned" | "cancelled") || self.dice.chance(5)) {
                    self.entries_of(student, &lesson, away, writes, whole_day);
                }
            }
        }
    }

    fn entries_of(&mut self, student: &str, lesson: &Lesson, away: Option<&'static str>, writes: Writes, whole_day: bool) {
        let number = match writes {
            Writes::SubjectDays => None,
            Writes::Mixed if self.dice.chance(40) => None,
            _ => lesson.number,
        };
        let granularity = if number.is_some() { "lesson" } else { "subject_day" };
        let absent = away.is_some() && !whole_day || self.dice.chance(8);
        // A `day` row beside an absence from a subject without a number: which of them speaks is not said.
        if absent && !(whole_day && number.is_none()) {
            let stray = ["excused", "illness", "unexcused", "unset", "late", "late", "exempt", "remote"];
            let reason = away.unwrap_or_else(|| self.dice.pick(&stray));
            let subject = Some(lesson.subject.clone());
            self.absence(student, &lesson.class, subject.clone(), lesson.date, number, granularity, reason);
            if self.dice.chance(12) {
                // The same cell again, or a second cause beside the first.
                let again = if self.dice.chance(40) { reason } else { self.dice.pick(&stray) };
                self.absence(student, &lesson.class, subject.clone(), lesson.date, number, granularity, again);
            }
            if number.is_some() && !whole_day && self.dice.chance(8) {
                self.absence(student, &lesson.class, subject, lesson.date, None, "subject_day", "unexcused");
            }
        }
        if self.scenario == Scenario::NobodyHasMarks || lesson.class.starts_with("1А") || lesson.class.starts_with("1Б") {
            return;
        }
        let marks = if self.dice.chance(if absent || away.is_some() { 8 } else { 22 }) { 1 + usize::from(self.dice.chance(20)) } else { 0 };
        for _ in 0..marks {
            let kind =
                if self.dice.chance(85) { "score" } else { self.dice.pick(&["credit", "no_credit", "not_assessed", "exempt", "debt"]) };
            let value = if kind == "score" { Some(self.dice.pick(&[5, 5, 4, 4, 3, 3, 2, 1])) } else { None };
            let (student, class, subject) = (student.to_owned(), lesson.class.clone(), lesson.subject.clone());
            self.school.marks.push(Mark { student, class, subject, date: lesson.date, number: lesson.number, kind, value });
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of the row")]
    fn absence(
        &mut self,
        student: &str,
        class: &str,
        subject: Option<String>,
        date: NaiveDate,
        number: Option<i64>,
        granularity: &'static str,
        reason: &'static str,
    ) {
        // One class speaks for a (student, subject, date) without a number.
        let other = self
            .school
            .absences
            .iter()
            .any(|one| one.student == student && one.subject == subject && one.date == date && one.class != class);
        if !other {
            let (student, class) = (student.to_owned(), class.to_owned());
            self.school.absences.push(Absence { student, class, subject, date, number, granularity, reason });
        }
    }

    fn period_marks(&mut self) {
        if self.scenario == Scenario::NobodyHasMarks {
            return;
        }
        for class in self.school.classes.clone() {
            if class.grade_level == 1 {
                continue;
            }
            let periods: &[&'static str] = match class.period_kind {
                Some("half_year") => &["h1", "h2"],
                Some("trimester") => &["t1", "t2", "t3"],
                _ => &["q1", "q2", "q3"],
            };
            for period in periods {
                if self.dice.chance(75) {
                    self.marks_of(&class, period, "period");
                }
            }
            if self.dice.chance(60) {
                self.marks_of(&class, "year", "year");
            }
            if self.dice.chance(30) {
                self.marks_of(&class, "year", self.dice_kind());
            }
        }
    }

    fn dice_kind(&self) -> &'static str {
        if self.school.seed.is_multiple_of(2) { "exam" } else { "final" }
    }

    fn marks_of(&mut self, class: &Class, period: &'static str, kind: &'static str) {
        // A whole subject may be missing in a period, or stand there with empty cells only.
        let subjects: Vec<String> = self.school.subjects.iter().map(|subject| subject.id.clone()).collect();
        let fate: Vec<usize> = subjects.iter().map(|_| self.dice.below(10)).collect();
        let mut students: Vec<String> =
            self.school.class_members.iter().filter(|member| member.class == class.id).map(|member| member.student.clone()).collect();
        students.dedup();
        for student in students {
            let taste = self.dice.below(8);
            for (subject, fate) in subjects.iter().zip(&fate) {
                let grouped = self.school.groups.iter().any(|group| group.class == class.id && group.subject == *subject);
                let own = self.school.group_members.iter().any(|member| {
                    member.student == student && member.group.starts_with(&format!("{}|{subject}|", class.id)) && member.from.is_none()
                });
                let key =
                    |mark: &PeriodMark| mark.student == student && mark.subject == *subject && mark.period == period && mark.kind == kind;
                // Sometimes a mark stands in a group subject of somebody who is in no group.
                let stray = self.dice.chance(8);
                if *fate == 0 || grouped && !own && !stray || self.school.period_marks.iter().any(key) {
                    continue;
                }
                let status = if *fate == 1 { "empty" } else { self.status(taste) };
                let Some(status) = (if status == "missing" { None } else { Some(status) }) else { continue };
                let value = if status == "set" { Some(self.value(taste)) } else { None };
                let (student, subject) = (student.clone(), subject.clone());
                self.school.period_marks.push(PeriodMark { student, class: class.id.clone(), subject, period, kind, status, value });
            }
        }
    }

    fn status(&mut self, taste: usize) -> &'static str {
        let odd = if taste == 7 { 60 } else { 14 };
        if !self.dice.chance(odd) {
            return "set";
        }
        self.dice.pick(&["missing", "empty", "exempt", "not_assessed", "credit", "no_credit"])
    }

    fn value(&mut self, taste: usize) -> i64 {
        match taste {
            0 | 1 => 5,
            2 => self.dice.pick(&[5, 5, 5, 4]),
            3 => self.dice.pick(&[5, 4]),
            4 => self.dice.pick(&[5, 4, 4, 4, 3]),
            5 => self.dice.pick(&[3, 3, 4]),
            _ => self.dice.pick(&[1, 2, 2, 3, 3, 4, 5]),
        }
    }

    fn plans(&mut self) {
        for class in self.school.classes.clone() {
            for subject in self.school.subjects.clone() {
                let mut groups = vec![None];
                let own = self.school.groups.iter().filter(|group| group.class == class.id && group.subject == subject.id);
                groups.extend(own.map(|group| Some(group.id.clone())));
                for group in groups {
                    let common = (class.id.clone(), group.clone(), subject.id.clone());
                    if self.dice.chance(50) {
                        let hours_year = self.dice.pick(&[None, Some(3400), Some(6800), Some(1750)]);
                        self.school.curriculum.push(Curriculum {
                            class: common.0.clone(),
                            group: common.1.clone(),
                            subject: common.2.clone(),
                            hours_year,
                        });
                    }
                    if self.dice.chance(40) {
                        let teacher = if self.dice.chance(50) { "t0" } else { "t1" }.to_owned();
                        self.school.assignments.push(Assignment {
                            teacher,
                            class: common.0.clone(),
                            group: common.1.clone(),
                            subject: common.2.clone(),
                        });
                    }
                    if self.dice.chance(45) {
                        self.plan(&common);
                    }
                }
            }
        }
    }

    fn plan(&mut self, (class, group, subject): &(String, Option<String>, String)) {
        let dated = self.dice.pick(&[100, 70, 0]);
        for seq in 1..=i64::try_from(1 + self.dice.below(9)).expect("small") {
            let date =
                if self.dice.chance(dated) { Some(self.dice.between(self.school.first_day, plus(self.school.last_day, 10))) } else { None };
            let hours = self.dice.pick(&[100, 100, 100, 200, 50, 150]);
            self.school.plan.push(PlannedLesson { class: class.clone(), group: group.clone(), subject: subject.clone(), seq, hours, date });
        }
    }

    fn tidy(&mut self) {
        if self.scenario == Scenario::NoLessonTable {
            self.school.lessons.clear();
        }
        if self.dice.chance(30) {
            self.school.plan.clear();
        }
    }
}
