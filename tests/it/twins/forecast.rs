//! The forecast of the period marks and its test on the past (domain P-08).
//!
//! Worked example: marks 4 5, «3» in the quarter before: (9 + 3)/3 = 4.0 → «4». Marks 3 3, «5» before: 11/3 = 3.67 → «4», a drop. Marks
//! 2 2, «3» before: 7/3 = 2.33 → «2»: low, a drop. Marks 4, «5» before: 4.5 → «5», on a boundary.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, cells, place};
use super::recommended_mark::{Advice, advices, by_boundaries};
use super::{Ask, Row, bounds, class_of, fill, row, standing};
use crate::random_school::{School, plus};

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id student_id full_name subject_id subject cells set_n forecast_n n5
    n4 n3 n2 risk_low risk_drop risk_boundary at_risk basis forecast recommended mark_before mark_count
);
pub const GRAINS: [&str; 6] = ["class", "student_subject", "class_subject", "grade_level", "stage", "school"];

struct Told<'school> {
    advice: Advice<'school>,
    basis: &'static str,
    forecast: Option<i64>,
    before: Option<i64>,
    low: bool,
    drop: bool,
    boundary: bool,
}

pub fn forecast(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let mut groups: BTreeMap<Place, Vec<Told<'_>>> = BTreeMap::new();
    for advice in advices(school, ask) {
        let key = place(grain, advice.class, &advice.student, &advice.subject);
        groups.entry(key).or_default().push(told(school, ask, advice));
    }
    groups.iter().map(|(place, all)| line(school, ask, place, all, grain == "student_subject")).collect()
}

fn before(period: &str) -> Option<String> {
    let (letter, number) = period.split_at(1);
    let number: u32 = number.parse().ok().filter(|number| *number > 1)?;
    Some(format!("{letter}{}", number - 1))
}

fn mark_of(school: &School, student: &str, subject: &str, period: &str) -> Option<i64> {
    let of = |mark: &&crate::random_school::PeriodMark| {
        mark.student == student && mark.subject == subject && mark.period == period && mark.kind == "period" && mark.status == "set"
    };
    school.period_marks.iter().find(of).and_then(|mark| mark.value)
}

fn told<'school>(school: &School, ask: &Ask, advice: Advice<'school>) -> Told<'school> {
    let period = standing::period_of_class(advice.class, ask.period.expect("a period")).expect("a class with the period");
    let before = before(period).and_then(|id| mark_of(school, &advice.student, &advice.subject, &id));
    let (weighted, weight) = match before {
        Some(mark) if advice.weight > 0 => (advice.weighted + 100 * mark, advice.weight + 100),
        _ => (advice.weighted, advice.weight),
    };
    let (basis, forecast) = match (advice.value, advice.status, advice.recommended) {
        (Some(value), _, _) => ("set", Some(value)),
        (_, Some(status @ ("not_assessed" | "exempt")), _) => (status, None),
        (_, _, None) => ("none", None),
        (_, _, recommended) if period == "year" => ("forecast", recommended),
        _ => ("forecast", Some(by_boundaries(weighted, weight))),
    };
    let guessed = basis == "forecast";
    // Within a tenth of 2.5, 3.5 or 4.5.
    let near = [250, 350, 450].iter().any(|boundary| (100 * weighted - boundary * weight).abs() <= 10 * weight);
    let low = guessed && forecast.is_some_and(|mark| mark < 3);
    let drop = guessed && forecast.zip(before).is_some_and(|(mark, before)| mark < before);
    Told { advice, basis, forecast, before, low, drop, boundary: guessed && near }
}

