//! The other rules of the weekly control: who has no mark, no homework, no cause; edits, remarks, groups, timetable.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, day};

const LESSON: &str = "class_id, group_id, subject_id, date, lesson_number, status, teacher_id, topic";
const MARK: &str = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, set_at, edited_at";
const ENTRY: &str = "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason";

fn on(as_of: &str) -> Params {
    Params { as_of: day(as_of), ..Params::default() }
}

fn by(grain: &str, as_of: &str) -> Params {
    Params { grain: Some(grain.to_owned()), ..on(as_of) }
}

#[test]
fn who_was_there_yesterday_and_has_no_mark() {
    // Monday the 8th, seen on the 9th. Physics (teacher t): a has a mark, b none, c was ill. Chemistry (t too): b has a mark, a none.
    // 1А gets no marks; 9В had no lesson.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .class("9В", 9, "quarter", &["d"])
        .class("1А", 1, "quarter", &["e"])
        .put("lesson", LESSON, "('9Б', NULL, 'физика', DATE '2025-09-08', 1, 'held', 't', NULL), ('9Б', NULL, 'химия', DATE '2025-09-08', 2, 'held', 't', NULL), ('9Б', NULL, 'труд', DATE '2025-09-08', 3, 'held', 'u', NULL)")
        .put("mark", MARK, "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, NULL, NULL), ('b', '9Б', 'химия', DATE '2025-09-08', 2, 1, 'score', 4, NULL, NULL), ('b', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'credit', NULL, NULL, NULL)")
        .put("attendance", ENTRY, "('c', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'lesson', 'illness')");
    let columns = "subject_id teacher_id lessons lessons_without_marks students_present students_without_mark";
    assert_eq!(
        school.rows("without_mark_previous_day", by("teacher_class_subject", "2025-09-09"), columns),
        ["труд u 1 1 3 3", "физика t 1 0 2 1", "химия t 1 0 3 2"]
    );
    // t's lessons together: a and b have a mark of t, c was at chemistry without one.
    assert_eq!(school.rows("without_mark_previous_day", by("teacher", "2025-09-09"), columns), ["· t 2 0 3 1", "· u 1 1 3 3"]);
    assert_eq!(
        school.rows(
            "without_mark_previous_day",
            by("class", "2025-09-09"),
            "class_id date lessons students_present students_without_mark reason"
        ),
        ["1А · 0 0 0 not_applicable", "9Б 2025-09-08 3 3 1 ·", "9В 2025-09-08 0 0 0 no_lessons"]
    );
    // With previous_day_kind = calendar the day before Monday the 15th is a Sunday without lessons.
    let sunday = school.set("previous_day_kind", Setting::Text("calendar".to_owned()));
    let rows = sunday.rows("without_mark_previous_day", by("class", "2025-09-15"), "class_id date reason");
    assert!(rows.contains(&"9Б 2025-09-14 no_lessons".to_owned()), "{rows:?}");
}

#[test]
fn who_has_no_homework_today() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .class("1А", 1, "quarter", &["d"])
        .class("9В", 9, "quarter", &["e"])
        .put("study_group", "group_id, class_id, subject_id, name", "('g1', '9Б', 'английский язык', '1'), ('g2', '9Б', 'английский язык', '2')")
        .put("group_membership", "student_id, group_id", "('a', 'g1'), ('b', 'g2'), ('c', 'g2')")
        .put("lesson", LESSON, "('9Б', 'g1', 'английский язык', DATE '2025-09-08', 1, 'held', 't', NULL), ('9Б', 'g2', 'английский язык', DATE '2025-09-08', 1, 'planned', 'u', NULL), ('9Б', NULL, 'физика', DATE '2025-09-08', 2, 'held', 't', NULL), ('9Б', NULL, 'химия', DATE '2025-09-08', 3, 'cancelled', 't', NULL), ('1А', NULL, 'чтение', DATE '2025-09-08', 1, 'held', 't', NULL)")
        .put("homework", "class_id, group_id, subject_id, date, text", "('9Б', 'g1', 'английский язык', DATE '2025-09-08', 'стр. 5'), ('9Б', NULL, 'физика', DATE '2025-09-08', '§ 3')");
    let columns = "class_id subject_id teacher_id lessons lessons_without_homework students students_without_homework reason";
    assert_eq!(
        school.rows("without_homework", by("teacher_class_subject", "2025-09-08"), columns),
        ["9Б английский язык t 1 0 1 0 ·", "9Б английский язык u 1 1 2 2 ·", "9Б физика t 1 0 3 0 ·"]
    );
    // Grade 1 has no homework by the regulation; 9В had no lesson that day.
    assert_eq!(
        school.rows("without_homework", by("class", "2025-09-08"), columns),
        ["1А · · 0 0 0 0 not_applicable", "9Б · · 3 1 3 2 ·", "9В · · 0 0 0 0 no_lessons"]
    );
}

