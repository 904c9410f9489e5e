//! The pages of the printed journal: lessons with their topics and homework, entries, days, who belongs to a class and its groups.

use vedomost::query::Params;

use super::fixture::{Fixture, day};

/// 2 September: «а» first, «б» second, to the group only; 3 September: «а» twice. One lesson is cancelled, one is of October.
fn lessons() -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("subject", "subject_id, name", "('а', 'Химия')")
        .put("teacher", "teacher_id, full_name", "('t', 'Громов'), ('u', 'Волкова')")
        .put("study_group", "group_id, class_id, subject_id, name", "('g', '9Б', 'б', 'Группа 1')")
        .put("group_membership", "student_id, group_id", "('a', 'g')")
        .put(
            "lesson",
            "class_id, group_id, subject_id, date, lesson_number, status, topic, hours_hundredths, teacher_id, planned_teacher_id",
            "('9Б', NULL, 'а', DATE '2025-09-02', 1, 'held', 'Вода', NULL, 't', NULL),
             ('9Б', 'g', 'б', DATE '2025-09-02', 2, 'substituted', NULL, 150, 't', 'u'),
             ('9Б', NULL, 'а', DATE '2025-09-03', 1, 'held', 'Соль', 100, 't', NULL),
             ('9Б', NULL, 'а', DATE '2025-09-03', 2, 'remote', NULL, NULL, NULL, NULL),
             ('9Б', NULL, 'а', DATE '2025-09-04', 1, 'cancelled', 'Медь', NULL, 't', NULL),
             ('9Б', NULL, 'а', DATE '2025-10-01', 1, 'held', 'Цинк', NULL, 't', NULL)",
        )
}

fn september() -> Params {
    Params { from_date: day("2025-09-01"), to_date: day("2025-09-30"), ..Params::default() }
}

#[test]
fn a_lesson_has_its_topic_homework_and_weights() {
    let school = lessons()
        .put(
            "homework",
            "class_id, subject_id, date, lesson_number, text",
            "('9Б', 'а', DATE '2025-09-03', NULL, 'п. 1'), ('9Б', 'а', DATE '2025-09-03', 2, 'п. 2'), ('9Б', 'б', DATE '2025-09-02', NULL, 'п. 3')",
        )
        .put(
            "assignment",
            "assignment_id, class_id, subject_id, date, weight_hundredths",
            "('1', '9Б', 'а', DATE '2025-09-03', 200), ('2', '9Б', 'а', DATE '2025-09-03', 100)",
        );
    // «п. 1» names no lesson and is of both of the day; «п. 3» is of the whole class, so of the group too. The lesson of «б» is that of Волкова.
    assert_eq!(
        school.rows("journal_lesson", september(), "subject group_name date lesson_number hours_hundredths topic homework weights teacher"),
        [
            "Химия · 2025-09-02 1 100 Вода · · Громов",
            "Химия · 2025-09-03 1 100 Соль п. 1 100 200 Громов",
            "Химия · 2025-09-03 2 100 · п. 1; п. 2 100 200 ·",
            "б Группа 1 2025-09-02 2 150 · п. 3 · Волкова"
        ]
    );
}

/// a: ill in the first lesson of the 2nd and late in the second; without cause the whole of the 3rd. b: excused on the 2nd, no lesson said.
fn entries() -> Fixture {
    lessons().put(
        "attendance",
        "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
        "('a', '9Б', 'а', DATE '2025-09-02', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'б', DATE '2025-09-02', 2, 1, 'lesson', 'late'),
         ('a', '9Б', 'а', DATE '2025-09-03', 1, 1, 'lesson', 'unexcused'), ('a', '9Б', 'а', DATE '2025-09-03', 2, 1, 'lesson', 'unexcused'),
         ('b', '9Б', NULL, DATE '2025-09-02', NULL, 1, 'day', 'excused'), ('b', '9Б', NULL, DATE '2025-09-08', NULL, 1, 'day', 'late')",
    )
}

