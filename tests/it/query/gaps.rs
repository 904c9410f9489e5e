//! Students without marks: the grid, the days and the reasons.

use vedomost::query::{Params, WhyEmpty};

use super::fixture::{Fixture, day, period};

const LESSON: &str = "class_id, group_id, subject_id, date, lesson_number, status";
const MARK: &str = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value";
const ENTRY: &str = "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason";
const ROW: &str = "check_name student_id subject_id from_date to_date lessons_held lessons_attended last_mark_date reason";

fn on(date: &str) -> Params {
    Params { as_of: day(date), ..Params::default() }
}

/// Lessons on Monday 8 and Friday 12 September; D is Monday 15.
fn week() -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("lesson", LESSON, "('9Б', NULL, 'физика', '2025-09-08', 1, 'held'), ('9Б', NULL, 'физика', '2025-09-12', 1, 'held'), ('9Б', NULL, 'химия', '2025-09-05', 2, 'held')")
        .put("mark", MARK, "('a', '9Б', 'физика', '2025-09-08', 1, 1, 'score', 5), ('b', '9Б', 'физика', '2025-09-07', 1, 1, 'score', 3), ('b', '9Б', 'физика', '2025-09-12', 1, 1, 'credit', NULL)")
}

#[test]
fn the_last_school_day_and_the_window() {
    // The last day with an entry is Friday the 12th: nobody has a numeric mark then. The window is 8..14: a has one on its first day;
    // b's mark of the 7th is a day too early, and a credit is no mark. Химия was on the 5th only: no lessons.
    assert_eq!(
        week().rows("students_without_marks", on("2025-09-15"), ROW),
        [
            "previous_day a физика 2025-09-12 2025-09-12 1 1 2025-09-08 gap",
            "previous_day b физика 2025-09-12 2025-09-12 1 1 2025-09-07 gap",
            "window a химия 2025-09-08 2025-09-14 0 0 · no_lessons",
            "window b физика 2025-09-08 2025-09-14 2 2 2025-09-07 gap",
            "window b химия 2025-09-08 2025-09-14 0 0 · no_lessons",
        ]
    );
}

#[test]
fn after_the_last_entry_there_is_no_data() {
    // 26 September: the window 19..25 lies after the last entry of the school; nobody is called present there.
    let rows = week().rows("students_without_marks", on("2025-09-26"), "check_name student_id subject_id reason");
    assert_eq!(
        rows.iter().filter(|row| row.starts_with("window")).cloned().collect::<Vec<_>>(),
        ["window a физика no_data", "window a химия no_data", "window b физика no_data", "window b химия no_data"]
    );
    // Without --as-of, D is the last day with an entry itself, the 12th.
    let answer = week().ask("students_without_marks", Params::default()).expect("an answer");
    assert_eq!(answer.params.as_of, day("2025-09-12"));
}

#[test]
fn reasons() {
    // absent: missed all; exempt: exempt at all; both: absent; part: attended one. e is in another group, f has joined later.
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level", "('9Б', '9Б', 9), ('1А', '1А', 1)")
        .put(
            "class_membership",
            "student_id, class_id, from_date",
            "('absent', '9Б', NULL), ('both', '9Б', NULL), ('day', '9Б', NULL), ('exempt', '9Б', NULL), ('group', '9Б', NULL), ('late', '9Б', NULL),
             ('new', '9Б', '2025-09-13'), ('part', '9Б', NULL), ('small', '1А', NULL)",
        )
        .put("group_membership", "student_id, group_id", "('absent', 'g'), ('both', 'g'), ('day', 'g'), ('exempt', 'g'), ('group', 'other'), ('late', 'g'), ('new', 'g'), ('part', 'g')")
        .put("lesson", LESSON, "('9Б', 'g', 'физика', '2025-09-08', 1, 'held'), ('9Б', 'g', 'физика', '2025-09-12', 1, 'held'), ('1А', NULL, 'физика', '2025-09-12', 1, 'held')")
        .put(
            "attendance",
            ENTRY,
            "('absent', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'illness'), ('absent', '9Б', 'физика', '2025-09-12', NULL, 1, 'subject_day', 'unset'),
             ('both', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'illness'), ('both', '9Б', 'физика', '2025-09-12', 1, 1, 'lesson', 'exempt'),
             ('day', '9Б', NULL, '2025-09-08', NULL, 1, 'day', 'illness'), ('day', '9Б', NULL, '2025-09-12', NULL, 1, 'day', 'illness'),
             ('exempt', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'exempt'), ('exempt', '9Б', 'физика', '2025-09-12', 1, 1, 'lesson', 'exempt'),
             ('late', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'late'), ('part', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'illness')",
        );
    let rows = school.rows("students_without_marks", on("2025-09-15"), "check_name student_id lessons_held lessons_attended reason");
    let window: Vec<&str> = rows.iter().filter_map(|row| row.strip_prefix("window ")).collect();
    assert_eq!(
        window,
        [
            "small 1 1 grade_1",
            "absent 2 0 absent",
            "both 2 0 absent",
            "day 2 0 absent",
            "exempt 2 0 exempt",
            "group 0 0 other_group",
            "late 2 2 gap",
            "new 0 0 no_lessons",
            "part 2 1 gap",
        ]
    );
}

