//! All that the store does to a disk: one small trait, so that a test can make any single step fail.
//!
//! Reading is not part of it: what was read is held against its hash.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// The changes a store makes. Each call is one step after which a machine may stop.
pub trait Disk: std::fmt::Debug + Send + Sync {
    /// Makes one folder; its parent is there.
    ///
    /// # Errors
    /// As the file system says, `AlreadyExists` among them.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Opens a new file; fails when the name is taken.
    ///
    /// # Errors
    /// As the file system says.
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;
    /// Gives a file another name, taking the place of a file that has it.
    ///
    /// # Errors
    /// As the file system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name; fails when the name is taken.
    ///
    /// # Errors
    /// As the file system says; not every one knows second names.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// # Errors
    /// As the file system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    ///
    /// # Errors
    /// As the file system says.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes at the end of a file, which is `length` long; what stood beyond is cut off. All of it or nothing.
    ///
    /// # Errors
    /// As the file system says.
    fn append(&self, path: &Path, length: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        file.write_all(bytes).and_then(|()| file.sync_data()).inspect_err(|_| {
            // A full disk: half a line goes again.
            let _ = file.set_len(length);
        })
    }
    /// Tries for a lock that ends with its holder, however that ends; `None` when another holds it.
    ///
    /// # Errors
    /// As the file system says.
    fn try_lock(&self, path: &Path, lock: Lock) -> io::Result<Option<File>>;
}

/// A file being written.
pub trait NewFile: Write {
    /// Makes the content last.
    ///
    /// # Errors
    /// As the file system says.
    fn sync(&mut self) -> io::Result<()>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    Shared,
    Exclusive,
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        File::create_new(path).map(|file| Box::new(file) as Box<dyn NewFile>)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn try_lock(&self, path: &Path, lock: Lock) -> io::Result<Option<File>> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let held = match lock {
            Lock::Shared => file.try_lock_shared(),
            Lock::Exclusive => file.try_lock(),
        };
        match held {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl NewFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
