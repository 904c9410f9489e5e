//! Finds a character that no font can show before Typst does, so that the message can name the text it stands in.
//!
//! PDF/A forbids a glyph that is missing (ISO 19005-2, 6.2.11.8), and a sheet with an empty box for a letter of a name is wrong.

use std::collections::BTreeSet;

use serde_json::Value;

use super::error::TypesetError;
use super::fonts::Fonts;

/// Looks at every text of the data but pictures, whose text Typst checks itself.
pub(super) fn check(data: &Value, fonts: &Fonts) -> Result<(), TypesetError> {
    check_in(data, fonts, &mut BTreeSet::new())
}

/// `seen`: characters that are there, so that each is looked up once.
fn check_in(data: &Value, fonts: &Fonts, seen: &mut BTreeSet<char>) -> Result<(), TypesetError> {
    match data {
        Value::String(text) => check_text(text, fonts, seen),
        Value::Array(items) => items.iter().try_for_each(|item| check_in(item, fonts, seen)),
        Value::Object(fields) => fields.iter().filter(|(key, _)| *key != "svg").try_for_each(|(_, value)| check_in(value, fonts, seen)),
        _ => Ok(()),
    }
}

fn check_text(text: &str, fonts: &Fonts, seen: &mut BTreeSet<char>) -> Result<(), TypesetError> {
    for character in text.chars().filter(|character| !character.is_ascii() && !is_invisible(*character)) {
        if seen.contains(&character) {
            continue;
        }
        if !fonts.list.iter().any(|font| font.info().coverage.contains(u32::from(character))) {
            return Err(TypesetError::MissingGlyph { character, text: text.to_owned() });
        }
        seen.insert(character);
    }
    Ok(())
}

/// Characters that leave no mark and need no glyph: joiners, directions, soft hyphen, variation selectors, byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}
