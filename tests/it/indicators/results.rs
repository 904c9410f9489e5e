//! Period marks: further standings, notable marks, the change from period to period, notifications due.

use std::collections::BTreeSet;

use super::{Indicator, SCHOOLS, agree_on_some, all_groups, of_periods, request, rows, sum};
use crate::twins::{Ask, dynamics, notification_due, preliminary_standing, standing_detail};

#[test]
fn standing_detail_agrees() {
    agree_on_some(&Indicator {
        query: "standing_detail",
        columns: standing_detail::COLUMNS,
        twin: standing_detail::standing_detail,
        asks: |school, dice| of_periods(school, dice, &standing_detail::GRAINS),
        invariant: |row| {
            let causes =
                ["illness", "excused", "unexcused", "unset", "no_absence", "unknown"].map(|cause| format!("not_certified_{cause}"));
            sum(row, &causes.each_ref().map(String::as_str)) == row["not_certified"].as_i64()
        },
        sums: &["roster", "two_fours", "two_threes", "debtors", "not_certified"],
        order: &[],
    });
}

#[test]
fn notable_mark_agrees() {
    agree_on_some(&Indicator {
        query: "notable_mark",
        columns: standing_detail::NOTABLE,
        twin: standing_detail::notable_mark,
        asks: |school, dice| of_periods(school, dice, &[]),
        invariant: |row| row["note"].is_string(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn dynamics_agrees() {
    agree_on_some(&Indicator {
        query: "dynamics",
        columns: dynamics::COLUMNS,
        twin: dynamics::dynamics,
        asks: |school, dice| of_periods(school, dice, &dynamics::GRAINS),
        invariant: |row| row["before_mark_count"].is_null() != row["before_reason"].is_null(),
        sums: &["assessed", "pass_n", "quality_n", "mark_sum"],
        order: &[],
    });
}

#[test]
fn notification_due_agrees() {
    agree_on_some(&Indicator {
        query: "notification_due",
        columns: notification_due::COLUMNS,
        twin: notification_due::notification_due,
        asks: |school, dice| of_periods(school, dice, &[]),
        invariant: |row| row["verdict"].is_string(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn preliminary_standing_agrees() {
    agree_on_some(&Indicator {
        query: "preliminary_standing",
        columns: preliminary_standing::COLUMNS,
        twin: preliminary_standing::preliminary_standing,
        asks: |school, dice| of_periods(school, dice, &[]),
        invariant: |row| row["students_quality"].as_i64() <= row["students_pass"].as_i64(),
        sums: &[],
        order: &["class_id", "student_id"],
    });
}

/// Where nothing is forecast and nothing left empty, the preliminary report (F4) says of a student what the report of the period (F3) says.
#[test]
fn a_student_with_every_mark_set_stands_in_both_reports_alike() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for group in all_groups().filter(|group| !group.is_alone() || SCHOOLS.len() == 1) {
        let asked = |query, period| request(query, &Ask { period: Some(period), ..Ask::default() });
        for period in ["q1", "q2", "h1", "year"] {
            let both = group.answers(&[asked("standing", period), asked("preliminary_standing", period)]);
            let [last, preliminary] = [0, 1].map(|at| rows(both[at].as_ref().expect("an answer")));
            assert_eq!(last.len(), preliminary.len(), "{period}");
            for row in preliminary.iter().filter(|row| row["forecast"] == 0 && row["empty_subjects"].is_null()) {
                let other =
                    last.iter().find(|other| ["school", "student_id"].iter().all(|key| other[key] == row[key])).expect("the student");
                assert_eq!(row["standing"], other["standing"], "{period}: {row} {other}");
                seen.insert(row["standing"].as_str().expect("a standing").to_owned());
            }
        }
    }
    assert!(SCHOOLS.len() < 100 || seen.len() > 9, "{seen:?}");
}
