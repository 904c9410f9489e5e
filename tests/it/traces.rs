//! `vedomost trace`: the rows behind every figure of every indicator on random schools, recounted; and each figure that is not zero has its
//! rows. A new trace is looked at here without a word about it.

use std::collections::BTreeMap;

use serde_json::Value;
use vedomost::query::catalog::{Catalog, Query};
use vedomost::query::{Answer, QueryError};

use crate::indicators::agreement::{request, rows};
use crate::indicators::imported::{Imported, import};
use crate::indicators::together::Group;
use crate::support::{Folder, small_school, vedomost};
use crate::twins::Ask;

/// Indicators without a trace, and why.
const UNTRACED: &[(&str, &str)] = &[];

/// Views that a document prints and that have a trace of their own.
const PRINTED: &[&str] = &["contingent", "contingent_birth"];

/// Columns that are no figures although they are whole numbers, of traces that are written by hand; others say it in their header.
const NO_FIGURES: &[(&str, &[&str])] = &[
    // The lag is a difference of two figures that have rows of their own.
    ("programme_completion", &["lag_hundredths"]),
    // A key.
    ("contingent_birth", &["birth_year"]),
    // Fractions of the other figures.
    ("mark_mean", &["mean_n", "mean_d", "weighted_mean_n", "weighted_mean_d"]),
];

/// Indicators about what is missing: a unit may have no row in any export.
const OF_THE_MISSING: &[&str] =
    &["timetable_gaps", "notification_due", "parents_without_access", "journal_completeness", "deadline_breaches", "deadline_unknown"];

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Whole numbers of an indicator that are figures.
fn is_figure(query: &Query, columns: &[String], column: &str) -> bool {
    let by_hand = NO_FIGURES.iter().any(|(name, columns)| *name == query.name && columns.contains(&column));
    let told = &query.header.figures;
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap_or(usize::MAX);
    let first = told.iter().filter(|figure| !figure.starts_with('(')).map(|figure| at(figure)).min();
    let key = first.is_some_and(|first| at(column) < first);
    !by_hand && !key && !["year", "grade_level"].contains(&column) && !told.contains(&format!("({column})"))
}

/// Traces an indicator on a school; the answer is what the engine says to the same question.
fn check_one(query: &Query, store: &str, seed: u64, grain: Option<&str>, asked_for: Result<Answer, QueryError>) {
    let name = query.name.as_str();
    let mut asked = vec!["--store", store, "--period", "q2", "--format", "json"];
    if let Some(grain) = grain {
        asked.extend(["--by", grain]);
    }
    let what = format!("seed {seed}, {name} {asked:?}");
    let run = vedomost(&[&["trace", name], &asked[..]].concat());
    let Ok(answer) = asked_for else {
        // The days of the period are not known.
        assert_eq!(run.code, 2, "{what}: {}", run.err);
        return;
    };
    assert!(run.code == 0 || run.code == 3, "{what}: {} {}", run.code, run.err);
    let traced = lines(&run.out);
    for figure in &traced {
        assert!(figure["value"].is_null() || figure["value"] == figure["recount"], "{what}: {figure}");
        for unit in figure["units"].as_array().expect("units") {
            let rows = unit["rows"].as_array().expect("rows");
            // A record that is missing altogether has no row.
            let absent =
                OF_THE_MISSING.contains(&name) || name == "deadlines" && !matches!(figure["figure"].as_str(), Some("in_time" | "late"));
            assert!(absent || !rows.is_empty(), "{what}: no row behind {unit} of {}: {}", figure["figure"], figure["keys"]);
            assert!(rows.iter().all(|row| row["file"].is_string() && row["place"].is_string()), "{what}: {unit}");
        }
    }
    let rows = rows(&answer);
    if !query.header.rows.is_empty() && query.header.figures.is_empty() {
        let counted: i64 = traced.iter().map(|figure| figure["recount"].as_i64().expect("a number")).sum();
        assert_eq!(usize::try_from(counted), Ok(rows.len()), "{what}");
        return;
    }
    let columns: Vec<String> = rows.first().and_then(Value::as_object).map(|row| row.keys().cloned().collect()).unwrap_or_default();
    let mut by_figure: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for figure in &traced {
        by_figure.entry(figure["figure"].as_str().expect("a name")).or_default().push(figure);
    }
    for row in &rows {
        let numbers = row.as_object().expect("a row").iter().filter(|(column, _)| is_figure(query, &columns, column));
        for (column, value) in numbers.filter(|(_, value)| value.as_i64().is_some_and(|number| number != 0)) {
            let is_it = |figure: &&&Value| {
                let keys = figure["keys"].as_object().expect("keys");
                keys.iter().all(|(key, value)| row.get(key).is_none_or(|own| word(own) == word(value)))
            };
            let found = by_figure.get(column.as_str()).and_then(|figures| figures.iter().find(is_it));
            let found = found.unwrap_or_else(|| panic!("{what}: nothing behind {column} = {value} of {row}"));
            assert_eq!(found["recount"], *value, "{what}: {column} of {row}");
        }
    }
}