#[test]
fn remarks_are_closed_in_time_late_or_not() {
    let rows = "('r1', '9Б', 't', DATE '2025-09-01', DATE '2025-09-05', DATE '2025-09-05', 'а'), ('r2', '9Б', 't', DATE '2025-09-01', DATE '2025-09-05', DATE '2025-09-06', 'б'),
        ('r3', '9Б', 't', DATE '2025-09-01', DATE '2025-09-10', NULL, 'в'), ('r4', '9Б', 't', DATE '2025-09-01', DATE '2025-09-11', NULL, 'г'), ('r5', '9Б', 't', DATE '2025-09-01', NULL, DATE '2025-09-02', 'д')";
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).put(
        "remark",
        "remark_id, class_id, teacher_id, date, due_date, closed_date, text",
        rows,
    );
    let columns = "remarks open overdue closed_in_time closed_late closed reason";
    // On the evening of the 10th r3 is overdue, r4 has a day more.
    assert_eq!(school.rows("remarks", by("school", "2025-09-10"), columns), ["5 1 1 1 1 1 ·"]);
    let without = Fixture::new().class("9Б", 9, "quarter", &["a"]);
    assert_eq!(without.rows("remarks", by("school", "2025-09-10"), columns), ["· · · · · · no_table:remark"]);
}

#[test]
fn the_twentieth_day_is_allowed_and_the_twenty_first_is_not() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("mark", MARK, "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, '2025-09-08', '2025-09-28 23:00'), ('a', '9Б', 'физика', DATE '2025-09-09', 1, 1, 'score', 4, '2025-09-09', '2025-09-30'), ('a', '9Б', 'физика', DATE '2025-09-10', 1, 1, 'score', 3, '2025-10-01', NULL)")
        .put("edit", "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version", "('mark', 'a', 'физика', DATE '2025-09-01', 1, '3', '4', '2025-09-22 10:00', '2025-10-05', 2), ('mark', 'a', 'физика', DATE '2025-09-02', 1, '3', '5', '2025-09-22', '2025-10-05', 2), ('mark', 'a', 'физика', DATE '2025-09-20', 1, '3', '5', '2025-09-22', '2025-10-05', 2)")
        .put("gradebook_access", "class_id, subject_id, teacher_id, \"at\", lesson_date, action", "('9Б', 'физика', 't', '2025-09-30 12:00', DATE '2025-09-09', 'mark_changed'), ('9Б', 'физика', 't', '2025-09-30 12:00', DATE '2025-09-09', 'view')");
    // 8 September + 20 = 28 September: allowed. The ledger of the 1st: changed on 22 September or later, at least 21 days: certain; of the
    // 2nd: at least 20, at most 33: possible; of the 20th: at most 15.
    assert_eq!(
        school.rows("late_edits", on("2025-10-10"), "date seen_in what old_values new_values days certainty"),
        [
            "2025-09-01 ledger mark 3 4 21 certain",
            "2025-09-02 ledger mark 3 5 33 possible",
            "2025-09-09 stamp mark_changed · 4 21 certain",
            "2025-09-10 stamp mark_set · 3 21 certain",
        ]
    );
}

