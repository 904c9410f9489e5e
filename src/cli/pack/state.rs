//! What of a pack is finished: a line a file, so that a run that was stopped goes on where it was.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::cli::error::CliError;
use crate::cli::report::file::{FileMade, Place};
use crate::model::collate::{Russian, compare_classes};
use crate::report::{Document, Kind};

use super::kept::{self, Kept};
use super::{identity, name};

const STATE: &str = ".pack.jsonl";

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Below the folder of the pack, with `/`.
    pub path: String,
    pub sha256: String,
    /// The code of the document: data and template.
    pub code: String,
    pub form: String,
    pub title: String,
    pub school: String,
    pub class: String,
    pub stem: String,
}

/// The first line: whose files these are.
#[derive(Serialize, Deserialize)]
struct Head {
    pack: String,
}

/// The folder of a pack.
pub struct PackFolder<'a> {
    root: &'a Path,
    names: &'a str,
    period: &'a str,
    /// The period is days, and every document is of them.
    of_days: bool,
    before: BTreeMap<String, Entry>,
    /// Finished in this run, kept ones among them.
    now: Mutex<BTreeMap<String, Entry>>,
    file: Mutex<File>,
    /// Paths without their end, and the documents that have them.
    taken: Mutex<RefCell<BTreeMap<String, String>>>,
}

impl<'a> PackFolder<'a> {
    /// # Errors
    /// The folder holds another pack; it cannot be made or written.
    pub fn open(root: &'a Path, names: &'a str, period: &'a str, of_days: bool, identity: &str) -> Result<Self, CliError> {
        let path = root.join(STATE);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let head = text.lines().find_map(|line| serde_json::from_str::<Head>(line).ok()).map(|head| head.pack);
        let is_named = head.is_some();
        identity::check_folder(root, head, !text.is_empty(), identity)?;
        fs::create_dir_all(root).map_err(CliError::file(root))?;
        // A line that was cut off is a file that is made again.
        let entries = text.lines().filter_map(|line| serde_json::from_str::<Entry>(line).ok());
        let before = entries.map(|entry| (entry.path.clone(), entry)).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(CliError::file(&path))?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(CliError::file(&path))?;
        }
        if !is_named {
            let head = Head { pack: identity.to_owned() };
            let line = serde_json::to_string(&head).map_err(|error| CliError::new("error.internal").with("detail", error))?;
            file.write_all(format!("{line}\n").as_bytes()).map_err(CliError::file(&path))?;
        }
        let (now, taken) = (Mutex::default(), Mutex::default());
        Ok(Self { root, names, period, of_days, before, now, file: Mutex::new(file), taken })
    }

    /// The finished files of this run, and those of earlier runs of the pack (other roles, classes, formats) that lie there as they were made:
    /// by school, class and name.
    pub fn entries(&self) -> Vec<Entry> {
        let order = Russian::default();
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let still = |entry: &&Entry| {
            let lies = || fs::read(self.root.join(&entry.path)).is_ok_and(|bytes| kept::as_made(&bytes, &entry.sha256).is_some());
            !now.contains_key(&entry.path) && lies()
        };
        let mut entries: Vec<Entry> = now.values().chain(self.before.values().filter(still)).cloned().collect();
        drop(now);
        let classes = |left: &Entry, right: &Entry| compare_classes(&order, &left.class, &right.class);
        entries.sort_by(|left, right| {
            left.school.cmp(&right.school).then_with(|| classes(left, right)).then_with(|| left.path.cmp(&right.path))
        });
        entries
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    fn remember(&self, entry: Entry) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.path.clone(), entry);
    }
}

impl Place for PackFolder<'_> {
    fn stem(&self, kind: &Kind, document: &Document, school: &str) -> PathBuf {
        // What is not of a period is of the year.
        let period = if kind.needs_period || self.of_days { self.period } else { "year" };
        let wanted = name::fill(self.names, school, period, kind, document);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = taken.borrow_mut();
        // Two documents never get one name: the second gets a number.
        let free = |path: &String| !taken.contains_key(&path.to_lowercase());
        let numbered = (2..).map(|number: usize| format!("{wanted}-{number}"));
        let path = std::iter::once(wanted.clone()).chain(numbered).find(free).unwrap_or_default();
        taken.insert(path.to_lowercase(), document.file_stem.clone());
        self.root.join(path)
    }

    fn kept(&self, path: &Path, document: &Document) -> Option<FileMade> {
        let entry = self.before.get(&self.relative(path))?;
        if entry.code != document.data.provenance.code {
            return None;
        }
        let signed = kept::as_made(&fs::read(path).ok()?, &entry.sha256)? == Kept::Signed;
        self.remember(entry.clone());
        Some(FileMade { path: path.to_owned(), sha256: entry.sha256.clone(), code: entry.code.clone(), kept: true, signed })
    }

    fn done(&self, kind: &Kind, document: &Document, file: &FileMade) -> Result<(), CliError> {
        let head = &document.data.head;
        let entry = Entry {
            path: self.relative(&file.path),
            sha256: file.sha256.clone(),
            code: file.code.clone(),
            form: kind.form.to_owned(),
            title: document.data.title.clone(),
            school: head.first().map_or(String::new(), |field| field.value.clone()),
            class: head.iter().find(|field| field.label == "Класс").map_or(String::new(), |field| field.value.clone()),
            stem: document.file_stem.clone(),
        };
        let mut line = serde_json::to_string(&entry).map_err(|error| CliError::new("error.internal").with("detail", error))?;
        line.push('\n');
        let mut state = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        state.write_all(line.as_bytes()).map_err(CliError::file(self.root.join(STATE)))?;
        drop(state);
        self.remember(entry);
        Ok(())
    }
}
