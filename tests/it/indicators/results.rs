//! Period marks: further standings, notable marks, the change from period to period, notifications due.

use super::{Indicator, agree_on_some, of_periods, sum};
use crate::twins::{dynamics, notification_due, standing_detail};

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
