//! Stores of released formats, kept as they were written; a store of a format to come.

use std::path::Path;

use super::small::{bundle, copy};
use crate::support::{Folder, number, project, vedomost};

#[test]
fn a_store_of_format_1_is_opened_checked_asked_and_gone_on_with() {
    let folder = Folder::new();
    copy(&project("tests/fixtures/store-format-1"), &folder.path("store"));
    let store = folder.text("store");
    vedomost(&["store", "check", "--store", &store]).expect(0);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), 60);
    assert_eq!(number(&store, "SELECT sum(value) AS n FROM mark"), 226);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM edit"), 3);
    let old = vedomost(&["sql", "SELECT sum(value) AS n FROM mark", "--version", "1", "--store", &store, "--format", "json"]).expect(0);
    assert_eq!(old.json()["rows"][0]["n"].as_str().map_or(old.json()["rows"][0]["n"].as_i64(), |text| text.parse().ok()), Some(223));
    let history = vedomost(&["store", "history", "--store", &store, "--format", "json"]).expect(0).json();
    assert_eq!(history["versions"].as_array().map(Vec::len), Some(2));
    // A version on top of it, and the old ones stay readable. The export calls the school by another name.
    vedomost(&["store", "school", "school-1", "--alias", "Школа № 0", "--store", &store]).expect(0);
    vedomost(&["import", &bundle(&folder, "in", 3), "--school", "school-1", "--store", &store]).expect(0);
    vedomost(&["store", "check", "--store", &store]).expect(0);
    assert!(number(&store, "SELECT count(*) AS n FROM mark") >= 60);
    vedomost(&["store", "backup", "--store", &store, "--to", &folder.text("backup")]).expect(0);
}

#[test]
fn what_a_newer_program_wrote_is_refused_as_such() {
    let folder = Folder::new();
    copy(&project("tests/fixtures/store-format-1"), &folder.path("store"));
    let store = folder.text("store");
    vedomost(&["store", "school", "school-1", "--alias", "Школа № 0", "--store", &store]).expect(0);
    let path = Path::new(&store).join("school=school-1/year=2025/versions/000002.json");
    let text = std::fs::read_to_string(&path).expect("the manifest");
    std::fs::write(&path, text.replace("\"format\": 1", "\"format\": 2")).expect("the manifest");
    for command in [
        &["store", "check"][..],
        &["store", "history"],
        &["sql", "SELECT 1"],
        &["import", &bundle(&folder, "in", 3), "--school", "school-1"],
    ] {
        let all: Vec<&str> = command.iter().copied().chain(["--store", store.as_str()]).collect();
        let run = vedomost(&all).expect(if command == ["store", "history"] { 1 } else { 2 });
        assert!(run.err.contains("000002.json") && run.err.contains("format 2"), "{command:?}: {}", run.err);
    }
    folder.write("store/format.json", "{\"format\":2}");
    let run = vedomost(&["store", "check", "--store", &store]).expect(2);
    assert!(run.err.contains("format 2") && run.err.contains("newer"), "{}", run.err);
}
