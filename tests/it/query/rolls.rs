//! Who is on roll, by sex and year of birth and from month to month; a teacher's students; days of the plan that passed without a lesson.

use vedomost::query::Params;

use super::fixture::{Fixture, by, day, period};

/// a is in two classes at once, c tells neither sex nor birth, d has left by the 10th; 9В is empty.
fn on_roll() -> Fixture {
    Fixture::new()
        .put("class", "class_id, name, grade_level", "('9А', '9А', 9), ('9Б', '9Б', 9), ('9В', '9В', 9)")
        .put(
            "student",
            "student_id, full_name, sex, birth_date, left_date",
            "('a', 'Имя a', 'm', DATE '2010-03-01', NULL), ('b', 'Имя b', 'f', DATE '2011-01-31', NULL), ('c', 'Имя c', NULL, NULL, NULL),
             ('d', 'Имя d', 'm', DATE '2010-03-01', DATE '2025-09-05')",
        )
        .put("class_membership", "student_id, class_id", "('a', '9А'), ('b', '9А'), ('d', '9А'), ('a', '9Б'), ('c', '9Б')")
}

#[test]
fn a_student_of_two_classes_is_on_roll_once() {
    let at = |grain: &str| Params { as_of: day("2025-09-10"), ..by(grain) };
    let columns = "class_id day classes students boys girls sex_unknown birth_unknown";
    assert_eq!(
        on_roll().rows("contingent", at("class"), columns),
        ["9А 2025-09-10 1 2 1 1 0 0", "9Б 2025-09-10 1 2 1 0 1 1", "9В 2025-09-10 0 0 0 0 0 0"]
    );
    assert_eq!(on_roll().rows("contingent", at("school"), columns), ["· 2025-09-10 2 3 1 1 1 1"]);
    let columns = "stage birth_year students boys girls";
    assert_eq!(on_roll().rows("contingent_birth", at("stage"), columns), ["5-9 2010 1 1 0", "5-9 2011 1 0 1", "5-9 · 1 0 0"]);
}

#[test]
fn months_and_periods_follow_each_other_without_a_gap() {
    // a is there all the time, b from 15 September, c to 9 October. By 20 October two months and one quarter have begun.
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level", "('9А', '9А', 9)")
        .put("student", "student_id, full_name, left_date", "('a', 'Имя a', NULL), ('b', 'Имя b', NULL), ('c', 'Имя c', DATE '2025-10-10')")
        .put("class_membership", "student_id, class_id, from_date", "('a', '9А', NULL), ('b', '9А', DATE '2025-09-15'), ('c', '9А', NULL)")
        .put(
            "grading_period",
            "period_id, kind, seq, start_date, end_date",
            "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-28')",
        );
    let seen = |as_of: &str| {
        let params = Params { as_of: day(as_of), ..Params::default() };
        school.rows("movement_calendar", params, "unit_kind month period_id from_date to_date start_n arrived departed end_n")
    };
    assert_eq!(
        seen("2025-10-20"),
        [
            "month 2025-09 · 2025-09-01 2025-09-30 2 1 0 3",
            "month 2025-10 · 2025-09-30 2025-10-31 3 0 1 2",
            "period · q1 2025-09-01 2025-10-26 2 1 1 2"
        ]
    );
    // The vacation belongs to the quarter after it.
    assert_eq!(seen("2025-11-05")[4], "period · q2 2025-10-26 2025-12-28 2 0 0 2");
}

