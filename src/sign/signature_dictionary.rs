//! The text of a signature dictionary, with holes for the byte range and the signature itself.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::text;

/// Four offsets of up to ten digits, as a classic cross-reference table allows no larger file.
const BYTE_RANGE_WIDTH: usize = "0 9999999999 9999999999 9999999999".len();

pub(super) struct SignatureDictionary {
    pub text: Vec<u8>,
    /// The inside of `[...]` of /ByteRange.
    byte_range: Range<usize>,
    /// /Contents with its angle brackets: exactly what the signature does not cover.
    contents: Range<usize>,
}

/// The parts of the finished file that are signed.
pub(super) struct SignedRanges {
    pub first: Range<usize>,
    pub second: Range<usize>,
}

impl SignatureDictionary {
    pub fn new(time: DateTime<Utc>, reason: Option<&str>, room: usize) -> Self {
        let mut text = String::from("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached");
        text.push_str(&format!("/M(D:{}Z)", time.format("%Y%m%d%H%M%S")));
        if let Some(reason) = reason {
            text.push_str("/Reason");
            text.push_str(&text::to_pdf_string(reason));
        }
        text.push_str("/ByteRange[");
        let byte_range = text.len()..text.len() + BYTE_RANGE_WIDTH;
        text.push_str(&" ".repeat(BYTE_RANGE_WIDTH));
        text.push_str("]/Contents");
        let contents = text.len()..text.len() + 2 * room + 2;
        text.push_str(&format!("<{}>>>", "0".repeat(2 * room)));
        Self { text: text.into_bytes(), byte_range, contents }
    }

    /// Writes the byte range into the file in which this dictionary stands at `position`.
    pub fn close_range(&self, file: &mut [u8], position: usize) -> Option<SignedRanges> {
        let ranges = SignedRanges { first: 0..position + self.contents.start, second: position + self.contents.end..file.len() };
        let numbers = format!("0 {} {} {}", ranges.first.end, ranges.second.start, ranges.second.len());
        let hole = file.get_mut(position + self.byte_range.start..position + self.byte_range.end)?;
        hole.get_mut(..numbers.len())?.copy_from_slice(numbers.as_bytes());
        Some(ranges)
    }

    /// Writes the signature; `None` if the room is too small.
    pub fn fill_contents(&self, file: &mut [u8], position: usize, cms: &[u8]) -> Option<()> {
        let hole = file.get_mut(position + self.contents.start + 1..position + self.contents.end - 1)?;
        let digits = text::hex_lower(cms);
        hole.get_mut(..digits.len())?.copy_from_slice(digits.as_bytes());
        Some(())
    }
}
