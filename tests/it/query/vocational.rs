//! A vocational school: semesters, modules, hours instead of lessons; a club that is not assessed.

use vedomost::query::Params;

use super::fixture::{Fixture, by, day, period};

/// ИС-21: «МДК.01.01» planned 4 h in the first semester and 2 h in the second; three pairs of two hours, one of them in the second.
fn college() -> Fixture {
    Fixture::new()
        .class("ИС-21", 13, "semester", &["a", "b"])
        .put("subject", "subject_id, name, area, assessed", "('мдк.01.01', 'МДК.01.01', 'ПМ.01', TRUE), ('кружок', 'Кружок', 'ДО', FALSE)")
        .put(
            "grading_period",
            "period_id, kind, seq, start_date, end_date",
            "('s1', 'semester', 1, DATE '2025-09-01', DATE '2025-12-31'), ('s2', 'semester', 2, DATE '2026-01-12', DATE '2026-06-30')",
        )
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, planned_date",
            "('ИС-21', 'мдк.01.01', 1, 200, DATE '2025-09-02'), ('ИС-21', 'мдк.01.01', 2, 200, DATE '2025-10-02'),
             ('ИС-21', 'мдк.01.01', 3, 200, DATE '2026-02-02')",
        )
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths",
            "('ИС-21', 'мдк.01.01', DATE '2025-09-02', 1, 'held', 200), ('ИС-21', 'мдк.01.01', DATE '2025-10-02', 1, 'held', 200),
             ('ИС-21', 'мдк.01.01', DATE '2026-02-02', 1, 'held', 200)",
        )
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', 'ИС-21', 'мдк.01.01', DATE '2025-09-02', 1, 1, 'lesson', 'illness'), ('a', 'ИС-21', 'мдк.01.01', DATE '2025-10-02', 1, 1, 'lesson', 'unexcused')",
        )
}

#[test]
fn hours_by_semester_and_in_the_year() {
    let rows = college().rows(
        "programme_by_period",
        Params { as_of: day("2026-06-30"), ..Params::default() },
        "area period_id planned_hours_hundredths given_hours_hundredths",
    );
    assert_eq!(rows, ["ПМ.01 s1 400 400", "ПМ.01 s2 200 200", "ПМ.01 year 600 600"]);
    // As of the first semester nothing of the second was given yet.
    let rows =
        college().rows("programme_by_period", Params { as_of: day("2025-12-31"), ..Params::default() }, "period_id given_hours_hundredths");
    assert_eq!(rows, ["s1 400", "s2 0", "year 400"]);
}

#[test]
fn hours_missed_all_and_unexcused_by_month_and_in_the_semester() {
    let columns = "student_id month hours_missed_hundredths hours_unexcused_hundredths hours_held_hundredths";
    assert_eq!(
        college().rows("attendance_hours", period("s1", "student"), columns),
        ["a 2025-09 200 0 200", "a 2025-10 200 200 200", "a · 400 200 400", "b 2025-09 0 0 200", "b 2025-10 0 0 200", "b · 0 0 400"]
    );
    assert_eq!(college().rows("attendance_hours", period("s1", "class"), columns)[2], "· · 400 200 800");
}

#[test]
fn semesters_have_standings_and_the_marks_that_a_half_year_needs() {
    let school = college()
        .put("curriculum", "class_id, subject_id, hours_week_hundredths", "('ИС-21', 'мдк.01.01', 100)")
        .period_marks("ИС-21", "s1", "a мдк.01.01 5\nb мдк.01.01 зач")
        .put(
            "mark",
            "student_id, class_id, subject_id, date, seq, kind, value",
            "('a', 'ИС-21', 'мдк.01.01', DATE '2025-09-03', 1, 'score', 5)",
        );
    assert_eq!(school.rows("standing", period("s1", ""), "student_id standing credit"), ["a all_fives 0", "b no_data 1"]);
    let columns = "student_id marks needed_hundredths verdict";
    assert_eq!(school.rows("mark_sufficiency", period("s1", "student_subject"), columns), ["a 1 500 too_few", "b 0 500 too_few"]);
}

#[test]
fn a_club_has_attendance_and_hours_and_no_marks_are_expected() {
    let club = Fixture::new()
        .class("Робототехника", 5, "quarter", &["a"])
        .put("subject", "subject_id, name, assessed", "('кружок', 'Кружок', FALSE)")
        .put("lesson", "class_id, subject_id, date, lesson_number, status", "('Робототехника', 'кружок', DATE '2025-09-02', 1, 'held')")
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', 'Робототехника', 'кружок', DATE '2025-09-02', 1, 1, 'lesson', 'excused')",
        );
    assert_eq!(club.rows("standing", period("q1", ""), "standing"), ["not_applicable"]);
    assert_eq!(club.rows("attendance_by_cause", by("class"), "excused lessons_held"), ["1 1"]);
    assert!(club.rows("mark_sufficiency", period("q1", "student_subject"), "verdict").is_empty());
}
