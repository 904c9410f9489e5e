//! Inputs that once broke a reader, each with its name.

use vedomost::model::period;

use crate::bad_input::{BUNDLE, bundle_with, marks_and};

#[test]
fn a_table_in_utf_8_cut_inside_a_letter_is_still_utf_8() {
    let (_, students) = BUNDLE.iter().find(|(name, _)| *name == "student.csv").expect("students");
    let bytes = students.as_bytes();
    let said = bundle_with("student.csv", &bytes[..bytes.len() - 2]);
    assert!(said.run.err.contains("some letters cannot be read as UTF-8"), "{}", said.run.err);
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name = 'Седова Нина Петровна'"), 1);
}

#[test]
fn refused_rows_behind_a_lone_cr_are_counted_one_by_one() {
    let rows = marks_and("1,c1,m,2025-09-04,1,7\r1,c1,m,2025-09-04,1,8\r1,c1,m,2025-09-04,1,9\n");
    let said = bundle_with("mark.csv", &rows).ends(1).with_the_bundle().refuses("mark", "bad-mark", 3, "bundle/mark.csv › line 7");
    assert_eq!(said.counts()[2], 3);
}

#[test]
fn a_period_that_no_year_has_is_no_period() {
    assert_eq!(period::parse("89 полугодие"), None);
    assert_eq!(period::parse("0 четверть"), None);
}
