//! A strict parser of PDF values: what ISO 32000-1 section 7.3 does not allow is an error, never a guess.
//!
//! A sheet has thousands of objects, and signing looks into five. So each is first only walked over, by the same code and
//! as strictly, and its value is built when somebody asks for it.

use std::collections::BTreeSet;

use super::error::PdfError;
use super::pdf_object::{Dict, IndirectObject, Kind, Reference, Value};

/// Deeper values are refused, so that a hostile file cannot exhaust the stack.
const DEPTH_MAX: usize = 48;

pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    pub at: usize,
    depth: usize,
    /// Else values are checked and walked over, and come out empty.
    builds: bool,
    /// Keys of the dictionaries that are open while walking over.
    keys: Vec<&'a [u8]>,
    /// A key was walked over that makes a signature, or one written with escapes, which could be it.
    may_sign: bool,
}

/// From so many keys on, looking for equal ones in a row would be slow.
const KEYS_IN_A_ROW_MAX: usize = 32;

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn ends_token(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Parser<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, depth: 0, builds: true, keys: Vec::new(), may_sign: false }
    }

    pub fn damaged<T>(&self, what: &'static str) -> Result<T, PdfError> {
        Err(PdfError::Damaged { at: self.at, what })
    }

    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub fn eat(&mut self, token: &[u8]) -> bool {
        // The first byte decides nearly always, and is compared without a call.
        let found = self.peek() == token.first().copied() && self.rest().starts_with(token);
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
        self.peek().is_none_or(ends_token)
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
        let start = self.at;
        let mut number = Some(0_u64);
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            number = number.and_then(|number| number.checked_mul(10)?.checked_add(u64::from(byte - b'0')));
            self.at += 1;
        }
        match number {
            Some(number) if self.at > start => Ok(number),
            _ => {
                self.at = start;
                self.damaged("a number was expected")
            }
        }
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
            let byte = if byte == b'#' { self.name_escape()? } else { byte };
            if self.builds {
                name.push(byte);
            }
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
        if !self.builds {
            return self.dict_walked_over();
        }
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

    fn dict_walked_over(&mut self) -> Result<Dict, PdfError> {
        let (start, first_key) = (self.at, self.keys.len());
        self.expect(b"<<", "a dictionary was expected")?;
        let mut many: Option<BTreeSet<&[u8]>> = None;
        loop {
            self.skip_spaces_and_comments();
            if self.eat(b">>") {
                self.keys.truncate(first_key);
                return Ok(Dict::default());
            }
            let key_at = self.at;
            self.name()?;
            let key = self.bytes.get(key_at + 1..self.at).unwrap_or_default();
            if key.contains(&b'#') {
                // Equal keys may be written differently: such a dictionary is built to compare them.
                self.may_sign = true;
                self.keys.truncate(first_key);
                self.at = start;
                return self.built(Self::dict);
            }
            self.may_sign |= key == b"ByteRange";
            let own = self.keys.get(first_key..).unwrap_or_default();
            let is_twice = if own.len() < KEYS_IN_A_ROW_MAX {
                own.contains(&key)
            } else {
                !many.get_or_insert_with(|| own.iter().copied().collect()).insert(key)
            };
            if is_twice {
                return self.damaged("a dictionary has the same key twice");
            }
            self.keys.push(key);
            self.value()?;
        }
    }

    /// What `read` gives when it builds.
    fn built<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.builds, true);
        let result = read(self);
        self.builds = before;
        result
    }

    fn array(&mut self) -> Result<Kind, PdfError> {
        self.expect(b"[", "an array was expected")?;
        let mut items = Vec::new();
        loop {
            self.skip_spaces_and_comments();
            if self.eat(b"]") {
                return Ok(Kind::Array(items));
            }
            let item = self.value()?;
            if self.builds {
                items.push(item);
            }
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
            return Ok(Kind::Real(if self.builds { token.to_vec() } else { Vec::new() }));
        }
        match std::str::from_utf8(token).ok().and_then(|text| text.parse().ok()) {
            Some(number) => Ok(Kind::Integer(number)),
            None => self.damaged("a number is too large"),
        }
    }

    /// `12 0 R`, or nothing and the position as before.
    fn reference(&mut self) -> Option<Reference> {
        let start = self.at;
        if !self.peek()?.is_ascii_digit() {
            return None;
        }
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
                Some(digit) if self.builds => digits.push(digit),
                Some(_) => {}
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
                    let escaped = self.string_escape();
                    bytes.extend(escaped.filter(|_| self.builds));
                    continue;
                }
                _ => {}
            }
            let is_line_end = byte == b'\r';
            if is_line_end {
                self.eat(b"\n");
            }
            if self.builds {
                bytes.push(if is_line_end { b'\n' } else { byte });
            }
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
