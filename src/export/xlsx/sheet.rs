//! A sheet: head, one table, and under the last table what closes the document; set up for print.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::export::document::{CHARTS, NOTES, PROVENANCE, head, provenance, russian_date, school};
use crate::export::grid;
use crate::export::plain::printable;
use crate::model::document::{DocTable, ReportData};

use super::looks::Looks;
use super::table;

/// Longest text of a cell.
const TEXT_MOST: usize = 32_767;
/// Widths in letters up to which a page stands upright, and lies on A4.
const UPRIGHT: f64 = 95.0;
const A4: f64 = 150.0;
/// Codes of paper sizes.
const PAPER_A4: u8 = 9;
const PAPER_A3: u8 = 8;
/// Points of a line of text.
const LINE: f64 = 13.5;
/// Letters that lines of text have at least.
const NARROWEST: f64 = 70.0;

pub fn fill(
    sheet: &mut Worksheet,
    name: &str,
    data: &ReportData,
    doc_table: Option<&DocTable>,
    is_last: bool,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let columns = doc_table.map_or(0, |table| table.columns.len());
    let widths = doc_table.map_or(Ok(Vec::new()), |table| table::widths(sheet, table))?;
    let width = widths.iter().sum();
    let mut page = Page { sheet, at: 0, right: columns.max(1) - 1, width };
    page.widen(columns)?;
    page.line(school(data), &looks.school, 1.0)?;
    page.line(&data.title, &looks.title, 1.35)?;
    let fields: Vec<String> = head(data).map(|field| format!("{}: {}", field.label, field.value)).collect();
    page.line(&fields.join("   "), &looks.head, 1.0)?;
    if let Some(table) = doc_table {
        page.table(table, &widths, looks)?;
    }
    if is_last {
        page.closing(data, looks)?;
    }
    print_setup(sheet, data, width)
}

/// A sheet that is filled from above.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    /// The next row.
    at: usize,
    /// The column up to which texts are spread.
    right: usize,
    /// In letters, of all these columns.
    width: f64,
}

impl Page<'_> {
    /// A narrow table gets empty columns beside it, so that the texts over and under it have room.
    fn widen(&mut self, columns: usize) -> Result<(), XlsxError> {
        if self.width < NARROWEST {
            let at = columns;
            self.sheet.set_column_width(place(0, at)?.1, NARROWEST - self.width)?;
            (self.right, self.width) = (at, NARROWEST);
        }
        Ok(())
    }

    fn line(&mut self, text: &str, look: &Format, scale: f64) -> Result<(), XlsxError> {
        let letters = u32::try_from(text.chars().count()).map_or(f64::MAX, f64::from);
        let lines = (letters * scale / self.width).ceil().max(1.0);
        self.sheet.set_row_height(place(self.at, 0)?.0, (LINE * scale * lines + 2.0).min(400.0))?;
        table::spread(self.sheet, (self.at, 0), (self.at, self.right), text, look)?;
        self.at += 1;
        Ok(())
    }

    fn table(&mut self, table: &DocTable, widths: &[f64], looks: &Looks) -> Result<(), XlsxError> {
        if !table.caption.is_empty() {
            self.line(&table.caption, &looks.strong, 1.0)?;
        }
        if table.columns.is_empty() {
            return Ok(());
        }
        let top = self.at;
        let headings = table::headings(self.sheet, top, &table.columns, widths, looks)?;
        self.at += headings;
        let (body, named) = place(self.at, grid::row_header(&table.columns) + 1)?;
        self.sheet.set_freeze_panes(body, if table.columns.len() > usize::from(named) { named } else { 0 })?;
        self.sheet.set_repeat_rows(place(top, 0)?.0, body - 1)?;
        self.at += table::rows(self.sheet, self.at, table)?;
        Ok(())
    }

    fn closing(&mut self, data: &ReportData, looks: &Looks) -> Result<(), XlsxError> {
        let charts: Vec<String> = data.charts.iter().map(|chart| chart.alt.clone()).collect();
        let notes: Vec<String> = data.notes.iter().enumerate().map(|(at, note)| format!("{}. {note}", at + 1)).collect();
        for (title, lines) in [(CHARTS, charts), (NOTES, notes)] {
            if !lines.is_empty() {
                self.at += 1;
                self.line(title, &looks.strong, 1.0)?;
            }
            for line in lines {
                self.line(&line, &looks.small, 0.85)?;
            }
        }
        self.at += 1;
        for who in &data.signatories {
            self.line(&format!("{}  ____________________  / {} /", who.label, who.value), &looks.line, 1.4)?;
        }
        self.at += 1;
        self.line(PROVENANCE, &looks.strong, 1.0)?;
        for (label, value) in provenance(&data.provenance) {
            self.line(&format!("{label}: {value}"), &looks.small, 0.85)?;
        }
        Ok(())
    }
}

fn print_setup(sheet: &mut Worksheet, data: &ReportData, width: f64) -> Result<(), XlsxError> {
    sheet.set_paper_size(if width > A4 { PAPER_A3 } else { PAPER_A4 });
    if width > UPRIGHT {
        sheet.set_landscape();
    }
    // As wide as the page, as many pages as it takes.
    sheet.set_print_fit_to_pages(1, 0);
    // Inches: 20 mm at the left, 10 at the right, 15 above and below.
    sheet.set_margins(0.79, 0.39, 0.59, 0.69, 0.3, 0.3);
    let plain = |text: &str| printable(text).replace('&', "&&");
    let (code, day) = (plain(&data.provenance.code), plain(&russian_date(&data.provenance.as_of)));
    sheet.set_footer(format!("&L&8Код листа {code}&C&8Данные на {day}&R&8Стр. &P из &N"));
    Ok(())
}

/// Row and column as Excel counts them.
pub fn place(row: usize, column: usize) -> Result<(u32, u16), XlsxError> {
    let row = u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)?;
    Ok((row, u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?))
}

/// The double nearest to value / 10^scale: read back and rounded to the scale, it is the value again.
pub fn number(value: i64, scale: u8) -> f64 {
    let text = if scale == 0 { value.to_string() } else { format!("{value}e-{scale}") };
    text.parse().unwrap_or_default()
}

/// The text as far as a cell takes it.
pub fn cut(text: &str) -> String {
    if text.chars().count() <= TEXT_MOST {
        return text.to_owned();
    }
    text.chars().take(TEXT_MOST - 1).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::{cut, number};

    #[test]
    fn numbers_are_the_nearest_doubles() {
        assert!((number(433, 2) - 4.33).abs() < f64::EPSILON);
        assert!((number(-5, 0) + 5.0).abs() < f64::EPSILON);
        assert_eq!(cut(&"щ".repeat(40_000)).chars().count(), 32_767);
    }
}
