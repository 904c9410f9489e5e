//! Small parts of tables: columns, rows, cells that several forms have alike.

use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, RowKind};
use crate::model::number::{decimal_text, ratio};
use crate::model::period;
use crate::model::table::{Table, Value};

pub fn column(key: impl Into<String>, title: impl Into<String>, kind: ColumnKind) -> DocColumn {
    DocColumn { key: key.into(), title: title.into(), group: String::new(), kind, merge: false }
}

/// Columns under one heading.
pub fn grouped(group: &str, mut columns: Vec<DocColumn>) -> Vec<DocColumn> {
    columns.iter_mut().for_each(|column| group.clone_into(&mut column.group));
    columns
}

/// № and name, as on every list of students.
pub fn name_columns() -> Vec<DocColumn> {
    vec![column("number", "№", ColumnKind::Text), column("name", "Фамилия, имя, отчество", ColumnKind::Text)]
}

pub fn table(name: &str, caption: impl Into<String>, columns: Vec<DocColumn>, rows: Vec<DocRow>) -> DocTable {
    DocTable { name: name.to_owned(), caption: caption.into(), columns, rows }
}

/// A row that may part from its neighbours; `at` counts from 0.
pub fn row(at: usize, kind: RowKind, cells: Vec<Cell>) -> DocRow {
    DocRow { group: u32::try_from(at + 1).unwrap_or(u32::MAX), kind, cells }
}

/// The number of a row in a list, from 1.
pub fn number(at: usize) -> Cell {
    Cell::count(i64::try_from(at + 1).unwrap_or(i64::MAX))
}

/// A count; a dash where it is not determinable.
pub fn count(value: &Value) -> Cell {
    value.as_int().map_or_else(dash, Cell::count)
}

/// Not determinable.
pub fn dash() -> Cell {
    Cell::text("—")
}

/// A mean with two decimals; a dash where there is nothing to take it of.
pub fn mean(sum: Option<i64>, count: Option<i64>) -> Cell {
    sum.zip(count).and_then(|(sum, count)| ratio(sum, count, 2)).map_or_else(dash, hundredths)
}

/// A number of hundredths: «4,33».
pub fn hundredths(value: i64) -> Cell {
    Cell { text: decimal_text(value, 2), value: Some(value), scale: Some(2) }
}

/// «н/а», «осв», «зач» and an empty cell are four different things.
pub fn mark(status: &Value, value: &Value) -> Cell {
    match status.as_text() {
        Some("set") => value.as_int().map(Cell::count).unwrap_or_default(),
        Some("not_assessed") => Cell::text("н/а"),
        Some("exempt") => Cell::text("осв"),
        Some("credit") => Cell::text("зач"),
        Some("no_credit") => Cell::text("незач"),
        _ => Cell::default(),
    }
}

pub fn date(value: &Value) -> Option<String> {
    if let Value::Date(date) = value { Some(date.format("%d.%m.%Y").to_string()) } else { None }
}

/// «2 четверть»
pub fn period_text(id: &str) -> String {
    period::name_ru(id)
}

/// On a sheet of several classes: «2 четверть (I полугодие)», the quarter at whose end a half-year ends too.
pub fn classes_period_text(id: &str) -> String {
    match id {
        "q2" => format!("{} (I полугодие)", period_text(id)),
        "q4" => format!("{} (II полугодие)", period_text(id)),
        _ => period_text(id),
    }
}

/// The period of a class's own kind that answers the one asked for; `list` has column `period_kind`.
pub fn own_period<'a>(list: &Table, class: &str, asked: &'a str) -> &'a str {
    let kind = of_class(list, class).and_then(|row| list.get(row, "period_kind").as_text()).unwrap_or_default();
    period::own(kind, asked).unwrap_or(asked)
}

/// The title of a period beside a row: «1 четв.», «I полуг.», «год».
pub fn period_short(id: &str) -> String {
    let name = period::name_ru(id);
    let short = [("четверть", "четв."), ("полугодие", "полуг."), ("триместр", "трим."), ("семестр", "сем."), ("модуль", "мод.")];
    short.iter().fold(name, |name, (word, short)| name.replace(word, short))
}

/// The days asked for, as the head says them: a period by its name, else the dates.
pub fn span_text(period_id: Option<&str>, from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> String {
    let day = |date: chrono::NaiveDate| date.format("%d.%m.%Y").to_string();
    match (from.map(day), to.map(day)) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("с {from}"),
        (None, Some(to)) => format!("по {to}"),
        (None, None) => period_id.map_or_else(|| "учебный год".to_owned(), period_text),
    }
}

/// The first row of a class.
pub fn of_class(table: &Table, class: &str) -> Option<usize> {
    (0..table.rows.len()).find(|row| table.get(*row, "class_id").as_text() == Some(class))
}

/// Whether a class of this kind of periods has this one; the year all have.
pub fn is_period_of(kind: &str, id: &str) -> bool {
    let letter = match kind {
        "half_year" => "h",
        "trimester" => "t",
        "semester" => "s",
        "module" => "m",
        _ => "q",
    };
    id == "year" || id.starts_with(letter)
}
