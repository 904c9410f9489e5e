//! Which source rows stand behind a figure: a `trace_NAME.sql` lists them for the indicator NAME, and here they are recounted.
//!
//! Columns of a trace: the key columns of the indicator, then `figure` (a column of the indicator), `unit` (what is counted), `unit_name`,
//! `amount` (what one unit adds), `table_name`, `source_id`, `src_loc`, `said`. A unit may stand on several source rows and counts once.

use std::collections::BTreeMap;

use crate::model::table::{Table, Value};

/// The name of the query that traces an indicator.
#[must_use]
pub fn name_of(indicator: &str) -> String {
    format!("trace_{indicator}")
}

/// A figure of an indicator and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Key columns with their values, those of the indicator's row.
    pub keys: Vec<(String, Value)>,
    /// Column of the indicator.
    pub name: String,
    /// What the indicator says; NULL is not determinable.
    pub value: Value,
    pub units: Vec<Unit>,
}

/// One thing that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub amount: i64,
    pub rows: Vec<Origin>,
}

/// A row of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub table: String,
    pub source_id: String,
    pub place: String,
    pub said: String,
}

impl Figure {
    /// The sum over the units.
    #[must_use]
    pub fn recount(&self) -> i64 {
        self.units.iter().map(|unit| unit.amount).fold(0, i64::saturating_add)
    }

    /// Whether the recount is the figure; what is not determinable cannot differ.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.value.as_int().is_none_or(|value| value == self.recount())
    }
}

/// Key columns of a trace: those before `figure`.
#[must_use]
pub fn keys(trace: &Table) -> &[String] {
    let end = trace.position("figure").unwrap_or(0);
    trace.columns.get(..end).unwrap_or_default()
}

/// The figures that a trace has rows of, in its order, for the rows and figures that `wanted` lets through.
#[must_use]
pub fn figures(indicator: &Table, trace: &Table, wanted: impl Fn(&[(String, Value)], &str) -> bool) -> Vec<Figure> {
    let keys = keys(trace);
    let mut figures: Vec<Figure> = Vec::new();
    let mut places: BTreeMap<(Vec<Value>, String), usize> = BTreeMap::new();
    for row in 0..trace.rows.len() {
        let values: Vec<Value> = keys.iter().map(|key| trace.get(row, key).clone()).collect();
        let name = text(trace, row, "figure");
        let named: Vec<(String, Value)> = keys.iter().cloned().zip(values.iter().cloned()).collect();
        if !wanted(&named, &name) {
            continue;
        }
        let at = *places.entry((values, name.clone())).or_insert_with(|| {
            figures.push(Figure { value: value_of(indicator, &named, &name), keys: named, name, units: Vec::new() });
            figures.len() - 1
        });
        if let Some(figure) = figures.get_mut(at) {
            add(&mut figure.units, trace, row);
        }
    }
    figures
}

/// Rows of one unit follow one another.
fn add(units: &mut Vec<Unit>, trace: &Table, row: usize) {
    let id = text(trace, row, "unit");
    if units.last().is_none_or(|unit| unit.id != id) {
        let amount = trace.get(row, "amount").as_int().unwrap_or_default();
        units.push(Unit { id, name: text(trace, row, "unit_name"), amount, rows: Vec::new() });
    }
    if let (Some(unit), Some(source_id)) = (units.last_mut(), trace.get(row, "source_id").as_text()) {
        let origin = Origin {
            table: text(trace, row, "table_name"),
            source_id: source_id.to_owned(),
            place: text(trace, row, "src_loc"),
            said: text(trace, row, "said"),
        };
        unit.rows.push(origin);
    }
}

fn value_of(indicator: &Table, keys: &[(String, Value)], figure: &str) -> Value {
    let same = |row: &usize| keys.iter().all(|(key, value)| indicator.position(key).is_none() || indicator.get(*row, key) == value);
    (0..indicator.rows.len()).find(same).map_or(Value::Null, |row| indicator.get(row, figure).clone())
}

fn text(table: &Table, row: usize, column: &str) -> String {
    table.get(row, column).to_string()
}