#[test]
fn a_change_that_several_sources_show_stands_once() {
    // One mark of 1 September: changed on the 30th by its stamp, between the exports of 20 September and 5 October, and in the access log.
    let marks = "('a', '9Б', 'физика', DATE '2025-09-01', 1, 1, 'score', 4, '2025-09-01', '2025-09-30 12:00'),
        ('a', '9Б', 'физика', DATE '2025-09-02', 1, 1, 'score', 5, '2025-10-01', NULL), ('a', '9Б', 'физика', DATE '2025-09-03', 1, 1, 'score', 5, '2025-10-01', NULL)";
    let edits = "('mark', 'a', 'физика', DATE '2025-09-01', 1, '3', '4', '2025-09-20', '2025-10-05', 2), ('mark', 'a', 'физика', DATE '2025-09-02', 1, '', '5', '2025-09-20', '2025-10-05', 2),
        ('mark', 'a', 'физика', DATE '2025-09-03', 1, '4', '5', '2025-09-20', '2025-10-05', 2)";
    let access = "('9Б', 'физика', 't', '2025-09-30 12:00', DATE '2025-09-01', 'mark_changed'), ('9Б', 'физика', 't', '2025-09-29 12:00', DATE '2025-09-01', 'mark_changed')";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("mark", MARK, marks)
        .put(
            "edit",
            "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version",
            edits,
        )
        .put("gradebook_access", "class_id, subject_id, teacher_id, \"at\", lesson_date, action", access);
    // The 3rd: a mark that was there before has been changed by nobody knows whom; the stamp says only when it was first set.
    // The 29th: no stamp tells of that change, a later one has covered it.
    assert_eq!(
        school.rows("late_edits", on("2025-10-10"), "date seen_in what old_values new_values changed_at days certainty"),
        [
            "2025-09-01 ledger mark 3 4 2025-09-30 12:00 29 certain",
            "2025-09-01 access mark_changed · · 2025-09-29 12:00 28 certain",
            "2025-09-02 ledger mark  5 2025-10-01 29 certain",
            "2025-09-03 ledger mark 4 5 2025-10-05 32 possible",
            "2025-09-03 stamp mark_set · 5 2025-10-01 28 certain",
        ]
    );
}

/// Two marks of one cell, changed on 1 and 2 October: the cell differs once between the exports, the changes are two.
#[test]
fn two_changes_of_a_cell_stand_both() {
    let marks = "('a', '9Б', 'физика', DATE '2025-09-01', 1, 1, 'score', 4, '2025-09-01', '2025-10-01 09:00'),
        ('a', '9Б', 'физика', DATE '2025-09-01', 1, 2, 'score', 5, '2025-09-01', '2025-10-02 09:00')";
    let edit = "('mark', 'a', 'физика', DATE '2025-09-01', 1, '3 4', '4 5', '2025-09-20', '2025-10-05', 2)";
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).put("mark", MARK, marks).put(
        "edit",
        "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version",
        edit,
    );
    assert_eq!(
        school.rows("late_edits", on("2025-10-10"), "seen_in what changed_at days"),
        ["ledger mark 2025-10-02 09:00 31", "stamp mark_changed 2025-10-01 09:00 30"]
    );
}

/// The change says only whose mark it is: of the class, not of the circle that the student entered later.
#[test]
fn a_change_is_of_the_class_and_not_of_the_circle() {
    let edit = "('mark', 'a', 'физика', DATE '2025-09-10', 1, '3', '4', '2025-10-04', '2025-10-05', 2)";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("class", "class_id, name, grade_level", "('Шахматы', 'Шахматы', 9)")
        .put("class_membership", "student_id, class_id, from_date", "('a', 'Шахматы', DATE '2025-09-02')")
        .put(
            "edit",
            "table_name, student_id, subject_id, date, lesson_number, old_values, new_values, previous_as_of, as_of, version",
            edit,
        );
    assert_eq!(school.rows("late_edits", on("2025-10-10"), "class_id date seen_in"), ["9Б 2025-09-10 ledger"]);
}

