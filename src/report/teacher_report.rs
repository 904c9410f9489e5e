//! F12 «Отчёт учителя-предметника»: one document a teacher: marks, rates and hours of each class and subject.

use std::collections::BTreeMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, Chart, DocColumn, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::base::{blank, field, signatories};
use super::figures::{classes_period_text, grouped, hundredths, int, number, period_short, quotient, share, table, text, words};
use super::{Document, Input, Kind, chart, subject_order};

pub const KIND: Kind = Kind {
    name: "teacher_report",
    title: "Отчёт учителя-предметника",
    form: "F12",
    needs_period: true,
    queries: &[("teacher_result", None)],
    build,
    ..Kind::BASE
};

/// What can stand in a student's cell of the period: key, heading, group of headings.
const COUNTS: [(&str, &str, &str); 9] = [
    ("n5", "«5»", "Отметки"),
    ("n4", "«4»", "Отметки"),
    ("n3", "«3»", "Отметки"),
    ("n2", "«2»", "Отметки"),
    ("n1", "«1»", "Отметки"),
    ("not_assessed", "н/а", "Без отметки"),
    ("exempt", "осв", "Без отметки"),
    ("credit", "зачёт, незачёт", "Без отметки"),
    ("no_mark", "не выст.", "Без отметки"),
];

/// Counts that only some schools know; their columns are left out where all of the teacher's rows have none.
const RARE: [&str; 2] = ["n1", "credit"];

fn build(input: &Input<'_>) -> Vec<Document> {
    let (Some(period_id), [results]) = (input.period_id, input.tables) else { return Vec::new() };
    let order = Russian::default();
    let mut teachers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..results.rows.len() {
        teachers.entry(text(results, row, "teacher_id")).or_default().push(row);
    }
    let name = |rows: &[usize]| rows.first().map_or("", |row| text(results, *row, "full_name")).to_owned();
    let mut documents: Vec<(String, Vec<usize>)> = teachers.into_values().map(|rows| (name(&rows), rows)).collect();
    documents.sort_by(|left, right| order.compare(&left.0, &right.0));
    documents.iter().enumerate().map(|(at, (name, rows))| document(input, results, period_id, at + 1, name, rows)).collect()
}

fn document(input: &Input<'_>, results: &Table, period_id: &str, number: usize, name: &str, rows: &[usize]) -> Document {
    let order = Russian::default();
    let of = |row: &usize, column: &str| text(results, *row, column);
    let mut rows = rows.to_vec();
    rows.sort_by(|left, right| {
        compare_classes(&order, of(left, "class_id"), of(right, "class_id"))
            .then_with(|| subject_order::compare(&order, of(left, "subject"), of(right, "subject")))
            .then_with(|| order.compare(of(left, "group_id"), of(right, "group_id")))
    });
    let shown: Vec<(&str, &str, &str)> =
        COUNTS.into_iter().filter(|(key, _, _)| !RARE.contains(key) || rows.iter().any(|row| int(results, *row, key) > Some(0))).collect();
    // Classes with other periods than the one asked for stand with their own.
    let mixed = rows.iter().any(|row| of(row, "period_id") != period_id);
    let mut lines: Vec<(RowKind, Vec<Cell>)> = Vec::new();
    for row in &rows {
        let class = match of(row, "group_id").rsplit('|').next() {
            Some(group) if !group.is_empty() => format!("{}, {group}", of(row, "class_id")),
            _ => of(row, "class_id").to_owned(),
        };
        let cells = figures(&shown, input.rules.percent_digits, |column| int(results, *row, column));
        let mut head = vec![Cell::text(class), Cell::text(of(row, "subject"))];
        head.extend(mixed.then(|| Cell::text(period_short(of(row, "period_id")))));
        lines.push((RowKind::Body, [head, cells].concat()));
    }
    let sum = |column: &str| sum(rows.iter().map(|row| int(results, *row, column)));
    lines.push((
        RowKind::Total,
        [vec![Cell::text("Итого")], vec![Cell::default(); if mixed { 2 } else { 1 }], figures(&shown, input.rules.percent_digits, sum)]
            .concat(),
    ));
    let mut data = blank(input, KIND.name, KIND.title, &["S0 4.5", "S2 4.4"]);
    data.head.push(field("Период", &classes_period_text(period_id)));
    data.head.push(field("Учитель", name));
    data.tables.push(table("results", "", columns(&shown, mixed), lines));
    data.charts.push(marks(&shown, &sum));
    data.notes = notes(&rows, results);
    data.signatories = signatories(input, Some(field("Учитель", &person::initials(name))));
    // The report is the teacher's to the deputy head.
    data.signatories.pop();
    let surname = name.split_whitespace().next().unwrap_or_default();
    Document { file_stem: format!("teacher-report-{}-{period_id}-{number:02}-{surname}", input.year), data }
}