fn line(school: &School, ask: &Ask, place: &Place, all: &[Told<'_>], single: bool) -> Row {
    let count = |of: &dyn Fn(&Told<'_>) -> bool| json!(all.iter().filter(|one| of(one)).count());
    let one = all.first().filter(|_| single);
    let mut row = row(cells(school, place));
    let more: [(&str, Value); 17] = [
        ("period_id", json!(ask.period)),
        ("cells", json!(all.len())),
        ("set_n", count(&|one| one.basis == "set")),
        ("forecast_n", count(&|one| one.basis == "forecast")),
        ("n5", count(&|one| one.forecast == Some(5))),
        ("n4", count(&|one| one.forecast == Some(4))),
        ("n3", count(&|one| one.forecast == Some(3))),
        ("n2", count(&|one| matches!(one.forecast, Some(1 | 2)))),
        ("risk_low", count(&|one| one.low)),
        ("risk_drop", count(&|one| one.drop)),
        ("risk_boundary", count(&|one| one.boundary)),
        ("at_risk", count(&|one| one.low || one.drop || one.boundary)),
        ("basis", json!(one.map(|one| one.basis))),
        ("forecast", json!(one.and_then(|one| one.forecast))),
        ("recommended", json!(one.and_then(|one| one.advice.recommended))),
        ("mark_before", json!(one.and_then(|one| one.before))),
        ("mark_count", json!(one.map(|one| one.advice.count))),
    ];
    fill(&mut row, more);
    row
}

pub const BACKTEST: &[&str] = columns!(
    school year period_id days_before cells hits hits_mean cells_before hits_before low low_found
);

pub fn forecast_backtest(school: &School, ask: &Ask) -> Vec<Row> {
    // Cells, hits, hits of the mean, cells and hits of the mark before, low marks, low marks found.
    let mut sums: BTreeMap<(Option<&str>, i64), [i64; 7]> = BTreeMap::new();
    for mark in school.period_marks.iter().filter(|mark| mark.kind == "period" && mark.status == "set") {
        let class = class_of(school, &mark.class);
        let assessed = school.subjects.iter().any(|subject| subject.id == mark.subject && subject.assessed != Some(false));
        let (Some(value), Some((from, to))) = (mark.value, bounds(school, mark.period, Some(class.grade_level))) else { continue };
        if !ask.wants(class) || !assessed {
            continue;
        }
        let earlier = before(mark.period).and_then(|id| mark_of(school, &mark.student, &mark.subject, &id));
        for days in [0, 7, 14, 28] {
            let (mut sum, mut weight) = (0, 0);
            for one in school.marks.iter().filter(|one| one.student == mark.student && one.subject == mark.subject && one.kind == "score") {
                if from <= one.date && one.date <= plus(to, -days) {
                    sum += one.value.expect("a score") * one.weight.unwrap_or(100);
                    weight += one.weight.unwrap_or(100);
                }
            }
            if weight == 0 {
                continue;
            }
            let with = earlier.map_or((sum, weight), |mark| (sum + 100 * mark, weight + 100));
            let guess = by_boundaries(with.0, with.1);
            let of = [
                true,
                guess == value,
                by_boundaries(sum, weight) == value,
                earlier.is_some(),
                earlier == Some(value),
                value < 3,
                value < 3 && guess < 3,
            ];
            let period = (ask.by != Some("school")).then_some(mark.period);
            let total = sums.entry((period, days)).or_default();
            of.iter().zip(total).for_each(|(holds, total)| *total += i64::from(*holds));
        }
    }
    let line = |((period, days), sums): (&(Option<&str>, i64), &[i64; 7])| {
        let mut row = row([("period_id", json!(period)), ("days_before", json!(days))]);
        row.extend(BACKTEST[4..].iter().zip(sums).map(|(name, sum)| ((*name).to_owned(), json!(sum))));
        row
    };
    sums.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::forecast;
    use crate::random_school::{GradingPeriod, day};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_examples() {
        let mut school = HandMade::new("9Б", &["А", "Б", "В", "Г"]);
        school.0.periods[0].end = day(9, 2);
        school.0.periods.push(GradingPeriod {
            id: "q2",
            kind: "quarter",
            seq: 2,
            start: day(9, 3),
            end: day(9, 30),
            ..GradingPeriod::default()
        });
        for (student, marks, before) in [("А", &[4, 5][..], 3), ("Б", &[3, 3], 5), ("В", &[2, 2], 3), ("Г", &[4], 5)] {
            for (date, mark) in (5..).zip(marks) {
                school.mark(student, "алгебра", date, *mark);
            }
            school.period_mark(student, "алгебра", "q1", "set", Some(before));
        }
        let ask = Ask { period: Some("q2"), by: Some("student_subject"), as_of: Some(day(9, 20)), ..Ask::default() };
        let rows = forecast(&school.0, &ask);
        let flags = |name: &str| rows.iter().map(|row| row[name].as_i64().expect("a number")).collect::<Vec<_>>();
        assert_eq!(flags("forecast"), [4, 4, 2, 5]);
        assert_eq!([flags("risk_low"), flags("risk_drop"), flags("risk_boundary")], [[0, 0, 1, 0], [0, 1, 1, 0], [0, 0, 0, 1]]);
    }
}
