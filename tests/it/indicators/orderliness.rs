//! Absences without excuse; lessons beside the timetable and the calendar.

use std::collections::BTreeSet;

use super::{Indicator, agree_on_some, has_dates, of_days};
use crate::random_school::school;
use crate::twins::{Ask, timetable_gaps, unexcused_absences};

/// Days, and a period where its days are known (without them the query is refused).
fn days_and_period(school: &crate::random_school::School, dice: &mut crate::random_school::Dice) -> Vec<Ask> {
    let mut asks = of_days(school, dice, &[]);
    let wanted = dice.pick(&["q1", "q2", "h1"]);
    if has_dates(school, wanted) {
        asks.push(Ask { period: Some(wanted), ..Ask::default() });
    }
    asks
}

#[test]
fn unexcused_absences_agrees() {
    agree_on_some(&Indicator {
        query: "unexcused_absences",
        columns: unexcused_absences::COLUMNS,
        twin: unexcused_absences::unexcused_absences,
        asks: days_and_period,
        invariant: |row| row["lessons"].as_i64() >= Some(1) && row["full_days"].as_i64() <= row["lessons"].as_i64(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn timetable_gaps_agrees() {
    agree_on_some(&Indicator {
        query: "timetable_gaps",
        columns: timetable_gaps::COLUMNS,
        twin: timetable_gaps::timetable_gaps,
        asks: days_and_period,
        invariant: |row| (row["check_name"] == "not_determinable") == row["reason"].is_string(),
        sums: &[],
        order: &["grade_level", "class_id", "date", "lesson_number", "subject_id"],
    });
}

/// Agreement on nothing would be worth nothing.
#[test]
fn random_schools_have_every_gap() {
    let rows = (0..36).flat_map(|seed| timetable_gaps::timetable_gaps(&school(seed), &Ask::default()));
    let seen: BTreeSet<String> =
        rows.map(|row| row["reason"].as_str().or(row["check_name"].as_str()).unwrap_or_default().to_owned()).collect();
    let wanted = ["no_lesson", "outside_timetable", "other_subject", "not_a_school_day", "no_timetable", "no_calendar"];
    assert_eq!(seen, wanted.map(str::to_owned).into());
}
