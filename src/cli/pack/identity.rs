//! Which pack lies in a folder or an archive: one never takes the place of another, nor of a foreign file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zip::ZipArchive;

use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::scope::Scope;

use super::{PackArgs, cover, listed};

/// Label in the head of the list.
pub const LABEL: &str = "Обозначение";
/// More than any list is long.
const LIST_MOST: u64 = 256 << 20;

/// What is packed, of which period, schools and year; roles, classes and formats may differ from run to run.
pub fn of(arguments: &PackArgs, all_schools: bool, period: &str, scope: &Scope) -> String {
    let schools: Vec<&str> = scope.bound.iter().map(|one| one.school.as_str()).collect();
    let mut years: Vec<i32> = scope.bound.iter().map(|one| one.year).collect();
    years.sort_unstable();
    years.dedup();
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let schools = if all_schools { "all-schools".to_owned() } else { schools.join("+") };
    let names = if arguments.depersonalised { ", depersonalised" } else { "" };
    let what = arguments.what.name();
    let what = if period == what { what.to_owned() } else { format!("{what} {period}") };
    format!("{what}, {schools}, {}{names}", years.join("+"))
}

/// An archive that may be written: there is none, or one of this very pack without a signature beside it.
///
/// # Errors
/// Another file lies there.
pub fn check_archive(path: &Path, expected: &str) -> Result<(), CliError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(CliError::file(path))?,
    };
    if let Some(signature) = output::detached(path) {
        return Err(CliError::new("error.signed-beside").with("path", path.display()).with("signature", signature.display()));
    }
    let error = |key| CliError::new(key).with("path", path.display()).with("expected", expected).with("other", other(path, expected));
    match in_archive(file) {
        Some(found) if found == expected => Ok(()),
        Some(found) => Err(error("error.pack-other-archive").with("found", found)),
        None => Err(error("error.pack-no-archive")),
    }
}

/// A folder that may be filled: it holds no pack, or this very one. `state` is what its file of finished documents says.
///
/// # Errors
/// Another pack lies there.
pub fn check_folder(root: &Path, state: Option<String>, begun: bool, expected: &str) -> Result<(), CliError> {
    let listed = || listed::in_folder(root).flatten().map(|list| list.identity).filter(|identity| !identity.is_empty());
    let error = |key| CliError::new(key).with("path", root.display()).with("expected", expected).with("other", other(root, expected));
    match state.or_else(listed) {
        Some(found) if found == expected => Ok(()),
        Some(found) => Err(error("error.pack-other-folder").with("found", found)),
        // A list without anything that says whose it is.
        None if !begun && cover::is_there(root) => Err(error("error.pack-no-folder")),
        None => Ok(()),
    }
}

fn in_archive(file: File) -> Option<String> {
    let mut archive = ZipArchive::new(file).ok()?;
    let member = archive.by_name(&cover::json_name()).ok()?;
    let mut bytes = Vec::new();
    member.take(LIST_MOST).read_to_end(&mut bytes).ok()?;
    listed::of_json(&bytes).map(|list| list.identity)
}

/// A name that is free for this pack, as advice.
fn other(path: &Path, expected: &str) -> String {
    let word: String = expected.chars().take_while(|c| *c != ',').map(|c| if c == ' ' { '-' } else { c }).collect();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{word}{end}")).display().to_string()
}
