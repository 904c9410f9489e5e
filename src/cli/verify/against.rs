//! A folder against the list of its pack: what is not there, what is there beside it, what is not what the list says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::error::CliError;
use crate::cli::list::ListFormat;
use crate::cli::output;
use crate::cli::pack::listed::{List, Listed};
use crate::cli::pack::{cover, kept};
use crate::cli::ui::Ui;

/// What is wrong; all paths below the folder.
#[derive(Debug, Default, Serialize)]
pub struct Found {
    /// Files that the list names.
    pub listed: usize,
    pub missing: Vec<String>,
    /// In the folder and not in the list.
    pub extra: Vec<String>,
    pub changed: Vec<String>,
    /// Where it lies, and the listed file that it is.
    pub renamed: Vec<(String, String)>,
    pub unreadable: bool,
    #[serde(skip)]
    about: BTreeMap<String, String>,
}

/// Files that were signed after the pack was made are what the list says.
pub fn compare(folder: &Path, list: &List, files: &[PathBuf]) -> Found {
    let mut found = Found {
        listed: list.files.len(),
        about: list.files.iter().map(|file| (file.path.clone(), about(file))).collect(),
        ..Found::default()
    };
    let by_path: BTreeMap<&str, &Listed> = list.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let by_hash: BTreeMap<&str, &Listed> = list.files.iter().map(|file| (file.sha256.as_str(), file)).collect();
    let mut there = BTreeSet::new();
    let mut strange = Vec::new();
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if cover::is_list(&name) || output::signed_by(path).is_some_and(|signed| signed.exists()) {
            continue;
        }
        let hashes = fs::read(path).map(|bytes| kept::hashes(&bytes)).unwrap_or_default();
        match by_path.get(name.as_str()) {
            Some(file) if hashes.contains(&file.sha256) => {
                there.insert(file.path.as_str());
            }
            file => strange.push((name, file.is_some(), hashes)),
        }
    }
    let mut placed = there.clone();
    for (name, is_listed, hashes) in strange {
        let meant = hashes.iter().find_map(|hash| by_hash.get(hash.as_str())).map(|file| file.path.as_str());
        match meant.filter(|meant| !there.contains(meant)) {
            Some(meant) => {
                placed.insert(meant);
                found.renamed.push((name, meant.to_owned()));
            }
            None if is_listed => found.changed.push(name),
            None => found.extra.push(name),
        }
    }
    let gone = |file: &&Listed| !placed.contains(file.path.as_str()) && !found.changed.contains(&file.path);
    found.missing = list.files.iter().filter(gone).map(|file| file.path.clone()).collect();
    found
}

fn about(file: &Listed) -> String {
    [&file.title, &file.class, &file.code].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

impl Found {
    pub fn unreadable() -> Self {
        Self { unreadable: true, ..Self::default() }
    }

    pub fn faults(&self) -> usize {
        self.missing.len() + self.extra.len() + self.changed.len() + self.renamed.len() + usize::from(self.unreadable)
    }

    /// # Errors
    /// As [`Ui::say`].
    pub fn show(&self, folder: &Path, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
        let list = folder.join(cover::json_name()).display().to_string();
        if format == ListFormat::Json {
            let json = serde_json::json!({ "list": list, "good": self.faults() == 0, "found": self });
            return ui.data(&json.to_string());
        }
        if self.unreadable {
            return ui.say("verify.list-unreadable", &[("path", &list)]);
        }
        let about = |path: &String| self.about.get(path).map_or("", String::as_str);
        for path in &self.missing {
            ui.say("verify.missing", &[("path", path), ("about", about(path))])?;
        }
        for path in &self.changed {
            ui.say("verify.not-as-listed", &[("path", path), ("about", about(path))])?;
        }
        for (path, listed) in &self.renamed {
            ui.say("verify.renamed", &[("path", path), ("listed", listed), ("about", about(listed))])?;
        }
        for path in &self.extra {
            ui.say("verify.extra", &[("path", path)])?;
        }
        let numbers =
            [self.listed, self.missing.len(), self.changed.len(), self.renamed.len(), self.extra.len()].map(|number| number.to_string());
        let [count, missing, changed, renamed, extra] = &numbers;
        let values =
            [("path", list.as_str()), ("count", count), ("missing", missing), ("changed", changed), ("renamed", renamed), ("extra", extra)];
        ui.say("verify.list", &values)
    }
}
