//! F1 «Сводная ведомость учёта успеваемости обучающихся класса»: students × subjects × periods, year, exam, final.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Datelike;

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, RowKind};
use crate::model::person;
use crate::model::table::{Table, Value};

use super::base::{blank, field, signatories};
use super::cells::{column, date, mark, name_columns, table};
use super::roll::{Class, classes};
use super::{Document, Input, Kind, subject_order};

pub const KIND: Kind = Kind {
    name: "class_marksheet",
    title: "Сводная ведомость учёта успеваемости обучающихся класса",
    form: "F1",
    names: true,
    queries: &[("class_list", None), ("marksheet_cell", None)],
    build,
    ..Kind::BASE
};

/// Grade levels that end with exams and final marks: their rows are printed even while they are blank.
const EXAM_LEVELS: [i64; 2] = [9, 11];

/// (student, subject, kind, period) → the text of the cell.
type Cells<'a> = HashMap<(&'a str, &'a str, &'a str, &'a str), Cell>;

fn build(input: &Input<'_>) -> Vec<Document> {
    let [list, cells] = input.tables else { return Vec::new() };
    let order = Russian::default();
    classes(list, &order).iter().map(|class| document(input, list, cells, class, &order)).collect()
}

fn document(input: &Input<'_>, list: &Table, cells: &Table, class: &Class<'_>, order: &Russian) -> Document {
    let first = class.first();
    let teacher = list.get(first, "class_teacher").as_text().unwrap_or_default();
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3", "S2 4.4", "S4-Р 3.2"]);
    data.head.insert(1, field("Класс", class.name));
    data.head.push(field("Классный руководитель", teacher));
    data.head.push(field("Обучающихся в списке", &class.students.len().to_string()));
    let marks = marks_table(list, cells, class, order);
    data.notes = notes(list, &class.rows, marks.columns.iter().any(|column| column.kind == ColumnKind::Mark));
    data.tables.push(marks);
    data.signatories = signatories(input, Some(field("Классный руководитель", &person::initials(teacher))));
    Document { file_stem: format!("class-marksheet-{}-{}", input.year, class.name), data }
}

/// The table of the form; other forms carry it too.
pub fn marks_table(list: &Table, cells: &Table, class: &Class<'_>, order: &Russian) -> DocTable {
    let (marks, subjects) = marks(cells, class.name, order);
    let level = list.get(class.first(), "grade_level").as_int();
    let columns = columns(&subjects);
    let periods = periods(list.get(class.first(), "period_kind").as_text().unwrap_or_default(), level, &marks);
    let mut body = Vec::new();
    for (number, member) in class.students.iter().enumerate() {
        let decision = decision(list, member.row);
        let group = u32::try_from(number + 1).unwrap_or(u32::MAX);
        for (kind, period, title) in &periods {
            let mut cells = vec![Cell::count(i64::from(group)), Cell::text(member.name), Cell::text(*title)];
            cells.extend(subjects.iter().map(|(id, _)| marks.get(&(member.id, *id, *kind, *period)).cloned().unwrap_or_default()));
            cells.push(Cell::text(decision.clone()));
            body.push(DocRow { group, kind: row_kind(kind), cells });
        }
    }
    table("marks", "", columns, body)
}

fn row_kind(kind: &str) -> RowKind {
    match kind {
        "final" => RowKind::Total,
        "year" => RowKind::Subtotal,
        _ => RowKind::Body,
    }
}

fn marks<'a>(cells: &'a Table, class: &str, order: &Russian) -> (Cells<'a>, Vec<(&'a str, &'a str)>) {
    let (mut marks, mut subjects) = (Cells::new(), BTreeMap::new());
    for row in 0..cells.rows.len() {
        let text = |column: &str| cells.get(row, column).as_text().unwrap_or_default();
        if text("class_id") == class {
            subjects.insert(text("subject_id"), text("subject"));
            marks.insert(
                (text("student_id"), text("subject_id"), text("kind"), text("period_id")),
                mark(cells.get(row, "status"), cells.get(row, "value")),
            );
        }
    }
    let mut subjects: Vec<(&str, &str)> = subjects.into_iter().collect();
    subjects.sort_by(|left, right| subject_order::compare(order, left.1, right.1));
    (marks, subjects)
}

