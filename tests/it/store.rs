//! The store: versions, exclusive commits, files found by hash; below: under faults, kills, and cared for by hand.

mod care;
mod disk;
mod faults;
mod format;
mod kills;
mod merging;
mod small;

use std::path::{Path, PathBuf};
use std::time::Duration;

use vedomost::store::{Disk, Lock, RealDisk};

use crate::support::{Folder, number, project, vedomost};

fn school() -> String {
    project("data-samples/school-25/bundle").display().to_string()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_same_input_twice_makes_no_new_version() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &school(), "--store", &store]).expect(0);
    let before = files(&folder.path("store"), "");
    let run = vedomost(&["import", &school(), "--store", &store]).expect(0);
    assert!(run.out.contains("nothing new, version 1"), "{}", run.out);
    assert_eq!(files(&folder.path("store"), ""), before);
    // The same rows in other files (here without the header file) are no new data either, but a new source.
    let status = vedomost(&["store", "status", "--store", &store, "--format", "json"]).expect(0).json();
    let year = &status["schools"][0]["years"][0];
    assert_eq!((year["year"].as_i64(), year["version"].as_i64()), (Some(2025), Some(1)));
    let rows = |table: &str| {
        year["tables"].as_array().and_then(|tables| tables.iter().find(|one| one["table"] == table)).and_then(|one| one["rows"].as_i64())
    };
    assert_eq!(rows("mark"), Some(number(&store, "SELECT count(*) AS n FROM mark")));
}

#[test]
fn two_stores_of_one_input_are_equal_to_the_byte() {
    let names = |folder: &Folder| {
        files(&folder.path("store"), ".parquet").iter().map(|path| path.file_name().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let folders = [Folder::new(), Folder::new()];
    for folder in &folders {
        vedomost(&["import", &school(), "--store", &folder.text("store")]).expect(0);
    }
    // Files are named by the hash of their content.
    assert_eq!(names(&folders[0]), names(&folders[1]));
    assert!(names(&folders[0]).len() > 15);
}

#[test]
fn importers_at_once_lose_nothing() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &school(), "--store", &store]).expect(0);
    let reports: Vec<String> =
        files(&project("data-samples/school-25/student-total"), ".xls").iter().map(|path| path.display().to_string()).take(8).collect();
    assert_eq!(reports.len(), 8);
    std::thread::scope(|scope| {
        for report in &reports {
            let store = &store;
            scope.spawn(move || vedomost(&["import", report, "--store", store]).expect(0));
        }
    });
    let versions = files(&folder.path("store"), ".json")
        .iter()
        .filter(|path| path.parent().is_some_and(|parent| parent.ends_with("versions")))
        .count();
    assert_eq!(versions, 9, "one version an import");
    assert_eq!(number(&store, "SELECT count(*) AS n FROM source WHERE reader = 'student_total'"), 8);
    assert!(files(&folder.path("store"), ".tmp").is_empty());
}

/// The holder of the lock shares the threads of the common pool with those that wait for it: were they to wait on them, all would wait for ever.
#[test]
fn who_waits_for_a_school_leaves_the_common_threads_free() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &school(), "--store", &store]).expect(0);
    let reports: Vec<String> =
        files(&project("data-samples/school-25/student-total"), ".xls").iter().map(|path| path.display().to_string()).take(6).collect();
    let held = RealDisk.try_lock(&folder.path("store/.school-school-1.lock"), Lock::Exclusive).expect("a lock").expect("nobody has it");
    std::thread::scope(|scope| {
        // More files than one run takes at once, so that some are read ahead.
        let waiting: Vec<_> = (0..2 * rayon::current_num_threads())
            .map(|_| {
                scope.spawn(|| {
                    vedomost(&[&["import"][..], &reports.iter().map(String::as_str).collect::<Vec<_>>(), &["--store", &store]].concat())
                })
            })
            .collect();
        std::thread::sleep(Duration::from_secs(2));
        let (sender, receiver) = std::sync::mpsc::channel();
        (0..rayon::current_num_threads()).for_each(|_| {
            let sender = sender.clone();
            rayon::spawn(move || sender.send(()).expect("somebody listens"));
        });
        let free = receiver.recv_timeout(Duration::from_secs(60));
        drop(held);
        assert!(waiting.into_iter().all(|run| run.join().expect("no panic").code == 0));
        assert!(free.is_ok(), "the common threads wait for the lock");
    });
}

#[test]
fn a_changed_or_missing_file_is_found_by_its_hash() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &school(), "--store", &store]).expect(0);
    let mark =
        files(&folder.path("store"), ".parquet").into_iter().find(|path| path.to_string_lossy().contains("/mark-")).expect("the marks");
    let mut bytes = std::fs::read(&mark).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&mark, &bytes).expect("the file");
    let report = files(&project("data-samples/school-25/student-total"), ".xls")[0].display().to_string();
    let run = vedomost(&["import", &report, "--store", &store]).expect(2);
    assert!(run.err.contains("the file is damaged: SHA-256") && run.err.contains("mark-"), "{}", run.err);
    std::fs::remove_file(&mark).expect("the file");
    vedomost(&["import", &report, "--store", &store]).expect(2);
}

#[test]
fn a_store_of_another_format_is_refused() {
    let folder = Folder::new();
    folder.write("store/format.json", "{\"format\":99}");
    let run = vedomost(&["store", "status", "--store", &folder.text("store")]).expect(2);
    assert!(run.err.contains("format 99"), "{}", run.err);
}

#[test]
fn a_lower_family_is_compared_and_never_overwrites() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &school(), "--store", &store]).expect(0);
    let count = |table: &str| number(&store, &format!("SELECT count(*) AS n FROM {table}"));
    let before = (count("mark"), count("attendance"), count("student"), count("class_membership"));
    vedomost(&["import", &project("data-samples/school-25/student-total").display().to_string(), "--store", &store]).expect(0);
    assert_eq!((count("mark"), count("attendance"), count("student"), count("class_membership")), before);
    assert!(count("reported_value") > 500);
    // The reports were made from the same journal: every mark and every average agrees.
    assert_eq!(
        number(&store, "SELECT count(*) AS n FROM reported_value WHERE metric IN ('mark', 'attendance', 'period_mark') AND NOT agrees"),
        0
    );
    assert_eq!(number(&store, "SELECT count(*) AS n FROM reported_value WHERE metric = 'mark_mean' AND NOT agrees"), 0);
}
