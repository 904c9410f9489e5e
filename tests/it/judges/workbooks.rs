//! The workbook of every kind of document, opened by openpyxl: every figure stands there as a number, merged cells once, totals as the formula
//! and its result; headings stay in view.

use std::collections::BTreeMap;
use std::process::Command;

use vedomost::export::{Format, export};
use vedomost::model::document::ReportData;
use vedomost::report::KINDS;

use super::{in_environment, report_missing, said};

/// A line a workbook: the numbers of all sheets, and how many sheets leave their headings out of view.
const READ: &str = "\
import sys, openpyxl
for name in sys.argv[1:]:
    sheets = openpyxl.load_workbook(name, data_only=True).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    numbers = [cell.value for cell in cells if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)]
    print(sum(sheet.freeze_panes is None for sheet in sheets), *(round(number * 10000) for number in numbers))
";

/// Ten-thousandths of every figure of a document, counted.
fn figures(data: &ReportData) -> BTreeMap<i64, usize> {
    let mut figures = BTreeMap::new();
    for table in &data.tables {
        for (at, row) in table.rows.iter().enumerate() {
            let above = at.checked_sub(1).map(|above| &table.rows[above]).filter(|above| above.group == row.group);
            for (column, cell) in row.cells.iter().enumerate() {
                let merged = table.columns[column].merge && above.is_some_and(|above| above.cells[column].text == cell.text);
                if let (Some(value), Some(scale), false) = (cell.value, cell.scale, merged) {
                    *figures.entry(value * 10_i64.pow(4 - u32::from(scale))).or_default() += 1;
                }
            }
        }
    }
    figures
}

#[test]
fn openpyxl_reads_every_figure_of_every_workbook() {
    let install = "pip install openpyxl";
    let python = in_environment("python3")
        .filter(|python| Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|output| output.status.success()));
    let Some(python) = python else { return report_missing(&[install]) };
    let folder = tempfile::tempdir().expect("a folder");
    let sample = |kind: &str| -> ReportData {
        let path = crate::support::project(&format!("report-templates/data/{kind}.json"));
        serde_json::from_slice(&std::fs::read(path).expect("a sample")).expect("ReportData")
    };
    let documents: Vec<ReportData> = KINDS.iter().map(|kind| sample(kind.name)).collect();
    let paths = documents.iter().map(|data| {
        let path = folder.path().join(format!("{}.xlsx", data.template));
        std::fs::write(&path, export(data, Format::Xlsx).expect("a workbook")).expect("written");
        path
    });
    let output = Command::new(python).args(["-c", READ]).args(paths).output().expect("it runs");
    assert!(output.status.success(), "{}", said(&output));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(lines.lines().count(), documents.len());
    for (data, line) in documents.iter().zip(lines.lines()) {
        let mut words = line.split(' ').map(|word| word.parse::<i64>().expect("a number"));
        assert_eq!(words.next(), Some(0), "{}: headings that scroll away", data.template);
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        words.for_each(|number| *found.entry(number).or_default() += 1);
        assert_eq!(found, figures(data), "{}", data.template);
    }
}
