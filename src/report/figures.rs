//! Parts of tables of figures: columns, rows, cells that know «—» from 0.

use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, Field, RowKind};
use crate::model::number::{decimal_text, ratio};
use crate::model::table::{Table, Value};

use super::base::{field, percent};
use super::{Input, Kind};

pub use super::cells::{classes_period_text, dash, period_short, period_text};

pub fn column(key: &str, title: &str, group: &str, kind: ColumnKind) -> DocColumn {
    DocColumn { key: key.to_owned(), title: title.to_owned(), group: group.to_owned(), kind, merge: false }
}

/// A column of words.
pub fn words(key: &str, title: &str) -> DocColumn {
    column(key, title, "", ColumnKind::Text)
}

/// A column of numbers.
pub fn number(key: &str, title: &str) -> DocColumn {
    column(key, title, "", ColumnKind::Number)
}

/// A column of numbers under a heading that it shares with its neighbours.
pub fn grouped(key: &str, title: &str, group: &str) -> DocColumn {
    column(key, title, group, ColumnKind::Number)
}

/// A table of rows that each stand alone.
pub fn table(name: &str, caption: &str, columns: Vec<DocColumn>, rows: Vec<(RowKind, Vec<Cell>)>) -> DocTable {
    let row = |(at, (kind, cells)): (usize, (RowKind, Vec<Cell>))| DocRow { group: u32::try_from(at + 1).unwrap_or(u32::MAX), kind, cells };
    let rows = rows.into_iter().enumerate().map(row).collect();
    DocTable { name: name.to_owned(), caption: caption.to_owned(), columns, rows }
}

/// A number that may not be determinable.
pub fn count(value: Option<i64>) -> Cell {
    value.map_or_else(dash, Cell::count)
}

/// Hundredths with as many decimals as they need: 3400 → «34», 3450 → «34,5».
pub fn hundredths(value: Option<i64>) -> Cell {
    let Some(value) = value else { return dash() };
    let (value, scale) = match value {
        whole if whole % 100 == 0 => (whole / 100, 0),
        tenths if tenths % 10 == 0 => (tenths / 10, 1),
        other => (other, 2),
    };
    decimal(value, scale)
}

/// A quotient with so many decimals, rounded once; a dash where it does not exist.
pub fn quotient(numerator: Option<i64>, denominator: Option<i64>, digits: u8) -> Cell {
    numerator
        .zip(denominator)
        .and_then(|(numerator, denominator)| ratio(numerator, denominator, digits))
        .map_or_else(dash, |value| decimal(value, digits))
}

/// From the part before to the last one, times `scale`; rounded once, not the difference of two rounded figures.
pub fn change(steps: &[(i64, i64)], scale: i64, digits: u8) -> Cell {
    let [.., (before_n, before_d), (n, d)] = steps else { return dash() };
    quotient(Some(scale * (n * before_d - before_n * d)), Some(d * before_d), digits)
}

fn decimal(value: i64, scale: u8) -> Cell {
    Cell { text: decimal_text(value, scale), value: Some(value), scale: Some(scale) }
}

/// A percentage; a dash where a part is not determinable.
pub fn share(numerator: Option<i64>, denominator: Option<i64>, digits: u8) -> Cell {
    numerator.zip(denominator).map_or_else(dash, |(numerator, denominator)| percent(numerator, denominator, digits))
}

pub fn int(table: &Table, row: usize, column: &str) -> Option<i64> {
    table.get(row, column).as_int()
}

pub fn text<'a>(table: &'a Table, row: usize, column: &str) -> &'a str {
    table.get(row, column).as_text().unwrap_or_default()
}

/// «20.09.2025»; nothing where there is no date.
pub fn date(value: &Value) -> String {
    if let Value::Date(date) = value { date.format("%d.%m.%Y").to_string() } else { String::new() }
}

/// What part of the year and of the school was asked for, as the head says it.
pub fn asked(input: &Input<'_>) -> Vec<Field> {
    let period = input.period_id.map(|id| field("Период", &classes_period_text(id)));
    let class = input.class_id.map(|class| field("Класс", class));
    let grade = input.grade_level.map(|level| field("Параллель", &level.to_string()));
    [period, class, grade].into_iter().flatten().collect()
}

/// The period or the days asked for, in the name of a file.
pub fn span_stem(input: &Input<'_>) -> Option<String> {
    match (input.from, input.to) {
        (None, None) => input.period_id.map(str::to_owned),
        (from, to) => Some([from, to].map(|day| day.map_or_else(String::new, |day| day.to_string())).join("_")),
    }
}

/// The same in the name of a file: «contingent-2025-q2-9Б».
pub fn stem(kind: &Kind, input: &Input<'_>) -> String {
    let grade = input.grade_level.map(|level| level.to_string());
    let parts = [span_stem(input), input.class_id.map(str::to_owned), grade];
    let own = [kind.name.replace('_', "-"), input.year.to_string()];
    own.into_iter().chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("-")
}

/// The last row of a table of classes: the school, or what of it was asked for.
pub fn total_text(input: &Input<'_>) -> &'static str {
    if input.class_id.is_none() && input.grade_level.is_none() { "Итого по школе" } else { "Итого" }
}

/// «сентябрь 2025» for «2025-09».
pub fn month_text(month: &str) -> String {
    const NAMES: [&str; 12] =
        ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    let known = month.split_once('-').and_then(|(year, number)| Some((year, NAMES.get(number.parse::<usize>().ok()?.checked_sub(1)?)?)));
    known.map_or_else(|| month.to_owned(), |(year, name)| format!("{name} {year}"))
}

#[cfg(test)]
mod tests {
    use super::{hundredths, month_text, quotient};

    #[test]
    fn as_people_write_them() {
        let texts = [Some(3400), Some(3450), Some(3457), Some(-250), None].map(|value| hundredths(value).text);
        assert_eq!(texts, ["34", "34,5", "34,57", "-2,5", "—"]);
        assert_eq!([quotient(Some(43), Some(4), 1).text, quotient(Some(1), Some(0), 1).text], ["10,8", "—"]);
        assert_eq!([month_text("2026-01"), month_text("2026-13"), month_text("x")], ["январь 2026", "2026-13", "x"]);
    }
}
