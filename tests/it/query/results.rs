//! Standings and performance: the vendor's formulas, the partition of students, and the traps around them.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, period};

/// P-01: 5×«5», 10×«4», 8×«3», 1×«2», 1×«н/а», 2×«осв» of one subject.
fn vector() -> Fixture {
    let marks: [(&str, usize); 6] = [("5", 5), ("4", 10), ("3", 8), ("2", 1), ("н/а", 1), ("осв", 2)];
    let all: Vec<&str> = marks.iter().flat_map(|(mark, count)| std::iter::repeat_n(*mark, *count)).collect();
    let ids: Vec<String> = (0..all.len()).map(|at| format!("s{at:02}")).collect();
    let lines: Vec<String> = ids.iter().zip(&all).map(|(id, mark)| format!("{id} алгебра {mark}")).collect();
    let students: Vec<&str> = ids.iter().map(String::as_str).collect();
    Fixture::new().class("9Б", 9, "quarter", &students).period_marks("9Б", "q1", &lines.join("\n"))
}

const RATES: &str = "assessed pass_n quality_n learning_index_n mark_sum mark_count exempt not_assessed no_mark";

#[test]
fn vendor_formulas_with_not_assessed_in_the_denominator() {
    // N = 27 − 2 осв = 25; pass 23/25 = 92.00 %; quality 15/25 = 60.00 %;
    // index (500 + 640 + 288 + 16 + 7)/25 = 1451/25 = 58.04; mean (25 + 40 + 24 + 2)/24 = 91/24.
    let rows = vector().rows("performance", period("q1", ""), RATES);
    assert_eq!(rows, ["25 23 15 1451 91 24 2 1 0"]);
}

#[test]
fn vendor_formulas_without_not_assessed() {
    // The variant: 23/24, 15/24, 1444/24 = 60.17.
    let rows = vector().set("na_in_denominator", Setting::Int(0)).rows("performance", period("q1", ""), RATES);
    assert_eq!(rows, ["24 23 15 1444 91 24 2 1 0"]);
}

/// One student for each standing; «русский» and «физика» for all.
pub fn partition() -> Fixture {
    Fixture::new()
        .class(
            "9Б",
            9,
            "quarter",
            &["five", "four1", "four2", "three1", "three2", "fail1", "fail2", "fail3", "na", "two_na", "gap", "none", "credit"],
        )
        .put("subject", "subject_id, name", "('русский', 'Русский язык'), ('физика', 'Физика')")
        .period_marks(
            "9Б",
            "q1",
            "five русский 5
            five физика 5
            five труд зач
            four1 русский 5
            four1 физика 4
            four1 труд зач
            four2 русский 4
            four2 физика 4
            four2 труд осв
            three1 русский 3
            three1 физика 5
            three1 труд зач
            three2 русский 3
            three2 физика 3
            three2 труд зач
            fail1 русский 5
            fail1 физика 2
            fail1 труд -
            fail2 русский 1
            fail2 физика 5
            fail2 труд незач
            fail3 русский 2
            fail3 физика 2
            fail3 труд незач
            na русский 5
            na физика н/а
            two_na русский н/а
            two_na физика 2
            gap русский 5
            gap физика 5
            none русский -
            none физика осв
            credit труд зач",
        )
}

