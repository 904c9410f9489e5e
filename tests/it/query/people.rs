//! Movement, sizes, activity: who is there and who works.

use vedomost::query::Params;

use super::fixture::{Fixture, by, day, period};

fn quarter(school: Fixture) -> Fixture {
    school.put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
}

/// 5А: stays, leaves on 10 September, moves to 5Б on the 20th, comes on the 15th. 6А: one who leaves and comes back.
fn moving() -> Fixture {
    let members = "('stays', '5А', NULL, NULL), ('leaves', '5А', DATE '2025-09-01', DATE '2025-09-09'), ('moves', '5А', DATE '2025-09-01', DATE '2025-09-19'),
        ('moves', '5Б', DATE '2025-09-20', NULL), ('comes', '5А', DATE '2025-09-15', NULL), ('back', '6А', DATE '2025-09-01', DATE '2025-09-10'),
        ('back', '6А', DATE '2025-10-01', NULL)";
    let names = "('stays', 'А', 'm'), ('leaves', 'Б', 'f'), ('moves', 'В', NULL), ('comes', 'Г', 'f'), ('back', 'Д', 'm')";
    quarter(Fixture::new())
        .put("class", "class_id, name, grade_level", "('5А', '5А', 5), ('5Б', '5Б', 5), ('6А', '6А', 6)")
        .put("student", "student_id, full_name, sex", names)
        .put("class_membership", "student_id, class_id, from_date, to_date", members)
        .put(
            "student_movement",
            "student_id, kind, date, to_class_id, order_no",
            "('comes', 'transfer_in', DATE '2025-09-15', '5А', '1-у')",
        )
}

const COLUMNS: &str = "grade_level class_id start_n arrived moved_in departed moved_out end_n";

#[test]
fn transfers_between_classes_count_at_class_level_only() {
    let rows = |grain| moving().rows("movement", period("q1", grain), COLUMNS);
    assert_eq!(rows("class"), ["5 5А 3 1 0 1 1 2", "5 5Б 0 0 1 0 0 1", "6 6А 1 1 0 1 0 1"]);
    assert_eq!(rows("grade_level"), ["5 · 3 1 0 1 0 3", "6 · 1 1 0 1 0 1"]);
    assert_eq!(rows("school"), ["· · 4 2 0 2 0 4"]);
}

#[test]
fn who_came_and_left_is_named_with_the_order_or_without() {
    let rows = moving().rows("movement_list", period("q1", ""), "student_id direction date class_id kind order_no source");
    assert_eq!(
        rows,
        [
            "leaves out 2025-09-10 5А · · membership",
            "back out 2025-09-11 6А · · membership",
            "comes in 2025-09-15 5А transfer_in 1-у order",
            "moves transfer 2025-09-20 5Б · · membership",
            "back in 2025-10-01 6А · · membership"
        ]
    );
}

#[test]
fn sizes_are_those_of_the_day_of_the_regulation() {
    // On 20 September 5А has stays and comes, 5Б moves; back is away.
    let rows =
        moving().rows("class_size", period("q1", "class"), "class_id size_day on_day boys girls sex_unknown deviation on_start on_end");
    assert_eq!(rows, ["5А 2025-09-20 2 1 1 0 -23 3 2", "5Б 2025-09-20 1 0 0 1 -24 0 1", "6А 2025-09-20 0 0 0 0 0 1 1"]);
    assert_eq!(moving().rows("class_size", period("q1", "school"), "classes_n on_day norm over_norm"), ["2 3 50 0"]);
}

