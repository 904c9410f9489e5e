//! The mark that the current marks give (domain P-04).
//!
//! Boundaries are inclusive: 5 4 → 4.5 → «5»; 4 3 → 3.5 → «4»; 3 2 → 2.5 → «3»; 5 5 4 4 4 → 4.4 → «4». Year: 4 4 5 5 → 4.5 → «5».

use serde_json::{Value, json};

use super::mark_mean::tally;
use super::place::{own_days, rosters};
use super::{Ask, Row, full_name, row, standing, subject_name};
use crate::random_school::{Class, School};

pub const COLUMNS: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name subject_id subject status value mark_count
    low_count weighted_sum weight_sum recommended reason
);

/// A student's subject with what was set and what the marks give.
#[derive(Clone, Debug)]
pub struct Advice<'school> {
    pub class: &'school Class,
    pub student: String,
    pub subject: String,
    pub status: Option<&'static str>,
    pub value: Option<i64>,
    pub count: i64,
    pub low: i64,
    pub weighted: i64,
    pub weight: i64,
    pub recommended: Option<i64>,
    pub reason: Option<&'static str>,
}

pub fn advices<'school>(school: &'school School, ask: &Ask) -> Vec<Advice<'school>> {
    let asked = ask.period.expect("a period");
    let mut all = Vec::new();
    for (class, roster) in rosters(school, ask) {
        let year = standing::period_of_class(class, asked) == Some("year");
        for student in &roster {
            let cells = standing::cells(school, class, asked, &roster, student);
            for subject in &school.subjects {
                let cell = cells.iter().find(|(id, _, _)| *id == subject.id);
                let tally = tally(school, ask, class, student, &subject.id);
                if cell.is_none() && tally.count == 0 {
                    continue;
                }
                let marks = of_periods(school, class, student, &subject.id);
                let few = |count: usize| i64::try_from(count).expect("few");
                let (count, low, weighted, weight) = if year {
                    (few(marks.len()), i64::from(marks.iter().any(|mark| *mark < 3)), marks.iter().sum(), few(marks.len()))
                } else {
                    (tally.count, tally.low, tally.weighted, tally.weight)
                };
                let status = cell.map(|(_, status, _)| *status);
                let reason = match status {
                    Some("exempt") => Some("exempt"),
                    _ if weight > 0 => None,
                    _ if !year && own_days(school, class, asked).is_none() => Some("no_period_bounds"),
                    _ => Some("no_marks"),
                };
                let recommended = if reason.is_some() {
                    None
                } else if year {
                    Some((2 * weighted + weight) / (2 * weight)).map(|mark| mark.max(2))
                } else {
                    Some(by_boundaries(weighted, weight))
                };
                let (student, subject, value) = (student.clone(), subject.id.clone(), cell.and_then(|(_, _, value)| *value));
                all.push(Advice { class, student, subject, status, value, count, low, weighted, weight, recommended, reason });
            }
        }
    }
    all
}

/// 4.5, 3.5, 2.5, each inclusive.
pub fn by_boundaries(weighted: i64, weight: i64) -> i64 {
    match () {
        () if 2 * weighted >= 9 * weight => 5,
        () if 2 * weighted >= 7 * weight => 4,
        () if 2 * weighted >= 5 * weight => 3,
        () => 2,
    }
}

/// The marks that were set for the class's own periods of the year.
fn of_periods(school: &School, class: &Class, student: &str, subject: &str) -> Vec<i64> {
    let letter = match class.period_kind {
        Some("half_year") => "h",
        Some("trimester") => "t",
        _ => "q",
    };
    let own = school.period_marks.iter().filter(|mark| mark.student == student && mark.subject == subject && mark.kind == "period");
    own.filter(|mark| mark.period.starts_with(letter) && mark.status == "set").filter_map(|mark| mark.value).collect()
}

pub fn recommended_mark(school: &School, ask: &Ask) -> Vec<Row> {
    let line = |one: &Advice<'_>| {
        row([
            ("period_id", json!(ask.period)),
            ("grade_level", json!(one.class.grade_level)),
            ("class_id", json!(one.class.id)),
            ("full_name", json!(full_name(school, &one.student))),
            ("subject_id", json!(one.subject)),
            ("subject", json!(subject_name(school, &one.subject))),
            ("status", one.status.map_or(Value::Null, |status| json!(status))),
            ("value", json!(one.value)),
            ("mark_count", json!(one.count)),
            ("low_count", json!(one.low)),
            ("weighted_sum", json!(one.weighted)),
            ("weight_sum", json!(one.weight)),
            ("recommended", json!(one.recommended)),
            ("reason", json!(one.reason)),
        ])
    };
    advices(school, ask).iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::by_boundaries;

    #[test]
    fn the_worked_examples() {
        assert_eq!([by_boundaries(9, 2), by_boundaries(7, 2), by_boundaries(5, 2), by_boundaries(22, 5)], [5, 4, 3, 4]);
        // 4.49 is shown as 4.5 and is a «4» all the same.
        assert_eq!([by_boundaries(449, 100), by_boundaries(249, 100), by_boundaries(1, 1)], [4, 2, 2]);
    }
}
