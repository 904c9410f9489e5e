//! What is due, of whom, and how much of it: the grid, who answers, what cannot be judged.

use vedomost::query::Params;

use super::super::fixture::{Fixture, day};
use super::{HOMEWORK, KINDS, LESSON, monday, on};

#[test]
fn the_substitute_answers() {
    let lessons = "('9Б', 'физика', DATE '2025-09-08', 1, 'substituted', 'substitute', 'own', NULL, NULL),
        ('9Б', 'физика', DATE '2025-09-09', 1, 'substituted', NULL, 'own', NULL, NULL), ('9Б', 'физика', DATE '2025-09-10', 1, 'held', NULL, NULL, NULL, NULL)";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("lesson", LESSON, lessons)
        .put(
            "teaching_assignment",
            "teacher_id, class_id, subject_id, from_date, to_date",
            "('assigned', '9Б', 'физика', DATE '2025-09-01', NULL), ('gone', '9Б', 'физика', NULL, DATE '2025-08-31')",
        )
        .follows("s0");
    let mut rows = school.rows("deadline_breaches", on("2025-09-12"), "date record teacher_id verdict");
    rows.retain(|row| row.contains("lesson_record"));
    // The second substitution names nobody: the planned teacher is asked, and the check of completeness says so.
    assert_eq!(
        rows,
        [
            "2025-09-08 lesson_record substitute missing",
            "2025-09-09 lesson_record own missing",
            "2025-09-10 lesson_record assigned missing",
        ]
    );
    let found = school.rows("journal_completeness", on("2025-09-12"), "check_name date teacher_id");
    assert_eq!(found, ["substitution_without_teacher 2025-09-09 own"]);
}

#[test]
fn grade_one_has_topics_and_no_homework() {
    let school = |pack: &str| {
        Fixture::new()
            .class("1А", 1, "quarter", &["a"])
            .put("lesson", LESSON, "('1А', 'чтение', DATE '2025-09-08', 1, 'held', 't', 't', 'Тема', '2025-09-08 12:00')")
            .follows(pack)
            .rows("deadline_record", on("2025-09-12"), "record verdict")
    };
    assert_eq!(school("s0"), ["lesson_record in_time"]);
    let mut recorded = school("s3");
    recorded.sort();
    assert_eq!(recorded, ["homework missing", "lesson_record no_rule"]);
}

#[test]
fn a_work_that_nobody_has_a_mark_for() {
    let kinds = "('a1', '9Б', 'физика', DATE '2025-09-08', 'КР'), ('a2', '9Б', 'химия', DATE '2025-09-08', 'КР'), ('a3', '9Б', 'алгебра', DATE '2025-09-08', 'О')";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("assignment_kind", "assignment_kind, name, is_control, is_written", KINDS)
        .put("assignment", "assignment_id, class_id, subject_id, date, assignment_kind", kinds)
        .put(
            "mark",
            "student_id, class_id, subject_id, date, seq, kind, value, assignment_id, set_at",
            "('a', '9Б', 'химия', DATE '2025-09-08', 1, 'score', 5, 'a2', '2025-09-09')",
        )
        .follows("s4");
    // Physics: nobody has a mark, seven days are over on the 15th. Chemistry has one; an oral answer is no written work.
    let rows = school.rows("deadline_record", on("2025-09-16"), "record subject_id work_kind verdict days_late");
    let mut rows: Vec<String> = rows;
    rows.sort();
    assert_eq!(rows, ["written_work физика control missing 1", "written_work химия control in_time ·"]);
}

#[test]
fn counts_start_from_the_grid() {
    // 9В has teachers and not a single lesson; its row says so at every grain.
    let school = monday()
        .class("9В", 9, "quarter", &["c"])
        .put("teacher", "teacher_id, full_name", "('t', 'Т'), ('idle', 'Н')")
        .put("teaching_assignment", "teacher_id, class_id, subject_id", "('t', '9Б', 'физика'), ('idle', '9В', 'химия')")
        .follows("s0");
    let week = Params { from_date: day("2025-09-08"), to_date: day("2025-09-14"), ..on("2025-09-14") };
    let by = |grain: &str| Params { grain: Some(grain.to_owned()), ..week.clone() };
    assert_eq!(
        school.rows("deadlines", by("class"), "class_id record in_time late missing judged reason"),
        ["9Б current_mark 2 0 0 2 ·", "9Б homework 1 0 0 1 ·", "9Б lesson_record 0 1 0 1 ·", "9В · 0 0 0 0 no_records"]
    );
    assert_eq!(
        school.rows("deadlines", by("teacher"), "teacher_id record judged reason"),
        ["idle · 0 no_records", "t current_mark 2 ·", "t homework 1 ·", "t lesson_record 1 ·"]
    );
    assert_eq!(
        school.rows(
            "journal_filling",
            by("teacher_class_subject"),
            "class_id subject_id teacher_id lessons topics_late homework_in_time reason"
        ),
        ["9Б физика t 1 1 1 ·", "9В химия idle 0 0 0 no_lessons"]
    );
    assert_eq!(
        school.rows("deadlines", by("week"), "week_start record judged"),
        ["2025-09-08 current_mark 2", "2025-09-08 homework 1", "2025-09-08 lesson_record 1",]
    );
    let histogram = school.rows("lateness", by("school"), "record days_from days_to records");
    assert_eq!(histogram.first().map(String::as_str), Some("lesson_record 0 0 1"));
    assert_eq!(histogram.len(), 8);
}

#[test]
fn why_a_deadline_cannot_be_judged_is_counted() {
    // S0: topics by 16:00 of the lesson's day, homework that day. t1: the topic of the 8th has only its day, that of the 9th no time of
    // entry, like the homework of the 8th; homework of the 9th has its day, which is enough. t2: homework of the 10th without time.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("teacher", "teacher_id, full_name", "('t1', 'Первый'), ('t2', 'Второй')")
        .put(
            "lesson",
            LESSON,
            "('9Б', 'физика', DATE '2025-09-08', 1, 'held', 't1', 't1', 'Тема', '2025-09-08'),
             ('9Б', 'физика', DATE '2025-09-09', 1, 'held', 't1', 't1', 'Тема', NULL),
             ('9Б', 'химия', DATE '2025-09-10', 1, 'held', 't2', 't2', 'Тема', '2025-09-10 15:00')",
        )
        .put(
            "homework",
            HOMEWORK,
            "('9Б', 'физика', DATE '2025-09-08', '§ 1', NULL), ('9Б', 'физика', DATE '2025-09-09', '§ 2', '2025-09-09'),
             ('9Б', 'химия', DATE '2025-09-10', '§ 1', NULL)",
        )
        .follows("s0");
    let rows = |grain: &str, columns: &str| {
        let params = Params { grain: Some(grain.to_owned()), ..on("2025-09-12") };
        school.rows("deadline_unknown", params, columns)
    };
    assert_eq!(
        rows("school", "record reason records"),
        ["homework no_entry_time 2", "lesson_record day_only 1", "lesson_record no_entry_time 1"]
    );
    assert_eq!(
        rows("teacher", "teacher record reason records"),
        [
            "Первый homework no_entry_time 1",
            "Первый lesson_record day_only 1",
            "Первый lesson_record no_entry_time 1",
            "Второй homework no_entry_time 1"
        ]
    );
    assert_eq!(rows("class", "grade_level class_id record reason records")[0], "9 9Б homework no_entry_time 2");
}
