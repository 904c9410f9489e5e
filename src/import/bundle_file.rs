//! One file of a bundle: read in waves, each wave cut at records and parsed on all cores; each record becomes a row or
//! goes to quarantine.

use std::borrow::Cow;

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8};
use rayon::prelude::*;

use crate::model::finding::{Finding, Severity};
use crate::model::rows::{Cell, Rows};
use crate::model::schema::{Column, Table};

use super::bundle::{FAMILY, columns};
use super::columns::{Block, shape};
use super::delimited::{self, Head};
use super::draft::{Draft, SourceRow};
use super::flat::{self, Field, Place};
use super::source::{Entry, Refused};
use super::stream::{Hashed, Stream};
use super::text;

/// Bytes read at once.
const WAVE: usize = 64 << 20;
/// Bytes parsed by one core at once.
const PIECE: usize = 8 << 20;
/// A record may not be longer than this: it is an unclosed quote or no table at all.
const RECORD_MAX: usize = 256 << 20;

/// Reads a file of this table.
///
/// # Errors
/// It cannot be read to its end; then nothing of it counts.
pub fn read(entry: &Entry, table: &'static Table) -> Result<Draft, Refused> {
    read_in_waves(entry, table, WAVE)
}

fn read_in_waves(entry: &Entry, table: &'static Table, size: usize) -> Result<Draft, Refused> {
    let mut stream = Stream::open(entry)?;
    let mut file = File {
        table,
        rows: Rows::new(table),
        layout: None,
        encoding: None,
        is_wide: None,
        damaged: None,
        hidden: 0,
        read: 0,
        lines: 0,
        refused: Vec::new(),
    };
    let mut wave = Vec::new();
    loop {
        let end = file.whole_records(&mut wave, &mut stream, size)?;
        if end == 0 {
            break;
        }
        // While the cores parse a wave, one of them fetches the next.
        let mut next = wave.get(end..).unwrap_or_default().to_vec();
        let (parsed, fetched) = rayon::join(|| file.take(wave.get(..end).unwrap_or_default()), || stream.read_to(&mut next, size));
        fetched?;
        parsed.map_err(|detail| stream.refuse("unreadable-file", detail))?;
        wave = next;
    }
    let name = stream.name.clone();
    Ok(file.into_draft(name, stream.finish()?))
}

/// How the records of a file are laid out.
struct Layout {
    head: Head,
    columns: Vec<Option<&'static Column>>,
    findings: Vec<Finding>,
}

/// A file while it is read.
struct File {
    table: &'static Table,
    rows: Rows,
    layout: Option<Layout>,
    /// Told by the first letters that are not ASCII.
    encoding: Option<&'static Encoding>,
    /// Two bytes a letter: a line end is not one byte, so the file is one wave.
    is_wide: Option<bool>,
    damaged: Option<&'static str>,
    /// Characters that show nothing.
    hidden: usize,
    read: usize,
    lines: u64,
    refused: Vec<NoRow>,
}

/// A record that is no row: line, reason, what it said.
struct NoRow {
    line: u64,
    reason: String,
    raw: String,
}

/// What came of a piece.
struct Parsed {
    rows: Rows,
    read: usize,
    hidden: usize,
    refused: Vec<NoRow>,
}

impl File {
    /// Reads on until the wave holds whole records, and tells up to where; 0 when the file has ended and nothing is left.
    fn whole_records(&mut self, wave: &mut Vec<u8>, stream: &mut Stream, size: usize) -> Result<usize, Refused> {
        // A mark of two bytes a letter stands at the beginning of the file, and takes three bytes to be told.
        stream.read_to(wave, size.max(4))?;
        let is_wide = *self.is_wide.get_or_insert_with(|| text::is_wide(wave));
        while !stream.ended() {
            let delimiter = self.layout.as_ref().map_or_else(|| delimited::delimiter_of(wave), |layout| layout.head.delimiter);
            let cuts = if is_wide { Vec::new() } else { delimited::cuts(wave, delimiter, wave.len()) };
            match cuts.last() {
                Some(end) => return Ok(*end),
                None if wave.len() > RECORD_MAX => return Err(stream.refuse("too-large", RECORD_MAX.to_string())),
                None => {
                    let more = wave.len() + size;
                    stream.read_to(wave, more)?;
                }
            }
        }
        Ok(wave.len())
    }

