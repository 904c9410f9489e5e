//! What lies under a path: files, folders, zip archives, gzip: one list of sources, read one at a time.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::archive::{Archive, Medium, unpacked_max};
use super::limits::{BYTES_MAX, DEPTH_MAX, HEAD};

/// A code of the message catalogue and what was found.
pub type Fault = (&'static str, String);

/// A file to be read: on disk, inside a zip, or in memory.
#[derive(Clone)]
pub struct Entry {
    /// As the user knows it: path, or archive › member.
    pub name: String,
    /// Folder part of `name`; files of one bundle share it.
    pub folder: String,
    origin: Origin,
}

#[derive(Clone)]
enum Origin {
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

/// What was found under the paths.
#[derive(Default)]
pub struct Listing {
    pub entries: Vec<Entry>,
    pub refused: Vec<Refused>,
    /// Real paths: a file that can be reached in two ways is read once.
    seen: HashSet<PathBuf>,
}

/// Everything under the paths, in name order, with what could not be taken.
#[must_use]
pub fn list(paths: &[PathBuf]) -> Listing {
    let mut listing = Listing::default();
    for path in paths {
        match fs::canonicalize(path) {
            Ok(real) => listing.walk(path, &real, 0),
            Err(error) => listing.refuse(path, ("unreadable-file", error.to_string())),
        }
    }
    listing
}

/// The same for a file in memory: `name` is all that is known of where it lay.
#[must_use]
pub fn list_bytes(name: &str, bytes: Arc<[u8]>) -> Listing {
    let mut listing = Listing::default();
    if is_zip(&bytes) {
        listing.take_archive(name, Medium::Bytes(Arc::clone(&bytes)), Origin::Bytes(bytes));
    } else {
        listing.entries.push(Entry::new(name, Origin::Bytes(bytes)));
    }
    listing
}

/// An archive, and an archive of nothing.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

fn is_zip(bytes: &[u8]) -> bool {
    ZIP.iter().any(|magic| bytes.starts_with(magic))
}

impl Listing {
    fn refuse(&mut self, path: &Path, (code, detail): Fault) {
        self.refused.push(Refused { name: path.display().to_string(), code, detail });
    }

    /// `real` is the path without links.
    fn walk(&mut self, path: &Path, real: &Path, depth: usize) {
        if !self.seen.insert(real.to_owned()) {
            return;
        }
        let kind = match fs::metadata(real) {
            Ok(meta) => meta.file_type(),
            Err(error) => return self.refuse(path, ("unreadable-file", error.to_string())),
        };
        if kind.is_dir() {
            if depth >= DEPTH_MAX {
                return self.refuse(path, ("too-deep", DEPTH_MAX.to_string()));
            }
            match sorted_children(real) {
                Ok(names) => names.iter().for_each(|name| self.child(&path.join(name), &real.join(name), depth + 1)),
                Err(error) => self.refuse(path, ("unreadable-file", error.to_string())),
            }
        } else if kind.is_file() {
            self.file(path, real);
        } else {
            // A pipe or a device: reading it might never end.
            self.refuse(path, ("not-a-file", String::new()));
        }
    }

    /// Links to files are followed, links to folders are not: they lead in circles.
    fn child(&mut self, path: &Path, at: &Path, depth: usize) {
        let is_link = fs::symlink_metadata(at).is_ok_and(|meta| meta.is_symlink());
        let real = if is_link { fs::canonicalize(at) } else { Ok(at.to_owned()) };
        match real {
            Ok(real) if is_link && real.is_dir() => self.refuse(path, ("link-not-followed", real.display().to_string())),
            Ok(real) => self.walk(path, &real, depth),
            Err(error) => self.refuse(path, ("unreadable-file", error.to_string())),
        }
    }

    fn file(&mut self, path: &Path, real: &Path) {
        let mut head = [0u8; 4];
        let name = path.display().to_string();
        match File::open(real).and_then(|mut file| Ok((file.read(&mut head)?, file))) {
            Ok((_, file)) if is_zip(&head) => match Medium::of_file(file) {
                Ok(medium) => self.take_archive(&name, medium, Origin::File(real.to_owned())),
                Err(error) => self.refuse(path, ("unreadable-file", error.to_string())),
            },
            // What cannot be opened says so when it is read.
            _ => self.entries.push(Entry::new(&name, Origin::File(real.to_owned()))),
        }
    }

    fn take_archive(&mut self, name: &str, medium: Medium, whole: Origin) {
        let opened = Archive::open(medium).and_then(|archive| match archive {
            Some(mut archive) => archive.members().map(|members| Some((archive, members))),
            None => Ok(None),
        });
        match opened {
            Ok(Some((archive, (members, refused)))) => {
                if members.is_empty() && refused.is_empty() {
                    self.refused.push(Refused { name: name.to_owned(), code: "empty-file", detail: String::new() });
                }
                let archive = Arc::new(archive);
                let inside = |member: &str| format!("{name} › {member}");
                self.entries.extend(members.into_iter().map(|member| {
                    let folder = inside(member.name.rsplit_once('/').map_or("", |(folder, _)| folder));
                    Entry { name: inside(&member.name), folder, origin: Origin::Member(Arc::clone(&archive), member.index) }
                }));
                self.refused.extend(refused.into_iter().map(|(member, (code, detail))| Refused { name: inside(&member), code, detail }));
            }
            // A workbook is no archive of exports: it is left to the readers.
            Ok(None) => self.entries.push(Entry::new(name, whole)),
            Err((code, detail)) => self.refused.push(Refused { name: name.to_owned(), code, detail }),
        }
    }
}

fn sorted_children(folder: &Path) -> std::io::Result<Vec<std::ffi::OsString>> {
    let mut names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<Vec<_>, _>>()?;
    names.retain(|name| !name.to_string_lossy().starts_with('.'));
    names.sort();
    Ok(names)
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

    fn new(name: &str, origin: Origin) -> Self {
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
