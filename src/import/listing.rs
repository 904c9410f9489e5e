//! What lies under a path: files, folders, zip archives: one list of files, to be read one at a time.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::{Archive, Medium};
use super::limits::DEPTH_MAX;
use super::source::{Entry, Fault, Origin, Refused};

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
