//! Rows that one report gives the tables: marks and absences of its cells, marks of periods, student and class, what it speaks for.

use crate::model::class_name;
use crate::model::rows::Cell;
use crate::model::schema::{self, Table};
use crate::model::token::{Token, day_cell, result_cell};

use super::draft::Draft;
use super::limits::DAY_CELL_MAX;
use super::source::Source;
use super::student_total::FAMILY;
use super::student_total_head::Head;

/// One row of the report on its way into the tables.
pub(super) struct Line<'a> {
    pub source: &'a Source,
    pub head: &'a Head,
    pub row: usize,
    pub subject: &'a str,
}

pub(super) fn read_day(
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

pub(super) fn read_result(line: &Line<'_>, period: &str, raw: &str, column: usize, draft: &mut Draft) {
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
pub(super) fn write_references(source: &Source, head: &Head, draft: &mut Draft) {
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

pub(super) fn write_coverage(line: &Line<'_>, draft: &mut Draft) {
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
