//! Good inputs: pieces of the synthetic school, small enough to be read thousands of times a second.

use std::path::Path;

use crate::import::student_total::{NEW, OLD};
use crate::support::project;

/// Header and first records of every table of the sample bundle, with its name in a line before.
pub fn tables() -> Vec<(String, String)> {
    let folder = project("data-samples/school-25/bundle");
    let mut names: Vec<_> = std::fs::read_dir(&folder).expect("the sample").map(|entry| entry.expect("a file").path()).collect();
    names.sort();
    let csv = names.iter().filter(|path| path.extension().is_some_and(|end| end == "csv"));
    csv.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), first_lines(path, 5))).collect()
}

fn first_lines(path: &Path, count: usize) -> String {
    let text = std::fs::read_to_string(path).expect("a table");
    text.lines().take(count).map(|line| format!("{line}\n")).collect()
}

/// Reports of both generations: hand-made, and of the sample school with three subjects left.
pub fn reports() -> Vec<Vec<u8>> {
    let mut all = vec![NEW.as_bytes().to_vec(), OLD.as_bytes().to_vec()];
    for class in ["5А", "9Б", "3А", "10А"] {
        let folder = project(&format!("data-samples/school-25/student-total/{class}"));
        let Ok(mut files) = std::fs::read_dir(folder) else { continue };
        let Some(Ok(file)) = files.next() else { continue };
        all.push(with_few_rows(&std::fs::read_to_string(file.path()).expect("a report")).into_bytes());
    }
    all
}

/// The head of the report, the first rows of its table, and what follows the table.
fn with_few_rows(report: &str) -> String {
    let rows: Vec<usize> = report.match_indices("<tr").map(|(at, _)| at).collect();
    let end = report.rfind("</table>").unwrap_or(report.len());
    match rows.get(6) {
        Some(seventh) if *seventh < end => format!("{}{}", &report[..*seventh], &report[end..]),
        _ => report.to_owned(),
    }
}
