//! The template files: embedded in the program, replaced or joined by those of the user's own folder.
//!
//! A template is a `.typ` at the top; `lib/` is shared, `fonts/` holds fonts, `data/` samples for working on a template.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use typst::foundations::Bytes;

use super::error::TypesetError;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/report-templates");

/// Path below `report-templates`, with `/` → content; wins over the embedded file of that path.
pub type Overlay = BTreeMap<String, Vec<u8>>;

/// What the first comment lines of a template say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateInfo {
    pub name: String,
    pub title_ru: String,
    pub title_en: String,
    /// Names of the tables of `ReportData` that it prints, each a query.
    pub tables: Vec<String>,
}

pub(super) struct Templates {
    files: BTreeMap<String, Bytes>,
}

impl Templates {
    pub fn load(overlay: &Overlay) -> Self {
        let mut files = BTreeMap::new();
        embed(&EMBEDDED, &mut files);
        files.extend(overlay.iter().map(|(path, content)| (path.clone(), Bytes::new(content.clone()))));
        Self { files }
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content))
    }

    pub fn fonts(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files().filter(|(path, _)| matches!(extension(path), "ttf" | "otf"))
    }

    /// Path of the template of that name, or an error that lists the names there are.
    pub fn path_of(&self, name: &str) -> Result<String, TypesetError> {
        let path = format!("{name}.typ");
        if self.names().any(|known| known == name) {
            return Ok(path);
        }
        Err(TypesetError::UnknownTemplate { name: name.to_owned(), known: self.names().map(str::to_owned).collect() })
    }

    pub fn infos(&self) -> Vec<TemplateInfo> {
        self.names().map(|name| info(name, self.files.get(&format!("{name}.typ")).map_or(&[][..], |content| content))).collect()
    }

    /// SHA-256 over the template and everything in `lib/`: path, length, content of each, in the order of paths.
    pub fn hash(&self, name: &str) -> Result<String, TypesetError> {
        let path = self.path_of(name)?;
        let mut hasher = Sha256::new();
        for (file, content) in self.files().filter(|(file, _)| *file == path || file.starts_with("lib/")) {
            hasher.update(format!("{file}\n{}\n", content.len()));
            hasher.update(content.as_slice());
        }
        Ok(hex(&hasher.finalize()))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter(|path| !path.contains('/')).filter_map(|path| path.strip_suffix(".typ"))
    }
}

/// What follows the last dot; empty without one.
pub(super) fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn embed(folder: &Dir<'static>, files: &mut BTreeMap<String, Bytes>) {
    for file in folder.files() {
        // The macro writes the separators of the machine that compiled the program.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, Bytes::new(file.contents()));
    }
    folder.dirs().for_each(|below| embed(below, files));
}

fn info(name: &str, content: &[u8]) -> TemplateInfo {
    let text = String::from_utf8_lossy(content);
    let head: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//")).map(str::trim).collect();
    let value = |key: &str| head.iter().find_map(|line| line.strip_prefix(key)).map_or("", str::trim);
    TemplateInfo {
        name: name.to_owned(),
        title_ru: value("title ru:").to_owned(),
        title_en: value("title en:").to_owned(),
        tables: value("tables:").split(',').map(str::trim).filter(|table| !table.is_empty()).map(str::to_owned).collect(),
    }
}
