//! A school's own templates: they lie over ours, and what is wrong with them is told before a run, with file and line.

use crate::support::{Folder, Run, project, small_school, vedomost};

/// Head of a template that prints the marks.
const HEAD: &str = "// tables: marks\n// title ru: Своя\n// title en: Own\n#let data = json(\"/data.json\")\n#set document(title: \"Своя ведомость\", date: datetime(year: 2026, month: 5, day: 29))\n";

fn check(folder: &Folder) -> Run {
    vedomost(&["report", "check", "--templates", &folder.text("own")])
}

/// Writes a template and gives what `report check` says of it.
fn faults(name: &str, text: &str) -> String {
    let folder = Folder::new();
    folder.write(&format!("own/{name}"), text);
    check(&folder).expect(1).out
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_ours() {
    let folder = Folder::new();
    let store = small_school(&folder);
    folder.write(
        "own/class_marksheet.typ",
        format!("{HEAD}#set text(font: \"PT Sans\", lang: \"ru\")\n= Своя ведомость\n#data.head.at(1).value\n"),
    );
    check(&folder).expect(0);
    let make = |out: &str, more: &[&str]| {
        let arguments = ["report", "class-marksheet", "--class", "9Б", "--store", &store, "--out", &folder.text(out), "--data"];
        vedomost(&[&arguments[..], more].concat()).expect(0);
        std::fs::read(folder.path(&format!("{out}/class-marksheet-2025-9Б.pdf"))).expect("a PDF")
    };
    let (ours, own) = (make("ours", &[]), make("mine", &["--templates", &folder.text("own")]));
    let says = |pdf: &[u8]| pdf.windows("Своя ведомость".len()).any(|window| window == "Своя ведомость".as_bytes());
    assert!(says(&own) && !says(&ours));
    let code = |out: &str| {
        let json = std::fs::read(folder.path(&format!("{out}/class-marksheet-2025-9Б.json"))).expect("JSON");
        serde_json::from_slice::<serde_json::Value>(&json).expect("JSON")["provenance"]["code"].clone()
    };
    assert_ne!(code("ours"), code("mine"), "the code ties the paper to the template too");
}

#[test]
fn each_fault_is_told_with_file_and_line() {
    let slip = faults("class_marksheet.typ", &format!("{HEAD}\n#let = 1\n"));
    assert!(slip.contains("class_marksheet.typ:7:") && slip.contains("a slip of the pen"), "{slip}");
    let field = faults("class_marksheet.typ", &format!("{HEAD}#data.absent\n"));
    assert!(field.contains("class_marksheet.typ:6:") && field.contains("the data have no field `absent`"), "{field}");
    let column = faults("class_marksheet.typ", &format!("{HEAD}#data.tables.at(0).columns.find(c => c.key == \"mood\").title\n"));
    assert!(column.contains("class_marksheet.typ:6:") && column.contains("no column or table of that key"), "{column}");
    let name = faults("class_marksheet.typ", &format!("{HEAD}#mraks\n"));
    assert!(name.contains("class_marksheet.typ:6:") && name.contains("`mraks` is not defined"), "{name}");
    let table = faults("class_marksheet.typ", &HEAD.replace("tables: marks", "tables: marks, moods"));
    assert!(table.contains("class_marksheet.typ:1: ") && table.contains("`moods`") && table.contains("there are: marks"), "{table}");
    let glyph = faults("class_marksheet.typ", &format!("{HEAD}Знак 🎓\n"));
    assert!(glyph.contains("class_marksheet.typ:6:"), "{glyph}");
    let unknown = faults("class_marksheat.typ", HEAD);
    assert!(unknown.contains("class_marksheat.typ: no report has this name") && unknown.contains("class_marksheet, "), "{unknown}");
    let font = faults("fonts/own.ttf", "no font");
    assert!(font.contains("fonts/own.ttf: this is no font"), "{font}");
    let reads = faults("class_marksheet.typ", &format!("{HEAD}#read(\"/etc/passwd\")\n"));
    assert!(reads.contains("class_marksheet.typ:6:") && !reads.contains("root:"), "{reads}");
    let empty = faults("class_marksheet.typ", &format!("{HEAD}#data.tables.at(0).rows.at(0).cells.at(0).text\n"));
    assert!(empty.contains("class_marksheet.typ:6:") && empty.contains("a class without students"), "{empty}");
}

#[test]
fn faults_are_told_in_the_language_of_the_user_and_all_at_once() {
    let folder = Folder::new();
    folder.write("own/class_marksheet.typ", format!("{HEAD}#data.absent\n"));
    folder.write("own/school_summary.typ", format!("{}#mraks\n", HEAD.replace("marks", "summary")));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vedomost::cli::run(["vedomost", "--lang", "ru", "report", "check", "--templates", &folder.text("own")], &mut out, &mut err);
    let run = Run { code, out: String::from_utf8(out).expect("UTF-8"), err: String::from_utf8(err).expect("UTF-8") }.expect(1);
    assert!(run.out.contains("✗ class_marksheet.typ:6:7: в данных нет поля «absent»"), "{}", run.out);
    assert!(run.out.contains("✗ school_summary.typ:6:2: имя «mraks» нигде не определено"), "{}", run.out);
    let one = vedomost(&["report", "check", "school-summary", "--templates", &folder.text("own")]).expect(1);
    assert!(!one.out.contains("absent") && one.out.contains("mraks"), "{}", one.out);
}

#[test]
fn what_is_no_folder_of_templates_is_told() {
    let folder = Folder::new();
    assert!(check(&folder).expect(2).err.contains("own"));
    folder.write("own/letter.txt", "x");
    assert!(check(&folder).expect(2).err.contains("neither templates"));
    // Without a folder the templates of the program are checked.
    vedomost(&["report", "check"]).expect(0);
    vedomost(&["report"]).expect(2);
}

/// Our query with another SELECT around it: no mark is known.
fn blank_marks() -> String {
    let ours = std::fs::read_to_string(project("queries/marksheet_cell.sql")).expect("the query");
    assert_eq!(ours.matches("pm.value,").count(), 1, "the test changes this line");
    ours.replace("pm.value,", "CAST(1 AS BIGINT) AS value,")
}

#[test]
fn a_query_of_ones_own_takes_the_place_of_ours() {
    let folder = Folder::new();
    let store = small_school(&folder);
    folder.write("own/marksheet_cell.sql", blank_marks());
    check(&folder).expect(0);
    let arguments = ["report", "class-marksheet", "--class", "9Б", "--store", &store, "--format", "json", "--out", &folder.text("out")];
    vedomost(&[&arguments[..], &["--templates", &folder.text("own")]].concat()).expect(0);
    let json = std::fs::read(folder.path("out/class-marksheet-2025-9Б.json")).expect("JSON");
    let data: vedomost::model::document::ReportData = serde_json::from_slice(&json).expect("ReportData");
    let marks = data.tables[0].columns.iter().position(|column| column.key.starts_with("subject:")).expect("a subject");
    let values: Vec<i64> = data.tables[0].rows.iter().filter_map(|row| row.cells[marks].value).collect();
    assert!(values.len() > 50 && values.iter().all(|value| *value == 1), "{values:?}");
}

/// As locked as `vedomost sql`: one SELECT, nothing but the tables and queries of the store.
#[test]
fn a_query_of_ones_own_reads_nothing_but_the_store() {
    let secret = Folder::new();
    let file = secret.write("secret.csv", "a\n1\n");
    let select = |from: &str| format!("-- mine\n\nSELECT *\nFROM {from}\n");
    for (text, line, words) in [
        (select(&format!("read_csv('{file}')")), "", "read_csv"),
        (select(&format!("'{file}'")), "", "secret"),
        (select("glob('/*')"), "", "glob"),
        ("DROP TABLE mark".to_owned(), "", "SELECT"),
        ("SELECT 1; SELECT 2".to_owned(), "", "2 statements"),
        (format!("COPY mark TO '{file}'"), "", "SELECT"),
        (select("marks_of_nobody"), ":4", "marks_of_nobody"),
        ("-- mine\nSELECT class_id\nFORM mark\n".to_owned(), "", "syntax error"),
    ] {
        let folder = Folder::new();
        folder.write("own/marksheet_cell.sql", &text);
        let told = check(&folder).expect(1).out;
        assert!(told.contains(&format!("marksheet_cell.sql{line}")) && told.contains(words), "{text}\n{told}");
        let store = folder.text("store");
        let report = ["report", "class-marksheet", "--store", &store, "--templates", &folder.text("own"), "--out", &folder.text("out")];
        let run = vedomost(&report).expect(2);
        assert!(run.err.contains("such a query is not run") && !folder.path("out").exists(), "{}", run.err);
    }
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), "a\n1\n");
}

#[test]
fn a_query_that_gives_too_few_columns_or_breaks_the_rules_is_told() {
    let folder = Folder::new();
    folder.write("own/marksheet_cell.sql", "SELECT school, year, class_id\nFROM period_mark\nORDER BY school");
    let told = check(&folder).expect(1).out;
    assert!(told.contains("columns that the report reads are not there") && told.contains("status"), "{told}");
    assert!(told.contains("rules of queries: an ORDER BY key without NULLS LAST"), "{told}");
    folder.write("own/marksheet_cell.sql", "SELECT school,\n  avg(value) AS value\nFROM period_mark\nGROUP BY school");
    let told = check(&folder).expect(1).out;
    assert!(told.contains("marksheet_cell.sql:2: rules of queries: `avg` is not allowed"), "{told}");
    folder.write("own/marksheet_cell.sql", "SELECT mood FROM period_mark");
    let told = check(&folder).expect(1).out;
    assert!(told.contains("mood"), "{told}");
}
