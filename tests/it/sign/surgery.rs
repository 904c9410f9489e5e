//! Cutting and sewing of PDF bytes, as an attacker would.

use super::pki::SHEET;

/// First place of `needle`.
pub fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|window| window == needle).expect("the bytes to be changed are there")
}

pub fn rfind(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).rposition(|window| window == needle).expect("the bytes to be changed are there")
}

/// Replaces the last occurrence; the lengths may differ.
pub fn replace_last(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = rfind(bytes, old);
    [&bytes[..at], new, &bytes[at + old.len()..]].concat()
}

/// Inside of /Contents <...> of the last signature.
pub fn contents_digits(pdf: &[u8]) -> std::ops::Range<usize> {
    let start = rfind(pdf, b"/Contents<") + b"/Contents<".len();
    let length = pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    start..start + length
}

pub fn cms_of(pdf: &[u8]) -> Vec<u8> {
    let digits = std::str::from_utf8(&pdf[contents_digits(pdf)]).unwrap();
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// Puts another message into the hole, filled up with zeros.
pub fn with_cms(pdf: &[u8], cms: &[u8]) -> Vec<u8> {
    let hole = contents_digits(pdf);
    let digits: String = cms.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(digits.len() <= hole.len(), "the message fits the hole");
    let mut changed = pdf.to_vec();
    changed[hole.clone()].fill(b'0');
    changed[hole.start..hole.start + digits.len()].copy_from_slice(digits.as_bytes());
    changed
}

/// The four numbers of the last /ByteRange.
pub fn byte_range(pdf: &[u8]) -> [usize; 4] {
    let start = rfind(pdf, b"/ByteRange[") + b"/ByteRange[".len();
    let length = pdf[start..].iter().position(|byte| *byte == b']').unwrap();
    let text = std::str::from_utf8(&pdf[start..start + length]).unwrap();
    let numbers: Vec<usize> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// Writes other numbers into the last /ByteRange without moving a byte.
pub fn with_byte_range(pdf: &[u8], numbers: &str) -> Vec<u8> {
    let start = rfind(pdf, b"/ByteRange[") + b"/ByteRange[".len();
    let length = pdf[start..].iter().position(|byte| *byte == b']').unwrap();
    let mut changed = pdf.to_vec();
    changed[start..start + length].copy_from_slice(format!("{numbers:<length$}").as_bytes());
    changed
}

/// Source text of the newest version of an object, without header and `endobj`.
pub fn body(pdf: &[u8], number: u32) -> String {
    let start = rfind(pdf, format!("\n{number} 0 obj\n").as_bytes());
    let text = &pdf[start + format!("\n{number} 0 obj\n").len()..];
    String::from_utf8_lossy(&text[..find(text, b"endobj")]).trim_end().to_owned()
}

/// The number in the last `/Key N 0 R`.
pub fn reference(pdf: &[u8], key: &str) -> u32 {
    let start = rfind(pdf, key.as_bytes()) + key.len();
    let digits = pdf[start..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.map(|&byte| char::from(byte)).collect::<String>().parse().unwrap()
}

pub fn size(pdf: &[u8]) -> u32 {
    reference(pdf, "/Size ")
}

/// A well-formed incremental update that puts these objects into the file, as a PDF editor would.
pub fn update(pdf: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let trailer = format!("/Root {} 0 R/Info {} 0 R", reference(pdf, "/Root "), reference(pdf, "/Info "));
    update_with_trailer(pdf, objects, &trailer)
}

pub fn update_with_trailer(pdf: &[u8], objects: &[(u32, String)], trailer: &str) -> Vec<u8> {
    let mut out = pdf.to_vec();
    if !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    let mut entries = String::new();
    for (number, body) in objects {
        entries.push_str(&format!("{number} 1\n{:010} 00000 n\r\n", out.len()));
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let start = out.len();
    let id_start = rfind(pdf, b"/ID[");
    let id_end = id_start + pdf[id_start..].iter().position(|byte| *byte == b']').unwrap() + 1;
    let id = String::from_utf8_lossy(&pdf[id_start..id_end]).into_owned();
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0).max(size(pdf));
    let prev = reference(pdf, "startxref\n");
    out.extend(format!("xref\n{entries}trailer\n<</Size {size}{trailer}{id}/Prev {prev}>>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}

/// A number of an object that holds a content stream of the page of the test sheet.
pub fn page_content() -> u32 {
    reference(SHEET, "/Contents ")
}