#[test]
fn a_login_is_no_participation_and_days_do_not_add_up_to_users() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a"])
        .put("teacher", "teacher_id, full_name, position", "('t1', 'Первый', NULL), ('t2', 'Второй', 'учитель')")
        .put(
            "lesson",
            "class_id, subject_id, date, status, teacher_id, topic_set_at",
            "('9А', 'х', DATE '2025-09-02', 'held', 't1', '2025-09-02 15:00'), ('9А', 'х', DATE '2025-09-03', 'held', 't2', NULL),
             ('9А', 'х', DATE '2025-10-02', 'held', 't2', NULL)",
        )
        .put(
            "gradebook_access",
            "class_id, teacher_id, \"at\", action",
            "('9А', 't2', '2025-09-03 10:00', 'view'), ('9А', 't2', '2025-10-05 10:00', 'mark_set')",
        )
        .put("login_day", "date, role, unique_users", "(DATE '2025-09-01', 'parent', 5), (DATE '2025-09-02', 'parent', 4)")
        .put("account", "account_id, role, active", "('x', 'parent', TRUE), ('y', 'parent', FALSE), ('z', 'staff', NULL)");
    assert_eq!(
        school.rows("teacher_activity", by("school"), "month teachers active lessons writes"),
        ["2025-09 2 1 2 1", "2025-10 1 1 1 1"]
    );
    // Five on the busiest day, nine visits, two accounts known: five users at least and at most.
    let columns = "month role accounts login_days visits users_min users_max reason";
    assert_eq!(school.rows("user_activity", Params::default(), columns), ["2025-09 parent 2 2 9 5 5 ·", "· staff 1 0 0 0 0 ·"]);
    assert_eq!(school.rows("never_logged_in", by("school"), "role accounts used never unknown"), ["parent 2 1 1 0", "staff 1 0 0 1"]);
    let cards = school.rows("card_completeness", by("school"), "card field cards filled");
    assert_eq!(cards[0], "class class_teacher 1 0");
    assert_eq!(cards.last().map(String::as_str), Some("teacher position 2 1"));
    // Who enters absences is at work in the gradebook.
    let entered = "('a', '9А', 'х', DATE '2025-09-03', 1, 'lesson', 'illness', 't3', '2025-09-03 12:00')";
    let school = school.put("account", "account_id, role, teacher_id", "('w', 'staff', 't3')").put(
        "attendance",
        "student_id, class_id, subject_id, date, seq, granularity, reason, teacher_id, set_at",
        entered,
    );
    assert_eq!(school.rows("never_logged_in", by("school"), "role accounts used never unknown")[1], "staff 2 1 0 1");
}

#[test]
fn notifications_are_due_for_failing_absent_and_few_marks() {
    let school = quarter(Fixture::new().class("9А", 9, "quarter", &["a", "b"]))
        .period_marks("9А", "q1", "a х 2\nb х 5")
        .put("mark", "student_id, class_id, subject_id, date, seq, kind, value", "('b', '9А', 'х', DATE '2025-09-01', 1, 'score', 5)")
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('b', '9А', 'х', DATE '2025-09-02', 1, 1, 'lesson', 'unexcused'), ('b', '9А', 'х', DATE '2025-09-02', 1, 2, 'lesson', 'unexcused')",
        )
        .put("curriculum", "class_id, subject_id, hours_week_hundredths", "('9А', 'х', 100)");
    let columns = "student_id cause subject_id amount sent_date verdict reason";
    let due = |school: &Fixture| school.rows("notification_due", Params { as_of: day("2025-10-26"), ..period("q1", "") }, columns);
    assert_eq!(
        due(&school),
        [
            "a failing х · · not_determinable no_table:notification",
            "a too_few_marks х 0 · not_determinable no_table:notification",
            "b too_few_marks х 1 · not_determinable no_table:notification",
            "b unexcused · 1 · not_determinable no_table:notification"
        ]
    );
    // A print-out of the marks tells nobody that a fails.
    let paper = "('b', DATE '2025-09-03', 'пропуск без уважительной причины'), ('a', DATE '2025-09-20', 'Распечатка отметок')";
    let told = school.put("notification", "student_id, date, reason", paper);
    assert_eq!(
        due(&told).iter().map(|row| row.split(' ').nth(5).expect("a verdict").to_owned()).collect::<Vec<_>>(),
        ["not_sent", "not_sent", "not_sent", "sent"]
    );
}

#[test]
fn a_whole_day_without_cause_is_all_its_lessons_in_the_list_and_where_a_letter_is_due() {
    let school = quarter(Fixture::new().class("9А", 9, "quarter", &["b"]))
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status",
            "('9А', 'х', DATE '2025-09-02', 1, 'held'), ('9А', 'у', DATE '2025-09-02', 2, 'held')",
        )
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('b', '9А', NULL, DATE '2025-09-02', NULL, 1, 'day', 'unexcused'), ('b', '9А', 'у', DATE '2025-09-02', 2, 1, 'lesson', 'illness'),
             ('b', '9А', NULL, DATE '2025-09-03', NULL, 1, 'day', 'unexcused'), ('b', '9А', 'х', DATE '2025-10-20', 1, 1, 'lesson', 'unexcused')",
        );
    // The 2nd: both lessons, of illness and no cause the graver; the 3rd: no lesson known, one; 20 October: after the day of the question.
    let asked = Params { as_of: day("2025-10-01"), ..period("q1", "") };
    let due = school.rows("notification_due", asked, "student_id cause amount");
    assert_eq!(due.iter().filter(|row| row.contains("unexcused")).collect::<Vec<_>>(), ["b unexcused 3"]);
    // The list goes over all days of the period.
    assert_eq!(school.rows("unexcused_absences", period("q1", ""), "student_id lessons last_date"), ["b 4 2025-10-20"]);
}

