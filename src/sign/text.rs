//! Text of three origins as plain Rust strings: PDF text strings, names in certificates, hexadecimal.

use der::asn1::Any;
use der::{Tag, Tagged};

pub(super) fn hex_upper(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(super) fn hex_lower(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A PDF text string: UTF-16BE or UTF-8 by its mark, else PDFDocEncoding, of which Latin-1 is near enough here
/// (field names and stamp words are ASCII).
pub(super) fn from_pdf_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => from_utf16_be(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// A PDF text string token: a literal for printable ASCII, else hexadecimal UTF-16BE.
pub(super) fn to_pdf_string(text: &str) -> String {
    let is_plain = text.chars().all(|c| (' '..='~').contains(&c) && !matches!(c, '(' | ')' | '\\'));
    if is_plain {
        return format!("({text})");
    }
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

/// The value of an attribute of a distinguished name.
pub(super) fn from_directory_string(value: &Any) -> String {
    let bytes = value.value();
    let text = match value.tag() {
        Tag::BmpString => from_utf16_be(bytes),
        Tag::TeletexString => bytes.iter().map(|&byte| char::from(byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    without_controls(&text)
}

fn from_utf16_be(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => 0xFFFD,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Control and direction marks are shown as �: a name must not be able to repaint the line it is printed on.
pub(super) fn without_controls(text: &str) -> String {
    let hides = |c: char| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    text.chars().map(|c| if hides(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
