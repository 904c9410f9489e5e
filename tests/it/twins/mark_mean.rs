//! Sums and means of the current marks (domain P-03).
//!
//! Worked example: algebra 5 (weight 1) and 4 (weight 2), another student 3. Of marks 12/3 = 4.00; weighted (5 + 8 + 3)/4 = 4.00;
//! of students (4.5 + 3)/2 = 3.75, weighted (13/3 + 3)/2 = 3.6666665. A student's own mean over his subjects is the mean of their means.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::place::{Place, cells, own_days, place, rosters, subjects_of};
use super::standing::MARKS_FROM_GRADE;
use super::{Ask, Row, row};
use crate::random_school::{Class, Mark, School};

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id student_id full_name subject_id subject cells mark_count mark_sum
    weight_sum weighted_sum class_mean mean_n mean_d weighted_mean_n weighted_mean_d
);
pub const GRAINS: [&str; 8] = ["class_subject", "student_subject", "student", "class", "subject", "grade_level", "stage", "school"];

/// The marks of a student in a subject in the class's own period.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub count: i64,
    pub sum: i64,
    pub weight: i64,
    pub weighted: i64,
    /// Marks below «3».
    pub low: i64,
    pub written: i64,
    /// Marks whose kind of work is known.
    pub kinds: i64,
}

pub fn tally(school: &School, ask: &Ask, class: &Class, student: &str, subject: &str) -> Tally {
    let mut tally = Tally::default();
    let assessed = school.subjects.iter().any(|one| one.id == subject && one.assessed != Some(false));
    let (Some((from, to)), true) =
        (own_days(school, class, ask.period.expect("a period")), assessed && class.grade_level >= MARKS_FROM_GRADE)
    else {
        return tally;
    };
    let inside = |date: NaiveDate| from <= date && date <= to && ask.as_of(school).is_some_and(|day| date <= day);
    for mark in school.marks.iter().filter(|mark| mark.student == student && mark.subject == subject && mark.kind == "score") {
        let Some(value) = mark.value.filter(|_| inside(mark.date)) else { continue };
        let weight = mark.weight.unwrap_or(100);
        tally.count += 1;
        tally.sum += value;
        tally.weight += weight;
        tally.weighted += value * weight;
        tally.low += i64::from(value < 3);
        let kind = kind_of(school, mark);
        tally.kinds += i64::from(kind.is_some());
        tally.written += i64::from(matches!(kind, Some("КР" | "ПР" | "ДЗ")));
    }
    tally
}

/// The kind of work of a mark: its own, else that of the work it was given for.
fn kind_of(school: &School, mark: &Mark) -> Option<&'static str> {
    let of_work = || school.works.iter().find(|work| mark.work.as_ref() == Some(&work.id)).and_then(|work| work.kind);
    mark.work_kind.or_else(of_work).filter(|id| school.work_kinds.iter().any(|kind| kind.id == *id))
}

pub fn mark_mean(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class_subject");
    let mut sums: BTreeMap<Place, Vec<(String, Tally)>> = BTreeMap::new();
    for (class, roster) in rosters(school, ask) {
        if class.grade_level < MARKS_FROM_GRADE {
            continue;
        }
        for subject in subjects_of(school, class) {
            if matches!(grain, "class_subject" | "subject") {
                sums.entry(place(grain, class, "", subject)).or_default();
            }
        }
        for student in &roster {
            if !matches!(grain, "class_subject" | "subject" | "student_subject") {
                sums.entry(place(grain, class, student, "")).or_default();
            }
            for subject in &school.subjects {
                let tally = tally(school, ask, class, student, &subject.id);
                if tally.count > 0 {
                    sums.entry(place(grain, class, student, &subject.id)).or_default().push((unit(grain, student, &subject.id), tally));
                }
            }
        }
    }
    sums.iter().map(|(place, tallies)| line(school, ask, place, tallies)).collect()
}

