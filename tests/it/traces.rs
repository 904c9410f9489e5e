//! `vedomost trace`: the rows behind every figure of random schools, recounted; and each figure that is not zero has its rows.

use serde_json::Value;

use crate::random_school::school;
use crate::support::{Folder, project, vedomost};

/// Indicator, its grains, and the columns that are no figures although they are whole numbers.
const TRACED: &[(&str, &[&str], &[&str])] = &[
    ("standings", &["class", "grade_level", "stage", "school"], &["year", "grade_level"]),
    ("performance", &["class_subject", "class", "subject", "grade_level", "stage", "school"], &["year", "grade_level"]),
    (
        "attendance_by_cause",
        &["class", "student", "subject", "grade_level", "stage", "school", "student_subject", "class_subject", "month", "week"],
        &["year", "grade_level"],
    ),
    (
        "deadlines",
        &["teacher", "class", "subject", "grade_level", "stage", "school", "week", "class_subject", "teacher_class_subject"],
        &["year", "grade_level"],
    ),
    // The lag is a difference of two figures that have rows of their own.
    ("programme_completion", &["class_subject"], &["year", "grade_level", "lag_hundredths"]),
];

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn check(seed: u64) {
    let folder = Folder::new();
    school(seed).write_bundle(&folder.path("bundle"));
    let store = folder.text("store");
    assert!(vedomost(&["import", &folder.text("bundle"), "--store", &store]).code <= 1);
    for (name, grains, no_figures) in TRACED {
        let grain = grains[usize::try_from(seed).expect("small") % grains.len()];
        let asked = ["--store", &store, "--period", "q2", "--by", grain, "--format", "json"];
        let what = format!("seed {seed}, {name} by {grain}");
        let asked_for = vedomost(&[&["query", name], &asked[..]].concat());
        if asked_for.code != 0 {
            // The days of the period are not known: neither has an answer.
            assert_eq!(vedomost(&[&["trace", name], &asked[..]].concat()).code, asked_for.code, "{what}: {}", asked_for.err);
            continue;
        }
        let traced = lines(&vedomost(&[&["trace", name], &asked[..]].concat()).out);
        for figure in &traced {
            assert!(figure["value"].is_null() || figure["value"] == figure["recount"], "{what}: {figure}");
            for unit in figure["units"].as_array().expect("units") {
                let rows = unit["rows"].as_array().expect("rows");
                // A record that is missing altogether has no row.
                let absent = *name == "deadlines" && !matches!(figure["figure"].as_str(), Some("in_time" | "late"));
                assert!(absent || !rows.is_empty(), "{what}: no row behind {unit} of {}", figure["figure"]);
                assert!(rows.iter().all(|row| row["file"].is_string() && row["place"].is_string()), "{what}: {unit}");
            }
        }
        for row in asked_for.json()["rows"].as_array().expect("rows") {
            let numbers = row.as_object().expect("a row").iter().filter(|(column, _)| !no_figures.contains(&column.as_str()));
            for (column, value) in numbers.filter(|(_, value)| value.as_i64().is_some_and(|number| number != 0)) {
                let is_it = |figure: &&Value| {
                    let keys = figure["keys"].as_object().expect("keys");
                    let same = |(key, value): (&String, &Value)| row.get(key).is_none_or(|own| word(own) == word(value));
                    figure["figure"] == **column && keys.iter().all(same)
                };
                let found = traced.iter().find(is_it).unwrap_or_else(|| panic!("{what}: nothing behind {column} = {value} of {row}"));
                assert_eq!(found["recount"], *value, "{what}: {column} of {row}");
            }
        }
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

#[test]
fn the_rows_behind_a_figure_add_up_to_it() {
    (0..10).for_each(check);
}

#[test]
fn a_figure_of_the_small_school_leads_to_its_lines() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &project("data-samples/school-25/bundle").display().to_string(), "--store", &store]).expect(0);
    let run = vedomost(&["trace", "school-summary", "--store", &store, "--period", "q1", "class_id=9б", "figure=roster"]).expect(0);
    assert!(run.out.starts_with("standings ") && run.out.contains("class_id=9Б · roster = "), "{}", run.out);
    assert!(run.out.contains("period_mark.csv › line "), "{}", run.out);
    let wrong = vedomost(&["trace", "standings", "--store", &store, "--period", "q1", "klass=9Б"]).expect(2);
    assert!(wrong.err.contains("klass") && wrong.err.contains("class_id"), "{}", wrong.err);
    let none = vedomost(&["trace", "standings", "--store", &store, "--period", "q1", "class_id=1Ж"]).expect(3);
    assert!(none.out.is_empty() && none.err.contains("no row"), "{}", none.err);
    assert!(vedomost(&["trace", "standing", "--store", &store, "--period", "q1"]).expect(2).err.contains("standings"));
}
