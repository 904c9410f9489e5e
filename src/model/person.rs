//! Names of people: one form for printing, one key for matching, a stable id.

use sha2::{Digest, Sha256};

use super::hidden::is_hidden;

/// A name as the source wrote it, cleaned: single spaces, no control or invisible characters.
#[must_use]
pub fn clean(raw: &str) -> String {
    let visible: String =
        raw.chars().map(|c| if c.is_whitespace() || c == '\u{a0}' { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The key by which two spellings of one name meet: lower case, ё as е.
#[must_use]
pub fn key(name: &str) -> String {
    clean(name).to_lowercase().replace('ё', "е")
}

/// Last name, first name, patronymic as far as the full name gives them.
#[must_use]
pub fn parts(full_name: &str) -> (Option<String>, Option<String>, Option<String>) {
    let mut words = full_name.splitn(3, ' ').map(str::to_owned);
    (words.next().filter(|word| !word.is_empty()), words.next(), words.next())
}

/// «Петрова А. С.» from the full name.
#[must_use]
pub fn initials(full_name: &str) -> String {
    let mut words = full_name.split(' ');
    let last = words.next().unwrap_or_default().to_owned();
    words.filter_map(|word| word.chars().next()).fold(last, |name, initial| format!("{name} {initial}."))
}

/// Splits «Иванов Иван Выбыл(а) 01.02.2026» into the name and the date text.
#[must_use]
pub fn split_left_mark(raw: &str) -> (String, Option<String>) {
    let cleaned = clean(raw);
    for word in ["Выбыла", "Выбыл(а)", "Выбыл", "выбыл(а)", "выбыла", "выбыл"] {
        if let Some((name, rest)) = cleaned.split_once(word) {
            let name = name.trim_end_matches(['(', ' ']).to_owned();
            return (name, Some(rest.trim_matches([' ', ')', ':']).to_owned()).filter(|date| !date.is_empty()));
        }
    }
    (cleaned, None)
}

/// Id of a person: a letter and 12 hex digits of SHA-256 over (what, school, key of the full name). No class, no year.
#[must_use]
pub fn id(letter: char, school: &str, full_name: &str) -> String {
    let hash = Sha256::digest(format!("{letter}\n{school}\n{}", key(full_name)));
    let hex: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{letter}{hex}")
}

#[cfg(test)]
mod tests {
    use super::{clean, id, initials, key, parts, split_left_mark};

    #[test]
    fn spellings_of_one_name_meet() {
        assert_eq!(clean(" Ёлкина\u{a0} Анна\u{200b} "), "Ёлкина Анна");
        assert_eq!(key("Ёлкина Анна"), key("елкина  АННА"));
        assert_eq!(id('s', "school-1", "Ёлкина Анна"), id('s', "school-1", "Елкина Анна"));
        assert_ne!(id('s', "school-1", "Ёлкина Анна"), id('s', "school-2", "Ёлкина Анна"));
        assert_eq!(parts("Ёлкина Анна Петровна").2.as_deref(), Some("Петровна"));
        assert_eq!(initials("Ёлкина Анна Петровна"), "Ёлкина А. П.");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_mark_of_leaving_is_no_part_of_the_name() {
        assert_eq!(split_left_mark("Ёлкин Лев (Выбыл 01.02.2026)"), ("Ёлкин Лев".to_owned(), Some("01.02.2026".to_owned())));
        assert_eq!(split_left_mark("Ёлкин Лев"), ("Ёлкин Лев".to_owned(), None));
    }
}
