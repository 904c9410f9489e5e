//! Delimited text: the delimiter is found in the header line, records keep their line numbers.

use csv::{ReaderBuilder, StringRecord};

/// A header and its records. A record may be shorter or longer than the header: the caller judges it.
pub struct Delimited {
    pub header: Vec<String>,
    pub records: Vec<(u64, StringRecord)>,
}

/// Reads text as delimited records; `None` when it has no header line. Blank lines are no records.
#[must_use]
pub fn read(text: &str) -> Option<Delimited> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter(first)).flexible(true).has_headers(false).from_reader(text.as_bytes());
    // Text is valid UTF-8 and records may be of any length, so no record can fail to be read.
    let mut records = reader.records().filter_map(Result::ok).map(|record| (line_of(text, &record), record));
    let (_, head) = records.next()?;
    let header = head.iter().map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
    let blank = |record: &StringRecord| record.iter().all(|field| field.trim().is_empty());
    Some(Delimited { header, records: records.filter(|(_, record)| !blank(record)).collect() })
}

/// The line a record stands in; the reader's own position may be that of blank lines before it.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let before = usize::try_from(position.byte()).ok().and_then(|at| text.get(at..)).unwrap_or_default();
    let blank = before.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    position.line() + blank as u64
}

/// The most frequent of `;`, `,` and tab outside quotes; `,` when there is none.
fn delimiter(line: &str) -> u8 {
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(candidate, _)| !quoted && *candidate == byte) {
            *count += 1;
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0).map_or(b',', |(byte, _)| *byte)
}

/// The record as one text, for the quarantine.
#[must_use]
pub fn raw(record: &StringRecord) -> String {
    record.iter().collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn delimiter_and_lines() {
        let table = read("\u{feff}class_id;name\r\n1;\"9;Б\"\r\n\r\n2;9В\r\n");
        let table = table.expect("a table");
        assert_eq!(table.header, ["class_id", "name"]);
        assert_eq!(table.records.len(), 2);
        assert_eq!(table.records[0].1.get(1), Some("9;Б"));
        assert_eq!(table.records[1].0, 4);
        assert!(read(" \n \n").is_none());
    }
}
