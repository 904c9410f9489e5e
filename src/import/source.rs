//! A file to be read, where it lies: on disk, inside an archive, in memory; packed or not. Read whole, its beginning, or piece by piece.

use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::archive::{Archive, unpacked_max};
use super::limits::{BYTES_MAX, HEAD};

/// A code of the message catalogue and what was found.
pub type Fault = (&'static str, String);

/// A file to be read: on disk, inside a zip, or in memory.
#[derive(Clone)]
pub struct Entry {
    /// As the user knows it: path, or archive › member.
    pub name: String,
    /// Folder part of `name`; files of one bundle share it.
    pub folder: String,
    pub(super) origin: Origin,
}

#[derive(Clone)]
pub(super) enum Origin {
    File(PathBuf),
    Member(Arc<Archive>, usize),
    Bytes(Arc<[u8]>),
}

/// A file in memory, unpacked.
pub struct Source {
    pub name: String,
    pub folder: String,
    /// File name without folder, `.gz` and the last extension: `mark.csv.gz` → `mark`.
    pub stem: String,
    pub bytes: Vec<u8>,
    /// Of the bytes as they lie (packed, if they are packed).
    pub sha256: String,
    pub size: u64,
}

impl Source {
    /// The first 16 hex digits of the hash: the `source_id` of every row of this file.
    #[must_use]
    pub fn id(&self) -> String {
        self.sha256.chars().take(16).collect()
    }
}

/// The beginning of a file: enough to tell what it is.
pub struct Head {
    /// `bytes` end at [`HEAD`]; hash and size are those of the beginning.
    pub source: Source,
    /// The file was small: `source` is all of it.
    pub whole: bool,
}

/// Why something under a path could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub code: &'static str,
    pub detail: String,
}

impl Entry {
    /// Size of the file as it lies; a packed one counts as what it may well unpack to, one that cannot be looked at as endless.
    pub fn bytes_max(&self) -> u64 {
        const PACKED: u64 = 16;
        let lying = match &self.origin {
            Origin::File(path) => fs::metadata(path).map_or(u64::MAX, |found| found.len()),
            Origin::Member(..) => u64::MAX,
            Origin::Bytes(bytes) => bytes.len() as u64,
        };
        if self.name.ends_with(".gz") { lying.saturating_mul(PACKED) } else { lying }
    }