fn check(seed: u64) {
    let folder = Folder::new();
    let imported: &Imported = Box::leak(Box::new(import(seed, &folder.path(""))));
    let store = imported.store.display().to_string();
    let catalog = Catalog::builtin().expect("the catalogue");
    let printed = PRINTED.iter().map(|name| catalog.find(name).expect("a view"));
    let mut asked: Vec<(&Query, Option<&str>)> = Vec::new();
    for query in catalog.indicators().filter(|query| catalog.find(&format!("trace_{}", query.name)).is_ok()).chain(printed) {
        let grains: Vec<Option<&str>> =
            if query.header.by.is_empty() { vec![None] } else { query.header.by.iter().map(|by| Some(&**by)).collect() };
        // Each grain once in four schools, in each school another; a list in each.
        let turn = |at: usize| grains.len() == 1 || at % 4 == usize::try_from(seed % 4).expect("small");
        asked.extend((0..grains.len()).filter(|&at| turn(at)).map(|at| (query, grains[at])));
    }
    let ask = |by| Ask { by, period: Some("q2"), ..Ask::default() };
    let requests: Vec<_> = asked.iter().map(|(query, grain)| request(&query.name, &ask(*grain))).collect();
    let answers = Group::of(vec![imported]).answers(&requests);
    for ((query, grain), answer) in asked.into_iter().zip(answers) {
        check_one(query, &store, seed, grain, answer);
    }
}

