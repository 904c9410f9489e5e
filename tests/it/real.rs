//! Real exports, which are not part of the project: run when `VEDOMOST_REAL_DATA` names their folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::support::{Folder, number, project, sql, vedomost};
use crate::twins::standings::PARTS;

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("VEDOMOST_REAL_DATA").map(PathBuf::from);
    if folder.is_none() {
        // Past the capture of the test harness: a skipped test must not look like a passed one.
        let _ = std::io::stderr().write_all(b"skipped: VEDOMOST_REAL_DATA names no folder of real exports\n");
    }
    folder
}

/// The rows of a gzipped CSV, read by plain splitting: no line of these files has a quote.
fn rows(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut text = String::new();
    let file = std::fs::File::open(folder.join(format!("{name}.csv.gz"))).expect("the file");
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    assert!(!text.contains('"'));
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let head: Vec<&str> = lines.next().expect("a header").split(',').collect();
    lines.map(|line| head.iter().map(|name| (*name).to_owned()).zip(line.split(',').map(str::to_owned)).collect()).collect()
}

#[test]
fn a_whole_real_school_from_csv_to_signed_sheets() {
    let Some(samples) = data() else { return };
    let csv = samples.join("dnevnik-school");
    let folder = Folder::new();
    let store = folder.text("store");
    let mapping = project("data-samples/mappings/dnevnik-school.toml").display().to_string();
    let run = vedomost(&["import", &csv.display().to_string(), "--store", &store, "--mapping", &mapping]).expect(0);
    let (classes, period_marks, terminal, marks, memberships, students) = (
        rows(&csv, "classes"),
        rows(&csv, "period_marks"),
        rows(&csv, "terminal_marks"),
        rows(&csv, "marks"),
        rows(&csv, "class_memberships"),
        rows(&csv, "students"),
    );
    let all = [&classes, &period_marks, &terminal, &marks, &memberships, &students].iter().map(|rows| rows.len()).sum::<usize>()
        + rows(&csv, "subjects").len()
        + rows(&csv, "teachers").len();
    assert!(run.out.contains(&format!("Rows read {all}, kept {all}, quarantined 0.")), "{}", run.out);
    let year_of: BTreeMap<&str, &str> = classes.iter().map(|class| (class["id"].as_str(), class["year"].as_str())).collect();
    for year in ["2017", "2018"] {
        let count = |query: &str| {
            let run = vedomost(&["sql", query, "--store", &store, "--year", year, "--format", "json"]).expect(0);
            run.json()["rows"][0]["n"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
        };
        let of_year = |row: &&BTreeMap<String, String>| year_of[row["class_id"].as_str()] == year;
        assert_eq!(count("SELECT count(*) AS n FROM period_mark WHERE kind = 'period'"), period_marks.iter().filter(of_year).count());
        for kind in ["year", "exam", "final"] {
            let expected = terminal.iter().filter(|row| row["year"] == year && row["type"] == kind).count();
            assert_eq!(count(&format!("SELECT count(*) AS n FROM period_mark WHERE kind = '{kind}'")), expected, "{kind} {year}");
        }
        assert_eq!(count("SELECT count(*) AS n FROM class"), classes.iter().filter(|class| class["year"] == year).count());
        let members: BTreeSet<&str> = memberships.iter().filter(|row| row["year"] == year).map(|row| row["student_id"].as_str()).collect();
        assert_eq!(count("SELECT count(DISTINCT student_id) AS n FROM class_membership"), members.len());
        assert_eq!(count("SELECT count(*) AS n FROM student"), students.len());
        assert_eq!(count("SELECT count(*) AS n FROM mark"), marks.iter().filter(of_year).filter(|row| !row["mark"].is_empty()).count());
        assert_eq!(count("SELECT count(*) AS n FROM attendance"), marks.iter().filter(of_year).filter(|row| row["absent"] == "1").count());
        standings_add_up(&store, year);
        sheets(&folder, &store, year, classes.iter().filter(|class| class["year"] == year).count());
    }
}

/// Every class has a row for each period of its own, and its parts are its roster.
fn standings_add_up(store: &str, year: &str) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for period in ["q1", "q2", "q3", "q4", "year"] {
        let run = vedomost(&["query", "standings", "--store", store, "--year", year, "--period", period, "--format", "json"]).expect(0);
        for row in run.json()["rows"].as_array().expect("rows") {
            let part = |name: &str| row[name].as_i64().expect("a count");
            assert_eq!(part("roster"), PARTS.iter().map(|name| part(name)).sum::<i64>(), "{row}");
            assert!(part("roster") > 0 && part("one_four") <= part("fours_and_fives"), "{row}");
            *seen.entry(row["class_id"].as_str().expect("a class").to_owned()).or_default() += 1;
        }
    }
    for (class, periods) in &seen {
        // Quarters and the year; in grades 10–11 two half-years and the year.
        let expected = if class.starts_with("10") || class.starts_with("11") { 3 } else { 5 };
        assert_eq!(*periods, expected, "{class} {year}");
    }
    assert!(seen.len() >= 23, "{seen:?}");
}

