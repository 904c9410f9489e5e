//! Period marks against the recommended ones (domain P-05).
//!
//! Worked example: set 5 by marks 4 4 (raised by one), set 3 by 5 3 3 3 → 3.5 → «4» (lowered by one), set 4 by 4.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::mark_sufficiency::judged;
use super::place::{Place, cells, place, rosters};
use super::recommended_mark::{Advice, advices};
use super::{Ask, Row, fill, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id student_id full_name subject_id subject finals compared agreed
    raised lowered gap_sum too_few too_few_unknown five_with_two value recommended mark_count
);
pub const GRAINS: [&str; 7] = ["class_subject", "student_subject", "class", "subject", "grade_level", "stage", "school"];

pub fn objectivity(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class_subject");
    let mut verdicts: BTreeMap<(String, String), &str> = BTreeMap::new();
    for (class, roster) in rosters(school, ask) {
        for one in judged(school, ask, class, &roster) {
            verdicts.insert((one.student, one.subject), one.verdict);
        }
    }
    let verdict = |one: &Advice<'_>| verdicts.get(&(one.student.clone(), one.subject.clone())).copied().unwrap_or("no_rule");
    let mut groups: BTreeMap<Place, Vec<(Advice<'_>, &str)>> = BTreeMap::new();
    for one in advices(school, ask) {
        let few = one.value.is_some() && matches!(verdict(&one), "too_few" | "excluded");
        let shown = grain != "student_subject" || gap(&one) != 0 || few;
        if shown {
            let verdict = verdict(&one);
            groups.entry(place(grain, one.class, &one.student, &one.subject)).or_default().push((one, verdict));
        }
    }
    groups.iter().map(|(place, all)| line(school, ask, place, all, grain == "student_subject")).collect()
}

fn gap(one: &Advice<'_>) -> i64 {
    one.value.zip(one.recommended).map_or(0, |(value, recommended)| value - recommended)
}

fn line(school: &School, ask: &Ask, place: &Place, all: &[(Advice<'_>, &str)], single: bool) -> Row {
    let set: Vec<&(Advice<'_>, &str)> = all.iter().filter(|(one, _)| one.value.is_some()).collect();
    let compared = set.iter().filter(|(one, _)| one.recommended.is_some()).count();
    let count = |of: &dyn Fn(&Advice<'_>, &str) -> bool| set.iter().filter(|(one, verdict)| of(one, verdict)).count();
    let (raised, lowered) = (count(&|one, _| gap(one) > 0), count(&|one, _| gap(one) < 0));
    let one = all.first().map(|(one, _)| one).filter(|_| single);
    let mut row = row(cells(school, place));
    let more: [(&str, Value); 13] = [
        ("period_id", json!(ask.period)),
        ("finals", json!(set.len())),
        ("compared", json!(compared)),
        ("agreed", json!(compared - raised - lowered)),
        ("raised", json!(raised)),
        ("lowered", json!(lowered)),
        ("gap_sum", json!(set.iter().map(|(one, _)| gap(one)).sum::<i64>())),
        ("too_few", json!(count(&|_, verdict| matches!(verdict, "too_few" | "excluded")))),
        ("too_few_unknown", json!(count(&|_, verdict| matches!(verdict, "no_rule" | "not_determinable")))),
        ("five_with_two", json!(count(&|one, _| one.value == Some(5) && one.low > 0))),
        ("value", json!(one.and_then(|one| one.value))),
        ("recommended", json!(one.and_then(|one| one.recommended))),
        ("mark_count", json!(one.map(|one| one.count))),
    ];
    fill(&mut row, more);
    row
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::objectivity;
    use crate::random_school::day;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["А", "Б", "В"]);
        for (student, marks, set) in [("А", &[4, 4][..], 5), ("Б", &[5, 3, 3, 3], 3), ("В", &[4], 4)] {
            for (date, mark) in (1..).zip(marks) {
                school.mark(student, "алгебра", date, *mark);
            }
            school.period_mark(student, "алгебра", "q1", "set", Some(set));
        }
        let ask = Ask { period: Some("q1"), as_of: Some(day(9, 30)), ..Ask::default() };
        let row = &objectivity(&school.0, &ask)[0];
        assert_eq!([&row["raised"], &row["lowered"], &row["agreed"], &row["gap_sum"]], [&json!(1), &json!(1), &json!(1), &json!(0)]);
        let listed = objectivity(&school.0, &Ask { by: Some("student_subject"), ..ask });
        assert_eq!(listed.iter().map(|row| row["recommended"].clone()).collect::<Vec<_>>(), [json!(4), json!(4)]);
    }
}
