//! `vedomost store check|history|show|backup|restore|compact`, as a person uses them on a store that came to harm.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::files;
use super::small::{bundle, copy, import, state};
use crate::support::{Folder, Run, number, vedomost};

/// A store of three versions, two marks more each time.
fn three() -> (Folder, String) {
    let folder = Folder::new();
    for day in 1..4 {
        import(&folder.path("store"), &[bundle(&folder, &format!("day-{day}"), day)]);
    }
    let store = folder.text("store");
    (folder, store)
}

/// The file of a table in a version.
fn file_of(store: &str, table: &str, version: &str) -> PathBuf {
    let shown = vedomost(&["store", "show", "--version", version, "--store", store, "--format", "json"]).expect(0).json();
    let tables = shown["tables"].as_array().expect("tables").clone();
    let name = tables.iter().find(|one| one["table"] == table).and_then(|one| one["file"].as_str()).expect("the table").to_owned();
    Path::new(store).join("school=school-1/year=2025/data").join(name)
}

fn manifest(store: &str, version: u32) -> PathBuf {
    Path::new(store).join(format!("school=school-1/year=2025/versions/{version:06}.json"))
}

fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).expect("the file");
}

fn check(store: &str) -> Run {
    vedomost(&["store", "check", "--store", store, "--format", "json"])
}

fn backup(store: &str, to: &str) -> Value {
    vedomost(&["store", "backup", "--store", store, "--to", to, "--format", "json"]).expect(0).json()
}

fn restore(store: &str, from: &str, code: u8) -> Value {
    vedomost(&["store", "restore", "--store", store, "--from", from, "--format", "json"]).expect(code).json()
}

#[test]
fn a_whole_store_is_said_to_be_whole() {
    let (_folder, store) = three();
    let run = vedomost(&["store", "check", "--store", &store]).expect(0);
    assert!(run.out.contains("versions 3: all whole"), "{}", run.out);
    let json = check(&store).expect(0).json();
    assert_eq!((json["whole"].as_bool(), json["shelves"][0]["last_good"].as_u64()), (Some(true), Some(3)));
}

#[test]
fn every_damaged_file_is_named_with_its_version_and_the_last_whole_one_is_readable() {
    let (folder, store) = three();
    backup(&store, &folder.text("backup"));
    for (name, harm) in [("flipped", &flip as &dyn Fn(&Path)), ("cut", &cut), ("empty", &empty), ("gone", &gone)] {
        let harmed = folder.text(name);
        copy(Path::new(&store), Path::new(&harmed));
        let mark = file_of(&harmed, "mark", "3");
        harm(&mark);
        let run = vedomost(&["store", "check", "--store", &harmed]).expect(1);
        let file = mark.file_name().expect("a name").to_string_lossy().into_owned();
        for part in [file.as_str(), "table mark", "version 3", "the last whole one is 2", "store restore"] {
            assert!(run.out.contains(part), "{name}: {part}: {}", run.out);
        }
        let json = check(&harmed).expect(1).json();
        let fault = if name == "gone" { "missing" } else { "changed" };
        assert_eq!((json["damages"][0]["fault"].as_str(), json["damages"][0]["versions"][0].as_u64()), (Some(fault), Some(3)), "{name}");
        // Who reads it is told the same, and gets no figure.
        let run = vedomost(&["sql", "SELECT count(*) AS n FROM mark", "--store", &harmed]).expect(2);
        for part in [file.as_str(), "table mark", "school school-1", "year 2025", "version 3", "store check", "store restore", "--version"]
        {
            assert!(run.err.contains(part), "{name}: {part}: {}", run.err);
        }
        vedomost(&["query", "standings", "--period", "year", "--store", &harmed]).expect(2);
        vedomost(&["import", &bundle(&folder, "day-9", 9), "--store", &harmed]).expect(2);
        let older =
            vedomost(&["sql", "SELECT count(*) AS n FROM mark", "--version", "2", "--store", &harmed, "--format", "json"]).expect(0);
        assert_eq!(older.json()["rows"][0]["n"], 4, "{name}");
        restore(&harmed, &folder.text("backup"), 0);
        assert_eq!(number(&harmed, "SELECT count(*) AS n FROM mark"), 6);
        check(&harmed).expect(0);
    }
}

fn cut(path: &Path) {
    let bytes = std::fs::read(path).expect("the file");
    std::fs::write(path, &bytes[..bytes.len() / 2]).expect("the file");
}

