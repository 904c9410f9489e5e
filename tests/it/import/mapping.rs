//! Somebody else's CSV through a mapping file.

use crate::support::{Folder, number, sql, vedomost};

const MAPPING: &str = r#"
school = "Школа № 0"
date_format = "%d/%m/%Y"
[lookup.group]
file = "groups"
key = "gid"
[[table]]
file = "groups"
table = "class"
column = { class_id = "gid", name = "title", year = "start", period_kind = { from = "terms", values = { "4" = "quarter" } } }
[[table]]
file = "people"
table = "student"
column = { student_id = "pid", full_name = "fio" }
[[table]]
file = "people"
table = "class_membership"
column = { student_id = "pid", class_id = "gid", year = { lookup = "group", by = "gid", take = "start" } }
[[table]]
file = "journal"
table = "mark"
when = { column = "grade" }
column = { student_id = "pid", class_id = "gid", subject_id = "course", date = "day", value = "grade" }
[[table]]
file = "journal"
table = "attendance"
when = { column = "flag", equals = ["x", "z"] }
column = { student_id = "pid", class_id = "gid", subject_id = "course", date = "day", reason = { from = "flag", values = { x = "illness" } } }
[[table]]
file = "journal"
table = "grading_period"
column = { period_id = { constant = "q1" }, grade_level = { lookup = "group", by = "gid", take = "title", transform = "grade_level" }, year = { lookup = "group", by = "gid", take = "start" }, start_date = { from = "day2", fold = "min" }, end_date = { from = "day2", fold = "max" } }
"#;

#[test]
fn lookups_values_conditions_and_folds() {
    let folder = Folder::new();
    let mapping = folder.write("m.toml", MAPPING.replace("date_format = \"%d/%m/%Y\"\n", ""));
    folder.write("in/groups.csv", "gid,title,start,terms\n7,9-б,2025,4\n");
    folder.write("in/people.csv", "pid;fio;gid\n1;Ёлкина Анна;7\n2;Жуков Лев;8\n");
    folder.write("in/journal.csv", "pid,gid,course,day,day2,grade,flag\n1,7,Алгебра,2025-09-02,2025-09-02,5,\n1,7,Алгебра,2025-09-30,2025-09-30,,x\n1,7,Алгебра,2025-09-09,2025-09-09,4,z\n");
    folder.write("in/other.csv", "a,b\n1,2\n");
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store, "--mapping", &mapping]).expect(1);
    assert!(run.err.contains("other.csv: the mapping does not name the file"), "{}", run.err);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), 2);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM attendance WHERE reason = 'illness'"), 1);
    let refused = sql(&store, "SELECT src_loc, reason FROM quarantine ORDER BY src_loc, reason");
    let shown: Vec<String> = refused.iter().map(|row| format!("{} {}", row["src_loc"], row["reason"]).replace('"', "")).collect();
    assert_eq!(shown, ["line 3 lookup-failed:year", "line 4 value-not-mapped:reason"]);
    // The 9 September counts once among the refused rows although its mark was taken.
    assert!(run.out.contains("Rows read 6, kept 4, quarantined 2."), "{}", run.out);
    let period = sql(&store, "SELECT period_id, grade_level, start_date, end_date FROM grading_period");
    assert_eq!(period[0].to_string(), r#"{"period_id":"q1","grade_level":9,"start_date":"2025-09-02","end_date":"2025-09-30"}"#);
}

#[test]
fn a_wrong_mapping_says_where() {
    let folder = Folder::new();
    folder.write("in/journal.csv", "a\n1\n");
    for (fault, text, expected) in [
        ("unknown table", MAPPING.replace("table = \"mark\"", "table = \"marks\""), "expected one of"),
        ("unknown column", MAPPING.replace("value = \"grade\"", "grade = \"grade\""), "journal → mark.grade"),
        ("not TOML", "[[table".to_owned(), "line 1"),
    ] {
        let mapping = folder.write("m.toml", text);
        let run = vedomost(&["import", &folder.text("in"), "--store", &folder.text("store"), "--mapping", &mapping]).expect(2);
        assert!(run.err.contains(expected), "{fault}: {}", run.err);
    }
}