fn sheets(folder: &Folder, store: &str, year: &str, classes: usize) {
    let (out, demo) = (folder.text(&format!("sheets-{year}")), folder.text("demo"));
    if !folder.path("demo").exists() {
        vedomost(&["demo", "--out", &demo]).expect(0);
    }
    let run = vedomost(&[
        "report",
        "class-marksheet",
        "--store",
        store,
        "--year",
        year,
        "--out",
        &out,
        "--stamp",
        &format!("{demo}/keys/signer.pem"),
    ])
    .expect(0);
    assert!(run.out.contains(&format!("Documents: {classes}")), "{}", run.out);
    let files: Vec<String> =
        std::fs::read_dir(&out).expect("sheets").map(|entry| entry.expect("a sheet").path().display().to_string()).collect();
    let password = folder.write("password", "demo");
    let with = |first: &[&str], last: &[&str]| vedomost(&[first, &files.iter().map(String::as_str).collect::<Vec<_>>(), last].concat());
    with(&["sign"], &["--key", &format!("{demo}/keys/signer.p12"), "--password-file", &password]).expect(0);
    with(&["verify"], &["--trust", &format!("{demo}/keys/root.pem")]).expect(0);
}

#[test]
fn real_reports_of_one_student() {
    let Some(samples) = data() else { return };
    let folder = Folder::new();
    let store = folder.text("store");
    let file = samples.join("sgo-report-fragments/studenttotal_multi_month.html").display().to_string();
    vedomost(&["import", &file, "--store", &store, "--class", "9Б"]).expect(0);
    let entries =
        sql(&store, "SELECT date, raw FROM (SELECT date, raw FROM mark UNION ALL SELECT date, raw FROM attendance) ORDER BY date");
    let shown: Vec<String> = entries.iter().map(|row| format!("{} {}", row["date"], row["raw"]).replace('"', "")).collect();
    assert_eq!(shown, ["2026-09-02 УП", "2026-09-15 4", "2026-10-02 Б", "2026-10-16 5"]);
    assert_eq!(number(&store, "SELECT value AS n FROM period_mark"), 5);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM reported_value WHERE raw = '4,5' AND agrees"), 1);
    let other = folder.text("other");
    let file = samples.join("sgo-studenttotal-html/report_studenttotal.html").display().to_string();
    let run = vedomost(&["import", &file, "--store", &other, "--class", "9Б"]).expect(0);
    assert!(run.out.contains("quarantined 0"), "{}", run.out);
    assert_eq!(number(&other, "SELECT count(*) AS n FROM reported_value WHERE metric = 'mark_mean' AND NOT coalesce(agrees, FALSE)"), 0);
    assert!(number(&other, "SELECT count(*) AS n FROM mark") > 5);
}