    /// Parses whole records.
    fn take(&mut self, bytes: &[u8]) -> Result<(), String> {
        let text = self.decoded(bytes);
        let mut body = text.as_ref();
        if self.layout.is_none() {
            let Some(head) = delimited::head(&text) else { return Ok(()) };
            body = text.get(head.body..).unwrap_or_default();
            self.lines = delimited::lines(text.get(..head.body).unwrap_or_default()).max(1);
            let (columns, findings) = columns(self.table, &head.header, "");
            self.layout = Some(Layout { head, columns, findings });
        }
        let Some(layout) = &self.layout else { return Ok(()) };
        let pieces = pieces(body, layout.head.delimiter);
        let lines: Vec<u64> = pieces.par_iter().map(|piece| delimited::lines(piece)).collect();
        let mut starts = Vec::new();
        for lines in lines {
            starts.push(self.lines);
            self.lines += lines;
        }
        let table = self.table;
        let parsed: Vec<Parsed> = pieces.par_iter().zip(starts).map(|(piece, line)| parse(table, layout, piece, line)).collect();
        for piece in parsed {
            self.rows.append(&piece.rows);
            self.read += piece.read;
            self.hidden += piece.hidden;
            self.refused.extend(piece.refused);
        }
        if u32::try_from(self.rows.len()).is_err() { Err(format!("{} > {}", self.rows.len(), u32::MAX)) } else { Ok(()) }
    }

    /// A mark of the encoding counts at the beginning of the file only: later the same bytes are letters.
    fn decoded<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        let is_first = self.layout.is_none();
        self.encoding = self.encoding.or_else(|| text::told_by(bytes, is_first));
        let encoding = self.encoding.unwrap_or(UTF_8);
        let (text, damaged) = if is_first { encoding.decode_with_bom_removal(bytes) } else { encoding.decode_without_bom_handling(bytes) };
        if damaged {
            self.damaged = Some(encoding.name());
        }
        text
    }

    fn into_draft(mut self, name: String, hashed: Hashed) -> Draft {
        let mut draft = Draft::new(FAMILY);
        let id = hashed.id();
        let mut findings = self.layout.map(|layout| layout.findings).unwrap_or_default();
        if self.read == 0 && findings.is_empty() && self.rows.is_empty() {
            findings.push(Finding::new("empty-file", Severity::Warning, ""));
        }
        if self.hidden > 0 {
            findings.push(Finding::new("hidden-characters", Severity::Info, "").found(self.hidden.to_string()));
        }
        findings.extend(self.damaged.map(|encoding| Finding::new("damaged-text", Severity::Warning, "").found(encoding)));
        for mut finding in findings {
            finding.place.clone_from(&name);
            draft.find(&id, "", finding);
        }
        self.rows.fill("source_id", &Cell::Text(id.clone()));
        self.rows.shrink();
        draft.tables.replace(self.rows);
        for refused in self.refused {
            draft.quarantine(self.table.name, &id, &format!("line {}", refused.line), &refused.reason, &refused.raw);
        }
        draft.sources.push(SourceRow {
            source_id: id,
            file: name,
            bytes: hashed.size,
            sha256: hashed.sha256,
            reader: FAMILY,
            reader_version: 1,
            rows_read: i64::try_from(self.read).unwrap_or(i64::MAX),
            as_of: None,
        });
        draft
    }
}

fn pieces(text: &str, delimiter: u8) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in delimited::cuts(text.as_bytes(), delimiter, PIECE) {
        pieces.push(text.get(from..cut).unwrap_or_default());
        from = cut;
    }
    pieces.push(text.get(from..).unwrap_or_default());
    pieces
}

