//! The comparison itself: imported schools are asked, and the rows of both sides laid beside each other.
//!
//! Planning a query costs far more than running it over such small schools, so most are asked many at once: each with what would be
//! asked of one of them, and every row must be that of its own school. Some are also asked alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use vedomost::model::table::Value as Cell;
use vedomost::query::{Answer, Params, Request};

use super::together::{Group, all_groups, some_groups};
use crate::random_school::{Dice, School};
use crate::twins::{Ask, Row};

pub fn run(args: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vedomost::cli::run(args.iter().copied(), &mut out, &mut err);
    (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8_lossy(&err).into_owned())
}

/// An indicator: its query, its columns and its twin.
pub struct Indicator {
    pub query: &'static str,
    pub columns: &'static [&'static str],
    pub twin: fn(&School, &Ask) -> Vec<Row>,
    pub asks: fn(&School, &mut Dice) -> Vec<Ask>,
    /// What holds for each row.
    pub invariant: fn(&Row) -> bool,
    /// Columns that add up from the first grain to the grain `school`; none where there is no such grain.
    pub sums: &'static [&'static str],
    /// What the rows of a school are ordered by; empty = the keys as in [`KEYS`].
    pub order: &'static [&'static str],
}

/// On some of the groups, which have all scenarios too; on few schools all.
pub fn agree_on_some(indicator: &Indicator) {
    agree_on(indicator, some_groups());
}

pub fn agree(indicator: &Indicator) {
    agree_on(indicator, all_groups());
}

fn agree_on<'groups>(indicator: &Indicator, groups: impl Iterator<Item = &'groups Group>) {
    let (mut faults, mut compared) = (Vec::new(), 0_usize);
    for group in groups {
        let sets: Vec<(u64, Vec<Ask>)> = group.askers().map(|asker| (asker.school.seed, asks(indicator, group, &asker.school))).collect();
        let requests: Vec<Request> = sets.iter().flat_map(|(_, asks)| asks).map(|ask| request(indicator.query, ask)).collect();
        let mut answers = group.answers(&requests).into_iter();
        for (asker, asks) in sets {
            let given: Vec<_> = asks
                .iter()
                .map(|ask| {
                    let place = format!("{} as of seed {asker}: {ask:?}", indicator.query);
                    let answer = answers.next().expect("an answer each").map_err(|error| error.to_string());
                    let of_school = answer.and_then(|answer| rows_by_school(&answer, group, indicator).map(|rows| (answer.params, rows)));
                    let (params, rows) = of_school.map_err(|text| faults.push(format!("{place}\n  {text}"))).ok()?;
                    // In a group the day that is not asked for is one for all.
                    let ask = if group.is_alone() { ask.clone() } else { Ask { as_of: params.as_of, ..ask.clone() } };
                    for one in &group.schools {
                        let got = rows.get(&one.id).map_or(&[][..], Vec::as_slice);
                        let place = format!("seed {} {:?}, {place}", one.school.seed, one.school.scenario);
                        faults.extend(faults_of(&(indicator.twin)(&one.school, &ask), got, indicator.invariant, &place));
                        compared += 1;
                    }
                    Some(rows)
                })
                .collect();
            if let ([Some(parts), Some(whole), ..], false) = (&given[..], indicator.sums.is_empty()) {
                for one in &group.schools {
                    let [parts, whole] = [parts, whole].map(|rows| rows.get(&one.id).map_or(&[][..], Vec::as_slice));
                    let text = difference_of_totals(indicator.sums, parts, whole);
                    faults.extend(text.map(|text| format!("seed {} {} as of seed {asker}: {text}", one.school.seed, indicator.query)));
                }
            }
        }
    }
    let shown = faults.iter().take(8).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(faults.is_empty(), "{} faults in {compared} schools × parameters\n\n{shown}\n", faults.len());
    assert!(compared > 0, "nothing was asked");
}

/// What a school of the group would be asked alone; where no day is asked for, its own last one.
fn asks(indicator: &Indicator, group: &Group, school: &School) -> Vec<Ask> {
    let asks = (indicator.asks)(school, &mut Dice::new(school.seed ^ 0xA5C3)).into_iter();
    if group.is_alone() { asks.collect() } else { asks.map(|ask| Ask { as_of: ask.as_of(school), ..ask }).collect() }
}

fn faults_of(expected: &[Row], got: &[Row], invariant: fn(&Row) -> bool, place: &str) -> Vec<String> {
    let differs = difference(expected, got).map(|text| format!("{place}\n{text}"));
    let broken = got.iter().filter(|row| !invariant(row)).map(|row| format!("{place}\n  broken row: {row:?}"));
    differs.into_iter().chain(broken).collect()
}

