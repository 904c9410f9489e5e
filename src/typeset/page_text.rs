//! The words of a typeset page as plain text, for tests and snapshots that must not depend on a PDF reader.

use typst::layout::{Abs, Frame, FrameItem};

/// Texts in the order in which they were set; what stands on one line of one block is joined.
pub(super) fn of(frame: &Frame) -> String {
    let mut text = String::new();
    let mut line = None;
    collect(frame, &mut text, &mut line);
    text
}

fn collect(frame: &Frame, text: &mut String, line: &mut Option<Abs>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                *line = None;
                collect(&group.frame, text, line);
                *line = None;
            }
            FrameItem::Text(run) => {
                if *line != Some(at.y) && !text.is_empty() {
                    text.push('\n');
                }
                *line = Some(at.y);
                text.push_str(&run.text);
            }
            _ => {}
        }
    }
}
