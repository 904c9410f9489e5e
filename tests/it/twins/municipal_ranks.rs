//! The schools of a municipality side by side (form F20): every figure by the twin of its own query, places by counting who is better.

use serde_json::{Value, json};

use super::attendance_by_cause::attendance_by_cause;
use super::mark_mean::mark_mean;
use super::mark_sufficiency::mark_sufficiency;
use super::movement::class_size;
use super::objectivity::objectivity;
use super::performance::performance;
use super::plan_hours::plan_hours;
use super::programme_summary::programme_summary;
use super::{Ask, Row, bounds, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year indicator best n d rank reporting schools data_as_of reason
);

/// Name, is a high figure the better one, numerator, denominator.
type Figure = (&'static str, bool, Option<i64>, Option<i64>);

/// Schools with the ids by which they stand in one store, the day being the last on which any of them has an entry.
pub fn municipal_ranks(schools: &[(String, School)], ask: &Ask) -> Vec<Row> {
    let as_of = ask.as_of.or(schools.iter().filter_map(|(_, school)| ask.as_of(school)).max());
    let ask = &Ask { by: Some("school"), as_of, ..ask.clone() };
    let all: Vec<Vec<Figure>> = schools.iter().map(|(_, school)| figures(school, ask)).collect();
    let mut rows: Vec<(usize, i64, &String, Row)> = Vec::new();
    for at in 0..all[0].len() {
        let value = |(_, _, n, d): &Figure| d.filter(|d| *d > 0).and_then(|d| n.map(|n| (n, d)));
        let known: Vec<(i64, i64)> = all.iter().filter_map(|of| value(&of[at])).collect();
        for ((id, school), of) in schools.iter().zip(&all) {
            let (indicator, high, ..) = of[at];
            let own = value(&of[at]);
            let better = |(n, d): (i64, i64), (own_n, own_d): (i64, i64)| {
                let (other, own) = (1_000_000 * n / d, 1_000_000 * own_n / own_d);
                if high { other > own } else { other < own }
            };
            let rank = own.map(|own| 1 + i64::try_from(known.iter().filter(|other| better(**other, own)).count()).expect("few"));
            let mut line = row([
                ("indicator", json!(indicator)),
                ("best", json!(if high { "high" } else { "low" })),
                ("n", json!(own.map(|own| own.0))),
                ("d", json!(own.map(|own| own.1))),
                ("rank", json!(rank)),
                ("reporting", json!(known.len())),
                ("schools", json!(schools.len())),
                ("data_as_of", json!(school.exported_on().to_string())),
                ("reason", json!(own.is_none().then_some("no_data"))),
            ]);
            line.insert("school".to_owned(), json!(id));
            rows.push((at, rank.unwrap_or(i64::MAX), id, line));
        }
    }
    rows.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
    let nothing = rows.iter().all(|(_, _, _, line)| line["n"].is_null());
    if nothing { Vec::new() } else { rows.into_iter().map(|(_, _, _, line)| line).collect() }
}

/// Are the days of the period known? Days that nobody told are not the whole year.
pub fn dated(school: &School, ask: &Ask) -> bool {
    let period = ask.period.expect("a period");
    period == "year" || bounds(school, period, None).is_some()
}

fn figures(school: &School, ask: &Ask) -> Vec<Figure> {
    let first = |rows: Vec<Row>| rows.into_iter().next().unwrap_or_default();
    let of = |row: &Row, name: &str| row.get(name).and_then(Value::as_i64);
    let marks = first(performance(school, ask));
    let current = first(mark_mean(school, ask));
    let absent = if dated(school, ask) { first(attendance_by_cause(school, ask)) } else { Row::new() };
    let judged = first(objectivity(school, ask));
    let enough = first(mark_sufficiency(school, ask));
    let programme = first(programme_summary(school, ask));
    let plans = first(plan_hours(school, ask));
    let size = first(class_size(school, ask));
    let sum = |row: &Row, names: &[&str]| names.iter().map(|name| of(row, name)).sum::<Option<i64>>();
    let held = of(&absent, "lessons_held");
    vec![
        ("pass_rate", true, of(&marks, "pass_n"), of(&marks, "assessed")),
        ("quality_rate", true, of(&marks, "quality_n"), of(&marks, "assessed")),
        ("learning_index", true, of(&marks, "learning_index_n"), of(&marks, "assessed").map(|number| 100 * number)),
        ("mark_mean", true, of(&marks, "mark_sum"), of(&marks, "mark_count")),
        ("students_pass", true, of(&marks, "students_pass"), of(&marks, "students_base")),
        ("students_quality", true, of(&marks, "students_quality"), of(&marks, "students_base")),
        ("current_mean", true, of(&current, "mean_n"), of(&current, "mean_d")),
        ("attendance", true, held.zip(of(&absent, "absent_held")).map(|(held, absent)| held - absent), held),
        ("unexcused", false, of(&absent, "unexcused_held"), held),
        ("raised", false, of(&judged, "raised"), of(&judged, "compared")),
        ("lowered", false, of(&judged, "lowered"), of(&judged, "compared")),
        ("too_few_marks", false, of(&enough, "too_few"), sum(&enough, &["enough", "too_few"])),
        ("programme", true, of(&programme, "given_with_topic_hundredths"), of(&programme, "planned_to_date_hundredths")),
        ("behind", false, of(&programme, "behind"), sum(&programme, &["behind", "on_plan"])),
        ("plan_equal", true, of(&plans, "equal"), sum(&plans, &["equal", "more", "less"])),
        ("class_size", false, of(&size, "on_day"), of(&size, "classes_n")),
    ]
}
