//! Absences by cause: what one missed lesson is, full days, denominators that are not known.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, by, day, period};

const LESSON: &str = "class_id, group_id, subject_id, date, lesson_number, status";
const ENTRY: &str = "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason";
const CAUSES: &str = "excused illness unexcused unset absent late lessons_held";
const DAYS: &str = "days_excused days_illness days_unexcused days_unset days_mixed days_absent";

/// 1 September: алгебра 1 and 2, физика 3; 2 September: алгебра 1 only; a cancelled lesson does not count.
fn lessons() -> Fixture {
    Fixture::new().class("9Б", 9, "quarter", &["a", "b", "c"]).put(
        "lesson",
        LESSON,
        "('9Б', NULL, 'алгебра', '2025-09-01', 1, 'held'), ('9Б', NULL, 'алгебра', '2025-09-01', 2, 'substituted'),
         ('9Б', NULL, 'физика', '2025-09-01', 3, 'remote'), ('9Б', NULL, 'алгебра', '2025-09-02', 1, 'held'),
         ('9Б', NULL, 'алгебра', '2025-09-03', 1, 'cancelled'), ('9Б', NULL, 'алгебра', '2025-09-04', 1, 'unknown')",
    )
}

#[test]
fn a_missed_lesson_counts_once_by_its_gravest_cause() {
    // a: lesson 1 with illness and unexcused → one unexcused; late in 1 is no lateness beside the absence; late in 2 twice → one.
    // b: a row of the day's алгебра beside a numbered one → only the numbered; exempt and remote are nothing.
    let school = lessons().put(
        "attendance",
        ENTRY,
        "('a', '9Б', 'алгебра', '2025-09-01', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'алгебра', '2025-09-01', 1, 2, 'lesson', 'unexcused'),
         ('a', '9Б', 'алгебра', '2025-09-01', 1, 3, 'lesson', 'late'), ('a', '9Б', 'алгебра', '2025-09-01', 2, 1, 'lesson', 'late'),
         ('a', '9Б', 'алгебра', '2025-09-01', 2, 2, 'lesson', 'late'), ('b', '9Б', 'алгебра', '2025-09-01', 1, 1, 'lesson', 'unset'),
         ('b', '9Б', 'алгебра', '2025-09-01', NULL, 1, 'subject_day', 'illness'), ('b', '9Б', 'физика', '2025-09-01', 3, 1, 'lesson', 'exempt'),
         ('b', '9Б', 'физика', '2025-09-01', 3, 2, 'lesson', 'remote')",
    );
    // Lessons: 4 held × 3 students = 12.
    assert_eq!(school.rows("attendance_by_cause", by("class"), CAUSES), ["0 0 1 1 2 1 12"]);
    assert_eq!(
        school.rows("attendance_by_cause", by("student"), &format!("student_id full_name {CAUSES}")),
        ["a Имя a 0 0 1 0 1 1 4", "b Имя b 0 0 0 1 1 0 4"]
    );
    assert_eq!(
        school.rows("attendance_by_cause", by("class_subject"), &format!("subject_id {CAUSES} days_absent")),
        ["алгебра 0 0 1 1 2 1 9 ·", "физика 0 0 0 0 0 0 3 ·"]
    );
    assert_eq!(school.rows("attendance_by_cause", by("month"), "month absent lessons_held"), ["2025-09 2 12"]);
}

#[test]
fn a_share_is_of_lessons_known_alone() {
    // Of the lessons only those of алгебра are known: 4 of them; a missed one of these, and two of химия, of which nobody knows how many there were.
    let school = lessons().put(
        "attendance",
        ENTRY,
        "('a', '9Б', 'алгебра', '2025-09-02', 1, 1, 'lesson', 'unexcused'), ('a', '9Б', 'химия', '2025-09-01', 5, 1, 'lesson', 'unexcused'),
         ('a', '9Б', 'химия', '2025-09-02', NULL, 1, 'subject_day', 'illness'), ('b', '9Б', 'алгебра', '2025-09-01', NULL, 1, 'subject_day', 'illness')",
    );
    let columns = "student_id absent unexcused lessons_held absent_held unexcused_held";
    assert_eq!(school.rows("attendance_by_cause", by("student"), columns), ["a 3 2 4 1 1", "b 1 0 4 1 0"]);
}

