//! What stands in one cell of a journal: marks, codes of absence, both, or neither.
//!
//! One tokenizer for all grids. A code counts by its letters, never by its description; Latin look-alikes are folded.

use super::class_name::fold_latin;

/// One thing found in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A mark 1–5; `modifier` is «+» or «-»; `weight_hundredths` from «5✕2».
    Mark { value: i64, modifier: Option<&'static str>, weight_hundredths: Option<i64> },
    /// н/а, осв (as a result), зач, незач, точка: a kind of `schema::MARK_KINDS`.
    Kind(&'static str),
    /// A reason of `schema::ABSENCE_REASONS`.
    Absence(&'static str),
    /// Not understood: becomes a finding, the raw text stays.
    Unknown(String),
}

/// Codes of absence of СГО (УП, Б, НП, ОТ, ОП, ОСВ) and of the other journals (Н, У, О, П).
const CODES: &[(&str, &str)] = &[
    ("УП", "excused"),
    ("Б", "illness"),
    ("НП", "unexcused"),
    ("ОТ", "unset"),
    ("ОП", "late"),
    ("ОСВ", "exempt"),
    ("Н", "unset"),
    ("У", "excused"),
    ("П", "excused"),
    ("О", "late"),
];

/// Splits a cell of a day. `extra` are codes of the file's own legend, folded by [`fold_code`].
#[must_use]
pub fn day_cell(raw: &str, extra: &[(String, &'static str)]) -> Vec<Token> {
    let text = clean(raw);
    if text.is_empty() {
        return Vec::new();
    }
    if let Some(kind) = result_kind(&text).filter(|kind| *kind != "exempt") {
        return vec![Token::Kind(kind)];
    }
    if text == "." || text == "·" {
        return vec![Token::Kind("debt")];
    }
    let mut tokens = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '·' | ';' | ',')).filter(|word| !word.is_empty()) {
        read_word(word, extra, &mut tokens);
    }
    if tokens.is_empty() { vec![Token::Unknown(text)] } else { tokens }
}

/// Reads a cell of a period, year, exam or final mark; `None` for an empty one.
#[must_use]
pub fn result_cell(raw: &str) -> Option<Token> {
    let text = clean(raw);
    if text.is_empty() || text == "-" || text == "—" {
        return None;
    }
    if let Some(kind) = result_kind(&text) {
        return Some(Token::Kind(kind));
    }
    Some(mark(&text).unwrap_or(Token::Unknown(text)))
}

/// A code in the form in which codes are compared: capital, Cyrillic, without points.
#[must_use]
pub fn fold_code(code: &str) -> String {
    clean(code).to_uppercase().chars().filter(|c| *c != '.').map(fold_latin).collect()
}

/// The reason of a code that every journal understands.
#[must_use]
pub fn known_code(code: &str) -> Option<&'static str> {
    let folded = fold_code(code);
    CODES.iter().find(|(name, _)| *name == folded).map(|(_, reason)| *reason)
}

fn clean(raw: &str) -> String {
    let visible: String =
        raw.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    visible.trim().to_owned()
}

fn result_kind(text: &str) -> Option<&'static str> {
    match fold_code(text).as_str() {
        "Н/А" | "НА" | "NОТЕХАМINЕD" => Some("not_assessed"),
        "ОСВ" | "ОСВОБОЖДЕН" | "ОСВОБОЖДЁН" => Some("exempt"),
        "ЗАЧ" | "ЗАЧЕТ" | "ЗАЧЁТ" | "ЗЧ" => Some("credit"),
        "НЕЗАЧ" | "НЕЗАЧЕТ" | "НЕЗАЧЁТ" | "НЗ" => Some("no_credit"),
        _ => None,
    }
}

fn read_word(word: &str, extra: &[(String, &'static str)], tokens: &mut Vec<Token>) {
    if let Some(one) = mark(word) {
        tokens.push(one);
    } else if !word.is_empty() && word.chars().all(|c| ('1'..='5').contains(&c)) {
        tokens.extend(word.chars().filter_map(|digit| mark(digit.encode_utf8(&mut [0; 4]))));
    } else if word == "." {
        tokens.push(Token::Kind("debt"));
    } else if let Some(reason) =
        extra.iter().find(|(code, _)| *code == fold_code(word)).map(|(_, reason)| *reason).or_else(|| known_code(word))
    {
        tokens.push(Token::Absence(reason));
    } else {
        tokens.push(result_kind(word).map_or_else(|| Token::Unknown(word.to_owned()), Token::Kind));
    }
}

fn mark(word: &str) -> Option<Token> {
    let mut letters = word.chars();
    let value = letters.next().filter(|digit| ('1'..='5').contains(digit))?.to_digit(10)?;
    let rest: Vec<char> = letters.collect();
    let (modifier, weight_hundredths) = match rest.as_slice() {
        [] => (None, None),
        ['+'] => (Some("plus"), None),
        ['-' | '−' | '–'] => (Some("minus"), None),
        ['✕' | '×' | '*' | 'x' | 'х', digit @ '1'..='9'] => (None, digit.to_digit(10).map(|times| i64::from(times) * 100)),
        _ => return None,
    };
    Some(Token::Mark { value: i64::from(value), modifier, weight_hundredths })
}

#[cfg(test)]
mod tests {
    use super::{Token, day_cell, known_code, result_cell};

    fn five() -> Token {
        Token::Mark { value: 5, modifier: None, weight_hundredths: None }
    }
    fn four() -> Token {
        Token::Mark { value: 4, modifier: None, weight_hundredths: None }
    }

    #[test]
    fn several_marks_in_one_cell() {
        for raw in ["5 4", "5/4", "5·4", "54", " 5\n\t4 ", "5\u{a0}4"] {
            assert_eq!(day_cell(raw, &[]), [five(), four()], "{raw}");
        }
        assert_eq!(day_cell("5✕2", &[]), [Token::Mark { value: 5, modifier: None, weight_hundredths: Some(200) }]);
        assert_eq!(day_cell("4+", &[]), [Token::Mark { value: 4, modifier: Some("plus"), weight_hundredths: None }]);
    }

    #[test]
    fn mark_and_absence_in_one_cell() {
        for raw in ["Б\n 5", "Б 5", "Б·5"] {
            assert_eq!(day_cell(raw, &[]), [Token::Absence("illness"), five()], "{raw}");
        }
        assert_eq!(day_cell("5 4 НП", &[]), [five(), four(), Token::Absence("unexcused")]);
    }

    #[test]
    fn latin_letters_that_look_cyrillic() {
        assert_eq!(known_code("OT"), Some("unset"));
        assert_eq!(known_code("HП"), Some("unexcused"));
        assert_eq!(known_code("оп"), Some("late"));
        assert_eq!(known_code("Щ"), None);
    }

    #[test]
    fn three_kinds_of_no_number() {
        assert_eq!(result_cell("н/а"), Some(Token::Kind("not_assessed")));
        assert_eq!(result_cell("Осв."), Some(Token::Kind("exempt")));
        assert_eq!(result_cell(" \u{a0}"), None);
        assert_eq!(result_cell("7"), Some(Token::Unknown("7".to_owned())));
        assert_eq!(day_cell("Н/А", &[]), [Token::Kind("not_assessed")]);
        assert_eq!(day_cell("ОСВ", &[]), [Token::Absence("exempt")]);
        assert_eq!(day_cell(".", &[]), [Token::Kind("debt")]);
        assert_eq!(day_cell("7", &[]), [Token::Unknown("7".to_owned())]);
        assert_eq!(day_cell("ДН", &[("ДН".to_owned(), "remote")]), [Token::Absence("remote")]);
    }
}