#[test]
fn a_teacher_answers_for_the_students_taught() {
    // t teaches «а» to all three: 5, 2 and «н/а» → 1 of 3 passes, index 100 + 16 + 7. In «б» u has the group of a, and nobody has c.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .put("teacher", "teacher_id, full_name", "('t', 'Громов'), ('u', 'Волкова'), ('v', 'Седов')")
        .put("study_group", "group_id, class_id, subject_id, name", "('g1', '9Б', 'б', '1'), ('g2', '9Б', 'б', '2')")
        .put("group_membership", "student_id, group_id", "('a', 'g1'), ('b', 'g2')")
        .put(
            "teaching_assignment",
            "teacher_id, class_id, group_id, subject_id",
            "('t', '9Б', NULL, 'а'), ('u', '9Б', 'g1', 'б'), ('v', '9Б', 'g2', 'б')",
        )
        .period_marks("9Б", "q1", "a а 5\nb а 2\nc а н/а\na б 4\nb б 3");
    let columns = "full_name subject_id group_id students n5 n4 n3 n2 not_assessed assessed pass_n quality_n learning_index_n mark_sum \
                   mark_count planned_hours_hundredths";
    assert_eq!(
        school.rows("teacher_result", period("q1", ""), columns),
        ["Громов а · 3 1 0 0 1 1 3 1 1 123 7 2 ·", "Волкова б g1 1 0 1 0 0 0 1 1 1 64 4 1 ·", "Седов б g2 1 0 0 1 0 0 1 1 0 36 3 1 ·"]
    );
}

/// Of the hours of a course those are told apart that somebody else gave: the teacher of September, a substitute; of one lesson nobody is named.
#[test]
fn hours_that_another_teacher_gave_are_told_apart() {
    let lesson = |date: &str, status: &str, teacher: &str| format!("('9Б', 'а', DATE '{date}', 1, '{status}', {teacher})");
    let lessons = [
        lesson("2025-09-02", "held", "'t'"),
        lesson("2025-09-03", "held", "'t'"),
        lesson("2025-10-02", "held", "'u'"),
        lesson("2025-10-03", "substituted", "'v'"),
        lesson("2025-10-04", "held", "NULL"),
        lesson("2025-10-05", "cancelled", "'t'"),
        lesson("2025-11-10", "held", "'t'"),
    ];
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("teacher", "teacher_id, full_name", "('t', 'Громов'), ('u', 'Волкова'), ('v', 'Седов')")
        .put(
            "teaching_assignment",
            "teacher_id, class_id, subject_id, from_date, to_date",
            "('t', '9Б', 'а', DATE '2025-09-01', DATE '2025-09-30'), ('u', '9Б', 'а', DATE '2025-10-01', NULL)",
        )
        .put("lesson", "class_id, subject_id, date, lesson_number, status, teacher_id", &lessons.join(", "))
        .period_marks("9Б", "q1", "a а 5");
    let columns = "full_name subject_id given_hours_hundredths others_hours_hundredths";
    assert_eq!(school.rows("teacher_result", period("q1", ""), columns), ["Волкова а 500 300"]);
}

#[test]
fn a_day_of_the_plan_without_a_lesson_has_a_cause() {
    // 3 September is a holiday, on the 5th another lesson stood in, the 8th is cancelled, of the 10th nothing is known; the 12th was given,
    // the 15th is to come.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, planned_date",
            "('9Б', 'а', 1, 100, DATE '2025-09-03'), ('9Б', 'а', 2, 100, DATE '2025-09-05'), ('9Б', 'а', 3, 150, DATE '2025-09-08'),
             ('9Б', 'а', 4, 100, DATE '2025-09-10'), ('9Б', 'а', 5, 100, DATE '2025-09-10'), ('9Б', 'а', 6, 100, DATE '2025-09-12'),
             ('9Б', 'а', 7, 100, DATE '2025-09-15')",
        )
        .put("calendar_day", "date, kind", "(DATE '2025-09-03', 'holiday'), (DATE '2025-09-10', 'school')")
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status",
            "('9Б', 'б', DATE '2025-09-05', 1, 'substituted'), ('9Б', 'а', DATE '2025-09-08', 1, 'cancelled'),
             ('9Б', 'а', DATE '2025-09-12', 1, 'held')",
        );
    let mut rows =
        school.rows("programme_missed", Params { as_of: day("2025-09-12"), ..Params::default() }, "subject_id planned_date hours cause");
    rows.sort();
    assert_eq!(rows, ["а 2025-09-03 100 holiday", "а 2025-09-05 100 replaced", "а 2025-09-08 150 cancelled", "а 2025-09-10 200 other"]);
}
