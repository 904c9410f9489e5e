//! Who made which documents with names: the chain of `audit.jsonl`, through the command line and from many threads at once.

use std::io;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use vedomost::store::{AuditFault, AuditRecord, Disk, Lock, NewFile, RealDisk, Store, StoreError};

use crate::support::{Folder, small_school, vedomost};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn record(file: &str) -> AuditRecord {
    AuditRecord { file: file.to_owned(), user: "a".into(), ..AuditRecord::default() }
}

/// A store with lines `a`, `b`, `c`, `d`.
fn four(folder: &Folder) -> Store {
    let store = Store::open_or_create(&folder.path("store")).expect("a store");
    for file in ["a", "b", "c", "d"] {
        store.audit(&record(file)).expect("a line");
    }
    store
}

#[test]
fn every_file_with_names_has_a_line_with_its_hash_and_others_have_none() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    vedomost(&["report", "school-summary", "--period", "q3", "--store", &store, "--out", &out]).expect(0);
    vedomost(&["report", "class-marksheet", "--depersonalised", "--store", &store, "--out", &out]).expect(0);
    assert!(!folder.path("store/audit.jsonl").exists(), "nobody is named");
    vedomost(&["report", "class-marksheet", "--class", "9Б", "--format", "pdf,xlsx", "--store", &store, "--out", &out]).expect(0);
    let audit = vedomost(&["store", "audit", "--store", &store, "--format", "json"]).expect(0).json();
    let lines = audit["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 2);
    for (line, number) in lines.iter().zip(1..) {
        let file = line["file"].as_str().expect("a file");
        assert_eq!(line["sha256"], sha256(&std::fs::read(file).expect("the file")));
        assert_eq!((&line["number"], &line["class"], &line["kind"]), (&number.into(), &"9Б".into(), &"class_marksheet".into()));
        assert!(
            line["time"].as_str().is_some_and(|time| time.ends_with('Z')) && line["code"].as_str().is_some_and(|code| code.len() == 10)
        );
        assert!(!line["user"].as_str().expect("a user").is_empty());
    }
    // From the paper back to the data: the line and the history name the same snapshot.
    let history = vedomost(&["store", "history", "--store", &store, "--format", "json"]).expect(0).json();
    assert_eq!(lines[0]["snapshot"], history["versions"][0]["snapshot"]);
    let shown = vedomost(&["store", "audit", "--store", &store]).expect(0).out;
    assert!(shown.contains("2 lines, the list is whole") && shown.contains("9Б"), "{shown}");
}

#[test]
fn a_line_that_was_changed_removed_or_moved_is_told_with_its_number() {
    let folder = Folder::new();
    let store = four(&folder);
    let path = folder.path("store/audit.jsonl");
    let good = std::fs::read_to_string(&path).expect("the audit");
    let lines: Vec<&str> = good.lines().collect();
    let faults = |lines: &[&str]| {
        std::fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).expect("written");
        store.audit_trail().expect("a trail").faults
    };
    let [a, b, c, d] = lines[..] else { panic!("{good}") };
    assert_eq!(faults(&[a, b, c, d]), []);
    let changed = b.replace("\"file\":\"b\"", "\"file\":\"x\"");
    assert_eq!(faults(&[a, &changed, c, d]), [AuditFault::Changed { line: 2 }]);
    assert_eq!(faults(&[a, b, c, &d.replace("\"file\":\"d\"", "\"file\":\"x\"")]), [AuditFault::Changed { line: 4 }], "also the last");
    assert_eq!(faults(&[a, d]), [AuditFault::Removed { from: 2, to: 3 }]);
    assert_eq!(faults(&[b, c, d]), [AuditFault::Removed { from: 1, to: 1 }]);
    assert_eq!(faults(&[a, c, b, d])[0], AuditFault::Removed { from: 2, to: 2 });
    assert!(faults(&[a, c, b, d]).contains(&AuditFault::Moved { line: 2 }));
    // A line made anew as a whole fits its own hash, and not the line after it.
    let other = Folder::new();
    let forged = Store::open_or_create(&other.path("store")).expect("a store");
    forged.audit(&record("a")).expect("a line");
    forged.audit(&record("forged")).expect("a line");
    let forged = std::fs::read_to_string(other.path("store/audit.jsonl")).expect("the audit");
    assert_eq!(faults(&[a, forged.lines().nth(1).expect("a line"), c, d]), [AuditFault::Unlinked { line: 3 }]);
    let run = vedomost(&["store", "audit", "--store", &folder.text("store")]).expect(1);
    assert!(run.out.contains("line 3 was written after another line"), "{}", run.out);
}

