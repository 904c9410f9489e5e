//! The synthetic school: it repeats, its files agree with each other and with the canonical tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use vedomost::model::schema;
use vedomost::sample::{self, Options, SampleError};

/// A folder of its own for each school, removed at the end of the test.
struct School(PathBuf);

impl School {
    fn new(seed: u64, students: usize) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("vedomost-sample-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let school = Self(std::env::temp_dir().join(name));
        let written = sample::write(&Options { seed, students, ..Options::default() }, &school.0).unwrap();
        assert_eq!(written.files, school.files().len());
        assert_eq!(written.bytes, school.files().values().map(|content| content.len() as u64).sum::<u64>());
        school
    }

    /// All files by their path inside the folder.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.0, &self.0, &mut files);
        files
    }

    /// A table of the bundle: rows by column name.
    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.0.join(format!("bundle/{name}.csv"))).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn tables(&self) -> Vec<&'static schema::Table> {
        schema::TABLES.iter().filter(|table| self.0.join(format!("bundle/{}.csv", table.name)).exists()).collect()
    }

    /// The HTML reports.
    fn reports(&self) -> Vec<String> {
        let files = self.files().into_iter().filter(|(name, _)| name.starts_with("student-total/"));
        files.map(|(_, content)| String::from_utf8(content).unwrap()).collect()
    }
}

impl Drop for School {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

#[test]
fn equal_options_give_equal_bytes() {
    assert!(School::new(25, 44).files() == School::new(25, 44).files());
}

#[test]
fn another_seed_gives_another_school() {
    let (one, other) = (School::new(25, 44), School::new(26, 44));
    for table in ["school", "student", "mark", "attendance", "period_mark", "timetable_slot"] {
        assert_ne!(one.table(table), other.table(table), "{table}");
    }
}

#[test]
fn a_folder_with_files_and_an_impossible_size_are_refused() {
    let school = School::new(1, 12);
    let again = sample::write(&Options { seed: 1, students: 12, ..Options::default() }, &school.0);
    assert!(matches!(again, Err(SampleError::NotEmpty(_))));
    let nobody = sample::write(&Options { seed: 1, students: 0, ..Options::default() }, &school.0);
    assert!(matches!(nobody, Err(SampleError::Size { asked: 0, .. })));
}

#[test]
fn every_header_is_that_of_the_schema_and_every_value_of_its_type() {
    let school = School::new(3, 44);
    assert!(school.tables().len() >= 30);
    for table in school.tables() {
        let mut reader = csv::Reader::from_path(school.0.join(format!("bundle/{}.csv", table.name))).unwrap();
        let expected: Vec<&str> = table.columns.iter().map(schema::Column::csv_name).filter(|name| *name != "family").collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), expected, "{}", table.name);
        for row in reader.records() {
            let own = table.columns.iter().filter(|column| column.name != "family");
            for (column, value) in own.zip(row.unwrap().iter()) {
                check_value(table, column, value);
            }
        }
    }
}

fn check_value(table: &schema::Table, column: &schema::Column, value: &str) {
    let place = format!("{}.{} = {value:?}", table.name, column.name);
    if value.is_empty() {
        assert!(!column.required, "{place}");
        return;
    }
    match column.ty {
        schema::Type::Text => {}
        schema::Type::Int => assert!(value.parse::<i64>().is_ok(), "{place}"),
        schema::Type::Hundredths => assert!(value.parse::<f64>().is_ok(), "{place}"),
        schema::Type::Bool => assert!(["true", "false"].contains(&value), "{place}"),
        schema::Type::Choice(list) => assert!(list.contains(&value), "{place}"),
        schema::Type::Date => assert_in_year(value, column, &place),
        schema::Type::Stamp => {
            assert_in_year(&value[..10], column, &place);
            assert!(value <= "2026-05-31 18:00", "{place}");
        }
    }
}

fn assert_in_year(date: &str, column: &schema::Column, place: &str) {
    let parsed = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d");
    assert!(parsed.is_ok(), "{place}");
    if column.name != "birth_date" {
        assert!(("2025-09-01"..="2026-05-31").contains(&date), "{place}");
    }
}

