//! `vedomost verify FOLDER`: every PDF below it, and every list of a pack held against what lies there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::pack::listed;
use crate::cli::ui::Ui;
use crate::sign::Trust;

use super::against::{self, Found};
use super::file::{self, Looked};

/// What the desktops of computers leave in folders.
const LITTER: &[&str] = &["Thumbs.db", "desktop.ini"];

#[derive(Default)]
struct Tally {
    good: usize,
    unsigned: usize,
    bad: usize,
    /// Against a list.
    faults: usize,
}

/// # Errors
/// The folder cannot be read; there is nothing in it to check.
pub fn check(root: &Path, trust: &Trust, format: ListFormat, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let files = files(root)?;
    let (lists, mut tally) = (lists(root, &files), Tally::default());
    let is_pdf = |path: &&PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    let pdfs: Vec<&PathBuf> = files.iter().filter(is_pdf).collect();
    if pdfs.is_empty() && lists.is_empty() {
        return Err(CliError::new("error.nothing-to-verify").code(exit::NOTHING).with("path", root.display()));
    }
    for path in &pdfs {
        match file::look(path, trust) {
            Ok(looked) => {
                file::show(path, &looked, format, ui)?;
                match looked.code() {
                    exit::GOOD => tally.good += 1,
                    _ if matches!(looked, Looked::Unsigned { stamped: false, .. }) => tally.unsigned += 1,
                    _ => tally.bad += 1,
                }
            }
            Err(error) => {
                ui.error(&error);
                tally.bad += 1;
            }
        }
    }
    for folder in &lists {
        // What lies below another list is of that one.
        let own =
            |path: &&PathBuf| lists.iter().filter(|list| path.starts_with(list)).max_by_key(|list| list.as_os_str().len()) == Some(folder);
        let found = match listed::in_folder(folder).flatten() {
            Some(list) => against::compare(folder, &list, &files.iter().filter(own).cloned().collect::<Vec<_>>()),
            None => Found::unreadable(),
        };
        tally.faults += found.faults();
        found.show(folder, format, ui)?;
    }
    summary(root, pdfs.len(), lists.is_empty(), &tally, format, ui)?;
    Ok(match tally {
        Tally { bad: 0, faults: 0, unsigned: 0, .. } => exit::GOOD,
        Tally { bad: 0, faults: 0, .. } => exit::NOTHING,
        _ => exit::FINDINGS,
    })
}

fn summary(root: &Path, pdfs: usize, no_list: bool, tally: &Tally, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if format == ListFormat::Json {
        let good = tally.bad + tally.faults + tally.unsigned == 0;
        let json = serde_json::json!({ "folder": root.display().to_string(), "good": good, "pdfs": pdfs, "signed_good": tally.good,
            "unsigned": tally.unsigned, "bad": tally.bad, "list": !no_list, "list_faults": tally.faults });
        return ui.data(&json.to_string());
    }
    let numbers = [pdfs, tally.good, tally.unsigned, tally.bad].map(|number| number.to_string());
    let [pdfs, good, unsigned, bad] = &numbers;
    if no_list {
        ui.say("verify.no-list", &[])?;
    }
    let path = root.display().to_string();
    ui.say("verify.folder", &[("path", &path), ("count", pdfs), ("good", good), ("unsigned", unsigned), ("bad", bad)])
}

/// The folders that hold a list.
fn lists(root: &Path, files: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = files.iter().filter_map(|file| file.parent()).map(Path::to_owned).collect();
    folders.push(root.to_owned());
    folders.sort();
    folders.dedup();
    folders.retain(|folder| listed::in_folder(folder).is_some());
    folders
}

/// All files below, sorted; what begins with a point is not looked at, nor what a link to a folder leads to.
fn files(root: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(CliError::file(&folder))? {
            let entry = entry.map_err(CliError::file(&folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || LITTER.contains(&name.as_str()) {
                continue;
            }
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
