//! PDF values, each with the bytes it was read from.
//!
//! Two values are equal if they mean the same, wherever they stand: that is how an update is compared with the
//! revision before it. The span lets the writer change one entry of an object and copy the rest as it is.

use std::collections::BTreeMap;
use std::ops::Range;

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

/// `12 0 obj … endobj`.
#[derive(Debug, Clone)]
pub(super) struct IndirectObject {
    pub reference: Reference,
    /// For a stream this is its dictionary.
    pub value: Value,
    pub is_stream: bool,
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
