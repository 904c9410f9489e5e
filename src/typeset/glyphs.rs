//! Finds a character that no font can show before Typst does, so that the message can name the text it stands in.
//!
//! PDF/A forbids a glyph that is missing (ISO 19005-2, 6.2.11.8), and a sheet with an empty box for a letter of a name is wrong.

use std::collections::BTreeSet;

use serde_json::Value;

use super::error::TypesetError;
use super::fonts::Fonts;

/// Looks at every text of the data (JSON) but pictures, whose text Typst checks itself. JSON holds such characters as themselves, so the
/// texts are only told apart where one of all characters is in no font.
pub(super) fn check(json: &[u8], fonts: &Fonts) -> Result<(), TypesetError> {
    let mut seen = BTreeSet::new();
    let text = String::from_utf8_lossy(json);
    let missing =
        text.chars().filter(|character| !character.is_ascii() && seen.insert(*character)).any(|character| is_missing(character, fonts));
    if missing { check_in(&serde_json::from_slice(json)?, fonts) } else { Ok(()) }
}

fn check_in(data: &Value, fonts: &Fonts) -> Result<(), TypesetError> {
    match data {
        Value::String(text) => match text.chars().find(|character| is_missing(*character, fonts)) {
            Some(character) => Err(TypesetError::MissingGlyph { character, text: text.to_owned() }),
            None => Ok(()),
        },
        Value::Array(items) => items.iter().try_for_each(|item| check_in(item, fonts)),
        Value::Object(fields) => fields.iter().filter(|(key, _)| *key != "svg").try_for_each(|(_, value)| check_in(value, fonts)),
        _ => Ok(()),
    }
}

fn is_missing(character: char, fonts: &Fonts) -> bool {
    let is_there = || fonts.list.iter().any(|font| font.info().coverage.contains(u32::from(character)));
    !character.is_ascii() && !is_invisible(character) && !is_there()
}

/// Characters that leave no mark and need no glyph: joiners, directions, soft hyphen, variation selectors, byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}
