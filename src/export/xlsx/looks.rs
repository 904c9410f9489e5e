//! How cells look: few styles, black on white, so that a print is as good as the screen.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::model::document::{Cell, ColumnKind, RowKind};

use crate::export::plain::is_formula;

pub struct Looks {
    pub school: Format,
    pub title: Format,
    pub head: Format,
    pub line: Format,
    pub small: Format,
    pub strong: Format,
    pub heading: Format,
    pub upright: Format,
}

impl Looks {
    pub fn new() -> Self {
        let text = || Format::new().set_font_name("Arial").set_font_size(10).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let heading = || text().set_border(FormatBorder::Thin).set_align(FormatAlign::Center).set_background_color("F1F1F1");
        Self {
            school: text().set_align(FormatAlign::Center),
            title: text().set_bold().set_font_size(13).set_align(FormatAlign::Center),
            head: text().set_align(FormatAlign::Center),
            line: text().set_align(FormatAlign::Left),
            small: text().set_font_size(8).set_align(FormatAlign::Left),
            strong: text().set_bold().set_align(FormatAlign::Left),
            heading: heading(),
            upright: heading().set_rotation(90),
        }
    }
}

/// Of a cell of a table. What a spreadsheet would run is marked as text, so that it stays one when a person edits it.
pub fn of_cell(cell: &Cell, column: ColumnKind, row: RowKind) -> Format {
    let align = match column {
        ColumnKind::Text => FormatAlign::Left,
        ColumnKind::Number => FormatAlign::Right,
        ColumnKind::Mark => FormatAlign::Center,
    };
    let format = Format::new().set_font_name("Arial").set_font_size(10).set_border(FormatBorder::Thin);
    let format = format.set_align(align).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let format = if row == RowKind::Body { format } else { format.set_bold() };
    match (cell.value, cell.scale) {
        (Some(_), Some(scale)) => format.set_num_format(number_format(scale)),
        _ if is_formula(&cell.text) => format.set_quote_prefix(),
        _ => format,
    }
}

/// 0 → `0`, 2 → `0.00`; Excel shows the comma of the reader's country.
fn number_format(scale: u8) -> String {
    if scale == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(usize::from(scale))) }
}
