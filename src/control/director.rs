//! The page of the principal: the month by week and by class, how late, remarks, changes after the time for them.

use std::collections::BTreeMap;

use crate::model::document::{Cell, DocTable, Field};
use crate::model::table::Value;

use super::cells::table;
use super::deputy::{by_class, notes};
use super::lists::{remarks, unknown};
use super::sum::{Sum, total};
use super::words::{code, int, period_words, say, share, text};
use super::{Control, Page};

#[must_use]
pub fn director(control: &Control<'_>) -> Page {
    let tables =
        [by_record(control), by_week(control), by_class(control), lateness(control), remarks(control), edits(control), unknown(control)];
    Page {
        file_stem: "director".to_owned(),
        title: say(control.lang, "control.title.director", &[]),
        head: vec![Field {
            label: say(control.lang, "control.head.period", &[]),
            value: format!("{} ({})", period_words(control.from, control.to), control.label),
        }],
        tables: tables.into_iter().flatten().collect(),
        notes: notes(control),
    }
}

fn by_record(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("deadlines", Some("school"));
    let row = |row: usize| {
        let mut sum = Sum::default();
        sum.add(rows, row);
        let mut cells = vec![Cell::text(code(control.lang, "control.record", text(rows, row, "record")))];
        cells.extend(sum.cells(control.percent_digits));
        cells
    };
    let named = (0..rows.rows.len()).filter(|row| !text(rows, *row, "record").is_empty());
    let mut cells: Vec<Vec<Cell>> = named.map(row).collect();
    if !cells.is_empty() {
        let mut all = vec![Cell::text(say(control.lang, "control.total", &[]))];
        all.extend(total(rows).cells(control.percent_digits));
        cells.push(all);
    }
    let columns = ["record", "in_time", "n_late", "n_missing", "n_open", "n_unknown", "n_no_rule"];
    super::cells::with_total(table(control.lang, "by_record", &columns, cells))
}

fn by_week(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("deadlines", Some("week"));
    let mut weeks: BTreeMap<&Value, Sum> = BTreeMap::new();
    for row in 0..rows.rows.len() {
        weeks.entry(rows.get(row, "week_start")).or_default().add(rows, row);
    }
    let row = |(week, sum): (&Value, Sum)| {
        let Value::Date(monday) = week else { return None };
        let sunday = monday.checked_add_days(chrono::Days::new(6)).unwrap_or(*monday);
        let mut cells = vec![Cell::text(format!("{} – {}", monday.format("%d.%m"), sunday.format("%d.%m")))];
        cells.extend(sum.cells(control.percent_digits));
        Some(cells)
    };
    let columns = ["week", "in_time", "n_late", "n_missing", "n_open", "n_unknown", "n_no_rule"];
    table(control.lang, "by_week", &columns, weeks.into_iter().filter_map(row).collect())
}

fn lateness(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("lateness", Some("school"));
    let mut spans: BTreeMap<(i64, Option<i64>), i64> = BTreeMap::new();
    for row in 0..rows.rows.len() {
        *spans.entry((int(rows, row, "days_from"), rows.get(row, "days_to").as_int())).or_default() += int(rows, row, "records");
    }
    let all: i64 = spans.values().sum();
    let words = |from: i64, to: Option<i64>| match to {
        Some(0) => say(control.lang, "control.days.same", &[]),
        Some(to) if to == from => to.to_string(),
        Some(to) => format!("{from}–{to}"),
        None => say(control.lang, "control.days.more", &[("count", &from.to_string())]),
    };
    let row = |((from, to), count): ((i64, Option<i64>), i64)| {
        vec![Cell::text(words(from, to)), Cell::count(count), Cell::text(share(count, all, control.percent_digits))]
    };
    table(control.lang, "lateness", &["days_span", "n_records", "share"], spans.into_iter().map(row).collect())
}

/// Changes of marks and absences after the time for them, by where they were seen.
fn edits(control: &Control<'_>) -> Option<DocTable> {
    let rows = control.answer("late_edits", None);
    let mut counts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in 0..rows.rows.len() {
        *counts.entry((text(rows, row, "seen_in"), text(rows, row, "certainty"))).or_default() += 1;
    }
    let row = |((seen, certainty), count): ((&str, &str), i64)| {
        vec![
            Cell::text(code(control.lang, "control.seen", seen)),
            Cell::text(code(control.lang, "control.certainty", certainty)),
            Cell::count(count),
        ]
    };
    table(control.lang, "edits", &["seen", "certainty", "n_found"], counts.into_iter().map(row).collect())
}