pub fn request(query: &str, ask: &Ask) -> Request {
    let params = Params {
        as_of: ask.as_of,
        from_date: ask.from,
        to_date: ask.to,
        period_id: ask.period.map(str::to_owned),
        class_id: ask.class.clone(),
        grade_level: ask.grade,
        grain: ask.by.map(str::to_owned),
        previous: false,
        own_days: false,
    };
    Request { name: query.to_owned(), params }
}

/// The rows of an answer as JSON, each an object.
pub fn rows(answer: &Answer) -> Vec<Value> {
    let value = |cell: &Cell| match cell {
        Cell::Null => Value::Null,
        Cell::Bool(flag) => json!(flag),
        Cell::Int(number) => json!(number),
        Cell::Text(text) => json!(text),
        Cell::Date(date) => json!(date.to_string()),
    };
    let columns = &answer.table.columns;
    answer.table.rows.iter().map(|row| columns.iter().cloned().zip(row.iter().map(value)).collect::<Map<_, _>>().into()).collect()
}

/// The rows of the query without `student_id`, by the id of the school.
fn rows_by_school(answer: &Answer, group: &Group, indicator: &Indicator) -> Result<BTreeMap<String, Vec<Row>>, String> {
    let rows = rows(answer);
    if rows.is_empty() && answer.why_empty.is_none() {
        return Err("an empty result does not say why".to_owned());
    }
    let order = if indicator.order.is_empty() { KEYS } else { indicator.order };
    let key = |row: &Value| (order_key(row, &["school", "year"]), order_key(row, order));
    if let Some(pair) = rows.windows(2).find(|pair| key(&pair[0]) > key(&pair[1])) {
        return Err(format!("rows out of order: {} before {}", pair[0], pair[1]));
    }
    let mut by_school: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in &rows {
        let school = row["school"].as_str().filter(|id| group.schools.iter().any(|one| one.id == *id));
        let school = school.ok_or_else(|| format!("a row of no school that was asked: {row}"))?;
        by_school.entry(school.to_owned()).or_default().push(plain_row(row, indicator.columns)?);
    }
    Ok(by_school)
}

const KEYS: &[&str] = &[
    "period_id",
    "month",
    "week_start",
    "check_name",
    "stage",
    "grade_level",
    "class_id",
    "student_id",
    "cause",
    "subject_id",
    "group_id",
    "days_before",
];

/// What rows are ordered by: NULL last, but a course of the whole class before its groups; stages by age.
fn order_key(row: &Value, columns: &[&str]) -> Vec<(bool, i64, String)> {
    let present = columns.iter().filter_map(|column| row.get(*column).map(|value| (*column, value)));
    present
        .map(|(column, value)| match value {
            Value::Null => (column != "group_id", 0, String::new()),
            Value::String(stage) if column == "stage" => {
                (false, stage.split('-').next().and_then(|text| text.parse().ok()).unwrap_or(0), String::new())
            }
            Value::String(text) => (false, 0, text.clone()),
            number => (false, number.as_i64().unwrap_or(0), String::new()),
        })
        .collect()
}

fn plain_row(row: &Value, columns: &[&str]) -> Result<Row, String> {
    let row = row.as_object().ok_or("a row is not an object")?;
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    if names != columns {
        return Err(format!("columns {names:?}"));
    }
    Ok(row
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "student_id" | "teacher_id"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect())
}

/// The rows that only one side has, as text; None when both have the same.
fn difference(expected: &[Row], got: &[Row]) -> Option<String> {
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for row in expected {
        *balance.entry(text_of(row)).or_default() += 1;
    }
    for row in got {
        *balance.entry(text_of(row)).or_default() -= 1;
    }
    let lines = |sign: i64, label: &str| -> Vec<String> {
        balance.iter().filter(|(_, count)| **count * sign > 0).take(2).map(|(row, _)| format!("  {label}: {row}")).collect()
    };
    let all = [lines(1, "twin"), lines(-1, "query")].concat();
    if all.is_empty() { None } else { Some(format!("  twin {} rows, query {} rows\n{}", expected.len(), got.len(), all.join("\n"))) }
}

fn text_of(row: &Row) -> String {
    let cells = row.iter().filter(|(name, _)| !matches!(name.as_str(), "school" | "year"));
    // The contract does not say whether the one subject is given by its id or its name; they differ in case alone.
    cells
        .map(|(name, value)| if name == "subject_one" { value.to_string().to_lowercase() + " " } else { format!("{name}={value} ") })
        .collect()
}

fn difference_of_totals(columns: &[&str], parts: &[Row], whole: &[Row]) -> Option<String> {
    for column in columns {
        let of = |rows: &[Row]| -> Option<i64> { rows.iter().map(|row| row[*column].as_i64()).sum() };
        // What is unknown of a part is unknown of the whole.
        if of(parts) != of(whole) {
            return Some(format!("{column}: the classes add up to {:?}, the school says {:?}", of(parts), of(whole)));
        }
    }
    None
}