#[test]
fn causes_not_set_are_asked_after_the_third_day() {
    let entries = "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'lesson', 'unset'), ('a', '9Б', 'физика', DATE '2025-09-09', 1, 1, 'lesson', 'unset'),
        ('b', '9Б', 'физика', DATE '2025-09-01', 1, 1, 'lesson', 'unexcused'), ('b', '9Б', 'физика', DATE '2025-09-02', 1, 1, 'lesson', 'unexcused')";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("attendance", ENTRY, entries)
        .put("mark", MARK, "('b', '9Б', 'физика', DATE '2025-09-01', 1, 1, 'score', 5, NULL, NULL), ('b', '9Б', 'физика', DATE '2025-09-03', 1, 1, 'score', 5, NULL, NULL)");
    assert_eq!(school.rows("unset_absences", on("2025-09-12"), "student_id date days"), ["a 2025-09-08 4"]);
    assert_eq!(school.rows("unexcused_absences", Params::default(), "student_id lessons last_date"), ["b 2 2025-09-02"]);
    assert_eq!(school.rows("mark_and_absence", Params::default(), "student_id date marks reason"), ["b 2025-09-01 5 unexcused"]);
    // The whole 3rd, of which no lesson is known, is the third lesson and the only full day.
    let third = "('b', '9Б', CAST(NULL AS TEXT), DATE '2025-09-03', CAST(NULL AS BIGINT), 1, 'day', 'unexcused')";
    let three = school.put("attendance", ENTRY, third).set("unexcused_threshold", Setting::Int(3));
    assert_eq!(three.rows("unexcused_absences", Params::default(), "student_id lessons full_days last_date"), ["b 3 1 2025-09-03"]);
    let strict = three.set("unexcused_threshold", Setting::Int(4));
    assert!(strict.rows("unexcused_absences", Params::default(), "student_id").is_empty());
    // At a lesson that was cancelled nobody was missing.
    let cancelled = "('9Б', 'физика', DATE '2025-09-08', 1, 'cancelled')";
    let cancelled = strict.put("lesson", "class_id, subject_id, date, lesson_number, status", cancelled);
    assert_eq!(cancelled.rows("unset_absences", on("2025-09-12"), "student_id date days"), [""; 0]);
}

#[test]
fn incomplete_records_are_named() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .put("subject", "subject_id, name", "('физика', 'Физика'), ('английский язык', 'Английский язык')")
        .put("study_group", "group_id, class_id, subject_id, name", "('g1', '9Б', 'английский язык', '1'), ('g2', '9Б', 'английский язык', '2')")
        .put("group_membership", "student_id, group_id", "('a', 'g1'), ('a', 'g2'), ('b', 'g2')")
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, teacher_id, topic, planned_seq",
            "('9Б', 'физика', DATE '2025-09-08', 1, 'held', 't', 'Контрольная работа № 1', 1), ('9Б', 'физика', DATE '2025-09-09', 1, 'held', 't', 'Контрольная работа № 2 «Сила»', 2),
             ('9Б', 'физика', DATE '2025-09-10', 1, 'remote', 't', 'Newton laws', 3), ('9Б', 'английский язык', DATE '2025-09-10', 2, 'held', 't', 'Present Simple', NULL)",
        )
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, kind",
            "('9Б', 'физика', 1, 100, 'control'), ('9Б', 'физика', 2, 100, 'control'), ('9Б', 'физика', 3, 100, 'lesson')",
        )
        .put("homework", "class_id, subject_id, date, text", "('9Б', 'физика', DATE '2025-09-08', 'Повторить тему'), ('9Б', 'физика', DATE '2025-09-09', '§ 5'), ('9Б', 'физика', DATE '2025-09-10', 'не задано')")
        .put("mark", "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, assignment_kind", "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, 'КР'), ('b', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 4, NULL)")
        .put("attendance", ENTRY, "('a', '9Б', 'физика', DATE '2025-09-10', 1, 1, 'lesson', 'illness'), ('b', '9Б', 'физика', DATE '2025-09-10', 1, 1, 'lesson', 'late')");
    assert_eq!(
        school.rows("journal_completeness", on("2025-09-12"), "check_name heuristic subject_id student_id date found"),
        [
            "group_overlap 0 английский язык a 2025-09-12 2",
            "homework_without_pages 1 физика · 2025-09-08 Повторить тему",
            "not_in_russian 0 физика · 2025-09-10 Newton laws",
            "outside_groups 0 английский язык c 2025-09-12 ·",
            "remote_day_absence 0 физика a 2025-09-10 illness",
            "topic_of_work_missing 0 физика · 2025-09-08 Контрольная работа № 1",
            "work_type_missing 0 физика b 2025-09-08 4",
        ]
    );
}

