//! «Отчет об успеваемости и посещаемости ученика» (StudentTotal) of «Сетевой город. Образование» for the first
//! quarter: one HTML file a student, under the name `.xls`, in the two generations of the report that are known.
//!
//! Structure after real files, without any row of them. Half of the classes have the older generation.

mod newer;
mod older;
mod report;

use std::collections::BTreeMap;

use super::output::Output;
use super::{SampleError, Year};

/// Writes the reports of all students who were in the school in the first quarter.
pub fn write(year: &Year, output: &mut Output) -> Result<(), SampleError> {
    let has_one_class = year.school.classes.len() == 1;
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for report in report::all(year) {
        // A school of one class shows both generations all the same.
        let is_older = if has_one_class { report.student % 2 == 0 } else { report.class_index % 2 == 0 };
        let html = if is_older { older::html(&report) } else { newer::html(&report) };
        let name = format!("student-total/{}/{} - {}", report.class, report::TITLE, report.short_name);
        let same = names.entry(name.clone()).or_default();
        *same += 1;
        let suffix = if *same > 1 { format!(" ({same})") } else { String::new() };
        output.put(&format!("{name}{suffix}.xls"), html.as_bytes())?;
    }
    Ok(())
}
