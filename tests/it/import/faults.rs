//! Broken files: each gets a clear finding, none stops the folder, none makes the program panic.

use super::student_total::NEW;
use crate::support::{Folder, number, vedomost};

#[test]
fn one_bad_file_does_not_stop_the_folder() {
    let folder = Folder::new();
    folder.write("in/good.xls", NEW);
    folder.write("in/picture.xls", b"\x89PNG\r\n\x1a\n0000");
    folder.write("in/empty.xls", b"");
    folder.write("in/truncated.xls", &NEW.as_bytes()[..900]);
    folder.write("in/no_table.xls", NEW.replace("Предмет", "Дисциплина"));
    folder.write("in/broken.zip", b"PK\x03\x04broken");
    folder.write("in/mark.csv", b"");
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(1);
    for (file, words) in [
        ("picture.xls", "begins like PNG"),
        ("empty.xls", "has neither header nor rows"),
        ("truncated.xls", "the file ends inside the table"),
        ("no_table.xls", "no table of subjects and days"),
        ("broken.zip", "the archive is damaged"),
    ] {
        assert!(run.err.lines().any(|line| line.contains(file) && line.contains(words)), "{file}\n{}", run.err);
    }
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), 4, "the good file was taken");
}

#[test]
fn days_that_do_not_exist_and_unknown_codes_are_said_with_their_cell() {
    let folder = Folder::new();
    let file = folder.write("a.xls", NEW.replace("<th>15</th>", "<th>31</th>").replace("ОП", "ЩЩ"));
    let store = folder.text("store");
    let run = vedomost(&["import", &file, "--store", &store]).expect(1);
    assert!(run.err.contains("there is no such day: Сентябрь 31"), "{}", run.err);
    assert!(run.err.contains("R4C2") && run.err.contains("not understood: “ЩЩ”"), "{}", run.err);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM quarantine"), 2);
}

#[test]
fn a_second_school_is_not_mixed_in() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &folder.write("1/a.xls", NEW), "--store", &store]).expect(0);
    let other = folder.write("2/a.xls", NEW.replace("Лицей № 0", "Школа № 7"));
    let run = vedomost(&["import", &other, "--store", &store]).expect(2);
    assert!(run.err.contains("is not known to the store") && run.err.contains("--school"), "{}", run.err);
    vedomost(&["import", &other, "--store", &store, "--school", "school-7"]).expect(0);
    let several = vedomost(&["query", "standings", "--store", &store, "--period", "t1"]).expect(2);
    assert!(several.err.contains("school-1, school-7"), "{}", several.err);
}

#[test]
fn markup_and_formulas_in_names_stay_text() {
    let folder = Folder::new();
    let name = "=CMD() &lt;script&gt; #let $x$ *b*";
    let file = folder.write("a.xls", NEW.replace("Ёлкина Анна Петровна</span>", &format!("{name}</span>")));
    let store = folder.text("store");
    vedomost(&["import", &file, "--store", &store]).expect(0);
    let csv = vedomost(&["sql", "SELECT full_name FROM student", "--store", &store, "--format", "csv"]).expect(0);
    assert!(csv.out.contains("'=CMD() <script> #let $x$ *b*"), "{}", csv.out);
    vedomost(&["report", "class-marksheet", "--store", &store, "--out", &folder.text("sheets")]).expect(0);
}

#[test]
fn paths_and_stores_that_are_not_there() {
    let folder = Folder::new();
    let run = vedomost(&["import", &folder.text("nothing"), "--store", &folder.text("store")]).expect(3);
    assert!(run.err.contains("nothing: the file cannot be read"), "{}", run.err);
    assert!(!run.err.contains("other files") && !folder.path("store").exists(), "{}", run.err);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    let run = vedomost(&["import", &folder.text("empty"), "--store", &folder.text("store")]).expect(3);
    assert!(run.err.contains("name a folder, files or a zip") && !folder.path("store").exists(), "{}", run.err);
    let run = vedomost(&["query", "standings", "--store", &folder.text("elsewhere")]).expect(2);
    assert!(run.err.contains("there is no store here") && run.err.contains("hint: "), "{}", run.err);
    folder.write("used/file", b"x");
    vedomost(&["import", &folder.text("nothing"), "--store", &folder.text("used")]).expect(2);
}

#[test]
fn mutated_reports_never_panic() {
    // A thousand reports, each broken by one cut, one repeated piece or one changed byte.
    let folder = Folder::new();
    let bytes = NEW.as_bytes();
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice % bound as u64).unwrap_or(0)
    };
    for number in 0..1000 {
        let mut broken = bytes.to_vec();
        let (at, length) = (next(bytes.len()), next(200));
        match next(3) {
            0 => drop(broken.drain(at..(at + length).min(bytes.len()))),
            1 => broken.extend_from_within(at..(at + length).min(bytes.len())),
            _ => broken[at] = u8::try_from(next(256)).unwrap_or(0),
        }
        folder.write(&format!("in/{number:04}.xls"), broken);
    }
    let run = vedomost(&["import", &folder.text("in"), "--store", &folder.text("store"), "--class", "9Б", "--school", "school-1"]);
    assert!(matches!(run.code, 0 | 1), "{}\n{}", run.code, run.err);
    assert!(!run.err.contains("internal error"), "{}", run.err);
}
