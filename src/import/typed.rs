//! Text of a CSV field to a typed cell, in all the forms schools write it.

use chrono::NaiveDate;

use crate::model::number::parse_hundredths;
use crate::model::person;
use crate::model::schema::Type;

use crate::model::rows::Cell;

pub use crate::model::period::{date_of, days};

/// Reads a field; `None` when it is not of the type. An empty field is `Null`.
#[must_use]
pub fn parse(ty: Type, raw: &str, date_format: Option<&str>) -> Option<Cell> {
    let text = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}');
    if text.is_empty() {
        return Some(Cell::Null);
    }
    match ty {
        Type::Text => Some(Cell::Text(person::clean(text))),
        Type::Choice(allowed) => allowed.iter().find(|name| name.eq_ignore_ascii_case(text)).map(|name| Cell::Text((*name).to_owned())),
        Type::Int => whole(text).map(Cell::Int),
        Type::Hundredths => parse_hundredths(text).map(Cell::Int),
        Type::Date => date_with(text, date_format).map(|date| Cell::Date(days(date))),
        Type::Stamp => stamp(text).map(Cell::Text),
        Type::Bool => flag(text).map(Cell::Bool),
    }
}

fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    digits.parse().ok()
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "да" | "yes" => Some(true),
        "false" | "0" | "нет" | "no" => Some(false),
        _ => None,
    }
}

fn date_with(text: &str, format: Option<&str>) -> Option<NaiveDate> {
    match format {
        Some(format) => NaiveDate::parse_from_str(text, format).ok(),
        None => date(text),
    }
}

/// ISO, dd.mm.yyyy, d.m.yyyy and dd.mm.yy; a time behind the date is left out.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split([' ', 'T']).next()?;
    let (order, separator) = if day.contains('.') { ([2, 1, 0], '.') } else { ([0, 1, 2], '-') };
    let numbers: Vec<&str> = day.split(separator).collect();
    let [_, _, _] = numbers.as_slice() else { return None };
    if numbers.iter().any(|number| number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let part = |at: usize| numbers.get(at).and_then(|number| number.parse::<u32>().ok());
    let [year_at, month_at, day_at] = order;
    let year = part(year_at)?;
    let year = match numbers.get(year_at)?.len() {
        4 => year,
        2 => 2000 + year,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, part(month_at)?, part(day_at)?)
}

/// `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, exactly as precise as what was written; seconds are cut.
#[must_use]
pub fn stamp(text: &str) -> Option<String> {
    let date = date(text)?;
    let time = text.split_once([' ', 'T']).map(|(_, time)| time.trim().trim_end_matches('Z')).filter(|time| !time.is_empty());
    let Some(time) = time else { return Some(date.to_string()) };
    let mut numbers = time.split([':', '.']).map(str::parse::<u32>);
    let (hour, minute) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (hour < 24 && minute < 60).then(|| format!("{date} {hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::{Cell, date, date_of, days, parse, stamp};
    use crate::model::schema::Type;

    #[test]
    fn dates_in_every_form() {
        for text in ["2025-09-01", "01.09.2025", "1.9.2025", "01.09.25", "2025-09-01T00:00:00"] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), Some("2025-09-01"), "{text}");
        }
        for text in ["31.09.2025", "2025-13-01", "сентябрь", "1.9", "1.9.202", "+1.9.2025"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date_of(0).map(days), Some(0));
        assert_eq!(date_of(0).map(|date| date.to_string()).as_deref(), Some("1970-01-01"));
    }

    #[test]
    fn a_stamp_is_as_precise_as_its_source() {
        assert_eq!(stamp("16.09.2026 17:40:20").as_deref(), Some("2026-09-16 17:40"));
        assert_eq!(stamp("2026-09-16").as_deref(), Some("2026-09-16"));
        assert_eq!(stamp("2026-09-16 25:00"), None);
    }

    #[test]
    fn numbers_and_flags() {
        assert_eq!(parse(Type::Hundredths, "1,5", None), Some(Cell::Int(150)));
        assert_eq!(parse(Type::Int, "4.0", None), Some(Cell::Int(4)));
        assert_eq!(parse(Type::Int, "много", None), None);
        assert_eq!(parse(Type::Bool, "Да", None), Some(Cell::Bool(true)));
        assert_eq!(parse(Type::Int, " \u{a0}", None), Some(Cell::Null));
        assert_eq!(parse(Type::Choice(&["late"]), "LATE", None), Some(Cell::Text("late".to_owned())));
    }
}