fn empty(path: &Path) {
    std::fs::write(path, "").expect("the file");
}

fn gone(path: &Path) {
    std::fs::remove_file(path).expect("the file");
}

#[test]
fn a_damaged_manifest_is_named_and_put_back() {
    let (folder, store) = three();
    backup(&store, &folder.text("backup"));
    for (name, harm) in [("flipped", &flip as &dyn Fn(&Path)), ("cut", &cut), ("empty", &empty)] {
        let harmed = folder.text(name);
        copy(Path::new(&store), Path::new(&harmed));
        harm(&manifest(&harmed, 3));
        let run = vedomost(&["store", "check", "--store", &harmed]).expect(1);
        assert!(run.out.contains("000003.json") && run.out.contains("the last whole one is 2"), "{name}: {}", run.out);
        let run = vedomost(&["sql", "SELECT 1 AS n", "--store", &harmed]).expect(2);
        assert!(run.err.contains("000003.json") && run.err.contains("store check"), "{name}: {}", run.err);
        vedomost(&["sql", "SELECT 1 AS n", "--store", &harmed, "--version", "2"]).expect(0);
        let run = vedomost(&["store", "history", "--store", &harmed]).expect(1);
        assert!(run.err.contains("000003.json") && run.out.lines().count() == 4, "{name}: {}", run.out);
        restore(&harmed, &folder.text("backup"), 0);
        assert_eq!(state(Path::new(&harmed)), state(Path::new(&store)));
    }
    // One that is gone from the middle.
    gone(&manifest(&store, 2));
    let run = vedomost(&["store", "check", "--store", &store]).expect(1);
    assert!(run.out.contains("000002.json: the file is missing"), "{}", run.out);
    restore(&store, &folder.text("backup"), 0);
    check(&store).expect(0);
}

#[test]
fn rows_that_do_not_agree_with_the_manifest_are_found() {
    let (_folder, store) = three();
    let path = manifest(&store, 3);
    let text = std::fs::read_to_string(&path).expect("the manifest");
    // As the first releases wrote it, without a hash of its own: only the counts can tell.
    let text = text.split(",\n  \"checksum\"").next().expect("a text").to_owned() + "\n}\n";
    let (before, mark) = text.split_once("\"table\": \"mark\"").expect("the marks");
    let text = format!("{before}\"table\": \"mark\"{}", mark.replacen("\"rows\": 6", "\"rows\": 7", 1));
    std::fs::write(&path, text).expect("the manifest");
    let json = check(&store).expect(1).json();
    let found: Vec<(&str, &str)> = json["damages"]
        .as_array()
        .expect("damages")
        .iter()
        .filter_map(|one| Some((one["fault"].as_str()?, one["table"].as_str()?)))
        .collect();
    assert_eq!(found, [("rows", "mark")], "{json}");
}

#[test]
fn the_list_of_schools_is_looked_after_too() {
    let (folder, store) = three();
    backup(&store, &folder.text("backup"));
    std::fs::remove_file(folder.path("store/schools.toml")).expect("the list");
    let run = vedomost(&["store", "check", "--store", &store]).expect(1);
    assert!(run.out.contains("the list of schools is missing"), "{}", run.out);
    restore(&store, &folder.text("backup"), 0);
    folder.write("store/schools.toml", "[[school");
    let run = vedomost(&["store", "check", "--store", &store]).expect(1);
    assert!(run.out.contains("the list of schools cannot be read"), "{}", run.out);
    restore(&store, &folder.text("backup"), 0);
    // Without the file that says the format.
    std::fs::remove_file(folder.path("store/format.json")).expect("the format");
    let run = vedomost(&["store", "status", "--store", &store]).expect(2);
    assert!(run.err.contains("format.json") && run.err.contains("damaged"), "{}", run.err);
    vedomost(&["import", &bundle(&folder, "day-9", 9), "--store", &store]).expect(2);
    restore(&store, &folder.text("backup"), 0);
    check(&store).expect(0);
}

#[test]
fn harm_to_one_school_does_not_stop_the_others() {
    let (folder, store) = three();
    vedomost(&["import", &bundle(&folder, "other", 5), "--school", "other", "--store", &store]).expect(0);
    flip(&manifest(&store, 3));
    vedomost(&["sql", "SELECT 1 AS n", "--school", "school-1", "--store", &store]).expect(2);
    let run = vedomost(&["sql", "SELECT count(*) AS n FROM mark", "--school", "other", "--store", &store, "--format", "json"]).expect(0);
    assert_eq!(run.json()["rows"][0]["n"], 2);
    vedomost(&["import", &bundle(&folder, "other-2", 6), "--school", "other", "--store", &store]).expect(0);
}

