//! Random schools, each imported once into a store of its own.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use vedomost::query::Bound;
use vedomost::store::Store;

use super::agreement::run;
use crate::random_school::{School, school};

/// A random school and the store it was imported into.
pub struct Imported {
    pub school: School,
    pub id: String,
    pub store: PathBuf,
}

pub static SCHOOLS: LazyLock<Vec<Imported>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random-schools");
    let _ = fs::remove_dir_all(&folder);
    seeds().into_par_iter().map(|seed| import(seed, &folder.join(seed.to_string()))).collect()
});

fn seeds() -> Range<u64> {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().expect("a number"));
    match number("VEDOMOST_SEED") {
        Some(seed) => seed..seed + 1,
        // A multiple of the scenarios, and over 200.
        None => 0..number("VEDOMOST_SCHOOLS").unwrap_or(216),
    }
}

pub fn import(seed: u64, folder: &Path) -> Imported {
    let school = school(seed);
    let (bundle, store, id) = (folder.join("bundle"), folder.join("store"), format!("school-{seed}"));
    school.write_bundle(&bundle);
    let args = ["vedomost", "import", bundle.to_str().expect("UTF-8"), "--store", store.to_str().expect("UTF-8"), "--school", &id];
    let (code, out, err) = run(&args);
    // 1 says that there are findings, which these schools deserve.
    assert!(code <= 1, "seed {seed}: import ends with {code}\n{out}\n{err}");
    Imported { school, id, store }
}

impl Imported {
    /// The files of the school.
    pub fn bound(&self) -> Bound {
        let snapshot = Store::open(&self.store).and_then(|store| store.snapshot()).expect("a snapshot");
        let [shelf] = &snapshot.shelves[..] else { panic!("{} school-years", snapshot.shelves.len()) };
        let year = i32::try_from(shelf.manifest.year).expect("a year");
        Bound { school: shelf.manifest.school.clone(), year, files: shelf.files() }
    }
}
