//! A file read piece by piece, unpacked and hashed on the way, so that memory does not grow with the file.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::limits::{RATIO_MAX, SMALL};
use super::source::{Entry, Refused, hex};

/// A file that is open.
pub struct Stream {
    pub name: String,
    body: Body,
    /// Unpacked bytes so far.
    taken: u64,
    ended: bool,
}

enum Body {
    Plain(Hashing),
    Gzip(Box<MultiGzDecoder<Hashing>>),
}

/// Hashes the bytes as they lie.
pub struct Hashing {
    inner: Box<dyn Read + Send>,
    hash: Sha256,
    size: u64,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.size += read as u64;
        Ok(read)
    }
}

impl Hashing {
    fn finish(self) -> Hashed {
        Hashed { sha256: hex(&self.hash.finalize()), size: self.size }
    }
}

/// What a file was, when it is read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// Of the bytes as they lie (packed, if they are packed).
    pub sha256: String,
    pub size: u64,
}

impl Hashed {
    /// The first 16 hex digits: the `source_id` of every row of this file.
    #[must_use]
    pub fn id(&self) -> String {
        self.sha256.chars().take(16).collect()
    }
}

impl Stream {
    /// Opens a file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open(entry: &Entry) -> Result<Self, Refused> {
        let mut inner = entry.open()?;
        let mut magic = [0; 2];
        let read = fill(&mut inner, &mut magic).map_err(|error| entry.refused(("unreadable-file", error.to_string())))?;
        let start = io::Cursor::new(magic.get(..read).unwrap_or_default().to_vec());
        let hashing = Hashing { inner: Box::new(start.chain(inner)), hash: Sha256::new(), size: 0 };
        let body = if magic == [0x1f, 0x8b] { Body::Gzip(Box::new(MultiGzDecoder::new(hashing))) } else { Body::Plain(hashing) };
        Ok(Self { name: entry.name.clone(), body, taken: 0, ended: false })
    }

    /// Reads until the buffer holds this many bytes or the file ends.
    ///
    /// # Errors
    /// The file cannot be read, is too large, or grows suspiciously when unpacked.
    pub fn read_to(&mut self, buffer: &mut Vec<u8>, len: usize) -> Result<(), Refused> {
        let from = buffer.len();
        if from >= len || self.ended {
            return Ok(());
        }
        let wanted = (len - from) as u64;
        let read = match &mut self.body {
            Body::Plain(body) => body.take(wanted).read_to_end(buffer),
            Body::Gzip(body) => body.take(wanted).read_to_end(buffer),
        };
        let code = if matches!(self.body, Body::Gzip(_)) { "broken-archive" } else { "unreadable-file" };
        let read = read.map_err(|error| self.refuse(code, error.to_string()))?;
        self.ended = from + read < len;
        self.taken += read as u64;
        let limit = match &self.body {
            Body::Plain(_) => u64::MAX,
            Body::Gzip(body) => body.get_ref().size.saturating_mul(RATIO_MAX).max(SMALL),
        };
        if self.taken > limit { Err(self.refuse("zip-bomb", limit.to_string())) } else { Ok(()) }
    }

    /// Whether the file has ended.
    #[must_use]
    pub const fn ended(&self) -> bool {
        self.ended
    }

    /// The hash of the whole file.
    ///
    /// # Errors
    /// The rest of it cannot be read.
    pub fn finish(self) -> Result<Hashed, Refused> {
        let name = self.name.clone();
        let mut body = match self.body {
            Body::Plain(body) => body,
            Body::Gzip(body) => body.into_inner(),
        };
        io::copy(&mut body, &mut io::sink()).map_err(|error| Refused { name, code: "unreadable-file", detail: error.to_string() })?;
        Ok(body.finish())
    }

    pub fn refuse(&self, code: &'static str, detail: String) -> Refused {
        Refused { name: self.name.clone(), code, detail }
    }
}

/// The hash of a file, as it lies.
///
/// # Errors
/// It cannot be read.
pub fn hash(entry: &Entry) -> Result<Hashed, Refused> {
    let mut hashing = Hashing { inner: entry.open()?, hash: Sha256::new(), size: 0 };
    let mut buffer = vec![0; 1 << 20];
    while fill(&mut hashing, &mut buffer).map_err(|error| entry.refused(("unreadable-file", error.to_string())))? == buffer.len() {}
    Ok(hashing.finish())
}

/// Reads until the slot is full or the input ends.
fn fill(reader: &mut impl Read, slot: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = slot.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
