//! Whole files that are not what they seem.

use super::{NEW, gzip, tried, zip_of};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0";

#[test]
fn empty_file() {
    let empty_gzip = gzip(b"");
    let empty_zip = zip_of(&[]);
    let blank = b" \r\n\n\t\n";
    tried(&[("e/a.xls", b""), ("e/mark.csv", b""), ("e/b.csv.gz", &empty_gzip), ("e/c.zip", &empty_zip), ("e/lesson.csv", blank)])
        .ends(0)
        .with_the_bundle()
        .says("e/a.xls", "empty-file", "", "")
        .says("e/mark.csv", "empty-file", "", "")
        .says("e/b.csv.gz", "empty-file", "", "")
        .says("e/c.zip", "empty-file", "", "")
        .says("e/lesson.csv", "empty-file", "", "");
}

#[test]
fn truncated_html() {
    // Cut inside the table of days: half a table would say that the rest of the marks is gone.
    let inside = NEW.find("Физика").expect("a row");
    let tried = tried(&[("cut.xls", &NEW.as_bytes()[..inside + 40])]).ends(1).with_the_bundle();
    tried.says("cut.xls", "report-cut-off", "Ёлкина Анна Петровна, 9 б, 2025", "").refuses("mark", "report-cut-off", 1, "cut.xls");
}

#[test]
fn truncated_anywhere() {
    let files: Vec<(String, &[u8])> = (0..NEW.len()).step_by(97).map(|at| (format!("cut/{at:05}.xls"), &NEW.as_bytes()[..at])).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let tried = tried(&files).ends(1).with_the_bundle();
    assert_eq!(tried.number("SELECT count(*) AS n FROM student WHERE full_name LIKE 'Ёлк%'"), 1, "half a name is no student");
}

#[test]
fn truncated_packed_files() {
    let marks = super::marks_and("");
    let packed = gzip(&marks);
    let archive = zip_of(&[("mark.csv", &marks)]);
    tried(&[("g/mark.csv.gz", &packed[..packed.len() / 2]), ("z.zip", &archive[..archive.len() - 10]), ("h/mark.csv.gz", &packed[..5])])
        .ends(1)
        .with_the_bundle()
        .says("g/mark.csv.gz", "broken-archive", "", "")
        .says("h/mark.csv.gz", "broken-archive", "", "")
        .says("z.zip", "broken-archive", "", "");
}

#[test]
fn picture_renamed_xls() {
    let packed = gzip(PNG);
    let archive = zip_of(&[("inside.xls", PNG)]);
    tried(&[("p.xls", PNG), ("p/mark.csv", PNG), ("p.csv.gz", &packed), ("p.zip", &archive), ("q.zip", PNG)])
        .ends(0)
        .with_the_bundle()
        .says("p.xls", "unknown-format", "PNG", "")
        .says("p/mark.csv", "unknown-format", "PNG", "")
        .says("p.csv.gz", "unknown-format", "PNG", "")
        .says("p.zip › inside.xls", "unknown-format", "PNG", "")
        .says("q.zip", "unknown-format", "PNG", "");
}

#[test]
fn garbage() {
    let noise: Vec<u8> = (0..200_000u32).map(|at| u8::try_from(at.wrapping_mul(2_654_435_761) >> 24).expect("a byte")).collect();
    let packed = gzip(&noise);
    let mut report = NEW.as_bytes()[..1200].to_vec();
    report.extend(&noise);
    tried(&[("n.xls", &noise), ("n/mark.csv", &noise), ("n/lesson.csv.gz", &packed), ("r.xls", &report)]).ends(1).with_the_bundle();
}

#[test]
fn bundle_header_that_is_none() {
    for (fault, header) in [
        ("not TOML", "school = "),
        ("a key of another program", "schol = \"x\""),
        ("a year that is none", "year = 99999999999"),
        ("a year of another age", "year = 20255"),
        ("a date that is none", "as_of = \"вчера\""),
        ("a wrong type", "complete = \"да\""),
    ] {
        let tried = tried(&[("h/bundle.toml", header.as_bytes())]).ends(1).with_the_bundle();
        assert!(tried.run.err.contains("h/bundle.toml: bundle.toml: "), "{fault}: {}", tried.run.err);
    }
}
