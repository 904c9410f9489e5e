//! Packs: the documents of a role in a folder or an archive, with a list on top; stopped and gone on with; what fails leaves the rest.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vedomost::report::KINDS;

use crate::support::{Folder, files_below, project, small_school, vedomost};

/// Path below the folder → bytes; what begins with a point is ours.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let ours = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root).expect("below").display().to_string();
        (name, std::fs::read(&path).expect("a file"))
    };
    files_below(root).into_iter().filter(|path| !ours(path)).map(named).collect()
}

fn roles() -> Vec<(String, String, Vec<String>)> {
    let text = std::fs::read_to_string(project("src/cli/pack/packs.toml")).expect("the packs");
    let packs: toml::Table = text.parse().expect("TOML");
    let mut found = Vec::new();
    for (pack, facts) in &packs {
        for (role, kinds) in facts["roles"].as_table().expect("roles") {
            let names = kinds.as_array().expect("kinds").iter().map(|name| name.as_str().expect("a name").to_owned());
            found.push((pack.clone(), role.clone(), names.collect()));
        }
    }
    found
}

#[test]
fn packs_hold_only_kinds_that_there_are() {
    assert!(roles().len() >= 8);
    for (pack, role, kinds) in roles() {
        assert!(!kinds.is_empty(), "{pack}/{role} holds nothing");
        for name in kinds {
            assert!(KINDS.iter().any(|kind| kind.name == name), "{pack}/{role}: there is no kind `{name}`");
        }
    }
}

#[test]
fn a_pack_is_made_listed_and_gone_on_with() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let pack = || vedomost(&["pack", "quarter", "--period", "q3", "--role", "office,director", "--store", &store, "--out", &out]);
    let first = pack().expect(0);
    let made = files(&folder.path("out"));
    // The list stands on no rows; what is of the year does not bear the name of the quarter.
    assert!(!String::from_utf8_lossy(&made["00-опись.csv"]).contains("Строк прочитано"));
    assert!(made.keys().any(|name| name.contains("F5-") && name.ends_with("-q3.pdf")), "{:?}", made.keys());
    assert!(made.keys().any(|name| name.contains("F9-") && name.ends_with("-year.pdf")), "{:?}", made.keys());
    let documents: Vec<&String> = made.keys().filter(|name| !name.starts_with("00-")).collect();
    assert!(first.out.starts_with(&format!("{} files made, 0 kept, 0 not made", documents.len())), "{}", first.out);
    assert!(made.contains_key("school-1/9Б/F5-Итоги_успеваемости_класса_за_учебный_период-q3.pdf"), "{documents:?}");
    assert!(documents.iter().any(|name| name.starts_with("school-1/F10-")), "{documents:?}");
    let (list, page) = (String::from_utf8_lossy(&made["00-опись.csv"]), String::from_utf8_lossy(&made["00-опись.html"]));
    assert!(documents.iter().all(|name| list.contains(name.as_str()) && page.contains(name.as_str())));
    // A repeat keeps everything, to the byte.
    assert!(pack().expect(0).out.starts_with(&format!("0 files made, {} kept", documents.len())));
    assert!(files(&folder.path("out")) == made);
    // Stopped half way: a file is gone, one is not what it was, the line about a third was cut off.
    let state = std::fs::read_to_string(folder.path("out/.pack.jsonl")).expect("the state");
    let last: Value = serde_json::from_str(state.lines().last().expect("a line")).expect("JSON");
    let third = last["path"].as_str().expect("a path");
    let others: Vec<&&String> = documents.iter().filter(|name| **name != third).collect();
    std::fs::remove_file(folder.path("out").join(others[0])).expect("removed");
    std::fs::write(folder.path("out").join(others[1]), "x").expect("written");
    std::fs::write(folder.path("out/.pack.jsonl"), &state.as_bytes()[..state.len() - 30]).expect("written");
    assert!(pack().expect(0).out.starts_with(&format!("3 files made, {} kept", documents.len() - 3)));
    assert!(files(&folder.path("out")) == made);
    let audit = vedomost(&["store", "audit", "--store", &store, "--format", "json"]).expect(0).json();
    assert!(audit["lines"].as_array().expect("lines").iter().all(|line| line["command"] == "pack"));
}

