//! F19 «Прохождение программы»: planned and given hours of classes and subjects, and of every course with the causes of its lag.

use std::collections::BTreeMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, DocColumn, DocTable, RowKind};
use crate::model::table::{Table, Value};

use super::base::{blank, field, signatories};
use super::figures::{asked, count, date, hundredths, int, number, share, stem, table, text, total_text, words};
use super::levels::Levels;
use super::{Document, Input, Kind, programme_semesters, subject_order};

pub const KIND: Kind = Kind {
    name: "programme",
    title: "Прохождение программы",
    form: "F19",
    queries: &[
        ("programme_summary", Some("class")),
        ("programme_summary", Some("grade_level")),
        ("programme_summary", Some("stage")),
        ("programme_summary", Some("school")),
        ("programme_summary", Some("subject")),
        ("programme_completion", None),
        ("programme_missed", None),
        ("report_day", None),
        ("programme_by_period", None),
    ],
    each_period: &[("performance", Some("class_subject"))],
    of_periods: |id| id.starts_with('s') || id == "year",
    build,
    ..Kind::BASE
};

/// Causes of a day without its lesson, as the sheet names them.
const CAUSES: [(&str, &str); 5] = [
    ("holiday", "праздник, каникулы"),
    ("quarantine", "карантин, мороз"),
    ("replaced", "замена другим предметом"),
    ("cancelled", "урок отменён"),
    ("other", "причина не указана"),
];

fn build(input: &Input<'_>) -> Vec<Document> {
    let [_, _, _, _, subjects, courses, missed, day, periods] = input.tables else { return Vec::new() };
    let Some(summary) = Levels::of(input.tables).filter(|_| !courses.rows.is_empty()) else { return Vec::new() };
    let digits = input.rules.percent_digits;
    let mut data = blank(input, KIND.name, KIND.title, &["S0 4.5", "S0 6.2", "S1 1.4", "S2 4.3"]);
    data.head.extend(asked(input));
    data.head.push(field("На день", &date(day.get(0, "day"))));
    let lines = summary.lines(total_text(input));
    let rows = lines.iter().map(|line| (line.kind, totals(line.label.clone(), |column| summary.int(line, column), digits))).collect();
    data.tables.push(table("classes", "По классам", total_columns("class", "Параллель, класс", "Предметов в классах"), rows));
    data.tables.push(by_subject(subjects, &summary, digits));
    data.tables.push(by_course(courses, missed, digits));
    data.notes = notes(courses);
    if let Some(table) = programme_semesters::table(periods, input.periods, digits) {
        data.tables.push(table);
        data.notes.push(programme_semesters::NOTE.to_owned());
    }
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn total_columns(key: &str, title: &str, courses: &str) -> Vec<DocColumn> {
    vec![
        words(key, title),
        number("courses", courses),
        number("on_plan", "по плану"),
        number("behind", "отстают"),
        number("not_determinable", "не опред."),
        number("planned", "По плану к дате, ч"),
        number("given", "Дано, ч"),
        number("with_topic", "из них с темой, ч"),
        number("share", "Выполнение, %"),
        number("lag", "Отставание, ч"),
    ]
}

fn totals(label: String, of: impl Fn(&str) -> Option<i64>, digits: u8) -> Vec<Cell> {
    let mut cells = vec![Cell::text(label)];
    cells.extend(["courses", "on_plan", "behind", "not_determinable"].map(|column| count(of(column))));
    let (planned, with_topic) = (of("planned_to_date_hundredths"), of("given_with_topic_hundredths"));
    cells.extend([
        hundredths(planned),
        hundredths(of("given_hours_hundredths")),
        hundredths(with_topic),
        share(with_topic, planned, digits),
    ]);
    cells.push(hundredths(of("lag_hundredths")));
    cells
}

fn by_subject(subjects: &Table, summary: &Levels<'_>, digits: u8) -> DocTable {
    let order = Russian::default();
    let mut rows: Vec<usize> = (0..subjects.rows.len()).collect();
    rows.sort_by(|left, right| subject_order::compare(&order, text(subjects, *left, "subject"), text(subjects, *right, "subject")));
    let of =
        |row: &usize| (RowKind::Body, totals(text(subjects, *row, "subject").to_owned(), |column| int(subjects, *row, column), digits));
    let mut lines: Vec<(RowKind, Vec<Cell>)> = rows.iter().map(of).collect();
    lines.push((RowKind::Total, totals("Итого".to_owned(), |column| summary.school(column).as_int(), digits)));
    table("subjects", "По предметам", total_columns("subject", "Предмет", "Классов с предметом"), lines)
}

/// Every course: what its class, group and subject planned and was given, and why not.
fn by_course(courses: &Table, missed: &Table, digits: u8) -> DocTable {
    let order = Russian::default();
    let mut rows: Vec<usize> = (0..courses.rows.len()).collect();
    let of = |row: usize, column: &str| text(courses, row, column);
    rows.sort_by(|left, right| {
        compare_classes(&order, of(*left, "class_id"), of(*right, "class_id"))
            .then_with(|| subject_order::compare(&order, of(*left, "subject"), of(*right, "subject")))
            .then_with(|| order.compare(of(*left, "group_id"), of(*right, "group_id")))
    });
    let days = days(missed);
    let cells = |row: &usize| {
        let hours = |column: &str| int(courses, *row, column);
        let subject = match of(*row, "group_id").rsplit('|').next() {
            Some(group) if !group.is_empty() => format!("{}, {group}", of(*row, "subject")),
            _ => of(*row, "subject").to_owned(),
        };
        let (planned, with_topic) = (hours("planned_to_date_hundredths"), hours("given_with_topic_hundredths"));
        let cells = vec![
            Cell::text(of(*row, "class_id")),
            Cell::text(subject),
            hundredths(hours("curriculum_hours_hundredths")),
            hundredths(hours("planned_hours_hundredths")),
            hundredths(planned),
            hundredths(hours("given_hours_hundredths")),
            hundredths(with_topic),
            share(with_topic, planned, digits),
            hundredths(hours("lag_hundredths")),
            Cell::text(causes(courses, *row, &days)),
        ];
        (RowKind::Body, cells)
    };
    let mut columns = vec![
        words("class", "Класс"),
        words("subject", "Предмет, подгруппа"),
        number("curriculum", "Учебный план, ч в год"),
        number("planned_year", "КТП, ч в год"),
        number("planned", "По плану к дате, ч"),
        number("given", "Дано, ч"),
        number("with_topic", "из них с темой, ч"),
        number("share", "Выполнение, %"),
        number("lag", "Отставание, ч"),
        words("causes", "Причина невыполнения (дни плана без урока)"),
    ];
    columns.iter_mut().take(1).for_each(|class| class.merge = true);
    let mut made = table("courses", "По курсам", columns, rows.iter().map(cells).collect());
    // Rows of a class are one group: its name stands once and again on each page.
    let mut last: (Option<&str>, u32) = (None, 0);
    for (row, line) in rows.iter().zip(&mut made.rows) {
        let class = of(*row, "class_id");
        if last.0 != Some(class) {
            last = (Some(class), last.1 + 1);
        }
        line.group = last.1;
    }
    made
}

/// (class, group, subject) → cause → days on which the plan has a lesson and the journal has none.
type Days<'a> = BTreeMap<(&'a str, &'a str, &'a str), BTreeMap<&'a str, Vec<&'a Value>>>;