fn columns(subjects: &[(&str, &str)]) -> Vec<DocColumn> {
    let merged = |column: DocColumn| DocColumn { merge: true, ..column };
    let mut columns: Vec<DocColumn> = name_columns().into_iter().map(merged).collect();
    columns.push(column("period", "Период", ColumnKind::Text));
    columns.extend(subjects.iter().map(|(id, name)| column(format!("subject:{id}"), *name, ColumnKind::Mark)));
    columns.push(merged(column("decision", "Решение педагогического совета (дата, №)", ColumnKind::Text)));
    columns
}

/// (kind, period, title) of the rows of a student.
fn periods(period_kind: &str, level: Option<i64>, marks: &Cells<'_>) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut rows: Vec<(&'static str, &'static str, &'static str)> = match period_kind {
        "half_year" => vec![("period", "h1", "I полуг."), ("period", "h2", "II полуг.")],
        "trimester" => vec![("period", "t1", "1 трим."), ("period", "t2", "2 трим."), ("period", "t3", "3 трим.")],
        "semester" => vec![("period", "s1", "1 сем."), ("period", "s2", "2 сем.")],
        _ => vec![("period", "q1", "1 четв."), ("period", "q2", "2 четв."), ("period", "q3", "3 четв."), ("period", "q4", "4 четв.")],
    };
    rows.push(("year", "year", "год"));
    let seen: BTreeSet<&str> = marks.keys().map(|(_, _, kind, _)| *kind).collect();
    let exams = level.is_some_and(|level| EXAM_LEVELS.contains(&level));
    if exams || seen.contains("exam") {
        rows.push(("exam", "year", "экзамен"));
    }
    if exams || seen.contains("final") {
        rows.push(("final", "year", "итог"));
    }
    rows
}

/// What the council decided; else what became of a student who is no longer in the class; else blank for the pen.
fn decision(list: &Table, row: usize) -> String {
    let text = |column: &str| list.get(row, column).as_text().map(str::to_owned);
    if let Some(decision) = text("decision") {
        let day = date(list.get(row, "decision_date"));
        let number = text("order_no").map(|number| format!("№ {number}"));
        let tail: Vec<String> = [day, number].into_iter().flatten().collect();
        return if tail.is_empty() { decision } else { format!("{decision} ({})", tail.join(", ")) };
    }
    match (text("moved_to"), date(list.get(row, "to_date"))) {
        (Some(class), _) => format!("Переведён(а) в {class}"),
        (None, Some(day)) if list.get(row, "derived").as_int() != Some(1) && !ends_with_the_year(list.get(row, "to_date")) => {
            format!("Выбыл(а) {day}")
        }
        _ => String::new(),
    }
}

/// Who leaves in summer has finished the year: what became of him is the council's to decide, so the column stays blank.
fn ends_with_the_year(value: &Value) -> bool {
    matches!(value, Value::Date(date) if (6..=8).contains(&date.month()))
}

fn notes(list: &Table, rows: &[usize], has_subjects: bool) -> Vec<String> {
    let mut notes = vec![
        "Пустая клетка — отметка не выставлена; «н/а» — не аттестован(а); «осв» — освобождён(а); «зач» / «незач» — зачёт / незачёт."
            .to_owned(),
    ];
    let derived = rows.iter().filter(|row| list.get(**row, "derived").as_int() == Some(1)).count();
    if derived > 0 {
        notes.push(format!("Список класса составлен по {derived} выгрузкам отчётов учеников: кто не выгружен, в нём не значится."));
    }
    if !has_subjects {
        notes.push("В выгрузках нет ни одной отметки за период, год, экзамен или итоговой отметки этого класса.".to_owned());
    }
    notes
}
