//! Every indicator against its twin: random schools are imported once and asked, many together and some alone, with several grains, dates,
//! periods and filters, and the rows must be equal.
//!
//! A difference prints the seed, the parameters and the rows that only one side has; `VEDOMOST_SEED=17` runs that school
//! alone, `VEDOMOST_SCHOOLS=2000` looks longer.

mod access;
mod activity;
pub mod agreement;
mod asks;
mod groups;
pub mod imported;
mod marks;
mod municipality;
mod orderliness;
mod plans;
mod results;
mod screen;
pub mod together;
mod year;

use crate::random_school::plus;
use crate::twins::{
    Ask, attendance_by_cause as attendance, performance, programme_completion as programme, standing, standings,
    students_without_marks as without,
};
use agreement::{Indicator, agree, agree_on_some, request, rows, run};
use asks::{both_ends, of_days, of_periods, periods, sum, with_dates, with_filter};
use imported::{Imported, SCHOOLS};
use together::{Group, all_groups};

#[test]
fn attendance_by_cause_agrees() {
    agree(&Indicator {
        query: "attendance_by_cause",
        columns: attendance::COLUMNS,
        twin: attendance::attendance_by_cause,
        asks: |school, dice| {
            let mut asks = vec![Ask::default(), Ask { by: Some("school"), ..Ask::default() }];
            let grain = usize::try_from(school.seed).expect("small");
            asks.push(with_dates(school, dice, Ask { by: Some(attendance::GRAINS[grain % 10]), ..Ask::default() }));
            asks.push(with_filter(school, dice, Ask { by: Some(attendance::GRAINS[(grain + 3) % 10]), ..Ask::default() }));
            let wanted =
                if school.periods.iter().any(|period| period.grade_level.is_some()) { "q2" } else { dice.pick(&["q1", "q2", "h1"]) };
            // Without the days of the period the query is refused, see the test below.
            if has_dates(school, wanted) {
                asks.push(Ask { by: Some(attendance::GRAINS[(grain + 5) % 10]), period: Some(wanted), ..Ask::default() });
            }
            asks
        },
        invariant: |row| {
            let days = ["days_excused", "days_illness", "days_unexcused", "days_unset", "days_mixed"];
            sum(row, &["excused", "illness", "unexcused", "unset"]) == row["absent"].as_i64()
                && (row["days_absent"].is_null() || sum(row, &days) == row["days_absent"].as_i64())
        },
        sums: &["excused", "illness", "unexcused", "unset", "absent", "late", "lessons_held"],
        order: &[],
    });
}

fn has_dates(school: &crate::random_school::School, id: &str) -> bool {
    school.periods.iter().any(|period| period.id == id)
}

/// What is asked together shares what it reads; alone and through the command line the answer is the same.
#[test]
fn asked_together_or_alone_the_answer_is_the_same() {
    let catalog = vedomost::query::Catalog::builtin().expect("the catalogue");
    for imported in SCHOOLS.iter().filter(|imported| has_dates(&imported.school, "q2")).take(2) {
        let asks = [Ask { period: Some("q2"), ..Ask::default() }, Ask { period: Some("q1"), ..Ask::default() }];
        let names: Vec<&str> = catalog.indicators().map(|query| query.name.as_str()).collect();
        let requests: Vec<_> = asks.iter().flat_map(|ask| names.iter().map(|name| request(name, ask))).collect();
        let together = Group::of(vec![imported]).answers(&requests);
        for ((at, name), answer) in names.iter().enumerate().zip(together) {
            let store = imported.store.display().to_string();
            let (code, out, err) = run(&["vedomost", "query", name, "--store", &store, "--period", "q2", "--format", "json"]);
            let alone = serde_json::from_str::<serde_json::Value>(&out).ok().map(|answer| answer["rows"].clone());
            let answer = answer.ok().map(|answer| serde_json::Value::from(rows(&answer)));
            assert!(alone == answer && (code == 0) == answer.is_some(), "{at} {name} of {}: {out}{err}", imported.school.seed);
        }
    }
}

