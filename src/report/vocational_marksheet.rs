//! F17 «Сводная ведомость успеваемости группы»: students × disciplines, courses and modules, practice; for colleges.

use std::collections::BTreeMap;

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::base::{blank, field};
use super::cells::{column, mark, name_columns, number, period_text, row, table};
use super::class_report::rates_table;
use super::class_results::{Grid, class_teacher};
use super::roll::{Class, classes};
use super::{Document, Input, Kind, subject_order};

pub const KIND: Kind = Kind {
    name: "vocational_marksheet",
    title: "Сводная ведомость успеваемости группы",
    form: "F17",
    needs_period: true,
    names: true,
    queries: &[("standing", None), ("result_cell", None), ("performance", Some("class")), ("marksheet_cell", None), ("class_list", None)],
    build,
    ..Kind::BASE
};

const COURSES: &str = "Междисциплинарные курсы и профессиональные модули";
const PRACTICE: &str = "Практика";

fn build(input: &Input<'_>) -> Vec<Document> {
    let [standing, .., list] = input.tables else { return Vec::new() };
    let order = Russian::default();
    classes(standing, &order)
        .iter()
        .filter(|class| is_group(input, list, class.name))
        .filter_map(|class| document(input, class, &order))
        .collect()
}

/// Groups of colleges: without a grade level; or the class that was asked for by name.
pub fn is_group(input: &Input<'_>, list: &Table, class: &str) -> bool {
    let row = super::cells::of_class(list, class);
    input.class_id.is_some() || row.is_some_and(|row| list.get(row, "grade_level").as_int().is_none())
}

/// By the code that a curriculum puts before the name.
fn group_of(subject: &str) -> &'static str {
    let starts = |codes: &[&str]| codes.iter().any(|code| subject.starts_with(code));
    match () {
        () if starts(&["МДК", "ПМ"]) => COURSES,
        () if starts(&["УП.", "ПП.", "УП ", "ПП ", "ПДП"]) || subject.to_lowercase().contains("практика") => PRACTICE,
        () => "Дисциплины",
    }
}

fn document(input: &Input<'_>, class: &Class<'_>, order: &Russian) -> Option<Document> {
    let ([_, cells, rates, all, list], Some(period_id)) = (input.tables, input.period_id) else { return None };
    let mut grid = Grid::of(cells, class.name, order);
    let rank = |subject: &str| ["Дисциплины", COURSES, PRACTICE].iter().position(|group| *group == group_of(subject));
    grid.subjects.sort_by_key(|(_, name)| rank(name));
    let exams = if period_id == "year" { exams(all, class.name, order) } else { Vec::new() };
    let curator = class_teacher(list, class.name);
    let mut data = blank(input, KIND.name, KIND.title, &["S1 3.2"]);
    data.head.insert(1, field("Группа", class.name));
    data.head.push(field("Период", &period_text(period_id)));
    data.head.push(field("Куратор группы", curator));
    data.head.push(field("Студентов", &class.students.len().to_string()));
    let rows = class.students.iter().enumerate().map(|(at, student)| {
        let mut line = vec![number(at), Cell::text(student.name)];
        line.extend(grid.marks(student.id));
        line.extend(exams.iter().map(|(subject, _)| exam(all, class.name, student.id, subject)));
        line.push(Cell::default());
        row(at, RowKind::Body, line)
    });
    let rows: Vec<DocRow> = rows.collect();
    data.tables.push(table("marks", "", columns(&grid.subjects, &exams), rows));
    data.tables.push(rates_table(rates, class.name, ["Абсолютная успеваемость", "Качественный показатель"], input.rules.percent_digits));
    data.notes = vec![
        "Пустая клетка — отметка не выставлена; «н/а» — не аттестован(а); «осв» — освобождён(а); «зач» / «незач» — зачёт / незачёт.".to_owned(),
        "Показатели — по студентам: абсолютная успеваемость = (число в знаменателе − неуспевающие − не аттестованные) / знаменатель; качественный показатель = (на «5» + на «4» и «5») / знаменатель.".to_owned(),
    ];
    data.signatories = vec![field("Заведующий отделением", ""), field("Куратор группы", &person::initials(curator))];
    Some(Document { file_stem: format!("vocational-marksheet-{}-{}-{period_id}", input.year, class.name), data })
}

/// Subjects of the class in which somebody has an exam mark.
fn exams<'a>(all: &'a Table, class: &str, order: &Russian) -> Vec<(&'a str, &'a str)> {
    let is_exam = |row: &usize| all.get(*row, "class_id").as_text() == Some(class) && all.get(*row, "kind").as_text() == Some("exam");
    let pair = |row: usize| Some((all.get(row, "subject_id").as_text()?, all.get(row, "subject").as_text()?));
    let found: BTreeMap<&str, &str> = (0..all.rows.len()).filter(is_exam).filter_map(pair).collect();
    let mut found: Vec<(&str, &str)> = found.into_iter().collect();
    found.sort_by(|left, right| subject_order::compare(order, left.1, right.1));
    found
}

fn exam(all: &Table, class: &str, student: &str, subject: &str) -> Cell {
    let is = |row: &usize, column: &str, text: &str| all.get(*row, column).as_text() == Some(text);
    let own = |row: &usize| {
        is(row, "class_id", class) && is(row, "kind", "exam") && is(row, "student_id", student) && is(row, "subject_id", subject)
    };
    (0..all.rows.len()).find(own).map_or_else(Cell::default, |row| mark(all.get(row, "status"), all.get(row, "value")))
}

fn columns(subjects: &[(&str, &str)], exams: &[(&str, &str)]) -> Vec<DocColumn> {
    let marked = |prefix: &str, id: &str, name: &str, group: &str| {
        let own = column(format!("{prefix}:{id}"), name, ColumnKind::Mark);
        DocColumn { group: group.to_owned(), ..own }
    };
    let mut columns = name_columns();
    columns.extend(subjects.iter().map(|(id, name)| marked("subject", id, name, group_of(name))));
    columns.extend(exams.iter().map(|(id, name)| marked("exam", id, name, "Экзамены")));
    columns.push(column("notes", "Примечания", ColumnKind::Text));
    columns
}
