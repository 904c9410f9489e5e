//! A PDF file as the chain of its revisions, each byte accounted for.
//!
//! A reader that repairs (rebuilds the cross-reference table, skips garbage, takes the last of two objects) can be
//! shown another document than the one that was signed. This one accepts only: header, objects, table, trailer,
//! end marker, then the same again for every update. Bytes that belong to no listed object are an error.

use std::collections::BTreeMap;

use super::error::PdfError;
use super::pdf_object::{Dict, IndirectObject, Kind, Reference, Value};
use super::pdf_parser::Parser;

/// A real sheet has one revision for each signature; the limit keeps hostile files cheap.
const REVISIONS_MAX: usize = 64;
const REFERENCE_STEPS_MAX: usize = 8;

pub(super) struct PdfFile<'a> {
    pub bytes: &'a [u8],
    pub revisions: Vec<Revision<'a>>,
}

pub(super) struct Revision<'a> {
    /// Where the table (`xref`) begins; what stands before it, from the end of the last revision, are objects.
    pub xref_at: usize,
    pub entries: BTreeMap<u32, Entry>,
    pub trailer: Dict,
    pub objects: BTreeMap<u32, IndirectObject<'a>>,
    /// After `%%EOF`, without and with the line end behind it.
    pub marker_end: usize,
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Free,
    InUse { offset: usize, generation: u16 },
}

impl<'a> PdfFile<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, PdfError> {
        let body_start = header_end(bytes)?;
        let mut revisions = revision_chain(bytes)?;
        for index in 0..revisions.len() {
            let objects = objects_of(bytes, &revisions, index, body_start)?;
            if let Some(revision) = revisions.get_mut(index) {
                revision.objects = objects;
            }
        }
        Ok(Self { bytes, revisions })
    }

    /// The file with an update behind it: what has been read is compared byte by byte and not read again.
    pub fn updated<'b>(self, bytes: &'b [u8]) -> Result<PdfFile<'b>, PdfError>
    where
        'a: 'b,
    {
        let damaged = |what| Err(PdfError::Damaged { at: self.bytes.len(), what });
        let mut revisions: Vec<Revision<'b>> = self.revisions;
        let newest = revision_at(bytes, newest_xref(bytes)?)?;
        let previous = newest.trailer.get(b"Prev").and_then(Value::as_offset);
        let Some(last) = revisions.last_mut().filter(|last| Some(last.xref_at) == previous) else {
            return damaged("/Prev of the update does not lead to the revision before");
        };
        if !bytes.starts_with(self.bytes) {
            return damaged("the update changed what stood before it");
        }
        if newest.end != bytes.len() {
            return Err(PdfError::TrailingBytes);
        }
        // The line end behind the end marker may have come with the update.
        let mut parser = Parser::new(bytes, last.marker_end);
        if !parser.eat_line_end() {
            return damaged("the end-of-file marker has no line end");
        }
        last.end = parser.at;
        revisions.push(newest);
        let at = revisions.len() - 1;
        let objects = objects_of(bytes, &revisions, at, 0)?;
        if let Some(newest) = revisions.last_mut() {
            newest.objects = objects;
        }
        if revisions.len() > REVISIONS_MAX { damaged("there are too many revisions") } else { Ok(PdfFile { bytes, revisions }) }
    }

    pub fn last_revision(&self) -> usize {
        self.revisions.len().saturating_sub(1)
    }

    pub fn trailer(&self, revision: usize) -> Option<&Dict> {
        self.revisions.get(revision).map(|revision| &revision.trailer)
    }

    /// The object as a reader of the file cut after this revision sees it.
    pub fn object(&self, revision: usize, reference: Reference) -> Option<&IndirectObject<'a>> {
        let known = self.revisions.get(..=revision)?.iter().rev();
        let newest = known.clone().find(|revision| revision.entries.contains_key(&reference.number))?;
        newest.objects.get(&reference.number).filter(|object| object.reference == reference)
    }

    /// The value behind any references; nothing for a stream, a missing object or a loop.
    pub fn resolve<'v>(&'v self, revision: usize, value: &'v Value) -> Option<&'v Value> {
        let mut value = value;
        for _ in 0..REFERENCE_STEPS_MAX {
            let Kind::Reference(reference) = value.kind else { return Some(value) };
            let object = self.object(revision, reference).filter(|object| !object.is_stream)?;
            value = object.value();
        }
        None
    }
}

