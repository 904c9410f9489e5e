//! Several random schools in one store, ranked.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::agreement::run;
use crate::random_school::{School, plus, school};
use crate::twins::municipal_ranks::{COLUMNS, municipal_ranks};
use crate::twins::{Ask, Row};

const QUERY: &str = "municipal_ranks";
/// Seeds of the schools of a store; the same seed twice shares every place.
const STORES: [&[u64]; 3] = [&[0, 16, 20, 0], &[1, 5, 11, 34], &[10, 12, 27]];

#[test]
fn municipal_ranks_agrees() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("municipality");
    let _ = fs::remove_dir_all(&folder);
    let mut known = 0;
    for (number, seeds) in STORES.iter().enumerate() {
        let store = folder.join(format!("store-{number}"));
        let schools: Vec<(String, School)> = (1..).zip(*seeds).map(|(at, seed)| (format!("school-{at}"), school(*seed))).collect();
        for (id, school) in &schools {
            let bundle = folder.join(format!("bundle-{number}-{id}"));
            school.write_bundle(&bundle);
            let (bundle, store) = (bundle.display().to_string(), store.display().to_string());
            let (code, out, err) = run(&["vedomost", "import", &bundle, "--store", &store, "--school", id]);
            assert!(code <= 1, "{out}{err}");
        }
        for ask in asks(&schools) {
            let expected = municipal_ranks(&schools, &ask);
            let got = ranks(&store.display().to_string(), &ask);
            for (one, other) in got.iter().zip(&expected) {
                assert_eq!(one, other, "store {number} {ask:?}");
            }
            assert_eq!(got.len(), expected.len(), "store {number} {ask:?}");
            known += got.iter().filter(|row| row["rank"].as_i64() > Some(1)).count();
        }
    }
    assert!(known > 100, "only {known} places below the first");
}

fn asks(schools: &[(String, School)]) -> Vec<Ask> {
    // The own bounds of one grade level make the days of q1 differ inside a school.
    let common = schools.iter().all(|(_, school)| school.periods.iter().all(|period| period.grade_level.is_none()));
    let periods = if common { vec!["q1", "h1", "t1"] } else { vec!["h1", "t1"] };
    let mut asks: Vec<Ask> = periods.into_iter().map(|period| Ask { period: Some(period), ..Ask::default() }).collect();
    let first = &schools[0].1;
    let last = schools.iter().map(|(_, school)| school.last_day).max();
    asks.push(Ask { grade: Some(first.classes[0].grade_level), as_of: last, period: Some("year"), ..Ask::default() });
    asks.push(Ask { as_of: Some(plus(first.first_day, 9)), period: Some("q2"), ..Ask::default() });
    asks
}

fn ranks(store: &str, ask: &Ask) -> Vec<Row> {
    let mut args = vec!["vedomost", "query", QUERY, "--store", store, "--all-schools", "--format", "json"];
    let (as_of, grade) = (ask.as_of.map(|day| day.to_string()), ask.grade.map(|grade| grade.to_string()));
    for (flag, value) in [("--period", ask.period), ("--as-of", as_of.as_deref()), ("--grade", grade.as_deref())] {
        args.extend(value.into_iter().flat_map(|value| [flag, value]));
    }
    let (code, out, err) = run(&args);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("exit {code}: {out}{err}"));
    let rows = answer["rows"].as_array().expect("rows").iter().map(|row| row.as_object().expect("a row"));
    rows.map(|row| {
        assert_eq!(row.keys().collect::<Vec<_>>(), COLUMNS);
        row.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    })
    .collect()
}