#[test]
fn each_student_has_one_standing() {
    let rows =
        partition().rows("standing", period("q1", ""), "student_id standing n5 n4 n3 n2 not_assessed exempt credit empty subject_one");
    // ids sorted; `gap` has only «5» but no cell of труд; `credit` has nothing but a credit; two_na fails before it is not certified.
    assert_eq!(
        rows,
        [
            "credit no_data 0 0 0 0 0 0 1 2 ·",
            "fail1 failing_one 1 0 0 1 0 0 0 1 Физика",
            "fail2 failing_two 1 0 0 2 0 0 0 0 Русский язык",
            "fail3 failing_many 0 0 0 3 0 0 0 0 Русский язык",
            "five all_fives 2 0 0 0 0 0 1 0 ·",
            "four1 fours_and_fives 1 1 0 0 0 0 1 0 Физика",
            "four2 fours_and_fives 0 2 0 0 0 1 0 0 ·",
            "gap incomplete 2 0 0 0 0 0 0 1 ·",
            "na not_certified 1 0 0 0 1 0 0 1 ·",
            "none no_data 0 0 0 0 0 1 0 2 ·",
            "three1 one_three 1 0 1 0 0 0 1 0 Русский язык",
            "three2 with_threes 0 0 2 0 0 0 1 0 ·",
            "two_na failing_one 0 0 0 1 1 0 0 1 Физика",
        ]
    );
}

const COUNTS: &str = "roster all_fives fours_and_fives one_four one_three with_threes failing_one failing_two failing_many not_certified incomplete no_data not_applicable";

#[test]
fn standings_add_up_to_the_roster() {
    // 13 = 1 + 2 + 1 + 1 + 2 + 1 + 1 + 1 + 1 + 2 + 0; the one «4» is inside the two good ones.
    assert_eq!(partition().rows("standings", period("q1", "class"), COUNTS), ["13 1 2 1 1 1 2 1 1 1 1 2 0"]);
    // Beside them: 13 = 1 + 1 + 1 + 1 + 1 + 2 + 1 + 1 + 1 + 1 + 2.
    let beside = partition().set("one_four_inside_good", Setting::Int(0));
    assert_eq!(beside.rows("standings", period("q1", "school"), COUNTS), ["13 1 1 1 1 1 2 1 1 1 1 2 0"]);
}

#[test]
fn rates_by_student_use_the_denominator_of_the_regulation() {
    // all: base 13, pass 13 − 4 failing − 1 not certified = 8, quality 1 + 2.
    let columns = "students students_pass students_quality students_base";
    let all = partition().set("class_rate_denominator", Setting::Text("all".to_owned()));
    assert_eq!(all.rows("performance", period("q1", "class"), columns), ["13 8 3 13"]);
    // assessed, as in the neutral regulation: base 13 − 2 no data − 1 incomplete = 10, pass 5.
    assert_eq!(partition().rows("performance", period("q1", "school"), columns), ["13 5 3 10"]);
    assert_eq!(partition().rows("performance", period("q1", "subject"), columns), ["· · · ·"; 3]);
}

#[test]
fn boundaries_are_inclusive() {
    // pass_from = 3 and quality_from = 4 themselves pass and count: 3 passes, 4 is quality.
    let school = Fixture::new().class("5А", 5, "quarter", &["a", "b"]).period_marks("5А", "q1", "a х 3\nb х 4");
    assert_eq!(school.rows("performance", period("q1", ""), "assessed pass_n quality_n"), ["2 2 1"]);
}

#[test]
fn a_class_without_a_single_mark_appears() {
    let school = Fixture::new().class("5А", 5, "quarter", &["a"]).class("6А", 6, "quarter", &["b", "c"]).period_marks("5А", "q1", "a х 5");
    assert_eq!(school.rows("standings", period("q1", "class"), "class_id roster all_fives no_data"), ["5А 1 1 0", "6А 2 0 2"]);
    assert_eq!(school.rows("performance", period("q1", "class"), "class_id assessed students"), ["5А 1 1", "6А 0 2"]);
}

#[test]
fn grade_one_is_not_applicable() {
    let school =
        Fixture::new().class("1А", 1, "quarter", &["a"]).class("2А", 2, "quarter", &["b"]).period_marks("1А", "q1", "a х 5\na у -");
    assert_eq!(school.rows("standing", period("q1", ""), "student_id standing n5 empty"), ["a not_applicable 0 0", "b no_data 0 0"]);
    assert_eq!(
        school.rows("performance", period("q1", "class"), "class_id assessed no_mark students students_base"),
        ["1А 0 0 1 0", "2А 0 0 1 0"]
    );
    assert!(school.rows("performance", period("q1", "class_subject"), "class_id").is_empty());
}

