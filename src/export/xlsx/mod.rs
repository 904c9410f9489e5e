//! XLSX: a sheet a table, real numbers, headings that stay in view and are repeated in print, totals as formulas.
//!
//! The document around the tables stands with them: head over each table, notes, signature lines and provenance under the last one.

mod looks;
mod sheet;
mod table;
mod total;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::model::document::{DocTable, ReportData};

use super::ExportError;
use super::document::school;
use super::plain::printable;
use looks::Looks;

/// Longest name of a sheet.
const NAME_MOST: usize = 31;

pub fn xlsx(data: &ReportData) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(data));
    let looks = Looks::new();
    let last = data.tables.len().saturating_sub(1);
    let mut names: Vec<String> = Vec::new();
    for (at, table) in data.tables.iter().enumerate() {
        let name = name(table, &names);
        sheet::fill(book.add_worksheet(), &name, data, Some(table), at == last, &looks)?;
        names.push(name);
    }
    if data.tables.is_empty() {
        let page: &mut Worksheet = book.add_worksheet();
        sheet::fill(page, "Документ", data, None, true, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The date is the document's: a clock would make other bytes of equal data.
fn properties(data: &ReportData) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(printable(&data.title))
        .set_author(printable(school(data)))
        .set_keywords(printable(&data.provenance.code))
        .set_comment(printable(&data.provenance.program));
    let date = ExcelDateTime::parse_from_str(data.provenance.date.get(..10).unwrap_or_default());
    let epoch = || ExcelDateTime::from_ymd(1980, 1, 1);
    match date.or_else(|_| epoch()) {
        Ok(date) => properties.set_creation_datetime(&date),
        Err(_) => properties,
    }
}

/// The caption as far as Excel takes it, and no two alike.
fn name(table: &DocTable, taken: &[String]) -> String {
    let caption = if table.caption.trim().is_empty() { "Ведомость" } else { &table.caption };
    let allowed = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { ' ' } else { c };
    let cleaned: String = caption.chars().map(allowed).collect();
    let cleaned = cleaned.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    let base = if cleaned.is_empty() || cleaned.eq_ignore_ascii_case("history") { "Ведомость" } else { cleaned };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let cut = |tail: &str| {
        let room = NAME_MOST - tail.chars().count();
        format!("{}{tail}", base.chars().take(room).collect::<String>().trim_end_matches(['\'', ' ']))
    };
    let numbered = (2..).map(|number: usize| cut(&format!(" {number}")));
    std::iter::once(cut("")).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::name;
    use crate::model::document::DocTable;

    #[test]
    fn names_of_sheets_are_those_that_excel_takes() {
        let table = |caption: &str| DocTable { name: String::new(), caption: caption.to_owned(), columns: Vec::new(), rows: Vec::new() };
        assert_eq!(name(&table("Итоги: 9/Б [все]?"), &[]), "Итоги  9 Б  все");
        assert_eq!(name(&table("'"), &[]), "Ведомость");
        assert_eq!(name(&table(""), &["ведомость".to_owned()]), "Ведомость 2");
        let long = name(&table(&"Щ".repeat(50)), &["Щ".repeat(31)]);
        assert_eq!((long.chars().count(), long.ends_with(" 2")), (31, true));
    }
}