#[test]
fn history_and_show_tell_what_each_version_took_in() {
    let (_folder, store) = three();
    let json = vedomost(&["store", "history", "--store", &store, "--format", "json"]).expect(0).json();
    let versions = json["versions"].as_array().expect("versions");
    let marks = |version: &Value| {
        version["tables"]
            .as_array()
            .and_then(|tables| tables.iter().find(|one| one["table"] == "mark"))
            .and_then(|one| one["rows"].as_i64())
    };
    assert_eq!(versions.iter().map(marks).collect::<Vec<_>>(), [Some(2), Some(4), Some(6)]);
    assert_eq!(versions[2]["created_at"], "2026-01-01T09:00:00Z");
    assert_eq!((versions[2]["edits"].as_i64(), versions[2]["sources"].as_i64()), (Some(0), Some(5)));
    // Each version has the mark that its documents bear.
    let ids: Vec<&str> = versions.iter().filter_map(|version| version["snapshot"].as_str()).collect();
    assert!(ids.len() == 3 && ids[0] != ids[1] && ids.iter().all(|id| id.len() == 16), "{ids:?}");
    let run = vedomost(&["store", "show", "--version", "2", "--store", &store]).expect(0);
    assert!(run.out.contains(&format!("snapshot {}", ids[1])), "{}", run.out);
    let run = vedomost(&["store", "history", "--store", &store]).expect(0);
    assert!(ids.iter().all(|id| run.out.contains(id)), "{}", run.out);
    assert!(run.out.starts_with("School") && run.out.lines().count() == 5, "{}", run.out);
    let shown = vedomost(&["store", "show", "--version", "2", "--store", &store, "--format", "json"]).expect(0).json();
    let sources: Vec<&str> = shown["sources"].as_array().expect("sources").iter().filter_map(|one| one["file"].as_str()).collect();
    assert_eq!(sources.len(), 5);
    assert!(sources.iter().any(|file| file.ends_with("day-2/mark.csv")), "{sources:?}");
    let run = vedomost(&["store", "show", "--store", &store]).expect(0);
    assert!(run.out.contains("version 3") && run.out.contains("day-3/mark.csv") && run.out.contains("mark-"), "{}", run.out);
    let run = vedomost(&["store", "show", "--version", "7", "--store", &store]).expect(2);
    assert!(run.err.contains("no version 7") && run.err.contains("1, 2, 3"), "{}", run.err);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    vedomost::cli::run(["vedomost", "--lang", "ru", "store", "history", "--store", &store], &mut out, &mut err);
    assert!(String::from_utf8_lossy(&out).contains("Версия"), "{}", String::from_utf8_lossy(&err));
}

#[test]
fn a_backup_is_a_store_and_grows_with_it() {
    let (folder, store) = three();
    let to = folder.text("backup");
    let first = backup(&store, &to);
    assert_eq!(first["versions"], 3);
    assert_eq!(number(&to, "SELECT count(*) AS n FROM mark"), 6);
    assert_eq!(state(Path::new(&to)), state(Path::new(&store)));
    let again = backup(&store, &to);
    assert_eq!((again["versions"].as_i64(), again["files"].as_i64(), again["kept"] == first["files"]), (Some(0), Some(0), true));
    import(Path::new(&store), &[bundle(&folder, "day-4", 4)]);
    let more = backup(&store, &to);
    assert_eq!(more["versions"], 1);
    assert!(more["files"].as_i64() < first["files"].as_i64());
    // What came to harm in the backup is mended by the next one.
    flip(&file_of(&to, "mark", "4"));
    assert_eq!(backup(&store, &to)["files"], 1);
    check(&to).expect(0);
    let run = vedomost(&["store", "backup", "--store", &store, "--to", &to]).expect(0);
    assert!(run.out.contains("held against their hashes"), "{}", run.out);
}

#[test]
fn a_backup_never_takes_harm_over() {
    let (folder, store) = three();
    let to = folder.text("backup");
    flip(&file_of(&store, "mark", "2"));
    let run = vedomost(&["store", "backup", "--store", &store, "--to", &to]).expect(1);
    assert!(run.out.contains("mark-") && run.out.contains("versions 2"), "{}", run.out);
    let store_of_backup = vedomost::store::Store::open(Path::new(&to)).expect("the backup");
    assert_eq!(store_of_backup.versions("school-1", 2025).expect("versions"), [1, 3]);
    assert_eq!(number(&to, "SELECT count(*) AS n FROM mark"), 6);
}