#[test]
fn every_indicator_has_a_trace_or_a_reason_for_none() {
    let catalog = Catalog::builtin().expect("the catalogue");
    let is_traced = |name: &str| catalog.find(&format!("trace_{name}")).is_ok();
    for query in catalog.indicators() {
        let excused = UNTRACED.iter().any(|(name, why)| *name == query.name && !why.is_empty());
        let handed_on = !query.header.traced_by.is_empty();
        assert!(query.header.traced_by.iter().all(|name| is_traced(name)), "{}: {:?}", query.name, query.header.traced_by);
        let ways = usize::from(is_traced(&query.name)) + usize::from(excused) + usize::from(handed_on);
        assert_eq!(ways, 1, "{}: a trace, a reason for none, or a name that has it", query.name);
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

#[test]
fn the_rows_behind_a_figure_add_up_to_it() {
    (0..2).for_each(check);
}

#[test]
fn the_rows_behind_a_figure_add_up_to_it_in_other_schools_and_grains() {
    (2..4).for_each(check);
}

#[test]
fn a_figure_of_the_small_school_leads_to_its_lines() {
    let folder = Folder::new();
    let store = small_school(&folder);
    let run = vedomost(&["trace", "school-summary", "--store", &store, "--period", "q1", "class_id=9б", "figure=roster"]).expect(0);
    assert!(run.out.starts_with("standings ") && run.out.contains("class_id=9Б · roster = "), "{}", run.out);
    assert!(run.out.contains("period_mark.csv › line "), "{}", run.out);
    let wrong = vedomost(&["trace", "standings", "--store", &store, "--period", "q1", "klass=9Б"]).expect(2);
    assert!(wrong.err.contains("klass") && wrong.err.contains("class_id"), "{}", wrong.err);
    let none = vedomost(&["trace", "standings", "--store", &store, "--period", "q1", "class_id=1Ж"]).expect(3);
    assert!(none.out.is_empty() && none.err.contains("no row"), "{}", none.err);
    assert!(vedomost(&["trace", "roster", "--store", &store, "--period", "q1"]).expect(2).err.contains("standings"));
}

#[test]
fn a_student_of_two_classes_counts_once_with_the_rows_of_both() {
    let folder = Folder::new();
    for (name, text) in [
        ("bundle.toml", "school = \"Школа № 0\"\nyear = 2025\nas_of = \"2025-11-01\"\n"),
        ("class.csv", "class_id,name,grade_level\na,9А,9\nb,9Б,9\n"),
        ("student.csv", "student_id,full_name,sex,birth_date\n1,Ёлкина Анна,f,2010-02-03\n2,Белов Лев,m,2010-05-06\n3,Вялов Ким,,\n"),
        // Анна is in both classes; Ким came to 9Б after the day.
        (
            "class_membership.csv",
            "student_id,class_id,from_date\n1,a,2025-09-01\n1,b,2025-09-01\n2,b,2025-09-01\n3,a,2025-09-01\n3,b,2025-12-01\n",
        ),
    ] {
        folder.write(&format!("in/{name}"), text);
    }
    let store = folder.text("store");
    assert!(vedomost(&["import", &folder.text("in"), "--store", &store]).code <= 1);
    let run = vedomost(&["trace", "contingent", "--store", &store, "--as-of", "2025-11-01", "--format", "json"]).expect(0);
    let figures = lines(&run.out);
    let told = |name: &str, figure: &str, keys: &[(&str, &str)]| -> Vec<(i64, Vec<(String, usize)>)> {
        let is_it = |one: &&Value| {
            let own = one["keys"].as_object().expect("keys");
            let same = own.len() == keys.len() + 2 && keys.iter().all(|(key, value)| own.get(*key).and_then(Value::as_str) == Some(*value));
            one["query"] == *name && one["figure"] == *figure && same
        };
        let unit = |unit: &Value| (unit["name"].as_str().expect("a name").to_owned(), unit["rows"].as_array().expect("rows").len());
        let one = |one: &Value| {
            assert_eq!(one["value"], one["recount"], "{one}");
            (one["value"].as_i64().expect("a number"), one["units"].as_array().expect("units").iter().map(unit).collect())
        };
        figures.iter().filter(is_it).map(one).collect()
    };
    let class = |name: &'static str| [("stage", "5-9"), ("grade_level", "9"), ("class_id", name)];
    // 9А: Анна and Ким; 9Б: Анна and Лев; the school three. A student's own row and one of each membership of that day.
    assert_eq!(told("contingent", "students", &class("9Б")).iter().map(|one| one.0).collect::<Vec<_>>(), [2]);
    let mut school = told("contingent", "students", &[]).remove(0);
    school.1.sort();
    assert_eq!(school, (3, vec![("Ёлкина Анна".to_owned(), 3), ("Белов Лев".to_owned(), 2), ("Вялов Ким".to_owned(), 2)]));
    assert_eq!(told("contingent", "girls", &[]), [(1, vec![("Ёлкина Анна".to_owned(), 3)])]);
    assert_eq!(told("contingent", "sex_unknown", &[]), [(1, vec![("Вялов Ким".to_owned(), 2)])]);
    assert_eq!(told("contingent", "classes", &[]), [(2, vec![("9А".to_owned(), 2), ("9Б".to_owned(), 2)])]);
    assert_eq!(told("contingent_birth", "girls", &[("birth_year", "2010")]), [(1, vec![("Ёлкина Анна".to_owned(), 3)])]);
}

/// A form counts in the class's own period, and so does the trace behind it: of 10А, asked by the quarter, that of the half-year.
#[test]
fn a_trace_of_a_form_is_of_the_days_of_the_sheet() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let ask = ["--store", store.as_str(), "--period", "q2"];
    vedomost(&[&["report", "class-report", "--class", "10А", "--format", "json", "--out", &out], &ask[..]].concat()).expect(0);
    let sheet = std::fs::read_to_string(folder.path("out/class-report-2025-10А-q2.json")).expect("the sheet");
    let sheet: Value = serde_json::from_str(&sheet).expect("JSON");
    let tables = sheet["tables"].as_array().expect("tables");
    let absences = tables.iter().find(|table| table["name"] == "absences").expect("absences");
    let at = absences["columns"].as_array().expect("columns").iter().position(|column| column["key"] == "absent").expect("a column");
    let traced = |period: &str| {
        let more = ["class_id=10А", "figure=absent", "--format", "json", "--store", store.as_str(), "--period", period];
        let run = vedomost(&[&["trace", "class-report"], &more[..]].concat()).expect(0);
        let whole = lines(&run.out).into_iter().find(|line| line["keys"]["student_id"].is_null()).expect("the class");
        assert_eq!(whole["value"], whole["recount"], "{whole}");
        whole["value"].clone()
    };
    assert_eq!(traced("q2"), absences["rows"][0]["cells"][at]["value"]);
    // Else the quarter alone would agree too.
    let run =
        vedomost(&["query", "attendance-by-cause", "--class", "10А", "--period", "q2", "--store", &store, "--format", "json"]).expect(0);
    assert_ne!(run.json()["rows"][0]["absent"], traced("q2"));
}
