//! Names of classes: «9 б», `9-Б`, `9"Б"` and a Latin `9B` are one class, `9Б`.

/// A class name in its one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassName {
    pub name: String,
    /// 1–11 for school classes, `None` for groups such as «ИС-21».
    pub grade_level: Option<i64>,
    pub letter: String,
}

/// Puts a class name into its one form; `None` when nothing is left of it.
#[must_use]
pub fn parse(raw: &str) -> Option<ClassName> {
    let cleaned: String = raw.trim().trim_end_matches("класс").trim_end_matches("кл.").chars().filter(|c| !c.is_whitespace()).collect();
    if cleaned.is_empty() {
        return None;
    }
    let digits: String = cleaned.chars().take_while(char::is_ascii_digit).collect();
    let rest = &cleaned[digits.len()..];
    let grade_level = digits.parse::<i64>().ok().filter(|level| (1..=12).contains(level));
    let letter: String = rest.chars().filter(|c| c.is_alphanumeric()).map(cyrillic_upper).collect();
    match grade_level {
        Some(level) => Some(ClassName { name: format!("{level}{letter}"), grade_level, letter }),
        None => Some(ClassName { name: cleaned.to_uppercase(), grade_level: None, letter: String::new() }),
    }
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
}
