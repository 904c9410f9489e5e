//! The end of the audit: what the next line follows. The file is not read as a whole for each line.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::AuditLine;

/// More than any line is long.
const WINDOW: u64 = 64 * 1024;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Bytes up to the end of the last whole line. A line without its end was never one: the program that wrote it was killed, and its
    /// document has no name.
    pub length: u64,
    pub last: Option<String>,
    /// Number of the last line; of one that cannot be read, how many there are.
    pub number: u64,
}

pub fn read(path: &Path) -> io::Result<Tail> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Tail::default()),
        file => file?,
    };
    let size = file.metadata()?.len();
    let found = ends(&mut file, size.saturating_sub(WINDOW))?;
    // A line longer than the window, or one whose number cannot be read: the whole file says it.
    match found {
        Some(tail) => Ok(tail),
        None => Ok(ends(&mut file, 0)?.unwrap_or_default()),
    }
}

/// What stands from `start` on, if it holds a whole line with a number, or is the whole file.
fn ends(file: &mut File, start: u64) -> io::Result<Option<Tail>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.read_to_end(&mut bytes)?;
    let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') else { return Ok((start == 0).then(Tail::default)) };
    let whole = bytes.get(..end).unwrap_or_default();
    let begin = whole.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
    let last = String::from_utf8_lossy(whole.get(begin.unwrap_or(0)..).unwrap_or_default()).into_owned();
    let number = serde_json::from_str::<AuditLine>(&last).ok().map(|line| line.number);
    if start > 0 && (begin.is_none() || number.is_none()) {
        return Ok(None);
    }
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    Ok(Some(Tail { length: start + end as u64 + 1, last: Some(last), number: number.unwrap_or(lines) }))
}
