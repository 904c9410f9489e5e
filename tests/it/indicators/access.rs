//! Parents without access, under regulations that ask for a print-out each quarter, each week, and never.

use std::collections::BTreeSet;

use serde_json::Value;

use super::together::some_groups;
use super::{Imported, Indicator, SCHOOLS, agree_on_some, request, rows, with_filter};
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
    for (group, (regulation, every)) in some_groups().flat_map(|group| [("s0", "quarter"), ("s2", "week")].map(|pack| (group, pack))) {
        let asks: Vec<Ask> = group.askers().flat_map(|asker| asks(&asker.school)).collect();
        let requests: Vec<_> = asks.iter().map(|ask| request("parents_without_access", ask)).collect();
        for (ask, answer) in asks.iter().zip(group.open(regulation).answer(&requests)) {
            let answer = rows(&answer.unwrap_or_else(|error| panic!("{regulation} {ask:?}: {error}")));
            for Imported { school, id, .. } in &group.schools {
                let mut got: Vec<Row> = answer.iter().filter(|row| row["school"] == *id).map(plain).collect();
                let mut expected: Vec<Row> = parents(school, ask, every).into_iter().map(without_school).collect();
                for rows in [&mut got, &mut expected] {
                    rows.sort_by_key(|row| format!("{row:?}"));
                }
                assert_eq!(got, expected, "seed {} {regulation} {ask:?}", school.seed);
                seen.extend(got.iter().map(|row| row["reason"].as_str().or(row["verdict"].as_str()).unwrap_or_default().to_owned()));
            }
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
    without_school(cells.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// The twin knows no other school.
fn without_school(mut row: Row) -> Row {
    row.remove("school");
    row
}