/// The sum of what is known; nothing where nothing is.
fn sum(values: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

fn columns(shown: &[(&str, &str, &str)], mixed: bool) -> Vec<DocColumn> {
    let mut columns = vec![words("class", "Класс, подгруппа"), words("subject", "Предмет")];
    columns.extend(mixed.then(|| words("period", "Период")));
    columns.push(number("students", "Обучающихся"));
    columns.extend(shown.iter().map(|(key, title, group)| grouped(key, title, group)));
    columns.extend([
        number("pass", "Успеваемость, %"),
        number("quality", "Качество, %"),
        number("learning_index", "СОУ, %"),
        number("mean", "Средний балл"),
        grouped("planned", "план", "Часов за период"),
        grouped("given", "факт", "Часов за период"),
        grouped("others", "в т. ч. дали другие", "Часов за период"),
    ]);
    columns
}

fn figures(shown: &[(&str, &str, &str)], digits: u8, of: impl Fn(&str) -> Option<i64>) -> Vec<Cell> {
    let mut cells = vec![Cell::count(of("students").unwrap_or(0))];
    cells.extend(shown.iter().map(|(key, _, _)| Cell::count(of(key).unwrap_or(0))));
    let assessed = of("assessed");
    cells.extend([share(of("pass_n"), assessed, digits), share(of("quality_n"), assessed, digits)]);
    // The weights of the learning index are percent already.
    cells.push(quotient(of("learning_index_n"), assessed, digits));
    cells.push(quotient(of("mark_sum"), of("mark_count"), 2));
    cells.extend(["planned_hours_hundredths", "given_hours_hundredths", "others_hours_hundredths"].map(|column| hundredths(of(column))));
    cells
}

fn marks(shown: &[(&str, &str, &str)], sum: &impl Fn(&str) -> Option<i64>) -> Chart {
    let counted = shown.iter().filter(|(key, _, _)| !matches!(*key, "exempt" | "credit"));
    let bars: Vec<chart::Bar> = counted
        .map(|(key, title, _)| {
            let count = sum(key).unwrap_or(0);
            ((*title).to_owned(), count.checked_mul(100), count.to_string())
        })
        .collect();
    chart::bar_chart("marks", "Распределение отметок за период", "отм.", &bars)
}

fn notes(rows: &[usize], results: &Table) -> Vec<String> {
    let mut notes = vec![
        "Успеваемость = («5» + «4» + «3») / N, качество = («5» + «4») / N, где N — отметки и, если так велит регламент, «н/а»; «осв», зачёт и невыставленные в N не входят. СОУ = (100·n5 + 64·n4 + 36·n3 + 16·n2 + 7·н/а) / N с весами регламента. Итоговая строка посчитана по суммам; обучающийся входит в неё столько раз, сколько предметов у него ведёт учитель.".to_owned(),
    ];
    if rows.iter().any(|row| int(results, *row, "others_hours_hundredths") > Some(0)) {
        notes.push("Часы — всего курса за период; «в т. ч. дали другие» — уроки, в которых назван другой учитель: вёл курс раньше или позже, заменял.".to_owned());
    }
    if rows.iter().any(|row| int(results, *row, "planned_hours_hundredths").is_none()) {
        notes.push("«—» в часах: в выгрузке нет планирования с датами или уроков этого курса за период.".to_owned());
    }
    notes
}