#[test]
fn an_archive_holds_the_same_files_and_equal_data_give_equal_bytes() {
    let folder = Folder::new();
    let store = small_school(&folder);
    let arguments = ["pack", "year", "--class", "9Б", "--role", "archive", "--store", &store, "--format", "xlsx,html"];
    for name in ["a.zip", "b.zip", "folder"] {
        vedomost(&[&arguments[..], &["--out", &folder.text(name)]].concat()).expect(0);
    }
    let bytes = std::fs::read(folder.path("a.zip")).expect("an archive");
    assert!(bytes == std::fs::read(folder.path("b.zip")).expect("an archive"));
    assert!(!folder.path("a.zip.part").exists());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let expected = files(&folder.path("folder"));
    assert_eq!(archive.len(), expected.len());
    for (name, bytes) in expected {
        let mut found = Vec::new();
        std::io::copy(&mut archive.by_name(&name).expect("a member"), &mut found).expect("read");
        assert!(found == bytes, "{name}");
    }
}

#[test]
fn what_cannot_be_made_is_listed_with_the_reason_and_leaves_the_rest() {
    let folder = Folder::new();
    let store = small_school(&folder);
    // A folder stands where one of the files belongs.
    let name = "school-1/3А/F5-Итоги_успеваемости_класса_за_учебный_период-q3.pdf";
    std::fs::create_dir_all(folder.path("out").join(name).join("x")).expect("a folder");
    let run =
        vedomost(&["pack", "quarter", "--period", "q3", "--role", "director", "--store", &store, "--out", &folder.text("out")]).expect(1);
    assert!(run.out.contains("1 not made"), "{}", run.out);
    let made = files(&folder.path("out"));
    let list = String::from_utf8_lossy(&made["00-опись.csv"]).into_owned();
    let failed = list.split("Не сделано").nth(1).expect("the second table");
    assert!(failed.contains("3А") && failed.contains("F5-"), "{failed}");
    assert!(made.keys().any(|name| name.contains("9Б/F5-")));
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let folder = Folder::new();
    let store = small_school(&folder);
    let wrong =
        |arguments: &[&str]| vedomost(&[&["pack"], arguments, &["--store", &store, "--out", &folder.text("out")]].concat()).expect(2).err;
    assert!(wrong(&["quarter"]).contains("needs a period"));
    assert!(wrong(&["week"]).contains("needs the week"));
    assert!(wrong(&["year", "--role", "cook"]).contains("class-teacher"));
    for names in ["../{class}", "/tmp/{class}", "{class}//x", "{pupil}", "{class", "."] {
        assert!(wrong(&["year", "--names", names]).contains("{title}"), "{names}");
    }
    assert!(!folder.path("out").exists());
    // One name for all documents: none takes the place of another.
    vedomost(&[
        "pack",
        "quarter",
        "--period",
        "q3",
        "--names",
        "лист",
        "--role",
        "director",
        "--store",
        &store,
        "--out",
        &folder.text("one"),
    ])
    .expect(0);
    let names: Vec<String> = files(&folder.path("one")).into_keys().collect();
    assert!(names.contains(&"лист.pdf".to_owned()) && names.contains(&"лист-2.pdf".to_owned()), "{names:?}");
}