#[test]
fn a_line_cut_off_by_a_killed_program_is_told_and_makes_room_for_the_next() {
    let folder = Folder::new();
    let store = four(&folder);
    let path = folder.path("store/audit.jsonl");
    // A fifth line, of which the program wrote only the beginning.
    let mut bytes = std::fs::read(&path).expect("the audit");
    let last = bytes.len() - 1 - bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').expect("a line");
    bytes.extend_from_within(bytes.len() - last..bytes.len() - 20);
    std::fs::write(&path, &bytes).expect("written");
    assert_eq!(store.audit_trail().expect("a trail").faults, [AuditFault::CutOff { line: 5 }]);
    assert!(store.check().expect("a check").is_whole(), "nothing was lost");
    store.audit(&record("e")).expect("a line");
    let trail = store.audit_trail().expect("a trail");
    assert_eq!((trail.faults, trail.lines.len(), trail.lines[4].record.file.as_str()), (vec![], 5, "e"));
}

/// What the head knew is not forgotten because it cannot be read: nothing is written behind it until it is put right.
#[test]
fn a_damaged_head_is_told_and_put_right_from_a_backup() {
    let folder = Folder::new();
    let store = four(&folder);
    let (name, copy, head) = (folder.text("store"), folder.text("copy"), folder.path("store/.audit-head.json"));
    vedomost(&["store", "backup", "--store", &name, "--to", &copy]).expect(0);
    std::fs::write(&head, "{\"lines\": 4,").expect("written");
    assert!(matches!(store.audit(&record("e")), Err(StoreError::Damaged { .. })));
    let check = store.check().expect("a check");
    assert!(!check.is_whole() && check.damages[0].path == head, "{check:?}");
    assert!(vedomost(&["store", "audit", "--store", &name]).expect(2).err.contains(".audit-head.json"));
    vedomost(&["store", "restore", "--store", &name, "--from", &copy]).expect(0);
    assert_eq!(store.audit_trail().expect("a trail").faults, []);
    store.audit(&record("e")).expect("a line");
}

#[test]
fn a_list_that_was_taken_away_cut_short_or_written_anew_is_told() {
    let folder = Folder::new();
    let store = four(&folder);
    let (path, head) = (folder.path("store/audit.jsonl"), folder.path("store/.audit-head.json"));
    let good = std::fs::read_to_string(&path).expect("the audit");
    let faults = || store.audit_trail().expect("a trail").faults;
    let kept = std::fs::read(&head).expect("the head");
    // Cut short, at the end of a line and inside one.
    let three: String = good.lines().take(3).map(|line| format!("{line}\n")).collect();
    std::fs::write(&path, &three).expect("written");
    assert_eq!(faults(), [AuditFault::Removed { from: 4, to: 4 }]);
    std::fs::write(&path, &good[..good.len() - 20]).expect("written");
    assert_eq!(faults(), [AuditFault::CutOff { line: 4 }, AuditFault::Removed { from: 4, to: 4 }]);
    // Taken away: told by both commands, also after the next line.
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(faults(), [AuditFault::Removed { from: 1, to: 4 }]);
    let name = folder.text("store");
    for command in ["audit", "check"] {
        let run = vedomost(&["store", command, "--store", &name]).expect(1);
        assert!(run.out.contains("lines 1 to 4 are not there"), "{}", run.out);
        let json = vedomost(&["store", command, "--store", &name, "--format", "json"]).expect(1).json();
        assert_eq!(json["whole"], false);
    }
    store.audit(&record("e")).expect("a line");
    assert_eq!(faults(), [AuditFault::Removed { from: 1, to: 4 }]);
    // Written anew as a whole by the program itself, in another store.
    let other = Folder::new();
    four(&other).audit(&record("not e")).expect("a line");
    std::fs::copy(other.path("store/audit.jsonl"), &path).expect("copied");
    assert_eq!(faults(), [AuditFault::Changed { line: 5 }]);
    store.audit(&record("f")).expect("a line");
    assert_eq!(faults(), [AuditFault::Unlinked { line: 6 }]);
    // A store of an earlier program has no head: it is whole, and has one from its next line on.
    std::fs::write(&path, &good).expect("written");
    std::fs::remove_file(&head).expect("removed");
    assert_eq!(faults(), []);
    vedomost(&["store", "check", "--store", &name]).expect(0);
    // A machine that stopped between line and head: the head says less.
    std::fs::write(&head, &kept).expect("written");
    std::fs::write(&path, &good).expect("written");
    let (five, four) = (store.audit(&record("e")), kept);
    five.expect("a line");
    std::fs::write(&head, &four).expect("written");
    assert_eq!(faults(), []);
    store.audit(&record("f")).expect("a line");
    assert_eq!((faults(), store.audit_trail().expect("a trail").lines.len()), (vec![], 6));
}