/// «a» left on 30 October, in the vacations, «b» came on 5 November, the first day of the second quarter.
/// Of 9А and 9Б, a moves from the one to the other on 2 October and b comes to 9Б on the 1st.
#[test]
fn with_a_class_asked_for_the_sums_are_of_that_class() {
    let school = quarter(Fixture::new().class("9А", 9, "quarter", &["c"]).class("9Б", 9, "quarter", &["d"]))
        .put("student", "student_id, full_name", "('a', 'Имя a'), ('b', 'Имя b')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('a', '9А', DATE '2025-09-01', DATE '2025-10-01'), ('a', '9Б', DATE '2025-10-02', NULL), ('b', '9Б', DATE '2025-10-01', NULL)",
        )
        .put(
            "student_movement",
            "student_id, kind, date, from_class_id, to_class_id",
            "('a', 'class_transfer', DATE '2025-10-02', '9А', '9Б')",
        );
    let october = |grain: &str, class: Option<&str>| Params {
        class_id: class.map(str::to_owned),
        from_date: day("2025-10-01"),
        to_date: day("2025-10-31"),
        ..by(grain)
    };
    let columns = "start_n arrived moved_in departed moved_out end_n";
    assert_eq!(school.rows("movement", october("school", None), columns), ["3 1 0 0 0 4"]);
    for grain in ["class", "grade_level", "stage", "school"] {
        assert_eq!(school.rows("movement", october(grain, Some("9А")), columns), ["2 0 0 0 1 1"], "{grain}");
        assert_eq!(school.rows("movement", october(grain, Some("9Б")), columns), ["1 1 1 0 0 3"], "{grain}");
    }
    // The class that he left sees where he went.
    let people = |class| {
        let params = Params { grain: None, ..october("", Some(class)) };
        school.rows("movement_list", params, "class_id student_id direction from_class_id date")
    };
    assert_eq!(people("9А"), ["9Б a transfer 9А 2025-10-02"]);
    assert_eq!(people("9Б"), ["9Б b in · 2025-10-01", "9Б a transfer 9А 2025-10-02"]);
}

/// The lists of the classes tell of a transfer, no order does: the class that he left is that of the stay before.
#[test]
fn who_changed_class_without_an_order_is_named_by_both() {
    let school = quarter(Fixture::new().class("9А", 9, "quarter", &["c"]).class("9Б", 9, "quarter", &["d"]))
        .put("student", "student_id, full_name", "('a', 'Имя a')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('a', '9А', DATE '2025-09-01', DATE '2025-10-01'), ('a', '9Б', DATE '2025-10-02', NULL)",
        );
    for class in ["9А", "9Б"] {
        let params = Params { class_id: Some(class.to_owned()), ..period("q1", "") };
        let row = school.rows("movement_list", params, "class_id student_id direction from_class_id source");
        assert_eq!(row, ["9Б a transfer 9А membership"], "{class}");
    }
}

#[test]
fn what_happens_between_two_quarters_is_of_the_second() {
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level, period_kind", "('9Б', '9Б', 9, 'quarter')")
        .put("student", "student_id, full_name", "('a', 'Имя a'), ('b', 'Имя b'), ('c', 'Имя c')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('a', '9Б', DATE '2025-09-01', DATE '2025-10-29'), ('b', '9Б', DATE '2025-11-05', NULL), ('c', '9Б', DATE '2025-09-01', NULL)",
        )
        .put(
            "grading_period",
            "period_id, kind, seq, start_date, end_date",
            "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('q2', 'quarter', 2, DATE '2025-11-05', DATE '2025-12-30'), ('h1', 'half_year', 1, DATE '2025-09-01', DATE '2025-12-30')",
        );
    let rows = |id: &str| school.rows("movement", period(id, "school"), "from_date start_n arrived departed end_n");
    assert_eq!(rows("q1"), ["2025-09-01 2 0 0 2"]);
    assert_eq!(rows("q2"), ["2025-10-26 2 1 1 2"]);
    assert_eq!(rows("h1"), ["2025-09-01 2 1 1 2"]);
    assert_eq!(school.rows("movement_list", period("q2", ""), "student_id direction date"), ["a out 2025-10-30", "b in 2025-11-05"]);
    // Who comes on the first of the days asked for comes in them: at the beginning is at the end of the day before.
    let days = vedomost::query::Params { from_date: chrono::NaiveDate::from_ymd_opt(2025, 11, 5), ..period("q2", "school") };
    assert_eq!(school.rows("movement", days, "from_date start_n arrived departed end_n"), ["2025-11-04 1 1 0 2"]);
}
