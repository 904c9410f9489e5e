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
