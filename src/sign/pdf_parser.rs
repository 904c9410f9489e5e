//! A strict parser of PDF values: what ISO 32000-1 section 7.3 does not allow is an error, never a guess.

use super::error::PdfError;
use super::pdf_object::{Dict, IndirectObject, Kind, Reference, Value};

/// Deeper values are refused, so that a hostile file cannot exhaust the stack.
const DEPTH_MAX: usize = 48;

pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    pub at: usize,
    depth: usize,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Parser<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, depth: 0 }
    }

    pub fn damaged<T>(&self, what: &'static str) -> Result<T, PdfError> {
        Err(PdfError::Damaged { at: self.at, what })
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub fn eat(&mut self, token: &[u8]) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub fn expect(&mut self, token: &'static [u8], what: &'static str) -> Result<(), PdfError> {
        if self.eat(token) { Ok(()) } else { self.damaged(what) }
    }

    /// CR LF, LF or CR.
    pub fn eat_line_end(&mut self) -> bool {
        self.eat(b"\r\n") || self.eat(b"\n") || self.eat(b"\r")
    }

    pub fn skip_spaces(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    pub fn skip_spaces_and_comments(&mut self) {
        loop {
            self.skip_spaces();
            if self.peek() != Some(b'%') {
                return;
            }
            while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                self.at += 1;
            }
        }
    }

    fn at_token_end(&self) -> bool {
        self.peek().is_none_or(|byte| is_space(byte) || is_delimiter(byte))
    }

    fn keyword(&mut self, word: &'static [u8]) -> bool {
        let start = self.at;
        if self.eat(word) && self.at_token_end() {
            return true;
        }
        self.at = start;
        false
    }

    /// Digits only, no sign.
    pub fn unsigned(&mut self) -> Result<u64, PdfError> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.rest().get(..digits).and_then(|text| std::str::from_utf8(text).ok());
        let Some(number) = text.and_then(|text| text.parse().ok()) else {
            return self.damaged("a number was expected");
        };
        self.at += digits;
        Ok(number)
    }

    pub fn value(&mut self) -> Result<Value, PdfError> {
        self.skip_spaces_and_comments();
        if self.depth >= DEPTH_MAX {
            return self.damaged("values are nested too deeply");
        }
        self.depth += 1;
        let start = self.at;
        let kind = self.kind()?;
        self.depth -= 1;
        Ok(Value { kind, span: start..self.at })
    }

    fn kind(&mut self) -> Result<Kind, PdfError> {
        match self.peek() {
            Some(b'/') => self.name().map(Kind::Name),
            Some(b'(') => self.literal_string(),
            Some(b'<') if self.rest().starts_with(b"<<") => self.dict().map(Kind::Dict),
            Some(b'<') => self.hex_string(),
            Some(b'[') => self.array(),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number_or_reference(),
            _ if self.keyword(b"true") => Ok(Kind::Boolean(true)),
            _ if self.keyword(b"false") => Ok(Kind::Boolean(false)),
            _ if self.keyword(b"null") => Ok(Kind::Null),
            _ => self.damaged("a value was expected"),
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, PdfError> {
        self.expect(b"/", "a name was expected")?;
        let mut name = Vec::new();
        while !self.at_token_end() {
            let byte = self.peek().unwrap_or_default();
            self.at += 1;
            name.push(if byte == b'#' { self.name_escape()? } else { byte });
        }
        Ok(name)
    }

    fn name_escape(&mut self) -> Result<u8, PdfError> {
        let digits = (self.rest().first().copied(), self.rest().get(1).copied());
        let (Some(high), Some(low)) = (digits.0.and_then(hex_digit), digits.1.and_then(hex_digit)) else {
            return self.damaged("a # in a name is not followed by two hexadecimal digits");
        };
        self.at += 2;
        match high * 16 + low {
            0 => self.damaged("a name has a null byte"),
            byte => Ok(byte),
        }
    }

    fn dict(&mut self) -> Result<Dict, PdfError> {
        self.expect(b"<<", "a dictionary was expected")?;
        let mut dict = Dict::default();
        loop {
            self.skip_spaces_and_comments();
            if self.eat(b">>") {
                return Ok(dict);
            }
            let key = self.name()?;
            // Readers differ in which of two equal keys they take, and an attack needs no more than that.
            if dict.get(&key).is_some() {
                return self.damaged("a dictionary has the same key twice");
            }
            let value = self.value()?;
            dict.entries.insert(key, value);
        }
    }

    fn array(&mut self) -> Result<Kind, PdfError> {
        self.expect(b"[", "an array was expected")?;
        let mut items = Vec::new();
        loop {
            self.skip_spaces_and_comments();
            if self.eat(b"]") {
                return Ok(Kind::Array(items));
            }
            items.push(self.value()?);
        }
    }

    fn number_or_reference(&mut self) -> Result<Kind, PdfError> {
        if let Some(reference) = self.reference() {
            return Ok(Kind::Reference(reference));
        }
        let start = self.at;
        while !self.at_token_end() {
            self.at += 1;
        }
        let token = self.bytes.get(start..self.at).unwrap_or_default();
        let unsigned = token.strip_prefix(b"-").or_else(|| token.strip_prefix(b"+")).unwrap_or(token);
        let points = unsigned.iter().filter(|byte| **byte == b'.').count();
        let digits = unsigned.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || points > 1 || digits + points != unsigned.len() {
            return self.damaged("a number is malformed");
        }
        if points == 1 {
            return Ok(Kind::Real(token.to_vec()));
        }
        match std::str::from_utf8(token).ok().and_then(|text| text.parse().ok()) {
            Some(number) => Ok(Kind::Integer(number)),
            None => self.damaged("a number is too large"),
        }
    }

    /// `12 0 R`, or nothing and the position as before.
    fn reference(&mut self) -> Option<Reference> {
        let start = self.at;
        let found = self.reference_parts();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn reference_parts(&mut self) -> Option<Reference> {
        let number = u32::try_from(self.unsigned().ok()?).ok()?;
        self.space_run()?;
        let generation = u16::try_from(self.unsigned().ok()?).ok()?;
        self.space_run()?;
        self.keyword(b"R").then_some(Reference { number, generation })
    }

    fn space_run(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_spaces();
        (self.at > start).then_some(())
    }

    fn hex_string(&mut self) -> Result<Kind, PdfError> {
        self.expect(b"<", "a string was expected")?;
        let mut digits = Vec::new();
        loop {
            let Some(byte) = self.peek() else { return self.damaged("a string has no end") };
            self.at += 1;
            match hex_digit(byte) {
                _ if byte == b'>' => break,
                Some(digit) => digits.push(digit),
                None if is_space(byte) => {}
                None => return self.damaged("a hexadecimal string has other characters"),
            }
        }
        let bytes = digits.chunks(2).map(|pair| match pair {
            [high, low] => high * 16 + low,
            [high] => high * 16,
            _ => 0,
        });
        Ok(Kind::Text { bytes: bytes.collect(), is_hex: true })
    }

    fn literal_string(&mut self) -> Result<Kind, PdfError> {
        self.expect(b"(", "a string was expected")?;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        loop {
            let Some(byte) = self.peek() else { return self.damaged("a string has no end") };
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return Ok(Kind::Text { bytes, is_hex: false }),
                b')' => open -= 1,
                b'\\' => {
                    bytes.extend(self.string_escape());
                    continue;
                }
                b'\r' => {
                    self.eat(b"\n");
                    bytes.push(b'\n');
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
    }

    fn string_escape(&mut self) -> Option<u8> {
        if self.eat_line_end() {
            return None;
        }
        let byte = self.peek()?;
        if matches!(byte, b'0'..=b'7') {
            return Some(self.octal());
        }
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            other => other,
        })
    }

    fn octal(&mut self) -> u8 {
        let mut number = 0_u16;
        for _ in 0..3 {
            let Some(digit @ b'0'..=b'7') = self.peek() else { break };
            number = number * 8 + u16::from(digit - b'0');
            self.at += 1;
        }
        // The standard: "high-order overflow shall be ignored".
        number.to_le_bytes()[0]
    }

    /// An object with its header and end. `stream_length` follows a `/Length` that is a reference.
    pub fn indirect_object(&mut self, stream_length: impl Fn(Reference) -> Option<usize>) -> Result<IndirectObject, PdfError> {
        let reference = self.object_header()?;
        let value = self.value()?;
        self.skip_spaces_and_comments();
        let is_stream = self.keyword(b"stream");
        if is_stream {
            let length = match value.as_dict().and_then(|dict| dict.get(b"Length")).map(|length| &length.kind) {
                Some(Kind::Reference(reference)) => stream_length(*reference),
                Some(Kind::Integer(length)) => usize::try_from(*length).ok(),
                _ => None,
            };
            self.stream(length)?;
        }
        if !self.keyword(b"endobj") {
            return self.damaged("the end of an object was expected");
        }
        Ok(IndirectObject { reference, value, is_stream })
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