#[test]
fn an_archive_takes_the_place_of_its_own_pack_only() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("a.zip"));
    let pack = |period: &str, more: &[&str]| {
        let fixed = ["pack", "quarter", "--role", "director", "--format", "html", "--store", &store, "--out", &out, "--period", period];
        vedomost(&[&fixed[..], more].concat())
    };
    pack("q3", &[]).expect(0);
    let first = std::fs::read(&out).expect("an archive");
    let run = pack("q2", &[]).expect(2);
    assert!(run.err.contains("quarter q3, school-1, 2025") && run.err.contains("a-quarter-q2.zip"), "{}", run.err);
    pack("q3", &["--depersonalised"]).expect(2);
    assert!(std::fs::read(&out).expect("an archive") == first && !folder.path("a.zip.part").exists());
    // The same pack again, also with the period in other words: it is made anew.
    pack("3 четверть", &["--date", "2026-06-01"]).expect(0);
    assert!(std::fs::read(&out).expect("an archive") != first);
    // A signature beside it, then a file of somebody else, then a folder.
    folder.write("a.zip.sig", "a signature");
    assert!(pack("q3", &[]).expect(2).err.contains("a.zip.sig"));
    std::fs::remove_file(folder.path("a.zip.sig")).expect("removed");
    for foreign in [b"letters of the school".to_vec(), zip::ZipWriter::new(Cursor::new(Vec::new())).finish().expect("a ZIP").into_inner()] {
        std::fs::write(&out, &foreign).expect("written");
        assert!(pack("q3", &[]).expect(2).err.contains("no archive of a pack"));
        assert!(std::fs::read(&out).expect("a file") == foreign);
    }
    std::fs::remove_file(&out).expect("removed");
    std::fs::create_dir(&out).expect("a folder");
    pack("q3", &[]).expect(2);
}

#[test]
fn a_folder_holds_one_pack_and_its_list_all_of_it() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let pack = |period: &str, role: &str, format: &str| {
        let what = ["pack", "quarter", "--period", period, "--role", role, "--format", format, "--class", "9Б"];
        vedomost(&[&what[..], &["--store", &store, "--out", &out]].concat())
    };
    pack("q3", "director", "html").expect(0);
    let first = files(&folder.path("out"));
    let run = pack("q2", "director", "html").expect(2);
    assert!(
        run.err.contains("the folder holds another pack: quarter q3, school-1, 2025") && run.err.contains("out-quarter-q2"),
        "{}",
        run.err
    );
    assert!(files(&folder.path("out")) == first);
    // Another role and format of the same pack: the list names the files of both.
    pack("q3", "office", "csv").expect(0);
    let all = files(&folder.path("out"));
    assert!(all.len() > first.len() && first.keys().all(|name| all.contains_key(name)));
    let list = String::from_utf8_lossy(&all["00-опись.csv"]).into_owned();
    assert!(all.keys().filter(|name| !name.starts_with("00-")).all(|name| list.contains(name.as_str())), "{list}");
    // A document that somebody took out is not listed.
    let gone = first.keys().find(|name| !name.starts_with("00-")).expect("a document");
    std::fs::remove_file(folder.path("out").join(gone)).expect("removed");
    pack("q3", "office", "csv").expect(0);
    assert!(!String::from_utf8_lossy(&files(&folder.path("out"))["00-опись.csv"]).contains(gone.as_str()));
    // Copied without what begins with a point: the list says whose it is; where nothing does, nothing is touched.
    std::fs::remove_file(folder.path("out/.pack.jsonl")).expect("removed");
    pack("q2", "director", "html").expect(2);
    pack("q3", "office", "csv").expect(0);
    std::fs::remove_file(folder.path("out/.pack.jsonl")).expect("removed");
    std::fs::remove_file(folder.path("out/00-опись.json")).expect("removed");
    // The table for people says it too.
    pack("q2", "director", "html").expect(2);
    std::fs::remove_file(folder.path("out/00-опись.csv")).expect("removed");
    assert!(pack("q3", "office", "csv").expect(2).err.contains("nothing says of which pack"));
    // What an earlier program has begun goes on.
    folder.write("out/.pack.jsonl", "{\"path\":\"x\"}\n");
    pack("q3", "office", "csv").expect(0);
    assert!(pack("q2", "office", "csv").expect(2).err.contains("another pack"));
}
