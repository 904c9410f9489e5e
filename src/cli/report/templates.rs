//! A folder of a school's own templates: `.typ` at its top and in `lib/`, fonts in `fonts/`, samples in `data/`, `.sql` at its top.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crate::cli::error::CliError;
use crate::query::{Catalog, own};
use crate::typeset::Overlay;

/// Folders that templates may have below them.
const FOLDERS: &[&str] = &["", "lib", "fonts", "data"];
const FILE_MOST: u64 = 32 * 1024 * 1024;

#[derive(Clone, Debug, Default)]
pub struct Own {
    /// What Typst gets.
    pub overlay: Overlay,
    /// File name and text of each query.
    pub queries: Vec<(String, String)>,
}

impl Own {
    /// The queries of the program with these over them.
    ///
    /// # Errors
    /// The first query that must not run, with its file and line.
    pub fn catalog(&self) -> Result<Cow<'static, Catalog>, CliError> {
        if self.queries.is_empty() {
            return Ok(Cow::Borrowed(Catalog::builtin()?));
        }
        own::overlay(&self.queries).map(Cow::Owned).map_err(|faults| {
            let Some((file, line, error)) = faults.into_iter().next() else { return CliError::new("error.internal") };
            let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
            CliError::new("error.own-query").with("place", place).with("detail", error)
        })
    }
}

/// # Errors
/// There is no such folder, nothing in it is a template or a query, a file cannot be read.
pub fn load(folder: &Path) -> Result<Own, CliError> {
    let mut own = Own::default();
    for below in FOLDERS {
        let path = folder.join(below);
        if !below.is_empty() && !path.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&path).map_err(CliError::file(&path))? {
            let entry = entry.map_err(CliError::file(&path))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            take(&mut own, below, &name, &entry.path())?;
        }
    }
    if own.overlay.is_empty() && own.queries.is_empty() {
        return Err(CliError::new("error.no-templates").with("path", folder.display()));
    }
    own.queries.sort();
    Ok(own)
}

fn take(own: &mut Own, below: &str, name: &str, path: &Path) -> Result<(), CliError> {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let wanted = match below {
        "" => matches!(end, "typ" | "sql"),
        "fonts" => matches!(end, "ttf" | "otf"),
        "data" => end == "json",
        _ => end == "typ",
    };
    let facts = fs::metadata(path).map_err(CliError::file(path))?;
    if !wanted || !facts.is_file() || name.starts_with('.') {
        return Ok(());
    }
    if facts.len() > FILE_MOST {
        return Err(CliError::new("error.template-too-large").with("path", path.display()));
    }
    let bytes = fs::read(path).map_err(CliError::file(path))?;
    if end == "sql" {
        let text = String::from_utf8(bytes).map_err(|_| CliError::new("error.not-utf8").with("path", path.display()))?;
        own.queries.push((name.to_owned(), text));
    } else {
        let key = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        own.overlay.insert(key, bytes);
    }
    Ok(())
}
