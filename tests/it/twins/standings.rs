//! How many students stand in each category (domain 1.2, form F10): the rows of [`standing`](super::standing) counted.
//!
//! Worked example: 5 5, 5 4, 4 4, 5 3 → roster 4: all_fives 1, fours_and_fives 2, of them one_four 1, one_three 1.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, Row, row, standing};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id roster all_fives fours_and_fives one_four one_three with_threes
    failing_one failing_two failing_many not_certified incomplete no_data not_applicable
);
pub const GRAINS: [&str; 4] = ["class", "grade_level", "stage", "school"];

/// Every student of the roster is in one of these.
pub const PARTS: [&str; 11] = [
    "all_fives",
    "fours_and_fives",
    "one_three",
    "with_threes",
    "failing_one",
    "failing_two",
    "failing_many",
    "not_certified",
    "incomplete",
    "no_data",
    "not_applicable",
];

/// Stage, grade level, class of a row.
type Place = (Option<&'static str>, Option<i64>, Option<String>);

pub fn standings(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let mut groups: BTreeMap<Place, Vec<Row>> = BTreeMap::new();
    for student in standing::standing(school, ask) {
        let grade = student["grade_level"].as_i64().expect("a grade level");
        let stage = Some(stage_of(grade));
        let class = student["class_id"].as_str().map(str::to_owned);
        let key = match grain {
            "class" => (stage, Some(grade), class),
            "grade_level" => (stage, Some(grade), None),
            "stage" => (stage, None, None),
            "school" => (None, None, None),
            _ => panic!("unknown grain {grain}"),
        };
        groups.entry(key).or_default().push(student);
    }
    groups.into_iter().map(|((stage, grade, class), students)| line(ask, stage, grade, class, &students)).collect()
}

fn stage_of(grade: i64) -> &'static str {
    match grade {
        ..=4 => "1-4",
        5..=9 => "5-9",
        _ => "10-11",
    }
}

fn line(ask: &Ask, stage: Option<&str>, grade: Option<i64>, class: Option<String>, students: &[Row]) -> Row {
    let count = |name: &str| -> Value { json!(students.iter().filter(|student| student["standing"] == name).count()) };
    let one_four = students.iter().filter(|student| student["standing"] == "fours_and_fives" && student["n4"] == 1).count();
    row([
        ("period_id", json!(ask.period)),
        ("stage", json!(stage)),
        ("grade_level", json!(grade)),
        ("class_id", json!(class)),
        ("roster", json!(students.len())),
        ("all_fives", count("all_fives")),
        ("fours_and_fives", count("fours_and_fives")),
        ("one_four", json!(one_four)),
        ("one_three", count("one_three")),
        ("with_threes", count("with_threes")),
        ("failing_one", count("failing_one")),
        ("failing_two", count("failing_two")),
        ("failing_many", count("failing_many")),
        ("not_certified", count("not_certified")),
        ("incomplete", count("incomplete")),
        ("no_data", count("no_data")),
        ("not_applicable", count("not_applicable")),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::standings;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["А", "Б", "В", "Г"]);
        for (name, marks) in [("А", [5, 5]), ("Б", [5, 4]), ("В", [4, 4]), ("Г", [5, 3])] {
            school.period_mark(name, "алгебра", "q1", "set", Some(marks[0]));
            school.period_mark(name, "физика", "q1", "set", Some(marks[1]));
        }
        let row = &standings(&school.0, &Ask { period: Some("q1"), ..Ask::default() })[0];
        assert_eq!([&row["roster"], &row["all_fives"], &row["fours_and_fives"]], [&json!(4), &json!(1), &json!(2)]);
        assert_eq!([&row["one_four"], &row["one_three"], &row["stage"]], [&json!(1), &json!(1), &json!("5-9")]);
    }
}
