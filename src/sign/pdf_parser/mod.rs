//! A strict parser of PDF values: what ISO 32000-1 section 7.3 does not allow is an error, never a guess.
//!
//! A sheet has thousands of objects, and signing looks into five. So each is first only walked over, by the same code and
//! as strictly, and its value is built when somebody asks for it.

mod object;
mod text;
mod token;

use std::collections::BTreeSet;

use super::error::PdfError;
use super::pdf_object::{Dict, Kind, Value};

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

impl<'a> Parser<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, depth: 0, builds: true, keys: Vec::new(), may_sign: false }
    }

    pub fn damaged<T>(&self, what: &'static str) -> Result<T, PdfError> {
        Err(PdfError::Damaged { at: self.at, what })
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
}