#[test]
fn a_class_without_lesson_rows_uses_days_with_entries() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put("mark", MARK, "('a', '9Б', 'физика', '2025-09-12', NULL, 1, 'score', 5)")
        .put("subject", "subject_id, name, assessed", "('физика', 'Физика', TRUE), ('классный час', 'Классный час', FALSE)")
        .put("curriculum", "class_id, subject_id", "('9Б', 'классный час')");
    assert_eq!(
        school.rows("students_without_marks", on("2025-09-15"), "check_name student_id subject lessons_held reason"),
        ["previous_day b Физика 1 gap", "window b Физика 1 gap"]
    );
}

#[test]
fn an_empty_answer_says_why() {
    let nothing = Fixture::new().ask("standings", super::fixture::period("q1", "")).expect("an answer");
    assert_eq!(nothing.why_empty, Some(WhyEmpty::NothingImported));
    let no_marks = Fixture::new().class("9Б", 9, "quarter", &["a"]).ask("students_without_marks", on("2025-09-15")).expect("an answer");
    assert!(matches!(no_marks.why_empty, Some(WhyEmpty::TablesEmpty { tables }) if tables[0].table == "mark"));
    let other = Fixture::new().class("9Б", 9, "quarter", &["a"]).period_marks("9Б", "q1", "a х 5");
    let answer = other.ask("standings", super::fixture::period("t1", "")).expect("an answer");
    assert_eq!(answer.why_empty, Some(WhyEmpty::PeriodNotThere { period_id: "t1".to_owned(), known: vec!["q1".to_owned()] }));
    let dates = Params { from_date: day("2025-10-01"), to_date: day("2025-10-31"), ..super::fixture::by("month") };
    let school = week().put("attendance", ENTRY, "('a', '9Б', 'физика', '2025-09-08', 1, 1, 'lesson', 'illness')");
    assert!(matches!(
        school.ask("attendance_by_cause", dates).expect("an answer").why_empty,
        Some(WhyEmpty::DatesNotCovered { last, .. }) if Some(last) == day("2025-09-12")
    ));
}

