//! Days that count toward a deadline: vacations, holes in the calendar, outages, the end of a period.

use vedomost::regulation::Term;

use super::super::fixture::{Fixture, day};
use super::{KINDS, LESSON, MARK, ROW, on};

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
