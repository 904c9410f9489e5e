//! F2 and F6: two days, three lessons a day, counted by hand.

use vedomost::query::Params;

use super::made::{documents, rows};
use crate::query::fixture::{Fixture, period};

/// 1 and 2 September, lessons 1 to 3 a day. s1: ill all of the 1st, no excuse in lesson 2 of the 2nd. s2: late once. s3 came on the 2nd.
fn school() -> Fixture {
    let lessons: Vec<String> = ["2025-09-01", "2025-09-02"]
        .iter()
        .flat_map(|date| (1..=3).map(move |number| format!("('9Б', 'алгебра', DATE '{date}', {number}, 'held')")))
        .collect();
    let absent = "('s1', '9Б', 'алгебра', DATE '2025-09-01', 1, 1, 'lesson', 'illness'), ('s1', '9Б', 'алгебра', DATE '2025-09-01', 2, 1, 'lesson', 'illness'),
        ('s1', '9Б', 'алгебра', DATE '2025-09-01', 3, 1, 'lesson', 'illness'), ('s1', '9Б', 'алгебра', DATE '2025-09-02', 2, 1, 'lesson', 'unexcused'),
        ('s2', '9Б', 'алгебра', DATE '2025-09-02', 1, 1, 'lesson', 'late')";
    Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2"])
        .put("student", "student_id, full_name", "('s3', 'Имя s3')")
        .put("class_membership", "student_id, class_id, from_date", "('s3', '9Б', DATE '2025-09-02')")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("lesson", "class_id, subject_id, date, lesson_number, status", &lessons.join(", "))
        .put("attendance", "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason", absent)
}

#[test]
fn the_register_has_days_and_lessons_of_each_period_and_the_year() {
    let made = documents(&school(), "class_attendance", &Params::default());
    assert_eq!(made[0].file_stem, "class-attendance-2025-9Б");
    // Days: whole, illness, excused, unexcused, unset, mixed; lessons: all, illness, excused, unexcused, unset; latenesses.
    let first = "1 | 1 | 0 | 0 | 0 | 0 | 4 | 3 | 0 | 1 | 0 | 0";
    let mean = "0,33 | 0,33 | 0,00 | 0,00 | 0,00 | 0,00 | 1,33 | 1,00 | 0,00 | 0,33 | 0,00 | 0,33";
    assert_eq!(
        rows(&made[0].data, "absences"),
        [
            format!("1 | Имя s1 | 1 четв. | {first}"),
            format!("1 | Имя s1 | год | {first}"),
            "2 | Имя s2 | 1 четв. | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1".to_owned(),
            "2 | Имя s2 | год | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1".to_owned(),
            "3 | Имя s3 | 1 четв. | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0".to_owned(),
            "3 | Имя s3 | год | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0".to_owned(),
            " | Всего по классу | 1 четв. | 1 | 1 | 0 | 0 | 0 | 0 | 4 | 3 | 0 | 1 | 0 | 1".to_owned(),
            " | Всего по классу | год | 1 | 1 | 0 | 0 | 0 | 0 | 4 | 3 | 0 | 1 | 0 | 1".to_owned(),
            format!(" | В среднем на обучающегося | 1 четв. | {mean}"),
            format!(" | В среднем на обучающегося | год | {mean}"),
        ]
    );
    // 6 + 6 + 3 lessons held of the three students, 4 missed: 11 of 15.
    assert!(made[0].data.notes[1].contains("1 четв. — 73,33 % (11 из 15 уроков)"), "{:?}", made[0].data.notes);
}

#[test]
fn a_month_has_a_column_for_each_day_with_the_codes() {
    let made = documents(&school(), "attendance_by_month", &period("q1", ""));
    let data = &made[0].data;
    assert_eq!(data.tables[0].caption, "Сентябрь 2025");
    assert_eq!(
        rows(data, "month-2025-09"),
        [
            "1 | Имя s1 | Б | 1НП | 4 | 1 | 0",
            "2 | Имя s2 |  | ОП | 0 | 0 | 1",
            "3 | Имя s3 |  |  | 0 | 0 | 0",
            " | Всего по классу |  |  | 4 | 1 | 1",
        ]
    );
    let summary = rows(data, "summary");
    assert_eq!(summary[0], "1 | Имя s1 | 1 | 1 | 0 | 0 | 0 | 0 | 4 | 3 | 0 | 1 | 0 | 0");
    assert_eq!(summary[3], " | Всего по классу | 1 | 1 | 0 | 0 | 0 | 0 | 4 | 3 | 0 | 1 | 0 | 1");
}

#[test]
fn without_lessons_days_are_a_dash_and_not_a_zero() {
    let school = Fixture::new().class("9Б", 9, "quarter", &["s1", "s2"]).put(
        "attendance",
        "student_id, class_id, subject_id, date, seq, granularity, reason",
        "('s1', '9Б', 'алгебра', DATE '2025-09-01', 1, 'subject_day', 'illness')",
    );
    let made = documents(&school, "class_attendance", &Params::default());
    let all = rows(&made[0].data, "absences");
    assert_eq!(all[0], "1 | Имя s1 | год | — | — | — | — | — | — | 1 | 1 | 0 | 0 | 0 | 0");
    assert_eq!(all[1], "2 | Имя s2 | год | — | — | — | — | — | — | 0 | 0 | 0 | 0 | 0 | 0");
}

/// a and b have reports of their own and no absence, of c there is none: what is known of the two stands, of c and of the class it does not.
#[test]
fn who_has_a_report_keeps_his_zeros_beside_one_who_has_none() {
    let report =
        |student: &str| format!("('attendance', '{student}', NULL, DATE '2025-09-01', DATE '2025-09-30', 'student_total', '2025-09-30')");
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .put("coverage", "table_name, student_id, class_id, from_date, to_date, family, as_of", &[report("a"), report("b")].join(", "))
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("lesson", "class_id, subject_id, date, lesson_number, status", "('9Б', 'алгебра', DATE '2025-09-08', 1, 'held')");
    let made = documents(&school, "class_attendance", &Params::default());
    let all = rows(&made[0].data, "absences");
    let (zeros, dashes) = (["0"; 12].join(" | "), ["—"; 12].join(" | "));
    assert_eq!(all[0], format!("1 | Имя a | 1 четв. | {zeros}"));
    assert_eq!(all[4], format!("3 | Имя c | 1 четв. | {dashes}"));
    assert_eq!(all[6], format!(" | Всего по классу | 1 четв. | {dashes}"));
}

/// Who came in October has no sums of September, not even noughts.
#[test]
fn a_month_outside_of_the_class_is_blank() {
    let lessons = "('9Б', 'алгебра', DATE '2025-09-08', 1, 'held'), ('9Б', 'алгебра', DATE '2025-10-06', 1, 'held')";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("student", "student_id, full_name", "('b', 'Имя b')")
        .put("class_membership", "student_id, class_id, from_date", "('b', '9Б', DATE '2025-10-01')")
        .put("lesson", "class_id, subject_id, date, lesson_number, status", lessons)
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', '9Б', 'алгебра', DATE '2025-09-08', 1, 1, 'lesson', 'illness')",
        );
    let made = documents(&school, "attendance_by_month", &Params::default());
    assert_eq!(rows(&made[0].data, "month-2025-09")[1], "2 | Имя b |  |  |  | ");
    assert_eq!(rows(&made[0].data, "month-2025-10")[1], "2 | Имя b |  | 0 | 0 | 0");
}
