//! F19: plan, fact, lag and causes of a class whose subject is taught to the class and to a group.

use vedomost::query::Params;

use super::made::{documents, rows};
use crate::query::fixture::{Fixture, day};

#[test]
fn vocational_groups_have_their_semesters() {
    let semesters =
        "('s1', 'semester', 1, DATE '2025-09-01', DATE '2025-12-31'), ('s2', 'semester', 2, DATE '2026-01-12', DATE '2026-06-30')";
    let school = Fixture::new()
        .put("class", "class_id, name, period_kind", "('ИС-21', 'ИС-21', 'semester')")
        .put("class_membership", "student_id, class_id", "('a', 'ИС-21'), ('b', 'ИС-21')")
        .put("subject", "subject_id, name, area", "('мдк.01', 'МДК.01 Сети', 'ПМ.01'), ('и', 'История', NULL), ('ф', 'Физкультура', NULL)")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", semesters)
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, planned_date",
            "('ИС-21', 'мдк.01', 1, 200, DATE '2025-09-03'), ('ИС-21', 'мдк.01', 2, 200, DATE '2026-01-14'),
             ('ИС-21', 'и', 1, 100, DATE '2025-09-04'), ('ИС-21', 'ф', 1, 100, DATE '2025-09-05')",
        )
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths",
            "('ИС-21', 'мдк.01', DATE '2025-09-03', 1, 'held', 150)",
        )
        .period_marks("ИС-21", "s1", "a мдк.01 5\n b мдк.01 2\n a и 2\n b и 2\n a ф зач\n b ф зач")
        .period_marks("ИС-21", "year", "a и 3\n b и 3");
    let data = &documents(&school, "programme", &Params { as_of: day("2026-02-01"), ..Params::default() })[0].data;
    // Two hours planned in each semester, one and a half given in the first. МДК.01: 5 and 2 in the first semester, both rates 1 of 2. История: the
    // year's marks 3 and 3 go before those of a semester: 2 of 2 and 0 of 2. Физкультура has credits only: no rate.
    assert_eq!(
        rows(data, "semesters"),
        [
            "ИС-21 |  | История | 1 | 0 | 0 | 0 | 1 | 0 |  | 100,00 | 0,00 | год",
            "ИС-21 |  | Физкультура | 1 | 0 | 0 | 0 | 1 | 0 |  | — | — | ",
            "ИС-21 | ПМ.01 | МДК.01 Сети | 2 | 1,5 | 2 | 0 | 4 | 1,5 |  | 50,00 | 50,00 | 1 сем."
        ]
    );
    assert!(data.notes.iter().any(|note| note.contains("за последний семестр с отметками")));
    let titles: Vec<&str> = super::made::table(data, "semesters").columns.iter().map(|column| column.group.as_str()).collect();
    assert_eq!(titles[3..9], ["1 семестр", "1 семестр", "2 семестр", "2 семестр", "Год", "Год"]);
}

#[test]
fn plan_fact_lag_and_cause() {
    // физика of the class: 2 h to date, 2,5 h given, one hour of them with a topic; of the group: 1 h to date, none given.
    // The class's value adds its only group: 3 h to date, 2,5 h given, lag 0,5 h.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put(
            "planned_lesson",
            "class_id, group_id, subject_id, seq, hours_hundredths, planned_date",
            "('9Б', NULL, 'физика', 1, 100, DATE '2025-09-03'), ('9Б', NULL, 'физика', 2, 100, DATE '2025-09-10'), ('9Б', NULL, 'физика', 3, 200, DATE '2025-09-11'),
             ('9Б', NULL, 'физика', 4, 50, NULL), ('9Б', NULL, 'право', 1, 100, NULL), ('9Б', '9Б|физика|первая', 'физика', 1, 100, DATE '2025-09-03')",
        )
        .put("curriculum", "class_id, subject_id, hours_year_hundredths", "('9Б', 'физика', 6800)")
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths, topic",
            "('9Б', 'физика', DATE '2025-09-03', 1, 'held', NULL, 'Свет'), ('9Б', 'физика', DATE '2025-09-10', 1, 'remote', 150, ' '),
             ('9Б', 'физика', DATE '2025-09-11', 1, 'held', 100, 'Звук'), ('9Б', 'химия', DATE '2025-09-05', 1, 'cancelled', 100, 'Вода')",
        );
    let data = &documents(&school, "programme", &Params { as_of: day("2025-09-10"), ..Params::default() })[0].data;
    assert!(data.head.iter().any(|field| field.value == "10.09.2025"));
    let figures = "3 | 0 | 1 | 2 | 3 | 2,5 | 1 | 33,33 | 0,5";
    assert_eq!(
        rows(data, "classes"),
        [format!("9Б | {figures}"), format!("5–9 классы | {figures}"), format!("Итого по школе | {figures}")]
    );
    assert_eq!(rows(data, "subjects").last(), Some(&format!("Итого | {figures}")));
    assert_eq!(
        rows(data, "courses"),
        [
            "9Б | право | — | 1 | — | 0 | 0 | — | — | ",
            "9Б | физика | 68 | 4,5 | 2 | 2,5 | 1 | 50,00 | -0,5 | ",
            "9Б | физика, первая | — | 1 | 1 | 0 | 0 | 0,00 | 1 | причина не указана — 1 ч: 03.09",
            "9Б | химия | — | — | — | 0 | 0 | — | — | ",
        ]
    );
    assert!(data.notes.iter().any(|note| note.contains("без даты: 2;")), "{:?}", data.notes);
}
