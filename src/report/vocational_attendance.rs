//! F18 «Сводная ведомость учёта посещаемости группы»: hours missed, all and unexcused, by month and in all; for colleges.

use std::collections::{BTreeSet, HashMap};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::attendance_by_month::MONTHS;
use super::base::{blank, field};
use super::cells::{column, dash, grouped, hundredths, name_columns, number, own_period, period_text, row, table};
use super::class_results::class_teacher;
use super::roll::{Class, classes};
use super::vocational_marksheet::is_group;
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "vocational_attendance",
    title: "Сводная ведомость учёта посещаемости группы",
    form: "F18",
    needs_period: true,
    own_days: true,
    names: true,
    queries: &[("attendance_hours", Some("student")), ("attendance_hours", Some("class")), ("class_list", None)],
    build,
    ..Kind::BASE
};

/// (student or "", month or "" for the total) → row.
type Hours<'a> = HashMap<(&'a str, &'a str), usize>;

fn build(input: &Input<'_>) -> Vec<Document> {
    let [students, .., list] = input.tables else { return Vec::new() };
    let all = classes(students, &Russian::default());
    all.iter().filter(|class| is_group(input, list, class.name)).filter_map(|class| document(input, class)).collect()
}

fn document(input: &Input<'_>, class: &Class<'_>) -> Option<Document> {
    let ([students, by_class, list], Some(period_id)) = (input.tables, input.period_id) else { return None };
    let (of_student, of_class) = (hours(students, class.name), hours(by_class, class.name));
    let months: BTreeSet<&str> = of_class.keys().map(|(_, month)| *month).filter(|month| !month.is_empty()).collect();
    let slots: Vec<&str> = months.iter().copied().chain([""]).collect();
    let curator = class_teacher(list, class.name);
    let mut data = blank(input, KIND.name, KIND.title, &["S1 2.3"]);
    data.head.insert(1, field("Группа", class.name));
    data.head.push(field("Период", &period_text(own_period(list, class.name, period_id))));
    data.head.push(field("Куратор группы", curator));
    data.head.push(field("Студентов", &class.students.len().to_string()));
    let mut rows: Vec<_> = class
        .students
        .iter()
        .enumerate()
        .map(|(at, student)| {
            let mut line = vec![number(at), Cell::text(student.name)];
            line.extend(cells(students, &of_student, student.id, &slots));
            row(at, RowKind::Body, line)
        })
        .collect();
    let mut last = vec![Cell::default(), Cell::text("Всего пропущено часов")];
    last.extend(cells(by_class, &of_class, "", &slots));
    rows.push(row(rows.len(), RowKind::Total, last));
    data.tables.push(table("hours", "", columns(&slots), rows));
    data.notes = vec![
        "В клетках — часы: всего и по неуважительной причине (с пропусками, причина которых не указана). Опоздания в пропуски не входят; урок без числа часов — 1 час.".to_owned(),
    ];
    data.signatories = vec![field("Староста", ""), field("Куратор группы", &person::initials(curator))];
    Some(Document { file_stem: format!("vocational-attendance-{}-{}-{period_id}", input.year, class.name), data })
}

fn hours<'a>(of: &'a Table, class: &str) -> Hours<'a> {
    let text = |row: usize, column: &str| of.get(row, column).as_text().unwrap_or_default();
    let rows = (0..of.rows.len()).filter(|row| text(*row, "class_id") == class);
    rows.map(|row| ((text(row, "student_id"), text(row, "month")), row)).collect()
}

/// Two cells a month and two in all; a month in which he had no lesson and missed none is zero.
fn cells(of: &Table, hours: &Hours<'_>, student: &str, slots: &[&str]) -> Vec<Cell> {
    let value = |slot: &str, column: &str| hours.get(&(student, slot)).and_then(|row| of.get(*row, column).as_int());
    let known = value("", "hours_missed_hundredths").is_some();
    let pair = |slot: &&str| {
        ["hours_missed_hundredths", "hours_unexcused_hundredths"].map(|column| match value(slot, column) {
            // Hours are whole as a rule, and are printed so.
            Some(value) if value % 100 == 0 => Cell::count(value / 100),
            Some(value) => hundredths(value),
            None if known => Cell::count(0),
            None => dash(),
        })
    };
    slots.iter().flat_map(pair).collect()
}

fn columns(slots: &[&str]) -> Vec<DocColumn> {
    let mut columns = name_columns();
    for slot in slots {
        let month = slot.get(5..7).and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.checked_sub(1)?));
        let title = month.map_or_else(|| "Итого за период".to_owned(), |name| format!("{name} {}", slot.get(..4).unwrap_or_default()));
        let key = |what: &str| format!("{what}:{}", if slot.is_empty() { "total" } else { slot });
        let pair = vec![column(key("missed"), "всего", ColumnKind::Number), column(key("unexcused"), "неуваж.", ColumnKind::Number)];
        columns.extend(grouped(&title, pair));
    }
    columns
}
