//! Programme, plans, hours missed, movement and sizes.

use super::{Indicator, agree_on_some, of_days, sum};
use crate::twins::{
    attendance_hours, movement, movement_list, plan_hours, plan_rows, practical_part, programme_by_period, programme_summary,
};

#[test]
fn attendance_hours_agrees() {
    agree_on_some(&Indicator {
        query: "attendance_hours",
        columns: attendance_hours::COLUMNS,
        twin: attendance_hours::attendance_hours,
        asks: |school, dice| of_days(school, dice, &attendance_hours::GRAINS),
        invariant: |row| row["hours_unexcused_hundredths"].as_i64() <= row["hours_missed_hundredths"].as_i64(),
        sums: &["hours_missed_hundredths", "hours_unexcused_hundredths"],
        order: &["stage", "grade_level", "class_id", "student_id", "month"],
    });
}

#[test]
fn programme_summary_agrees() {
    agree_on_some(&Indicator {
        query: "programme_summary",
        columns: programme_summary::COLUMNS,
        twin: programme_summary::programme_summary,
        asks: |school, dice| of_days(school, dice, &programme_summary::GRAINS),
        invariant: |row| sum(row, &["behind", "on_plan", "not_determinable"]) == row["courses"].as_i64(),
        sums: &["courses", "behind", "on_plan"],
        order: &[],
    });
}

#[test]
fn plan_hours_agrees() {
    agree_on_some(&Indicator {
        query: "plan_hours",
        columns: plan_hours::COLUMNS,
        twin: plan_hours::plan_hours,
        asks: |school, dice| of_days(school, dice, &plan_hours::GRAINS),
        invariant: |row| sum(row, &["equal", "more", "less", "no_plan", "no_curriculum"]) == row["courses"].as_i64(),
        sums: &["courses", "equal", "more", "less", "no_plan"],
        order: &[],
    });
}

#[test]
fn plan_rows_agrees() {
    agree_on_some(&Indicator {
        query: "plan_rows",
        columns: plan_rows::COLUMNS,
        twin: plan_rows::plan_rows,
        asks: |school, dice| of_days(school, dice, &[]),
        invariant: |row| row["topic_differs"].as_i64() <= row["with_row"].as_i64() && row["with_row"].as_i64() <= row["lessons"].as_i64(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn practical_part_agrees() {
    agree_on_some(&Indicator {
        query: "practical_part",
        columns: practical_part::COLUMNS,
        twin: practical_part::practical_part,
        asks: |school, dice| of_days(school, dice, &practical_part::GRAINS),
        invariant: |row| {
            row["control_held"].as_i64() <= row["control_planned"].as_i64()
                && row["courses_without_control"].as_i64() <= row["courses"].as_i64()
        },
        sums: &["courses", "control_planned", "control_held", "laboratory_held"],
        order: &[],
    });
}

#[test]
fn movement_agrees() {
    agree_on_some(&Indicator {
        query: "movement",
        columns: movement::COLUMNS,
        twin: movement::movement,
        asks: |school, dice| of_days(school, dice, &movement::GRAINS),
        invariant: |row| {
            // The identity of the form: at the beginning + in − out = at the end.
            let number = |name: &str| row[name].as_i64().expect("a number");
            let moves = number("arrived") + number("moved_in") - number("departed") - number("moved_out");
            number("start_n") + moves == number("end_n")
        },
        sums: &[],
        order: &[],
    });
}

#[test]
fn movement_list_agrees() {
    agree_on_some(&Indicator {
        query: "movement_list",
        columns: movement_list::COLUMNS,
        twin: movement_list::movement_list,
        asks: |school, dice| of_days(school, dice, &[]),
        invariant: |row| row["direction"].is_string(),
        sums: &[],
        order: &["date", "grade_level", "class_id", "student_id", "direction"],
    });
}

#[test]
fn class_size_agrees() {
    agree_on_some(&Indicator {
        query: "class_size",
        columns: movement::SIZE,
        twin: movement::class_size,
        asks: |school, dice| of_days(school, dice, &movement::GRAINS),
        invariant: |row| sum(row, &["boys", "girls", "sex_unknown"]) == row["on_day"].as_i64(),
        sums: &["classes_n", "on_day", "boys", "girls", "over_norm", "on_start", "on_end"],
        order: &[],
    });
}

#[test]
fn programme_by_period_agrees() {
    agree_on_some(&Indicator {
        query: "programme_by_period",
        columns: programme_by_period::COLUMNS,
        twin: programme_by_period::programme_by_period,
        asks: |school, dice| of_days(school, dice, &[]),
        invariant: |row| row["period_id"].is_string(),
        sums: &[],
        order: &["grade_level", "class_id", "subject_id", "group_id", "period_id"],
    });
}