fn header_end(bytes: &[u8]) -> Result<usize, PdfError> {
    let mut parser = Parser::new(bytes, 0);
    if !(parser.eat(b"%PDF-1.") || parser.eat(b"%PDF-2.")) {
        let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
        let is_later = head.windows(5).any(|window| window == b"%PDF-");
        return Err(if is_later { PdfError::LeadingBytes } else { PdfError::NotPdf });
    }
    parser.unsigned()?;
    if parser.eat_line_end() { Ok(parser.at) } else { parser.damaged("the header line has no end") }
}

/// Follows `startxref` and `/Prev` from the newest revision to the oldest; gives them oldest first.
fn revision_chain(bytes: &[u8]) -> Result<Vec<Revision<'_>>, PdfError> {
    let mut at = newest_xref(bytes)?;
    let mut revisions = Vec::new();
    loop {
        let revision = revision_at(bytes, at)?;
        let previous = match revision.trailer.get(b"Prev") {
            Some(value) => Some(value.as_offset().ok_or(PdfError::Damaged { at, what: "/Prev is no offset" })?),
            None => None,
        };
        let is_newest = revisions.is_empty();
        if is_newest && revision.end != bytes.len() {
            return Err(PdfError::TrailingBytes);
        }
        revisions.push(revision);
        match previous {
            None => break,
            // Strictly downwards, so the chain has no loops.
            Some(previous) if previous < at && revisions.len() < REVISIONS_MAX => at = previous,
            Some(_) if is_newest => return Err(PdfError::Unsupported("linearization")),
            Some(_) => return Err(PdfError::Damaged { at, what: "/Prev does not lead to an earlier revision" }),
        }
    }
    revisions.reverse();
    Ok(revisions)
}

fn newest_xref(bytes: &[u8]) -> Result<usize, PdfError> {
    let without_line_end = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let without_line_end = without_line_end.strip_suffix(b"\r").unwrap_or(without_line_end);
    if !without_line_end.ends_with(b"%%EOF") {
        return Err(PdfError::TrailingBytes);
    }
    let tail_start = bytes.len().saturating_sub(64);
    let tail = bytes.get(tail_start..).unwrap_or_default();
    let word = b"startxref";
    let Some(found) = tail.windows(word.len()).rposition(|window| window == word) else {
        return Err(PdfError::Damaged { at: bytes.len(), what: "startxref is missing" });
    };
    let mut parser = Parser::new(bytes, tail_start + found + word.len());
    parser.skip_spaces();
    let at = parser.unsigned()?;
    usize::try_from(at).or_else(|_| parser.damaged("startxref is too large"))
}

/// Table, trailer and end marker of one revision.
fn revision_at(bytes: &[u8], xref_at: usize) -> Result<Revision<'_>, PdfError> {
    let mut parser = Parser::new(bytes, xref_at);
    if parser.peek().is_some_and(|byte| byte.is_ascii_digit()) && parser.object_header().is_ok() {
        return Err(PdfError::Unsupported("cross-reference streams"));
    }
    parser.expect(b"xref", "a cross-reference table was expected")?;
    let entries = xref_entries(&mut parser)?;
    let Kind::Dict(trailer) = parser.value()?.kind else { return parser.damaged("the trailer is no dictionary") };
    if trailer.get(b"Encrypt").is_some() {
        return Err(PdfError::Encrypted);
    }
    if trailer.get(b"XRefStm").is_some() {
        return Err(PdfError::Unsupported("hybrid cross-reference tables"));
    }
    parser.skip_spaces();
    parser.expect(b"startxref", "startxref was expected")?;
    parser.skip_spaces();
    if usize::try_from(parser.unsigned()?) != Ok(xref_at) {
        return parser.damaged("startxref does not name its own table");
    }
    parser.skip_spaces();
    parser.expect(b"%%EOF", "the end-of-file marker was expected")?;
    let marker_end = parser.at;
    // The marker is a comment: without a line end it would swallow what follows.
    if !parser.eat_line_end() && marker_end != bytes.len() {
        return parser.damaged("the end-of-file marker has no line end");
    }
    Ok(Revision { xref_at, entries, trailer, objects: BTreeMap::new(), marker_end, end: parser.at })
}

