//! Bytes to text: BOM, then valid UTF-8, then the charset a page declares, then windows-1251.
//!
//! Bytes that do not fit their encoding are never guessed at: they become U+FFFD, the file is said to be damaged, and
//! a row that holds one goes to quarantine.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use crate::model::hidden::is_hidden;

/// The text of a file and the name of the encoding it was read in.
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Some bytes mean nothing in that encoding and were replaced by U+FFFD.
    pub damaged: bool,
    /// The letters make no Russian words: the file is in another encoding (866, KOI8-R) than it seems.
    pub doubtful: bool,
}

impl Decoded {
    /// How many characters show nothing and are dropped from names: control characters, direction marks.
    #[must_use]
    pub fn hidden(&self) -> usize {
        hidden(&self.text)
    }
}

/// How many characters of a text show nothing.
#[must_use]
pub fn hidden(text: &str) -> usize {
    // Control characters, and the first bytes of what else is hidden: most text has none of them.
    let may_hide = |byte: u8| (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1..=0xf4);
    if text.bytes().any(may_hide) { text.chars().skip_while(|c| *c == '\u{feff}').filter(|c| is_hidden(*c)).count() } else { 0 }
}

#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let encoding = choose(bytes);
    let (text, used, damaged) = encoding.decode(bytes);
    let doubtful = used == WINDOWS_1251 && is_doubtful(&text);
    Decoded { text: text.into_owned(), encoding: used.name(), damaged, doubtful }
}

fn choose(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    by_letters(bytes)
}

fn by_letters(bytes: &[u8]) -> &'static Encoding {
    // Text of another encoding is hardly ever valid UTF-8 by chance; a declaration is often left over from another program.
    match utf8(bytes) {
        Utf8::Valid | Utf8::Broken => UTF_8,
        Utf8::Other => declared(bytes).filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1251),
    }
}

/// The encoding that these bytes tell of; `None` while all of them are ASCII. Only at the beginning of a file may it be
/// told by a mark.
#[must_use]
pub fn told_by(bytes: &[u8], is_first: bool) -> Option<&'static Encoding> {
    (!bytes.is_ascii()).then(|| if is_first { choose(bytes) } else { by_letters(bytes) })
}

/// Whether the bytes begin as text of two bytes a letter, in which a line end is not one byte.
#[must_use]
pub fn is_wide(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8)
}

enum Utf8 {
    Valid,
    /// Letters in UTF-8 and some bytes that are none: cut off in the middle of a letter, or pasted together.
    Broken,
    Other,
}

fn utf8(bytes: &[u8]) -> Utf8 {
    let (mut letters, mut strays) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        strays += chunk.invalid().len();
    }
    match (letters, strays) {
        (_, 0) => Utf8::Valid,
        // The end of a file that was cut.
        (letters, strays) if letters > 0 && (strays < 4 || letters > strays) => Utf8::Broken,
        _ => Utf8::Other,
    }
}

/// `<meta … charset=…>` within the first 2 KB.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048))?.to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")? + 8;
    let label: Vec<u8> = head
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .collect();
    Encoding::for_label(&label)
}

/// Russian text is letters of А–я; the same bytes in 866 fall on graphic signs, in KOI8-R the capitals stand inside words.
fn is_doubtful(text: &str) -> bool {
    let (mut letters, mut signs, mut words, mut odd) = (0usize, 0usize, 0usize, 0usize);
    let mut before = ' ';
    for c in text.chars().filter(|c| !matches!(c, '\u{a0}' | '«' | '»' | '№' | '–' | '—' | '…' | '“' | '”' | '„' | '·' | '°'))
    {
        let letter = matches!(c, 'А'..='я' | 'Ё' | 'ё');
        letters += usize::from(letter);
        signs += usize::from(!letter && !c.is_ascii());
        if before.is_alphabetic() && letter {
            words += 1;
            odd += usize::from(before.is_lowercase() && c.is_uppercase());
        }
        before = c;
    }
    signs + letters >= 8 && (signs * 4 > letters || odd * 8 > words)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_three_encodings_of_exports() {
        assert_eq!(decode("\u{feff}Класс".as_bytes()).text, "Класс");
        assert_eq!(decode("Класс".as_bytes()).encoding, "UTF-8");
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Класс;9Б");
        assert_eq!(decode(&bytes).text, "Класс;9Б");
        assert_eq!(decode(b"<meta charset=\"windows-1251\">\xca").text, "<meta charset=\"windows-1251\">К");
        assert_eq!(decode(b"<meta charset=utf-8>\xca").encoding, "windows-1251");
        assert_eq!(decode("<meta charset=windows-1251>Класс".as_bytes()).text, "<meta charset=windows-1251>Класс");
    }

    #[test]
    fn what_is_cut_or_mixed_is_damaged_and_not_guessed() {
        let cut = decode(&"Ёлкина Анна".as_bytes()[..7]);
        assert_eq!((cut.text.as_str(), cut.encoding, cut.damaged), ("Ёлк\u{fffd}", "UTF-8", true));
        let (foreign, _, _) = encoding_rs::WINDOWS_1251.encode("Жуков");
        let mixed = decode(&["Ёлкина Анна Петровна\n".as_bytes(), &foreign].concat());
        assert!(mixed.damaged && mixed.text.starts_with("Ёлкина Анна Петровна"));
    }

    #[test]
    fn letters_of_another_encoding_are_noticed() {
        let names = "student_id,full_name\n1,Ёлкина Анна Петровна\n2,Жуков Лев Ильич\n";
        let (dos, _, _) = encoding_rs::IBM866.encode(names);
        let (koi, _, _) = encoding_rs::KOI8_R.encode(names);
        let (win, _, _) = encoding_rs::WINDOWS_1251.encode(names);
        assert!(decode(&dos).doubtful && decode(&koi).doubtful && !decode(&win).doubtful);
        assert_eq!(decode("a\u{202e}b\u{7}".as_bytes()).hidden(), 2);
    }
}
