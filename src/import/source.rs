//! What lies under a path: files, folders, zip archives, gzip: one list of sources, read one at a time.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// Nothing that is read may grow beyond this many bytes in memory.
pub const BYTES_MAX: u64 = 2 << 30;
/// An archive member that grows more than this many times is a bomb, not a journal.
const RATIO_MAX: u64 = 200;
const DEPTH_MAX: usize = 16;

/// A file to be read: on disk or inside a zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As the user knows it: path, or archive › member.
    pub name: String,
    /// Folder part of `name`; files of one bundle share it.
    pub folder: String,
    origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    File(PathBuf),
    Member(PathBuf, usize),
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

/// Why something under a path could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub code: &'static str,
    pub detail: String,
}

/// Everything under the paths, in name order, with what could not be taken.
#[must_use]
pub fn list(paths: &[PathBuf]) -> (Vec<Entry>, Vec<Refused>) {
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        walk(path, 0, &mut entries, &mut refused);
    }
    (entries, refused)
}

fn walk(path: &Path, depth: usize, entries: &mut Vec<Entry>, refused: &mut Vec<Refused>) {
    let refuse = |code, detail: String| Refused { name: path.display().to_string(), code, detail };
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) => return refused.push(refuse("unreadable-file", error.to_string())),
    };
    if depth > 0 && meta.is_symlink() && path.is_dir() {
        return refused.push(refuse("link-not-followed", String::new()));
    }
    if path.is_dir() {
        if depth >= DEPTH_MAX {
            return refused.push(refuse("too-deep", DEPTH_MAX.to_string()));
        }
        match sorted_children(path) {
            Ok(children) => children.iter().for_each(|child| walk(child, depth + 1, entries, refused)),
            Err(error) => refused.push(refuse("unreadable-file", error.to_string())),
        }
    } else if is_zip(path) {
        match members(path) {
            Ok(found) => entries.extend(found),
            Err(detail) => refused.push(refuse("broken-archive", detail)),
        }
    } else {
        let folder = path.parent().map(|parent| parent.display().to_string()).unwrap_or_default();
        entries.push(Entry { name: path.display().to_string(), folder, origin: Origin::File(path.to_owned()) });
    }
}

fn sorted_children(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut children = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    children.retain(|child| !child.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    children.sort();
    Ok(children)
}

/// A zip of exports. An `.xlsx` is a zip too, but one whose first member is not a journal: it is left to the readers.
fn is_zip(path: &Path) -> bool {
    let mut head = [0u8; 4];
    let looks = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *b"PK\x03\x04";
    looks && !has_member(path, "[Content_Types].xml")
}

fn has_member(path: &Path, name: &str) -> bool {
    fs::File::open(path).ok().and_then(|file| zip::ZipArchive::new(file).ok()).is_some_and(|archive| archive.index_for_name(name).is_some())
}

fn members(path: &Path) -> Result<Vec<Entry>, String> {
    let file = fs::File::open(path).map_err(|error| error.to_string())?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| error.to_string())?;
        if member.is_dir() {
            continue;
        }
        let inner = member.name().map_err(|error| error.to_string())?.replace('\\', "/");
        let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
        found.push(Entry {
            name: format!("{} › {inner}", path.display()),
            folder: format!("{} › {folder}", path.display()),
            origin: Origin::Member(path.to_owned(), index),
        });
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

impl Entry {
    /// Reads and unpacks the file. Nothing is ever written by the name of an archive member.
    ///
    /// # Errors
    /// A file that cannot be read, is too large, or grows suspiciously when unpacked.
    pub fn read(&self) -> Result<Source, Refused> {
        let refuse = |code, detail: String| Refused { name: self.name.clone(), code, detail };
        let packed = match &self.origin {
            Origin::File(path) => read_file(path),
            Origin::Member(path, index) => read_member(path, *index),
        }
        .map_err(|(code, detail)| refuse(code, detail))?;
        let sha256 = hex(&Sha256::digest(&packed));
        let size = packed.len() as u64;
        let bytes =
            if packed.starts_with(&[0x1f, 0x8b]) { gunzip(&packed).map_err(|(code, detail)| refuse(code, detail))? } else { packed };
        Ok(Source { name: self.name.clone(), folder: self.folder.clone(), stem: stem(&self.name), bytes, sha256, size })
    }
}

fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = file.strip_suffix(".gz").unwrap_or(file);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

fn read_file(path: &Path) -> Result<Vec<u8>, (&'static str, String)> {
    let file = fs::File::open(path).map_err(|error| ("unreadable-file", error.to_string()))?;
    let size = file.metadata().map(|meta| meta.len()).unwrap_or_default();
    bounded(file, size, BYTES_MAX)
}

fn read_member(path: &Path, index: usize) -> Result<Vec<u8>, (&'static str, String)> {
    let broken = |error: &dyn std::fmt::Display| ("broken-archive", error.to_string());
    let file = fs::File::open(path).map_err(|error| ("unreadable-file", error.to_string()))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| broken(&error))?;
    let member = archive.by_index(index).map_err(|error| broken(&error))?;
    let limit = (member.compressed_size().saturating_mul(RATIO_MAX)).clamp(1 << 20, BYTES_MAX);
    bounded(member, 0, limit)
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, (&'static str, String)> {
    let limit = (packed.len() as u64).saturating_mul(RATIO_MAX).clamp(1 << 20, BYTES_MAX);
    bounded(MultiGzDecoder::new(packed), 0, limit)
}

fn bounded(reader: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, (&'static str, String)> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or_default());
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|error| ("unreadable-file", error.to_string()))?;
    if bytes.len() as u64 > limit { Err(("too-large", limit.to_string())) } else { Ok(bytes) }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
