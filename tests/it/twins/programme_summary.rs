//! One value of the programme for a class and subject: the group that lags most speaks for all (domain 1.6, decision 14).
//!
//! Worked example: two groups, 3 h planned to date each, 3 h and 1 h given: the class has 1 of 3, lag 2.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, cells, place};
use super::programme_completion::programme_completion;
use super::{Ask, Row, class_of, fill, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year stage grade_level class_id subject_id subject courses behind on_plan not_determinable
    planned_to_date_hundredths given_hours_hundredths given_with_topic_hundredths lag_hundredths
);
pub const GRAINS: [&str; 6] = ["class_subject", "class", "subject", "grade_level", "stage", "school"];
const HOURS: [&str; 4] = ["planned_to_date_hundredths", "given_hours_hundredths", "given_with_topic_hundredths", "lag_hundredths"];

pub fn programme_summary(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class_subject");
    let mut classes: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for course in programme_completion(school, ask) {
        let text = |name: &str| course[name].as_str().expect("a text").to_owned();
        classes.entry((text("class_id"), text("subject_id"))).or_default().push(course);
    }
    // The hours of a class and subject, None where no plan has a date.
    let mut groups: BTreeMap<Place, Vec<Option<[i64; 4]>>> = BTreeMap::new();
    for ((class, subject), courses) in &classes {
        groups.entry(place(grain, class_of(school, class), "", subject)).or_default().push(of_class(courses));
    }
    groups.iter().map(|(place, all)| line(school, place, all)).collect()
}

fn of_class(courses: &[Row]) -> Option<[i64; 4]> {
    let hours = |course: &Row| HOURS.map(|name| course[name].as_i64().unwrap_or(0));
    let known: Vec<&Row> = courses.iter().filter(|course| course["lag_hundredths"].is_i64()).collect();
    let mut groups: Vec<&&Row> = known.iter().filter(|course| !course["group_id"].is_null()).collect();
    groups.sort_by_key(|course| (-course["lag_hundredths"].as_i64().unwrap_or(0), course["group_id"].to_string()));
    let whole = known.iter().filter(|course| course["group_id"].is_null());
    let parts: Vec<[i64; 4]> = whole.chain(groups.first().copied()).map(|course| hours(course)).collect();
    (!parts.is_empty()).then(|| std::array::from_fn(|at| parts.iter().map(|part| part[at]).sum()))
}

fn line(school: &School, place: &Place, all: &[Option<[i64; 4]>]) -> Row {
    let known: Vec<&[i64; 4]> = all.iter().flatten().collect();
    let behind = known.iter().filter(|hours| hours[3] > 0).count();
    let mut row = row(cells(school, place));
    row.remove("full_name");
    let more: [(&str, Value); 4] = [
        ("courses", json!(all.len())),
        ("behind", json!(behind)),
        ("on_plan", json!(known.len() - behind)),
        ("not_determinable", json!(all.len() - known.len())),
    ];
    fill(&mut row, more);
    for (at, name) in HOURS.iter().enumerate() {
        let sum: i64 = known.iter().map(|hours| hours[at]).sum();
        row.insert((*name).to_owned(), if known.is_empty() { Value::Null } else { json!(sum) });
    }
    row
}
