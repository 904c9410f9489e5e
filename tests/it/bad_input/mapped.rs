//! The same faults in somebody else's CSV, read through a mapping file.

use encoding_rs::{IBM866, WINDOWS_1251};

use super::{Tried, gzip, zip_of};
use crate::support::{Folder, vedomost};

const MAPPING: &str = "school = \"Лицей № 0\"\n[[table]]\nfile = \"people\"\ntable = \"student\"\ncolumn = { student_id = \"pid\", full_name = \"fio\" }\n\
    [[table]]\nfile = \"journal\"\ntable = \"mark\"\n\
    column = { student_id = \"pid\", class_id = \"class\", subject_id = \"course\", date = \"day\", value = \"grade\" }\n";
const PEOPLE: &str = "pid,fio\n1,Седова Нина\n2,Орлов Глеб\n";
const JOURNAL: &str = "pid,class,course,day,grade\n1,9Б,Алгебра,2025-09-02,5\n2,9Б,Алгебра,2025-09-03,4\n";

/// Imports the files through the mapping, beside the good ones where they have no such name.
fn tried(mapping: &str, files: &[(&str, &[u8])]) -> Tried {
    let folder = Folder::new();
    for (name, text) in [("people.csv", PEOPLE), ("journal.csv", JOURNAL)] {
        let stem = name.trim_end_matches(".csv");
        if !files.iter().any(|(other, _)| other.starts_with(stem)) {
            folder.write(&format!("in/{name}"), text);
        }
    }
    files.iter().for_each(|(name, bytes)| drop(folder.write(&format!("in/{name}"), bytes)));
    let mapping = folder.write("m.toml", mapping);
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store, "--mapping", &mapping]);
    let tried = Tried { folder, store, run };
    if tried.run.out.contains("Rows read") {
        let [read, kept, quarantined] = tried.counts();
        assert_eq!(read, kept + quarantined);
    }
    tried
}

fn journal(rows: &str) -> Tried {
    tried(MAPPING, &[("journal.csv", format!("{JOURNAL}{rows}").as_bytes())])
}

#[test]
fn rows_that_cannot_be() {
    let said = journal("1,9Б,Алгебра,2025-09-04,7\n1,9Б,Алгебра,31.09.2025,5\n1,9Б,Алгебра,,5\n9,9Б,Алгебра,2025-09-04,5\n1,9Б\n");
    assert_eq!(said.run.code, 1, "{}", said.run.err);
    let said = said.refuses("mark", "bad-mark", 1, "journal.csv › line 4").refuses("mark", "bad-value", 1, "journal.csv › line 5 › date");
    let said = said.refuses("mark", "missing-value", 1, "journal.csv › line 6 › date");
    let said = said.refuses("mark", "unknown-student", 1, "journal.csv › line 7 › 9").refuses("", "ragged-row", 1, "journal.csv › line 8");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark"), 2);
    let big = "Ы".repeat(500_000);
    let said = journal(&format!("1,9Б,{big},2025-09-04,5\n1,9Б,Алгебра,2025-09-05,\"=CMD()\"\n"));
    let said =
        said.refuses("mark", "too-long", 1, "journal.csv › line 4 › subject_id").refuses("mark", "bad-mark", 1, "journal.csv › line 5");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark"), 2);
}

#[test]
fn files_that_are_not_tables() {
    let said = tried(MAPPING, &[("journal.csv", b""), ("other.csv", b"a,b\n1,2\n"), ("photo.xls", b"\x89PNG\r\n")]);
    let said = said.says("in/journal.csv", "empty-file", "", "").says("other.csv", "not-in-mapping", "", "");
    said.says("photo.xls", "not-in-mapping", "", "");
    // Without its header every row lacks the columns that the mapping names.
    let (_, rows) = JOURNAL.split_once('\n').expect("a header");
    let said = tried(MAPPING, &[("journal.csv", rows.as_bytes())]).refuses("mark", "no-column", 1, "journal.csv › line 2 › class_id");
    assert_eq!(said.run.code, 3, "nothing was left to take: {}", said.run.err);
    let wide: String = (0..10_000).map(|at| format!(",x{at}")).collect();
    let table = JOURNAL.replace('\n', &format!("{wide}\n"));
    assert_eq!(tried(MAPPING, &[("journal.csv", table.as_bytes())]).number("SELECT count(*) AS n FROM mark"), 2);
}

#[test]
fn letters_and_archives() {
    let (dos, _, _) = IBM866.encode(PEOPLE);
    let said = tried(MAPPING, &[("people.csv", &dos)]);
    assert!(said.run.err.lines().any(|line| line.contains("people.csv: the letters make no words")), "{}", said.run.err);
    let (foreign, _, _) = WINDOWS_1251.encode("3,Жуков Лев\n");
    let said = tried(MAPPING, &[("people.csv", &[PEOPLE.as_bytes(), &foreign].concat())]);
    said.says("people.csv", "damaged-text", "UTF-8", "").refuses("student", "damaged-text", 1, "people.csv › line 4 › full_name");
    let packed = gzip(JOURNAL.as_bytes());
    let said = tried(MAPPING, &[("journal.csv.gz", &packed[..packed.len() / 2])]);
    said.says("journal.csv.gz", "broken-archive", "", "");
    let archive = zip_of(&[("../journal.csv", JOURNAL.as_bytes()), ("x/journal.csv", JOURNAL.as_bytes())]);
    let said = tried(MAPPING, &[("journal.zip", &archive)]);
    let said = said.says("journal.zip › ../journal.csv", "member-outside", "", "");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark"), 2, "the one that stays inside");
}

#[test]
fn mappings_that_cannot_be() {
    for (fault, line, expected) in [
        ("a year that is none", "year = 20255", "expected the year in which a school year begins"),
        ("a date that is none", "as_of = \"вчера\"", "expected a date"),
        ("a format that is none", "date_format = \"%Q\"", "expected signs as in"),
    ] {
        let said = tried(&format!("{line}\n{MAPPING}"), &[]);
        assert_eq!(said.run.code, 2, "{fault}: {}", said.run.out);
        assert!(said.run.err.contains(expected) && said.run.err.contains("hint: "), "{fault}: {}", said.run.err);
    }
}
