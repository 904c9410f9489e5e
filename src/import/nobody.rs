//! A file that no reader knows, told in words a person understands; and text in an encoding that is not ours.

use crate::model::finding::{Finding, Severity};
use crate::model::schema::{self, Column};

use super::limits::HEAD;
use super::source::Source;
use super::text;

/// A text whose letters are wrong in every encoding we read: its names would become other people.
pub fn doubtful(source: &Source) -> Option<Finding> {
    let head = source.bytes.get(..source.bytes.len().min(HEAD)).unwrap_or_default();
    let is_binary = head.iter().take(1000).any(|byte| *byte == 0);
    let text = (!is_binary).then(|| text::decode(head)).filter(|text| text.doubtful)?;
    let sample: String = text.text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).take(12).collect();
    Some(Finding::new("doubtful-encoding", Severity::Error, &source.name).found(sample))
}

/// A file that no reader knows: empty, a table of another shape, a picture, a text beside the exports.
pub fn nobody(head: &Source) -> Finding {
    let note = [".txt", ".md"].iter().any(|end| head.name.ends_with(end));
    let finding = |code, severity| Finding::new(code, severity, &head.name);
    let named = schema::table(&head.stem).filter(|table| table.kind != schema::Kind::Book);
    match (kind_of(head), named) {
        (_, _) if note => finding("unknown-format", Severity::Info).found("TXT"),
        (Kind::Empty, _) => finding("empty-file", Severity::Warning),
        (Kind::Archive, _) => finding("archive-inside", Severity::Warning),
        (Kind::Text, Some(table)) => {
            let known = table.columns.iter().map(Column::csv_name).collect::<Vec<_>>().join(", ");
            finding("no-header", Severity::Error).found(first_line(head)).expected(known)
        }
        (Kind::Text, None) => finding("unknown-format", Severity::Warning).found(first_line(head)),
        (Kind::Named(kind), _) => finding("unknown-format", Severity::Warning).found(kind),
    }
}

enum Kind {
    Empty,
    Archive,
    Text,
    Named(&'static str),
}

fn kind_of(head: &Source) -> Kind {
    const KINDS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8", "JPEG"),
        (b"GIF8", "GIF"),
        (b"%PDF", "PDF"),
        (b"PK\x03\x04", "XLSX"),
        (b"\xd0\xcf\x11\xe0", "XLS (BIFF)"),
        (b"{", "JSON"),
        (b"[", "JSON"),
        (b"7z\xbc\xaf", "7-Zip"),
        (b"Rar!", "RAR"),
    ];
    let start = head.bytes.trim_ascii_start();
    if start.is_empty() {
        return Kind::Empty;
    }
    // The parts of an office document are named in its zip.
    let holds = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    match KINDS.iter().find(|(magic, _)| start.starts_with(magic)) {
        Some((_, "XLSX")) if holds(b"word/") => Kind::Named("Word (DOCX)"),
        Some((_, "XLSX")) if head.name.contains(" › ") && !head.name.ends_with(".xlsx") => Kind::Archive,
        Some((_, name)) => Kind::Named(name),
        None if head.bytes.iter().take(1000).any(|byte| *byte == 0) => Kind::Named("?"),
        None => Kind::Text,
    }
}

/// What a person sees on opening the file.
fn first_line(head: &Source) -> String {
    let text = text::decode(head.bytes.get(..head.bytes.len().min(1000)).unwrap_or_default()).text;
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::nobody;
    use crate::import::source::Source;

    #[test]
    fn a_word_document_is_called_so() {
        let of = |name: &str, part: &str| {
            let bytes = [b"PK\x03\x04....[Content_Types].xml....PK\x03\x04....".as_slice(), part.as_bytes()].concat();
            let (stem, folder, sha256) = ("a".to_owned(), String::new(), String::new());
            nobody(&Source { name: name.to_owned(), folder, stem, bytes, sha256, size: 0 }).found
        };
        assert_eq!(of("a.docx", "word/document.xml"), "Word (DOCX)");
        assert_eq!(of("a.xlsx", "xl/workbook.xml"), "XLSX");
    }
}
