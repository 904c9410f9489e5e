//! An incremental update: the file as it is, then changed and new objects, a table and a trailer.
//!
//! A changed object is its old text with entries put in, so that nothing of it is written anew and nothing can be
//! lost or reformatted.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::error::PdfError;
use super::pdf_object::{Kind, Reference, Value};
use super::pdf_reader::PdfFile;
use super::text;

pub(super) struct Update<'a> {
    file: &'a PdfFile<'a>,
    edits: BTreeMap<Reference, Vec<Edit>>,
    added: BTreeMap<Reference, Vec<u8>>,
    next_number: u32,
}

/// Replacement of bytes of the original file.
struct Edit {
    span: Range<usize>,
    text: Vec<u8>,
}

pub(super) struct Updated {
    pub bytes: Vec<u8>,
    /// Where the text of each added object begins.
    pub positions: BTreeMap<Reference, usize>,
}

impl<'a> Update<'a> {
    pub fn new(file: &'a PdfFile<'a>) -> Result<Self, PdfError> {
        let size = file.trailer(file.last_revision()).and_then(|trailer| trailer.get(b"Size")?.as_integer());
        let highest = file.revisions.iter().filter_map(|revision| revision.entries.keys().next_back()).max();
        let next_number = size.and_then(|size| u32::try_from(size).ok());
        match next_number {
            // Room for the few objects added, and a /Size that tells the truth.
            Some(next_number) if highest.is_none_or(|highest| *highest < next_number) && next_number < u32::MAX / 2 => {
                Ok(Self { file, edits: BTreeMap::new(), added: BTreeMap::new(), next_number })
            }
            _ => Err(PdfError::Damaged { at: 0, what: "/Size does not fit the objects" }),
        }
    }

    pub fn new_reference(&mut self) -> Reference {
        let reference = Reference { number: self.next_number, generation: 0 };
        self.next_number += 1;
        reference
    }

    pub fn add(&mut self, reference: Reference, text: Vec<u8>) {
        self.added.insert(reference, text);
    }

    /// Puts text before the closing bracket of a dictionary or array that is part of the object.
    pub fn append(&mut self, object: Reference, container: &Value, text: String) {
        let bracket = if matches!(container.kind, Kind::Dict(_)) { 2 } else { 1 };
        let at = container.span.end - bracket;
        self.replace(object, at..at, text);
    }

    pub fn replace(&mut self, object: Reference, span: Range<usize>, text: String) {
        self.edits.entry(object).or_default().push(Edit { span, text: text.into_bytes() });
    }

    pub fn finish(self) -> Result<Updated, PdfError> {
        let mut bytes = self.file.bytes.to_vec();
        // PDF/A (ISO 19005-2, 6.1.9): an object number stands after a line end; typst ends with a bare %%EOF.
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut offsets = BTreeMap::new();
        let mut positions = BTreeMap::new();
        for (reference, body) in self.bodies()? {
            offsets.insert(reference, bytes.len());
            bytes.extend(format!("{} {} obj\n", reference.number, reference.generation).bytes());
            positions.insert(reference, bytes.len());
            bytes.extend(body);
            bytes.extend(b"\nendobj\n");
        }
        let xref_at = bytes.len();
        write_xref(&mut bytes, &offsets);
        self.write_trailer(&mut bytes)?;
        bytes.extend(format!("startxref\n{xref_at}\n%%EOF\n").bytes());
        Ok(Updated { bytes, positions })
    }

    /// Text of all objects of the update, by number.
    fn bodies(&self) -> Result<BTreeMap<Reference, Vec<u8>>, PdfError> {
        let mut bodies = self.added.clone();
        for (&reference, edits) in &self.edits {
            let missing = PdfError::Damaged { at: 0, what: "an object to be changed is missing" };
            let object = self.file.object(self.file.last_revision(), reference).ok_or(missing.clone())?;
            let body = apply_edits(self.file.bytes, &object.value().span, edits).ok_or(missing)?;
            bodies.insert(reference, body);
        }
        Ok(bodies)
    }

    /// All entries of the last trailer go on; only /Size, /Prev and the second half of /ID are new.
    fn write_trailer(&self, bytes: &mut Vec<u8>) -> Result<(), PdfError> {
        let last = self.file.revisions.last().ok_or(PdfError::NotPdf)?;
        // The old pair stands for what was there before; hashing all of a large file once more would tell no more.
        let before = last.trailer.get(b"ID").and_then(|id| self.file.bytes.get(id.span.clone())).unwrap_or_default();
        let update = bytes.get(self.file.bytes.len()..).unwrap_or_default();
        let changing_id = Sha256::new().chain_update(before).chain_update(update).finalize();
        bytes.extend(format!("trailer\n<</Size {}", self.next_number).bytes());
        for (key, value) in &last.trailer.entries {
            if key == b"ID" {
                bytes.extend(b"/ID");
                self.write_id(bytes, value, &changing_id)?;
            } else if key != b"Size" && key != b"Prev" {
                bytes.push(b'/');
                bytes.extend(escaped_name(key).bytes());
                bytes.push(b' ');
                bytes.extend(self.file.bytes.get(value.span.clone()).unwrap_or_default());
            }
        }
        bytes.extend(format!("/Prev {}>>\n", last.xref_at).bytes());
        Ok(())
    }

    fn write_id(&self, bytes: &mut Vec<u8>, id: &Value, changing_id: &[u8]) -> Result<(), PdfError> {
        let Some([first, _]) = id.as_array() else {
            return Err(PdfError::Damaged { at: id.span.start, what: "/ID is not a pair" });
        };
        bytes.push(b'[');
        bytes.extend(self.file.bytes.get(first.span.clone()).unwrap_or_default());
        bytes.extend(format!("<{}>]", text::hex_upper(changing_id.get(..16).unwrap_or_default())).bytes());
        Ok(())
    }
}

fn apply_edits(original: &[u8], span: &Range<usize>, edits: &[Edit]) -> Option<Vec<u8>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span.start);
    let mut body = Vec::new();
    let mut at = span.start;
    for edit in sorted {
        body.extend(original.get(at..edit.span.start)?);
        body.extend(&edit.text);
        at = edit.span.end;
    }
    body.extend(original.get(at..span.end)?);
    Some(body)
}

fn escaped_name(name: &[u8]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    name.iter().map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("#{byte:02X}") }).collect()
}

/// Subsections of consecutive numbers, entries of exactly 20 bytes.
fn write_xref(bytes: &mut Vec<u8>, offsets: &BTreeMap<Reference, usize>) {
    bytes.extend(b"xref\n");
    let listed: Vec<(&Reference, &usize)> = offsets.iter().collect();
    for run in listed.chunk_by(|(one, _), (next, _)| one.number.checked_add(1) == Some(next.number)) {
        let first = run.first().map_or(0, |(reference, _)| reference.number);
        bytes.extend(format!("{first} {}\n", run.len()).bytes());
        for (reference, offset) in run {
            bytes.extend(format!("{offset:010} {:05} n\r\n", reference.generation).bytes());
        }
    }
}