#[test]
fn builds_at_once_do_not_tear_lines() {
    let folder = Folder::new();
    Store::open_or_create(&folder.path("store")).expect("a store");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let path = folder.path("store");
            scope.spawn(move || {
                let store = Store::open(&path).expect("a store");
                (0..50).for_each(|line| store.audit(&record(&format!("{thread}-{line}"))).expect("a line"));
            });
        }
    });
    let trail = Store::open(&folder.path("store")).expect("a store").audit_trail().expect("a trail");
    assert_eq!((trail.faults, trail.lines.len()), (vec![], 200));
}

/// A disk that is full when the audit is written, after the first bytes.
#[derive(Debug)]
struct FullDisk;

impl Disk for FullDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        RealDisk.create(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.hard_link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_folder(path)
    }
    fn append(&self, path: &Path, length: u64, bytes: &[u8]) -> io::Result<()> {
        RealDisk.append(path, length, &bytes[..bytes.len() / 2])?;
        Err(io::ErrorKind::StorageFull.into())
    }
    fn try_lock(&self, path: &Path, lock: Lock) -> io::Result<Option<std::fs::File>> {
        RealDisk.try_lock(path, lock)
    }
}

#[test]
fn a_full_disk_leaves_the_lines_that_were_there() {
    let folder = Folder::new();
    let store = four(&folder);
    let full = Store::open_or_create_on(&folder.path("store"), Arc::new(FullDisk)).expect("a store");
    assert!(full.audit(&record("e")).is_err());
    assert_eq!(store.audit_trail().expect("a trail").faults, [AuditFault::CutOff { line: 5 }]);
    store.audit(&record("f")).expect("a line");
    let trail = store.audit_trail().expect("a trail");
    assert_eq!((trail.faults, trail.lines.len()), (vec![], 5));
}

#[test]
fn no_document_with_names_is_made_where_its_line_cannot_be_written() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    std::fs::create_dir(folder.path("store/audit.jsonl")).expect("a folder in the way");
    let run = vedomost(&["report", "class-marksheet", "--class", "9Б", "--store", &store, "--out", &out]).expect(1);
    assert!(run.err.contains("cannot write down who made it") && run.err.contains("audit.jsonl"), "{}", run.err);
    assert_eq!(std::fs::read_dir(&out).expect("the folder").count(), 0);
}

#[test]
fn a_backup_keeps_the_lines_and_gives_them_back() {
    let folder = Folder::new();
    let (store, backup) = (small_school(&folder), folder.text("backup"));
    let opened = Store::open(&folder.path("store")).expect("a store");
    opened.audit(&record("a")).expect("a line");
    opened.audit(&record("b")).expect("a line");
    vedomost(&["store", "backup", "--store", &store, "--to", &backup]).expect(0);
    let (here, there) = (folder.path("store/audit.jsonl"), folder.path("backup/audit.jsonl"));
    let good = std::fs::read(&here).expect("the audit");
    assert!(std::fs::read(&there).expect("its copy") == good);
    // Somebody takes a line out: the next backup says so and keeps what it has.
    let first = good.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    std::fs::write(&here, &good[first..]).expect("written");
    let run = vedomost(&["store", "backup", "--store", &store, "--to", &backup]).expect(2);
    assert!(run.err.contains("lines about documents that the store has no more"), "{}", run.err);
    assert!(std::fs::read(&there).expect("its copy") == good);
    // The file is gone: it comes back.
    std::fs::remove_file(&here).expect("removed");
    vedomost(&["store", "restore", "--store", &store, "--from", &backup]).expect(0);
    assert!(std::fs::read(&here).expect("the audit") == good);
    vedomost(&["store", "audit", "--store", &store]).expect(0);
    // The backup knows too how far it had come.
    std::fs::remove_file(&there).expect("removed");
    assert!(vedomost(&["store", "audit", "--store", &backup]).expect(1).out.contains("lines 1 to 2"));
}