#[test]
fn lessons_are_held_against_the_timetable() {
    let days = "(DATE '2025-09-08', 'school'), (DATE '2025-09-09', 'school'), (DATE '2025-09-10', 'school'), (DATE '2025-09-11', 'school'), (DATE '2025-09-12', 'school'), (DATE '2025-09-13', 'weekend'), (DATE '2025-09-14', 'weekend'), (DATE '2025-09-15', 'school')";
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .class("9В", 9, "quarter", &["b"])
        .put("calendar_day", "date, kind", days)
        .put("timetable_slot", "class_id, subject_id, weekday, lesson_number", "('9Б', 'физика', 1, 1), ('9Б', 'химия', 2, 1), ('9Б', 'труд', 3, 1)")
        .put("lesson", LESSON, "('9Б', NULL, 'физика', DATE '2025-09-08', 1, 'cancelled', 't', NULL), ('9Б', NULL, 'алгебра', DATE '2025-09-09', 1, 'held', 't', NULL), ('9Б', NULL, 'алгебра', DATE '2025-09-11', 4, 'held', 't', NULL), ('9Б', NULL, 'алгебра', DATE '2025-09-13', 1, 'held', 't', NULL)");
    // Monday: cancelled is seen. Tuesday: algebra in the place of chemistry. Wednesday: nothing. Thursday: outside. Saturday: no school day.
    // Monday the 15th lies after as_of. 9В has no timetable.
    assert_eq!(
        school.rows("timetable_gaps", on("2025-09-14"), "class_id date lesson_number subject_id check_name reason"),
        [
            "9Б 2025-09-09 1 алгебра other_subject ·",
            "9Б 2025-09-10 1 труд no_lesson ·",
            "9Б 2025-09-11 4 алгебра outside_timetable ·",
            "9Б 2025-09-13 1 алгебра not_a_school_day ·",
            "9В · · · not_determinable no_timetable",
        ]
    );
}

#[test]
fn marks_per_student_and_lesson() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("curriculum", "class_id, subject_id", "('9Б', 'химия')")
        .put("lesson", LESSON, "('9Б', NULL, 'физика', DATE '2025-09-08', 1, 'held', 't', NULL), ('9Б', NULL, 'физика', DATE '2025-09-09', 1, 'held', 't', NULL)")
        .put("mark", MARK, "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, NULL, NULL), ('a', '9Б', 'физика', DATE '2025-09-08', 1, 2, 'score', 5, NULL, NULL), ('b', '9Б', 'физика', DATE '2025-09-09', 1, 1, 'score', 4, NULL, NULL), ('b', '9Б', 'физика', DATE '2025-09-09', 1, 2, 'credit', NULL, NULL, NULL)");
    // Physics: 3 marks, 2 students, 2 lessons; chemistry of the curriculum: not a single one.
    let grain = |grain: &str| Params { grain: Some(grain.to_owned()), ..Params::default() };
    assert_eq!(school.rows("mark_density", grain("class_subject"), "subject_id marks students lessons"), ["физика 3 2 2", "химия 0 2 0"]);
    assert_eq!(school.rows("mark_density", grain("class"), "class_id marks students lessons"), ["9Б 3 4 2"]);
}

