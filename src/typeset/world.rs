//! Typst's view of the outside: the template files, the fonts and `/data.json`, all in memory.

use std::collections::HashMap;
use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::error::TypesetError;
use super::fonts::Fonts;
use super::templates::{Templates, extension};

/// Where a template finds its data.
pub(super) const DATA_PATH: &str = "data.json";

/// The template files under the ids that Typst knows them by; parsed once, shared by all documents.
pub(super) struct Files {
    sources: HashMap<FileId, Source>,
    bytes: HashMap<FileId, Bytes>,
    data: FileId,
}

impl Files {
    pub fn new(templates: &Templates) -> Result<Self, TypesetError> {
        let (mut sources, mut bytes) = (HashMap::new(), HashMap::new());
        for (path, content) in templates.files() {
            let id = file_id(path)?;
            if extension(path) == "typ" {
                let text = content.to_str().map_err(|_| TypesetError::Text { path: path.to_owned() })?;
                sources.insert(id, Source::new(id, text.to_string()));
            }
            bytes.insert(id, content.clone());
        }
        Ok(Self { sources, bytes, data: file_id(DATA_PATH)? })
    }
}

pub(super) fn file_id(path: &str) -> Result<FileId, TypesetError> {
    let path_error = |reason: String| TypesetError::Path { path: path.to_owned(), reason };
    let virtual_path = VirtualPath::new(path).map_err(|error| path_error(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, virtual_path).intern())
}

/// The world of one document.
pub(super) struct DocumentWorld<'a> {
    pub library: &'a LazyHash<Library>,
    pub fonts: &'a Fonts,
    pub files: &'a Files,
    pub main: FileId,
    pub data: Bytes,
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.files.data {
            return Ok(self.data.clone());
        }
        self.files.bytes.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.list.get(index).cloned()
    }

    /// There is no today: a printed date is part of the data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
