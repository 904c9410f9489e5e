//! What a batch says about itself: its sources, findings and coverage, as tables of the store.

use std::collections::{BTreeSet, HashMap};

use crate::model::period;
use crate::model::schema::{self, Kind};

use super::batch::Batch;
use super::typed;
use crate::model::rows::{Cell, Rows};

/// Writes `source`, `finding` and `coverage` into the batch.
pub fn write(batch: &mut Batch) {
    write_coverage(batch);
    write_sources(batch);
    write_findings(batch);
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn common(batch: &Batch) -> [(&'static str, Cell); 2] {
    [("school", text(&batch.school)), ("year", Cell::Int(batch.year))]
}

fn write_sources(batch: &mut Batch) {
    let Some(table) = schema::table("source") else { return };
    let quarantined = quarantined_places(batch);
    let mut rows = Rows::new(table);
    for source in &batch.sources {
        let bad = quarantined
            .get(&source.source_id)
            .map_or(0, |places| i64::try_from(places.len()).unwrap_or(i64::MAX))
            .min(source.rows_read.max(1));
        let mut values = common(batch).to_vec();
        values.extend([
            ("source_id", text(&source.source_id)),
            ("file", text(&source.file)),
            ("sha256", text(&source.sha256)),
            ("reader", text(source.reader)),
            ("bytes", Cell::Int(i64::try_from(source.bytes).unwrap_or(i64::MAX))),
            ("reader_version", Cell::Int(source.reader_version)),
            ("as_of", text(source.as_of.as_ref().unwrap_or(&batch.as_of))),
            ("as_of_kind", text(if source.as_of.is_some() { "source" } else { batch.as_of_kind })),
            ("rows_read", Cell::Int(source.rows_read)),
            ("rows_kept", Cell::Int(source.rows_read.max(bad) - bad)),
            ("rows_quarantined", Cell::Int(bad)),
        ]);
        rows.push_named(&values);
    }
    batch.tables.replace(rows);
}

/// A source row is quarantined once, however many tables refused a part of it.
fn quarantined_places(batch: &Batch) -> HashMap<String, BTreeSet<String>> {
    let mut places: HashMap<String, BTreeSet<String>> = HashMap::new();
    if let Some(rows) = batch.tables.get("quarantine") {
        for row in 0..rows.len() {
            let get = |name| rows.text(row, name).unwrap_or_default().to_owned();
            places.entry(get("source_id")).or_default().insert(rows.place(row));
        }
    }
    places
}

fn write_findings(batch: &mut Batch) {
    let Some(table) = schema::table("finding") else { return };
    let mut rows = Rows::new(table);
    for located in &batch.findings {
        let finding = &located.finding;
        let mut values = common(batch).to_vec();
        values.extend([
            ("source_id", text(&located.source_id)),
            ("src_loc", text(&located.src_loc)),
            ("code", text(finding.code)),
            ("severity", text(finding.severity.name())),
            ("place", text(&finding.place)),
            ("found", text(&finding.found)),
            ("expected", text(&finding.expected)),
        ]);
        rows.push_named(&values);
    }
    batch.tables.replace(rows);
}

/// Completes the coverage a reader wrote itself; for flat files derives it: the whole school if the header says so, else
/// only what appears: a student's subject (a class's, for lessons) from its first to its last day, or its periods. What a
/// partial export does not name stays as it was.
fn write_coverage(batch: &mut Batch) {
    let Some(table) = schema::table("coverage") else { return };
    let mut rows = Rows::new(table);
    let source = batch.sources.first().map(|source| source.source_id.clone()).unwrap_or_default();
    match batch.tables.get("coverage") {
        Some(written) => {
            for index in 0..written.len() {
                let mut row = written.row(index);
                if *row.get(written.position("as_of")) == Cell::Null {
                    row.set(written.position("as_of"), text(&batch.as_of));
                }
                rows.push(&row);
            }
        }
        None => {
            for table in schema::TABLES.iter().filter(|table| matches!(table.kind, Kind::Event | Kind::Result)) {
                // A file without rows says something only where the export is whole: nothing happened in these days.
                let speaks = |events: &&Rows| batch.complete.is_some() || !events.is_empty();
                let Some(events) = batch.tables.get(table.name).filter(speaks) else { continue };
                for mut values in covers(events, batch) {
                    values.extend(common(batch));
                    values.extend([
                        ("table_name", text(table.name)),
                        ("family", text(batch.family)),
                        ("as_of", text(&batch.as_of)),
                        ("source_id", text(&source)),
                    ]);
                    rows.push_named(&values);
                }
            }
        }
    }
    batch.tables.replace(rows);
}

type Values = Vec<(&'static str, Cell)>;

/// First and last day.
type Span = Option<(i32, i32)>;

fn covers(rows: &Rows, batch: &Batch) -> Vec<Values> {
    let dated = rows.table.kind == Kind::Event;
    if let Some((from, to)) = batch.complete {
        return vec![if dated { whole(batch, from, to) } else { Vec::new() }];
    }
    // Of whom the table speaks: a student, else a class.
    let who = if rows.table.column("student_id").is_some() { "student_id" } else { "class_id" };
    let columns: Vec<usize> = [who, "subject_id", "period_id"].iter().filter_map(|name| rows.position(name)).collect();
    let mut spans: HashMap<Vec<i64>, (usize, Span)> = HashMap::new();
    for row in 0..rows.len() {
        let named = rows.ordinals(row, &columns);
        // A whole-day absence names no subject, and a blank subject would cover all of them.
        if named.iter().take(2).any(|code| *code == 0) {
            continue;
        }
        let (_, span) = spans.entry(named).or_insert((row, None));
        if let Some(day) = rows.date(row, "date") {
            *span = Some(span.map_or((day, day), |(from, to)| (from.min(day), to.max(day))));
        }
    }
    let text = |row: usize, name| rows.text(row, name);
    let mut named: Vec<_> =
        spans.into_values().map(|(row, span)| (text(row, who), text(row, "subject_id"), text(row, "period_id"), span)).collect();
    named.sort_unstable();
    named
        .into_iter()
        .map(|(one, subject, period, span)| partial(who, one.unwrap_or_default(), subject.unwrap_or_default(), period, span))
        .collect()
}

fn partial(who: &'static str, one: &str, subject: &str, period: Option<&str>, span: Option<(i32, i32)>) -> Values {
    let mut values = vec![(who, text(one)), ("subject_id", text(subject)), ("period_id", Cell::opt_text(period))];
    if let Some((from, to)) = span {
        values.extend([("from_date", Cell::Date(from)), ("to_date", Cell::Date(to))]);
    }
    values
}

/// The stated days, cut to the school year and to the day of the export.
fn whole(batch: &Batch, from: i32, to: i32) -> Values {
    let bounds = i32::try_from(batch.year).ok().and_then(period::school_year_bounds);
    let (start, end) = bounds.map_or((from, to), |(start, end)| (typed::days(start), typed::days(end)));
    let seen = typed::date(&batch.as_of).map_or(end, typed::days);
    vec![("from_date", Cell::Date(from.max(start))), ("to_date", Cell::Date(to.min(end).min(seen.max(start))))]
}
