//! Several random schools in one store: ranked, and side by side with the figures of each.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use super::agreement::run;
use crate::random_school::{School, plus, school};
use crate::twins::municipal_ranks::{self, municipal_ranks};
use crate::twins::municipal_summary::{self, municipal_summary};
use crate::twins::{Ask, Row};

/// Seeds of the schools of a store; the same seed twice shares every place. In the last a calendar says nothing, and one has no second half-year.
fn seeds() -> [Vec<u64>; 4] {
    let first = |wanted: fn(&School) -> bool| (0..).find(|seed| wanted(&school(*seed))).expect("a school");
    let mute = first(|school| school.periods.is_empty());
    let quarters = first(|school| !school.periods.is_empty() && school.periods.iter().all(|period| period.id != "h2"));
    [vec![0, 16, 20, 0], vec![1, 5, 11, 34], vec![10, 12, 27], vec![0, mute, quarters]]
}

/// A store and its schools with the ids by which they stand in it.
pub struct Municipality {
    pub store: String,
    schools: Vec<(String, School)>,
}

pub static STORES: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("municipality");
    let _ = fs::remove_dir_all(&folder);
    let store = |(number, seeds): (usize, Vec<u64>)| {
        let store = folder.join(format!("store-{number}")).display().to_string();
        let schools: Vec<(String, School)> = (1..).zip(seeds).map(|(at, seed)| (format!("school-{at}"), school(seed))).collect();
        for (id, school) in &schools {
            let bundle = folder.join(format!("bundle-{number}-{id}"));
            school.write_bundle(&bundle);
            let (code, out, err) = run(&["vedomost", "import", &bundle.display().to_string(), "--store", &store, "--school", id]);
            assert!(code <= 1, "{out}{err}");
        }
        Municipality { store, schools }
    };
    seeds().into_iter().enumerate().map(store).collect()
});

#[test]
fn municipal_ranks_agrees() {
    let got = agree("municipal_ranks", municipal_ranks::COLUMNS, municipal_ranks);
    let known = got.iter().filter(|row| row["rank"].as_i64() > Some(1)).count();
    assert!(known > 100, "only {known} places below the first");
}

#[test]
fn municipal_summary_agrees() {
    let got = agree("municipal_summary", municipal_summary::COLUMNS, municipal_summary);
    let of = |column: &str, known: bool| got.iter().filter(|row| row[column].is_null() != known).count();
    for column in ["on_day", "start_n", "roster", "students_base"] {
        assert!(of(column, true) > 20, "{column} is known {} times", of(column, true));
    }
    assert!(of("start_n", false) > 3, "the days are known everywhere");
}

/// What a twin is to schools with their ids.
type Twin = fn(&[(String, School)], &Ask) -> Vec<Row>;

/// The rows of all stores and questions, equal to those of the twin.
fn agree(query: &str, columns: &[&str], twin: Twin) -> Vec<Row> {
    let mut all = Vec::new();
    for Municipality { store, schools } in STORES.iter() {
        for ask in asks(schools).into_iter().filter(|ask| ask.grade.is_none() || query == "municipal_ranks") {
            let (expected, got) = (twin(schools, &ask), ask_all(query, columns, store, &ask));
            for (one, other) in got.iter().zip(&expected) {
                assert_eq!(one, other, "{store} {ask:?}");
            }
            assert_eq!(got.len(), expected.len(), "{store} {ask:?}");
            all.extend(got);
        }
    }
    all
}

fn asks(schools: &[(String, School)]) -> Vec<Ask> {
    // The own bounds of one grade level make the days of q1 differ inside a school.
    let common = schools.iter().all(|(_, school)| school.periods.iter().all(|period| period.grade_level.is_none()));
    let periods = if common { vec!["q1", "h1", "h2", "t1"] } else { vec!["h1", "h2", "t1"] };
    let mut asks: Vec<Ask> = periods.into_iter().map(|period| Ask { period: Some(period), ..Ask::default() }).collect();
    let first = &schools[0].1;
    let last = schools.iter().map(|(_, school)| school.last_day).max();
    asks.push(Ask { grade: Some(first.classes[0].grade_level), as_of: last, period: Some("year"), ..Ask::default() });
    asks.push(Ask { as_of: Some(plus(first.first_day, 9)), period: Some("q2"), ..Ask::default() });
    asks
}

fn ask_all(query: &str, columns: &[&str], store: &str, ask: &Ask) -> Vec<Row> {
    let mut args = vec!["vedomost", "query", query, "--store", store, "--all-schools", "--format", "json"];
    let (as_of, grade) = (ask.as_of.map(|day| day.to_string()), ask.grade.map(|grade| grade.to_string()));
    for (flag, value) in [("--period", ask.period), ("--as-of", as_of.as_deref()), ("--grade", grade.as_deref())] {
        args.extend(value.into_iter().flat_map(|value| [flag, value]));
    }
    let (code, out, err) = run(&args);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("exit {code}: {out}{err}"));
    let rows = answer["rows"].as_array().expect("rows").iter().map(|row| row.as_object().expect("a row"));
    rows.map(|row| {
        assert_eq!(row.keys().collect::<Vec<_>>(), columns);
        row.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    })
    .collect()
}