/// More entries than lessons: a lesson without number takes one of them; a day of which absences are not told takes none.
#[test]
fn no_more_is_missed_of_the_lessons_than_there_were() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put("lesson", LESSON, "('9Б', NULL, 'физика', DATE '2025-09-08', NULL, 'held'), ('9Б', NULL, 'физика', DATE '2025-10-06', 1, 'held')")
        .put(
            "attendance",
            ENTRY,
            "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'физика', DATE '2025-09-08', 2, 1, 'lesson', 'unexcused'),
             ('a', '9Б', 'физика', DATE '2025-10-06', 1, 1, 'lesson', 'illness')",
        );
    let columns = "absent lessons_held absent_held unexcused_held";
    assert_eq!(school.rows("attendance_by_cause", by("class"), columns), ["3 2 2 1"]);
    let since_october = school.put(
        "coverage",
        "table_name, student_id, class_id, from_date, to_date, family, as_of",
        "('attendance', NULL, NULL, DATE '2025-10-01', DATE '2025-12-31', 'bundle', '2025-12-31')",
    );
    assert_eq!(since_october.rows("attendance_by_cause", by("class"), columns), ["3 1 1 0"]);
}

#[test]
fn a_full_day_is_all_lessons_of_the_day() {
    // a misses all three on the 1st for two causes → mixed; b misses two of three → none; c has алгебра of the day (no number:
    // both lessons) and физика, one cause → illness; on the 2nd b's only lesson → a full day.
    let school = || {
        lessons().put(
            "attendance",
            ENTRY,
            "('a', '9Б', 'алгебра', '2025-09-01', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'алгебра', '2025-09-01', 2, 1, 'lesson', 'illness'),
             ('a', '9Б', 'физика', '2025-09-01', 3, 1, 'lesson', 'unexcused'), ('b', '9Б', 'алгебра', '2025-09-01', 1, 1, 'lesson', 'illness'),
             ('b', '9Б', 'физика', '2025-09-01', 3, 1, 'lesson', 'illness'), ('c', '9Б', 'алгебра', '2025-09-01', NULL, 1, 'subject_day', 'illness'),
             ('c', '9Б', 'физика', '2025-09-01', 3, 1, 'lesson', 'illness'), ('b', '9Б', 'алгебра', '2025-09-02', 1, 1, 'lesson', 'excused')",
        )
    };
    assert_eq!(
        school().rows("attendance_by_cause", by("student"), &format!("student_id absent {DAYS}")),
        ["a 3 0 0 0 0 1 1", "b 3 1 0 0 0 0 1", "c 2 0 1 0 0 0 1"]
    );
    let gravest = school().set("absence_mixed", Setting::Text("gravest".to_owned()));
    assert_eq!(gravest.rows("attendance_by_cause", by("class"), DAYS), ["1 1 1 0 0 3"]);
}

#[test]
fn a_row_for_the_day_is_every_lesson_of_it() {
    // 1 September: three lessons and a day; 6 September has no lesson: a day only.
    let school = lessons().put(
        "attendance",
        ENTRY,
        "('a', '9Б', NULL, CAST('2025-09-01' AS DATE), CAST(NULL AS BIGINT), 1, 'day', 'illness'), ('a', '9Б', NULL, '2025-09-06', NULL, 1, 'day', 'unset')",
    );
    let columns = format!("{CAUSES} {DAYS}");
    assert_eq!(school.rows("attendance_by_cause", by("class"), &columns), ["0 3 0 0 3 0 12 0 1 0 1 0 2"]);
}

#[test]
fn without_lessons_the_denominator_is_not_determinable() {
    // 9Б has no lessons at all: NULL, and so has the school; 9А has lessons and no absence: zeros.
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["x"])
        .class("9Б", 9, "quarter", &["y"])
        .class("9В", 9, "quarter", &["z"])
        .put("lesson", LESSON, "('9А', NULL, 'физика', '2025-09-01', 1, 'held')")
        .put(
            "attendance",
            ENTRY,
            "('y', '9Б', 'физика', '2025-09-01', NULL, 1, 'subject_day', 'unset'), ('z', '9В', NULL, '2025-09-01', NULL, 1, 'day', 'unset')",
        );
    let columns = "class_id absent lessons_held days_absent";
    assert_eq!(school.rows("attendance_by_cause", by("class"), columns), ["9А 0 1 0", "9Б 1 · ·", "9В 0 · 1"]);
    assert_eq!(school.rows("attendance_by_cause", by("school"), columns), ["· 1 · ·"]);
}

