//! Current marks: means, boundaries, objectivity, enough marks, the forecast.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, day, period};

fn school(marks: &str) -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("mark", "student_id, class_id, subject_id, date, seq, kind, value, weight_hundredths", marks)
}

/// Three subjects of 10/3, five of 5, 5, 5, 4, 4: (3 · 10/3 + 23) / 8 = 4,125 exactly, which is 4,13 and not 4,12.
#[test]
fn a_mean_on_the_border_is_not_pushed_under_it() {
    let mut rows = Vec::new();
    for (subject, values) in [("а", "334"), ("б", "343"), ("в", "433"), ("г", "5"), ("д", "5"), ("е", "5"), ("ж", "4"), ("з", "4")]
    {
        for (at, value) in values.chars().enumerate() {
            rows.push(format!("('a', '9Б', '{subject}', DATE '2025-09-{:02}', 1, 'score', {value}, 100)", at + 1));
        }
    }
    let columns = "mean_n mean_d weighted_mean_n weighted_mean_d";
    let of_a = school(&rows.join(", ")).rows("mark_mean", period("q1", "student"), &format!("student_id {columns}"));
    assert_eq!(of_a[0], "a 33000000 8000000 33000000 8000000");
}

/// A mark of 9Б in `х`.
fn mark(student: &str, day: u32, value: &str, weight: &str) -> String {
    format!("('{student}', '9Б', 'х', DATE '2025-09-{day:02}', 1, 'score', CAST({value} AS BIGINT), CAST({weight} AS BIGINT))")
}

fn marks(values: &[(&str, i64, i64)]) -> String {
    let row = |(at, (student, value, weight)): (usize, &(&str, i64, i64))| {
        mark(student, u32::try_from(at).expect("small") + 1, &value.to_string(), &weight.to_string())
    };
    values.iter().enumerate().map(row).collect::<Vec<_>>().join(", ")
}

#[test]
fn means_of_students_and_of_marks_plain_and_weighted() {
    // a: 5 (×1), 4 (×2) → 4.5, weighted 13/3; b: 3. Of marks: 12/3 = 4, weighted 16/4 = 4. Of students: (4.5 + 3)/2 = 3.75.
    let all = marks(&[("a", 5, 100), ("a", 4, 200), ("b", 3, 100)]);
    let columns = "mark_sum mark_count weighted_sum weight_sum mean_n mean_d weighted_mean_n weighted_mean_d";
    let of_students = school(&all).rows("mark_mean", period("q1", "class_subject"), columns);
    assert_eq!(of_students, ["12 3 1600 400 7500000 2000000 7333333 2000000"]);
    let of_marks = school(&all).set("class_mean", Setting::Text("of_marks".to_owned()));
    assert_eq!(of_marks.rows("mark_mean", period("q1", "class"), columns), ["12 3 1600 400 12 3 1600 400"]);
    // Nobody has a mark: a row without a mean, never zero.
    let nobody = school(&mark("z", 1, "5", "100")).rows("mark_mean", period("q1", "class"), "mark_count mean_n");
    assert_eq!(nobody, ["0 ·"]);
}

#[test]
fn a_debt_counts_as_the_regulation_says() {
    let all =
        format!("{}, ('a', '9Б', 'х', DATE '2025-09-09', 1, 'debt', CAST(NULL AS BIGINT), CAST(NULL AS BIGINT))", mark("a", 1, "5", "100"));
    let of = |word: &str| {
        let school = school(&all).set("debt_value", Setting::Text(word.to_owned()));
        school.rows("mark_mean", period("q1", "student_subject"), "mark_sum mark_count")
    };
    assert_eq!([of("ignore"), of("one"), of("two")], [["5 1"], ["6 2"], ["7 2"]]);
}

#[test]
fn boundaries_are_exact_and_inclusive() {
    // 5 4 → 4.50 → «5»; 449 marks' worth of weights: (5·49 + 4·51)/100 = 4.49, shown as 4.5, stays a «4».
    let exact = school(&marks(&[("a", 5, 100), ("a", 4, 100), ("b", 5, 49), ("b", 4, 51)]));
    assert_eq!(exact.rows("recommended_mark", period("q1", ""), "student_id recommended"), ["a 5", "b 4"]);
    // Another regulation: «5» from 4.51.
    let strict = school(&marks(&[("a", 5, 100), ("a", 4, 100)])).set("mark_5_from_hundredths", Setting::Int(451));
    assert_eq!(strict.rows("recommended_mark", period("q1", ""), "recommended"), ["4"]);
    let low = school(&marks(&[("a", 2, 100), ("a", 3, 100), ("b", 1, 100)]));
    assert_eq!(low.rows("recommended_mark", period("q1", ""), "recommended"), ["3", "2"]);
}

