//! F5 «Итоги успеваемости класса за учебный период»: students × subjects, under them the figures of each subject.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::base::{blank, field, percent, signatories};
use super::cells::{column, dash, mark, mean, name_columns, number, own_period, period_text, row, table};
use super::roll::{Class, classes};
use super::standing_counts;
use super::{Document, Input, Kind, subject_order};

pub const KIND: Kind = Kind {
    name: "class_results",
    title: "Итоги успеваемости класса за учебный период",
    form: "F5",
    needs_period: true,
    names: true,
    queries: &[
        ("standing", None),
        ("result_cell", None),
        ("performance", Some("class_subject")),
        ("performance", Some("class")),
        ("standings", Some("class")),
        ("class_list", None),
    ],
    build,
    ..Kind::BASE
};

/// What stands under a subject: label and how its cell is made of a row of `performance`.
type Figure = (&'static str, fn(&Table, usize, u8) -> Cell);

const FIGURES: &[Figure] = &[
    ("«5»", |of, row, _| count(of, row, "n5")),
    ("«4»", |of, row, _| count(of, row, "n4")),
    ("«3»", |of, row, _| count(of, row, "n3")),
    ("«2» (и «1»)", |of, row, _| Cell::count(int(of, row, "n2") + int(of, row, "n1"))),
    ("н/а", |of, row, _| count(of, row, "not_assessed")),
    ("осв", |of, row, _| count(of, row, "exempt")),
    ("Успеваемость, %", |of, row, digits| percent(int(of, row, "pass_n"), int(of, row, "assessed"), digits)),
    ("Качество, %", |of, row, digits| percent(int(of, row, "quality_n"), int(of, row, "assessed"), digits)),
    ("СОУ, %", |of, row, digits| share(int(of, row, "learning_index_n"), int(of, row, "assessed"), digits)),
    ("Средний балл", |of, row, _| mean(of.get(row, "mark_sum").as_int(), of.get(row, "mark_count").as_int())),
];

fn int(of: &Table, row: usize, column: &str) -> i64 {
    of.get(row, column).as_int().unwrap_or(0)
}

fn count(of: &Table, row: usize, column: &str) -> Cell {
    Cell::count(int(of, row, column))
}

/// A sum that is in percent already.
fn share(sum: i64, of: i64, digits: u8) -> Cell {
    crate::model::number::ratio(sum, of, digits).map_or_else(dash, |value| Cell {
        text: crate::model::number::decimal_text(value, digits),
        value: Some(value),
        scale: Some(digits),
    })
}

fn build(input: &Input<'_>) -> Vec<Document> {
    let [standing, ..] = input.tables else { return Vec::new() };
    let order = Russian::default();
    classes(standing, &order).iter().filter_map(|class| document(input, class, &order)).collect()
}

fn document(input: &Input<'_>, class: &Class<'_>, order: &Russian) -> Option<Document> {
    let ([_, cells, by_subject, by_class, standings, list], Some(period_id)) = (input.tables, input.period_id) else { return None };
    let teacher = class_teacher(list, class.name);
    let grid = Grid::of(cells, class.name, order);
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3", "S2 4.4", "S2 4.5"]);
    data.head.insert(1, field("Класс", class.name));
    data.head.push(field("Период", &period_text(own_period(list, class.name, period_id))));
    data.head.push(field("Классный руководитель", teacher));
    data.head.push(field("Обучающихся", &class.students.len().to_string()));
    let mut rows: Vec<DocRow> = class.students.iter().enumerate().map(|(at, student)| grid.student(at, student.id, student.name)).collect();
    if !grid.subjects.is_empty() {
        rows.extend(figures(class, &grid, by_subject, by_class, input.rules.percent_digits));
        rows.push(teachers(rows.len(), &grid));
    }
    data.tables.push(table("results", "", columns(&grid.subjects), rows));
    if let Some(at) = (0..standings.rows.len()).find(|row| standings.get(*row, "class_id").as_text() == Some(class.name)) {
        data.tables.push(standing_counts::class_table(standings, at, by_class, class.name, input.rules));
    }
    data.notes = notes(&grid);
    data.signatories = signatories(input, Some(field("Классный руководитель", &person::initials(teacher))));
    Some(Document { file_stem: format!("class-results-{}-{}-{period_id}", input.year, class.name), data })
}

/// The class teacher by `class_list`; empty where nobody is named.
pub fn class_teacher<'a>(list: &'a Table, class: &str) -> &'a str {
    let row = (0..list.rows.len()).find(|row| list.get(*row, "class_id").as_text() == Some(class));
    row.and_then(|row| list.get(row, "class_teacher").as_text()).unwrap_or_default()
}

