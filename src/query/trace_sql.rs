//! The trace of an indicator whose header tells which rows of the exports stand behind its rows: `-- rows:`, `-- unit:`, `-- figures:`.
//!
//! `unit` names the grains whose rows add up to a figure (the first of them where another grain is asked), or another query whose rows do;
//! without it each row is its own unit. A unit adds what stands in its columns `figures`; where none are told, one row
//! to the figure `rows`. Keys are the columns before the first figure, without those in brackets, which are no sums and are not traced.
//!
//! `rows` names tables, apart by `;`, each with the columns by which its rows belong to the unit: `subject_id` is the same in both, or
//! unknown in both; `subject_id?` may be unknown in one; `class_id=from_class_id` has another name in the unit; `date=from_date..to_date`
//! lies between; `date:own`, `date:days` lie in the days of the class's period, of the question, `date:month` in the month of the unit;
//! `period_id:own` is the class's period, `period_id:basis` for the year its periods, too; `weekday:date` that of the unit's date;
//! `kind='score,debt'` is one of these, `@check_name='…'` is so in the unit.

use std::collections::BTreeMap;

use super::catalog::Query;
use super::error::QueryError;
use super::header::{Header, Kind};
use super::scan::{self, Token};
use super::trace;
use crate::model::schema::{self, Table};

/// What a row of a table says, the first that it has.
const SAID: &[&str] = &[
    "raw",
    "topic",
    "text",
    "title",
    "value",
    "kind",
    "reason",
    "status",
    "action",
    "decision",
    "unique_users",
    "role",
    "class_id",
    "full_name",
];

/// How people know a unit: of each group the first column that the indicator has.
const NAMES: &[&[&str]] = &[
    &["class_id"],
    &["full_name", "student_id"],
    &["subject", "subject_id"],
    &["teacher", "teacher_id"],
    &["period_id"],
    &["month"],
    &["date"],
    &["lesson_number"],
    &["check_name", "check", "cause", "note", "record", "direction"],
];

/// The query that traces this one, where its header tells enough.
pub(super) fn made(query: &Query, all: &BTreeMap<String, Query>) -> Result<Option<Query>, QueryError> {
    if query.header.rows.is_empty() {
        return Ok(None);
    }
    let fault = |message: String| QueryError::Catalog { file: query.name.clone(), message };
    let other = query.header.unit.first().filter(|name| !query.header.by.contains(name));
    let unit = other.and_then(|name| all.get(name)).unwrap_or(query);
    let columns = columns(&unit.sql);
    let (left, figures): (Vec<String>, Vec<String>) = query.header.figures.iter().cloned().partition(|figure| figure.starts_with('('));
    if let Some(wrong) = figures.iter().find(|figure| !columns.contains(figure)) {
        return Err(fault(format!("`figures` names `{wrong}`, which is no column of {}", unit.name)));
    }
    let key = |column: &String| !left.contains(&format!("({column})"));
    let keys: Vec<String> = columns.iter().take_while(|column| !figures.contains(column)).filter(|column| key(column)).cloned().collect();
    let mut behind = Vec::new();
    for told in query.header.rows.split(';').map(str::trim) {
        behind.push(origin(query, &columns, told).map_err(fault)?);
    }
    let header = Header {
        title_ru: format!("Откуда: {}", query.header.title_ru),
        title_en: format!("What stands behind: {}", query.header.title_en),
        grain: "figure, unit, source row".to_owned(),
        by: if unit.name == query.name { query.header.unit.clone() } else { query.header.by.clone() },
        kind: Kind::Trace,
        kept: false,
        figures: Vec::new(),
        unit: Vec::new(),
        rows: String::new(),
        ..query.header.clone()
    };
    let sql = sql(&unit.name, &columns, &keys, &figures, &behind);
    Ok(Some(Query::new(trace::name_of(&query.name), header, sql)))
}

fn sql(name: &str, columns: &[String], keys: &[String], figures: &[String], behind: &[String]) -> String {
    let listed = |prefix: &str, names: &[String]| names.iter().map(|name| format!("{prefix}{name}")).collect::<Vec<_>>().join(", ");
    let order: Vec<String> = columns.iter().map(|column| format!("i.{column} ASC NULLS LAST")).collect();
    let amounts = if figures.is_empty() { "CAST(1 AS BIGINT) AS rows".to_owned() } else { listed("i.", figures) };
    format!(
        "WITH trace_unit AS (\n    SELECT {}, row_number() OVER (ORDER BY {}) AS unit_no\n    FROM {name} i\n), trace_origin AS (\n    {}\n)\n\
         SELECT {}, CAST(i.unit_no AS STRING) AS unit, {} AS unit_name, o.table_name, o.source_id, o.src_loc, o.said, {amounts}\n\
         FROM trace_unit i\nLEFT JOIN trace_origin o ON o.unit_no = i.unit_no\n\
         ORDER BY i.unit_no ASC NULLS LAST, o.table_name ASC NULLS LAST, o.source_id ASC NULLS LAST, o.src_loc ASC NULLS LAST, o.said ASC NULLS LAST",
        listed("i.", columns),
        order.join(", "),
        behind.join("\n    UNION ALL\n    "),
        listed("i.", keys),
        unit_name(columns),
    )
}

