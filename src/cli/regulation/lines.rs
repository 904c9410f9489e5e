//! Values, deadlines and lists of a regulation as lines for people.

use crate::cli::ui::Ui;
use crate::regulation::{Deadline, Scope, Stated, Term};

/// `key = value — what it is  (clause) ← pack` and the note below it.
pub fn value_line(ui: &Ui<'_>, key: &str, stated: &Stated, from: Option<&str>) -> String {
    let what = ui.text(&format!("key.{key}"), &[]);
    let since = stated.valid_from.map(|day| ui.text("regulation.since", &[("from", &day.to_string())])).unwrap_or_default();
    format!("  {key} = {} — {what}{since}{}", stated.value, tail(&stated.clause, from, stated.note.as_deref()))
}

/// `rule, for whom: term  (clause) ← pack` and the note below it.
pub fn deadline_line(ui: &Ui<'_>, row: &Deadline, from: Option<&str>) -> String {
    format!("  {}{}", deadline_text(ui, row), tail(&row.clause, from, row.note.as_deref()))
}

/// `name: values  (clause) ← pack` and the note below it.
pub fn scope_line(ui: &Ui<'_>, name: &str, scope: &Scope, from: Option<&str>) -> String {
    let what = ui.text(&format!("scope.{name}"), &[]);
    format!("  {name} — {what}: {}{}", scope.values.join(", "), tail(&scope.clause, from, scope.note.as_deref()))
}

fn tail(clause: &str, from: Option<&str>, note: Option<&str>) -> String {
    let from = from.map(|id| format!(" ← {id}")).unwrap_or_default();
    let note = note.map(|note| format!("\n      {note}")).unwrap_or_default();
    format!("  ({clause}){from}{note}")
}

/// A deadline without its clause.
pub fn deadline_text(ui: &Ui<'_>, row: &Deadline) -> String {
    let mut who = vec![ui.text(&format!("deadline.rule.{}", row.rule), &[])];
    if !row.works.is_empty() {
        who.push(row.works.iter().map(|work| ui.text(&format!("deadline.work.{work}"), &[])).collect::<Vec<_>>().join(", "));
    }
    if row.grades != (0, 11) {
        who.push(ui.text("deadline.grades", &[("from", &row.grades.0.to_string()), ("to", &row.grades.1.to_string())]));
    }
    for (key, day) in [("regulation.since", row.valid_from), ("regulation.until", row.valid_to)] {
        who.extend(day.map(|day| ui.text(key, &[("from", &day.to_string()), ("to", &day.to_string())]).trim().to_owned()));
    }
    let term = row.term.map_or_else(|| ui.text("deadline.none", &[]), |term| term_text(ui, term));
    format!("{} — {}: {term}", row.rule, who.join("; "))
}

fn term_text(ui: &Ui<'_>, term: Term) -> String {
    let anchor = ui.text(&format!("deadline.anchor.{}", term.anchor), &[]);
    let count = term.offset.unsigned_abs().to_string();
    let unit = ui.text(&format!("deadline.unit.{}", term.unit), &[("n", &count)]);
    let offset = match term.offset {
        0 => String::new(),
        offset => format!(" {} {unit}", if offset < 0 { "−" } else { "+" }),
    };
    let time = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let cutoff = term.cutoff_minute.map(|minute| ui.text("deadline.cutoff", &[("time", &time(minute))])).unwrap_or_default();
    format!("{anchor}{offset}{cutoff}")
}
