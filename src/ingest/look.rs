//! Files are looked at before they are read: what the store holds already need not be.

use std::collections::BTreeSet;

use super::Request;
use crate::import::{self, Group, Hashed};
use crate::store::Inputs;

/// Files that were looked at.
pub(super) enum Step {
    Known(KnownFiles),
    Read(import::Read),
}

/// Files that newest versions held when the run began, told by their hashes.
pub(super) struct KnownFiles {
    pub group: Group,
    pub ids: BTreeSet<String>,
    pub inputs: Vec<String>,
    pub shelves: BTreeSet<(String, i64)>,
}

/// Reads a group, unless the store has it.
pub(super) fn look(taken: &Inputs, request: &Request, group: Group) -> Step {
    let hashes = if taken.is_empty() { None } else { group.hashes() };
    let wishes = request.wishes();
    let ids: BTreeSet<String> = hashes.iter().flatten().map(Hashed::id).collect();
    let inputs: Vec<String> = ids.iter().map(|id| format!("{id}.{wishes}")).collect();
    match taken.shelves(&inputs) {
        Some(shelves) => Step::Known(KnownFiles { group, ids, inputs, shelves }),
        None => Step::Read(group.read(&request.options.blanks)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::super::{Outcome, Request, Run, Tally, ingest};
    use super::{Step, look};
    use crate::import;
    use crate::store::Store;

    /// A bundle with one mark; the request that takes it.
    fn export(folder: &Path, mark: &str) -> Request {
        let files = [
            ("bundle.toml", "school = \"Школа № 0\"\nyear = 2025\nas_of = \"2025-10-01 12:00\"\n".to_owned()),
            ("class.csv", "class_id,name\nc1,9Б\n".to_owned()),
            ("student.csv", "student_id,full_name\n1,Ёлкина Анна Петровна\n".to_owned()),
            ("mark.csv", format!("student_id,class_id,subject_id,date,value\n1,c1,m,2025-09-02,{mark}\n")),
            ("subject.csv", "subject_id,name\nm,Алгебра\n".to_owned()),
        ];
        let of_mark = folder.join(mark);
        std::fs::create_dir_all(&of_mark).expect("a folder");
        for (name, text) in files {
            std::fs::write(of_mark.join(name), text).expect("a file");
        }
        request(of_mark)
    }

    fn request(path: PathBuf) -> Request {
        let options = import::Options::default();
        let now = "2025-10-02 09:00".to_owned();
        Request { paths: vec![path], options, school: None, as_of: None, now_local: now.clone(), now_utc: now }
    }

    /// What is said of a school-year by a run that looked at its file before `between` and takes it after that: version and unchanged.
    fn taken(between: &[&str]) -> (u32, bool) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_or_create(&folder.path().join("store")).expect("a store");
        let first = export(folder.path(), "5");
        ingest(&store, &first).expect("taken");
        let known = store.inputs(None).expect("inputs");
        let group = import::plan(&first.paths, &first.options).expect("a plan").groups.remove(0);
        let step = look(&known, &first, group);
        assert!(matches!(step, Step::Known(_)), "the store has it");
        for mark in between {
            ingest(&store, &export(folder.path(), mark)).expect("taken");
        }
        let mut run = Run { store: &store, request: &first, outcome: Outcome::default(), tally: Tally::default() };
        run.take(step).expect("taken");
        let shelf = run.outcome.shelves.pop().expect("a school-year");
        (shelf.result.version, shelf.result.unchanged)
    }

    #[test]
    fn a_known_file_is_read_again_where_a_newer_version_came_meanwhile() {
        assert_eq!(taken(&[]), (1, true), "not read again");
        assert_eq!(taken(&["3"]), (3, false), "the last to come is what holds");
    }
}
