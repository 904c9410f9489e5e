//! Deadlines: three schools' hours on one journal, days that count, outages, who answers.

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

/// All days from `first` on, as many as there are letters: s school, w weekend, v vacation, h holiday, c cancelled, r remote.
fn calendar(school: Fixture, first: &str, letters: &str) -> Fixture {
    let first = day(first).expect("a date");
    let kind = |letter| match letter {
        's' => "school",
        'w' => "weekend",
        'v' => "vacation",
        'h' => "holiday",
        'c' => "cancelled",
        _ => "remote",
    };
    let rows: Vec<String> =
        (0..).zip(letters.chars()).map(|(at, letter)| format!("(DATE '{}', '{}')", first + chrono::Days::new(at), kind(letter))).collect();
    school.put("calendar_day", "date, kind", &rows.join(", "))
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

/// A control work on Friday 24 October. Vacation 27 October – 2 November, holidays 3 and 4, lessons again on the 5th.
fn before_vacation(stamp: &str) -> Fixture {
    let mark = format!("('a', '9Б', 'физика', DATE '2025-10-24', 1, 1, 'score', 5, 'КР', 't', '{stamp}')");
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("lesson", LESSON, "('9Б', 'физика', DATE '2025-10-24', 1, 'held', 't', 't', 'Тема', '2025-10-24 12:00')")
        .put("assignment_kind", "assignment_kind, name, is_control, is_written", KINDS)
        .put("mark", MARK, &mark)
        .follows("s0");
    calendar(school, "2025-10-20", "sssssww vvvvvvv hhsssww".replace(' ', "").as_str())
}

fn work(school: &Fixture) -> String {
    let rows = school.rows("deadline_record", on("2025-11-20"), ROW);
    rows.into_iter().find(|row| row.starts_with("written_work")).expect("the work")
}

#[test]
fn three_working_days_over_a_vacation() {
    // Teachers work in vacations: working days after the 24th are Mon 27, Tue 28, Wed 29. The third day is still in time, the fourth is not.
    assert_eq!(work(&before_vacation("2025-10-29 23:59")), "written_work t 2025-10-29 23:59 2025-10-29 in_time · ·");
    assert_eq!(work(&before_vacation("2025-10-30")), "written_work t 2025-10-30 2025-10-29 late 1 ·");
    // Counted in school days instead: the 5th, 6th and 7th of November.
    let school_days = |stamp: &str| {
        let mut school = before_vacation(stamp);
        for deadline in school.regulation.deadlines.iter_mut().filter(|deadline| deadline.rule == "written_work") {
            deadline.term = deadline.term.map(|term| Term { unit: "school_day", ..term });
        }
        work(&school)
    };
    assert_eq!(school_days("2025-11-07"), "written_work t 2025-11-07 2025-11-07 in_time · ·");
    assert_eq!(school_days("2025-11-08"), "written_work t 2025-11-08 2025-11-07 late 1 ·");
}

#[test]
fn without_a_calendar_working_days_are_not_guessed() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("assignment_kind", "assignment_kind, name, is_control, is_written", KINDS)
        .put("mark", MARK, "('a', '9Б', 'физика', DATE '2025-10-24', 1, 1, 'score', 5, 'КР', 't', '2025-10-24')")
        .follows("s0");
    assert_eq!(work(&school), "written_work t 2025-10-24 · not_determinable · no_calendar");
    // A hole inside the window is no better: Monday the 27th is missing.
    let days =
        "(DATE '2025-10-24', 'school'), (DATE '2025-10-25', 'weekend'), (DATE '2025-10-26', 'weekend'), (DATE '2025-10-28', 'school'),
        (DATE '2025-10-29', 'school'), (DATE '2025-10-30', 'school')";
    assert_eq!(work(&school.put("calendar_day", "date, kind", days)), "written_work t 2025-10-24 · not_determinable · no_calendar");
}

#[test]
fn seven_days_are_in_time_and_the_eighth_is_late() {
    let verdict = |stamp: &str| {
        let mark = format!("('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'score', 5, 'О', 't', '{stamp}')");
        let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).put("mark", MARK, &mark).follows("s4");
        school.rows("deadline_record", on("2025-10-01"), "verdict days_late").remove(0)
    };
    assert_eq!(verdict("2025-09-15 23:59"), "in_time ·");
    assert_eq!(verdict("2025-09-16"), "late 1");
}

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
fn an_outage_gives_a_working_day_more() {
    // S0: one working day after access is back. The journal was down on Friday the 12th and came back on Sunday the 14th.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put(
            "lesson",
            LESSON,
            "('9Б', 'физика', DATE '2025-09-12', 1, 'held', 't', 't', 'Тема', '2025-09-15 18:00'), ('9Б', 'химия', DATE '2025-09-12', 2, 'held', 't', 't', 'Тема', '2025-09-16 08:00'),
             ('9Б', 'алгебра', DATE '2025-09-11', 1, 'held', 't', 't', 'Тема', '2025-09-15 18:00')",
        )
        .put("outage", "start_date, end_date", "(DATE '2025-09-12', DATE '2025-09-14')")
        .follows("s0");
    let school = calendar(school, "2025-09-08", "sssssww sssssww".replace(' ', "").as_str());
    let mut rows = school.rows("deadline_record", on("2025-09-20"), "record subject_id rule deadline_date verdict days_late");
    rows.retain(|row| row.starts_with("lesson_record"));
    rows.sort();
    assert_eq!(
        rows,
        [
            "lesson_record алгебра lesson_record 2025-09-11 late 4",
            "lesson_record физика after_outage 2025-09-15 in_time ·",
            "lesson_record химия after_outage 2025-09-15 late 1",
        ]
    );
}

#[test]
fn period_marks_two_working_days_before_the_end() {
    // The quarter ends on Sunday 26 October; working days before it: Friday 24 (first), Thursday 23 (second).
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b", "c", "d"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("lesson", LESSON, "('9Б', 'физика', DATE '2025-10-20', 1, 'held', 't', 't', 'Тема', '2025-10-20 12:00')")
        .put(
            "period_mark",
            "student_id, class_id, subject_id, period_id, kind, status, value, set_at",
            "('a', '9Б', 'физика', 'q1', 'period', 'set', 5, '2025-10-23 22:00'), ('b', '9Б', 'физика', 'q1', 'period', 'set', 4, '2025-10-24 08:00'),
             ('c', '9Б', 'физика', 'q1', 'period', 'not_assessed', NULL, NULL), ('d', '9Б', 'физика', 'q1', 'period', 'empty', NULL, NULL)",
        )
        .follows("s0");
    let school = calendar(school, "2025-10-13", "sssssww sssssww vvvvvvv".replace(' ', "").as_str());
    let rows = |as_of: &str| {
        let mut rows = school.rows("deadline_record", on(as_of), "record student_id deadline_date verdict days_late reason");
        rows.retain(|row| row.starts_with("period_mark"));
        rows.sort();
        rows
    };
    assert_eq!(
        rows("2025-10-26"),
        [
            "period_mark a 2025-10-23 in_time · ·",
            "period_mark b 2025-10-23 late 1 ·",
            "period_mark c 2025-10-23 not_determinable · no_entry_time",
            "period_mark d 2025-10-23 missing 3 ·",
        ]
    );
    assert!(rows("2025-10-22").contains(&"period_mark d 2025-10-23 open · ·".to_owned()));
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
    school.regulation.deadlines.push(own);
    let rows = school.rows("deadline_record", on("2025-09-12"), "record deadline_date verdict clause");
    assert!(rows.contains(&"lesson_record 2025-09-09 in_time п. 1".to_owned()), "{rows:?}");
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
