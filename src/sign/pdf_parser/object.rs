//! Indirect objects: header, value, stream, end.

use super::super::error::PdfError;
use super::super::pdf_object::{IndirectObject, Kind, Reference};
use super::Parser;

impl<'a> Parser<'a> {
    /// An object with its header and end, walked over. `stream_length` follows a `/Length` that is a reference.
    pub fn indirect_object(&mut self, stream_length: impl Fn(Reference) -> Option<usize>) -> Result<IndirectObject<'a>, PdfError> {
        let reference = self.object_header()?;
        (self.builds, self.may_sign) = (false, false);
        let value = self.value();
        self.builds = true;
        let span = value?.span;
        self.skip_spaces_and_comments();
        let is_stream = self.keyword(b"stream");
        let object = IndirectObject::new(reference, self.bytes, span, is_stream, self.may_sign);
        if is_stream {
            let length = match object.value().as_dict().and_then(|dict| dict.get(b"Length")).map(|length| &length.kind) {
                Some(Kind::Reference(reference)) => stream_length(*reference),
                Some(Kind::Integer(length)) => usize::try_from(*length).ok(),
                _ => None,
            };
            self.stream(length)?;
        }
        if !self.keyword(b"endobj") {
            return self.damaged("the end of an object was expected");
        }
        Ok(object)
    }

    pub fn object_header(&mut self) -> Result<Reference, PdfError> {
        let start = self.at;
        let mut header = || {
            let number = u32::try_from(self.unsigned().ok()?).ok()?;
            self.space_run()?;
            let generation = u16::try_from(self.unsigned().ok()?).ok()?;
            self.space_run()?;
            self.keyword(b"obj").then_some(Reference { number, generation })
        };
        header().ok_or(PdfError::Damaged { at: start, what: "the beginning of an object was expected" })
    }

    fn stream(&mut self, length: Option<usize>) -> Result<(), PdfError> {
        if !(self.eat(b"\r\n") || self.eat(b"\n")) {
            return self.damaged("the keyword stream has no line end");
        }
        let end = length.and_then(|length| self.at.checked_add(length)).filter(|end| *end <= self.bytes.len());
        let Some(end) = end else { return self.damaged("a stream has no valid length") };
        self.at = end;
        self.eat_line_end();
        if !self.keyword(b"endstream") {
            return self.damaged("a stream does not end where its length says");
        }
        self.skip_spaces();
        Ok(())
    }
}
