//! Plans of the year: their hours, their rows against the timetable, their practical part, and the programme of classes made of them.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, by, day};

const PLAN: &str = "class_id, group_id, subject_id, seq, hours_hundredths, planned_date, topic, kind";
const LESSON: &str = "class_id, group_id, subject_id, date, lesson_number, status, topic, planned_seq";

/// September, seen from a day.
fn september(as_of: &str, grain: &str) -> Params {
    let grain = (!grain.is_empty()).then(|| grain.to_owned());
    Params { as_of: day(as_of), from_date: day("2025-09-01"), to_date: day("2025-09-30"), grain, ..Params::default() }
}

/// A row of the plan in 9Б: group, subject, number, hours in hundredths, date, topic, kind.
type Planned = (&'static str, &'static str, u32, u32, &'static str, &'static str, &'static str);

/// 9Б with a student.
fn one_class() -> Fixture {
    Fixture::new().class("9Б", 9, "quarter", &["a"])
}

/// 9Б with its plan and its lessons.
fn taught(rows: &[Planned], lessons: &str) -> Fixture {
    plan(one_class(), rows).put("lesson", LESSON, lessons)
}

fn plan(school: Fixture, rows: &[Planned]) -> Fixture {
    let quoted = |text: &str| if text.is_empty() { "NULL".to_owned() } else { format!("'{text}'") };
    let row = |(group, subject, seq, hours, date, topic, kind): &Planned| {
        let date = format!("CAST({} AS DATE)", quoted(date));
        format!("('9Б', {}, '{subject}', {seq}, {hours}, {date}, {}, {})", quoted(group), quoted(topic), quoted(kind))
    };
    school.put("planned_lesson", PLAN, &rows.iter().map(row).collect::<Vec<_>>().join(", "))
}

#[test]
fn hours_of_plans_are_held_against_the_curriculum() {
    let school = plan(
        one_class(),
        &[
            ("", "физика", 1, 100, "", "", ""),
            ("", "физика", 2, 150, "", "", ""),
            ("", "химия", 1, 300, "", "", ""),
            ("", "право", 1, 100, "", "", ""),
            ("", "музыка", 1, 100, "", "", ""),
            ("g1", "английский", 1, 200, "", "", ""),
            ("g2", "английский", 1, 100, "", "", ""),
        ],
    )
    .put(
        "curriculum",
        "class_id, subject_id, hours_year_hundredths",
        "('9Б', 'физика', 250), ('9Б', 'химия', 200), ('9Б', 'право', 6800), ('9Б', 'труд', 3400), ('9Б', 'английский', 200)",
    );
    // физика 1 + 1.5 = 2.5 h, as in the curriculum; химия 3 > 2; право 1 < 68; труд has no plan, музыка no curriculum. The 2 h of the
    // class in английский are those of each group: g1 has 2, g2 only 1.
    let columns = "subject_id group_id equal more less no_plan no_curriculum planned_hours_hundredths curriculum_hours_hundredths";
    assert_eq!(
        school.rows("plan_hours", by("course"), columns),
        [
            "английский g1 1 0 0 0 0 200 200",
            "английский g2 0 0 1 0 0 100 200",
            "музыка · 0 0 0 0 1 · ·",
            "право · 0 0 1 0 0 100 6800",
            "труд · 0 0 0 1 0 · ·",
            "физика · 1 0 0 0 0 250 250",
            "химия · 0 1 0 0 0 300 200",
        ]
    );
    // 7 courses; hours of the five that have both: 2 + 1 + 1 + 2.5 + 3 = 9.5 against 2 + 2 + 68 + 2.5 + 2 = 76.5.
    let columns = "class_id courses equal more less no_plan no_curriculum planned_hours_hundredths curriculum_hours_hundredths";
    assert_eq!(school.rows("plan_hours", by("class"), columns), ["9Б 7 2 1 2 1 1 950 7650"]);
}

#[test]
fn rows_of_plans_are_held_against_timetable_and_lessons() {
    let school = plan(
        one_class().class("9В", 9, "quarter", &["b"]),
        &[
            ("", "физика", 1, 100, "2025-09-03", "Свет", ""),
            ("", "физика", 2, 100, "2025-09-10", "Звук", ""),
            ("", "физика", 3, 100, "2025-09-08", "Тепло", ""),
            ("", "физика", 4, 100, "", "Повторение", ""),
            ("", "физика", 5, 100, "2025-10-06", "Атом", ""),
            ("", "химия", 1, 100, "2025-09-05", "Вода", ""),
        ],
    )
    .put("planned_lesson", "class_id, subject_id, seq, hours_hundredths", "('9В', 'физика', 1, 100)")
    .put(
        "calendar_day",
        "date, kind",
        "(DATE '2025-09-03', 'school'), (DATE '2025-09-08', 'school'), (DATE '2025-09-10', 'school'), (DATE '2025-09-15', 'remote'),
         (DATE '2025-09-17', 'cancelled'), (DATE '2025-09-22', 'holiday')",
    )
    .put(
        "timetable_slot",
        "class_id, subject_id, weekday, lesson_number, from_date",
        "('9Б', 'физика', 1, 1, NULL), ('9Б', 'физика', 3, 2, DATE '2025-09-10')",
    )
    .put(
        "lesson",
        LESSON,
        "('9Б', NULL, 'физика', DATE '2025-09-03', 2, 'held', 'Звук', 2), ('9Б', NULL, 'физика', DATE '2025-09-08', 1, 'held', ' Тьма ', 1),
         ('9Б', NULL, 'физика', DATE '2025-09-10', 2, 'held', 'Опыт', 9), ('9Б', NULL, 'физика', DATE '2025-09-11', 5, 'held', 'Опыт', NULL),
         ('9Б', NULL, 'физика', DATE '2025-09-12', 1, 'cancelled', NULL, 3), ('9Б', NULL, 'физика', DATE '2025-09-15', 1, 'held', 'Тепло', 3)",
    );
    // физика: five rows, one undated, three of September; row 3 is dated before row 2: one break. Slots: Mondays 8 and 15 (the 22nd is a
    // holiday), Wednesday 10 (the 3rd is before the slot's time, the 17th cancelled): 3. Lessons to the 12th: 3, 8, 10, 11; those of the 3rd
    // and 8th name a row (there is no row 9), «Тьма» is not «Свет», and row 1 came after row 2.
    // химия stands nowhere in the timetable of 9Б: 0 slots; 9В has no timetable: not known.
    let columns =
        "class_id subject_id plan_rows undated_rows dated_rows slots slots_reason lessons with_row topic_differs order_breaks given_breaks";
    assert_eq!(
        school.rows("plan_rows", september("2025-09-12", ""), columns),
        ["9Б физика 5 1 3 3 · 4 2 1 1 1", "9Б химия 1 0 1 0 · 0 0 0 0 0", "9В физика 1 1 0 · no_timetable 0 0 0 0 0"]
    );
}

/// физика names the rows that are given, химия does not; право has a control work, музыка nothing of the kind.
fn practical() -> Fixture {
    taught(
        &[
            ("", "физика", 1, 100, "2025-09-05", "", "control"),
            ("", "физика", 2, 100, "2025-09-19", "", "control"),
            ("", "физика", 3, 100, "2025-09-10", "", "practical"),
            ("", "физика", 4, 100, "2025-09-12", "", "laboratory"),
            ("", "физика", 5, 100, "2025-09-25", "", "control"),
            ("", "физика", 6, 100, "2025-09-03", "", "lesson"),
            ("", "химия", 1, 100, "2025-09-05", "", "control"),
            ("", "химия", 2, 100, "2025-09-09", "", "laboratory"),
            ("", "право", 1, 100, "2025-10-10", "", "control"),
        ],
        "('9Б', NULL, 'физика', DATE '2025-09-08', 1, 'held', NULL, 1), ('9Б', NULL, 'физика', DATE '2025-09-10', 1, 'held', NULL, NULL),
         ('9Б', NULL, 'физика', DATE '2025-09-12', 1, 'cancelled', NULL, 4), ('9Б', NULL, 'физика', DATE '2025-09-18', 1, 'remote', NULL, 3),
         ('9Б', NULL, 'химия', DATE '2025-09-05', 1, 'held', NULL, NULL), ('9Б', NULL, 'музыка', DATE '2025-09-04', 1, 'held', NULL, NULL)",
    )
    .put(
        "assignment",
        "assignment_id, class_id, subject_id, date, assignment_kind",
        "('1', '9Б', 'право', DATE '2025-09-09', 'КР'), ('2', '9Б', 'право', DATE '2025-09-11', 'ДЗ')",
    )
}

#[test]
fn practical_works_planned_and_held() {
    // By 20 September. физика: control works of the 5th and 19th (the 25th is to come): row 1 was given on the 8th, row 2 not; the practical
    // one on the 18th; the laboratory one was cancelled. химия names no rows: a lesson on the day of the control work, none on the 9th.
    // право: its planned one is of October, but one was written. музыка: no control work at all.
    let columns = "subject_id courses control_planned control_held practical_planned practical_held laboratory_planned laboratory_held \
                   control_works courses_without_control";
    let kinds = |school: Fixture| {
        school.put("assignment_kind", "assignment_kind, name, is_control", "('КР', 'Контрольная', TRUE), ('ДЗ', 'Дом', FALSE)")
    };
    let rows = |school: Fixture, grain| school.rows("practical_part", september("2025-09-20", grain), columns);
    assert_eq!(
        rows(kinds(practical()), "course"),
        ["музыка 1 0 0 0 0 0 0 0 1", "право 1 0 0 0 0 0 0 1 0", "физика 1 2 1 1 1 1 0 0 0", "химия 1 1 1 0 0 1 0 0 0"]
    );
    assert_eq!(rows(kinds(practical()), "class"), ["· 4 3 2 1 1 2 0 1 1"]);
    // What kind a work is, nobody told: how many control works there were is not known.
    assert_eq!(rows(practical(), "class"), ["· 4 3 2 1 1 2 0 · 2"]);
}

#[test]
fn the_group_farthest_behind_speaks_for_the_class() {
    let school = || {
        taught(
            &[
                ("g1", "физика", 1, 100, "2025-09-02", "", ""),
                ("g1", "физика", 2, 100, "2025-09-03", "", ""),
                ("g1", "физика", 3, 100, "2025-09-10", "", ""),
                ("g2", "физика", 1, 100, "2025-09-03", "", ""),
                ("g2", "физика", 2, 100, "2025-09-10", "", ""),
                ("", "химия", 1, 100, "2025-09-04", "", ""),
                ("", "право", 1, 100, "", "", ""),
            ],
            "('9Б', 'g1', 'физика', DATE '2025-09-03', 1, 'held', 'Свет', NULL), ('9Б', 'g2', 'физика', DATE '2025-09-03', 1, 'held', 'Свет', NULL),
             ('9Б', 'g2', 'физика', DATE '2025-09-10', 1, 'held', ' ', NULL), ('9Б', NULL, 'химия', DATE '2025-09-04', 1, 'held', 'Вода', NULL),
             ('9Б', NULL, 'химия', DATE '2025-09-05', 1, 'held', 'Соль', NULL)",
        )
    };
    let at = |grain: &str| Params { as_of: day("2025-09-10"), ..by(grain) };
    let columns = "subject_id courses behind on_plan not_determinable planned_to_date_hundredths given_hours_hundredths \
                   given_with_topic_hundredths lag_hundredths";
    // g1: 3 h due, 1 given, 2 behind; g2: 2 due, 2 given (one without topic), 0 behind: g1 speaks. химия: 1 due, 2 given: 1 ahead.
    // право has no dates.
    assert_eq!(
        school().rows("programme_summary", at("class_subject"), columns),
        ["право 1 0 0 1 · · · ·", "физика 1 1 0 0 300 100 100 200", "химия 1 0 1 0 100 200 200 -100"]
    );
    // 3 + 1 h due, 1 + 2 given, 2 − 1 = 1 behind.
    assert_eq!(school().rows("programme_summary", at("school"), columns), ["· 3 1 1 1 400 300 300 100"]);
    // Added up, the groups have 5 h due, 3 given, 2 with a topic.
    let sum = school().set("group_programme", Setting::Text("sum".to_owned()));
    assert_eq!(sum.rows("programme_summary", at("class_subject"), columns)[1], "физика 1 1 0 0 500 300 200 200");
}
