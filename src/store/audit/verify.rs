//! Is the chain whole? Each line against itself, its number and the line before.

use super::head::Head;
use super::{AuditLine, NOTHING, hash};

/// What is wrong, with the number of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// The line is not what was written.
    Changed { line: u64 },
    /// The last line has no end: a program was stopped while it wrote.
    CutOff { line: u64 },
    /// The line stands in another place than it was written to.
    Moved { line: u64 },
    /// Lines from … to … are not there.
    Removed { from: u64, to: u64 },
    /// The line is whole, but was written after another line than stands before it.
    Unlinked { line: u64 },
}

/// The lines that can be read, and the faults of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditTrail {
    pub lines: Vec<AuditLine>,
    pub faults: Vec<AuditFault>,
    /// Hash of the last line.
    pub last: String,
}

pub fn verify(text: &str, head: Option<&Head>) -> AuditTrail {
    let mut trail = AuditTrail { last: NOTHING.to_owned(), ..AuditTrail::default() };
    let (mut expected, mut before_is_good) = (1_u64, true);
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    for line in text.get(..whole).unwrap_or_default().lines() {
        let number = read(line).map(|read| {
            let number = read.number;
            if number > expected {
                trail.faults.push(AuditFault::Removed { from: expected, to: number - 1 });
            } else if number < expected {
                trail.faults.push(AuditFault::Moved { line: number });
            } else if read.previous != trail.last && before_is_good {
                trail.faults.push(AuditFault::Unlinked { line: number });
            }
            trail.lines.push(read);
            number
        });
        if number.is_none() {
            trail.faults.push(AuditFault::Changed { line: expected });
        }
        before_is_good = number.is_some();
        let number = number.unwrap_or(expected);
        expected = number.saturating_add(1);
        trail.last = hash(line);
        // Written anew as a whole, the lines fit each other, and not what was there.
        let changed = AuditFault::Changed { line: number };
        if head.is_some_and(|head| head.lines == number && head.last != trail.last) && !trail.faults.contains(&changed) {
            trail.faults.push(changed);
        }
    }
    if whole < text.len() {
        trail.faults.push(AuditFault::CutOff { line: expected });
    }
    if let Some(head) = head.filter(|head| head.lines >= expected) {
        trail.faults.push(AuditFault::Removed { from: expected, to: head.lines });
    }
    trail
}

/// The line, if it is what was written.
fn read(line: &str) -> Option<AuditLine> {
    let (body, own) = line.rsplit_once(",\"hash\":\"")?;
    let own = own.strip_suffix("\"}")?;
    (hash(&format!("{body}}}")) == own).then(|| serde_json::from_str(line).ok()).flatten()
}
