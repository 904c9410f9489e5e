//! Tokens: spaces and comments, keywords, numbers.

use super::super::error::PdfError;
use super::super::pdf_object::{Kind, Reference};
use super::Parser;

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn ends_token(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Parser<'a> {
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
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

    pub(super) fn at_token_end(&self) -> bool {
        self.peek().is_none_or(ends_token)
    }

    pub(super) fn keyword(&mut self, word: &'static [u8]) -> bool {
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

    pub(super) fn space_run(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_spaces();
        (self.at > start).then_some(())
    }

    pub(super) fn number_or_reference(&mut self) -> Result<Kind, PdfError> {
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
}
