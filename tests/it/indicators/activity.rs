//! Who keeps and opens the gradebook, and how full the cards are.

use super::{Indicator, agree_on_some, of_days, sum, with_filter};
use crate::twins::{Ask, activity};

#[test]
fn teacher_activity_agrees() {
    agree_on_some(&Indicator {
        query: "teacher_activity",
        columns: activity::TEACHER,
        twin: activity::teacher_activity,
        asks: |school, dice| vec![Ask { by: Some("teacher"), ..Ask::default() }, Ask::default(), of_days(school, dice, &[]).swap_remove(2)],
        invariant: |row| row["active"].as_i64() <= row["teachers"].as_i64(),
        sums: &[],
        order: &["month", "full_name"],
    });
}

#[test]
fn user_activity_agrees() {
    agree_on_some(&Indicator {
        query: "user_activity",
        columns: activity::USER,
        twin: activity::user_activity,
        asks: |school, dice| vec![Ask::default(), of_days(school, dice, &[]).swap_remove(2)],
        invariant: |row| row["users_min"].as_i64() <= row["users_max"].as_i64(),
        sums: &[],
        order: &["month", "role"],
    });
}

#[test]
fn never_logged_in_agrees() {
    agree_on_some(&Indicator {
        query: "never_logged_in",
        columns: activity::NEVER,
        twin: activity::never_logged_in,
        asks: |school, dice| {
            let named = Ask { by: Some("account"), ..Ask::default() };
            vec![Ask::default(), named.clone(), with_filter(school, dice, named), with_filter(school, dice, Ask::default())]
        },
        invariant: |row| sum(row, &["used", "never", "unknown"]) == row["accounts"].as_i64(),
        sums: &[],
        order: &["role", "account_id"],
    });
}

#[test]
fn card_completeness_agrees() {
    agree_on_some(&Indicator {
        query: "card_completeness",
        columns: activity::CARDS,
        twin: activity::card_completeness,
        asks: |school, dice| {
            let by_class = Ask { by: Some("class"), ..Ask::default() };
            vec![Ask::default(), by_class.clone(), with_filter(school, dice, by_class), with_filter(school, dice, Ask::default())]
        },
        invariant: |row| row["filled"].as_i64() <= row["cards"].as_i64(),
        sums: &[],
        order: &["grade_level", "class_id", "card", "field"],
    });
}
