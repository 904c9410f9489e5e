//! Tables of a wrong shape.

use std::fmt::Write;

use super::{BUNDLE, NEW, bundle_with, marks_and, tried};

#[test]
fn table_without_header() {
    let (_, marks) = BUNDLE.iter().find(|(name, _)| *name == "mark.csv").expect("marks");
    let (_, rows) = marks.split_once('\n').expect("a header");
    let report = NEW.replace("Предмет", "").replace("Ёлкина Анна", "Жуков Лев");
    let said = tried(&[("no/mark.csv", rows.as_bytes()), ("no.xls", report.as_bytes())]).ends(1).with_the_bundle();
    let line = said.run.err.lines().find(|line| line.contains("no/mark.csv")).expect("a finding");
    assert!(
        line.contains("the first line is no header: “1,c1,m,2025-09-02,1,5”") && line.contains("expected are the columns: student_id"),
        "{line}"
    );
    assert!(said.run.err.contains("--mapping"), "{}", said.run.err);
    said.says("no.xls", "report-without-table", "Жуков Лев Петровна, 9 б, 2025", "");
}

#[test]
fn header_without_rows_and_rows_of_other_lengths() {
    let (_, marks) = BUNDLE.iter().find(|(name, _)| *name == "mark.csv").expect("marks");
    let (header, _) = marks.split_once('\n').expect("a header");
    tried(&[("h/mark.csv", header.as_bytes())]).ends(1);
    bundle_with("mark.csv", &marks_and("1,c1\n1,c1,m,2025-09-04,1,5,more\n\n ,,\n")).ends(1).with_the_bundle().refuses(
        "mark",
        "ragged-row",
        2,
        "bundle/mark.csv › line 5",
    );
}

#[test]
fn a_quote_that_never_closes() {
    let said = bundle_with("mark.csv", &marks_and("1,c1,m,2025-09-04,1,\"5\n1,c1,m,2025-09-05,1,5\n1,c1,m,2025-09-06,1,5\n"))
        .ends(1)
        .with_the_bundle();
    said.refuses("mark", "bad-mark", 1, "bundle/mark.csv › line 5");
}

#[test]
fn the_same_column_twice() {
    let table = b"student_id,student_id,full_name\n1,2,\xd0\x90\xd0\xb0 \xd0\x91\n";
    let said = tried(&[("twice/student.csv", table)]);
    assert_eq!(said.run.code, 1, "{}", said.run.err);
    assert!(said.run.err.contains("twice/student.csv"), "{}", said.run.err);
}

#[test]
fn nested_tables() {
    // Each table inside a cell of another, ten times over; and a table inside a cell of the table of days.
    let open = "<table><tr><td>".repeat(10);
    let close = "</td></tr></table>".repeat(10);
    let wrapped = format!("{open}{NEW}{close}").replace("Ёлкина Анна", "Жуков Лев");
    let inside = NEW.replace("<td>УП</td>", "<td>УП<table><tr><td>5</td></tr></table></td>").replace("Ёлкина Анна", "Орлова Ида");
    let deep = format!("{}{}", NEW.replace("Ёлкина Анна", "Ямина Ева"), "<table><tr><td>".repeat(100_000));
    let said = tried(&[("wrapped.xls", wrapped.as_bytes()), ("inside.xls", inside.as_bytes()), ("deep.xls", deep.as_bytes())]);
    let said = said.ends(1).with_the_bundle().says("deep.xls", "report-cut-off", "Ямина Ева Петровна, 9 б, 2025", "");
    let of = |name: &str| {
        format!(
            "SELECT count(*) AS n FROM mark JOIN student USING (student_id) WHERE full_name LIKE '{name}%' AND mark.family = 'student_total'"
        )
    };
    assert_eq!([said.number(&of("Жуков")), said.number(&of("Орлова"))], [4, 4]);
}

#[test]
fn ten_thousand_columns() {
    let mut columns = String::new();
    (0..10_000).for_each(|at| write!(columns, "<th>{}</th>", at % 28 + 1).expect("text"));
    let report = NEW.replace("<th>2</th><th>15</th>", &columns).replace("Ёлкина Анна", "Жуков Лев");
    let spans = NEW.replace("<td>УП</td>", &"<td rowspan=400 colspan=400>5</td>".repeat(10)).replace("Ёлкина Анна", "Орлова Ида");
    let said = tried(&[("wide.xls", report.as_bytes()), ("spans.xls", spans.as_bytes())]).ends(1).with_the_bundle();
    let said = said.says("wide.xls", "report-too-large", "Жуков Лев Петровна, 9 б, 2025", "").says(
        "spans.xls",
        "report-too-large",
        "Орлова Ида Петровна, 9 б, 2025",
        "",
    );
    said.refuses("mark", "report-too-large", 2, "spans.xls");
    let head: String = (0..10_000).map(|at| format!(",x{at}")).collect();
    let table =
        format!("student_id,full_name{head}\n1,Седова Нина Петровна{}\n2,Орлов Глеб Ильич{}\n", ",5".repeat(10_000), ",5".repeat(10_000));
    let said = bundle_with("student.csv", table.as_bytes()).ends(0).with_the_bundle();
    assert!(said.run.err.lines().count() < 100, "10,000 columns are not 10,000 lines");
}

#[test]
fn one_megabyte_in_one_cell() {
    let big = "Ы".repeat(500_000);
    let marks = "5 ".repeat(500_000);
    let day = NEW.replace("5 4", &marks).replace("Ёлкина Анна", "Жуков Лев");
    let name = NEW.replace("Ёлкина Анна Петровна</span>", &format!("{big}</span>"));
    let subject = NEW.replace("Химия", &big).replace("Ёлкина Анна", "Ямина Ева");
    let title = NEW.replace("Итог.оценка", &format!("Итог.оценка {}", "слово ".repeat(80_000))).replace("Ёлкина Анна", "Ильина Ада");
    let said = tried(&[
        ("day.xls", day.as_bytes()),
        ("name.xls", name.as_bytes()),
        ("subject.xls", subject.as_bytes()),
        ("title.xls", title.as_bytes()),
    ]);
    let said = said.ends(1).with_the_bundle().refuses("mark", "too-long", 1, "day.xls › R3C3");
    assert!(said.run.err.contains("name.xls: the report has no line «Ученик:»"), "{}", said.run.err);
    assert!(said.run.err.contains("subject.xls › R5C1: the first column holds no name"), "{}", said.run.err);
    assert!(said.run.err.lines().all(|line| line.chars().count() < 1500), "a megabyte is not shown to anybody");
    let row = format!("1,c1,m,2025-09-04,1,{big}\n");
    bundle_with("mark.csv", &marks_and(&row)).ends(1).with_the_bundle().refuses("mark", "too-long", 1, "bundle/mark.csv › line 5 › value");
}
