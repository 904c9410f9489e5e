//! Deadlines: three schools' hours on one journal, minutes and days, which rule holds.

mod counts;
mod days;

use vedomost::query::Params;
use vedomost::regulation::{Deadline, Setting, Term};

use super::fixture::{Fixture, day};

const LESSON: &str = "class_id, subject_id, date, lesson_number, status, teacher_id, planned_teacher_id, topic, topic_set_at";
const HOMEWORK: &str = "class_id, subject_id, date, text, set_at";
const MARK: &str = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, assignment_kind, teacher_id, set_at";
const KINDS: &str = "('О', 'Ответ на уроке', FALSE, FALSE), ('КР', 'Контрольная работа', TRUE, TRUE)";
const ROW: &str = "record teacher_id entered_at deadline_date verdict days_late reason";

fn on(as_of: &str) -> Params {
    Params { as_of: day(as_of), ..Params::default() }
}

/// Monday 8 September: topic at 16:30, homework at 17:30, an oral mark at 16:45 and one at 17:10.
fn monday() -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("lesson", LESSON, "('9Б', 'физика', DATE '2025-09-08', 1, 'held', 't', 't', 'Тема', '2025-09-08 16:30')")
        .put("homework", HOMEWORK, "('9Б', 'физика', DATE '2025-09-08', '§ 1', '2025-09-08 17:30')")
        .put("assignment_kind", "assignment_kind, name, is_control, is_written", KINDS)
        .put(
            "mark",
            MARK,
            "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, 'О', 't', '2025-09-08 16:45'),
             ('b', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 4, 'О', 't', '2025-09-08 17:10')",
        )
}

#[test]
fn three_schools_judge_one_journal_differently() {
    let verdicts = |pack: &str| {
        let mut rows = monday().follows(pack).rows("deadline_record", on("2025-09-12"), "record entered_at verdict days_late reason");
        rows.sort();
        rows
    };
    // S0: the topic by 16:00 (late by half an hour, 0 days); homework and oral marks that day, without an hour.
    assert_eq!(
        verdicts("s0"),
        [
            "current_mark 2025-09-08 16:45 in_time · ·",
            "current_mark 2025-09-08 17:10 in_time · ·",
            "homework 2025-09-08 17:30 in_time · ·",
            "lesson_record 2025-09-08 16:30 late 0 ·",
        ]
    );
    // S3: nothing said of topics; marks by 17:00, so the second is late.
    assert_eq!(
        verdicts("s3"),
        [
            "current_mark 2025-09-08 16:45 in_time · ·",
            "current_mark 2025-09-08 17:10 late 0 ·",
            "homework 2025-09-08 17:30 in_time · ·",
            "lesson_record 2025-09-08 16:30 no_rule · ·",
        ]
    );
    // S2: topic and homework by 20:00; its rule of current marks is in another paper.
    assert_eq!(
        verdicts("s2"),
        [
            "current_mark 2025-09-08 16:45 no_rule · ·",
            "current_mark 2025-09-08 17:10 no_rule · ·",
            "homework 2025-09-08 17:30 in_time · ·",
            "lesson_record 2025-09-08 16:30 in_time · ·",
        ]
    );
    // S4: homework within an hour of the last lesson, and nobody tells when lessons end; marks have a week.
    assert_eq!(
        verdicts("s4"),
        [
            "current_mark 2025-09-08 16:45 in_time · ·",
            "current_mark 2025-09-08 17:10 in_time · ·",
            "homework 2025-09-08 17:30 not_determinable · no_lesson_times",
            "lesson_record 2025-09-08 16:30 in_time · ·",
        ]
    );
    // The neutral regulation knows no deadlines: nothing is late, nothing is in time.
    assert!(verdicts("neutral").iter().all(|row| row.ends_with("no_rule · ·")));
}

#[test]
fn the_minute_of_the_deadline_and_the_day_only() {
    // By 16:00: the minute itself is in time, the next is not; only the day known is not determinable, the next day is late.
    for (stamp, expected) in [
        ("2025-09-08 16:00", "in_time · ·"),
        ("2025-09-08 16:01", "late 0 ·"),
        ("2025-09-08", "not_determinable · day_only"),
        ("2025-09-09", "late 1 ·"),
        ("2025-09-07", "in_time · ·"),
        ("2025-09-09 00:00", "late 1 ·"),
    ] {
        let row = format!("('9Б', 'физика', DATE '2025-09-08', 1, 'held', 't', 't', 'Тема', '{stamp}')");
        let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).put("lesson", LESSON, &row).follows("s0");
        let rows = school.rows("deadline_record", on("2025-09-12"), "record verdict days_late reason");
        assert!(rows.contains(&format!("lesson_record {expected}")), "{stamp}: {rows:?}");
    }
}