/// The marks of a class: subjects in the school's order, the rows of `result_cell` by student and subject.
pub struct Grid<'a> {
    table: &'a Table,
    pub subjects: Vec<(&'a str, &'a str)>,
    rows: HashMap<(&'a str, &'a str), usize>,
    teachers: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Grid<'a> {
    pub fn of(cells: &'a Table, class: &str, order: &Russian) -> Self {
        let (mut subjects, mut rows, mut teachers) = (BTreeMap::new(), HashMap::new(), BTreeMap::<&str, BTreeSet<&str>>::new());
        for row in (0..cells.rows.len()).filter(|row| cells.get(*row, "class_id").as_text() == Some(class)) {
            let text = |column: &str| cells.get(row, column).as_text().unwrap_or_default();
            subjects.insert(text("subject_id"), text("subject"));
            rows.insert((text("student_id"), text("subject_id")), row);
            let names = text("teachers").split(", ").filter(|name| !name.is_empty());
            teachers.entry(text("subject_id")).or_default().extend(names);
        }
        let mut subjects: Vec<(&str, &str)> = subjects.into_iter().collect();
        subjects.sort_by(|left, right| subject_order::compare(order, left.1, right.1));
        Self { table: cells, subjects, rows, teachers }
    }

    fn rows_of(&self, id: &str) -> Vec<Option<usize>> {
        self.subjects.iter().map(|(subject, _)| self.rows.get(&(id, *subject)).copied()).collect()
    }

    /// A cell for each subject.
    pub fn marks(&self, id: &str) -> Vec<Cell> {
        let cell = |row: usize| mark(self.table.get(row, "status"), self.table.get(row, "value"));
        self.rows_of(id).into_iter().map(|row| row.map_or_else(Cell::default, cell)).collect()
    }

    fn student(&self, at: usize, id: &str, name: &str) -> DocRow {
        let any = self.rows_of(id).into_iter().flatten().next();
        let of = |column: &str| any.and_then(|row| self.table.get(row, column).as_int());
        let mut cells = vec![number(at), Cell::text(name)];
        cells.extend(self.marks(id));
        cells.push(mean(of("mark_sum"), of("mark_count")));
        row(at, RowKind::Body, cells)
    }
}

fn columns(subjects: &[(&str, &str)]) -> Vec<DocColumn> {
    let mut columns = name_columns();
    columns.extend(subjects.iter().map(|(id, name)| column(format!("subject:{id}"), *name, ColumnKind::Mark)));
    columns.push(column("mean", "Средний балл", ColumnKind::Number));
    columns
}

fn figures(class: &Class<'_>, grid: &Grid<'_>, by_subject: &Table, by_class: &Table, digits: u8) -> Vec<DocRow> {
    let found = |of: &Table, subject: Option<&str>| {
        (0..of.rows.len())
            .find(|row| of.get(*row, "class_id").as_text() == Some(class.name) && of.get(*row, "subject_id").as_text() == subject)
    };
    let of_subject: Vec<Option<usize>> = grid.subjects.iter().map(|(id, _)| found(by_subject, Some(id))).collect();
    let of_class = found(by_class, None);
    let line = |(at, (label, cell)): (usize, &Figure)| {
        let mut cells = vec![Cell::default(), Cell::text(*label)];
        cells.extend(of_subject.iter().map(|row| row.map_or_else(dash, |row| cell(by_subject, row, digits))));
        cells.push(of_class.map_or_else(dash, |row| cell(by_class, row, digits)));
        row(class.students.len() + at, RowKind::Subtotal, cells)
    };
    FIGURES.iter().enumerate().map(line).collect()
}

fn teachers(at: usize, grid: &Grid<'_>) -> DocRow {
    let mut cells = vec![Cell::default(), Cell::text("Учитель")];
    cells.extend(grid.subjects.iter().map(|(id, _)| {
        let names: Vec<String> = grid.teachers.get(id).into_iter().flatten().map(|name| person::initials(name)).collect();
        Cell::text(names.join(", "))
    }));
    cells.push(Cell::default());
    row(at, RowKind::Body, cells)
}

fn notes(grid: &Grid<'_>) -> Vec<String> {
    if grid.subjects.is_empty() {
        return vec!["Отметок за период нет: класс безотметочный или в выгрузках нет ни одной отметки за этот период.".to_owned()];
    }
    vec![
        "Пустая клетка — отметка не выставлена; «н/а» — не аттестован(а); «осв» — освобождён(а); «зач» / «незач» — зачёт / незачёт.".to_owned(),
        "По предмету: успеваемость = («5» + «4» + «3») / N, качество = («5» + «4») / N, СОУ = (100·«5» + 64·«4» + 36·«3» + 16·«2» + 7·«н/а») / N с весами регламента; N — обучающиеся с отметкой и, если так считает регламент, с «н/а»; «осв» и пустые клетки в N не входят.".to_owned(),
        "В последней графе строк под списком — то же по всем отметкам класса; успеваемость и качество по обучающимся — в таблице «Итоги класса».".to_owned(),
    ]
}
