//! Sheets of one class asked by a period that is not the class's own: marks, absences and movement are of one and the same period.

use vedomost::query::Params;

use super::made::{documents, rows};
use crate::query::fixture::{Fixture, period};

/// 9Б has quarters, 10А half-years. a and b: one lesson missed in September, one in November; c and d came in September.
fn school(periods: &str) -> Fixture {
    let days = [("9Б", "2025-09-10"), ("9Б", "2025-11-10"), ("10А", "2025-09-10"), ("10А", "2025-11-10")];
    let lessons = days.map(|(class, day)| format!("('{class}', 'алгебра', DATE '{day}', 1, 'held')")).join(", ");
    let absent = days.map(|(class, day)| {
        let student = if class == "9Б" { "a" } else { "b" };
        format!("('{student}', '{class}', 'алгебра', DATE '{day}', 1, 1, 'lesson', 'illness')")
    });
    Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .class("10А", 10, "half_year", &["b"])
        .put("student", "student_id, full_name", "('c', 'Имя c'), ('d', 'Имя d')")
        .put("class_membership", "student_id, class_id, from_date", "('c', '9Б', DATE '2025-09-15'), ('d', '10А', DATE '2025-09-15')")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", periods)
        .put("lesson", "class_id, subject_id, date, lesson_number, status", &lessons)
        .put("attendance", "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason", &absent.join(", "))
        .put("teacher", "teacher_id, full_name", "('t', 'Громов')")
        .put("teaching_assignment", "teacher_id, class_id, subject_id", "('t', '9Б', 'алгебра'), ('t', '10А', 'алгебра')")
        .period_marks("9Б", "q2", "a алгебра 5\n c алгебра 4")
        .period_marks("10А", "h1", "b алгебра 5\n d алгебра 3")
}

const QUARTERS: &str =
    "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-28')";
const HALF: &str = "('h1', 'half_year', 1, DATE '2025-09-01', DATE '2025-12-28')";

fn periods() -> String {
    format!("{QUARTERS}, {HALF}")
}

/// (class or student, period in the head, cells of the table) of each document.
fn said(school: &Fixture, name: &str, asked: &str, table: &str) -> Vec<String> {
    let of = |data: &vedomost::model::document::ReportData, label: &str| {
        data.head.iter().find(|field| field.label == label).map(|field| field.value.clone()).unwrap_or_default()
    };
    let made = documents(school, name, &period(asked, ""));
    let one = |data| format!("{}: {}: {}", of(data, "Класс"), of(data, "Период"), rows(data, table).first().cloned().unwrap_or_default());
    made.iter().map(|document| one(&document.data)).collect()
}

#[test]
fn absences_and_movement_are_of_the_period_of_the_marks() {
    let school = school(&periods());
    let [quarter, half] = [("9Б", "2 четверть", 1), ("10А", "I полугодие", 2)].map(|(class, period, missed)| {
        format!("{class}: {period}: Всего по классу | {missed} | {missed} | 0 | 0 | 0 | 0 | {missed} | {missed} | 0 | 0 | 0 | 0")
    });
    for asked in ["q2", "h1"] {
        assert_eq!(said(&school, "class_report", asked, "absences"), [quarter.clone(), half.clone()], "{asked}");
        let moved = ["9Б: 2 четверть: 2 | 0 | 0 | 0 | 0 | 2", "10А: I полугодие: 1 | 1 | 0 | 0 | 0 | 2"];
        assert_eq!(said(&school, "class_report", asked, "movement"), moved, "{asked}");
        for form in ["parent_letter", "student_report"] {
            let letters = said(&school, form, asked, "absences");
            let own = |class: &str, period: &str, missed: i64| {
                format!("{class}: {period}: {missed} | {missed} | 0 | 0 | 0 | 0 | {missed} | {missed} | 0 | 0 | 0 | 0")
            };
            assert_eq!(letters[0], own("9Б", "2 четверть", 1), "{form} {asked}");
            assert_eq!(letters[2], own("10А", "I полугодие", 2), "{form} {asked}");
        }
    }
    // Who came in September came in the half-year, not in the second quarter.
    let people: Vec<bool> = documents(&school, "class_report", &period("q2", ""))
        .iter()
        .map(|document| document.data.tables.iter().any(|table| table.name == "people"))
        .collect();
    assert_eq!(people, [false, true]);
}

