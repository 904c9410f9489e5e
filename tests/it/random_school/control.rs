//! Random journals for the control: what stands in them, who entered it and when. Rare things are common here: stamps of every
//! precision on both sides of a deadline, calendars with holes, sixth days, outages, substitutes nobody named, groups that overlap.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::{Dice, day, plus};
use crate::query::fixture::Fixture;
use vedomost::regulation::Term;

#[derive(Clone, Debug)]
pub struct Lesson {
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub status: &'static str,
    pub teacher: Option<&'static str>,
    pub planned: Option<&'static str>,
    pub topic: Option<&'static str>,
    pub topic_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Homework {
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub text: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Mark {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub kind: &'static str,
    pub work: Option<&'static str>,
    pub assignment: Option<String>,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
    pub edited_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Assignment {
    pub id: String,
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub work: Option<&'static str>,
}
#[derive(Clone, Debug)]
pub struct Absence {
    pub student: String,
    pub class: usize,
    pub subject: Option<&'static str>,
    pub date: NaiveDate,
    pub number: Option<i64>,
    pub reason: &'static str,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct PeriodMark {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub period: &'static str,
    pub status: &'static str,
    pub teacher: Option<&'static str>,
    pub set_at: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Teaching {
    pub teacher: &'static str,
    pub class: usize,
    pub group: Option<&'static str>,
    pub subject: &'static str,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct Student {
    pub id: String,
    pub class: usize,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub left: Option<NaiveDate>,
    pub groups: Vec<&'static str>,
}
#[derive(Clone, Debug)]
pub struct Remark {
    pub class: usize,
    pub teacher: &'static str,
    pub date: NaiveDate,
    pub due: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
}
#[derive(Clone, Debug)]
pub struct Movement {
    pub student: String,
    pub class: usize,
    pub date: NaiveDate,
    pub entered_at: Option<String>,
}

/// An absence that two exports tell differently.
#[derive(Clone, Debug)]
pub struct Correction {
    pub student: String,
    pub class: usize,
    pub subject: &'static str,
    pub date: NaiveDate,
    pub before: String,
    pub after: String,
}

/// Classes: name, grade level, class teacher.
pub type Class = (&'static str, i64, Option<&'static str>);

/// A random journal and the regulation it is judged by (inside `fixture`).
pub struct Journal {
    pub seed: u64,
    pub classes: Vec<Class>,
    pub students: Vec<Student>,
    /// Date, grade level of its own, kind.
    pub calendar: Vec<(NaiveDate, Option<i64>, &'static str)>,
    /// Period, first and last day; none where nobody told them.
    pub periods: Vec<(&'static str, NaiveDate, NaiveDate)>,
    pub outages: Vec<(NaiveDate, NaiveDate)>,
    pub teachings: Vec<Teaching>,
    pub lessons: Vec<Lesson>,
    pub homework: Vec<Homework>,
    pub assignments: Vec<Assignment>,
    pub marks: Vec<Mark>,
    pub absences: Vec<Absence>,
    pub period_marks: Vec<PeriodMark>,
    pub movements: Vec<Movement>,
    pub remarks: Vec<Remark>,
    pub corrections: Vec<Correction>,
    pub fixture: Fixture,
}

pub const SUBJECTS: [&str; 4] = ["английский язык", "классный час", "физика", "химия"];
pub const GROUPED: &str = "английский язык";
pub const UNASSESSED: &str = "классный час";
/// Code, name, control, homework, written; what it is to a rule.
pub const WORKS: [(&str, &str, bool, bool, bool, &str); 6] = [
    ("КР", "Контрольная", true, false, true, "control"),
    ("ЛР", "Лабораторная работа", false, false, true, "laboratory"),
    ("СР", "Самостоятельная", false, false, true, "independent"),
    ("ДЗ", "Тетрадь", false, true, true, "homework"),
    ("ДИ", "Диктант", false, false, true, "written"),
    ("О", "Ответ", false, false, false, "oral"),
];
const TEACHERS: [&str; 3] = ["t1", "t2", "t3"];
const GROUPS: [&str; 2] = ["g1", "g2"];

pub fn first_day() -> NaiveDate {
    day(10, 13)
}
pub fn last_day() -> NaiveDate {
    day(11, 16)
}

/// The random journal of a seed; six seeds have all the regulations.
pub fn journal(seed: u64) -> Journal {
    let mut maker = Maker { dice: Dice::new(seed ^ 0xC017), journal: blank(seed) };
    maker.regulation();
    maker.calendar();
    maker.people();
    maker.lessons();
    maker.marks();
    maker.rest();
    let mut journal = maker.journal;
    journal.fixture = written(&journal);
    journal
}

fn blank(seed: u64) -> Journal {
    let pack = ["s0", "s1", "s2", "s3", "s4", "neutral"][usize::try_from(seed % 6).expect("small")];
    Journal {
        seed,
        classes: vec![("1А", 1, Some("t1")), ("9Б", 9, Some("t2")), ("10А", 10, None)],
        students: Vec::new(),
        calendar: Vec::new(),
        periods: Vec::new(),
        outages: Vec::new(),
        teachings: Vec::new(),
        lessons: Vec::new(),
        homework: Vec::new(),
        assignments: Vec::new(),
        marks: Vec::new(),
        absences: Vec::new(),
        period_marks: Vec::new(),
        movements: Vec::new(),
        remarks: Vec::new(),
        corrections: Vec::new(),
        fixture: Fixture::new().follows(pack),
    }
}

struct Maker {
    dice: Dice,
    journal: Journal,
}

impl Maker {
    /// Now and then another offset, unit or hour than the pack's.
    fn regulation(&mut self) {
        for deadline in &mut self.journal.fixture.regulation.deadlines {
            if self.dice.chance(35)
                && let Some(term) = deadline.term
            {
                let unit = self.dice.pick(&["calendar_day", "working_day", "school_day"]);
                let back = if deadline.rule == "period_mark" { 2 } else { 0 };
                let offset = i64::try_from(self.dice.below(4)).expect("small") - back;
                let cutoff_minute = self.dice.pick(&[None, None, Some(16 * 60), Some(0)]);
                deadline.term = Some(Term { unit, offset, cutoff_minute, ..term });
            }
        }
        for (key, value) in &mut self.journal.fixture.regulation.values {
            let other = match *key {
                "grade1_homework" => Some(vedomost::regulation::Setting::Text(self.dice.pick(&["none", "recorded"]).to_owned())),
                "homework_optional" => Some(vedomost::regulation::Setting::Int(i64::from(self.dice.chance(50)))),
                "edit_ban_day_kind" => {
                    Some(vedomost::regulation::Setting::Text(self.dice.pick(&["calendar", "working", "school"]).to_owned()))
                }
                "edit_ban_days" => Some(vedomost::regulation::Setting::Int(i64::try_from(self.dice.below(9)).expect("small"))),
                _ => None,
            };
            if let Some(other) = other {
                *value = other;
            }
        }
    }

    fn calendar(&mut self) {
        let six_days = self.dice.chance(30);
        let none = self.dice.chance(10);
        let (mut date, last) = (first_day(), plus(last_day(), 14));
        while date <= last && !none {
            let weekday = date.weekday().number_from_monday();
            let kind = if (day(11, 3)..=day(11, 4)).contains(&date) {
                "holiday"
            } else if (day(10, 27)..=day(11, 2)).contains(&date) {
                "vacation"
            } else if weekday == 7 || weekday == 6 && !six_days {
                "weekend"
            } else {
                self.dice.pick(&["school", "school", "school", "school", "school", "school", "remote", "cancelled"])
            };
            // A day that nobody entered is a hole.
            if !self.dice.chance(1) {
                self.journal.calendar.push((date, None, kind));
            }
            if self.dice.chance(6) {
                self.journal.calendar.push((date, Some(1), "vacation"));
            }
            date = plus(date, 1);
        }
        if !self.dice.chance(10) {
            self.journal.periods.push(("q1", day(9, 1), day(10, 26)));
            self.journal.periods.push(("q2", day(11, 5), day(12, 30)));
        }
        for _ in 0..self.dice.below(3) {
            let from = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
            if self.journal.outages.iter().all(|(other, _)| *other != from) {
                self.journal.outages.push((from, plus(from, i64::try_from(self.dice.below(4)).expect("small"))));
            }
        }
    }

    fn people(&mut self) {
        for class in 0..self.journal.classes.len() {
            let grouped = self.dice.chance(60);
            for _ in 0..self.dice.pick(&[0, 1, 3, 4]) {
                let id = format!("p{}", self.journal.students.len());
                let inside = plus(first_day(), i64::try_from(self.dice.below(34)).expect("small"));
                let (from, to, left) = match self.dice.below(10) {
                    0 => (Some(inside), None, None),
                    1 => (None, Some(inside), Some(inside)),
                    2 => (None, None, Some(inside)),
                    _ => (None, None, None),
                };
                let groups = match self.dice.below(6) {
                    _ if !grouped => Vec::new(),
                    0 => Vec::new(),
                    1 => GROUPS.to_vec(),
                    2 | 3 => vec![GROUPS[0]],
                    _ => vec![GROUPS[1]],
                };
                self.journal.students.push(Student { id, class, from, to, left, groups });
            }
            for subject in SUBJECTS {
                for group in self.groups_of(class, subject) {
                    if self.dice.chance(70) {
                        let (from, to) =
                            self.dice.pick(&[(None, None), (Some(day(9, 1)), None), (Some(day(10, 28)), None), (None, Some(day(10, 20)))]);
                        let teacher = self.dice.pick(&TEACHERS);
                        self.journal.teachings.push(Teaching { teacher, class, group, subject, from, to });
                    }
                }
            }
        }
    }

    fn groups_of(&self, class: usize, subject: &str) -> Vec<Option<&'static str>> {
        let grouped = self.journal.students.iter().any(|student| student.class == class && !student.groups.is_empty());
        if grouped && subject == GROUPED { GROUPS.map(Some).to_vec() } else { vec![None] }
    }

    /// A stamp around a day: mostly that day, of any precision, often on the minute that counts.
    fn stamp(&mut self, date: NaiveDate) -> Option<String> {
        let days = self.dice.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 6, 7, 8, 9, 12, -1, -3]);
        let date = plus(date, days);
        match self.dice.below(12) {
            0 => None,
            1 | 2 => Some(date.to_string()),
            _ => {
                let time =
                    self.dice.pick(&["00:00", "09:15", "12:00", "15:59", "16:00", "16:01", "17:00", "17:01", "20:00", "20:01", "23:59"]);
                Some(format!("{date} {time}"))
            }
        }
    }

    fn lessons(&mut self) {
        let empty_class = self.dice.chance(15).then(|| self.dice.below(3));
        let mut date = first_day();
        while date <= last_day() {
            let weekday = date.weekday().number_from_monday();
            for class in 0..self.journal.classes.len() {
                let taught = if weekday > 5 { 5 } else { 70 };
                if Some(class) == empty_class || !self.dice.chance(taught) {
                    continue;
                }
                for number in 1..=1 + i64::try_from(self.dice.below(2)).expect("small") {
                    let subject = self.dice.pick(&SUBJECTS);
                    for group in self.groups_of(class, subject) {
                        self.lesson(class, group, subject, date, number);
                    }
                }
            }
            date = plus(date, 1);
        }
    }

    fn lesson(&mut self, class: usize, group: Option<&'static str>, subject: &'static str, date: NaiveDate, number: i64) {
        let status = self.dice.pick(&["held", "held", "held", "held", "substituted", "remote", "cancelled", "planned", "unknown"]);
        let planned = self.dice.pick(&[Some("t1"), Some("t2"), None]);
        let teacher = self.dice.pick(&[planned, planned, Some("t3"), None]);
        let topic = self.dice.pick(&[Some("Тема"), Some("Тема"), Some("  "), None]);
        let topic_at = self.stamp(date);
        let number = if self.dice.chance(90) { Some(number) } else { None };
        self.journal.lessons.push(Lesson { class, group, subject, date, number, status, teacher, planned, topic, topic_at });
        for _ in 0..self.dice.pick(&[0, 1, 1, 1, 2]) {
            let group = if self.dice.chance(20) { None } else { group };
            let text = self.dice.pick(&[Some("§ 1"), Some("§ 2"), Some("Не задано"), Some(" "), None]);
            let set_at = self.stamp(date);
            self.journal.homework.push(Homework { class, group, subject, date, text, set_at });
        }
        if self.dice.chance(25) {
            let id = format!("a{}", self.journal.assignments.len());
            let work = self.dice.pick(&[Some("КР"), Some("ЛР"), Some("СР"), Some("О"), None]);
            self.journal.assignments.push(Assignment { id, class, group, subject, date: plus(date, self.dice.pick(&[0, 0, 0, 1])), work });
        }
    }

    fn marks(&mut self) {
        let kinds: Vec<Option<&'static str>> = WORKS.iter().map(|work| Some(work.0)).chain([None]).collect();
        for lesson in self.journal.lessons.clone() {
            let students: Vec<String> =
                self.journal.students.iter().filter(|student| student.class == lesson.class).map(|student| student.id.clone()).collect();
            for student in students {
                let teacher = self.dice.pick(&[Some("t1"), Some("t2"), None]);
                if self.dice.chance(25) {
                    let own: Vec<String> = self
                        .journal
                        .assignments
                        .iter()
                        .filter(|one| one.class == lesson.class && one.subject == lesson.subject && one.date == lesson.date)
                        .map(|one| one.id.clone())
                        .collect();
                    let assignment =
                        if own.is_empty() || self.dice.chance(40) { None } else { Some(own[self.dice.below(own.len())].clone()) };
                    let work = if assignment.is_some() && self.dice.chance(70) { None } else { self.dice.pick(&kinds) };
                    let kind = self.dice.pick(&["score", "score", "score", "credit", "debt"]);
                    let set_at = self.stamp(lesson.date);
                    let edited_at = if self.dice.chance(20) { self.stamp(plus(lesson.date, 4)) } else { None };
                    let (student, class, subject, date) = (student.clone(), lesson.class, lesson.subject, lesson.date);
                    let number = if self.dice.chance(85) { lesson.number } else { None };
                    self.journal.marks.push(Mark {
                        student,
                        class,
                        subject,
                        date,
                        number,
                        kind,
                        work,
                        assignment,
                        teacher,
                        set_at,
                        edited_at,
                    });
                }
                if self.dice.chance(12) {
                    let reason = self.dice.pick(&["unexcused", "unset", "illness", "excused", "late", "exempt", "remote"]);
                    let subject = if self.dice.chance(15) { None } else { Some(lesson.subject) };
                    let number = if subject.is_some() && self.dice.chance(85) { lesson.number } else { None };
                    let set_at = self.stamp(lesson.date);
                    self.journal.absences.push(Absence {
                        student,
                        class: lesson.class,
                        subject,
                        date: lesson.date,
                        number,
                        reason,
                        teacher,
                        set_at,
                    });
                }
            }
        }
    }

    fn rest(&mut self) {
        for student in self.journal.students.clone() {
            for subject in SUBJECTS {
                if self.dice.chance(60) {
                    let status = self.dice.pick(&["set", "set", "set", "not_assessed", "exempt", "empty"]);
                    let set_at = self.stamp(day(10, 23));
                    let (class, teacher) = (student.class, self.dice.pick(&[Some("t1"), None]));
                    let student = student.id.clone();
                    self.journal.period_marks.push(PeriodMark { student, class, subject, period: "q1", status, teacher, set_at });
                }
            }
            if self.dice.chance(15) {
                let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
                let entered_at = self.stamp(date);
                self.journal.movements.push(Movement { student: student.id.clone(), class: student.class, date, entered_at });
            }
        }
        self.corrections();
        for _ in 0..self.dice.below(6) {
            let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
            let due = if self.dice.chance(80) { Some(plus(date, 3)) } else { None };
            let closed = if self.dice.chance(60) { Some(plus(date, i64::try_from(self.dice.below(7)).expect("small"))) } else { None };
            let (class, teacher) = (self.dice.below(3), self.dice.pick(&TEACHERS));
            self.journal.remarks.push(Remark { class, teacher, date, due, closed });
        }
    }

    /// The earlier export some days after the lesson, the later one a week on.
    fn corrections(&mut self) {
        for student in self.journal.students.clone() {
            if self.dice.chance(40) {
                let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
                let earlier = plus(date, self.dice.pick(&[0, 1, 2, 3, 4, 5, 12, 21]));
                let time = self.dice.pick(&["", "", " 00:00", " 16:00", " 23:59"]);
                let (before, after) = (format!("{earlier}{time}"), format!("{}{time}", plus(earlier, self.dice.pick(&[0, 1, 7]))));
                let (class, subject) = (student.class, self.dice.pick(&SUBJECTS));
                self.journal.corrections.push(Correction { student: student.id, class, subject, date, before, after });
            }
        }
    }
}

fn text<T: AsRef<str>>(value: Option<T>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| format!("'{}'", value.as_ref()))
}

fn date(value: Option<NaiveDate>) -> String {
    value.map_or_else(|| "CAST(NULL AS DATE)".to_owned(), |value| format!("DATE '{value}'"))
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(|| "CAST(NULL AS BIGINT)".to_owned(), |value| value.to_string())
}

fn put(fixture: Fixture, table: &str, columns: &str, rows: &[Vec<String>]) -> Fixture {
    if rows.is_empty() {
        return fixture;
    }
    let mut sql = String::new();
    for row in rows {
        let _ = write!(sql, "{}({})", if sql.is_empty() { "" } else { ", " }, row.join(", "));
    }
    fixture.put(table, columns, &sql)
}

/// The tables of the journal, beside its regulation.
fn written(journal: &Journal) -> Fixture {
    let class = |at: usize| text(Some(journal.classes[at].0));
    let mut fixture = Fixture::new();
    fixture.regulation = journal.fixture.regulation.clone();
    let rows: Vec<Vec<String>> = journal
        .classes
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some(one.0)), one.1.to_string(), text(one.2), text(Some("quarter"))])
        .collect();
    fixture = put(fixture, "class", "class_id, name, grade_level, class_teacher_id, period_kind", &rows);
    let rows: Vec<Vec<String>> = SUBJECTS
        .iter()
        .map(|one| vec![text(Some(one)), text(Some(one)), if *one == UNASSESSED { "FALSE" } else { "TRUE" }.to_owned()])
        .collect();
    fixture = put(fixture, "subject", "subject_id, name, assessed", &rows);
    let rows: Vec<Vec<String>> = TEACHERS.iter().map(|one| vec![text(Some(one)), format!("'Имя {one}'")]).collect();
    fixture = put(fixture, "teacher", "teacher_id, full_name", &rows);
    let rows: Vec<Vec<String>> =
        journal.students.iter().map(|one| vec![text(Some(&one.id)), format!("'Имя {}'", one.id), date(one.left)]).collect();
    fixture = put(fixture, "student", "student_id, full_name, left_date", &rows);
    let rows: Vec<Vec<String>> =
        journal.students.iter().map(|one| vec![text(Some(&one.id)), class(one.class), date(one.from), date(one.to)]).collect();
    fixture = put(fixture, "class_membership", "student_id, class_id, from_date, to_date", &rows);
    let rows: Vec<Vec<String>> = journal
        .students
        .iter()
        .flat_map(|one| {
            one.groups.iter().map(move |group| vec![text(Some(&one.id)), format!("'{}|{group}'", journal.classes[one.class].0)])
        })
        .collect();
    fixture = put(fixture, "group_membership", "student_id, group_id", &rows);
    let rows: Vec<Vec<String>> = (0..journal.classes.len())
        .flat_map(|at| GROUPS.map(|group| vec![group_id(journal, at, Some(group)), class(at), text(Some(GROUPED)), text(Some(group))]))
        .collect();
    fixture = put(fixture, "study_group", "group_id, class_id, subject_id, name", &rows);
    let rows: Vec<Vec<String>> = journal.calendar.iter().map(|one| vec![date(Some(one.0)), number(one.1), text(Some(one.2))]).collect();
    fixture = put(fixture, "calendar_day", "date, grade_level, kind", &rows);
    let rows: Vec<Vec<String>> = journal
        .periods
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some("quarter")), "1".to_owned(), date(Some(one.1)), date(Some(one.2))])
        .collect();
    fixture = put(fixture, "grading_period", "period_id, kind, seq, start_date, end_date", &rows);
    let rows: Vec<Vec<String>> = journal.outages.iter().map(|one| vec![date(Some(one.0)), date(Some(one.1))]).collect();
    fixture = put(fixture, "outage", "start_date, end_date", &rows);
    let rows: Vec<Vec<String>> = WORKS
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some(one.1)), one.2.to_string(), one.3.to_string(), one.4.to_string()])
        .collect();
    fixture = put(fixture, "assignment_kind", "assignment_kind, name, is_control, is_homework, is_written", &rows);
    events(journal, fixture)
}

