//! F16: twelve lessons make two leaves; what stands in the journal without a lesson is not lost; the last page counts the sheets.

use vedomost::query::Params;
use vedomost::typeset::{Overlay, Typesetter};

use super::made::{documents, rows, table};
use crate::query::fixture::Fixture;

#[test]
fn the_journal_is_a_book() {
    let lessons: Vec<String> = (1..=12)
        .map(|day| format!("('9Б', NULL, 'алгебра', DATE '2025-09-{day:02}', 2, 'held', 100, 'Тема {day}', 't1')"))
        .chain(["('9Б', 'г1', 'химия', DATE '2025-09-01', 3, 'held', 200, NULL, 't1')".to_owned()])
        .collect();
    let marks = "('s1', '9Б', 'алгебра', DATE '2025-09-01', 2, 1, 'score', 5, 'plus'), ('s1', '9Б', 'алгебра', DATE '2025-09-01', 2, 2, 'debt', NULL, NULL),
        ('s2', '9Б', 'алгебра', DATE '2025-09-12', NULL, 1, 'score', 3, NULL), ('s2', '9Б', 'алгебра', DATE '2025-09-20', 1, 1, 'score', 4, NULL)";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2"])
        .put("teacher", "teacher_id, full_name", "('t1', 'Лисина Анна Петровна')")
        .put("study_group", "group_id, class_id, subject_id, name", "('г1', '9Б', 'химия', '1 группа')")
        .put("group_membership", "student_id, group_id", "('s2', 'г1')")
        .put(
            "lesson",
            "class_id, group_id, subject_id, date, lesson_number, status, hours_hundredths, topic, teacher_id",
            &lessons.join(", "),
        )
        .put(
            "homework",
            "class_id, subject_id, date, text",
            "('9Б', 'алгебра', DATE '2025-09-01', '№ 5'), ('9Б', 'алгебра', DATE '2025-09-01', '№ 6')",
        )
        .put("assignment", "assignment_id, class_id, subject_id, date, weight_hundredths", "('a', '9Б', 'алгебра', DATE '2025-09-01', 150)")
        .put("mark", "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, modifier", marks)
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('s2', '9Б', 'алгебра', DATE '2025-09-01', 2, 1, 'lesson', 'illness')",
        );
    // The first quarter ends with the eleventh lesson, the second after the last entry; химия has its mark of the quarter before its only lesson.
    let school = school
        .put(
            "grading_period",
            "period_id, kind, seq, start_date, end_date",
            "('q1', 'quarter', 1, DATE '2025-08-25', DATE '2025-09-11'), ('q2', 'quarter', 2, DATE '2025-09-12', DATE '2025-12-28'),
             ('h1', 'half_year', 1, DATE '2025-08-25', DATE '2025-08-31')",
        )
        .period_marks("9Б", "q1", "s1 алгебра 5\n s2 алгебра н/а\n s1 химия 2")
        .period_marks("9Б", "q2", "s1 алгебра 4\n s2 алгебра -")
        .period_marks("9Б", "h1", "s2 химия зач")
        .period_marks("9Б", "year", "s2 алгебра 3");
    let made = documents(&school, "printed_journal", &Params::default());
    let data = &made[0].data;
    // Two leaves of algebra, one of chemistry for the group, then the year and the attendance.
    let names: Vec<&str> = data.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["marks:01:01", "topics:01:01", "marks:01:02", "topics:01:02", "marks:02:01", "topics:02:01", "marks", "absences"]);
    assert_eq!(rows(data, "marks:01:01")[0], "1 | Имя s1 | 5+ • |  |  |  |  |  |  |  |  |  |  | 5");
    assert_eq!(rows(data, "marks:01:01")[1], "2 | Имя s2 | Б |  |  |  |  |  |  |  |  |  |  | н/а");
    assert_eq!(rows(data, "topics:01:01")[0], "01.09 | 1 | 1,5 | Тема 1 | № 5; № 6");
    // The twelfth lesson takes the mark without a number; the 20th has a mark and no lesson.
    assert_eq!(rows(data, "marks:01:02"), ["1 | Имя s1 |  |  | 4 | ", "2 | Имя s2 | 3 | 4 |  | 3"]);
    let titles = |name: &str| table(data, name).columns.iter().skip(2).map(|column| column.title.as_str()).collect::<Vec<_>>();
    assert_eq!(titles("marks:01:01")[10..], ["11.09", "1 ч."]);
    assert_eq!(titles("marks:01:02"), ["12.09", "20.09", "2 ч.", "Год"]);
    assert_eq!(rows(data, "topics:01:02"), ["12.09 | 1 |  | Тема 12 | ", "20.09 |  |  |  | "]);
    // s1 is not of the group, so the quarter has no column there.
    assert_eq!((titles("marks:02:01"), rows(data, "marks:02:01")), (vec!["1 п/г", "01.09"], vec!["1 | Имя s2 | зач | ".to_owned()]));
    assert_eq!(table(data, "marks:02:01").caption, "химия (1 группа)");
    assert_eq!(table(data, "topics:02:01").caption, "химия (1 группа) — Лисина А. П.");

    let mut printed = data.clone();
    printed.provenance.date = "2026-05-29".to_owned();
    printed.provenance.as_of = "2026-05-29".to_owned();
    let pages = Typesetter::new(&Overlay::new()).expect("templates").page_texts(&printed).expect("pages");
    assert!(pages[0].contains("КЛАССНЫЙ ЖУРНАЛ") && pages[1].contains("Содержание"));
    // Marks lie on left pages, topics beside them.
    assert!(pages[3].contains("Имя s1") && pages[4].contains("Тема 1") && pages[4].contains("Задание на дом"));
    let sheets = pages.len().div_ceil(2);
    let last = pages[pages.len() - 1].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(last.contains(&format!("скреплено печатью {sheets} (")), "{last}");
}