#[test]
fn references_between_files_resolve() {
    let school = School::new(4, 120);
    let owners = ["student", "class", "subject", "teacher", "assignment", "assignment_kind"];
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for owner in owners {
        let key = if owner == "assignment_kind" { owner.to_owned() } else { format!("{owner}_id") };
        known.insert(owner, school.table(owner).into_iter().map(|row| row[&key].clone()).collect());
    }
    known.insert("study_group", school.table("study_group").into_iter().map(|row| row["group_id"].clone()).collect());
    for table in school.tables() {
        for row in school.table(table.name) {
            for (column, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
                let owner = match column.as_str() {
                    "student_id" => "student",
                    "class_id" | "from_class_id" | "to_class_id" => "class",
                    "subject_id" => "subject",
                    "teacher_id" | "planned_teacher_id" | "class_teacher_id" => "teacher",
                    "group_id" => "study_group",
                    "assignment_id" => "assignment",
                    "assignment_kind" => "assignment_kind",
                    _ => continue,
                };
                assert!(known[owner].contains(value), "{}.{column} = {value}", table.name);
            }
        }
    }
}

#[test]
fn keys_name_one_row() {
    let school = School::new(5, 120);
    for table in school.tables() {
        let own: &[&str] = match table.name {
            "mark" | "attendance" => &["student_id", "subject_id", "date", "lesson_number", "seq"],
            // Several corrections of one lesson may fall on one minute.
            "gradebook_access" => continue,
            _ => table.key,
        };
        let mut seen = BTreeSet::new();
        for row in school.table(table.name) {
            let key: Vec<String> = own.iter().map(|name| row[*name].clone()).collect();
            assert!(seen.insert(key.clone()), "{} {key:?}", table.name);
        }
    }
}

#[test]
fn entries_are_of_members_at_given_lessons() {
    let school = School::new(6, 120);
    let members = school.table("class_membership");
    let given: BTreeSet<[String; 4]> = school
        .table("lesson")
        .into_iter()
        .filter(|row| row["status"] != "cancelled")
        .map(|row| ["class_id", "subject_id", "date", "lesson_number"].map(|name| row[name].clone()))
        .collect();
    for table in ["mark", "attendance"] {
        for row in school.table(table) {
            assert!(given.contains(&["class_id", "subject_id", "date", "lesson_number"].map(|name| row[name].clone())), "{table} {row:?}");
            let date = &row["date"];
            let is_member = members.iter().any(|stay| {
                let still = stay["to_date"].is_empty() || *date <= stay["to_date"];
                stay["student_id"] == row["student_id"] && stay["class_id"] == row["class_id"] && stay["from_date"] <= *date && still
            });
            assert!(is_member, "{table} {row:?}");
        }
    }
}

#[test]
fn period_marks_lie_between_2_and_5_and_all_states_occur() {
    let rows = School::new(25, 300).table("period_mark");
    let states: BTreeSet<&str> = rows.iter().map(|row| row["status"].as_str()).collect();
    for state in schema::PERIOD_MARK_STATUSES {
        assert!(states.contains(state), "{state}");
    }
    for row in rows.iter().filter(|row| row["status"] == "set") {
        assert!(["2", "3", "4", "5"].contains(&row["value"].as_str()), "{row:?}");
    }
    let kinds: BTreeSet<&str> = rows.iter().map(|row| row["kind"].as_str()).collect();
    assert_eq!(kinds.len(), schema::PERIOD_MARK_KINDS.len());
}