#[test]
fn what_is_empty_is_open_until_the_day_is_over() {
    let school = || {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a"])
            .put("lesson", LESSON, "('9Б', 'физика', DATE '2025-09-08', 1, 'held', 't', 't', ' ', '2025-09-08 12:00')")
            .put("homework", HOMEWORK, "('9Б', 'физика', DATE '2025-09-08', 'не задано', '2025-09-08 12:00')")
            .follows("s0")
    };
    let rows = |as_of: &str| {
        let mut rows = school().rows("deadline_record", on(as_of), "record filled verdict days_late");
        rows.sort();
        rows
    };
    // A topic of spaces is none; «не задано» is a record only where homework is optional.
    assert_eq!(rows("2025-09-07"), ["homework 0 open ·", "lesson_record 0 open ·"]);
    assert_eq!(rows("2025-09-08"), ["homework 0 missing 0", "lesson_record 0 missing 0"]);
    assert_eq!(rows("2025-09-15"), ["homework 0 missing 7", "lesson_record 0 missing 7"]);
    let optional = school().set("homework_optional", Setting::Int(1));
    let found = optional.rows("deadline_record", on("2025-09-15"), "record filled verdict");
    assert!(found.contains(&"homework 1 in_time".to_owned()), "{found:?}");
}

#[test]
fn rules_for_kinds_of_works_go_first() {
    // S2 gives control works a day from the work: until some hour of the 9th that nobody tells.
    let mark = |kind: &str, stamp: &str| format!("('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, '{kind}', 't', '{stamp}')");
    let verdict = |kind: &str, stamp: &str| {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a"])
            .put(
                "assignment_kind",
                "assignment_kind, name, is_control, is_written",
                "('КР', 'Контрольная работа', TRUE, TRUE), ('СР', 'Самостоятельная работа', FALSE, TRUE)",
            )
            .put("mark", MARK, &mark(kind, stamp))
            .follows("s2")
            .rows("deadline_record", on("2025-09-20"), "verdict days_late reason")
            .remove(0)
    };
    assert_eq!(verdict("КР", "2025-09-08 20:00"), "in_time · ·");
    assert_eq!(verdict("КР", "2025-09-09"), "not_determinable · no_lesson_times");
    assert_eq!(verdict("КР", "2025-09-10 00:00"), "late 1 ·");
    assert_eq!(verdict("СР", "2025-09-10"), "no_rule · ·");
}

#[test]
fn a_narrower_rule_goes_before_a_wider_one() {
    let mut school = monday().follows("s0");
    let term = Term { anchor: "lesson_date", offset: 1, unit: "calendar_day", cutoff_minute: None };
    let own = Deadline {
        rule: "lesson_record",
        works: Vec::new(),
        grades: (9, 9),
        valid_from: None,
        valid_to: None,
        term: Some(term),
        clause: "п. 1".to_owned(),
        note: None,
        line: 1,
    };
    school.regulation_mut().deadlines.push(own);
    let rows = school.rows("deadline_record", on("2025-09-12"), "record deadline_date verdict clause");
    assert!(rows.contains(&"lesson_record 2025-09-09 in_time п. 1".to_owned()), "{rows:?}");
}

#[test]
fn a_corrected_absence_is_judged_by_the_exports_around_it() {
    // S0: the class teacher has three days, to the end of the 11th. Changed between the exports of the 10th and the 11th: in time; between the 10th
    // and the 12th: who knows; between the 12th and the 15th: a day late at least.
    let verdict = |before: &str, after: &str| {
        let row = format!("('attendance', 'a', 'физика', DATE '2025-09-08', 1, 'unset', 'illness', '{before}', '{after}', 2)");
        let school = Fixture::new()
            .class("9Б", 9, "quarter", &["a"])
            .put(
                "edit",
                "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version",
                &row,
            )
            .follows("s0");
        school.rows("deadline_record", on("2025-09-20"), "record deadline_date verdict days_late reason").remove(0)
    };
    assert_eq!(verdict("2025-09-10", "2025-09-11 23:00"), "absence_correction 2025-09-11 in_time · ·");
    assert_eq!(verdict("2025-09-10 08:00", "2025-09-12"), "absence_correction 2025-09-11 not_determinable · between_exports");
    assert_eq!(verdict("2025-09-12", "2025-09-15"), "absence_correction 2025-09-11 late 1 ·");
}

/// Who is in a circle too, and came to it later, has the class teacher of his class.
#[test]
fn a_corrected_absence_is_of_the_class_and_not_of_the_circle() {
    let edit = "('attendance', 'a', 'физика', DATE '2025-09-08', 1, 'unset', 'illness', '2025-09-10', '2025-09-11 23:00', 2)";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("class", "class_id, name, grade_level", "('Шахматы', 'Шахматы', 9)")
        .put("class_membership", "student_id, class_id, from_date", "('a', 'Шахматы', DATE '2025-09-02')")
        .put(
            "edit",
            "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version",
            edit,
        )
        .follows("s0");
    assert_eq!(school.rows("deadline_record", on("2025-09-20"), "record class_id"), ["absence_correction 9Б"]);
}