/// A lesson and no mark: a gap where the export tells marks, nothing to be said where it has none.
#[test]
fn nobody_is_accused_where_no_export_tells_marks() {
    let school = || {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a"])
            .put("lesson", "class_id, subject_id, date, lesson_number, status", "('9Б', 'физика', DATE '2025-09-12', 1, 'held')")
            .put("curriculum", "class_id, subject_id, hours_week_hundredths", "('9Б', 'физика', 200)")
            .put(
                "grading_period",
                "period_id, kind, seq, start_date, end_date",
                "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')",
            )
    };
    let silent = || school().tells(&["attendance", "lesson"]);
    let reasons = |school: Fixture| school.rows("students_without_marks", on("2025-09-15"), "check_name reason");
    assert_eq!(reasons(school()), ["previous_day gap", "window gap"]);
    assert_eq!(reasons(silent()), ["previous_day no_data", "window no_data"]);
    let day = |school: Fixture| {
        school.rows(
            "without_mark_previous_day",
            Params { grain: Some("class".to_owned()), ..on("2025-09-15") },
            "lessons students_without_mark reason",
        )
    };
    assert_eq!(day(school()), ["1 1 ·"]);
    assert_eq!(day(silent()), ["0 0 no_data"]);
    // Nor is a teacher of homework.
    let homework = |school: Fixture| {
        school.rows(
            "without_homework",
            Params { grain: Some("class".to_owned()), ..on("2025-09-12") },
            "lessons_without_homework students_without_homework reason",
        )
    };
    assert_eq!(homework(school()), ["1 1 ·"]);
    assert_eq!(homework(silent()), ["0 0 no_data"]);
    let filling = |school: Fixture| {
        school.rows(
            "journal_filling",
            Params { grain: Some("class".to_owned()), ..on("2025-09-15") },
            "lessons homework_days homework_empty",
        )
    };
    assert_eq!(filling(school()), ["1 1 1"]);
    assert_eq!(filling(silent()), ["1 0 0"]);
    let enough = |school: Fixture| {
        school.rows(
            "mark_sufficiency",
            Params { grain: Some("class".to_owned()), period_id: Some("q1".to_owned()), ..on("2025-10-26") },
            "too_few not_determinable",
        )
    };
    assert_eq!(enough(school()), ["1 0"]);
    assert_eq!(enough(silent()), ["0 1"]);
}

/// The list of the class has a and b; by single reports alone a is told of, till the end of September.
#[test]
fn of_whom_no_single_report_tells_nothing_is_known() {
    let covered = |rows: &str| {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a", "b"])
            .put("coverage", "table_name, student_id, class_id, from_date, to_date, family, as_of", rows)
            .put("curriculum", "class_id, subject_id, hours_week_hundredths", "('9Б', 'физика', 200)")
            .put(
                "grading_period",
                "period_id, kind, seq, start_date, end_date",
                "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-28')",
            )
            .put(
                "lesson",
                "class_id, subject_id, date, lesson_number, status",
                "('9Б', 'физика', DATE '2025-09-08', 1, 'held'), ('9Б', 'физика', DATE '2025-11-10', 1, 'held')",
            )
            .put(
                "mark",
                "student_id, class_id, subject_id, date, seq, kind, value",
                "('a', '9Б', 'физика', DATE '2025-09-08', 1, 'score', 5)",
            )
            .put(
                "attendance",
                "student_id, class_id, subject_id, date, seq, granularity, reason",
                "('a', '9Б', 'физика', DATE '2025-09-08', 1, 'subject_day', 'illness')",
            )
    };
    let own = |table: &str| format!("('{table}', 'a', NULL, DATE '2025-09-01', DATE '2025-09-30', 'student_total', '2025-09-30')");
    let single = covered(&[own("mark"), own("attendance")].join(", "));
    let student = |school: &Fixture, id: &str| {
        school.rows("attendance_by_cause", Params { grain: Some("student".to_owned()), ..period(id, "") }, "student_id absent lessons_held")
    };
    assert_eq!(student(&single, "q1"), ["a 1 1"]);
    let class = |school: &Fixture, id: &str| school.rows("attendance_by_cause", period(id, ""), "class_id absent days_absent lessons_held");
    assert_eq!(class(&single, "q1"), ["9Б · · 2"]);
    assert_eq!(class(&single, "q2"), ["9Б · · ·"], "the reports end in September");
    let told = |school: &Fixture| {
        let mut rows = school.rows("learner", period("q1", ""), "student_id told");
        rows.sort();
        rows
    };
    assert_eq!(told(&single), ["a 1", "b 0"]);
    let hours = |school: &Fixture, grain: &str| {
        school
            .rows(
                "attendance_hours",
                Params { grain: Some(grain.to_owned()), ..period("q1", "") },
                "student_id month hours_missed_hundredths",
            )
            .into_iter()
            .filter(|row| row.contains(" · "))
            .collect::<Vec<_>>()
    };
    assert_eq!(hours(&single, "student"), ["a · 100", "b · ·"]);
    let reasons = |school: &Fixture| {
        school.rows("students_without_marks", Params { as_of: day("2025-09-15"), ..Params::default() }, "check_name student_id reason")
    };
    assert_eq!(reasons(&single), ["previous_day b no_data", "window b no_data"]);
    let enough = |school: &Fixture| school.rows("mark_sufficiency", period("q1", "student_subject"), "student_id verdict reason");
    assert!(enough(&single).contains(&"b not_determinable no_data".to_owned()), "{:?}", enough(&single));
    // Nor of his written works, of the lessons he was at, of why he is not certified.
    let present = |school: &Fixture| {
        let on = Params { as_of: day("2025-09-15"), grain: Some("class".to_owned()), ..Params::default() };
        school.rows("without_mark_previous_day", on, "students_present students_without_mark")
    };
    // a was ill; of b it is not known whether he was there.
    assert_eq!(present(&single), ["0 0"]);
    let uncertified = covered(&[own("mark"), own("attendance")].join(", ")).period_marks("9Б", "q1", "a физика н/а\n b физика н/а");
    let causes = |school: &Fixture| {
        let mut rows = school.rows("not_certified_cause", period("q1", ""), "student_id cause");
        rows.sort();
        rows
    };
    assert_eq!(causes(&uncertified), ["a illness", "b unknown"]);
    // An export of the school tells of both; one of a few of another kind does not say whom it leaves out.
    let whole = |table: &str, family: &str, student: &str| {
        format!("('{table}', {student}, NULL, DATE '2025-09-01', DATE '2025-12-31', '{family}', '2025-12-31')")
    };
    for rows in [
        [whole("mark", "bundle", "NULL"), whole("attendance", "bundle", "NULL")],
        [whole("mark", "bundle", "'a'"), whole("attendance", "bundle", "'a'")],
    ] {
        let school = covered(&rows.join(", "));
        assert_eq!(class(&school, "q1"), ["9Б 1 1 2"]);
        assert_eq!(told(&school), ["a 1", "b 1"]);
        assert_eq!(reasons(&school), ["previous_day b gap", "window b gap"]);
        assert_eq!(present(&school), ["1 1"]);
        assert!(enough(&school).contains(&"b too_few ·".to_owned()), "{:?}", enough(&school));
        assert_eq!(causes(&school.period_marks("9Б", "q1", "a физика н/а\n b физика н/а")), ["a illness", "b none"]);
    }
}