    pub(super) fn new(name: &str, origin: Origin) -> Self {
        let folder = name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder).to_owned();
        Self { name: name.to_owned(), folder, origin }
    }

    #[must_use]
    pub fn stem(&self) -> String {
        stem(&self.name)
    }

    /// The beginning of the file, unpacked; a small file is read whole.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn head(&self) -> Result<Head, Refused> {
        let head = self.with_reader(|reader, _| {
            let start = bounded(&mut *reader, HEAD as u64, HEAD as u64 - 1);
            match start {
                Ok(all) => Ok((all, true)),
                Err((_, Some(start))) if is_gzip(&start) => {
                    let mut unpacked = Vec::new();
                    // What is damaged further on is said when all is read.
                    let end = MultiGzDecoder::new(start.chain(reader)).take(HEAD as u64).read_to_end(&mut unpacked);
                    if let (Err(error), true) = (end, unpacked.is_empty()) {
                        return Err(("broken-archive", error.to_string()));
                    }
                    Ok((unpacked, false))
                }
                Err((_, Some(start))) => Ok((start, false)),
                Err((fault, None)) => Err(fault),
            }
        });
        match head.map_err(|fault| self.refused(fault))? {
            (bytes, true) => Ok(Head { source: self.source(bytes, BYTES_MAX)?, whole: true }),
            (bytes, false) => Ok(Head { source: self.with_bytes(bytes, String::new(), 0), whole: false }),
        }
    }

    /// Reads and unpacks the file; with more than `limit` bytes it is refused, before they are all in memory.
    ///
    /// # Errors
    /// A file that cannot be read, is too large, or grows suspiciously when unpacked.
    pub fn read(&self, limit: u64) -> Result<Source, Refused> {
        let packed = self.with_reader(|reader, most| {
            if most > limit {
                return Err(("too-large", limit.to_string()));
            }
            bounded(reader, most, most).map_err(|(fault, _)| fault)
        });
        self.source(packed.map_err(|fault| self.refused(fault))?, limit)
    }

    fn source(&self, packed: Vec<u8>, limit: u64) -> Result<Source, Refused> {
        let sha256 = hex(&Sha256::digest(&packed));
        let size = packed.len() as u64;
        let bytes = if is_gzip(&packed) { gunzip(&packed, limit).map_err(|fault| self.refused(fault))? } else { packed };
        Ok(self.with_bytes(bytes, sha256, size))
    }

    fn with_bytes(&self, bytes: Vec<u8>, sha256: String, size: u64) -> Source {
        Source { name: self.name.clone(), folder: self.folder.clone(), stem: self.stem(), bytes, sha256, size }
    }

    fn with_reader<T>(&self, read: impl FnOnce(&mut dyn Read, u64) -> Result<T, Fault>) -> Result<T, Fault> {
        let unreadable = |error: std::io::Error| ("unreadable-file", error.to_string());
        match &self.origin {
            Origin::File(path) => {
                let mut file = File::open(path).map_err(unreadable)?;
                let size = file.metadata().map_err(unreadable)?.len();
                if size > BYTES_MAX { Err(("too-large", BYTES_MAX.to_string())) } else { read(&mut file, size) }
            }
            Origin::Member(archive, index) => archive.read(*index, read).map_err(|(code, detail)| match code {
                "unreadable-file" => ("broken-archive", detail),
                // It holds more than the archive says.
                "too-large" => ("zip-bomb", detail),
                _ => (code, detail),
            }),
            Origin::Bytes(bytes) => read(&mut bytes.as_ref(), bytes.len() as u64),
        }
    }

    /// The file as it lies, to be read piece by piece; a member of an archive is unpacked into memory.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Refused> {
        match &self.origin {
            Origin::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(self.refused(("unreadable-file", error.to_string()))),
            },
            Origin::Bytes(bytes) => Ok(Box::new(std::io::Cursor::new(Arc::clone(bytes)))),
            Origin::Member(..) => {
                let bytes = self.with_reader(|reader, most| bounded(reader, most, most).map_err(|(fault, _)| fault));
                Ok(Box::new(std::io::Cursor::new(bytes.map_err(|fault| self.refused(fault))?)))
            }
        }
    }

    pub fn refused(&self, (code, detail): Fault) -> Refused {
        Refused { name: self.name.clone(), code, detail }
    }
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = file.strip_suffix(".gz").unwrap_or(file);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

fn gunzip(packed: &[u8], limit: u64) -> Result<Vec<u8>, Fault> {
    let most = unpacked_max(packed.len() as u64);
    // The last four bytes say how much it was; believed only for setting memory aside.
    let said = packed.last_chunk::<4>().map_or(0, |size| u64::from(u32::from_le_bytes(*size)));
    bounded(MultiGzDecoder::new(packed), said, most.min(limit)).map_err(|(fault, start)| match (fault, start) {
        (_, Some(_)) if limit < most => ("too-large", limit.to_string()),
        (_, Some(_)) => ("zip-bomb", most.to_string()),
        ((_, detail), None) => ("broken-archive", detail),
    })
}

/// Reads to the end. With more than `limit` bytes the beginning comes back beside the fault.
fn bounded(reader: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, (Fault, Option<Vec<u8>>)> {
    const TRUSTED: u64 = 64 << 20;
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit).min(TRUSTED)).unwrap_or_default());
    match reader.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => Err((("too-large", limit.to_string()), Some(bytes))),
        Ok(_) => Ok(bytes),
        Err(error) => Err((("unreadable-file", error.to_string()), None)),
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
