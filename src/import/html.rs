//! The part of HTML that report files are made of: lines of text and tables with spans, out of tag soup.

use std::rc::Rc;

use html5gum::{Token, Tokenizer};

use super::limits::{CELLS_MAX, COLUMNS_MAX};

const SPAN_MAX: usize = 400;

/// Text lines in order and all tables in the order in which they open.
#[derive(Debug, Default)]
pub struct Page {
    pub lines: Vec<String>,
    pub tables: Vec<Grid>,
    /// More columns or cells than a report can have: reading stopped there.
    pub too_large: bool,
    /// The page ended inside a table.
    pub cut_off: bool,
}

/// A table with its spans laid out: `rows[r][c]`; a spanned place repeats the text with `spanned` set.
#[derive(Debug, Default)]
pub struct Grid {
    pub rows: Vec<Vec<GridCell>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GridCell {
    /// Shared with the places that repeat it: spans multiply cells, not text.
    pub text: Rc<str>,
    pub spanned: bool,
}

#[derive(Default)]
struct OpenTable {
    position: usize,
    /// Cells that reach down into later rows: (rows left, cell) by column.
    hanging: Vec<(usize, GridCell)>,
    row: Vec<GridCell>,
    in_row: bool,
    cell: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    colspan: usize,
    rowspan: usize,
}

/// Reads a page; never fails, at worst nothing is found in it.
#[must_use]
pub fn read(html: &str) -> Page {
    let mut builder = Builder::default();
    for Ok(token) in Tokenizer::new(html) {
        if builder.page.too_large {
            break;
        }
        match token {
            Token::StartTag(tag) => {
                let span = |name: &str| {
                    let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes()).map(|(_, value)| value.as_slice());
                    value.and_then(|value| std::str::from_utf8(value).ok()?.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, SPAN_MAX)
                };
                builder.open(&String::from_utf8_lossy(&tag.name), span("colspan"), span("rowspan"));
            }
            Token::EndTag(tag) => builder.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    page: Page,
    line: String,
    stack: Vec<OpenTable>,
    silent: bool,
    /// Cells laid out so far.
    cells: usize,
}

impl Builder {
    fn open(&mut self, name: &str, colspan: usize, rowspan: usize) {
        match name {
            "script" | "style" => self.silent = true,
            "table" => {
                self.end_line();
                self.page.tables.push(Grid::default());
                self.stack.push(OpenTable { position: self.page.tables.len() - 1, ..OpenTable::default() });
            }
            "tr" => {
                self.end_line();
                self.end_row();
                if let Some(table) = self.stack.last_mut() {
                    table.in_row = true;
                }
            }
            "td" | "th" => {
                self.end_line();
                self.end_cell();
                if let Some(table) = self.stack.last_mut() {
                    table.in_row = true;
                    table.cell = Some(OpenCell { text: String::new(), colspan, rowspan });
                }
            }
            "br" | "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => {
                self.end_line();
                self.text("\n");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "script" | "style" => self.silent = false,
            "table" => {
                self.end_line();
                self.end_row();
                self.stack.pop();
            }
            "tr" => {
                self.end_line();
                self.end_row();
            }
            "td" | "th" => {
                self.end_line();
                self.end_cell();
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.silent {
            return;
        }
        self.line.push_str(text);
        if let Some(cell) = self.stack.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        let line = squeeze(&self.line);
        self.line.clear();
        if !line.is_empty() {
            self.page.lines.push(line);
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = self.stack.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        place_hanging(table);
        let text: Rc<str> = squeeze(&cell.text).into();
        let end = table.row.len() + cell.colspan;
        if end > COLUMNS_MAX {
            self.page.too_large = true;
            return;
        }
        for column in table.row.len()..end {
            let spanned = column + cell.colspan > end;
            table.row.push(GridCell { text: Rc::clone(&text), spanned });
            if cell.rowspan > 1 {
                if table.hanging.len() <= column {
                    table.hanging.resize(column + 1, (0, GridCell::default()));
                }
                if let Some(slot) = table.hanging.get_mut(column) {
                    *slot = (cell.rowspan - 1, GridCell { text: Rc::clone(&text), spanned: true });
                }
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.stack.last_mut() else { return };
        if !table.in_row {
            return;
        }
        table.in_row = false;
        place_hanging(table);
        let row = std::mem::take(&mut table.row);
        let position = table.position;
        self.cells += row.len();
        if self.cells > CELLS_MAX {
            self.page.too_large = true;
        }
        if let Some(grid) = self.page.tables.get_mut(position) {
            grid.rows.push(row);
        }
    }

    fn finish(mut self) -> Page {
        self.end_line();
        self.page.cut_off = !self.stack.is_empty();
        while !self.stack.is_empty() {
            self.end_row();
            self.stack.pop();
        }
        self.page
    }
}

/// Puts the cells that hang down from above at the next free columns of the row.
fn place_hanging(table: &mut OpenTable) {
    while let Some((left, cell)) = table.hanging.get_mut(table.row.len()) {
        if *left == 0 {
            break;
        }
        *left -= 1;
        table.row.push(cell.clone());
    }
}

/// Runs of white space as one space, none at the ends.
fn squeeze(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{a0}').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn spans_are_laid_out() {
        let page = read(
            "<table><tr><th rowspan=2>Предмет<th colspan=2>Сентябрь<th rowspan=2>Ср.<br>оценка</tr><tr><th>2<th>15</tr><tr><td>ИЗО<td>5\n <br> 4<td><td>4,5</table>Состояние на<i>1.09</i>",
        );
        let grid: Vec<Vec<&str>> = page.tables[0].rows.iter().map(|row| row.iter().map(|cell| cell.text.as_ref()).collect()).collect();
        assert_eq!(
            grid,
            [
                vec!["Предмет", "Сентябрь", "Сентябрь", "Ср. оценка"],
                vec!["Предмет", "2", "15", "Ср. оценка"],
                vec!["ИЗО", "5 4", "", "4,5"]
            ]
        );
        assert!(page.tables[0].rows[1][0].spanned);
        assert_eq!(page.lines.last().map(String::as_str), Some("Состояние на1.09"));
    }

    #[test]
    fn truncated_and_nested_tables_do_not_mix() {
        let page = read("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c");
        assert_eq!(page.tables.len(), 2);
        assert_eq!(page.tables[1].rows[0][0].text.as_ref(), "b");
        assert_eq!(page.tables[0].rows[0][1].text.as_ref(), "c");
        assert!(read("<table colspan=99999999999999999999").tables.is_empty());
    }
}
