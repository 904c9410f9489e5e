//! The schools of a municipality side by side.

use super::fixture::{Fixture, period};

#[test]
fn schools_are_ranked_and_who_says_nothing_is_counted() {
    // quality 1/2, 1/2 and 2/3: the third is first, the others share the second place; school-4 has given nothing.
    let school = |id: &'static str, marks: &str, students: &[&str]| {
        Fixture::of(id, 2025).class("9А", 9, "quarter", students).period_marks("9А", "q1", marks)
    };
    let store = school("school-1", "a х 5\nb х 3", &["a", "b"])
        .with(school("school-2", "a х 4\nb х 2", &["a", "b"]))
        .with(school("school-3", "a х 5\nb х 4\nc х 3", &["a", "b", "c"]))
        .with(Fixture::of("school-4", 2025));
    let rows = store.rows("municipal_ranks", period("q1", ""), "indicator school n d rank reporting schools reason");
    let of = |name: &str| rows.iter().filter(|row| row.split(' ').next() == Some(name)).cloned().collect::<Vec<_>>();
    assert_eq!(
        of("quality_rate"),
        [
            "quality_rate school-3 2 3 1 3 4 ·",
            "quality_rate school-1 1 2 2 3 4 ·",
            "quality_rate school-2 1 2 2 3 4 ·",
            "quality_rate school-4 · · · 3 4 no_data"
        ]
    );
    // Pass rate: 2/2, 1/2, 3/3.
    assert_eq!(of("pass_rate")[..2], ["pass_rate school-1 2 2 1 3 4 ·", "pass_rate school-3 3 3 1 3 4 ·"]);
    // Nobody gave lessons: no attendance anywhere, not zero.
    assert!(of("attendance").iter().all(|row| row.ends_with("· · · 0 4 no_data")), "{:?}", of("attendance"));
    // Three classes of two, two and three students; a low number is the better place.
    assert_eq!(of("class_size")[0], "class_size school-1 2 1 1 3 4 ·");
    assert_eq!(rows.len(), 16 * 4);
}