#[test]
fn quarters_and_half_years_meet() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["q"])
        .class("10А", 10, "half_year", &["h"])
        .class("11А", 11, "trimester", &["t"])
        .period_marks("9А", "q2", "q х 5")
        .period_marks("10А", "h1", "h х 4");
    let columns = "period_id class_id n5 n4";
    assert_eq!(school.rows("standing", period("q2", ""), columns), ["q2 9А 1 0", "q2 10А 0 1"]);
    assert_eq!(school.rows("standing", period("h1", ""), columns), ["h1 9А 1 0", "h1 10А 0 1"]);
    assert_eq!(school.rows("standing", period("q1", ""), "class_id standing"), ["9А no_data"]);
    // Stages stand in the order of grade levels, not of letters.
    assert_eq!(school.rows("standings", period("year", "stage"), "stage roster"), ["5-9 1", "10-11 2"]);
}

#[test]
fn the_roster_is_that_of_the_last_day() {
    // The quarter ends on 26 October: `left` left on that day, `came` comes on it, `late` a day later, `moved` is in 9Б by then.
    let school = Fixture::new()
        .put("class", "class_id, name, grade_level", "('9А', '9А', 9), ('9Б', '9Б', 9)")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, '2025-09-01', '2025-10-26')")
        .put("student", "student_id, full_name, left_date", "('left', 'Л', '2025-10-26'), ('stays', 'С', '2025-10-27'), ('came', 'П', NULL)")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('left', '9А', NULL, NULL), ('stays', '9А', NULL, NULL), ('came', '9А', '2025-10-26', NULL), ('late', '9А', '2025-10-27', NULL),
             ('moved', '9А', NULL, '2025-10-26'), ('moved', '9Б', '2025-10-20', NULL), ('gone', '9А', NULL, '2025-10-25')",
        )
        .period_marks("9А", "q1", "moved х 5\nleft х 2\nstays х 4");
    let rows = school.rows("standing", period("q1", ""), "class_id student_id standing");
    assert_eq!(rows, ["9А came no_data", "9А stays fours_and_fives", "9Б moved all_fives"]);
    // Asked for 9А only, the moved student does not come back to it.
    let only = Params { class_id: Some("9А".to_owned()), ..period("q1", "") };
    assert_eq!(school.rows("standing", only, "student_id"), ["came", "stays"]);
}

#[test]
fn subjects_of_groups_are_expected_of_their_members_only() {
    // German for `a`, French for `b`, and nobody counts twice though `a` is in two overlapping groups.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["a", "b"])
        .put(
            "study_group",
            "group_id, class_id, subject_id, name",
            "('g', '9Б', 'немецкий', '1'), ('f', '9Б', 'французский', '1'), ('g2', '9Б', 'немецкий', '2')",
        )
        .put("group_membership", "student_id, group_id", "('a', 'g'), ('a', 'g2'), ('b', 'f')")
        .period_marks("9Б", "q1", "a немецкий 5\nb французский 4\nb немецкий -");
    assert_eq!(school.rows("standing", period("q1", ""), "student_id standing empty"), ["a all_fives 0", "b fours_and_fives 0"]);
    assert_eq!(school.rows("performance", period("q1", ""), "subject_id assessed no_mark"), ["немецкий 1 0", "французский 1 0"]);
}

#[test]
fn year_marks_leave_out_exams_and_finals() {
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).period_marks("9Б", "year", "a х 4").put(
        "period_mark",
        "student_id, class_id, subject_id, period_id, kind, status, value",
        "('a', '9Б', 'х', 'year', 'exam', 'set', 2), ('a', '9Б', 'х', 'year', 'final', 'set', 3)",
    );
    assert_eq!(school.rows("standing", period("year", ""), "standing n4 n3 n2"), ["fours_and_fives 1 0 0"]);
}
