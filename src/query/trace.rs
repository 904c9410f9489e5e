//! Which source rows stand behind a figure: a `trace_NAME.sql` lists them for the indicator NAME, and here they are recounted.
//!
//! Columns of a trace: the key columns of the indicator, then `figure` (a column of the indicator), `unit` (what is counted), `unit_name`,
//! `amount` (what one unit adds), `table_name`, `source_id`, `src_loc`, `said`. A unit may stand on several source rows and counts once. A wide
//! trace has no `figure` and `amount`: after `said` it has a column for each figure with what the unit adds to it. The rows of a list are counted by
//! the figure `rows`. Where the trace knows more keys than the rows of the indicator have at the asked grain, these are left out.

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

/// The figure of a list: how many of its rows have these keys.
const ROWS: &str = "rows";

/// Key columns of a trace: those before `figure`, of a wide one before `unit`.
#[must_use]
pub fn keys(trace: &Table) -> &[String] {
    let end = trace.position("figure").or_else(|| trace.position("unit")).unwrap_or(0);
    trace.columns.get(..end).unwrap_or_default()
}

/// What one row of a trace adds to which figures.
fn amounts(trace: &Table, row: usize) -> Vec<(String, i64)> {
    if trace.position("figure").is_some() {
        return vec![(text(trace, row, "figure"), trace.get(row, "amount").as_int().unwrap_or_default())];
    }
    let wide = trace.columns.iter().skip_while(|column| *column != "said").skip(1);
    let adds = wide.map(|column| (column.clone(), trace.get(row, column).as_int().unwrap_or_default()));
    adds.filter(|(_, amount)| *amount != 0).collect()
}

/// The figures that a trace has rows of, in its order, for the rows and figures that `wanted` lets through.
#[must_use]
pub fn figures(indicator: &Table, trace: &Table, wanted: impl Fn(&[(String, Value)], &str) -> bool) -> Vec<Figure> {
    let told = |key: &String| (0..indicator.rows.len()).any(|row| *indicator.get(row, key) != Value::Null);
    let used = |key: &&String| indicator.position(key).is_some() && (indicator.rows.is_empty() || told(key));
    let keys: Vec<String> = keys(trace).iter().filter(used).cloned().collect();
    let values = |table: &Table, row: usize, keys: &[String]| keys.iter().map(|key| table.get(row, key).clone()).collect::<Vec<Value>>();
    let mut asked: BTreeMap<Vec<Value>, Vec<usize>> = BTreeMap::new();
    for row in 0..indicator.rows.len() {
        asked.entry(values(indicator, row, &keys)).or_default().push(row);
    }
    let value_of = |row: usize, figure: &str| match asked.get(&values(trace, row, &keys)).map(Vec::as_slice) {
        Some(rows) if figure == ROWS && indicator.position(figure).is_none() => i64::try_from(rows.len()).map_or(Value::Null, Value::Int),
        Some([first, ..]) => indicator.get(*first, figure).clone(),
        _ => Value::Null,
    };
    let mut figures: Vec<Figure> = Vec::new();
    let mut places: BTreeMap<(Vec<Value>, String), usize> = BTreeMap::new();
    for row in 0..trace.rows.len() {
        let values = values(trace, row, &keys);
        let named: Vec<(String, Value)> = keys.iter().cloned().zip(values.iter().cloned()).collect();
        for (name, amount) in amounts(trace, row).into_iter().filter(|(name, _)| wanted(&named, name)) {
            let at = *places.entry((values.clone(), name.clone())).or_insert_with(|| {
                figures.push(Figure { value: value_of(row, &name), keys: named.clone(), name, units: Vec::new() });
                figures.len() - 1
            });
            if let Some(figure) = figures.get_mut(at) {
                add(&mut figure.units, trace, row, amount);
            }
        }
    }
    figures
}

/// Rows of one unit follow one another.
fn add(units: &mut Vec<Unit>, trace: &Table, row: usize, amount: i64) {
    let id = text(trace, row, "unit");
    if units.last().is_none_or(|unit| unit.id != id) {
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

fn text(table: &Table, row: usize, column: &str) -> String {
    table.get(row, column).to_string()
}
