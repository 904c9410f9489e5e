//! Names made to run as a formula, as markup, as a command of the terminal.

use super::{NEW, bundle_with, tried};
use crate::support::vedomost;

const NAMES: [&str; 8] = [
    "=CMD()",
    "=HYPERLINK(\"http://x\")",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "Ёлкин' OR 1=1 --",
    "{{7*7}} #let $x$ *b* @ref",
];

#[test]
fn formulas_and_markup_in_names() {
    let quoted = |name: &str| name.replace('"', "\"\"");
    let rows: String = NAMES.iter().enumerate().map(|(at, name)| format!("{},\"{}\"\n", at + 10, quoted(name))).collect();
    let students = format!("student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n{rows}");
    let escaped = NAMES[5].replace('<', "&lt;");
    let report = NEW.replace("Ёлкина Анна Петровна</span>", &format!("{escaped}</span>"));
    let said = tried(&[("bundle/student.csv", students.as_bytes()), ("script.xls", report.as_bytes())]).ends(0).with_the_bundle();
    let ask = |format: &str| {
        vedomost(&["sql", "SELECT full_name FROM student ORDER BY full_name", "--store", &said.store, "--format", format]).expect(0)
    };
    let csv = ask("csv").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let cells: Vec<String> = reader.records().map(|record| record.expect("a record")[0].to_owned()).collect();
    assert_eq!(cells.len(), 3 + NAMES.len(), "the name of the report and of the bundle are one: {cells:?}");
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
    for name in NAMES {
        let guarded = if name.starts_with(['=', '+', '-', '@']) { format!("'{name}") } else { name.to_owned() };
        assert!(cells.contains(&guarded), "{guarded}: {cells:?}");
    }
    let json = ask("json").json();
    assert!(
        json["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| row["full_name"] == NAMES[0])),
        "a program gets the name as it is"
    );
    vedomost(&["report", "class-marksheet", "--store", &said.store, "--out", &said.folder.text("sheets")]).expect(0);
}

#[test]
fn names_that_are_nothing() {
    let students = "student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n3,\n4,\u{200b}\n5, \u{a0} \n6,\"\"\n";
    let said = bundle_with("student.csv", students.as_bytes()).ends(1).with_the_bundle();
    said.refuses("student", "missing-full_name", 4, "bundle/student.csv › line 4");
}

#[test]
fn file_names_with_commands_of_the_terminal() {
    let said = tried(&[("evil\u{1b}[2J\u{7}.xls", b"x"), ("\u{202e}slx.xls", b"y")]).ends(0).with_the_bundle();
    assert!(!said.run.err.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", said.run.err);
}