fn parse(table: &'static Table, layout: &Layout, text: &str, before: u64) -> Parsed {
    if shape(table).is_some() { by_columns(table, layout, text, before) } else { by_records(table, layout, text, before) }
}

fn ragged(line: u64, record: &StringRecord) -> NoRow {
    NoRow { line, reason: "ragged-row".to_owned(), raw: delimited::raw(record) }
}

fn by_columns(table: &'static Table, layout: &Layout, text: &str, before: u64) -> Parsed {
    let used: Vec<usize> = (0..layout.columns.len()).filter(|at| layout.columns.get(*at).is_some_and(Option::is_some)).collect();
    let mut block = Block::new(table, layout.columns.iter().copied().flatten());
    let (mut read, mut refused) = (0, Vec::new());
    delimited::each(text, layout.head.delimiter, |line, record| {
        read += 1;
        if record.len() == layout.columns.len() {
            block.push(before + line, used.iter().map(|at| record.get(*at).unwrap_or_default()));
        } else {
            refused.push(ragged(before + line, record));
        }
    });
    let columns = block.finish();
    refused.extend(columns.refused.into_iter().map(|(row, reason)| NoRow {
        line: u64::from(block.line(row)),
        reason,
        raw: block.raw(row),
    }));
    Parsed { rows: columns.rows, read, hidden: text::hidden(text), refused }
}

/// Small tables whose rows follow from all their fields.
fn by_records(table: &'static Table, layout: &Layout, text: &str, before: u64) -> Parsed {
    let mut draft = Draft::new(FAMILY);
    let (mut read, mut refused) = (0, Vec::new());
    delimited::each(text, layout.head.delimiter, |line, record| {
        read += 1;
        let line = before + line;
        if record.len() != layout.columns.len() {
            return refused.push(ragged(line, record));
        }
        let fields =
            layout.columns.iter().zip(record).filter_map(|(column, text)| Some(Field { column: (*column)?, text, date_format: None }));
        let fields: Vec<Field<'_>> = fields.collect();
        if let Err(reason) = flat::add(&mut draft, table, &fields, &Place { source_id: "", src_loc: &format!("line {line}") }) {
            let raw = fields.iter().map(|field| field.text).collect::<Vec<_>>().join(" | ");
            refused.push(NoRow { line, reason, raw });
        }
    });
    Parsed { rows: draft.tables.take(table.name).unwrap_or_else(|| Rows::new(table)), read, hidden: text::hidden(text), refused }
}

#[cfg(test)]
mod tests {
    use super::{read, read_in_waves};
    use crate::import::draft::Draft;
    use crate::import::listing::list_bytes;
    use crate::model::schema::table;

    fn said(draft: &Draft) -> (Vec<String>, i64) {
        let rows = draft.tables.iter().flat_map(|rows| (0..rows.len()).map(move |row| format!("{} {}", rows.place(row), rows.raw(row))));
        let mut rows: Vec<String> = rows.collect();
        rows.sort();
        (rows, draft.sources[0].rows_read)
    }

    #[test]
    fn a_file_says_the_same_in_waves_of_any_size() {
        let text = "class_id;subject_id;date;text\r\n9Б;алгебра;2025-09-01;\"№ 1;\n№ \"\"2\"\"\"\r\n\r\nя;яю;2025-09-02;яю\r\nяю;ю;нет;x\nкриво\n9В;я;2025-09-03;5\"";
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        for bytes in [text.as_bytes().to_vec(), marked, cyrillic.into_owned(), utf16] {
            let entry = list_bytes("homework.csv", bytes.into()).entries.remove(0);
            let homework = table("homework").expect("a table");
            let whole = said(&read(&entry, homework).expect("a draft"));
            assert_eq!((whole.1, whole.0.len()), (5, 5), "{:?}", whole.0);
            for size in 1..200 {
                assert_eq!(said(&read_in_waves(&entry, homework, size).expect("a draft")), whole, "waves of {size}");
            }
        }
    }
}
