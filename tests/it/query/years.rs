//! A class this year, in its period before and as the class of last year that it was.

use super::fixture::{Fixture, SCHOOL, YEAR, period};

const COLUMNS: &str =
    "class_id quality_n assessed before_quality_n before_assessed before_reason last_class_id last_quality_n last_assessed last_reason";

fn two_years() -> Fixture {
    // Last year: 8А had 5 4 (quality 2 of 2) in q2 and 10А 3 5 (1 of 2) in h1.
    let last = Fixture::of(SCHOOL, YEAR - 1)
        .class("8А", 8, "quarter", &["a", "b"])
        .class("10А", 10, "half_year", &["h", "i"])
        .period_marks("8А", "q2", "a х 5\nb х 4")
        .period_marks("10А", "h1", "h х 3\ni х 5");
    // This year: 9А q1 3 4 (1 of 2), q2 4 3 (1 of 2); 11А h1 5 5 (2 of 2); 8Б is new.
    Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .class("8Б", 8, "quarter", &["n"])
        .class("11А", 11, "half_year", &["h", "i"])
        .period_marks("9А", "q1", "a х 3\nb х 4")
        .period_marks("9А", "q2", "a х 4\nb х 3")
        .period_marks("8Б", "q2", "n х 5")
        .period_marks("11А", "h1", "h х 5\ni х 5")
        .with(last)
}

#[test]
fn a_class_is_compared_with_its_period_before_and_with_what_it_was_last_year() {
    assert_eq!(
        two_years().rows("dynamics", period("q2", "class"), COLUMNS),
        [
            // 8Б: nobody had a mark in q1, and there was no 7Б.
            "8Б 1 1 · · no_marks 7Б · · no_class",
            "9А 1 2 1 2 · 8А 2 2 ·",
            // The second quarter is the first half-year, which nothing precedes.
            "11А 2 2 · · first_period 10А 1 2 ·"
        ]
    );
}

#[test]
fn one_class_asked_for_still_finds_the_class_that_it_was() {
    let params = vedomost::query::Params { class_id: Some("9А".to_owned()), ..period("q2", "class") };
    assert_eq!(two_years().rows("dynamics", params, "class_id last_class_id last_assessed"), ["9А 8А 2"]);
}

#[test]
fn some_classes_are_not_set_beside_a_whole_school() {
    const LAST: &str = "quality_n assessed last_quality_n last_assessed last_reason";
    // 9А alone is 1 of 2; last year's school, 3 of 4, are not its students. Nor are they those of grade level 11.
    let of_class = |grain: &str| vedomost::query::Params { class_id: Some("9А".to_owned()), ..period("q2", grain) };
    for grain in ["school", "stage", "grade_level"] {
        assert_eq!(two_years().rows("dynamics", of_class(grain), LAST), ["1 2 · · part_asked"], "{grain}");
    }
    let of_grade = |grain: &str| vedomost::query::Params { grade_level: Some(11), ..period("q2", grain) };
    assert_eq!(two_years().rows("dynamics", of_grade("school"), LAST), ["2 2 · · part_asked"]);
    // A grade level asked for is whole: there were no elevens last year.
    assert_eq!(two_years().rows("dynamics", of_grade("grade_level"), LAST), ["2 2 · · no_marks"]);
}

#[test]
fn the_school_is_compared_with_itself() {
    // q2: 1 + 1 + 2 of 5; last year 2 + 1 of 4. In q1 only 9А had marks: neither the eights nor, with half-years, the elevens.
    let rows = two_years().rows("dynamics", period("q2", "school"), COLUMNS);
    assert_eq!(rows, ["· 4 5 · · other_classes · 3 4 ·"]);
    // The nines have marks in both: 1 of 2 and 1 of 2. Of the eights nothing was before; h1 is the first.
    let rows = two_years().rows(
        "dynamics",
        period("q2", "grade_level"),
        "grade_level quality_n assessed before_quality_n before_assessed before_reason",
    );
    assert_eq!(rows, ["8 1 1 · · no_marks", "9 1 2 1 2 ·", "11 2 2 · · no_marks"]);
    // A class that is divided among its neighbours leaves the grade level as it was.
    let divided = Fixture::new()
        .class("9А", 9, "quarter", &["a"])
        .class("9Б", 9, "quarter", &["b"])
        .period_marks("9А", "q1", "a х 3")
        .period_marks("9Б", "q1", "b х 5")
        .period_marks("9А", "q2", "a х 4");
    assert_eq!(
        divided.rows("dynamics", period("q2", "school"), "quality_n assessed before_quality_n before_assessed before_reason"),
        ["1 1 1 2 ·"]
    );
    // One year only: nothing to compare with, and it says so.
    let school = Fixture::new().class("9А", 9, "quarter", &["a"]).period_marks("9А", "q1", "a х 5");
    assert_eq!(school.rows("dynamics", period("q1", "class"), "before_reason last_reason"), ["first_period no_year"]);
}
