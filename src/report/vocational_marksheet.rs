//! F17 «Сводная ведомость успеваемости группы»: students × disciplines, courses and modules, practice; for colleges.

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::base::{blank, field};
use super::cells::{column, name_columns, number, own_period, period_text, row, table};
use super::class_report::rates_table;
use super::class_results::{Grid, class_teacher};
use super::roll::{Class, classes};
use super::vocational_columns::{CREDITS, Columns, PRACTICE, credited, is_practice};
use super::{Document, Input, Kind};

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

const DISCIPLINES: &str = "Дисциплины";
const COURSES: &str = "Междисциплинарные курсы и профессиональные модули";

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

/// By the code that a curriculum puts before the name; a credit by what is said of the subject.
fn group_of(subject: &str, is_credit: bool) -> &'static str {
    match () {
        () if is_practice(subject) => PRACTICE,
        () if is_credit => CREDITS,
        () if ["МДК", "ПМ"].iter().any(|code| subject.starts_with(code)) => COURSES,
        () => DISCIPLINES,
    }
}

fn document(input: &Input<'_>, class: &Class<'_>, order: &Russian) -> Option<Document> {
    let ([_, cells, rates, all, list], Some(period_id)) = (input.tables, input.period_id) else { return None };
    let mut grid = Grid::of(cells, class.name, order);
    let credited = credited(cells, class.name);
    let heading = |(id, name): &(&str, &str)| group_of(name, credited.contains(id));
    let rank = |heading: &str| [DISCIPLINES, COURSES, PRACTICE, CREDITS].iter().position(|group| *group == heading);
    grid.subjects.sort_by_key(|subject| rank(heading(subject)));
    let beside = Columns::of(all, class.name, own_period(list, class.name, period_id), order);
    let curator = class_teacher(list, class.name);
    let mut data = blank(input, KIND.name, KIND.title, &["S1 3.2"]);
    data.head.insert(1, field("Группа", class.name));
    data.head.push(field("Период", &period_text(own_period(list, class.name, period_id))));
    data.head.push(field("Куратор группы", curator));
    data.head.push(field("Студентов", &class.students.len().to_string()));
    let rows = class.students.iter().enumerate().map(|(at, student)| {
        let mut line = vec![number(at), Cell::text(student.name)];
        line.extend(grid.marks(student.id));
        line.extend(beside.marks(student.id));
        line.push(Cell::default());
        row(at, RowKind::Body, line)
    });
    let rows: Vec<DocRow> = rows.collect();
    let mut columns = name_columns();
    columns.extend(grid.subjects.iter().map(|subject| DocColumn {
        group: heading(subject).to_owned(),
        ..column(format!("subject:{}", subject.0), subject.1, ColumnKind::Mark)
    }));
    columns.extend(beside.columns());
    columns.push(column("notes", "Примечания", ColumnKind::Text));
    data.tables.push(table("marks", "", columns, rows));
    data.tables.push(rates_table(rates, class.name, ["Абсолютная успеваемость", "Качественный показатель"], input.rules.percent_digits));
    data.notes = vec![
        "Пустая клетка — отметка не выставлена; «н/а» — не аттестован(а); «осв» — освобождён(а); «зач» / «незач» — зачёт / незачёт.".to_owned(),
        "Дифференцированный зачёт стоит отметкой в графе дисциплины: выгрузка не отличает его от отметки за семестр.".to_owned(),
        "Показатели — по студентам: абсолютная успеваемость = (число в знаменателе − неуспевающие − не аттестованные) / знаменатель; качественный показатель = (на «5» + на «4» и «5») / знаменатель.".to_owned(),
    ];
    data.signatories = vec![field("Заведующий отделением", ""), field("Куратор группы", &person::initials(curator))];
    Some(Document { file_stem: format!("vocational-marksheet-{}-{}-{period_id}", input.year, class.name), data })
}
