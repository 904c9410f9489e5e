//! СГО report «Отчет об успеваемости и посещаемости ученика» (StudentTotal), both known generations of its HTML.
//!
//! One student a file: subjects by rows, days by columns, several marks and codes in a cell. The report knows no lesson
//! numbers, no topics, no lessons held; a day without a column is not a day without lessons.

use std::collections::HashSet;

use crate::model::class_name;
use crate::model::finding::{Finding, Severity};
use crate::model::person;

use super::draft::{Draft, place};
use super::html::{self, Grid, GridCell, Page};
use super::limits::{HEAD, NAME_MAX};
use super::source::Source;
use super::student_total_head::{Head, Layout, head, layout, legend};
use super::student_total_mean::check_mean;
use super::student_total_rows::{Line, put, read_day, read_result, text_cell, write_coverage, write_references};
use super::text;

pub const FAMILY: &str = "student_total";
const TITLE: &str = "об успеваемости и посещаемости ученика";

/// What the command line says where the header of a file is blank.
#[derive(Clone, Debug, Default)]
pub struct Blanks {
    pub class: Option<String>,
    pub year: Option<i64>,
}

/// Whether these bytes are such a report.
#[must_use]
pub fn claims(source: &Source) -> bool {
    let head = source.bytes.get(..source.bytes.len().min(HEAD)).unwrap_or_default();
    let text = text::decode(head).text;
    text.contains(TITLE) && text.contains('<')
}

/// Reads one report file.
#[must_use]
pub fn read(source: &Source, blanks: &Blanks) -> Draft {
    let mut draft = Draft::new(FAMILY);
    let decoded = text::decode(&source.bytes);
    draft.judge_text(source, &decoded);
    let page = html::read(&decoded.text);
    let head = head(&page, blanks);
    draft.school_name.clone_from(&head.school);
    draft.as_of.clone_from(&head.as_of);
    draft.year = head.year;
    let filled = match fault(&head, &page) {
        Some(code) => {
            draft.find(&source.id(), "", Finding::new(code, Severity::Error, place(source, "")).found(head.describe()));
            draft.quarantine("mark", &source.id(), "", code, &head.describe());
            1
        }
        None => read_report(source, &page, &head, &mut draft),
    };
    draft.add_source(source, FAMILY, filled);
    draft
}

/// Why the file cannot be used as a whole.
fn fault(head: &Head, page: &Page) -> Option<&'static str> {
    let damaged = |text: &Option<String>| text.as_deref().is_some_and(|text| text.contains('\u{fffd}'));
    if page.too_large {
        Some("report-too-large")
    } else if page.cut_off {
        Some("report-cut-off")
    } else if head.student.is_none() {
        Some("report-without-student")
    } else if damaged(&head.student) || damaged(&head.class) || damaged(&head.school) {
        Some("damaged-text")
    } else if head.class.as_deref().and_then(class_name::parse).is_none() {
        Some("report-without-class")
    } else if head.year.is_none() {
        Some("report-without-year")
    } else if page.tables.iter().all(|grid| layout(grid, head).is_none()) {
        Some("report-without-table")
    } else {
        None
    }
}

fn read_report(source: &Source, page: &Page, head: &Head, draft: &mut Draft) -> usize {
    let Some((grid, layout)) = page.tables.iter().find_map(|grid| Some((grid, layout(grid, head)?))) else { return 0 };
    let extra = legend(page);
    for fault in &layout.faults {
        draft.find(
            &source.id(),
            &fault.0,
            Finding::new("bad-day-column", Severity::Warning, place(source, &fault.0)).found(fault.1.clone()),
        );
    }
    write_references(source, head, draft);
    let (mut filled, mut seen) = (0, HashSet::new());
    for (at, cells) in grid.rows.iter().enumerate().skip(2) {
        let Some(subject) =
            cells.first().map(|cell| person::clean(&cell.text)).filter(|subject| !subject.is_empty() && subject != "Предмет")
        else {
            continue;
        };
        if subject.chars().count() > NAME_MAX || subject.contains('\u{fffd}') {
            filled += refuse_line(source, at + 1, cells, &subject, draft);
            continue;
        }
        if !seen.insert(cells) {
            draft.warn(source, &format!("R{}C1", at + 1), "row-twice", &subject);
            continue;
        }
        let line = Line { source, head, row: at + 1, subject: &subject };
        put(draft, "subject", &line, 1, &[("subject_id", text_cell(&subject)), ("name", text_cell(&subject))]);
        filled += read_line(&line, grid, &layout, &extra, draft);
        write_coverage(&line, draft);
    }
    filled
}

/// A row whose subject is no name: nothing of it can be used.
fn refuse_line(source: &Source, row: usize, cells: &[GridCell], subject: &str, draft: &mut Draft) -> usize {
    let place = format!("R{row}C1");
    draft.warn(source, &place, "bad-subject", subject);
    let filled = cells.iter().enumerate().skip(1).filter(|(_, cell)| !cell.text.trim().is_empty());
    let places: Vec<String> = filled.map(|(column, _)| format!("R{row}C{}", column + 1)).collect();
    for place in &places {
        draft.quarantine("mark", &source.id(), place, "bad-subject", subject);
    }
    places.len()
}

fn read_line(line: &Line<'_>, grid: &Grid, layout: &Layout, extra: &[(String, &'static str)], draft: &mut Draft) -> usize {
    let cells = grid.rows.get(line.row - 1).map(Vec::as_slice).unwrap_or_default();
    let mut filled = 0;
    let mut marks = Vec::new();
    for (column, cell) in cells.iter().enumerate().skip(1).filter(|(_, cell)| !cell.text.trim().is_empty()) {
        filled += 1;
        let place = format!("R{}C{}", line.row, column + 1);
        if let Some(day) = layout.day(column) {
            read_day(line, day, &cell.text, (&place, column + 1), extra, &mut marks, draft);
        } else if let Some(period) = layout.result(column) {
            read_result(line, period, &cell.text, column + 1, draft);
        } else if layout.mean(column).is_none() {
            draft.quarantine("mark", &line.source.id(), &place, "bad-day-column", &cell.text);
        }
    }
    for (column, _) in layout.means() {
        if let Some(cell) = cells.get(*column).filter(|cell| !cell.text.is_empty()) {
            check_mean(line, layout, *column, &cell.text, &marks, draft);
        }
    }
    filled
}
