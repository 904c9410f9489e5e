//! How many students are in each category, and the rates by students: the columns that forms of classes and schools share.

use crate::model::document::{Cell, ColumnKind, DocColumn, DocTable, RowKind};
use crate::model::table::Table;

use super::Rules;
use super::base::percent;
use super::cells::{column, dash, row, table};

/// Counts in the order of the columns; together with `not_applicable` they add up to the roster (`one_four` is part of its neighbour).
pub const COUNTS: &[(&str, &str, &str)] = &[
    ("all_fives", "на «5»", "Успевают"),
    ("fours_and_fives", "на «4» и «5»", "Успевают"),
    ("one_four", "в том числе с одной «4»", "Успевают"),
    ("one_three", "с одной «3»", "Успевают"),
    ("with_threes", "с двумя «3» и более", "Успевают"),
    ("failing_one", "по одному предмету", "Не успевают"),
    ("failing_two", "по двум предметам", "Не успевают"),
    ("failing_many", "по трём и более", "Не успевают"),
    ("not_certified", "Не аттестованы", ""),
    ("incomplete", "Есть пустые клетки", ""),
    ("no_data", "Нет отметок", ""),
];

/// The columns of [`COUNTS`] and of the two rates.
pub fn columns(rules: Rules) -> Vec<DocColumn> {
    // Beside the fours and fives or among them, as the regulation counts.
    let titled =
        |key: &str, title: &'static str| if key == "one_four" && !rules.one_four_inside_good { "с одной «4»" } else { title };
    let counted = COUNTS.iter().map(|(key, title, group)| {
        let own = column(*key, titled(key, title), ColumnKind::Number);
        DocColumn { group: (*group).to_owned(), ..own }
    });
    let rates = [column("pass", "Успеваемость, %", ColumnKind::Number), column("quality", "Качество, %", ColumnKind::Number)];
    counted.chain(rates).collect()
}

/// The cells of [`columns`] out of a row of `standings` and the row of `performance` that belongs to it.
pub fn cells(standings: &Table, at: usize, performance: Option<(&Table, usize)>, digits: u8) -> Vec<Cell> {
    let count = |key: &str| standings.get(at, key).as_int().unwrap_or(0);
    let assessed = count("roster") - count("not_applicable");
    let mut cells: Vec<Cell> = COUNTS.iter().map(|(key, _, _)| if assessed == 0 { dash() } else { Cell::count(count(key)) }).collect();
    cells.extend(["students_pass", "students_quality"].map(|key| rate(performance, key, digits)));
    cells
}

/// Numerator and denominator of a rate by students.
pub fn parts(performance: Option<(&Table, usize)>, numerator: &str) -> Option<(i64, i64)> {
    let (performance, row) = performance?;
    Some((performance.get(row, numerator).as_int()?, performance.get(row, "students_base").as_int()?))
}

pub fn rate(performance: Option<(&Table, usize)>, numerator: &str, digits: u8) -> Cell {
    parts(performance, numerator).map_or_else(dash, |(numerator, denominator)| percent(numerator, denominator, digits))
}

/// «Итоги класса»: one row.
pub fn class_table(standings: &Table, at: usize, performance: &Table, class: &str, rules: Rules) -> DocTable {
    let found = (0..performance.rows.len()).find(|row| performance.get(*row, "class_id").as_text() == Some(class));
    let mut all = vec![column("roster", "Обучающихся", ColumnKind::Number)];
    all.extend(columns(rules));
    let mut line = vec![Cell::count(standings.get(at, "roster").as_int().unwrap_or(0))];
    line.extend(cells(standings, at, found.map(|row| (performance, row)), rules.percent_digits));
    table("class", "Итоги класса", all, vec![row(0, RowKind::Body, line)])
}
