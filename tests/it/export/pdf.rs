//! The figures of a PDF: every printed token, counted.

use std::collections::HashMap;
use std::process::Command;

use vedomost::model::document::{DocTable, ReportData};
use vedomost::typeset::{Overlay, Typesetter};

/// Words of the pages, by poppler where it is there, else as they were set.
pub fn words(pdf: &[u8], data: &ReportData) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pdf).expect("written");
    let read = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().ok().filter(|output| output.status.success());
    let set = || Typesetter::new(&Overlay::new()).expect("a typesetter").page_texts(data).expect("pages").join("\n");
    read.map_or_else(set, |output| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Each short text of a cell (a figure, «н/а», «осв», «—») stands in the PDF at least as often as in the data, merged cells once.
pub fn holds(words: &str, data: &ReportData) {
    let mut printed: HashMap<&str, usize> = HashMap::new();
    for word in words.split_whitespace() {
        *printed.entry(word).or_default() += 1;
    }
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for table in &data.tables {
        figures(table).for_each(|text| *wanted.entry(text).or_default() += 1);
    }
    for (text, count) in wanted {
        let found = printed.get(text).copied().unwrap_or(0);
        assert!(found >= count, "{}: `{text}` is printed {found} times, the document has it {count} times", data.template);
    }
}

fn figures(table: &DocTable) -> impl Iterator<Item = &str> {
    let rows = table.rows.iter().enumerate();
    rows.flat_map(move |(at, row)| {
        let above = at.checked_sub(1).map(|above| &table.rows[above]).filter(|above| above.group == row.group);
        row.cells.iter().enumerate().filter_map(move |(column, cell)| {
            let merged = table.columns[column].merge && above.is_some_and(|above| above.cells[column].text == cell.text);
            let short = cell.value.is_some() || cell.text.chars().count() <= 5;
            (short && !merged && !cell.text.is_empty() && !cell.text.contains(char::is_whitespace)).then_some(cell.text.as_str())
        })
    })
}