#[test]
fn lessons_count_while_enrolled_and_in_own_groups() {
    // Lessons of the class on 1 and 8 September, of group 1 on the 1st and of group 2 on the 1st, all English the 2nd lesson.
    // a: both days, groups 1 and 2 overlapping → 2 + 1, not 2 + 2. b: from the 8th → 1. c: until the 1st, group 2 → 1 + 1 = 2. d: no group → 2.
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level", "('9Б', '9Б', 9)")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('a', '9Б', NULL, NULL), ('b', '9Б', '2025-09-08', NULL), ('c', '9Б', NULL, '2025-09-01'), ('d', '9Б', NULL, NULL)",
        )
        .put("group_membership", "student_id, group_id", "('a', 'g1'), ('a', 'g2'), ('b', 'g1'), ('c', 'g2')")
        .put(
            "lesson",
            LESSON,
            "('9Б', NULL, 'физика', '2025-09-01', 1, 'held'), ('9Б', NULL, 'физика', '2025-09-08', 1, 'held'),
             ('9Б', 'g1', 'английский', '2025-09-01', 2, 'held'), ('9Б', 'g2', 'английский', '2025-09-01', 2, 'held')",
        );
    assert_eq!(school.rows("attendance_by_cause", by("class"), "lessons_held"), ["8"]);
    assert_eq!(school.rows("attendance_by_cause", by("subject"), "subject_id lessons_held"), ["английский 2", "физика 6"]);
    // No absence: no row of a student.
    assert!(school.rows("attendance_by_cause", by("student"), "student_id").is_empty());
}

#[test]
fn both_ends_of_the_dates_count() {
    let school = lessons().put(
        "attendance",
        ENTRY,
        "('a', '9Б', 'алгебра', '2025-09-01', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'алгебра', '2025-09-02', 1, 1, 'lesson', 'illness')",
    );
    let dates = |from: &str, to: &str| Params { from_date: day(from), to_date: day(to), ..by("class") };
    assert_eq!(school.rows("attendance_by_cause", dates("2025-09-01", "2025-09-02"), "absent lessons_held"), ["2 12"]);
    assert_eq!(school.rows("attendance_by_cause", dates("2025-09-02", "2025-09-02"), "absent lessons_held"), ["1 3"]);
    // Bounds of the quarter, which the neighbouring grade level states for the school.
    let bounded = school.put(
        "grading_period",
        "period_id, kind, seq, grade_level, start_date, end_date",
        "('q1', 'quarter', 1, 5, '2025-09-02', '2025-10-26')",
    );
    assert_eq!(bounded.rows("attendance_by_cause", period("q1", "class"), "absent lessons_held"), ["1 3"]);
}

/// A lesson on 8 September, of which absences are told, and one on the 15th; an absence on the 8th.
fn two_mondays() -> Fixture {
    Fixture::new().class("9Б", 9, "quarter", &["a", "b"]).put(
        "lesson",
        "class_id, subject_id, date, lesson_number, status",
        "('9Б', 'физика', DATE '2025-09-08', 1, 'held'), ('9Б', 'физика', DATE '2025-09-15', 1, 'held')",
    )
}

#[test]
fn without_absences_in_any_export_nobody_is_said_to_have_been_there() {
    let columns = "absent illness late lessons_held days_absent";
    // The export tells absences, and there were none: 2 students, 2 lessons.
    assert_eq!(two_mondays().rows("attendance_by_cause", by("class"), columns), ["0 0 0 4 0"]);
    let silent = || two_mondays().tells(&["mark", "lesson"]);
    for grain in ["class", "grade_level", "stage", "school"] {
        assert_eq!(silent().rows("attendance_by_cause", by(grain), columns), ["· · · · ·"], "{grain}");
    }
    let hours = "month hours_missed_hundredths hours_unexcused_hundredths hours_held_hundredths";
    assert_eq!(silent().rows("attendance_hours", by("class"), hours), ["· · · ·"]);
    assert!(silent().rows("attendance_day", Params::default(), "date").is_empty());
    let period = Params { period_id: Some("q1".to_owned()), ..by("school") };
    let ranks = silent().rows("municipal_ranks", period, "indicator n reason");
    assert!(ranks.iter().all(|row| !row.starts_with("attendance") || row == "attendance · no_data"), "{ranks:?}");
}

