//! The real program, killed at random moments of its imports, and many of them at once.
//!
//! `VEDOMOST_KILLS=1000` makes the long form.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use vedomost::store::{Keep, Store};

use super::small::{assert_whole, bundle, year_bundle};
use crate::support::Folder;

const KILLS: usize = 40;
/// Imports into one school year, before the next one is taken.
const A_YEAR: usize = 250;

fn start(path: &str, store: &Path, more: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vedomost"));
    command.args(["--lang", "en", "import", path, "--store"]).arg(store).args(more);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
}

/// The version that the program said it made, if it came so far.
fn said(child: &mut Child) -> Option<u32> {
    let mut text = String::new();
    child.stdout.take().expect("its output").read_to_string(&mut text).expect("a text");
    text.split("version ").nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// (newest version, rows of marks) of a year; every table of it is read and held against its hash.
fn newest(root: &Path, year: i64) -> (u32, u64) {
    if !root.join("format.json").exists() {
        return (0, 0);
    }
    let store = Store::open(root).expect("the store opens");
    let Some(head) = store.head("school-1", year).expect("the newest manifest is whole") else { return (0, 0) };
    for file in &head.tables {
        let rows = store.rows_of(&head, &file.table).expect("its tables are whole").expect("a table");
        assert_eq!(rows.len() as u64, file.rows, "{}", file.table);
    }
    let rows = head.table("mark").map_or(0, |table| table.rows);
    (head.version, rows)
}

struct Moments(u64);

impl Moments {
    fn next(&mut self, most: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        most.mul_f64(f64::from(u32::try_from(self.0 >> 32).unwrap_or_default()) / f64::from(u32::MAX))
    }
}

#[test]
fn killed_imports_lose_nothing_and_leave_nothing_half_done() {
    let kills = std::env::var("VEDOMOST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let folder = Folder::new();
    let root = folder.path("store");
    let mut moments = Moments(25);
    let (mut whole, mut broken_off, mut commits, mut unsaid) = (Duration::from_millis(400), 0, 0, 0);
    for round in 0..kills {
        let year = 2025 - i64::try_from(round / A_YEAR).expect("a small number");
        let path = year_bundle(&folder, &format!("in-{}", round % 4), year, round % A_YEAR);
        let (before, rows) = newest(&root, year);
        let begun = Instant::now();
        let mut child = start(&path, &root, &[]);
        std::thread::sleep(moments.next(whole));
        let finished = child.try_wait().expect("the child").is_some();
        if finished {
            // The moments are spread over the time that an import takes now.
            whole = whole.min(begun.elapsed());
        } else {
            whole = whole.mul_f64(1.02);
            broken_off += 1;
        }
        let _ = child.kill();
        child.wait().expect("the child");
        let said = said(&mut child);
        let (after, rows_now) = newest(&root, year);
        let new = after - before;
        assert!(new <= 1, "round {round}: {before} → {after}");
        assert!(said.is_none_or(|said| said == after && new == 1), "round {round}: said {said:?}, there is {after}");
        assert_eq!(rows_now, rows + 2 * u64::from(new), "round {round}: rows of {after}");
        commits += new;
        unsaid += u32::from(new == 1 && said.is_none());
        if round % 50 == 0 {
            assert_whole(&root, &format!("round {round}"));
        }
    }
    assert_whole(&root, "after all kills");
    let left = super::files(&root, ".tmp").len();
    eprintln!(
        "{broken_off} of {kills} imports killed; {commits} versions, {unsaid} of them not said any more; {left} temporary files left"
    );
    assert!(broken_off > kills / 4, "most imports were not killed at all: {broken_off}");
    let store = Store::open(&root).expect("the store opens");
    let keep = Keep { versions: usize::MAX, superseded_before: "9999".to_owned(), patience: Duration::from_secs(5) };
    store.compaction(&keep).and_then(|compaction| compaction.carry_out()).expect("compact");
    assert_eq!(super::files(&root, ".tmp").len(), 0);
    assert_whole(&root, "compacted");
}

/// Starts an import for each day at once and waits for all.
fn at_once(folder: &Folder, root: &Path, days: std::ops::Range<usize>) {
    let imports: Vec<String> = days.map(|day| bundle(folder, &format!("day-{day}"), day)).collect();
    let children: Vec<Child> = imports.iter().map(|path| start(path, root, &[])).collect();
    for child in children {
        let output = child.wait_with_output().expect("the program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn two_and_ten_importers_at_once_and_a_reader() {
    let folder = Folder::new();
    let root = folder.path("store");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut seen, mut last) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                let (version, rows) = newest(&root, 2025);
                assert_eq!(rows, 2 * u64::from(version), "every import adds two marks");
                assert!(version >= last);
                last = version;
                seen += 1;
            }
            seen
        });
        // Two make the store together, ten go on.
        at_once(&folder, &root, 0..2);
        at_once(&folder, &root, 2..12);
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().expect("the reader") > 20);
    });
    assert_eq!(newest(&root, 2025), (12, 24));
    assert_whole(&root, "ten at once");
}

#[test]
fn schools_that_come_at_once_are_all_known() {
    let folder = Folder::new();
    let root = folder.path("store");
    let ids: Vec<String> = (0..10).map(|number| format!("school-{number}")).collect();
    let path = bundle(&folder, "in", 1);
    let children: Vec<Child> = ids.iter().map(|id| start(&path, &root, &["--school", id])).collect();
    for child in children {
        let output = child.wait_with_output().expect("the program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let store = Store::open(&root).expect("the store");
    let mut known: Vec<String> = store.schools().expect("the schools").school.into_iter().map(|school| school.id).collect();
    known.sort();
    assert_eq!(known, ids);
    assert_eq!(store.snapshot().expect("the heads").shelves.len(), 10);
}

#[test]
fn imports_of_one_school_take_turns_and_other_schools_do_not_wait() {
    let folder = Folder::new();
    let root = folder.path("store");
    at_once(&folder, &root, 0..1);
    let store = Store::open(&root).expect("the store");
    let turn = store.turn("school-1").expect("a turn");
    let mut waiting = start(&bundle(&folder, "day-1", 1), &root, &[]);
    let other = start(&bundle(&folder, "other", 1), &root, &["--school", "other"]).wait_with_output().expect("the program");
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    // Whoever waits has not looked yet who is known in the school.
    std::thread::sleep(Duration::from_millis(300));
    assert!(waiting.try_wait().expect("the child").is_none());
    assert_eq!(newest(&root, 2025).0, 1);
    drop(turn);
    assert!(waiting.wait().expect("the child").success());
    assert_eq!(newest(&root, 2025), (2, 4));
}

#[test]
fn importers_and_compact_at_once_lose_nothing() {
    let folder = Folder::new();
    let root = folder.path("store");
    at_once(&folder, &root, 0..1);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let compacting = scope.spawn(|| {
            let store = Store::open(&root).expect("the store");
            let keep = Keep { versions: 1, superseded_before: "9999".to_owned(), patience: Duration::from_mins(1) };
            let mut times = 0;
            while !done.load(Ordering::Relaxed) {
                store.compaction(&keep).and_then(|compaction| compaction.carry_out()).expect("compact");
                times += 1;
            }
            times
        });
        at_once(&folder, &root, 1..7);
        done.store(true, Ordering::Relaxed);
        assert!(compacting.join().expect("compact") > 0);
    });
    assert_eq!(newest(&root, 2025), (7, 14));
    assert_whole(&root, "compacted meanwhile");
}
