//! PDF values, each with the bytes it was read from.
//!
//! Two values are equal if they mean the same, wherever they stand: that is how an update is compared with the
//! revision before it. The span lets the writer change one entry of an object and copy the rest as it is.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::pdf_parser::Parser;

#[derive(Debug, Clone)]
pub(super) struct Value {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Kept as it is written: it is only ever compared.
    Real(Vec<u8>),
    Name(Vec<u8>),
    Text {
        bytes: Vec<u8>,
        is_hex: bool,
    },
    Array(Vec<Value>),
    Dict(Dict),
    Reference(Reference),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    pub number: u32,
    pub generation: u16,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dict {
    pub entries: BTreeMap<Vec<u8>, Value>,
}

/// `12 0 obj … endobj`, known to be well formed; its value is built when it is asked for.
#[derive(Debug, Clone)]
pub(super) struct IndirectObject<'a> {
    pub reference: Reference,
    pub is_stream: bool,
    /// Whether a key in it is or could be that of a signature.
    pub may_sign: bool,
    bytes: &'a [u8],
    span: Range<usize>,
    value: OnceCell<Value>,
}

impl<'a> IndirectObject<'a> {
    /// `span` of `bytes` holds a value that the parser has walked over.
    pub fn new(reference: Reference, bytes: &'a [u8], span: Range<usize>, is_stream: bool, may_sign: bool) -> Self {
        Self { reference, is_stream, may_sign, bytes, span, value: OnceCell::new() }
    }

    /// For a stream this is its dictionary.
    pub fn value(&self) -> &Value {
        let nothing = || Value { kind: Kind::Null, span: self.span.clone() };
        self.value.get_or_init(|| Parser::new(self.bytes, self.span.start).value().unwrap_or_else(|_| nothing()))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Value {}

impl Dict {
    pub fn get(&self, key: &[u8]) -> Option<&Value> {
        self.entries.get(key)
    }

    pub fn has_name(&self, key: &[u8], name: &[u8]) -> bool {
        self.get(key).and_then(Value::as_name) == Some(name)
    }

    /// Equal apart from the keys given.
    pub fn equals_except(&self, other: &Self, except: &[&[u8]]) -> bool {
        let kept = |entry: &(&Vec<u8>, &Value)| !except.contains(&entry.0.as_slice());
        self.entries.iter().filter(kept).eq(other.entries.iter().filter(kept))
    }
}

impl Value {
    pub fn as_dict(&self) -> Option<&Dict> {
        if let Kind::Dict(dict) = &self.kind { Some(dict) } else { None }
    }

    pub fn as_array(&self) -> Option<&[Value]> {
        if let Kind::Array(items) = &self.kind { Some(items) } else { None }
    }

    pub fn as_integer(&self) -> Option<i64> {
        if let Kind::Integer(number) = self.kind { Some(number) } else { None }
    }

    pub fn as_offset(&self) -> Option<usize> {
        usize::try_from(self.as_integer()?).ok()
    }

    pub fn as_name(&self) -> Option<&[u8]> {
        if let Kind::Name(name) = &self.kind { Some(name) } else { None }
    }

    pub fn as_string(&self) -> Option<&[u8]> {
        if let Kind::Text { bytes, .. } = &self.kind { Some(bytes) } else { None }
    }

    pub fn as_reference(&self) -> Option<Reference> {
        if let Kind::Reference(reference) = self.kind { Some(reference) } else { None }
    }

    /// True for `0`, `0.0` and the like.
    pub fn is_zero(&self) -> bool {
        match &self.kind {
            Kind::Integer(number) => *number == 0,
            Kind::Real(digits) => digits.iter().all(|digit| matches!(digit, b'0' | b'.' | b'-' | b'+')),
            _ => false,
        }
    }
}