#[test]
fn a_backup_goes_neither_into_the_store_nor_into_another_ones_backup() {
    let (folder, store) = three();
    for inside in ["store", "store/backup", "store/school=school-1/new/folder"] {
        let run = vedomost(&["store", "backup", "--store", &store, "--to", &folder.text(inside)]).expect(2);
        assert!(run.err.contains("inside the store"), "{inside}: {}", run.err);
    }
    let other = Folder::new();
    import(&other.path("store"), &[bundle(&other, "in", 7)]);
    backup(&store, &folder.text("backup"));
    let run = vedomost(&["store", "backup", "--store", &other.text("store"), "--to", &folder.text("backup")]).expect(2);
    assert!(run.err.contains("backup of another store"), "{}", run.err);
    check(&folder.text("backup")).expect(0);
    folder.write("photos/holiday.jpg", "…");
    vedomost(&["store", "backup", "--store", &store, "--to", &folder.text("photos")]).expect(2);
}

#[test]
fn restore_fills_an_empty_store_and_never_overwrites_a_newer_version() {
    let (folder, store) = three();
    backup(&store, &folder.text("backup"));
    restore(&folder.text("new"), &folder.text("backup"), 0);
    assert_eq!(state(&folder.path("new")), state(Path::new(&store)));
    import(Path::new(&store), &[bundle(&folder, "day-4", 4)]);
    let newer = state(Path::new(&store));
    restore(&store, &folder.text("backup"), 0);
    assert_eq!(state(Path::new(&store)), newer);
    // Another store of the same school id: its versions do not come on top.
    let other = Folder::new();
    for day in 11..17 {
        import(&other.path("store"), &[bundle(&other, "in", day)]);
    }
    let json = restore(&store, &other.text("store"), 1);
    assert_eq!(json["apart"][0]["school"], "school-1", "{json}");
    assert_eq!(state(Path::new(&store)), newer);
}

#[test]
fn compact_gives_up_the_old_and_says_so_first() {
    let (folder, store) = three();
    folder.write("store/school=school-1/year=2025/data/notes.txt", "mine");
    folder.write("store/school=school-1/year=2025/data/.mark-1.parquet.77-0.tmp", "half");
    folder.write("store/school=school-1/year=2025/data/mark-0123456789abcdef.parquet", "nobody names it");
    let compact = |more: &[&str]| {
        let all: Vec<&str> = ["store", "compact", "--store", &store, "--format", "json"].iter().chain(more).copied().collect();
        vedomost(&all).expect(0).json()
    };
    // Somebody may read what was the newest an hour ago; these were made long ago and superseded at once.
    let plan = compact(&["--keep", "1", "--dry-run"]);
    assert_eq!((plan["versions"].as_array().map(Vec::len), plan["removed"].as_bool()), (Some(2), Some(false)), "{plan}");
    assert_eq!(compact(&["--keep", "1", "--dry-run", "--older-than", "4000000"])["versions"].as_array().map(Vec::len), Some(0));
    check(&store).expect(0);
    assert_eq!(state(Path::new(&store))[0].2, 3);
    let done = compact(&["--keep", "2"]);
    assert_eq!(done["versions"].as_array().map(Vec::len), Some(1));
    assert_eq!(files(Path::new(&store), ".tmp").len(), 0);
    assert!(folder.path("store/school=school-1/year=2025/data/notes.txt").exists());
    assert!(!folder.path("store/school=school-1/year=2025/data/mark-0123456789abcdef.parquet").exists());
    check(&store).expect(0);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), 6);
    vedomost(&["sql", "SELECT 1 AS n", "--version", "2", "--store", &store]).expect(0);
    vedomost(&["sql", "SELECT 1 AS n", "--version", "1", "--store", &store]).expect(2);
    // What is kept is not whole: then the old is all there is.
    flip(&file_of(&store, "mark", "3"));
    let run = vedomost(&["store", "compact", "--keep", "1", "--store", &store]).expect(1);
    assert!(run.out.contains("nothing was touched"), "{}", run.out);
    vedomost(&["sql", "SELECT 1 AS n", "--version", "2", "--store", &store]).expect(0);
}
