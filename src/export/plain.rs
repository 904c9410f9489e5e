//! Texts that stay texts: what a spreadsheet would run, what a page would take for markup, what no file may carry.

/// Beginnings that make a spreadsheet run a cell; the wide forms are folded to the narrow ones by some.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run this text. Spaces before it hide it from us and not from the spreadsheet.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(FORMULA)
}

/// The text for a CSV file: behind an apostrophe where it would be run.
#[must_use]
pub fn guarded(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Without control characters: neither XML nor HTML may hold them.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

/// The text between tags or in quotes of HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, guarded, printable};

    #[test]
    fn texts_stay_texts() {
        for (text, written) in [("=CMD()", "'=CMD()"), (" @a", "' @a"), ("＝1", "'＝1"), ("—", "—"), ("9Б", "9Б"), ("5-", "5-")] {
            assert_eq!(guarded(text), written);
        }
        assert_eq!(escaped("<script>'\"&\u{1}"), "&lt;script&gt;&#39;&quot;&amp;\u{fffd}");
        assert_eq!(printable("a\u{0}\u{1b}\nb\u{ffff}"), "a\u{fffd}\u{fffd}\nb\u{fffd}");
    }
}