fn xref_entries(parser: &mut Parser) -> Result<BTreeMap<u32, Entry>, PdfError> {
    if !parser.eat_line_end() {
        return parser.damaged("the keyword xref has no line end");
    }
    let mut entries = BTreeMap::new();
    while !parser.eat(b"trailer") {
        let first = object_number(parser)?;
        parser.expect(b" ", "a cross-reference subsection is malformed")?;
        let count = object_number(parser)?;
        parser.eat(b" ");
        if !parser.eat_line_end() {
            return parser.damaged("a cross-reference subsection has no line end");
        }
        // A count that lies ends at the first entry that is not there.
        for number in first..first.saturating_add(count) {
            if entries.insert(number, xref_entry(parser)?).is_some() {
                return parser.damaged("an object is listed twice");
            }
        }
    }
    Ok(entries)
}

fn object_number(parser: &mut Parser) -> Result<u32, PdfError> {
    let number = parser.unsigned()?;
    u32::try_from(number).or_else(|_| parser.damaged("an object number is too large"))
}

/// Exactly 20 bytes: `nnnnnnnnnn ggggg n` and two bytes of line end.
fn xref_entry(parser: &mut Parser) -> Result<Entry, PdfError> {
    let start = parser.at;
    let offset = parser.unsigned()?;
    parser.expect(b" ", "a cross-reference entry is malformed")?;
    let generation = parser.unsigned()?;
    parser.expect(b" ", "a cross-reference entry is malformed")?;
    let is_in_use = parser.eat(b"n");
    let is_known = is_in_use || parser.eat(b"f");
    let has_end = parser.eat(b"\r\n") || parser.eat(b" \n") || parser.eat(b" \r");
    if !is_known || !has_end || parser.at - start != 20 {
        return parser.damaged("a cross-reference entry is malformed");
    }
    match (usize::try_from(offset), u16::try_from(generation)) {
        _ if !is_in_use => Ok(Entry::Free),
        (Ok(offset), Ok(generation)) => Ok(Entry::InUse { offset, generation }),
        _ => parser.damaged("a cross-reference entry is too large"),
    }
}

/// Reads the objects of a revision in the order of the file and proves that there is nothing else between them.
fn objects_of<'a>(
    bytes: &'a [u8],
    revisions: &[Revision],
    index: usize,
    body_start: usize,
) -> Result<BTreeMap<u32, IndirectObject<'a>>, PdfError> {
    let (earlier, revision) = match revisions.get(..=index).and_then(<[_]>::split_last) {
        Some((revision, earlier)) => (earlier, revision),
        None => return Ok(BTreeMap::new()),
    };
    let mut listed: Vec<(usize, Reference)> = revision.in_use().collect();
    listed.sort_unstable();
    let mut parser = Parser::new(bytes, earlier.last().map_or(body_start, |last| last.end));
    let mut objects = BTreeMap::new();
    for (offset, reference) in listed {
        skip_gap(&mut parser, offset, earlier.is_empty())?;
        let object = parser.indirect_object(|length| stream_length(bytes, earlier, revision, length))?;
        if object.reference != reference {
            return parser.damaged("an object has another number than the table says");
        }
        objects.insert(reference.number, object);
    }
    skip_gap(&mut parser, revision.xref_at, earlier.is_empty())?;
    Ok(objects)
}

impl Revision<'_> {
    fn in_use(&self) -> impl Iterator<Item = (usize, Reference)> {
        self.entries.iter().filter_map(|(&number, &entry)| match entry {
            Entry::InUse { offset, generation } => Some((offset, Reference { number, generation })),
            Entry::Free => None,
        })
    }
}

/// Only white space may stand between objects; comments too in the first revision (the binary mark after the
/// header), but not in updates, where no writer needs them.
fn skip_gap(parser: &mut Parser, until: usize, comments: bool) -> Result<(), PdfError> {
    if comments {
        parser.skip_spaces_and_comments();
    } else {
        parser.skip_spaces();
    }
    if parser.at == until { Ok(()) } else { parser.damaged("there are bytes that belong to no listed object") }
}

fn stream_length(bytes: &[u8], earlier: &[Revision], revision: &Revision, length: Reference) -> Option<usize> {
    let listed = std::iter::once(revision).chain(earlier.iter().rev());
    let entry = listed.filter_map(|revision| revision.entries.get(&length.number)).next()?;
    let Entry::InUse { offset, .. } = *entry else { return None };
    let mut parser = Parser::new(bytes, offset);
    let header = parser.object_header().ok()?;
    (header == length).then_some(())?;
    parser.value().ok()?.as_offset()
}
