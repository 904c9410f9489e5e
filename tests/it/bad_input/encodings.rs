//! Letters that cannot be read.

use encoding_rs::{IBM866, KOI8_R, UTF_16BE, WINDOWS_1251};

use super::{NEW, OLD, bundle_with, tried};

const STUDENTS: &str = "student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n";

#[test]
fn wrong_encoding() {
    let (dos, _, _) = IBM866.encode(STUDENTS);
    let (koi, _, _) = KOI8_R.encode(STUDENTS);
    let (dos_report, _, _) = IBM866.encode(NEW);
    let said = tried(&[("d/student.csv", &dos), ("k/student.csv", &koi), ("d.xls", &dos_report)]).ends(1).with_the_bundle();
    for file in ["d/student.csv", "k/student.csv", "d.xls"] {
        let line = said.run.err.lines().find(|line| line.contains(file)).expect("a finding");
        assert!(line.contains("the letters make no words"), "{line}");
    }
    assert!(said.run.err.contains("save the file as UTF-8"), "{}", said.run.err);
    assert_eq!(said.number("SELECT count(*) AS n FROM student"), 3, "nobody with a garbled name");
}

#[test]
fn a_declared_charset_that_is_not_true() {
    // The page says windows-1251, its bytes are UTF-8; and the other way round.
    let lying = OLD.replace("charset=utf-8", "charset=windows-1251");
    let (bytes, _, _) = WINDOWS_1251.encode(OLD);
    let said = tried(&[("lying.xls", lying.as_bytes())]).ends(0).with_the_bundle();
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name = 'Жуков Лев'"), 1);
    let said = tried(&[("lying.xls", &bytes)]).ends(0).with_the_bundle();
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name = 'Жуков Лев'"), 1);
}

#[test]
fn mixed_encoding() {
    let (foreign, _, _) = WINDOWS_1251.encode("3,Жуков Лев Ильич\n");
    let students = [STUDENTS.as_bytes(), &foreign].concat();
    let said = bundle_with("student.csv", &students).ends(1).with_the_bundle();
    let said = said.says("bundle/student.csv", "damaged-text", "UTF-8", "").refuses("student", "damaged-text", 1, "line 4 › full_name");
    assert_eq!(said.number("SELECT count(*) AS n FROM student"), 3, "two of the bundle, one of the report");
}

#[test]
fn mixed_encoding_in_a_report() {
    let (name, _, _) = WINDOWS_1251.encode("Ёлкина");
    let (subject, _, _) = WINDOWS_1251.encode("Химия");
    let put = |old: &str, new: &[u8]| {
        let at = NEW.rfind(old).expect("the text");
        [&NEW.as_bytes()[..at], new, &NEW.as_bytes()[at + old.len()..]].concat()
    };
    tried(&[("name.xls", &put("Ёлкина", &name)), ("subject.xls", &put("Химия", &subject))])
        .ends(1)
        .with_the_bundle()
        .says("name.xls", "damaged-text", "UTF-8", "")
        .says("subject.xls › R5C1", "bad-subject", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}", "");
}

#[test]
fn utf_16_with_and_without_its_mark() {
    let utf16: Vec<u8> = STUDENTS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".as_slice(), &utf16].concat();
    bundle_with("student.csv", &marked).ends(0).with_the_bundle();
    let said = tried(&[("u/student.csv", &utf16)]).ends(0).with_the_bundle();
    said.says("u/student.csv", "unknown-format", "?", "");
    assert_eq!(UTF_16BE.name(), "UTF-16BE");
}

#[test]
fn control_characters() {
    let students = "student_id,full_name\n1,Седова\u{0} \u{202e}Нина\u{7} Петровна\u{1b}[2J\n2,Ор\u{200b}лов\u{2066} Глеб Ильич\n";
    let said = bundle_with("student.csv", students.as_bytes()).ends(0).with_the_bundle();
    let said = said.says("bundle/student.csv", "hidden-characters", "6", "");
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name IN ('Седова Нина Петровна[2J', 'Орлов Глеб Ильич')"), 2);
    let report = NEW.replace("Ёлкина Анна Петровна</span>", "Ёлкина\u{202e} Анна\u{1} Петровна</span>").replace("5 4", "5\u{8} 4");
    let said = tried(&[("c.xls", report.as_bytes())]).ends(1).with_the_bundle();
    assert!(said.run.err.contains("c.xls › R3C3: not understood: “5\u{fffd}”"), "{}", said.run.err);
    assert_eq!(
        said.number("SELECT count(*) AS n FROM student WHERE full_name = 'Ёлкина Анна Петровна'"),
        1,
        "known as the one of the good report"
    );
    assert!(!said.run.err.contains(['\u{8}', '\u{1}', '\u{202e}']), "nothing of it reaches the terminal");
}
