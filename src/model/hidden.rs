//! Characters that show nothing and yet do something: control characters, direction marks, zero-width ones.
//!
//! In a name they make two equal names differ, turn the text of a line around or move the cursor of a terminal.

/// Whether a character is one of them. Tab and line ends are white space to readers, not hidden.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        // The soft hyphen, the Arabic letter mark, zero-width and direction marks, invisible operators, the byte order mark, tags.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

/// A text for one line of a screen: hidden characters and line ends as `�`, not longer than `max` characters.
#[must_use]
pub fn one_line(text: &str, max: usize) -> String {
    let mut line: String = text.chars().take(max).map(|c| if is_hidden(c) || c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(max).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, one_line};

    #[test]
    fn what_shows_nothing_does_not_get_out() {
        assert_eq!(one_line("a\u{1b}[2J\u{202e}b\n", 20), "a\u{fffd}[2J\u{fffd}b\u{fffd}");
        assert_eq!(one_line("абвгд", 3), "абв…");
        assert_eq!(one_line("абв", 3), "абв");
        assert!(!is_hidden('ё') && !is_hidden('\u{a0}') && !is_hidden('\u{301}') && is_hidden('\u{2066}'));
    }
}
