//! The depersonalised twin: the same figures, no name, no id; `--student`.

use vedomost::report::KINDS;

use super::made::{SAMPLE, report};
use crate::support::{sql, vedomost};

/// All names and ids of the sample school's students.
fn known() -> Vec<String> {
    let rows = sql(&SAMPLE.text("store"), "SELECT student_id, full_name, last_name FROM student");
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.iter().flat_map(|row| [text(row, "student_id"), text(row, "full_name")]).filter(|word| !word.is_empty()).collect()
}

#[test]
fn no_twin_of_any_form_names_a_student() {
    let known = known();
    assert!(known.len() > 80);
    for kind in KINDS.iter().filter(|kind| kind.names) {
        // A fortnight is enough where days are asked for: the journal of a year is a thick book.
        let period: &[&str] = match kind.name {
            "printed_journal" | "attendance_by_month" => &["--from", "2025-09-01", "--to", "2025-09-14"],
            _ if kind.needs_period => &["--period", "q3"],
            _ => &[],
        };
        let student: &[&str] = if kind.of_student { &["--student", "Белов"] } else { &[] };
        // Days on which somebody came or left, and a week with absences without excuse: else these two name nobody.
        let scope: Vec<&str> = match kind.name {
            "movement_summary" => vec!["--from", "2025-09-01", "--to", "2026-05-31"],
            "journal_control" => vec!["--from", "2026-04-20", "--to", "2026-04-26"],
            _ => [&["--class", "9Б"], period, student].concat(),
        };
        let ask = |more: &[&str]| report(&[&[kind.name], &scope[..], more].concat());
        let (plain, twin) = (ask(&[]), ask(&["--depersonalised"]));
        assert_eq!(plain.len(), twin.len(), "{}", kind.name);
        let named = plain.iter().any(|(_, data)| known.iter().any(|word| serde_json::to_string(data).expect("JSON").contains(word)));
        assert!(named, "{} names nobody: the form needs no twin", kind.name);
        for (stem, data) in &twin {
            assert!(stem.ends_with("-depersonalised"), "{stem}");
            let all = format!("{stem} {}", serde_json::to_string(data).expect("JSON"));
            for word in &known {
                assert!(!all.contains(word.as_str()), "{} tells {word}", kind.name);
            }
        }
    }
}

#[test]
fn a_number_is_the_place_in_the_list_of_the_school() {
    let twin = report(&["class-marksheet", "--depersonalised"]);
    let numbers = |at: usize| -> Vec<u32> {
        let names = twin[at].1.tables[0].rows.iter().map(|row| row.cells[1].text.strip_prefix("Обучающийся ").expect("a number"));
        let mut numbers: Vec<u32> = names.map(|number| number.parse().expect("a number")).collect();
        numbers.dedup();
        numbers
    };
    // Files lie by name: 10А before 3А, 3Б and 9Б. Who moved from 3А to 3Б has his number of 3А in both.
    let (tenth, third_a, third_b, ninth) = (numbers(0), numbers(1), numbers(2), numbers(3));
    let first = |numbers: &[u32]| numbers.iter().copied().min();
    let last = |numbers: &[u32]| numbers.iter().copied().max();
    assert_eq!(first(&third_a), Some(1));
    assert_eq!(last(&third_a), u32::try_from(third_a.len()).ok());
    assert!(third_b.iter().any(|number| third_a.contains(number)) && first(&ninth) > last(&third_b));
    assert_eq!(ninth, (first(&ninth).unwrap()..=last(&ninth).unwrap()).collect::<Vec<u32>>());
    assert_eq!(first(&tenth), last(&ninth).map(|number| number + 1));
}

#[test]
fn a_student_is_asked_for_only_where_the_form_is_his() {
    let run = vedomost(&["report", "class-marksheet", "--student", "Белов", "--store", &SAMPLE.text("store")]).expect(2);
    assert!(run.err.contains("is not about one student"), "{}", run.err);
}
