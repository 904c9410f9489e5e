//! Whether a file carries a signature, and what it was before: read by its marks alone, so that a damaged signature or one of another
//! program counts too. Nothing is judged here.

/// Every dictionary of a signature has it, and always in the open: its offsets count bytes of the very file.
const MARK: &[u8] = b"/ByteRange";
const END: &[u8] = b"%%EOF";
/// More than any file has that was signed as it should be.
const STATES_MOST: usize = 64;

/// Does anything in the file say that it was signed? What is replaced without regard to it is lost.
#[must_use]
pub fn carries_signature(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|window| window == MARK)
}

/// The beginnings of the file that may have been whole files, the shortest first: up to each end-of-file marker, without and with the line
/// end behind it. Signing adds behind the end, so the file that was signed is one of them.
pub fn earlier_states(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = bytes.windows(END.len()).enumerate().filter(|(_, window)| *window == END).map(|(at, _)| at + END.len());
    ends.take(STATES_MOST).flat_map(move |end| {
        let rest = bytes.get(end..).unwrap_or_default();
        let line_end = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find(|line_end| rest.starts_with(line_end)).map_or(0, <[u8]>::len);
        let ends = if line_end == 0 { vec![end] } else { vec![end, end + line_end] };
        ends.into_iter().filter_map(move |end| bytes.get(..end))
    })
}

/// Does the file end before the end of what a signature in it covers? `/ByteRange [0 a b c]` reaches to b + c.
pub(super) fn is_truncated(bytes: &[u8]) -> bool {
    let marks = bytes.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK).map(|(at, _)| at + MARK.len());
    marks.take(STATES_MOST).filter_map(|at| reach(bytes.get(at..)?)).any(|end| end > bytes.len())
}

fn reach(text: &[u8]) -> Option<usize> {
    const LONGEST: usize = 128;
    let text = text.get(..text.len().min(LONGEST))?;
    let inside = text.trim_ascii_start().strip_prefix(b"[")?.split(|byte| *byte == b']').next()?;
    let numbers = std::str::from_utf8(inside).ok()?.split_ascii_whitespace().map(str::parse::<usize>);
    let [_, _, start, length] = numbers.collect::<Result<Vec<_>, _>>().ok()?[..] else { return None };
    start.checked_add(length)
}
