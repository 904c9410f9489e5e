//! A zip archive as a list of members. Each is read from its own place in the file, so that several threads read at
//! once; nothing is ever written by the name of a member.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{BYTES_MAX, MEMBERS_MAX, RATIO_MAX, SMALL};
use super::source::Fault;

/// An open archive.
#[derive(Clone)]
pub struct Archive(ZipArchive<Place>);

/// A file that may be read.
pub struct Member {
    pub index: usize,
    /// With `/` between folders.
    pub name: String,
}

/// Members that may be read, and the names of those that may not.
pub type Contents = (Vec<Member>, Vec<(String, Fault)>);

impl Archive {
    /// `None` when it is a workbook, which is a zip too.
    pub fn open(medium: Medium) -> Result<Option<Self>, Fault> {
        let archive = ZipArchive::new(Place { medium: Arc::new(medium), at: 0 }).map_err(|error| broken(&error))?;
        Ok(archive.index_for_name("[Content_Types].xml").is_none().then_some(Self(archive)))
    }

    /// All members in name order.
    pub fn members(&mut self) -> Result<Contents, Fault> {
        if self.0.len() > MEMBERS_MAX {
            return Err(("too-many-members", self.0.len().to_string()));
        }
        let (mut found, mut refused, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for index in 0..self.0.len() {
            let member = self.0.by_index_raw(index).map_err(|error| broken(&error))?;
            places.push((member.header_start(), member.compressed_size()));
            let name = member.name().map_or_else(|_| format!("№ {}", index + 1), |name| name.replace('\\', "/"));
            if member.is_dir() || is_hidden(&name) {
                continue;
            }
            if leads_out(&name) {
                refused.push((name, ("member-outside", String::new())));
            } else if member.encrypted() {
                refused.push((name, ("member-encrypted", String::new())));
            } else if is_bomb(member.size(), member.compressed_size()) {
                refused.push((name, ("zip-bomb", member.size().to_string())));
            } else {
                found.push(Member { index, name });
            }
        }
        if overlap(places) {
            return Err(("members-overlap", String::new()));
        }
        found.sort_by(|left, right| left.name.cmp(&right.name));
        Ok((found, refused))
    }

    /// Gives the unpacked bytes of a member, and how many there may be, to `read`.
    pub fn read<T>(&self, index: usize, read: impl FnOnce(&mut dyn Read, u64) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut archive = self.0.clone();
        let mut member = archive.by_index(index).map_err(|error| broken(&error))?;
        let limit = member.size().min(unpacked_max(member.compressed_size()));
        read(&mut member, limit)
    }
}

/// Members that lie over each other: a small file that claims to hold a large one many times.
fn overlap(mut places: Vec<(u64, u64)>) -> bool {
    places.sort_unstable();
    places.iter().zip(places.iter().skip(1)).any(|((start, size), (next, _))| start.saturating_add(*size) >= *next)
}

/// So many bytes may come out of so many.
pub fn unpacked_max(packed: u64) -> u64 {
    packed.saturating_mul(RATIO_MAX).clamp(SMALL, BYTES_MAX)
}

fn is_bomb(size: u64, packed: u64) -> bool {
    size > unpacked_max(packed)
}

/// `.DS_Store`, `__MACOSX/…`: what a system puts in beside the exports.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || (part.starts_with('.') && part != ".." && part != "."))
}

fn leads_out(name: &str) -> bool {
    name.starts_with('/') || name.get(1..2) == Some(":") || name.split('/').any(|part| part == "..")
}

fn broken(error: &ZipError) -> Fault {
    ("broken-archive", error.to_string())
}

/// Where the bytes of an archive lie.
pub enum Medium {
    File(File, u64),
    Bytes(Arc<[u8]>),
}

impl Medium {
    pub fn of_file(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self::File(file, size))
    }

    fn len(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file_read_at(file, buffer, at),
            Self::Bytes(bytes) => {
                let mut rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                rest.read(buffer)
            }
        }
    }
}

#[cfg(unix)]
fn file_read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn file_read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

/// A reader of its own over a shared file.
#[derive(Clone)]
struct Place {
    medium: Arc<Medium>,
    at: u64,
}

impl Read for Place {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.medium.read_at(buffer, self.at)?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for Place {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.medium.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
