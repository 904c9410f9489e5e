//! The dates of the school year under regulations that name others of them each.

use std::collections::BTreeSet;

use serde_json::Value;

use super::together::some_groups;
use super::{Indicator, SCHOOLS, agree_on_some, request, rows};
use crate::random_school::{Dice, School, day, plus};
use crate::twins::year_dates::{COLUMNS, Rules, dates, year_dates};
use crate::twins::{Ask, Row};

/// Each group follows every second one.
const PACKS: [(&str, Rules); 5] = [
    ("s0", Rules { year_open: "07-01", set_up: "09-10", year_close: "08-30", control: 7, ..NONE }),
    ("s1", Rules { set_up: "09-01", plans: "09-01", accounts: "09-15", control: 31, ..NONE }),
    ("s2", Rules { plans: "09-01", print: "06-30", ..NONE }),
    ("s3", Rules { set_up: "09-10", director: 31, ..NONE }),
    ("s4", Rules { year_open: "09-03", transfer: "06-20", ..NONE }),
];

const NONE: Rules =
    Rules { year_open: "", set_up: "", plans: "", accounts: "", control: 0, director: 0, transfer: "", print: "", year_close: "" };

#[test]
fn year_dates_agrees() {
    agree_on_some(&Indicator {
        query: "year_dates",
        columns: COLUMNS,
        twin: year_dates,
        asks: |school, dice| {
            vec![Ask::default(), Ask { as_of: Some(plus(school.last_day, i64::from(dice.pick(&[-9, 3, 20])))), ..Ask::default() }]
        },
        invariant: |row| {
            row["done"].as_i64() <= row["units"].as_i64() && (row["verdict"] == "not_determinable") == row["reason"].is_string()
        },
        sums: &[],
        order: &[],
    });
}

#[test]
fn year_dates_agrees_under_other_regulations() {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let followed = |at: usize| (0..PACKS.len()).filter(move |pack| (at + pack).is_multiple_of(2)).map(|pack| &PACKS[pack]);
    for (group, (pack, rules)) in some_groups().enumerate().flat_map(|(at, group)| followed(at).map(move |pack| (group, pack))) {
        let asks: Vec<Ask> = group.askers().flat_map(|asker| asks(&asker.school)).collect();
        let requests: Vec<_> = asks.iter().map(|ask| request("year_dates", ask)).collect();
        for (ask, answer) in asks.iter().zip(group.open(pack).answer(&requests)) {
            let answer = rows(&answer.unwrap_or_else(|error| panic!("{pack} {ask:?}: {error}")));
            for one in &group.schools {
                let got: Vec<Row> = answer.iter().filter(|row| row["school"] == *one.id).map(without_school).collect();
                let twin: Vec<Row> =
                    dates(&one.school, ask, rules).into_iter().map(|row| without_school(&row.into_iter().collect())).collect();
                assert_eq!(got, twin, "seed {} {pack} {ask:?}", one.school.seed);
                let told = |row: &Row, name: &str| row[name].as_str().map(str::to_owned);
                let verdict = |row: &Row| told(row, "reason").or(told(row, "verdict")).expect("a verdict");
                seen.extend(got.iter().map(|row| (told(row, "record").expect("a record"), verdict(row))));
            }
        }
    }
    if SCHOOLS.len() >= 24 {
        for (record, verdicts) in [
            ("year_open", "in_time not_exported open"),
            ("set_up", "in_time missing no_entry_time open"),
            ("plans", "in_time missing no_entry_time no_table:planned_lesson open"),
            ("accounts", "in_time missing no_data no_entry_time no_student_accounts open"),
            ("control", "cycle_without_remark in_time no_table:remark open"),
            ("director_control", "no_author no_table:remark open"),
            ("transfer", "in_time late missing no_data no_order_date no_table:student_movement open"),
            ("print", "not_exported open"),
            ("year_close", "not_exported open"),
        ] {
            for verdict in verdicts.split(' ') {
                assert!(seen.contains(&(record.to_owned(), verdict.to_owned())), "never met: {record} {verdict} in {seen:?}");
            }
        }
    }
}

/// While lessons are given, before all dates but one, around those of summer, and when the year is over.
fn asks(school: &School) -> [Ask; 4] {
    let mut dice = Dice::new(school.seed ^ 0xDA7E);
    let days = [dice.between(school.first_day, plus(school.last_day, 30)), plus(day(9, 1), -1), day(6, 22), day(8, 31)];
    days.map(|as_of| Ask { as_of: Some(as_of), ..Ask::default() })
}

/// The twin knows no other school.
fn without_school(row: &Value) -> Row {
    let cells = row.as_object().expect("a row").iter().filter(|(name, _)| *name != "school");
    cells.map(|(name, value)| (name.clone(), value.clone())).collect()
}
