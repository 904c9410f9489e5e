//! What marksheets and reports about students print cell by cell: lists, period marks, current marks.

use vedomost::query::Params;

use super::fixture::{Fixture, day, period};
use super::results::partition;

const MARK: &str = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, modifier, weight_hundredths";

fn quarter(school: Fixture) -> Fixture {
    school.put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
}

#[test]
fn of_two_rows_of_a_cell_the_own_class_speaks_then_the_one_with_a_mark_then_the_later() {
    // a is in both classes, and each shows its own mark. b is in 9Б only: in «а» two other classes speak, the later «2» is shown; in «б» one
    // of them is empty.
    let school = Fixture::new().class("9А", 9, "quarter", &["a"]).class("9Б", 9, "quarter", &["b"]);
    let school = school.put("class_membership", "student_id, class_id", "('a', '9Б')").put(
        "period_mark",
        "student_id, class_id, subject_id, period_id, kind, status, value, set_at",
        "('a', '9А', 'а', 'q1', 'period', 'set', 3, NULL), ('a', '9Б', 'а', 'q1', 'period', 'set', 4, NULL),
         ('b', '9А', 'а', 'q1', 'period', 'set', 3, '2025-10-01'), ('b', '9В', 'а', 'q1', 'period', 'set', 2, '2025-10-20'),
         ('b', '9А', 'б', 'q1', 'period', 'empty', NULL, '2025-10-20'), ('b', '9В', 'б', 'q1', 'period', 'set', 5, '2025-10-01'),
         ('b', '9Б', 'а', 'year', 'exam', 'not_assessed', NULL, NULL)",
    );
    assert_eq!(
        school.rows("marksheet_cell", Params::default(), "class_id student_id subject_id period_id kind status value"),
        [
            "9А a а q1 period set 3",
            "9Б a а q1 period set 4",
            "9Б b а year exam not_assessed ·",
            "9Б b а q1 period set 2",
            "9Б b б q1 period set 5"
        ]
    );
}

#[test]
fn a_list_of_the_year_says_who_went_where_and_what_was_decided() {
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level, class_teacher_id", "('9А', '9А', 9, 't'), ('9Б', '9Б', 9, NULL)")
        .put("teacher", "teacher_id, full_name", "('t', 'Громов')")
        .put("student", "student_id, full_name", "('a', 'Имя a'), ('b', 'Имя b')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date, derived",
            "('a', '9А', NULL, DATE '2025-10-01', FALSE), ('a', '9Б', DATE '2025-10-02', NULL, FALSE), ('b', '9Б', NULL, NULL, TRUE)",
        )
        .put(
            "council_decision",
            "student_id, date, order_no, decision",
            "('a', DATE '2026-05-20', '11', 'retained'), ('a', DATE '2026-05-25', '12', 'promoted')",
        );
    assert_eq!(
        school.rows(
            "class_list",
            Params::default(),
            "class_id student_id from_date to_date moved_to decision order_no class_teacher derived"
        ),
        ["9А a · 2025-10-01 9Б promoted 12 Громов 0", "9Б a 2025-10-02 · · promoted 12 · 0", "9Б b · · · · · · 1"]
    );
}

#[test]
fn cells_of_the_period_carry_the_totals_of_the_student_and_who_teaches() {
    // a has one mark, 5; b one mark, 4: «н/а» and an empty cell are no marks. Nobody teaches «б».
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("subject", "subject_id, name", "('а', 'Химия')")
        .put("teacher", "teacher_id, full_name", "('t', 'Громов')")
        .put("teaching_assignment", "teacher_id, class_id, subject_id", "('t', '9Б', 'а')")
        .period_marks("9Б", "q1", "a а 5\na б н/а\nb а 4");
    assert_eq!(
        school.rows("result_cell", period("q1", ""), "student_id subject status value mark_sum mark_count teachers"),
        ["a Химия set 5 5 1 Громов", "a б not_assessed · 5 1 ·", "b Химия set 4 4 1 Громов", "b б empty · 4 1 ·"]
    );
}

/// «а»: 5 with double weight, 4, 1 and «н/а»; «в»: 3 and no period mark; «б»: «осв» and nothing else. What is of November is of the next period.
fn marked() -> Fixture {
    quarter(Fixture::new().class("9Б", 9, "quarter", &["a"])).period_marks("9Б", "q1", "a а 4\na б осв").put(
        "mark",
        MARK,
        "('a', '9Б', 'а', DATE '2025-09-02', 2, 1, 'score', 4, 'minus', NULL), ('a', '9Б', 'а', DATE '2025-09-02', 1, 1, 'score', 5, NULL, 200),
         ('a', '9Б', 'а', DATE '2025-09-02', 2, 2, 'score', 1, NULL, NULL), ('a', '9Б', 'а', DATE '2025-09-09', 1, 1, 'not_assessed', NULL, NULL, NULL),
         ('a', '9Б', 'в', DATE '2025-10-26', 1, 1, 'score', 3, NULL, NULL), ('a', '9Б', 'в', DATE '2025-11-05', 1, 1, 'score', 5, NULL, NULL)",
    )
}

#[test]
fn current_marks_stand_in_the_order_of_the_journal() {
    let columns = "subject_id date lesson_number seq kind value modifier";
    let seen = |as_of: &str| marked().rows("current_mark", Params { as_of: day(as_of), ..period("q1", "") }, columns);
    let all = [
        "а 2025-09-02 1 1 score 5 ·",
        "а 2025-09-02 2 1 score 4 minus",
        "а 2025-09-02 2 2 score 1 ·",
        "а 2025-09-09 1 1 not_assessed · ·",
        "в 2025-10-26 1 1 score 3 ·",
    ];
    assert_eq!(seen("2025-12-31"), all);
    assert_eq!(seen("2025-09-08"), all[..3]);
}

#[test]
fn a_student_by_subject_has_marks_and_the_period_mark() {
    // «а»: 5 + 4 + 1 = 10 of 3 marks; weighted 5 × 2 + 4 + 1 = 15 of 4. «1» stands among the «2».
    let columns = "subject_id status value n5 n4 n3 n2 mark_count mark_sum weight_sum weighted_sum";
    assert_eq!(
        marked().rows("student_subject", period("q1", ""), columns),
        ["а set 4 1 1 0 1 3 10 400 1500", "б exempt · 0 0 0 0 0 0 0 0", "в · · 0 0 1 0 1 3 100 300"]
    );
}

#[test]
fn subjects_behind_a_bad_standing_are_named() {
    let rows = partition().rows("standing_subjects", period("q1", ""), "student_id failing_subjects uncertified_subjects empty_subjects");
    assert_eq!(
        rows,
        [
            "credit · · Русский язык, Физика",
            "fail1 Физика · труд",
            "fail2 Русский язык, труд · ·",
            "fail3 Русский язык, Физика, труд · ·",
            "gap · · труд",
            "na · Физика труд",
            "none · · Русский язык, труд",
            "two_na Физика Русский язык труд"
        ]
    );
}

#[test]
fn a_report_is_of_the_day_asked_for_or_the_last_with_an_entry() {
    assert_eq!(marked().rows("report_day", Params::default(), "day"), ["2025-11-05"]);
    assert_eq!(marked().rows("report_day", Params { as_of: day("2025-10-01"), ..Params::default() }, "day"), ["2025-10-01"]);
}