/// Who changed his class has in each journal what was written of him there: the lessons of both stand at the same hours.
#[test]
fn a_mark_of_another_class_is_not_in_the_journal() {
    let lesson = |class: &str, day: u32| format!("('{class}', 'алгебра', DATE '2025-10-{day:02}', 1, 'held')");
    let lessons = [lesson("5А", 1), lesson("5А", 7), lesson("5Б", 1), lesson("5Б", 7)].join(", ");
    let school = Fixture::new()
        .class("5А", 5, "quarter", &["a"])
        .class("5Б", 5, "quarter", &["b"])
        .put("student", "student_id, full_name", "('m', 'Имя m')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('m', '5А', NULL, DATE '2025-10-05'), ('m', '5Б', DATE '2025-10-06', NULL)",
        )
        .put("lesson", "class_id, subject_id, date, lesson_number, status", &lessons)
        .put(
            "mark",
            "student_id, class_id, subject_id, date, lesson_number, seq, kind, value",
            "('m', '5А', 'алгебра', DATE '2025-10-01', 1, 1, 'score', 4), ('m', '5Б', 'алгебра', DATE '2025-10-07', 1, 1, 'score', 5)",
        );
    let made = documents(&school, "printed_journal", &Params::default());
    let pages: Vec<String> = made.iter().map(|document| rows(&document.data, "marks:01:01")[1].clone()).collect();
    assert_eq!(pages, ["2 | Имя m | 4 | ", "2 | Имя m |  | 5"]);
}

#[test]
fn who_is_exempt_or_learns_from_home_stands_so_in_the_journal() {
    let school = Fixture::new()
        .class("5А", 5, "quarter", &["a", "b"])
        .put("lesson", "class_id, subject_id, date, lesson_number, status", "('5А', 'физкультура', DATE '2025-10-01', 1, 'held')")
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', '5А', 'физкультура', DATE '2025-10-01', 1, 1, 'lesson', 'exempt'), ('b', '5А', 'физкультура', DATE '2025-10-01', 1, 1, 'lesson', 'remote')",
        );
    let made = documents(&school, "printed_journal", &Params::default());
    assert_eq!(rows(&made[0].data, "marks:01:01"), ["1 | Имя a | ОСВ", "2 | Имя b | ДО"]);
}
