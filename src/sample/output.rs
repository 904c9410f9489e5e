//! Files of the sample under one folder, counted.

use std::fs;
use std::path::{Path, PathBuf};

use super::SampleError;

pub struct Output {
    root: PathBuf,
    pub files: usize,
    pub bytes: u64,
}

impl Output {
    /// Refuses a folder with something in it: files left over from another seed would be imported with the new ones.
    pub fn open(root: &Path) -> Result<Self, SampleError> {
        let failed = |cause| SampleError::Write { path: root.to_owned(), cause };
        fs::create_dir_all(root).map_err(failed)?;
        if fs::read_dir(root).map_err(failed)?.next().is_some() {
            return Err(SampleError::NotEmpty(root.to_owned()));
        }
        Ok(Self { root: root.to_owned(), files: 0, bytes: 0 })
    }

    /// Writes a file; its folder is made if need be.
    pub fn put(&mut self, name: &str, content: &[u8]) -> Result<(), SampleError> {
        let path = self.root.join(name);
        let folder = path.parent().unwrap_or(&self.root);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, content));
        written.map_err(|cause| SampleError::Write { path, cause })?;
        self.files += 1;
        self.bytes += content.len() as u64;
        Ok(())
    }
}
