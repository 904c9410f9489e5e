//! Pass, quality, learning index and mean by class, subject and level (domain P-01 to P-03).
//!
//! The vendor's vector: 5×«5», 10×«4», 8×«3», 1×«2», 1×«н/а», 2×«осв» → N = 25, pass 23/25 = 92.00, quality 15/25 = 60.00,
//! learning index 1451/25 = 58.04, mean 91/24 = 3.79.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, Row, row, standing, subject_name};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id subject_id subject n5 n4 n3 n2 n1 not_assessed exempt no_mark
    assessed pass_n quality_n learning_index_n mark_sum mark_count students students_pass students_quality
    students_base
);
pub const GRAINS: [&str; 6] = ["class_subject", "class", "subject", "grade_level", "stage", "school"];

#[derive(Default)]
struct Count {
    /// By value of the mark, 1 to 5.
    values: [i64; 6],
    not_assessed: i64,
    exempt: i64,
    no_mark: i64,
    /// The standing of each student.
    standings: Vec<String>,
}

type Group = (Option<&'static str>, Option<i64>, Option<String>, Option<String>);

pub fn performance(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class_subject");
    let asked = ask.period.expect("a period");
    let mut counts: BTreeMap<Group, Count> = BTreeMap::new();
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        if standing::period_of_class(class, asked).is_none() {
            continue;
        }
        let roster = standing::roster(school, class, asked);
        for student in &roster {
            for (subject, status, value) in standing::cells(school, class, asked, &roster, student) {
                let count = counts.entry(group(grain, class.grade_level, &class.id, Some(&subject))).or_default();
                match (status, value) {
                    (_, Some(value)) => count.values[usize::try_from(value).expect("a mark")] += 1,
                    ("not_assessed", _) => count.not_assessed += 1,
                    ("exempt", _) => count.exempt += 1,
                    ("empty", _) => count.no_mark += 1,
                    _ => {}
                }
            }
        }
    }
    if !matches!(grain, "class_subject" | "subject") {
        for student in standing::standing(school, ask) {
            let grade = student["grade_level"].as_i64().expect("a grade level");
            let key = group(grain, grade, student["class_id"].as_str().expect("a class"), None);
            counts.entry(key).or_default().standings.push(student["standing"].as_str().expect("a standing").to_owned());
        }
    }
    counts.into_iter().map(|(group, count)| line(school, ask, group, &count)).collect()
}

fn group(grain: &str, grade: i64, class: &str, subject: Option<&String>) -> Group {
    let stage = Some(if grade <= 4 {
        "1-4"
    } else if grade <= 9 {
        "5-9"
    } else {
        "10-11"
    });
    match grain {
        "class_subject" => (stage, Some(grade), Some(class.to_owned()), subject.cloned()),
        "class" => (stage, Some(grade), Some(class.to_owned()), None),
        "subject" => (None, None, None, subject.cloned()),
        "grade_level" => (stage, Some(grade), None, None),
        "stage" => (stage, None, None, None),
        "school" => (None, None, None, None),
        _ => panic!("unknown grain {grain}"),
    }
}

fn line(school: &School, ask: &Ask, (stage, grade, class, subject): Group, count: &Count) -> Row {
    let [_, n1, n2, n3, n4, n5] = count.values;
    let stands = |name: &str| i64::try_from(count.standings.iter().filter(|standing| *standing == name).count()).expect("few");
    let failing = stands("failing_one") + stands("failing_two") + stands("failing_many");
    let students = i64::try_from(count.standings.len()).expect("few");
    // The neutral regulation: who has empty cells or no marks at all is neither passing nor failing yet.
    let base = students - stands("not_applicable") - stands("no_data") - stands("incomplete");
    let of_students = |number: i64| if subject.is_some() { Value::Null } else { json!(number) };
    row([
        ("period_id", json!(ask.period)),
        ("stage", json!(stage)),
        ("grade_level", json!(grade)),
        ("class_id", json!(class)),
        ("subject_id", json!(subject)),
        ("subject", json!(subject.as_ref().map(|id| subject_name(school, id)))),
        ("n5", json!(n5)),
        ("n4", json!(n4)),
        ("n3", json!(n3)),
        ("n2", json!(n2)),
        ("n1", json!(n1)),
        ("not_assessed", json!(count.not_assessed)),
        ("exempt", json!(count.exempt)),
        ("no_mark", json!(count.no_mark)),
        ("assessed", json!(n5 + n4 + n3 + n2 + n1 + count.not_assessed)),
        ("pass_n", json!(n5 + n4 + n3)),
        ("quality_n", json!(n5 + n4)),
        ("learning_index_n", json!(100 * n5 + 64 * n4 + 36 * n3 + 16 * (n2 + n1) + 7 * count.not_assessed)),
        ("mark_sum", json!(5 * n5 + 4 * n4 + 3 * n3 + 2 * n2 + n1)),
        ("mark_count", json!(n5 + n4 + n3 + n2 + n1)),
        ("students", of_students(students)),
        ("students_pass", of_students(base - failing - stands("not_certified"))),
        ("students_quality", of_students(stands("all_fives") + stands("fours_and_fives"))),
        ("students_base", of_students(base)),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::performance;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_vendors_vector() {
        let names: Vec<String> = (0..27).map(|number| format!("Ученик {number}")).collect();
        let mut school = HandMade::new("9Б", &names.iter().map(String::as_str).collect::<Vec<_>>());
        let values = [vec![5; 5], vec![4; 10], vec![3; 8], vec![2]].concat();
        for (name, value) in names.iter().zip(&values) {
            school.period_mark(name, "алгебра", "q1", "set", Some(*value));
        }
        school.period_mark(&names[24], "алгебра", "q1", "not_assessed", None);
        school.period_mark(&names[25], "алгебра", "q1", "exempt", None);
        school.period_mark(&names[26], "алгебра", "q1", "exempt", None);
        let row = &performance(&school.0, &Ask { period: Some("q1"), ..Ask::default() })[0];
        assert_eq!([&row["assessed"], &row["pass_n"], &row["quality_n"]], [&json!(25), &json!(23), &json!(15)]);
        assert_eq!([&row["learning_index_n"], &row["mark_sum"], &row["mark_count"]], [&json!(1451), &json!(91), &json!(24)]);
        assert_eq!([&row["exempt"], &row["students"]], [&json!(2), &json!(null)]);
        let row = &performance(&school.0, &Ask { period: Some("q1"), by: Some("school"), ..Ask::default() })[0];
        assert_eq!(
            [&row["students"], &row["students_base"], &row["students_pass"], &row["students_quality"]],
            [&json!(27), &json!(25), &json!(23), &json!(15)]
        );
    }
}
