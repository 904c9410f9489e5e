//! СГО report «Отчет об успеваемости и посещаемости ученика» (StudentTotal), both known generations of its HTML.
//!
//! One student a file: subjects by rows, days by columns, several marks and codes in a cell. The report knows no lesson
//! numbers, no topics, no lessons held; a day without a column is not a day without lessons.

use std::collections::HashSet;

use crate::model::class_name;
use crate::model::finding::{Finding, Severity};
use crate::model::period;
use crate::model::person;
use crate::model::rows::Cell;
use crate::model::schema::{self, Table};
use crate::model::token::{Token, day_cell, result_cell};

use super::draft::{Draft, place};
use super::html::{self, Grid, GridCell, Page};
use super::limits::{DAY_CELL_MAX, HEAD, NAME_MAX};
use super::source::Source;
use super::student_total_head::{Head, Layout, head, layout, legend};
use super::student_total_mean::check_mean;
use super::text;
use super::typed;

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

/// One row of the report on its way into the tables.
pub(super) struct Line<'a> {
    pub source: &'a Source,
    pub head: &'a Head,
    pub row: usize,
    pub subject: &'a str,
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

fn read_day(
    line: &Line<'_>,
    day: i32,
    raw: &str,
    place: (&str, usize),
    extra: &[(String, &'static str)],
    marks: &mut Vec<i64>,
    draft: &mut Draft,
) {
    let (place, column) = place;
    let common = |kind: &str| {
        vec![
            ("student_id", text_cell(&line.head.student_ref())),
            ("class_id", text_cell(&line.head.class_ref())),
            ("subject_id", text_cell(line.subject)),
            ("date", Cell::Date(day)),
            ("raw", text_cell(raw)),
            ("kind", text_cell(kind)),
        ]
    };
    let refuse = |draft: &mut Draft, word: &str, reason: &str| {
        draft.warn(line.source, place, "unknown-cell", word);
        draft.quarantine("mark", &line.source.id(), place, reason, raw);
    };
    if raw.chars().count() > DAY_CELL_MAX {
        return refuse(draft, raw, "too-long");
    }
    for token in day_cell(raw, extra) {
        match token {
            Token::Mark { value, modifier, weight_hundredths } => {
                marks.push(value);
                let mut values = common("score");
                values.extend([
                    ("value", Cell::Int(value)),
                    ("modifier", Cell::opt_text(modifier)),
                    ("weight_hundredths", Cell::opt_int(weight_hundredths)),
                ]);
                put(draft, "mark", line, column, &values);
            }
            Token::Kind(kind) => put(draft, "mark", line, column, &common(kind)),
            Token::Absence(reason) => {
                let mut values = common("");
                values.extend([("granularity", text_cell("subject_day")), ("reason", text_cell(reason))]);
                put(draft, "attendance", line, column, &values);
            }
            Token::Unknown(word) => {
                let number = word.starts_with(|c: char| c.is_ascii_digit());
                refuse(draft, &word, if number { "bad-mark" } else { "unknown-code" });
            }
        }
    }
}

fn read_result(line: &Line<'_>, period: &str, raw: &str, column: usize, draft: &mut Draft) {
    let mut values = vec![
        ("student_id", text_cell(&line.head.student_ref())),
        ("class_id", text_cell(&line.head.class_ref())),
        ("subject_id", text_cell(line.subject)),
        ("raw", text_cell(raw)),
        ("period_id", text_cell(period)),
        ("kind", text_cell(if period == "year" { "year" } else { "period" })),
    ];
    match result_cell(raw) {
        Some(Token::Mark { value, .. }) => values.extend([("value", Cell::Int(value)), ("status", text_cell("set"))]),
        Some(Token::Kind(status)) if status != "debt" => values.push(("status", text_cell(status))),
        None => return,
        Some(_) => {
            let place = format!("R{}C{column}", line.row);
            draft.warn(line.source, &place, "unknown-result", raw);
            draft.quarantine("period_mark", &line.source.id(), &place, "bad-mark", raw);
            return;
        }
    }
    put(draft, "period_mark", line, column, &values);
}

/// Student, class, and a membership over the days the report covers.
fn write_references(source: &Source, head: &Head, draft: &mut Draft) {
    let line = Line { source, head, row: 0, subject: "" };
    let name = head.student.clone().unwrap_or_default();
    put(
        draft,
        "student",
        &line,
        0,
        &[
            ("student_id", text_cell(&head.student_ref())),
            ("full_name", text_cell(&name)),
            ("left_date", head.left.map_or(Cell::Null, Cell::Date)),
        ],
    );
    if let Some(class) = head.class.as_deref().and_then(class_name::parse) {
        put(
            draft,
            "class",
            &line,
            0,
            &[
                ("class_id", text_cell(&head.class_ref())),
                ("name", text_cell(&class.name)),
                ("grade_level", Cell::opt_int(class.grade_level)),
                ("letter", text_cell(&class.letter)),
            ],
        );
    }
    let (from, to) = head.covered();
    let day = |day: Option<i32>| day.map_or(Cell::Null, Cell::Date);
    put(
        draft,
        "class_membership",
        &line,
        0,
        &[
            ("student_id", text_cell(&head.student_ref())),
            ("class_id", text_cell(&head.class_ref())),
            ("from_date", day(from)),
            ("to_date", day(to)),
            ("derived", Cell::Bool(true)),
        ],
    );
}

fn write_coverage(line: &Line<'_>, draft: &mut Draft) {
    let (from, to) = line.head.covered();
    for table in ["mark", "attendance"] {
        let day = |day: Option<i32>| day.map_or(Cell::Null, Cell::Date);
        put(
            draft,
            "coverage",
            line,
            0,
            &[
                ("table_name", text_cell(table)),
                ("student_id", text_cell(&line.head.student_ref())),
                ("subject_id", text_cell(line.subject)),
                ("from_date", day(from)),
                ("to_date", day(to)),
                ("family", text_cell(FAMILY)),
                ("as_of", Cell::opt_text(line.head.as_of.as_deref())),
            ],
        );
    }
    for period in &line.head.result_periods {
        put(
            draft,
            "coverage",
            line,
            0,
            &[
                ("table_name", text_cell("period_mark")),
                ("student_id", text_cell(&line.head.student_ref())),
                ("subject_id", text_cell(line.subject)),
                ("period_id", text_cell(period)),
                ("family", text_cell(FAMILY)),
                ("as_of", Cell::opt_text(line.head.as_of.as_deref())),
            ],
        );
    }
}

pub(super) fn put(draft: &mut Draft, table: &str, line: &Line<'_>, column: usize, values: &[(&str, Cell)]) {
    let Some(table): Option<&'static Table> = schema::table(table) else { return };
    let src_loc = if line.row == 0 { String::new() } else { format!("R{}C{column}", line.row) };
    let mut all = values.to_vec();
    all.extend([("source_id", text_cell(&line.source.id())), ("src_loc", text_cell(&src_loc))]);
    all.retain(|(name, cell)| table.column(name).is_some() || matches!(*name, "source_id" | "src_loc") || *cell == Cell::Null);
    draft.tables.of(table).push_named(&all);
}

pub(super) fn text_cell(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// «1 триместр» out of «Итог.оценка 1 триместр».
pub(super) fn period_of(title: &str) -> Option<String> {
    const TITLE_WORDS_MAX: usize = 12;
    let words: Vec<&str> = title.split_whitespace().take(TITLE_WORDS_MAX).collect();
    (0..words.len()).find_map(|at| period::parse(&words.get(at..)?.join(" "))).map(|period| period.id)
}

/// Days since 1970-01-01 of a day and month in a school year: September to December belong to its first calendar year.
pub(super) fn day_in_year(year: i64, month: u32, day: u32) -> Option<i32> {
    let year = i32::try_from(year).ok()? + i32::from(month < 9);
    chrono::NaiveDate::from_ymd_opt(year, month, day).map(typed::days)
}
