//! F7 «Итоговые данные по учащимся»: the contingent by class, grade level and stage, boys and girls, years of birth.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::document::{Cell, DocColumn, DocTable, RowKind};
use crate::model::table::Table;

use super::base::{blank, field, signatories};
use super::figures::{asked, count, date, grouped, int, number, share, stem, table, text, total_text, words};
use super::levels::{Levels, Line};
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "contingent",
    title: "Итоговые данные по учащимся",
    form: "F7",
    queries: &[
        ("contingent", Some("class")),
        ("contingent", Some("grade_level")),
        ("contingent", Some("stage")),
        ("contingent", Some("school")),
        ("contingent_birth", Some("stage")),
        ("contingent_birth", Some("school")),
    ],
    build,
    ..Kind::BASE
};

fn build(input: &Input<'_>) -> Vec<Document> {
    let Some(people) = Levels::of(input.tables).filter(|people| !people.is_empty()) else { return Vec::new() };
    let unknown_sex = people.school("sex_unknown").as_int().unwrap_or(0) > 0;
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3"]);
    data.head.extend(asked(input));
    data.head.push(field("На день", &date(people.school("day"))));
    let rows = people
        .lines(total_text(input))
        .iter()
        .map(|line| (line.kind, row(&people, line, unknown_sex, input.rules.percent_digits)))
        .collect();
    data.tables.push(table("contingent", "По классам", columns(unknown_sex), rows));
    if let [_, _, _, _, stages, school] = input.tables {
        data.tables.push(births(stages, school));
    }
    data.notes = vec!["Доля девочек считается от числа обучающихся, у которых указан пол.".to_owned()];
    let unknown = people.school("birth_unknown").as_int().unwrap_or(0);
    if unknown > 0 {
        data.notes.push(format!("Дата рождения не указана в выгрузке у {unknown} обучающихся."));
    }
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn columns(unknown_sex: bool) -> Vec<DocColumn> {
    let mut columns = vec![
        words("class", "Параллель, класс"),
        number("classes", "Классов"),
        number("students", "Обучающихся"),
        number("boys", "Мальчиков"),
        number("girls", "Девочек"),
    ];
    if unknown_sex {
        columns.push(number("sex_unknown", "Пол не указан"));
    }
    columns.push(number("girls_share", "Девочек, %"));
    columns
}

fn row(people: &Levels<'_>, line: &Line, unknown_sex: bool, digits: u8) -> Vec<Cell> {
    let int = |column: &str| people.int(line, column);
    let known = int("boys").zip(int("girls")).map(|(boys, girls)| boys + girls);
    let mut cells = vec![Cell::text(line.label.clone())];
    cells.push(if line.is_class() { Cell::default() } else { count(int("classes")) });
    cells.extend(["students", "boys", "girls"].map(|column| count(int(column))));
    if unknown_sex {
        cells.push(count(int("sex_unknown")));
    }
    cells.push(share(int("girls"), known, digits));
    cells
}

/// Year of birth → students, girls of them.
type Births = BTreeMap<Option<i64>, (i64, i64)>;

/// A row a year of birth, a pair of columns a stage; whoever has no date of birth in a row of his own.
fn births(stages: &Table, school: &Table) -> DocTable {
    let names: Vec<&str> = ["1-4", "5-9", "10-11"]
        .into_iter()
        .filter(|stage| (0..stages.rows.len()).any(|row| text(stages, row, "stage") == *stage))
        .collect();
    let mut columns =
        vec![words("birth_year", "Год рождения"), grouped("students", "обучающихся", "Всего"), grouped("girls", "из них девочек", "Всего")];
    for stage in &names {
        let group = format!("{} классы", stage.replace('-', "–"));
        columns.extend([
            grouped(&format!("students:{stage}"), "обучающихся", &group),
            grouped(&format!("girls:{stage}"), "из них девочек", &group),
        ]);
    }
    let at = |table: &Table, stage: &str| -> Births {
        let rows = (0..table.rows.len()).filter(|row| text(table, *row, "stage") == stage);
        rows.map(|row| (int(table, row, "birth_year"), (int(table, row, "students").unwrap_or(0), int(table, row, "girls").unwrap_or(0))))
            .collect()
    };
    let parts: Vec<Births> = std::iter::once(at(school, "")).chain(names.iter().map(|stage| at(stages, stage))).collect();
    let years: BTreeSet<Option<i64>> = parts.iter().flat_map(|part| part.keys().copied()).collect();
    let cells = |label: String, of: &dyn Fn(&Births) -> (i64, i64)| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(parts.iter().map(of).flat_map(|(students, girls)| [Cell::count(students), Cell::count(girls)]));
        cells
    };
    let mut rows: Vec<(RowKind, Vec<Cell>)> = Vec::new();
    // Who has no date of birth comes last.
    for year in years.iter().filter(|year| year.is_some()).chain(years.iter().filter(|year| year.is_none())) {
        let label = year.map_or_else(|| "не указан".to_owned(), |year| year.to_string());
        rows.push((RowKind::Body, cells(label, &|part| part.get(year).copied().unwrap_or_default())));
    }
    let sum = |part: &Births| part.values().fold((0, 0), |sum, (students, girls)| (sum.0 + students, sum.1 + girls));
    rows.push((RowKind::Total, cells("Итого".to_owned(), &sum)));
    table("births", "По годам рождения", columns, rows)
}
