//! The schools of a municipality, a row each (form F20): what class_size, movement, standings and performance say of the school alone.

use serde_json::{Value, json};

use super::movement::{class_size, movement};
use super::municipal_ranks::dated;
use super::performance::performance;
use super::standings::standings;
use super::{Ask, Row, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year name small_cell_k data_as_of size_day classes_n on_day boys girls sex_unknown start_n arrived departed end_n
    roster all_fives fours_and_fives one_four one_three with_threes failing_one failing_two failing_many not_certified
    incomplete no_data not_applicable students_base students_pass students_quality
);
/// The first columns say what school it is; then come those of each query.
const HEAD: usize = 5;
const MOVEMENT: [&str; 4] = ["start_n", "arrived", "departed", "end_n"];

/// Schools with the ids by which they stand in one store.
pub fn municipal_summary(schools: &[(String, School)], ask: &Ask) -> Vec<Row> {
    let as_of = ask.as_of.or(schools.iter().filter_map(|(_, school)| ask.as_of(school)).max());
    let ask = &Ask { by: Some("school"), as_of, ..ask.clone() };
    let mut rows: Vec<Row> = schools.iter().map(|(id, school)| line(id, school, ask)).collect();
    rows.sort_by(|one, other| one["school"].as_str().cmp(&other["school"].as_str()));
    rows
}

fn line(id: &str, school: &School, ask: &Ask) -> Row {
    let first = |rows: Vec<Row>| rows.into_iter().next().unwrap_or_default();
    let told = [class_size(school, ask), standings(school, ask), performance(school, ask)].map(first);
    let moved = if dated(school, ask) { first(movement(school, ask)) } else { Row::new() };
    let mut line = row([
        ("name", json!(format!("Школа случая {}", school.seed))),
        ("small_cell_k", json!(5)),
        ("data_as_of", json!(school.exported_on().to_string())),
    ]);
    line.insert("school".to_owned(), json!(id));
    for column in &COLUMNS[HEAD..] {
        let value = if MOVEMENT.contains(column) { moved.get(*column) } else { told.iter().find_map(|row| row.get(*column)) };
        line.insert((*column).to_owned(), value.cloned().unwrap_or(Value::Null));
    }
    line
}
