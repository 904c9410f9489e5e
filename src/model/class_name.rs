//! Names of classes: «9 б», `9-Б`, `9"Б"` and a Latin `9B` are one class, `9Б`.

use super::person;

/// A class name in its one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassName {
    pub name: String,
    /// 1–11 for school classes, `None` for groups such as «ИС-21».
    pub grade_level: Option<i64>,
    pub letter: String,
}

/// Puts a class name into its one form; `None` when nothing is left of it. «1 группа» and «Шахматы, 2 год обучения» are no classes of a
/// grade level: they stay as they are written.
#[must_use]
pub fn parse(raw: &str) -> Option<ClassName> {
    let written = person::clean(raw);
    let cleaned: String = written.trim_end_matches("класс").trim_end_matches("кл.").chars().filter(|c| !c.is_whitespace()).collect();
    if cleaned.is_empty() {
        return None;
    }
    let digits: String = cleaned.chars().take_while(char::is_ascii_digit).collect();
    let rest = cleaned.get(digits.len()..).unwrap_or_default();
    let letter: String = rest.chars().filter(|c| c.is_alphanumeric()).map(cyrillic_upper).collect();
    match digits.parse::<i64>().ok().filter(|level| (1..=12).contains(level) && is_letter(*level, &letter)) {
        Some(level) => Some(ClassName { name: format!("{level}{letter}"), grade_level: Some(level), letter }),
        None => Some(ClassName { name: group(&written), grade_level: None, letter: String::new() }),
    }
}

/// «Б», «ФМ», «2»; in grades 10 and 11 a profile: «ИНЖ». «Гр.» is a group.
fn is_letter(level: i64, letter: &str) -> bool {
    match letter.chars().count() {
        0 | 1 => true,
        2 => letter != "ГР",
        3 | 4 => level >= 10 && letter.chars().all(char::is_alphabetic),
        _ => false,
    }
}

/// A code such as «ИС-21» has capitals only; other names stay.
fn group(written: &str) -> String {
    let is_code = written.chars().any(|c| c.is_ascii_digit()) && !written.contains(' ');
    if is_code { written.to_uppercase() } else { written.to_owned() }
}

fn cyrillic_upper(letter: char) -> char {
    fold_latin(letter.to_uppercase().next().unwrap_or(letter))
}

/// A Latin capital that looks like a Cyrillic one, as the Cyrillic one.
#[must_use]
pub const fn fold_latin(letter: char) -> char {
    match letter {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn one_class_has_one_name() {
        for raw in ["9Б", "9 б", "9-Б", "9\"Б\"", "9б класс", " 9 «Б» "] {
            assert_eq!(parse(raw).map(|class| class.name).as_deref(), Some("9Б"), "{raw}");
        }
        assert_eq!(parse("10A").map(|class| (class.name, class.grade_level)), Some(("10А".to_owned(), Some(10))));
        assert_eq!(parse("ис-21").map(|class| (class.name, class.grade_level)), Some(("ИС-21".to_owned(), None)));
        assert_eq!(parse("  "), None);
    }

    #[test]
    fn only_a_number_with_a_letter_is_a_class_of_a_grade_level() {
        for (raw, name, level) in [
            ("11", "11", Some(11)),
            ("5-б", "5Б", Some(5)),
            ("10 ФМ", "10ФМ", Some(10)),
            ("10-2", "102", Some(10)),
            ("11 соц", "11СОЦ", Some(11)),
            ("1 группа (робототехника)", "1 группа (робототехника)", None),
            ("1 гр.", "1 гр.", None),
            (" Шахматы,\u{a0}2 год  обучения ", "Шахматы, 2 год обучения", None),
            ("Шахматы", "Шахматы", None),
            ("Робототехника 5 класс", "Робототехника 5 класс", None),
            ("1-ИСП-22", "1-ИСП-22", None),
            ("1-исп-22", "1-ИСП-22", None),
            ("21-К", "21-К", None),
        ] {
            assert_eq!(parse(raw).map(|class| (class.name, class.grade_level)), Some((name.to_owned(), level)), "{raw}");
        }
    }
}
