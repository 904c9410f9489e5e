//! Grading periods: their ids, kinds and Russian names; school years and their labels.

use chrono::{Datelike, NaiveDate};

/// How many days lie between year 1 and 1970 in `NaiveDate::num_days_from_ce`.
const EPOCH: i32 = 719_163;

/// Days since 1970-01-01.
#[must_use]
pub fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - EPOCH
}

/// The date of a number of days since 1970-01-01.
#[must_use]
pub fn date_of(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

/// The school year (integer in which it begins, on 1 September) that holds a date.
#[must_use]
pub fn school_year_of(date: NaiveDate) -> i32 {
    if date.month() >= 9 { date.year() } else { date.year() - 1 }
}

/// First and last day of a school year: 1 September to 31 August.
#[must_use]
pub fn school_year_bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 9, 1)?, NaiveDate::from_ymd_opt(year.checked_add(1)?, 8, 31)?))
}

/// `2025` → `2025-26`.
#[must_use]
pub fn school_year_label(year: i32) -> String {
    format!("{year}-{:02}", year.saturating_add(1).rem_euclid(100))
}

/// Reads `2025`, `2025-26`, `2025/2026`, «2025/2026 учебный год».
#[must_use]
pub fn parse_school_year(text: &str) -> Option<i32> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| (1990..=2100).contains(year))
}

/// A grading period as an id and its kind: `q3` is the third quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: String,
    pub kind: &'static str,
    pub seq: i64,
}

const KINDS: &[(&str, &str, &[&str])] = &[
    ("q", "quarter", &["четв", "quarter", "чт"]),
    ("h", "half_year", &["полугод", "half", "п/г"]),
    ("t", "trimester", &["трим", "trimester"]),
    ("s", "semester", &["семестр", "semester"]),
    ("m", "module", &["модул", "module"]),
];

/// Reads `q1`, `2025-26/q1`, «1 четверть», «II полугодие», «Первое полугодие», `year`, «год».
#[must_use]
pub fn parse(text: &str) -> Option<Period> {
    let text = text.trim().to_lowercase();
    let text = text.rsplit('/').next().filter(|tail| parse_id(tail).is_some()).unwrap_or(&text);
    parse_id(text).or_else(|| parse_name(text))
}

/// The period of this kind and number.
#[must_use]
pub fn of_kind(kind: &str, seq: i64) -> Option<Period> {
    if kind == "year" {
        return Some(year());
    }
    let (letter, kind, _) = KINDS.iter().find(|(_, name, _)| *name == kind)?;
    Some(Period { id: format!("{letter}{seq}"), kind, seq })
}

fn year() -> Period {
    Period { id: "year".to_owned(), kind: "year", seq: 1 }
}

fn parse_id(text: &str) -> Option<Period> {
    if text == "year" {
        return Some(year());
    }
    let letter = text.get(..1)?;
    let seq = text.get(1..)?.parse::<i64>().ok().filter(|seq| (1..=12).contains(seq))?;
    KINDS.iter().find(|(short, _, _)| *short == letter).and_then(|(_, kind, _)| of_kind(kind, seq))
}

fn parse_name(text: &str) -> Option<Period> {
    if text.starts_with("год") {
        return Some(year());
    }
    let (_, kind, _) = KINDS.iter().find(|(_, _, words)| words.iter().any(|word| text.contains(word)))?;
    let seq = text.split_whitespace().find_map(ordinal).filter(|seq| (1..=12).contains(seq))?;
    of_kind(kind, seq)
}

fn ordinal(word: &str) -> Option<i64> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if let Ok(number) = word.trim_end_matches(|c: char| c.is_alphabetic()).trim_end_matches('-').parse::<i64>() {
        return Some(number);
    }
    match word {
        "i" | "первое" | "первая" | "первый" => Some(1),
        "ii" | "второе" | "вторая" | "второй" => Some(2),
        "iii" | "третья" | "третий" => Some(3),
        "iv" | "четвертая" | "четвёртая" => Some(4),
        _ => None,
    }
}

/// The period of classes with periods of this kind that answers the one asked for: the second quarter is the first half-year
/// (P-07), as in `queries/class_period.sql`. Nothing where they have none such.
#[must_use]
pub fn own<'a>(kind: &str, asked: &'a str) -> Option<&'a str> {
    match (kind, asked) {
        ("quarter", "h1") => Some("q2"),
        ("quarter", "h2") => Some("q4"),
        ("half_year", "q2") => Some("h1"),
        ("half_year", "q4") => Some("h2"),
        (_, "year") => Some(asked),
        _ => parse_id(asked).is_some_and(|period| period.kind == kind).then_some(asked),
    }
}

/// The Russian name as printed: «3 четверть», «II полугодие», «год».
#[must_use]
pub fn name_ru(id: &str) -> String {
    let Some(period) = parse_id(id) else { return id.to_owned() };
    match period.kind {
        "quarter" => format!("{} четверть", period.seq),
        "half_year" => format!("{} полугодие", roman(period.seq)),
        "trimester" => format!("{} триместр", period.seq),
        "semester" => format!("{} семестр", period.seq),
        "module" => format!("{} модуль", period.seq),
        _ => "год".to_owned(),
    }
}

fn roman(seq: i64) -> String {
    match seq {
        1 => "I".to_owned(),
        2 => "II".to_owned(),
        other => other.to_string(),
    }
}

/// The month of a Russian month word in any case or abbreviation: «Сентябрь», «сент.».
#[must_use]
pub fn month(word: &str) -> Option<u32> {
    const STEMS: [&str; 12] = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];
    let word = word.trim().to_lowercase();
    let position = STEMS.iter().position(|stem| word.starts_with(stem))?;
    u32::try_from(position + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::{month, name_ru, parse, parse_school_year, school_year_label};

    #[test]
    fn a_period_is_known_by_id_and_by_name() {
        for (text, id) in [
            ("q1", "q1"),
            ("2025-26/q4", "q4"),
            ("1 четверть", "q1"),
            ("III четверть", "q3"),
            ("2 полугодие", "h2"),
            ("Первое полугодие", "h1"),
            ("1-е полугодие", "h1"),
            ("3 триместр", "t3"),
            ("год", "year"),
            ("year", "year"),
        ] {
            assert_eq!(parse(text).map(|period| period.id).as_deref(), Some(id), "{text}");
        }
        assert_eq!(parse("q99"), None);
        assert_eq!(parse("четверть"), None);
        assert_eq!(parse("89 полугодие"), None);
        assert_eq!(name_ru("h2"), "II полугодие");
    }

    #[test]
    fn years_and_months() {
        assert_eq!(parse_school_year("2026/2027"), Some(2026));
        assert_eq!(parse_school_year("год"), None);
        assert_eq!(school_year_label(1999), "1999-00");
        assert_eq!(month("Сентябрь"), Some(9));
        assert_eq!(month("мая"), Some(5));
        assert_eq!(month("Март"), Some(3));
        assert_eq!(month("Предмет"), None);
    }
}