#[test]
fn lessons_after_the_last_day_of_which_absences_are_told_do_not_count() {
    let coverage = "('attendance', NULL::VARCHAR, NULL::VARCHAR, DATE '2025-09-01', DATE '2025-09-10'), ('lesson', NULL, NULL, DATE '2025-09-01', DATE '2025-09-30')";
    let school = two_mondays().put("coverage", "table_name, student_id, class_id, from_date, to_date", coverage);
    assert_eq!(school.rows("attendance_by_cause", by("class"), "absent lessons_held"), ["0 2"]);
    assert_eq!(school.rows("attendance_hours", by("class"), "month hours_held_hundredths"), ["2025-09 200", "· 200"]);
    assert_eq!(school.rows("attendance_day", Params::default(), "date"), ["2025-09-08"]);
    // An export of some students does not say whom it leaves out: then every day counts.
    let part = school.put(
        "coverage",
        "table_name, student_id, class_id, from_date, to_date",
        "('attendance', 'a', NULL, DATE '2025-09-12', DATE '2025-09-12')",
    );
    assert_eq!(part.rows("attendance_by_cause", by("class"), "absent lessons_held"), ["0 4"]);
}

#[test]
fn an_entry_at_a_cancelled_lesson_is_no_lesson_missed() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a"])
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status",
            "('9Б', 'физика', DATE '2025-09-08', 1, 'held'), ('9Б', 'физика', DATE '2025-09-08', 2, 'cancelled')",
        )
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', '9Б', 'физика', DATE '2025-09-08', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'физика', DATE '2025-09-08', 2, 1, 'lesson', 'illness')",
        );
    assert_eq!(school.rows("attendance_by_cause", by("class"), "absent lessons_held days_absent"), ["1 1 1"]);
}

/// The rule of P-07 stands in SQL for figures and in Rust for the heads of sheets: they say the same of every kind and period.
#[test]
fn heads_and_figures_have_one_period() {
    let kinds = ["quarter", "half_year", "trimester", "semester", "module"];
    let classes: Vec<String> = kinds.iter().map(|kind| format!("('{kind}', '{kind}', 9, '{kind}')")).collect();
    let periods = ["q1", "q2", "q3", "q4", "h1", "h2", "t1", "t3", "s1", "m2", "year"];
    let known: Vec<String> = periods.iter().map(|id| format!("('{id}', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")).collect();
    let school = Fixture::new().put("class", "class_id, name, grade_level, period_kind", &classes.join(", ")).put(
        "grading_period",
        "period_id, kind, seq, start_date, end_date",
        &known.join(", "),
    );
    for asked in periods {
        let mut rows = school.rows("class_scope", period(asked, ""), "class_id period_id");
        rows.sort();
        let mut expected: Vec<String> =
            kinds.iter().map(|kind| format!("{kind} {}", vedomost::model::period::own(kind, asked).unwrap_or("·"))).collect();
        expected.sort();
        assert_eq!(rows, expected, "{asked}");
    }
}

#[test]
fn a_class_has_its_own_period_and_days() {
    // 9Б has quarters, 10А half-years, whose days nobody told.
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).class("10А", 10, "half_year", &["b"]).put(
        "grading_period",
        "period_id, kind, seq, start_date, end_date",
        "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-28')",
    );
    let columns = "class_id period_id from_date to_date own_from";
    let asked = |period_id: &str, own_days: bool| {
        let params = Params { own_days, ..period(period_id, "") };
        let mut rows = school.rows("class_scope", params, columns);
        rows.sort();
        rows
    };
    assert_eq!(asked("q2", false), ["10А h1 2025-11-05 2025-12-28 ·", "9Б q2 2025-11-05 2025-12-28 2025-11-05"]);
    assert_eq!(asked("q2", true), ["10А h1 · · ·", "9Б q2 2025-11-05 2025-12-28 2025-11-05"]);
    assert_eq!(asked("q1", true)[0], "10А · 2025-09-01 2025-10-26 ·", "who has no such period has the days asked for");
}