fn group_id(journal: &Journal, class: usize, group: Option<&str>) -> String {
    text(group.map(|group| format!("{}|{group}", journal.classes[class].0)))
}

fn events(journal: &Journal, mut fixture: Fixture) -> Fixture {
    let class = |at: usize| text(Some(journal.classes[at].0));
    let group = |at: usize, name: Option<&str>| group_id(journal, at, name);
    let rows: Vec<Vec<String>> = journal
        .teachings
        .iter()
        .map(|one| {
            vec![
                text(Some(one.teacher)),
                class(one.class),
                group(one.class, one.group),
                text(Some(one.subject)),
                date(one.from),
                date(one.to),
            ]
        })
        .collect();
    fixture = put(fixture, "teaching_assignment", "teacher_id, class_id, group_id, subject_id, from_date, to_date", &rows);
    let rows: Vec<Vec<String>> = journal
        .lessons
        .iter()
        .map(|one| {
            let place = [class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date)), number(one.number)];
            let what = [text(Some(one.status)), text(one.teacher), text(one.planned), text(one.topic), text(one.topic_at.as_ref())];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "class_id, group_id, subject_id, date, lesson_number, status, teacher_id, planned_teacher_id, topic, topic_set_at";
    fixture = put(fixture, "lesson", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .homework
        .iter()
        .map(|one| {
            let place = [class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date))];
            place.into_iter().chain([text(one.text), text(one.set_at.as_ref())]).collect()
        })
        .collect();
    fixture = put(fixture, "homework", "class_id, group_id, subject_id, date, text, set_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .assignments
        .iter()
        .map(|one| {
            let place = [text(Some(&one.id)), class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date))];
            place.into_iter().chain([text(one.work)]).collect()
        })
        .collect();
    fixture = put(fixture, "assignment", "assignment_id, class_id, group_id, subject_id, date, assignment_kind", &rows);
    let rows: Vec<Vec<String>> = journal
        .marks
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let value = if one.kind == "score" { "4" } else { "CAST(NULL AS BIGINT)" };
            let place = [text(Some(&one.student)), class(one.class), text(Some(one.subject)), date(Some(one.date)), number(one.number)];
            let what = [at.to_string(), text(Some(one.kind)), value.to_owned(), text(one.work), text(one.assignment.as_ref())];
            let who = [text(one.teacher), text(one.set_at.as_ref()), text(one.edited_at.as_ref())];
            place.into_iter().chain(what).chain(who).collect()
        })
        .collect();
    let columns = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, assignment_kind, assignment_id, teacher_id, set_at, edited_at";
    fixture = put(fixture, "mark", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .absences
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let granularity = if one.subject.is_none() {
                "day"
            } else if one.number.is_some() {
                "lesson"
            } else {
                "subject_day"
            };
            let place = [text(Some(&one.student)), class(one.class), text(one.subject), date(Some(one.date)), number(one.number)];
            let what = [at.to_string(), text(Some(granularity)), text(Some(one.reason)), text(one.teacher), text(one.set_at.as_ref())];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason, teacher_id, set_at";
    fixture = put(fixture, "attendance", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .period_marks
        .iter()
        .map(|one| {
            let value = if one.status == "set" { "4" } else { "CAST(NULL AS BIGINT)" };
            let place = [text(Some(&one.student)), class(one.class), text(Some(one.subject)), text(Some(one.period)), text(Some("period"))];
            place.into_iter().chain([text(Some(one.status)), value.to_owned(), text(one.teacher), text(one.set_at.as_ref())]).collect()
        })
        .collect();
    fixture = put(fixture, "period_mark", "student_id, class_id, subject_id, period_id, kind, status, value, teacher_id, set_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .movements
        .iter()
        .map(|one| {
            vec![text(Some(&one.student)), text(Some("transfer_in")), date(Some(one.date)), class(one.class), text(one.entered_at.as_ref())]
        })
        .collect();
    fixture = put(fixture, "student_movement", "student_id, kind, date, to_class_id, entered_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .corrections
        .iter()
        .map(|one| {
            let place = [text(Some("attendance")), text(Some(&one.student)), text(Some(one.subject)), date(Some(one.date))];
            let what = [text(Some("unset")), text(Some("illness")), text(Some(&one.before)), text(Some(&one.after)), "2".to_owned()];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "table_name, student_id, subject_id, date, old_values, new_values, previous_as_of, as_of, version";
    fixture = put(fixture, "edit", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .remarks
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let days = [date(Some(one.date)), date(one.due), date(one.closed)];
            [format!("'r{at}'"), class(one.class), text(Some(one.teacher))].into_iter().chain(days).chain(["'Тема'".to_owned()]).collect()
        })
        .collect();
    put(fixture, "remark", "remark_id, class_id, teacher_id, date, due_date, closed_date, text", &rows)
}
