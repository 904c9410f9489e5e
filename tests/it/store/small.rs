//! Very small exports, one mark more each time, and what a store of them must look like.

use std::path::Path;
use std::sync::Arc;

use vedomost::import::{Blanks, Options};
use vedomost::ingest::{IngestError, Outcome, Request, ingest};
use vedomost::store::{Disk, Manifest, Store, TableFile};

use super::disk::FaultyDisk;
use crate::support::Folder;

/// A bundle of a class of two: the mark of one day. Another day does not touch it.
pub fn bundle(folder: &Folder, name: &str, day: usize) -> String {
    year_bundle(folder, name, 2025, day)
}

pub fn year_bundle(folder: &Folder, name: &str, year: i64, day: usize) -> String {
    let month = 8 + day / 28;
    let date = format!("{}-{:02}-{:02}", year + i64::from(month > 11), 1 + month % 12, 1 + day % 28);
    folder.write(
        &format!("{name}/bundle.toml"),
        format!(
            "school = \"Школа № 0\"\nyear = {year}\nas_of = \"{end}-08-31 12:00\"\ncovers_from = \"{date}\"\ncovers_to = \"{date}\"\n",
            end = year + 1
        ),
    );
    folder.write(&format!("{name}/class.csv"), "class_id,name\nc1,9Б\n");
    folder.write(&format!("{name}/subject.csv"), "subject_id,name\nm,Алгебра\n");
    folder.write(&format!("{name}/student.csv"), "student_id,full_name\n1,Ёлкина Анна Петровна\n2,Жуков Лев Ильич\n");
    folder.write(
        &format!("{name}/mark.csv"),
        format!("student_id,class_id,subject_id,date,lesson_number,value\n1,c1,m,{date},1,5\n2,c1,m,{date},1,{}\n", 2 + day % 4),
    );
    folder.text(name)
}

pub fn request(paths: &[String]) -> Request {
    Request {
        paths: paths.iter().map(Into::into).collect(),
        options: Options { mapping: None, blanks: Blanks { class: None, year: None } },
        school: None,
        as_of: None,
        now_local: "2026-01-01 12:00".to_owned(),
        now_utc: "2026-01-01T09:00:00Z".to_owned(),
    }
}

/// Imports through a disk.
pub fn import_on(root: &Path, disk: Arc<dyn Disk>, paths: &[String]) -> Result<Outcome, IngestError> {
    let store = Store::open_or_create_on(root, disk)?;
    ingest(&store, &request(paths))
}

pub fn import(root: &Path, paths: &[String]) -> Outcome {
    import_on(root, FaultyDisk::good(), paths).expect("an import on a good disk")
}

/// Versions and files of the newest manifests: two stores that agree in it hold the same.
pub type State = Vec<(String, i64, u32, Vec<TableFile>)>;

pub fn state(root: &Path) -> State {
    if !root.join("format.json").exists() {
        return Vec::new();
    }
    let store = Store::open(root).expect("the store opens");
    let of = |manifest: Manifest| (manifest.school, manifest.year, manifest.version, manifest.tables);
    store.snapshot().expect("the heads").shelves.into_iter().map(|shelf| of(shelf.manifest)).collect()
}

/// Every file of every version is whole, down to the number of its rows, and the newest manifests can be read.
pub fn assert_whole(root: &Path, what: &str) {
    if !root.join("format.json").exists() {
        return;
    }
    let store = Store::open(root).expect("the store opens");
    let check = store.check().expect("the check runs");
    assert!(check.is_whole(), "{what}: {:?}", check.damages);
    store.snapshot().unwrap_or_else(|error| panic!("{what}: {error}"));
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