#[test]
fn days_of_a_period_that_nobody_told_are_refused() {
    let without: Vec<&Imported> = SCHOOLS.iter().filter(|imported| !has_dates(&imported.school, "h2")).collect();
    assert!(!without.is_empty());
    for imported in without {
        let store = imported.store.display().to_string();
        let (code, out, err) = run(&["vedomost", "--lang", "en", "query", "attendance-by-cause", "--store", &store, "--period", "h2"]);
        assert_eq!(code, 2, "{out}{err}");
        assert!(err.contains("the first and last day of h2 are not known"), "{err}");
    }
}

#[test]
fn students_without_marks_agrees() {
    agree(&Indicator {
        query: "students_without_marks",
        columns: without::COLUMNS,
        twin: without::students_without_marks,
        asks: |school, dice| {
            let mut asks = vec![Ask::default()];
            for _ in 0..3 {
                let as_of = plus(school.first_day, i64::try_from(dice.below(40)).expect("small"));
                asks.push(Ask { as_of: Some(as_of), ..Ask::default() });
            }
            let filtered = with_filter(school, dice, Ask { as_of: Some(school.last_day), ..Ask::default() });
            asks.push(filtered);
            asks
        },
        invariant: |row| {
            row["lessons_attended"].as_i64() <= row["lessons_held"].as_i64() && row["from_date"].as_str() <= row["to_date"].as_str()
        },
        sums: &[],
        order: &[],
    });
}

#[test]
fn standing_agrees() {
    agree(&Indicator {
        query: "standing",
        columns: standing::COLUMNS,
        twin: standing::standing,
        asks: |school, dice| {
            let mut asks: Vec<Ask> = periods(dice).map(|period| Ask { period: Some(period), ..Ask::default() }).into();
            asks.push(with_filter(school, dice, Ask { period: Some("year"), ..Ask::default() }));
            asks
        },
        invariant: |row| row["standing"].is_string(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn standings_agrees() {
    agree(&Indicator {
        query: "standings",
        columns: standings::COLUMNS,
        twin: standings::standings,
        asks: |school, dice| {
            let mut asks = both_ends(dice);
            let grain = standings::GRAINS[usize::try_from(school.seed % 4).expect("small")];
            asks.push(with_filter(school, dice, Ask { by: Some(grain), period: Some("h1"), ..Ask::default() }));
            asks.push(Ask { by: Some(dice.pick(&standings::GRAINS)), period: Some("year"), ..Ask::default() });
            asks
        },
        invariant: |row| {
            sum(row, &standings::PARTS) == row["roster"].as_i64() && row["one_four"].as_i64() <= row["fours_and_fives"].as_i64()
        },
        sums: &["roster", "all_fives", "fours_and_fives", "one_four", "one_three", "with_threes", "failing_one", "no_data", "incomplete"],
        order: &[],
    });
}

#[test]
fn performance_agrees() {
    agree(&Indicator {
        query: "performance",
        columns: performance::COLUMNS,
        twin: performance::performance,
        asks: |school, dice| {
            let mut asks = both_ends(dice);
            let grain = performance::GRAINS[usize::try_from(school.seed % 6).expect("small")];
            asks.push(with_filter(school, dice, Ask { by: Some(grain), period: Some("h1"), ..Ask::default() }));
            asks.push(Ask { by: Some(dice.pick(&performance::GRAINS)), period: Some("year"), ..Ask::default() });
            asks
        },
        invariant: |row| {
            row["quality_n"].as_i64() <= row["pass_n"].as_i64()
                && row["pass_n"].as_i64() <= row["assessed"].as_i64()
                && row["students_pass"].as_i64() <= row["students_base"].as_i64()
        },
        sums: &[
            "n5",
            "n4",
            "n3",
            "n2",
            "n1",
            "not_assessed",
            "exempt",
            "no_mark",
            "assessed",
            "pass_n",
            "quality_n",
            "learning_index_n",
            "mark_sum",
        ],
        order: &[],
    });
}

#[test]
fn programme_completion_agrees() {
    agree(&Indicator {
        query: "programme_completion",
        columns: programme::COLUMNS,
        twin: programme::programme_completion,
        asks: |school, dice| {
            let as_of = plus(school.first_day, i64::try_from(dice.below(40)).expect("small"));
            let asked = Ask { as_of: Some(as_of), ..Ask::default() };
            vec![Ask::default(), asked.clone(), with_filter(school, dice, asked)]
        },
        invariant: |row| row["given_with_topic_hundredths"].as_i64() <= row["given_hours_hundredths"].as_i64(),
        sums: &[],
        order: &[],
    });
}