/// Reports of single students that end on different days: a class is told of as far as the reports of all its students go.
#[test]
fn a_class_is_told_of_till_the_earliest_of_its_reports_ends() {
    let lessons: Vec<String> = ["9А", "9Б"]
        .iter()
        .flat_map(|class| ["2025-10-06", "2025-12-08"].map(|day| format!("('{class}', 'физика', DATE '{day}', 1, 'held')")))
        .collect();
    let report =
        |student: &str, to: &str| format!("('attendance', '{student}', NULL, DATE '2025-09-01', DATE '{to}', 'student_total', '{to}')");
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .class("9Б", 9, "quarter", &["c", "d"])
        .put(
            "coverage",
            "table_name, student_id, class_id, from_date, to_date, family, as_of",
            &[report("a", "2025-10-26"), report("b", "2025-12-30"), report("c", "2025-12-30"), report("d", "2025-12-30")].join(", "),
        )
        .put("lesson", "class_id, subject_id, date, lesson_number, status", &lessons.join(", "))
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, seq, granularity, reason",
            "('a', '9А', 'физика', DATE '2025-10-06', 1, 'subject_day', 'illness')",
        );
    let columns = "class_id absent lessons_held absent_held";
    assert_eq!(school.rows("attendance_by_cause", Params::default(), columns), ["9А 1 2 1", "9Б 0 4 0"]);
    let days = school.rows("attendance_day", Params::default(), "class_id student_id date");
    assert!(!days.contains(&"9А · 2025-12-08".to_owned()) && days.contains(&"9Б · 2025-12-08".to_owned()), "{days:?}");
}
