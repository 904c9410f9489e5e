//! The pages of the printed journal: for each subject (and study group) its lessons, eleven a page: marks at the left, topics at the right; after the
//! last lesson of a period its marks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::number::short_decimal_text;
use crate::model::person;
use crate::model::table::{Table, Value};

use super::cells::{column, name_columns, number, row, table};
use super::journal_results::{self, Results};
use super::roll::{Class, Student};
use super::subject_order;

/// Lessons on a page, as in the journals that schools keep on paper.
const LESSONS: usize = 11;

/// A lesson: its day and number; equal for marks without a number on a day without lessons.
type Slot = (NaiveDate, Option<i64>);

/// A part of the journal: a subject, or a study group of one.
struct Course<'a> {
    title: String,
    subject: &'a str,
    group: Option<&'a str>,
    /// Lesson → row of `journal_lesson`; `None` where only an entry tells of it.
    lessons: BTreeMap<Slot, Option<usize>>,
    teachers: BTreeSet<&'a str>,
}

/// The rows of the queries, with what is looked up often.
pub struct Journal<'a> {
    lessons: &'a Table,
    entries: &'a Table,
    /// Class, student, subject → rows of `journal_entry`.
    of_student: HashMap<[&'a str; 3], Vec<usize>>,
    /// group → students.
    members: HashMap<&'a str, BTreeSet<&'a str>>,
    results: Results<'a>,
}

/// A column of the left page.
enum Place<'p, 'a> {
    Lesson(&'p Slot),
    Result(&'p journal_results::Result<'a>),
}

impl<'a> Journal<'a> {
    /// From `journal_lesson`, `journal_entry` and `group_span`.
    pub fn of(lessons: &'a Table, entries: &'a Table, groups: &'a Table, results: Results<'a>) -> Self {
        let mut of_student: HashMap<_, Vec<usize>> = HashMap::new();
        for row in 0..entries.rows.len() {
            of_student.entry(["class_id", "student_id", "subject_id"].map(|column| text(entries, row, column))).or_default().push(row);
        }
        let mut members: HashMap<_, BTreeSet<&str>> = HashMap::new();
        for row in 0..groups.rows.len() {
            members.entry(text(groups, row, "group_id")).or_default().insert(text(groups, row, "student_id"));
        }
        Self { lessons, entries, of_student, members, results }
    }

    /// Two tables for each eleven lessons: `marks:…` and `topics:…`; the first of a subject carries its title as caption.
    pub fn pages(&self, class: &Class<'_>, order: &Russian) -> Vec<DocTable> {
        let mut pages = Vec::new();
        for (at, course) in self.courses(class, order).iter().enumerate() {
            let students = self.students(class, course);
            let slots: Vec<(&Slot, &Option<usize>)> = course.lessons.iter().collect();
            let days: Vec<NaiveDate> = course.lessons.keys().map(|(date, _)| *date).collect();
            let results = self.results.columns(class.name, course.subject, &students);
            for (page, slots) in slots.chunks(LESSONS).enumerate() {
                let name = |what: &str| format!("{what}:{:02}:{:02}", at + 1, page + 1);
                let caption = if page == 0 { course.title.clone() } else { String::new() };
                let places = places(slots, page * LESSONS, &results, &days);
                pages.push(self.marks(&name("marks"), caption, (class.name, course), &students, &places));
                pages.push(self.topics(&name("topics"), course, slots));
            }
        }
        pages
    }

