//! Words of the control: days, deadlines, reasons and shares as people say them.

use chrono::{Datelike, NaiveDate};

use crate::messages::{self, Lang};
use crate::model::number::{decimal_text, ratio};
use crate::model::table::{Table, Value};

/// The text of a key of the catalogue.
pub fn say(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    messages::text(lang, key, values)
}

/// Words of a code that a query gives, the code itself where the catalogue has none.
pub fn code(lang: Lang, group: &str, code: &str) -> String {
    let key = format!("{group}.{code}");
    if messages::has(lang, &key) { messages::text(lang, &key, &[]) } else { code.to_owned() }
}

/// «16.03 пн»
pub fn day(lang: Lang, date: NaiveDate) -> String {
    let weekday = say(lang, &format!("control.weekday.{}", date.weekday().number_from_monday()), &[]);
    format!("{} {weekday}", date.format("%d.%m"))
}

/// The date of a cell; a dash where there is none.
pub fn day_of(lang: Lang, value: &Value) -> String {
    if let Value::Date(date) = value { day(lang, *date) } else { "—".to_owned() }
}

/// First and last day: «16.03.2026 – 22.03.2026».
#[must_use]
pub fn period_words(from: NaiveDate, to: NaiveDate) -> String {
    format!("{} – {}", from.format("%d.%m.%Y"), to.format("%d.%m.%Y"))
}

/// «20.03» or «20.03, 16:00».
pub fn deadline(date: &Value, cutoff: &Value) -> String {
    let Value::Date(date) = date else { return "—".to_owned() };
    match cutoff.as_int() {
        Some(minute) => format!("{}, {}:{:02}", date.format("%d.%m"), minute / 60, minute % 60),
        None => date.format("%d.%m").to_string(),
    }
}

/// «6 дней», «2–5 дней», «в тот же день».
pub fn days(lang: Lang, least: i64, most: i64) -> String {
    match (least, most) {
        (_, 0) => say(lang, "control.days.same", &[]),
        (least, most) if least == most => say(lang, "control.days", &[("count", &most.to_string())]),
        (least, most) => say(lang, "control.days.span", &[("least", &least.to_string()), ("count", &most.to_string())]),
    }
}

/// «94,12 % (16/17)», with the digits of the regulation; a dash where nothing can be judged.
pub fn share(numerator: i64, denominator: i64, digits: u8) -> String {
    match numerator.checked_mul(100).and_then(|scaled| ratio(scaled, denominator, digits)) {
        Some(value) => format!("{} % ({numerator}/{denominator})", decimal_text(value, digits)),
        None => "—".to_owned(),
    }
}

/// A text of a row, empty where there is none.
pub fn text<'a>(table: &'a Table, row: usize, column: &str) -> &'a str {
    table.get(row, column).as_text().unwrap_or_default()
}

/// A number of a row, 0 where there is none.
pub fn int(table: &Table, row: usize, column: &str) -> i64 {
    table.get(row, column).as_int().unwrap_or(0)
}

/// The group's own name out of the id «9Б|английский язык|группа 1», beside the class.
pub fn class_and_group(table: &Table, row: usize) -> String {
    let class = text(table, row, "class_id");
    let name = text(table, row, "group_name");
    let group = if name.is_empty() { text(table, row, "group_id").rsplit('|').next().unwrap_or_default() } else { name };
    if group.is_empty() { class.to_owned() } else { format!("{class}, {group}") }
}