#[test]
fn marks_stand_before_absences_and_each_on_its_page() {
    let school = entries().put(
        "mark",
        "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, modifier",
        "('a', '9Б', 'а', DATE '2025-09-02', 1, 1, 'score', 5, 'minus'), ('a', '9Б', 'а', DATE '2025-10-01', 1, 1, 'score', 4, NULL)",
    );
    // b's day is the one lesson he had: «а», for he is not in the group; the lateness of the 8th is of no page.
    assert_eq!(
        school.rows("journal_entry", september(), "student_id subject_id date lesson_number kind value modifier"),
        [
            "a а 2025-09-02 1 score 5 minus",
            "a а 2025-09-02 1 absence 2 ·",
            "a а 2025-09-03 1 absence 4 ·",
            "a а 2025-09-03 2 absence 4 ·",
            "a б 2025-09-02 2 absence 0 ·",
            "b а 2025-09-02 1 absence 1 ·"
        ]
    );
}

#[test]
fn days_of_students_and_days_of_the_class() {
    // a missed one of two lessons of the 2nd: no day; both of the 3rd: a day without cause (4). b missed his only one: a day excused (1).
    // The class has lessons on the 2nd and 3rd, and an entry on the 8th.
    assert_eq!(
        entries().rows("attendance_day", september(), "student_id date day_gravity excused illness unset unexcused late"),
        [
            "a 2025-09-02 · 0 1 0 0 1",
            "a 2025-09-03 4 0 0 0 2 0",
            "b 2025-09-02 1 1 0 0 0 0",
            "b 2025-09-08 · 0 0 0 0 1",
            "· 2025-09-02 · · · · · ·",
            "· 2025-09-03 · · · · · ·",
            "· 2025-09-08 · · · · · ·"
        ]
    );
}

#[test]
fn who_shares_all_lessons_is_counted_like_the_first_of_them() {
    // c is in everything where b is; a is in the group, d came later, and e left the day before.
    let school = lessons().put(
        "class_membership",
        "student_id, class_id, from_date, to_date",
        "('c', '9Б', NULL, NULL), ('d', '9Б', DATE '2025-09-15', NULL), ('e', '9Б', NULL, DATE '2025-08-31')",
    );
    let mut rows = school.rows("learner", september(), "student_id like_student_id");
    rows.sort();
    assert_eq!(rows, ["a a", "b b", "c b", "d d"]);
}

#[test]
fn a_membership_without_an_end_is_open() {
    let school =
        lessons().put("group_membership", "student_id, group_id, from_date, to_date", "('b', 'g', DATE '2025-09-15', DATE '2025-09-30')");
    let mut rows = school.rows("group_span", Params::default(), "student_id group_id from_date to_date");
    rows.sort();
    assert_eq!(rows, ["a g 1900-01-01 2999-12-31", "b g 2025-09-15 2025-09-30"]);
}

#[test]
fn a_class_has_the_days_of_its_own_grade_level() {
    // The ninth has days of its own for q1; q2 is of all grade levels; of h1 only the tenth has days, so the widest of any grade level.
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).put(
        "grading_period",
        "period_id, kind, seq, grade_level, start_date, end_date",
        "('q1', 'quarter', 1, 9, DATE '2025-09-01', DATE '2025-10-24'), ('q1', 'quarter', 1, NULL, DATE '2025-09-01', DATE '2025-10-26'),
         ('q2', 'quarter', 2, NULL, DATE '2025-11-05', DATE '2025-12-28'), ('q2', 'quarter', 2, 5, DATE '2025-11-05', DATE '2025-12-30'),
         ('h1', 'half_year', 1, 10, DATE '2025-09-01', DATE '2025-12-27'), ('h1', 'half_year', 1, 11, DATE '2025-09-02', DATE '2025-12-28')",
    );
    let mut rows = school.rows("period_bound", Params::default(), "class_id period_id start_date end_date");
    rows.sort();
    assert_eq!(rows, ["9Б h1 2025-09-01 2025-12-28", "9Б q1 2025-09-01 2025-10-24", "9Б q2 2025-11-05 2025-12-28"]);
}