    fn courses(&self, class: &Class<'_>, order: &Russian) -> Vec<Course<'a>> {
        let mut courses: BTreeMap<(&str, Option<&str>), Course<'a>> = BTreeMap::new();
        for row in (0..self.lessons.rows.len()).filter(|row| text(self.lessons, *row, "class_id") == class.name) {
            let (subject, group) = (text(self.lessons, row, "subject_id"), self.lessons.get(row, "group_id").as_text());
            let Some(slot) = slot(self.lessons, row) else { continue };
            let course = courses.entry((subject, group)).or_insert_with(|| {
                let name = text(self.lessons, row, "subject");
                let title = match (group, self.lessons.get(row, "group_name").as_text()) {
                    (None, _) => name.to_owned(),
                    (Some(group), group_name) => format!("{name} ({})", group_name.unwrap_or(group)),
                };
                Course { title, subject, group, lessons: BTreeMap::new(), teachers: BTreeSet::new() }
            });
            course.lessons.insert(slot, Some(row));
            course.teachers.extend(self.lessons.get(row, "teacher").as_text());
        }
        self.entries_without_lesson(class, &mut courses);
        let mut courses: Vec<Course<'a>> = courses.into_values().collect();
        courses.sort_by(|left, right| subject_order::compare(order, &left.title, &right.title));
        courses
    }

    /// A day with entries and no lesson of that subject gets a column without a topic: nothing that stands in the journal is lost.
    fn entries_without_lesson(&self, class: &Class<'_>, courses: &mut BTreeMap<(&'a str, Option<&'a str>), Course<'a>>) {
        for row in (0..self.entries.rows.len()).filter(|row| text(self.entries, *row, "class_id") == class.name) {
            let (subject, student) = (text(self.entries, row, "subject_id"), text(self.entries, row, "student_id"));
            let Some(slot) = slot(self.entries, row) else { continue };
            let has = |course: &&Course<'a>| self.belongs(course, student) && column_of(course, slot).is_some();
            if courses.values().filter(|course| course.subject == subject).any(|course| has(&course)) {
                continue;
            }
            // Where the subject is taught in groups only, the entry goes to the student's own.
            let own =
                courses.values().find(|course| course.subject == subject && self.belongs(course, student)).and_then(|course| course.group);
            let course = courses.entry((subject, own)).or_insert_with(|| Course {
                title: subject.to_owned(),
                subject,
                group: None,
                lessons: BTreeMap::new(),
                teachers: BTreeSet::new(),
            });
            course.lessons.entry(slot).or_insert(None);
        }
    }

    fn belongs(&self, course: &Course<'_>, student: &str) -> bool {
        course.group.is_none_or(|group| self.members.get(group).is_some_and(|members| members.contains(student)))
    }

    fn students<'b>(&self, class: &'b Class<'_>, course: &Course<'_>) -> Vec<&'b Student<'b>> {
        class.students.iter().filter(|student| self.belongs(course, student.id)).collect()
    }