#[test]
fn the_year_is_the_rounded_mean_of_its_periods() {
    // 4 5 4 5 → 4.5 → «5»; 3 4 3 3 → 3.25 → «3».
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .period_marks("9Б", "q1", "a х 4\nb х 3")
        .period_marks("9Б", "q2", "a х 5\nb х 4")
        .period_marks("9Б", "q3", "a х 4\nb х 3")
        .period_marks("9Б", "q4", "a х 5\nb х 3")
        .period_marks("9Б", "year", "a х 4\nb х 3");
    let rows = school.rows("recommended_mark", period("year", ""), "student_id value weighted_sum weight_sum recommended");
    assert_eq!(rows, ["a 4 18 4 5", "b 3 13 4 3"]);
    assert_eq!(school.rows("objectivity", period("year", "class"), "finals compared raised lowered gap_sum"), ["2 2 0 1 -1"]);
}

#[test]
fn objectivity_lists_what_is_to_be_looked_at() {
    // a: 4 4 → «4», set 5: raised. b: 5 5 2 → 4.0 → «4», set 4: nothing to see until a «5» with a «2» is forbidden.
    let all = marks(&[("a", 4, 100), ("a", 4, 100), ("b", 5, 100), ("b", 5, 100), ("b", 5, 100), ("b", 2, 100)]);
    let school = |set: &str| school(&all).period_marks("9Б", "q1", &format!("a х 5\nb х {set}"));
    let columns = "student_id value recommended raised lowered";
    assert_eq!(school("4").rows("objectivity", period("q1", "student_subject"), columns), ["a 5 4 1 0"]);
    let columns = "student_id value recommended five_with_two";
    let forbidden = school("5").set("five_with_two_forbidden", Setting::Int(1));
    assert_eq!(forbidden.rows("objectivity", period("q1", "student_subject"), columns), ["a 5 4 0", "b 5 4 1"]);
}

#[test]
fn enough_marks_by_weekly_hours_and_kinds_of_work() {
    // физика, two hours a week: six marks in a quarter; a has six, none of them a control work; b has five.
    let rows: Vec<String> = (1..=11)
        .map(|at| {
            let (student, kind) = if at <= 6 { ("a", "О") } else { ("b", "КР") };
            format!("('{student}', '9Б', 'физика', DATE '2025-09-{at:02}', 1, 'score', CAST(4 AS BIGINT), '{kind}')")
        })
        .collect();
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("subject", "subject_id, name", "('физика', 'Физика')")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("curriculum", "class_id, subject_id, hours_week_hundredths", "('9Б', 'физика', 200)")
        .put(
            "assignment_kind",
            "assignment_kind, name, is_control, is_written",
            "('КР', 'Контрольная работа', TRUE, TRUE), ('О', 'Ответ', FALSE, FALSE)",
        )
        .put("mark", "student_id, class_id, subject_id, date, seq, kind, value, assignment_kind", &rows.join(", "));
    let columns = "student_id marks needed_hundredths verdict written_verdict";
    assert_eq!(
        school.rows("mark_sufficiency", period("q1", "student_subject"), columns),
        ["a 6 600 enough missing", "b 5 600 too_few enough"]
    );
    assert_eq!(school.rows("mark_sufficiency", period("q1", "class"), "cells enough too_few required written_missing"), ["2 1 1 2 1"]);
    assert_eq!(school.rows("mark_sufficiency", period("year", "class"), "cells no_rule"), ["2 2"]);
}

#[test]
fn the_forecast_takes_the_period_before_as_one_more_mark() {
    // a: 4 4, «5» before: 13/3 = 4.33 → «4», a drop. b: 2, «3» before: 2.5 → «3», on a boundary.
    let school = school(&marks(&[("a", 4, 100), ("a", 4, 100), ("b", 2, 100)]))
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-28')")
        .period_marks("9Б", "q1", "a х 5\nb х 3")
        .put(
            "mark",
            "student_id, class_id, subject_id, date, seq, kind, value",
            "('a', '9Б', 'х', DATE '2025-11-10', 1, 'score', 4), ('a', '9Б', 'х', DATE '2025-11-11', 1, 'score', 4),
             ('b', '9Б', 'х', DATE '2025-11-12', 1, 'score', 2)",
        );
    let params = |grain| Params { as_of: day("2025-11-30"), ..period("q2", grain) };
    let columns = "student_id forecast mark_before risk_low risk_drop risk_boundary basis";
    assert_eq!(school.rows("forecast", params("student_subject"), columns), ["a 4 5 0 1 0 forecast", "b 3 3 0 0 1 forecast"]);
    assert_eq!(school.rows("forecast", params("school"), "cells n4 n3 at_risk"), ["2 1 1 2"]);
    // q1 was set: 5 against 4 4 (mean 4), 3 against 2: the method, without a period before it, misses both.
    assert_eq!(school.rows("forecast_backtest", Params::default(), "period_id days_before cells hits")[0], "q1 0 2 0");
}
