//! Finds a character that no font can show before Typst does, so that the message can name the text it stands in.
//!
//! PDF/A forbids a glyph that is missing (ISO 19005-2, 6.2.11.8), and a sheet with an empty box for a letter of a name is wrong.

use serde_json::Value;

use super::error::TypesetError;
use super::fonts::Fonts;

/// Looks at every text of the data but pictures, whose text Typst checks itself.
pub(super) fn check(data: &Value, fonts: &Fonts) -> Result<(), TypesetError> {
    match data {
        Value::String(text) => check_text(text, fonts),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, fonts)),
        Value::Object(fields) => fields.iter().filter(|(key, _)| *key != "svg").try_for_each(|(_, value)| check(value, fonts)),
        _ => Ok(()),
    }
}

fn check_text(text: &str, fonts: &Fonts) -> Result<(), TypesetError> {
    let missing = text.chars().find(|&character| !character.is_ascii() && !is_invisible(character) && !has(fonts, character));
    match missing {
        Some(character) => Err(TypesetError::MissingGlyph { character, text: text.to_owned() }),
        None => Ok(()),
    }
}

fn has(fonts: &Fonts, character: char) -> bool {
    fonts.list.iter().any(|font| font.info().coverage.contains(u32::from(character)))
}

/// Characters that leave no mark and need no glyph: joiners, directions, soft hyphen, variation selectors, byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}
