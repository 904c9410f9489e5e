//! Bytes to text: BOM, then the charset a page declares, then valid UTF-8, then windows-1251.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

/// The text of a file and the name of the encoding it was read in.
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Some bytes mean nothing in that encoding and were replaced by U+FFFD.
    pub damaged: bool,
}

#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let encoding = choose(bytes);
    let (text, used, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: used.name(), damaged }
}

fn choose(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = declared(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1251 }
}

/// `<meta … charset=…>` within the first 2 KB, unless the bytes themselves contradict it.
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
    let encoding = Encoding::for_label(&label)?;
    (encoding != UTF_8 || std::str::from_utf8(bytes).is_ok()).then_some(encoding)
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
    }
}
