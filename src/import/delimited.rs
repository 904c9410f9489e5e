//! Delimited text: the delimiter is found in the header line, large text is cut at records, records keep their line numbers.

use csv::{Reader, ReaderBuilder, StringRecord};
use memchr::{memchr, memchr_iter, memrchr};

/// A header and its records. A record may be shorter or longer than the header: the caller judges it.
pub struct Delimited {
    pub header: Vec<String>,
    pub records: Vec<(u64, StringRecord)>,
}

/// The first record of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub header: Vec<String>,
    pub delimiter: u8,
    /// Where the records begin.
    pub body: usize,
}

/// Reads text as delimited records; `None` when it has no header line. Blank lines are no records.
#[must_use]
pub fn read(text: &str) -> Option<Delimited> {
    let head = head(text)?;
    let mut records = Vec::new();
    let before = lines(text.get(..head.body).unwrap_or_default()).max(1);
    each(text.get(head.body..).unwrap_or_default(), head.delimiter, |line, record| records.push((before + line, record.clone())));
    Some(Delimited { header: head.header, records })
}

/// Reads the header line; `None` when there is none.
#[must_use]
pub fn head(text: &str) -> Option<Head> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let text = text.get(start..)?;
    let delimiter = delimiter(text.lines().find(|line| !line.trim().is_empty())?);
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).ok()? {
        if !is_blank(&record) {
            let header = record.iter().map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
            let mut body = usize::try_from(reader.position().byte()).ok()?;
            // The reader stands between the two characters of a line end.
            body += usize::from(text.get(..body)?.ends_with('\r') && text.get(body..)?.starts_with('\n'));
            return Some(Head { header, delimiter, body: start + body });
        }
    }
    None
}

/// Visits the records of a text that begins at a record, with their lines, of which the first is 1.
pub fn each(text: &str, delimiter: u8, mut visit: impl FnMut(u64, &StringRecord)) {
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    // Text is valid UTF-8 and records may be of any length, so no record can fail to be read.
    // A lone CR ends a record and no line: records of one line get lines of their own, as an editor shows them.
    let mut last = 0;
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        last = line_of(text, &record).max(last + 1);
        if !is_blank(&record) {
            visit(last, &record);
        }
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|field| field.trim().is_empty())
}

/// The line a record stands in; the reader's own position may be that of blank lines before it.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let before = usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let blank = before.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    position.line() + blank as u64
}

/// How many lines end in a text; a lone CR ends one too.
#[must_use]
pub fn lines(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let alone = memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (memchr_iter(b'\n', bytes).count() + alone) as u64
}

/// Where text that begins at a record can be cut: after a line end outside quotes, about every `size` bytes; the last cut
/// is the last that can be made. A quote opens a field only at its beginning.
#[must_use]
pub fn cuts(bytes: &[u8], delimiter: u8, size: usize) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    let (mut outside, mut last) = (0, 0);
    while outside < bytes.len() {
        let quote = memchr(b'"', bytes.get(outside..).unwrap_or_default()).map_or(bytes.len(), |at| outside + at);
        let region = bytes.get(outside..quote).unwrap_or_default();
        let mut from = 0;
        while let Some(end) = next_cut(region, from, (cuts.last().copied().unwrap_or_default() + size).saturating_sub(outside)) {
            cuts.push(outside + end);
            from = end;
        }
        last = memrchr(b'\n', region).map_or(last, |at| outside + at + 1);
        let opens = quote == 0 || bytes.get(quote - 1).is_some_and(|before| matches!(before, b'\n' | b'\r') || *before == delimiter);
        let Some(next) = (if opens { closing(bytes, quote + 1) } else { Some(quote + 1) }) else { break };
        outside = next;
    }
    if last > cuts.last().copied().unwrap_or_default() {
        cuts.push(last);
    }
    cuts
}

fn next_cut(region: &[u8], from: usize, target: usize) -> Option<usize> {
    let from = from.max(target);
    Some(from + memchr(b'\n', region.get(from..)?)? + 1)
}

/// Behind the quote that closes a field; two quotes are one inside it.
fn closing(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let quote = from + memchr(b'"', bytes.get(from..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        from = quote + 2;
    }
}

/// The delimiter of text that begins with its header line.
#[must_use]
pub fn delimiter_of(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    delimiter(&String::from_utf8_lossy(line))
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
    use super::{cuts, read};

    #[test]
    fn delimiter_and_lines() {
        let table = read("\u{feff}class_id;name\r\n1;\"9;Б\"\r\n\r\n2;9В\r\n");
        let table = table.expect("a table");
        assert_eq!(table.header, ["class_id", "name"]);
        assert_eq!(table.records.len(), 2);
        assert_eq!(table.records[0].1.get(1), Some("9;Б"));
        assert_eq!((table.records[0].0, table.records[1].0), (2, 4));
        assert!(read(" \n \n").is_none());
        assert_eq!(super::lines("a\r\nb\rc\nd"), 3);
        let old_mac = read("class_id;name\r1;9А\r2;9Б\r").expect("a table");
        assert_eq!(old_mac.records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn text_is_cut_only_between_records() {
        let text = b"1,a\n2,\"b\nc\"\n3,5\"x\n4,\"d\"\"\n\"\n5,e\n6,\"open\n";
        let ends: Vec<&[u8]> = cuts(text, b',', 1).iter().map(|cut| &text[cut - 4..*cut]).collect();
        assert_eq!(ends, [&b"1,a\n"[..], b"\nc\"\n", b"5\"x\n", b"\"\n\"\n", b"5,e\n"]);
        assert_eq!(cuts(text, b',', 1000), [text.len() - 8]);
        assert!(cuts(b"no end", b',', 1).is_empty());
    }
}
