//! The category of a student with recommended marks in his empty cells (form F4), judged as [`standing`](super::standing) judges.
//!
//! Worked example: 5 4 and an empty cell whose current marks are 4 3 → 3.5 → «4» → two «4» with one «5»: fours_and_fives, one forecast.

use serde_json::{Value, json};

use super::place::rosters;
use super::recommended_mark::{Advice, advices};
use super::standing::{category, judged_grade};
use super::{Ask, Row, fill, full_name, row, subject_name};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name standing forecast subject_one failing_subjects
    uncertified_subjects empty_subjects students_base students_pass students_quality
);

/// What stands in a cell, or would.
struct Cell {
    name: String,
    status: &'static str,
    value: Option<i64>,
    forecast: bool,
}

impl Cell {
    fn of(school: &School, advice: &Advice<'_>) -> Self {
        let name = subject_name(school, &advice.subject);
        match (advice.status.unwrap_or("empty"), advice.recommended) {
            ("empty", Some(mark)) => Self { name: format!("{name}*"), status: "set", value: Some(mark), forecast: true },
            (status, _) => Self { name: name.to_owned(), status, value: advice.value, forecast: false },
        }
    }

    fn fails(&self) -> bool {
        self.status == "no_credit" || self.value.is_some_and(|value| value < 3)
    }
}

pub fn preliminary_standing(school: &School, ask: &Ask) -> Vec<Row> {
    let all = advices(school, ask);
    let mut rows = Vec::new();
    for (class, roster) in rosters(school, ask) {
        let mut lines: Vec<Row> = Vec::new();
        for student in &roster {
            let own = all.iter().filter(|advice| advice.class.id == class.id && advice.student == *student);
            let cells: Vec<Cell> = own.map(|advice| Cell::of(school, advice)).collect();
            let mut line = row([
                ("period_id", json!(ask.period)),
                ("grade_level", json!(class.grade_level)),
                ("class_id", json!(class.id)),
                ("full_name", json!(full_name(school, student))),
            ]);
            line.extend(judged(judged_grade(school, class), &cells));
            lines.push(line);
        }
        let among = |wanted: &[&str]| lines.iter().filter(|line| wanted.iter().any(|name| line["standing"] == *name)).count();
        let base = lines.len() - among(&["not_applicable", "no_data", "incomplete"]);
        let low = among(&["failing_one", "failing_two", "failing_many", "not_certified"]);
        let good = among(&["all_fives", "fours_and_fives"]);
        for line in &mut lines {
            fill(line, [("students_base", json!(base)), ("students_pass", json!(base - low)), ("students_quality", json!(good))]);
        }
        rows.extend(lines);
    }
    rows
}

fn judged(grade_level: i64, cells: &[Cell]) -> Row {
    let values = |wanted: i64| cells.iter().filter(|cell| cell.value == Some(wanted)).count();
    let of = |wanted: &dyn Fn(&Cell) -> bool| -> Vec<&str> {
        let mut names: Vec<&str> = cells.iter().filter(|cell| wanted(cell)).map(|cell| cell.name.as_str()).collect();
        names.sort_unstable();
        names
    };
    let joined = |names: &[&str]| if names.is_empty() { Value::Null } else { json!(names.join(", ")) };
    let (failing, empty) = (of(&Cell::fails), of(&|cell| cell.status == "empty"));
    let uncertified = of(&|cell| cell.status == "not_assessed");
    let standing = category(grade_level, [values(5), values(4), values(3)], failing.len(), uncertified.len(), empty.len());
    let one = match standing {
        "fours_and_fives" if values(4) == 1 => of(&|cell| cell.value == Some(4)).first().copied(),
        "one_three" => of(&|cell| cell.value == Some(3)).first().copied(),
        _ => None,
    };
    let mut line = Row::new();
    fill(
        &mut line,
        [
            ("standing", json!(standing)),
            ("forecast", json!(cells.iter().filter(|cell| cell.forecast).count())),
            ("subject_one", json!(one)),
            ("failing_subjects", joined(&failing)),
            ("uncertified_subjects", joined(&uncertified)),
            ("empty_subjects", joined(&empty)),
        ],
    );
    line
}

#[cfg(test)]
mod tests {
    use super::{Cell, judged};

    #[test]
    fn the_worked_example() {
        let cell = |name: &str, value, forecast| Cell { name: name.to_owned(), status: "set", value: Some(value), forecast };
        let line = judged(5, &[cell("а", 5, false), cell("б", 4, false), cell("в*", 4, true)]);
        assert_eq!((line["standing"].as_str(), line["forecast"].as_i64()), (Some("fours_and_fives"), Some(1)));
        let line = judged(5, &[cell("а", 5, false), cell("в*", 4, true)]);
        assert_eq!(line["subject_one"].as_str(), Some("в*"));
        assert_eq!(judged(1, &[])["standing"].as_str(), Some("not_applicable"));
    }
}