fn days(missed: &Table) -> Days<'_> {
    let mut days = Days::new();
    for row in 0..missed.rows.len() {
        let of = |column: &str| text(missed, row, column);
        let course = days.entry((of("class_id"), of("group_key"), of("subject_id"))).or_default();
        course.entry(of("cause")).or_default().push(missed.get(row, "planned_date"));
    }
    for days in days.values_mut().flat_map(BTreeMap::values_mut) {
        days.sort();
    }
    days
}

/// Days of one cause that are told one by one; more are counted.
const DAYS_MOST: usize = 6;

/// «урок отменён — 7 ч: 12.11, 19.11».
fn causes(courses: &Table, row: usize, days: &Days<'_>) -> String {
    let of = |column: &str| text(courses, row, column);
    let empty = BTreeMap::new();
    let course = days.get(&(of("class_id"), of("group_id"), of("subject_id"))).unwrap_or(&empty);
    let told = |(cause, words): &(&str, &str)| {
        let hours = int(courses, row, &format!("missed_{cause}_hundredths")).filter(|hours| *hours > 0)?;
        let days = course.get(cause).map_or(&[][..], Vec::as_slice);
        let dates: Vec<String> = days.iter().map(|day| date(day).get(..5).unwrap_or_default().to_owned()).collect();
        let dates = match dates.get(..DAYS_MOST) {
            Some(first) if dates.len() > DAYS_MOST => format!("{} и ещё {}", first.join(", "), dates.len() - DAYS_MOST),
            _ => dates.join(", "),
        };
        Some(format!("{words} — {} ч: {dates}", hundredths(Some(hours)).text))
    };
    CAUSES.iter().filter_map(told).collect::<Vec<_>>().join("; ")
}

fn notes(courses: &Table) -> Vec<String> {
    let mut notes = vec![
        "Выполнение = часы данных уроков с темой / часы плана к дате; отставание = план к дате − дано (отрицательное — опережение). Проценты итоговых строк посчитаны по суммам.".to_owned(),
        "Урок, данный позже взамен пропущенного, уменьшает отставание, но день плана без урока остаётся в причинах.".to_owned(),
        "Если предмет ведут по подгруппам, в строки классов и предметов входит подгруппа с наибольшим отставанием или сумма подгрупп — как велит регламент.".to_owned(),
    ];
    let undated: i64 = (0..courses.rows.len()).filter_map(|row| int(courses, row, "undated_rows")).sum();
    if undated > 0 {
        notes.push(format!("Строк планирования без даты: {undated}; в план к дате они не входят."));
    }
    if (0..courses.rows.len()).any(|row| int(courses, row, "lag_hundredths").is_none()) {
        notes.push("«—»: у курса нет планирования с датами, или в выгрузке нет уроков.".to_owned());
    }
    notes
}
