//! Programme completion: plan against fact.

use vedomost::query::Params;

use super::fixture::{Fixture, day};

#[test]
fn plan_fact_and_lag() {
    // физика: plan 1 + 1 + 2 h, to 10 September 2 h; curriculum 68 h; held 1 h (default) + 1.5 h to that day, one topic blank → lag −0.5 h.
    // химия: lessons without a plan: NULLs, not zeros. право: a plan without dates: what is due is not determinable.
    // the group's own rows stand apart; a lesson of the 11th is after the day.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put(
            "planned_lesson",
            "class_id, group_id, subject_id, seq, hours_hundredths, planned_date",
            "('9Б', NULL, 'физика', 1, 100, '2025-09-03'), ('9Б', NULL, 'физика', 2, 100, '2025-09-10'), ('9Б', NULL, 'физика', 3, 200, '2025-09-11'),
             ('9Б', NULL, 'физика', 4, 50, NULL), ('9Б', NULL, 'право', 1, 100, NULL), ('9Б', 'g', 'физика', 1, 100, '2025-09-03')",
        )
        .put("curriculum", "class_id, subject_id, hours_year_hundredths", "('9Б', 'физика', 6800)")
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths, topic",
            "('9Б', 'физика', '2025-09-03', 1, 'held', NULL, 'Свет'), ('9Б', 'физика', '2025-09-10', 1, 'remote', 150, ' '),
             ('9Б', 'физика', '2025-09-11', 1, 'held', 100, 'Звук'), ('9Б', 'химия', '2025-09-05', 1, 'cancelled', 100, 'Вода')",
        );
    let params = Params { as_of: day("2025-09-10"), ..Params::default() };
    let columns = "subject_id group_id planned_hours_hundredths planned_to_date_hundredths curriculum_hours_hundredths \
                   given_hours_hundredths given_with_topic_hundredths lag_hundredths undated_rows";
    assert_eq!(
        school.rows("programme_completion", params, columns),
        ["право · 100 · · 0 0 · 1", "физика · 450 200 6800 250 100 -50 1", "физика g 100 100 · 0 0 100 0", "химия · · · · 0 0 · ·"]
    );
}
