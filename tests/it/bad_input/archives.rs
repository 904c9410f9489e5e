//! Archives made to harm, or harmed.

use super::{bundle_with, good, gzip, import, marks_and, tried, zip_of};
use crate::support::vedomost;

#[test]
fn zip_bomb() {
    // A page of a report in front, so that somebody claims it, and then nothing but zeros.
    let mut page = super::NEW.as_bytes().to_vec();
    page.resize(60_000_000, b' ');
    let archive = zip_of(&[("report.xls", &page), ("mark.csv", &marks_and(""))]);
    let mut table = marks_and("");
    table.resize(40_000_000, b'\n');
    let table = gzip(&table);
    let said = tried(&[("bomb.zip", &archive), ("gz/mark.csv.gz", &table)]).ends(1);
    let limit = said.run.err.lines().find(|line| line.contains("gz/mark.csv.gz")).expect("a finding");
    assert!(limit.contains("pretends to be small"), "{limit}");
    said.says("bomb.zip › report.xls", "zip-bomb", "60000000", "");
}

#[test]
fn zip_bomb_of_members_over_each_other() {
    let mut archive = zip_of(&[("a.csv", &marks_and("1,c1,m,2025-09-05,1,5\n")), ("b.csv", b"x\n1\n")]);
    // The second entry of the directory points at the first file and takes its sizes.
    let directory: Vec<usize> = archive.windows(4).enumerate().filter(|(_, bytes)| *bytes == b"PK\x01\x02").map(|(at, _)| at).collect();
    let sizes = archive[directory[0] + 16..directory[0] + 28].to_vec();
    archive[directory[1] + 16..directory[1] + 28].copy_from_slice(&sizes);
    let place = archive[directory[0] + 42..directory[0] + 46].to_vec();
    archive[directory[1] + 42..directory[1] + 46].copy_from_slice(&place);
    let said = tried(&[("over.zip", &archive)]).ends(1).with_the_bundle();
    let said = said.says("over.zip", "members-overlap", "", "");
    assert_eq!(said.number("SELECT count(*) AS n FROM source WHERE file LIKE '%over.zip%'"), 0);
}

#[test]
fn zip_that_lies_about_its_sizes() {
    let mut archive = zip_of(&[("mark.csv", &marks_and(""))]);
    let directory = archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    archive[directory + 24..directory + 28].copy_from_slice(&10u32.to_le_bytes());
    let said = tried(&[("lie.zip", &archive)]).ends(1).with_the_bundle();
    assert!(said.run.err.lines().any(|line| line.contains("lie.zip › mark.csv")), "{}", said.run.err);
}

#[test]
fn zip_with_names_that_lead_out() {
    let table = marks_and("1,c1,m,2025-09-05,1,2\n");
    let archive =
        zip_of(&[("../../escape/mark.csv", &table), ("/etc/mark.csv", &table), ("a/../../mark.csv", &table), ("c:/mark.csv", &table)]);
    let said = tried(&[("deep/out.zip", &archive)]).ends(1).with_the_bundle();
    let said = ["../../escape/mark.csv", "/etc/mark.csv", "a/../../mark.csv", "c:/mark.csv"]
        .iter()
        .fold(said, |said, name| said.says(&format!("out.zip › {name}"), "member-outside", "", ""));
    assert!(!said.folder.path("escape").exists() && !said.folder.path("in/escape").exists());
}

#[test]
fn zip_locked_by_a_password_and_zip_in_zip() {
    let mut locked = zip_of(&[("mark.csv", &marks_and(""))]);
    let directory = locked.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    let inner = zip_of(&[("mark.csv", &marks_and(""))]);
    let outer = zip_of(&[("inner.zip", &inner)]);
    tried(&[("locked.zip", &locked), ("outer.zip", &outer)])
        .ends(1)
        .with_the_bundle()
        .says("locked.zip › mark.csv", "member-encrypted", "", "")
        .says("outer.zip › inner.zip", "archive-inside", "", "");
}

#[test]
fn one_damaged_member_does_not_stop_the_others() {
    let folder = good();
    let files: Vec<(String, &[u8])> = super::BUNDLE.iter().map(|(name, text)| (format!("x/{name}"), text.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let mut archive = zip_of(&files);
    let name = archive.windows(12).position(|bytes| bytes == b"x/period_mar").expect("a member");
    archive[name + 18] ^= 0xff;
    archive[name + 19] ^= 0xff;
    folder.write("in/part.zip", &archive);
    let said = import(folder).ends(1).with_the_bundle();
    let line = said.run.err.lines().find(|line| line.contains("part.zip › x/period_mark.csv")).expect("a finding");
    assert!(line.contains("the archive is damaged"), "{line}");
    assert!(said.number("SELECT count(*) AS n FROM source WHERE file LIKE '%part.zip%'") >= 6);
}

#[test]
fn files_of_a_system_are_no_exports() {
    let archive = zip_of(&[("__MACOSX/._mark.csv", b"\0\x05\x16\x07"), (".DS_Store", b"\0\0\0\x01Bud1")]);
    let said = tried(&[("mac.zip", &archive), ("bundle/.~lock.mark.csv#", b"x")]).ends(0).with_the_bundle();
    assert!(!said.run.err.contains("MACOSX") && !said.run.err.contains("lock"), "{}", said.run.err);
    let alone = vedomost(&["import", &said.folder.text("in/mac.zip"), "--store", &said.folder.text("other")]).expect(3);
    assert!(alone.err.contains("mac.zip: "), "{}", alone.err);
}

#[test]
fn gzip_with_something_behind_it() {
    let mut packed = gzip(&marks_and(""));
    packed.extend(b"and more");
    let said = bundle_with("mark.csv.gz", &packed).ends(1).with_the_bundle();
    said.says("bundle/mark.csv.gz", "broken-archive", "", "");
}