#[test]
fn results_on_paper_for_parents_without_access() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("account", "account_id, student_id, role, active", "('x', 'a', 'parent', TRUE), ('y', 'b', 'parent', FALSE)")
        .put("notification", "student_id, date, reason", "('b', DATE '2025-10-20', 'распечатка результатов'), ('c', DATE '2025-08-20', 'распечатка результатов'), ('c', DATE '2025-10-01', 'пропуск')")
        .follows("s0");
    let rows = |as_of: &str| school.rows("parents_without_access", on(as_of), "student_id told_date verdict reason");
    assert_eq!(rows("2025-10-24"), ["b 2025-10-20 in_time ·", "c 2025-08-20 open ·"]);
    assert_eq!(rows("2025-10-26"), ["b 2025-10-20 in_time ·", "c 2025-08-20 missing ·"]);
    let unknown = Fixture::new().class("9Б", 9, "quarter", &["a"]).follows("s0");
    assert_eq!(
        unknown.rows("parents_without_access", on("2025-10-24"), "student_id verdict reason"),
        ["· not_determinable no_table:account"]
    );
    // The quarter of the ninth grade alone ends on the 17th.
    let own = "('q1', 'quarter', 1, 9, DATE '2025-09-01', DATE '2025-10-17')";
    let shorter = school.put("grading_period", "period_id, kind, seq, grade_level, start_date, end_date", own);
    assert_eq!(
        shorter.rows("parents_without_access", on("2025-10-17"), "student_id to_date verdict"),
        ["b 2025-10-17 missing", "c 2025-10-17 missing"]
    );
    assert_eq!(shorter.rows("parents_without_access", on("2025-10-20"), "student_id reason"), ["b no_period_bounds", "c no_period_bounds"]);
}

#[test]
fn the_window_counts_school_days_where_the_regulation_says_so() {
    // Two school days before Monday 15 September are Thursday 11 and Friday 12, working days the same; two calendar days are the week-end.
    let days = "(DATE '2025-09-10', 'school'), (DATE '2025-09-11', 'school'), (DATE '2025-09-12', 'school'), (DATE '2025-09-13', 'weekend'), (DATE '2025-09-14', 'weekend'), (DATE '2025-09-15', 'school')";
    let school = |kind: &str| {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a", "b"])
            .put("lesson", LESSON, "('9Б', NULL, 'физика', DATE '2025-09-11', 1, 'held', 't', NULL), ('9Б', NULL, 'физика', DATE '2025-09-15', 1, 'held', 't', NULL)")
            .put("mark", MARK, "('a', '9Б', 'физика', DATE '2025-09-11', 1, 1, 'score', 5, NULL, NULL), ('b', '9Б', 'физика', DATE '2025-09-10', 1, 1, 'score', 5, NULL, NULL)")
            .set("window_days", Setting::Int(2))
            .set("window_day_kind", Setting::Text(kind.to_owned()))
    };
    let window = |school: Fixture| {
        let rows = school.rows("students_without_marks", on("2025-09-15"), "check_name student_id from_date to_date reason");
        rows.iter().filter_map(|row| row.strip_prefix("window ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(window(school("school").put("calendar_day", "date, kind", days)), ["b 2025-09-11 2025-09-14 gap"]);
    assert_eq!(window(school("working").put("calendar_day", "date, kind", days)), ["b 2025-09-11 2025-09-14 gap"]);
    assert_eq!(
        window(school("calendar").put("calendar_day", "date, kind", days)),
        ["a 2025-09-13 2025-09-14 no_lessons", "b 2025-09-13 2025-09-14 no_lessons"]
    );
    assert_eq!(window(school("school")), ["a 2025-09-13 2025-09-14 no_calendar", "b 2025-09-13 2025-09-14 no_calendar"]);
}
