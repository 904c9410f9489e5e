//! Names and strings, with their escapes.

use super::super::error::PdfError;
use super::super::pdf_object::Kind;
use super::Parser;
use super::token::{hex_digit, is_space};

impl Parser<'_> {
    pub(super) fn name(&mut self) -> Result<Vec<u8>, PdfError> {
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

    pub(super) fn hex_string(&mut self) -> Result<Kind, PdfError> {
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

    pub(super) fn literal_string(&mut self) -> Result<Kind, PdfError> {
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
}