#[test]
fn where_the_own_period_has_no_days_nothing_is_counted() {
    let school = school(QUARTERS);
    let dashes = ["—"; 12].join(" | ");
    assert_eq!(said(&school, "class_report", "q2", "absences")[1], format!("10А: I полугодие: Всего по классу | {dashes}"));
    assert_eq!(said(&school, "class_report", "q2", "movement")[1], "10А: I полугодие: — | — | — | — | — | —");
    assert_eq!(said(&school, "parent_letter", "q2", "absences")[2], format!("10А: I полугодие: {dashes}"));
}

#[test]
fn a_teacher_of_both_kinds_sees_which_period_each_row_is_of() {
    let made = documents(&school(&periods()), "teacher_report", &period("q2", ""));
    let lines = rows(&made[0].data, "results");
    assert!(lines[0].starts_with("9Б | алгебра | 2 четв. | 2 | 1 | 1 | 0"), "{lines:?}");
    assert!(lines[1].starts_with("10А | алгебра | I полуг. | 2 | 1 | 0 | 1"), "{lines:?}");
    assert!(lines[2].starts_with("Итого |  |  | 4 | 2 | 1 | 1"), "{lines:?}");
    let one = Params { class_id: Some("9Б".to_owned()), ..period("q2", "") };
    let alone = documents(&school(&periods()), "teacher_report", &one);
    assert!(rows(&alone[0].data, "results")[0].starts_with("9Б | алгебра | 2 | 1"));
}

#[test]
fn who_has_no_such_period_is_not_passed_over_in_silence() {
    let school = school(&periods()).period_marks("9Б", "q1", "a алгебра 5");
    let said = |form: &str, asked: &str| {
        let made = documents(&school, form, &period(asked, ""));
        made[0].data.notes.iter().find(|note| note.contains("такого учебного периода")).cloned()
    };
    for form in ["school_summary", "subject_results", "municipal_summary"] {
        let note = "В итоги успеваемости не входят классы, у которых такого учебного периода нет: 10А.";
        assert_eq!(said(form, "q1").as_deref(), Some(note), "{form}");
        assert_eq!(said(form, "q2"), None, "{form}");
    }
}

/// Every sheet of a class, and the trace behind it, is of the same days.
#[test]
fn the_register_of_hours_and_of_months_too() {
    let school = school(&periods());
    let months = said(&school, "attendance_by_month", "q2", "summary");
    assert_eq!(months[0], "9Б: 2 четверть: 1 | Имя a | 1 | 1 | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0");
    assert_eq!(months[1], "10А: I полугодие: 1 | Имя b | 2 | 2 | 0 | 0 | 0 | 0 | 2 | 2 | 0 | 0 | 0 | 0");
    let hours = |class: &str| {
        let one = Params { class_id: Some(class.to_owned()), ..period("q2", "") };
        let made = documents(&school, "vocational_attendance", &one);
        rows(&made[0].data, "hours").last().cloned().unwrap_or_default()
    };
    assert!(hours("10А").contains("Всего пропущено часов | 1 | 0 | 1 | 0 | 2 | 0"), "{}", hours("10А"));
    assert!(hours("9Б").contains("Всего пропущено часов | 1 | 0 | 1 | 0"), "{}", hours("9Б"));
}

/// Asked for the half-year, of which the calendar says nothing, a class with quarters has the days of its second one.
#[test]
fn a_half_year_without_days_does_not_take_those_of_the_quarter() {
    let absences = said(&school(QUARTERS), "class_report", "h1", "absences");
    assert!(absences[0].starts_with("9Б: 2 четверть: Всего по классу | 1 | 1"), "{absences:?}");
    assert!(absences[1].starts_with("10А: I полугодие: Всего по классу | — | —"), "{absences:?}");
}
