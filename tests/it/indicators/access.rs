//! Parents without access, under regulations that ask for a print-out each quarter, each week, and never.

use std::collections::BTreeSet;

use serde_json::Value;

use super::agreement::{SCHOOLS, run};
use super::{Indicator, agree_on_some, with_filter};
use crate::random_school::{Dice, School, plus};
use crate::twins::parents_without_access::{COLUMNS, parents, parents_without_access};
use crate::twins::{Ask, Row};

#[test]
fn parents_without_access_agrees() {
    agree_on_some(&Indicator {
        query: "parents_without_access",
        columns: COLUMNS,
        twin: parents_without_access,
        asks: |school, dice| vec![Ask::default(), with_filter(school, dice, Ask { as_of: Some(school.last_day), ..Ask::default() })],
        invariant: |row| row["verdict"] == "no_rule" || row["reason"] == "no_table:account",
        sums: &[],
        order: &[],
    });
}

#[test]
fn parents_without_access_agrees_under_other_regulations() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let step = if SCHOOLS.len() > 100 { 7 } else { 1 };
    for (turn, imported) in SCHOOLS.iter().step_by(step).enumerate() {
        let school = &imported.school;
        let (regulation, every) = if turn % 2 == 0 { ("s0", "quarter") } else { ("s2", "week") };
        for ask in asks(school) {
            let (as_of, store) = (ask.as_of.expect("a day").to_string(), imported.store.display().to_string());
            let args = ["vedomost", "query", "parents-without-access", "--store", &store, "--regulation", regulation, "--as-of", &as_of];
            let (code, out, err) = run(&[&args[..], &["--format", "json"]].concat());
            let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("exit {code}: {out}{err}"));
            let mut got: Vec<Row> = answer["rows"].as_array().expect("rows").iter().map(plain).collect();
            let mut expected = parents(school, &ask, every);
            for rows in [&mut got, &mut expected] {
                rows.sort_by_key(|row| format!("{row:?}"));
            }
            assert_eq!(got, expected, "seed {} {regulation} {ask:?}", school.seed);
            seen.extend(got.iter().map(|row| row["reason"].as_str().or(row["verdict"].as_str()).unwrap_or_default().to_owned()));
        }
    }
    if SCHOOLS.len() >= 24 {
        let wanted = ["in_time", "missing", "open", "no_period_bounds", "no_table:account", "no_table:notification"];
        assert_eq!(seen, wanted.map(str::to_owned).into());
    }
}

/// Inside the days with lessons, a Sunday among them, and the last day of the first quarter.
fn asks(school: &School) -> [Ask; 3] {
    let mut dice = Dice::new(school.seed ^ 0xACCE);
    let days = [dice.between(school.first_day, school.last_day), plus(school.last_day, 3), crate::random_school::day(10, 26)];
    days.map(|as_of| Ask { as_of: Some(as_of), ..Ask::default() })
}

fn plain(row: &Value) -> Row {
    let cells = row.as_object().expect("a row").iter().filter(|(name, _)| *name != "student_id");
    cells.map(|(name, value)| (name.clone(), value.clone())).collect()
}
