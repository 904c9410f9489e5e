//! The preliminary standing: recommended marks in empty cells, the same order of tests as after the period.

use vedomost::regulation::Setting;

use super::fixture::{Fixture, period};
use super::results::partition;

const MARK: &str = "student_id, class_id, subject_id, date, seq, kind, value";

/// «алгебра», «история» and «физика» for all; `one` and `two` have empty cells with current marks, `bare` one without, `done` none.
fn before_the_end() -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["bare", "done", "one", "two"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("subject", "subject_id, name", "('а', 'Алгебра'), ('и', 'История'), ('ф', 'Физика')")
        .period_marks("9Б", "q1", "done а 5\ndone и 5\ndone ф н/а\none а 5\none и 5\ntwo а 2\nbare а 5\nbare ф 5")
        .put(
            "mark",
            MARK,
            "('one', '9Б', 'ф', DATE '2025-09-02', 1, 'score', 4), ('one', '9Б', 'ф', DATE '2025-09-03', 1, 'score', 3),
             ('one', '9Б', 'а', DATE '2025-09-03', 1, 'score', 2),
             ('two', '9Б', 'и', DATE '2025-09-02', 1, 'score', 2), ('two', '9Б', 'ф', DATE '2025-09-02', 1, 'score', 5)",
        )
}

#[test]
fn empty_cells_take_the_recommended_mark() {
    // one: (4 + 3) / 2 = 3.5 → «4» in физика beside 5 5; its «2» in алгебра changes nothing, the period mark is set.
    // two: 2 in алгебра, 2 → «2» in история, 5 → «5» in физика. bare: история stays empty. done: н/а is not empty.
    let cells = "student_id subject_id status value forecast";
    let mut got = before_the_end().rows("preliminary_cell", period("q1", ""), cells);
    got.sort();
    assert_eq!(
        got,
        [
            "bare а set 5 0",
            "bare и empty · 0",
            "bare ф set 5 0",
            "done а set 5 0",
            "done и set 5 0",
            "done ф not_assessed · 0",
            "one а set 5 0",
            "one и set 5 0",
            "one ф set 4 1",
            "two а set 2 0",
            "two и set 2 1",
            "two ф set 5 1"
        ]
    );
    let columns = "student_id standing forecast subject_one failing_subjects uncertified_subjects empty_subjects";
    assert_eq!(
        before_the_end().rows("preliminary_standing", period("q1", ""), columns),
        [
            "bare incomplete 0 · · · История",
            "done not_certified 0 · · Физика ·",
            "one fours_and_fives 1 Физика* · · ·",
            "two failing_two 2 · Алгебра, История* · ·"
        ]
    );
    // Of four one is incomplete: base 3; not certified and failing 2: pass 1; quality 1.
    let columns = "students_base students_pass students_quality";
    assert_eq!(before_the_end().rows("preliminary_standing", period("q1", ""), columns), ["3 1 1"; 4]);
}

#[test]
fn without_current_marks_both_reports_judge_alike_under_every_regulation() {
    let both =
        |school: Fixture| ["standing", "preliminary_standing"].map(|name| school.rows(name, period("q1", ""), "student_id standing"));
    let [plain, preliminary] = both(partition());
    assert_eq!(plain, preliminary);
    for (key, value) in [("failing_over_na", 0), ("pass_from", 4), ("quality_from", 5), ("marks_from_grade", 10)] {
        let [changed, preliminary] = both(partition().set(key, Setting::Int(value)));
        assert_ne!(changed, plain, "{key} changes nothing");
        assert_eq!(changed, preliminary, "{key}");
    }
}
