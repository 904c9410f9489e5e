//! The account under which the program runs, as the operating system knows it; an environment variable is anybody's to set.

use std::fs;
use std::os::unix::fs::MetadataExt;

/// `name (uid)`; only the number where nobody has named it.
#[must_use]
pub fn user() -> String {
    let Ok(process) = fs::metadata("/proc/self") else { return "?".to_owned() };
    let id = process.uid().to_string();
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields.get(2) == Some(&id.as_str()));
    match name.as_deref() {
        Some([name, ..]) => format!("{name} ({id})"),
        _ => format!("uid {id}"),
    }
}