#[test]
fn small_and_large_schools_have_what_indicators_need() {
    for (students, classes) in [(44, 4), (300, 13)] {
        let school = School::new(25, students);
        assert_eq!(school.table("class").len(), classes);
        assert!(school.0.join("bundle/study_group.csv").exists());
        let names: Vec<String> = school.table("student").into_iter().map(|row| row["full_name"].clone()).collect();
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert_eq!(names.len() - distinct.len(), 1, "one pair of namesakes");
        assert!(names.iter().any(|name| name.contains('ё')) && names.iter().any(|name| name.contains('-')));
        assert!(names.iter().any(|name| name.split(' ').count() == 2), "somebody has no patronymic");
        let reasons: BTreeSet<String> = school.table("attendance").into_iter().map(|row| row["reason"].clone()).collect();
        assert_eq!(reasons.len(), schema::ABSENCE_REASONS.len(), "{reasons:?}");
        let moves: BTreeSet<String> = school.table("student_movement").into_iter().map(|row| row["kind"].clone()).collect();
        assert!(moves.contains("transfer_in") && moves.contains("class_transfer"), "{moves:?}");
        assert!(school.table("mark").len() < students * 333);
    }
}

#[test]
fn reports_of_both_generations_are_written() {
    for students in [12, 44, 120] {
        let reports = School::new(8, students).reports();
        let older = reports.iter().filter(|html| html.starts_with("<html>") && html.contains("Средняя оценка")).count();
        let newer = reports.iter().filter(|html| !html.contains("<html") && html.contains("Средн.<br />оценка <br> 1 ")).count();
        assert!(older > 0 && newer > 0);
        assert_eq!(older + newer, reports.len());
        assert!(reports.len() <= students);
    }
}

#[test]
fn printed_averages_are_those_of_the_cells() {
    let mut printed = 0;
    for html in School::new(25, 120).reports() {
        for row in subject_rows(&html) {
            let cells: Vec<String> = row.split("<td").map(cell_text).collect();
            let total_columns = row.matches("class=\"cell-num").count();
            let days = &cells[1..cells.len() - total_columns];
            let average = &cells[cells.len() - total_columns];
            let marks: Vec<u32> = days.iter().flat_map(|cell| cell.split_whitespace()).filter_map(|token| token.parse().ok()).collect();
            assert_eq!(*average, expected_average(&marks), "{row}");
            printed += usize::from(!average.is_empty());
        }
    }
    assert!(printed > 500);
}

/// Each from its subject to the end of the row.
fn subject_rows(html: &str) -> impl Iterator<Item = &str> {
    let rows = html.split("<td class=\"cell-text\">").skip(1);
    rows.map(|row| row.split("</tr>").next().unwrap_or(""))
}

/// The text of what stands between `<td…>` and `</td>`.
fn cell_text(piece: &str) -> String {
    let inner = piece.split_once('>').map_or("", |parts| parts.1);
    inner.split("</td>").next().unwrap_or("").replace("&nbsp;", " ").trim().to_owned()
}

/// Half up to two places, in another way than the generator: thousandths by long division, then one rounding.
fn expected_average(marks: &[u32]) -> String {
    if marks.is_empty() {
        return String::new();
    }
    let count = marks.len() as u32;
    let mut hundredths = marks.iter().sum::<u32>() * 100 / count;
    let rest = marks.iter().sum::<u32>() * 100 % count;
    if rest * 2 >= count {
        hundredths += 1;
    }
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match (part, part % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole},{}", part / 10),
        _ => format!("{whole},{part:02}"),
    }
}

#[test]
fn reports_hold_the_marks_of_the_bundle() {
    let school = School::new(25, 44);
    let mut in_bundle = 0;
    let mut codes_in_bundle = 0;
    for row in school.table("mark") {
        in_bundle += usize::from(row["date"].as_str() <= "2025-10-26" && row["kind"] == "score");
    }
    for row in school.table("attendance") {
        codes_in_bundle += usize::from(row["date"].as_str() <= "2025-10-26");
    }
    let (mut marks, mut codes) = (0, 0);
    for html in school.reports() {
        for row in subject_rows(&html) {
            let cells: Vec<String> = row.split("<td").filter(|cell| !cell.contains("cell-num")).skip(1).map(cell_text).collect();
            for token in cells.iter().flat_map(|cell| cell.split_whitespace()) {
                if token.parse::<u8>().is_ok() {
                    marks += 1;
                } else if ![".", "зач", "незач"].contains(&token) {
                    codes += 1;
                }
            }
        }
    }
    assert_eq!((marks, codes), (in_bundle, codes_in_bundle));
}
