//! F11 and F12: rates of classes in subjects, their change; what a teacher's students got.

use super::made::{documents, rows};
use crate::query::fixture::{Fixture, period};

#[test]
fn rates_are_sums_and_change_is_rounded_once() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .class("9Б", 9, "quarter", &["c"])
        .period_marks("9А", "q1", "a алгебра 5\n b алгебра 3")
        .period_marks("9А", "q2", "a алгебра 5\n b алгебра 4\n a химия 2\n b химия 4")
        .period_marks("9Б", "q2", "c алгебра 3");
    let data = &documents(&school, "subject_results", &period("q2", ""))[0].data;
    // алгебра, химия, all subjects, by students. 9А: 2/2, 1/2, 3/4; of the two students «a» has a «2». 9Б has no химия.
    let both = ["усп., % | 100,00 | 50,00 | 80,00 | 66,67", "кач., % | 66,67 | 50,00 | 60,00 | 33,33"];
    let sums = |label: &str| both.map(|row| format!("{label} | {row}"));
    let own = [
        "9А | усп., % | 100,00 | 50,00 | 75,00 | 50,00",
        "9А | кач., % | 100,00 | 50,00 | 75,00 | 50,00",
        "9Б | усп., % | 100,00 |  | 100,00 | 100,00",
        "9Б | кач., % | 0,00 |  | 0,00 | 0,00",
    ];
    let expected: Vec<String> =
        own.map(str::to_owned).into_iter().chain(["9-е классы", "5–9 классы", "Итого по школе"].into_iter().flat_map(sums)).collect();
    assert_eq!(rows(data, "results"), expected);
    // In the first quarter 9Б had no marks: 1/2 of quality then, 1/3 now: 100 · (2 − 3) / 6.
    let change = "50,00 | 33,33 | -16,67 | 100,00 | 66,67 | -33,33";
    assert_eq!(
        rows(data, "dynamics"),
        [
            "9А | 50,00 | 50,00 | 0,00 | 100,00 | 50,00 | -50,00".to_owned(),
            "9Б | — | 0,00 | — | — | 100,00 | —".to_owned(),
            format!("9-е классы | {change}"),
            format!("5–9 классы | {change}"),
            format!("Итого по школе | {change}"),
        ]
    );
    assert!(data.charts[0].alt.contains("Школа — 1 четверть 50,00, 2 четверть (I полугодие) 33,33"), "{}", data.charts[0].alt);
    // In the first quarter there is nothing to change from.
    let first = &documents(&school, "subject_results", &period("q1", ""))[0].data;
    assert!(first.tables.iter().all(|table| table.name != "dynamics") && first.charts.is_empty());
}

#[test]
fn a_teacher_answers_for_whom_he_teaches() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("teacher", "teacher_id, full_name", "('t1', 'Яров Ян Янович'), ('t2', 'Алова Анна')")
        .put("study_group", "group_id, class_id, subject_id, name", "('9А|английский|первая', '9А', 'английский', 'первая')")
        .put("group_membership", "student_id, group_id", "('b', '9А|английский|первая')")
        .put(
            "teaching_assignment",
            "teacher_id, class_id, group_id, subject_id, to_date",
            "('t1', '9А', NULL, 'алгебра', NULL), ('t2', '9А', '9А|английский|первая', 'английский', NULL), ('t2', '9А', NULL, 'алгебра', DATE '2025-09-30')",
        )
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, planned_date",
            "('9А', 'алгебра', 1, 100, DATE '2025-09-02'), ('9А', 'алгебра', 2, 150, DATE '2025-09-09')",
        )
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths",
            "('9А', 'алгебра', DATE '2025-09-02', 1, 'held', 100), ('9А', 'алгебра', DATE '2025-11-10', 1, 'held', 100)",
        )
        .period_marks("9А", "q1", "a алгебра 5\n b алгебра н/а\n b английский 4");
    let made = documents(&school, "teacher_report", &period("q1", ""));
    let stems: Vec<&str> = made.iter().map(|document| document.file_stem.as_str()).collect();
    assert_eq!(stems, ["teacher-report-2025-q1-01-Алова", "teacher-report-2025-q1-02-Яров"]);
    // t2 no longer teaches алгебра on the last day of the quarter; of the group's course neither plan nor lessons are known.
    let figures = "1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 100,00 | 100,00 | 64,00 | 4,00 | — | —";
    assert_eq!(rows(&made[0].data, "results"), [format!("9А, первая | английский | {figures}"), format!("Итого |  | {figures}")]);
    // N = 2 with «н/а»; (100 + 7) / 2 = 53,5; the lesson of November lies outside the quarter.
    let figures = "2 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 50,00 | 50,00 | 53,50 | 5,00 | 2,5 | 1";
    assert_eq!(rows(&made[1].data, "results"), [format!("9А | алгебра | {figures}"), format!("Итого |  | {figures}")]);
    let signed: Vec<&str> = made[1].data.signatories.iter().map(|who| who.label.as_str()).collect();
    assert_eq!(signed, ["Учитель", "Заместитель директора по УВР"]);
}
