//! Every step of every kind of writing goes wrong in every way; afterwards the store is whole, old or new, and goes on.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use vedomost::store::{Disk, Keep, Store};

use super::disk::{BROKEN, Fault, FaultyDisk, NO_SPACE, READ_ONLY, Survives};
use super::small::{assert_whole, bundle, copy, import, import_on, state, year_bundle};
use crate::support::Folder;

/// In everyday tests; `VEDOMOST_KILLS` takes all of them.
const EVERYDAY: &[Fault] = &[
    Fault::Once(NO_SPACE),
    Fault::FromThenOn(READ_ONLY),
    Fault::Kill,
    Fault::PowerCut(Survives::Nothing),
    Fault::PowerCut(Survives::Some(1)),
];
const MORE: &[Fault] = &[
    Fault::Once(BROKEN),
    Fault::FromThenOn(NO_SPACE),
    Fault::PowerCut(Survives::Everything),
    Fault::PowerCut(Survives::Some(2)),
    Fault::PowerCut(Survives::Some(3)),
];

fn faults() -> Vec<Fault> {
    let more = if std::env::var_os("VEDOMOST_KILLS").is_some() { MORE } else { &[] };
    EVERYDAY.iter().chain(more).copied().collect()
}

/// A way to change a store: what it does to the folder through a disk.
type Deed<'a> = &'a (dyn Fn(&Path, Arc<dyn Disk>) -> Result<(), String> + Sync);

/// Does the deed on copies of `before`, each time with another step going wrong in another way. Gives the number of steps.
fn under_fire(before: &Path, deed: Deed<'_>) -> usize {
    let good = Folder::new();
    if before.exists() {
        copy(before, &good.path("store"));
    }
    deed(&good.path("store"), FaultyDisk::good()).expect("the deed on a good disk");
    let (old, new) = (state(before), state(&good.path("store")));
    let (most, faults) = (AtomicUsize::new(0), faults());
    std::thread::scope(|scope| {
        for half in faults.chunks(faults.len().div_ceil(2)) {
            let (old, new, most) = (&old, &new, &most);
            scope.spawn(move || {
                for fault in half {
                    let steps = (1..).take_while(|at| one(before, deed, *at, *fault, old, new)).count();
                    assert!(steps > 3, "{fault:?} never struck");
                    most.fetch_max(steps, Ordering::Relaxed);
                }
            });
        }
    });
    most.into_inner()
}

/// `false` when the deed has fewer steps.
fn one(before: &Path, deed: Deed<'_>, at: usize, fault: Fault, old: &super::small::State, new: &super::small::State) -> bool {
    let folder = Folder::new();
    let root = folder.path("store");
    if before.exists() {
        copy(before, &root);
    }
    let what = format!("step {at}, {fault:?}");
    let disk = FaultyDisk::new(at, fault);
    let result = deed(&root, Arc::new(disk.clone()));
    if !disk.failed() {
        return false;
    }
    disk.restart();
    assert_whole(&root, &what);
    let now = state(&root);
    let known = now.iter().all(|shelf| old.contains(shelf) || new.contains(shelf));
    assert!(known && now.len() >= old.len(), "{what}: {now:?}");
    // What was said to be done lasts, whatever happens afterwards.
    assert!(result.is_err() || now == *new, "{what}: said to be done, and is not: {now:?}");
    deed(&root, FaultyDisk::good()).unwrap_or_else(|error| panic!("{what}: again: {error}"));
    assert_eq!(state(&root), *new, "{what}");
    assert_whole(&root, &what);
    let store = Store::open_or_create_on(&root, FaultyDisk::good()).expect("the store opens");
    store.compaction(&keep(100)).and_then(|compaction| compaction.carry_out()).unwrap_or_else(|error| panic!("{what}: {error}"));
    let left = super::files(&root, "").into_iter().filter(|path| path.to_string_lossy().ends_with(".tmp")).count();
    assert_eq!(left, 0, "{what}");
    assert_whole(&root, &what);
    true
}

fn keep(versions: usize) -> Keep {
    Keep { versions, superseded_before: "9999".to_owned(), patience: Duration::from_secs(30) }
}

fn importing(paths: Vec<String>) -> impl Fn(&Path, Arc<dyn Disk>) -> Result<(), String> + Sync {
    move |root, disk| import_on(root, disk, &paths).map(drop).map_err(|error| error.to_string())
}

#[test]
fn the_first_import_under_fire() {
    let folder = Folder::new();
    let steps = under_fire(&folder.path("none"), &importing(vec![bundle(&folder, "one", 1)]));
    assert!(steps > 40, "{steps}");
}

#[test]
fn a_merge_under_fire() {
    let folder = Folder::new();
    import(&folder.path("store"), &[bundle(&folder, "one", 1)]);
    let steps = under_fire(&folder.path("store"), &importing(vec![bundle(&folder, "two", 2)]));
    assert!(steps > 15, "{steps}");
}

#[test]
fn an_import_of_two_years_under_fire() {
    let folder = Folder::new();
    import(&folder.path("store"), &[bundle(&folder, "one", 1)]);
    let both = vec![year_bundle(&folder, "two", 2025, 2), year_bundle(&folder, "older", 2024, 3)];
    let steps = under_fire(&folder.path("store"), &importing(both));
    assert!(steps > 40, "{steps}");
}

