//! Files of the sample under one folder, counted. Tables are written while they are made, packed if asked.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::SampleError;

pub struct Output {
    root: PathBuf,
    packed: bool,
    pub files: usize,
    pub bytes: u64,
    /// Of each table.
    pub rows: BTreeMap<&'static str, usize>,
}

impl Output {
    /// Refuses a folder with something in it: files left over from another seed would be imported with the new ones.
    pub fn open(root: &Path, packed: bool) -> Result<Self, SampleError> {
        let failed = |cause| SampleError::Write { path: root.to_owned(), cause };
        fs::create_dir_all(root).map_err(failed)?;
        if fs::read_dir(root).map_err(failed)?.next().is_some() {
            return Err(SampleError::NotEmpty(root.to_owned()));
        }
        Ok(Self { root: root.to_owned(), packed, files: 0, bytes: 0, rows: BTreeMap::new() })
    }

    /// Writes a file; its folder is made if need be.
    pub fn put(&mut self, name: &str, content: &[u8]) -> Result<(), SampleError> {
        let mut stream = self.plain(name)?;
        stream.write_all(content).map_err(|cause| SampleError::Write { path: stream.path.clone(), cause })?;
        self.close(stream)
    }

    /// Opens a file that is never packed.
    pub fn plain(&mut self, name: &str) -> Result<Stream, SampleError> {
        Ok(Stream { file: self.create(name)?, path: self.root.join(name) })
    }

    /// Opens a table (`.gz` is added to the name of a packed one).
    pub fn table(&mut self, name: &str) -> Result<Stream, SampleError> {
        let name = if self.packed { format!("{name}.gz") } else { name.to_owned() };
        let file = match self.create(&name)? {
            Packing::Plain(file) if self.packed => Packing::Gzip(Box::new(GzEncoder::new(file, Compression::fast()))),
            plain => plain,
        };
        Ok(Stream { file, path: self.root.join(name) })
    }

    /// Ends a stream and counts the file.
    pub fn close(&mut self, stream: Stream) -> Result<(), SampleError> {
        let Stream { file, path } = stream;
        let buffered = match file {
            Packing::Plain(file) => Ok(file),
            Packing::Gzip(encoder) => encoder.finish(),
        };
        let length = buffered.and_then(|file| file.into_inner().map_err(io::IntoInnerError::into_error)?.metadata()).map(|meta| meta.len());
        self.bytes += length.map_err(|cause| SampleError::Write { path, cause })?;
        self.files += 1;
        Ok(())
    }

    fn create(&self, name: &str) -> Result<Packing, SampleError> {
        let path = self.root.join(name);
        let folder = path.parent().unwrap_or(&self.root);
        let file = fs::create_dir_all(folder).and_then(|()| File::create(&path));
        file.map(|file| Packing::Plain(BufWriter::with_capacity(1 << 16, file))).map_err(|cause| SampleError::Write { path, cause })
    }
}

/// A file that is being written.
pub struct Stream {
    file: Packing,
    path: PathBuf,
}

enum Packing {
    Plain(BufWriter<File>),
    Gzip(Box<GzEncoder<BufWriter<File>>>),
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Packing::Plain(file) => file.write(bytes),
            Packing::Gzip(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.file {
            Packing::Plain(file) => file.flush(),
            Packing::Gzip(file) => file.flush(),
        }
    }
}