fn unit_name(columns: &[String]) -> String {
    let known = NAMES.iter().filter_map(|names| names.iter().find(|name| columns.iter().any(|column| column == *name)));
    let parts: Vec<String> = known.map(|name| format!("COALESCE(' · ' || CAST(i.{name} AS STRING), '')")).collect();
    if parts.is_empty() { "CAST(i.unit_no AS STRING)".to_owned() } else { format!("substr({}, 4)", parts.join(" || ")) }
}

/// The rows of one table behind the units.
fn origin(query: &Query, columns: &[String], told: &str) -> Result<String, String> {
    let mut terms = told.split_whitespace();
    let table = terms.next().and_then(schema::table).ok_or_else(|| format!("`rows` names no table: `{told}`"))?;
    let mut joins = String::new();
    let mut conditions = vec!["t.school = i.school AND t.year = i.year".to_owned()];
    for term in terms {
        conditions.push(condition(columns, table, term).ok_or_else(|| format!("`rows` cannot be read at `{term}` of `{told}`"))?);
        if [":own", ":days", ":basis"].iter().any(|which| term.ends_with(which)) && joins.is_empty() {
            "\n    JOIN class_scope c ON c.school = i.school AND c.year = i.year AND c.class_id = i.class_id".clone_into(&mut joins);
            if term.starts_with("date:") && query.header.params.iter().any(|name| name == "as_of") {
                joins.push_str("\n    CROSS JOIN params p");
                conditions.push("t.date <= p.as_of".to_owned());
            }
        }
    }
    let said: Vec<String> =
        SAID.iter().filter(|name| table.column(name).is_some()).map(|name| format!("CAST(t.{name} AS STRING)")).collect();
    let said = if said.is_empty() { "CAST(NULL AS STRING)".to_owned() } else { format!("COALESCE({})", said.join(", ")) };
    Ok(format!(
        "SELECT i.unit_no, '{}' AS table_name, t.source_id, t.src_loc, {said} AS said\n    FROM trace_unit i{joins}\n    JOIN {} t ON {}",
        table.name,
        table.name,
        conditions.join("\n        AND ")
    ))
}

fn condition(columns: &[String], table: &Table, term: &str) -> Option<String> {
    let ours = |name: &str| columns.iter().any(|column| column == name).then(|| format!("i.{name}"));
    let theirs = |name: &str| table.column(name).map(|_| format!("t.{name}"));
    let words = |text: &str| text.trim_matches('\'').split(',').map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ");
    if let Some((column, text)) = term.strip_prefix('@').and_then(|term| term.split_once('=')) {
        return Some(format!("{} IN ({})", ours(column)?, words(text)));
    }
    if let Some((column, which)) = term.split_once(':') {
        let theirs = theirs(column)?;
        return Some(match which {
            "own" if column == "period_id" => format!("{theirs} = c.period_id"),
            "own" => format!("{theirs} BETWEEN c.own_from AND c.own_to"),
            "days" => format!("{theirs} BETWEEN c.from_date AND c.to_date"),
            "basis" => format!("({theirs} = c.period_id OR c.period_id = 'year')"),
            "month" => {
                format!("substr(CAST({theirs} AS STRING), 1, 7) = COALESCE({0}, substr(CAST({theirs} AS STRING), 1, 7))", ours("month")?)
            }
            "date" => format!("{theirs} = (unix_date({}) + 3) % 7 + 1", ours("date")?),
            _ => return None,
        });
    }
    if let Some(column) = term.strip_suffix('?') {
        let (theirs, ours) = (theirs(column)?, ours(column)?);
        return Some(format!("({theirs} = {ours} OR {theirs} IS NULL OR {ours} IS NULL)"));
    }
    let (column, other) = term.split_once('=').unwrap_or((term, term));
    let theirs = theirs(column)?;
    if other.starts_with('\'') {
        return Some(format!("{theirs} IN ({})", words(other)));
    }
    if let Some((from, to)) = other.split_once("..") {
        return Some(format!("{theirs} BETWEEN {} AND {}", ours(from)?, ours(to)?));
    }
    Some(format!("COALESCE(CAST({theirs} AS STRING), '') = COALESCE(CAST({} AS STRING), '')", ours(other)?))
}

/// The names of the columns of a query: the last words of what its outer SELECT lists.
fn columns(sql: &str) -> Vec<String> {
    let (mut depth, mut at, mut inside) = (0_i32, Vec::new(), false);
    let mut last = None;
    for token in scan::tokens(sql) {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            Token::Sign(',') if depth == 0 && inside => at.extend(last.take()),
            Token::Word(word) if depth == 0 && scan::is(&word, "select") => (inside, at) = (true, Vec::new()),
            Token::Word(word) if depth == 0 && inside && scan::is(&word, "from") => {
                at.extend(last.take());
                inside = false;
            }
            Token::Word(word) if depth == 0 && inside && !scan::is(&word, "distinct") => last = Some(word),
            _ => {}
        }
    }
    at
}