#[test]
fn the_list_of_schools_under_fire() {
    let folder = Folder::new();
    import(&folder.path("store"), &[bundle(&folder, "one", 1)]);
    let deed = |root: &Path, disk: Arc<dyn Disk>| {
        let store = Store::open_or_create_on(root, disk).map_err(|error| error.to_string())?;
        let set = store.change_schools(|schools| schools.identify(Some("Школа № 7"), Some("seven")));
        set.map(drop).map_err(|error| error.to_string())?;
        let names = Store::open(root).and_then(|store| store.schools()).map_err(|error| error.to_string())?;
        assert_eq!(names.school.len(), 2);
        Ok(())
    };
    under_fire(&folder.path("store"), &deed);
}

#[test]
fn a_backup_under_fire() {
    let folder = Folder::new();
    let source = folder.path("source");
    for day in 1..3 {
        import(&source, &[bundle(&folder, &format!("day-{day}"), day)]);
    }
    // The backup is the store that must be whole; from nothing, and on top of an older one.
    let deed = |root: &Path, disk: Arc<dyn Disk>| {
        let source = Store::open_or_create_on(&source, disk).map_err(|error| error.to_string())?;
        source.backup(root).map(drop).map_err(|error| error.to_string())
    };
    assert!(under_fire_of_backup(&folder.path("none"), &deed) > 40);
    Store::open(&source).and_then(|store| store.backup(&folder.path("backup"))).expect("a backup");
    import(&source, &[bundle(&folder, "day-5", 5)]);
    under_fire_of_backup(&folder.path("backup"), &deed);
}

/// Of a backup any number of versions may be there.
fn under_fire_of_backup(before: &Path, deed: Deed<'_>) -> usize {
    let mut steps = 0;
    for fault in faults() {
        for at in 1.. {
            let folder = Folder::new();
            let root = folder.path("store");
            if before.exists() {
                copy(before, &root);
            }
            let disk = FaultyDisk::new(at, fault);
            let result = deed(&root, Arc::new(disk.clone()));
            if !disk.failed() {
                result.expect("nothing went wrong");
                steps = steps.max(at);
                break;
            }
            disk.restart();
            assert_whole(&root, &format!("step {at}, {fault:?}"));
            deed(&root, FaultyDisk::good()).expect("the repeat");
            assert_whole(&root, &format!("step {at}, {fault:?}"));
        }
    }
    steps
}

#[test]
fn a_restore_under_fire() {
    let folder = Folder::new();
    let (store, backup) = (folder.path("store"), folder.path("backup"));
    for day in 1..4 {
        import(&store, &[bundle(&folder, &format!("day-{day}"), day)]);
    }
    Store::open(&store).and_then(|store| store.backup(&backup)).expect("a backup");
    let whole = state(&store);
    let marks = super::files(&store, ".parquet").into_iter().filter(|path| path.to_string_lossy().contains("/mark-"));
    for mark in marks {
        std::fs::write(mark, "not Parquet").expect("the file");
    }
    std::fs::remove_file(super::files(&store, "000002.json").pop().expect("a manifest")).expect("the file");
    for fault in faults() {
        for at in 1.. {
            let copied = Folder::new();
            copy(&store, &copied.path("store"));
            let disk = FaultyDisk::new(at, fault);
            let result = Store::restore_on(&copied.path("store"), &backup, Arc::new(disk.clone()));
            if !disk.failed() {
                assert!(result.expect("nothing went wrong").check.is_whole() && at > 10, "{at}");
                break;
            }
            disk.restart();
            let again = Store::restore_on(&copied.path("store"), &backup, FaultyDisk::good()).expect("the repeat");
            assert!(again.check.is_whole(), "step {at}, {fault:?}: {:?}", again.check.damages);
            assert_eq!(state(&copied.path("store")), whole);
        }
    }
}

#[test]
fn giving_up_versions_under_fire() {
    let folder = Folder::new();
    let store = folder.path("store");
    for day in 1..5 {
        import(&store, &[bundle(&folder, &format!("day-{day}"), day)]);
    }
    let deed = |root: &Path, disk: Arc<dyn Disk>| {
        let store = Store::open_or_create_on(root, disk).map_err(|error| error.to_string())?;
        store.compaction(&keep(2)).and_then(|compaction| compaction.carry_out()).map_err(|error| error.to_string())
    };
    assert!(under_fire(&store, &deed) > 5);
}

#[test]
fn commits_that_race_lose_nothing_with_second_names_and_without() {
    for fault in [Fault::NoTurns, Fault::NoLinks] {
        let folder = Folder::new();
        let root = folder.path("store");
        let imports: Vec<String> = (0..8).map(|day| bundle(&folder, &format!("day-{day}"), day)).collect();
        std::thread::scope(|scope| {
            for path in &imports {
                let root = &root;
                scope.spawn(move || {
                    let disk = Arc::new(FaultyDisk::new(1, fault));
                    import_on(root, disk, std::slice::from_ref(path)).expect("an import");
                });
            }
        });
        let store = Store::open(&root).expect("the store");
        assert_eq!(store.versions("school-1", 2025).expect("the versions"), (1..=8).collect::<Vec<_>>(), "{fault:?}");
        let head = store.head("school-1", 2025).expect("the head").expect("a version");
        assert_eq!(head.table("mark").map(|table| table.rows), Some(16), "{fault:?}");
        assert_whole(&root, &format!("{fault:?}"));
    }
}
