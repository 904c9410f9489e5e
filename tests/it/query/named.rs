//! Standings by name, electives without lists, who came inside the period.

use vedomost::regulation::Setting;

use super::fixture::{Fixture, period};

#[test]
fn by_name_with_subject_teacher_and_current_mean() {
    // one: one «4» in «х»; two: two «3»; na: not certified, ill twice and once without cause; debtor: «2» and «н/а».
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["debtor", "na", "one", "two"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("teacher", "teacher_id, full_name", "('t', 'Громов'), ('u', 'Волкова')")
        .put("teaching_assignment", "teacher_id, class_id, subject_id", "('t', '9Б', 'х'), ('u', '9Б', 'х')")
        .period_marks("9Б", "q1", "one х 4\none у 5\ntwo х 3\ntwo у 3\nna х н/а\nna у 5\ndebtor х н/а\ndebtor у 2")
        .put(
            "mark",
            "student_id, class_id, subject_id, date, seq, kind, value",
            "('one', '9Б', 'х', DATE '2025-09-01', 1, 'score', 4), ('one', '9Б', 'х', DATE '2025-09-02', 1, 'score', 5)",
        )
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('na', '9Б', 'х', DATE '2025-09-02', 1, 1, 'lesson', 'illness'), ('na', '9Б', 'х', DATE '2025-09-03', 1, 1, 'lesson', 'illness'),
             ('na', '9Б', 'х', DATE '2025-09-04', 1, 1, 'lesson', 'unexcused')",
        );
    let columns = "student_id note subject_id value teachers weighted_sum weight_sum cause";
    assert_eq!(
        school.rows("notable_mark", period("q1", ""), columns),
        [
            "debtor failing у 2 · · · ·",
            "debtor not_assessed х · Волкова, Громов · · ·",
            "na not_assessed х · Волкова, Громов · · illness",
            "one one_four х 4 Волкова, Громов 900 200 ·",
            "two two_threes у 3 · · · ·",
            "two two_threes х 3 Волкова, Громов · · ·"
        ]
    );
    let columns = "roster two_fours two_threes low_mean debtors not_certified not_certified_illness";
    assert_eq!(school.rows("standing_detail", period("q1", "class"), columns), ["4 0 1 1 2 1 1"]);
    // The other order of precedence: «н/а» before «2».
    let other = school.set("failing_over_na", Setting::Int(0));
    assert_eq!(other.rows("standing", period("q1", ""), "student_id standing")[0], "debtor not_certified");
}

#[test]
fn electives_of_profile_classes_without_lists_do_not_make_a_class_incomplete() {
    // `a` and `d` have biology, `b` and `e` law; nobody has a group. The new student `c` has nothing at all yet.
    let school = Fixture::new().class("10Б", 10, "half_year", &["a", "b", "c", "d", "e"]).period_marks(
        "10Б",
        "h1",
        "a биология 5\na русский 5\nd биология 5\nd русский 5\nb право 4\nb русский 4\ne право 4\ne русский 4",
    );
    let columns = "student_id standing empty";
    assert_eq!(
        school.rows("standing", period("h1", ""), columns),
        ["a all_fives 0", "b fours_and_fives 0", "c no_data 3", "d all_fives 0", "e fours_and_fives 0"]
    );
    // A single mark in law in the year, and the missing period mark is missed.
    let traced = school.put(
        "mark",
        "student_id, class_id, subject_id, date, seq, kind, value",
        "('a', '10Б', 'право', DATE '2025-09-01', 1, 'score', 5)",
    );
    let rows = traced.rows("standing", period("h1", ""), columns);
    assert_eq!(rows[0], "a incomplete 1");
    // `d` is now the only one without law, perhaps forgotten: the cell is empty, not away.
    assert_eq!(rows[3], "d incomplete 1");
}

#[test]
fn who_came_inside_the_period_has_no_data_or_is_not_certified_as_the_regulation_says() {
    let school = || {
        Fixture::new()
            .class("9Б", 9, "quarter", &["a"])
            .put("student", "student_id, full_name", "('new', 'Новый')")
            .put("class_membership", "student_id, class_id, from_date", "('new', '9Б', DATE '2025-10-10')")
            .put(
                "grading_period",
                "period_id, kind, seq, start_date, end_date",
                "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')",
            )
            .period_marks("9Б", "q1", "a х 5\na у 4\nnew х 5")
    };
    let columns = "student_id standing empty not_assessed";
    assert_eq!(school().rows("standing", period("q1", ""), columns)[1], "new incomplete 1 0");
    let strict = school().set("arrival_marks", Setting::Text("not_assessed".to_owned()));
    assert_eq!(strict.rows("standing", period("q1", ""), columns)[1], "new not_certified 0 1");
}