    fn marks(
        &self,
        name: &str,
        caption: String,
        (class, course): (&str, &Course<'_>),
        students: &[&Student<'_>],
        places: &[Place<'_, '_>],
    ) -> DocTable {
        let mut columns = name_columns();
        columns.extend(places.iter().map(|place| match place {
            Place::Lesson((date, lesson)) => {
                let key = format!("lesson:{date}:{}", lesson.unwrap_or_default());
                column(key, format!("{:02}.{:02}", date.day(), date.month()), ColumnKind::Mark)
            }
            Place::Result(result) => result.column.clone(),
        }));
        let rows = students.iter().enumerate().map(|(at, student)| {
            let mut shown: HashMap<Slot, Vec<String>> = HashMap::new();
            for entry in self.of_student.get(&[class, student.id, course.subject]).into_iter().flatten() {
                let place = slot(self.entries, *entry).and_then(|slot| column_of(course, slot));
                if let Some(place) = place {
                    shown.entry(place).or_default().push(entry_text(self.entries, *entry));
                }
            }
            let mut cells = vec![number(at), Cell::text(student.name)];
            cells.extend(places.iter().map(|place| match place {
                Place::Lesson(slot) => Cell::text(shown.get(*slot).map(|all| all.join(" ")).unwrap_or_default()),
                Place::Result(result) => self.results.cell(result, student.id),
            }));
            row(at, RowKind::Body, cells)
        });
        table(name, caption, columns, rows.collect())
    }

    fn topics(&self, name: &str, course: &Course<'_>, slots: &[(&Slot, &Option<usize>)]) -> DocTable {
        let titles = [("date", "Дата"), ("hours", "ч"), ("weight", "Вес"), ("topic", "Содержание урока"), ("homework", "Задание на дом")];
        let columns = titles.map(|(key, title)| column(key, title, ColumnKind::Text)).to_vec();
        let rows = slots.iter().enumerate().map(|(at, ((date, _), lesson))| {
            let of = |column: &str| lesson.and_then(|row| self.lessons.get(row, column).as_text()).unwrap_or_default();
            let hours = lesson.and_then(|row| self.lessons.get(row, "hours_hundredths").as_int());
            let weights: Vec<String> = of("weights").split(' ').filter_map(|one| one.parse().ok()).map(short_decimal_text).collect();
            let cells = vec![
                Cell::text(date.format("%d.%m").to_string()),
                Cell::text(hours.map(short_decimal_text).unwrap_or_default()),
                Cell::text(weights.join(", ")),
                Cell::text(of("topic")),
                Cell::text(of("homework")),
            ];
            row(at, RowKind::Body, cells)
        });
        let teachers: Vec<String> = course.teachers.iter().map(|name| person::initials(name)).collect();
        let caption = if teachers.is_empty() { course.title.clone() } else { format!("{} — {}", course.title, teachers.join(", ")) };
        table(name, caption, columns, rows.collect())
    }
}

/// The columns of a page that begins with lesson number `first`: its lessons, each result after its last; a result before all lessons opens the
/// first page.
fn places<'p, 'a>(
    slots: &[(&'p Slot, &Option<usize>)],
    first: usize,
    results: &'p [journal_results::Result<'a>],
    days: &[NaiveDate],
) -> Vec<Place<'p, 'a>> {
    let standing = |after: usize| results.iter().filter(move |result| result.after(days) == after).map(Place::Result);
    let mut places: Vec<Place<'p, 'a>> = if first == 0 { standing(0).collect() } else { Vec::new() };
    for ((slot, _), at) in slots.iter().zip(first + 1..) {
        places.push(Place::Lesson(slot));
        places.extend(standing(at));
    }
    places
}

fn text<'a>(of: &'a Table, row: usize, column: &str) -> &'a str {
    of.get(row, column).as_text().unwrap_or_default()
}

fn slot(of: &Table, row: usize) -> Option<Slot> {
    if let Value::Date(date) = of.get(row, "date") { Some((*date, of.get(row, "lesson_number").as_int())) } else { None }
}

/// The column of an entry: its lesson; without a number, or with a number that no lesson of the day has, the day's first.
fn column_of(course: &Course<'_>, slot: Slot) -> Option<Slot> {
    let same_day = || course.lessons.keys().find(|(date, _)| *date == slot.0).copied();
    if course.lessons.contains_key(&slot) { Some(slot) } else { same_day() }
}

fn entry_text(of: &Table, row: usize) -> String {
    let value = of.get(row, "value").as_int();
    let sign = match text(of, row, "modifier") {
        "plus" => "+",
        "minus" => "−",
        _ => "",
    };
    match (text(of, row, "kind"), value) {
        ("absence", Some(gravity)) => {
            ["ОП", "УП", "Б", "ОТ", "НП", "ОСВ", "ДО"].get(usize::try_from(gravity).unwrap_or(0)).copied().unwrap_or_default().to_owned()
        }
        ("credit", _) => "зач".to_owned(),
        ("no_credit", _) => "незач".to_owned(),
        ("not_assessed", _) => "н/а".to_owned(),
        ("exempt", _) => "осв".to_owned(),
        ("debt", _) => "•".to_owned(),
        (_, value) => value.map(|value| format!("{value}{sign}")).unwrap_or_default(),
    }
}