/// What the mean of a row is the mean of: of many subjects the students, else each student's subject.
fn unit(grain: &str, student: &str, subject: &str) -> String {
    if matches!(grain, "class" | "grade_level" | "stage" | "school") { student.to_owned() } else { format!("{student} {subject}") }
}

/// The fractions of each unit.
type Units = BTreeMap<String, Vec<(i64, i64)>>;

fn line(school: &School, ask: &Ask, place: &Place, tallies: &[(String, Tally)]) -> Row {
    let sum = |of: fn(&Tally) -> i64| -> i64 { tallies.iter().map(|(_, tally)| of(tally)).sum() };
    let (mut plain, mut weighted) = (Units::new(), Units::new());
    for (unit, one) in tallies {
        plain.entry(unit.clone()).or_default().push((one.sum, one.count));
        if one.weight > 0 {
            weighted.entry(unit.clone()).or_default().push((one.weighted, one.weight));
        }
    }
    let (mean, weighted) = (mean(&plain, tallies.len()), mean(&weighted, tallies.len()));
    let mut row = row(cells(school, place));
    row.extend([
        ("period_id".to_owned(), json!(ask.period)),
        ("cells".to_owned(), json!(tallies.len())),
        ("mark_count".to_owned(), json!(sum(|one| one.count))),
        ("mark_sum".to_owned(), json!(sum(|one| one.sum))),
        ("weight_sum".to_owned(), json!(sum(|one| one.weight))),
        ("weighted_sum".to_owned(), json!(sum(|one| one.weighted))),
        ("class_mean".to_owned(), json!("of_students")),
        ("mean_n".to_owned(), json!(mean.map(|(n, _)| n))),
        ("mean_d".to_owned(), json!(mean.map(|(_, d)| d))),
        ("weighted_mean_n".to_owned(), json!(weighted.map(|(n, _)| n))),
        ("weighted_mean_d".to_owned(), json!(weighted.map(|(_, d)| d))),
    ]);
    row
}

/// The mean of means: that of a single cell as it is, else of the units' means in millionths, rounded half up.
fn mean(units: &Units, cells: usize) -> Option<(i64, i64)> {
    match (units.values().next(), cells) {
        (None, _) => None,
        (Some(one), 1) => one.first().copied(),
        _ => {
            // Far finer than what is shown, then millionths.
            let fine = |(n, d): &(i64, i64)| i128::from(*n) * 1_000_000_000_000_000 / i128::from(*d);
            let of_unit = |all: &Vec<(i64, i64)>| all.iter().map(fine).sum::<i128>() / i128::try_from(all.len()).expect("few");
            let sum: i128 = units.values().map(of_unit).sum();
            let millionths = i64::try_from((sum + 500_000_000 + 5_000_000).div_euclid(1_000_000_000)).expect("small");
            Some((millionths, i64::try_from(units.len()).expect("few") * 1_000_000))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::mark_mean;
    use crate::random_school::day;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр", "Лев"]);
        for (student, date, value) in [("Иван", 2, 5), ("Иван", 3, 4), ("Пётр", 4, 3)] {
            school.mark(student, "алгебра", date, value);
        }
        school.0.marks[1].weight = Some(200);
        let of = |grain| {
            let rows = mark_mean(&school.0, &Ask { period: Some("q1"), by: Some(grain), as_of: Some(day(9, 30)), ..Ask::default() });
            let cell = |column: &str| rows[0][column].clone();
            (
                rows.len(),
                [cell("mark_sum"), cell("mark_count"), cell("weighted_sum"), cell("weight_sum"), cell("mean_n"), cell("weighted_mean_n")],
            )
        };
        let expected: [Value; 6] = [json!(12), json!(3), json!(1600), json!(400), json!(7_500_000), json!(7_333_333)];
        assert_eq!(of("class_subject"), (1, expected.clone()));
        assert_eq!(of("class"), (1, expected));
        assert_eq!(of("student_subject").0, 2);
        // A student without marks has a row and no mean.
        assert_eq!(of("student").0, 3);
    }
}
