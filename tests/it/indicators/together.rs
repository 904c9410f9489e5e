//! Which random schools are asked together, by one engine.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{LazyLock, OnceLock};
use std::{fs, iter};

use duckdb::Connection;
use vedomost::query::{Answer, Bound, Catalog, Engine, EngineOptions, QueryError, Request};
use vedomost::regulation::Regulations;

use super::imported::{Imported, SCHOOLS};
use crate::random_school::{SCENARIOS, YEAR};

/// Schools under one engine, which is opened at the first question and stays: what many queries read in common is computed once.
pub struct Group {
    pub schools: Vec<&'static Imported>,
    at: usize,
    is_sample: bool,
    bound: OnceLock<&'static [Bound]>,
    engine: OnceLock<Engine<'static>>,
}

/// How many schools of a group say what is asked of all.
const ASKERS: usize = 2;

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    // A question about the days of a period can be put to schools that know them, and to none beside them.
    let calendar = |imported: &Imported| {
        let periods = &imported.school.periods;
        (periods.is_empty(), periods.iter().any(|period| period.grade_level.is_some()))
    };
    let mut schools: Vec<&Imported> = SCHOOLS.iter().collect();
    schools.sort_by_key(|imported| calendar(imported));
    let alike = schools.chunk_by(|one, other| calendar(one) == calendar(other));
    let together = alike.flat_map(|schools| schools.chunks(SCENARIOS.len()).map(<[&Imported]>::to_vec).enumerate());
    // One more than the scenarios, so that they take turns.
    let alone = SCHOOLS.iter().step_by(SCENARIOS.len() + 1).map(|imported| vec![imported]).enumerate();
    let groups = together.chain(alone).enumerate();
    groups.map(|(at, (of_kind, schools))| Group { at, is_sample: of_kind % 5 == 0, ..Group::of(schools) }).collect()
});

pub fn all_groups() -> impl Iterator<Item = &'static Group> {
    GROUPS.iter()
}

/// Every fifth of each kind of calendar and of those alone; with few schools all.
pub fn some_groups() -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().filter(|group| group.is_sample || SCHOOLS.len() <= 100)
}

impl Group {
    pub fn of(schools: Vec<&'static Imported>) -> Self {
        Self { schools, at: 0, is_sample: false, bound: OnceLock::new(), engine: OnceLock::new() }
    }

    /// The schools whose questions all are asked, in each group others.
    pub fn askers(&self) -> impl Iterator<Item = &'static Imported> {
        let (all, askers) = (self.schools.len(), self.schools.len().min(ASKERS));
        (0..askers).map(move |turn| self.schools[(self.at + turn * all / askers) % all])
    }

    pub fn is_alone(&self) -> bool {
        self.schools.len() == 1
    }

    pub fn answers(&self, requests: &[Request]) -> Vec<Result<Answer, QueryError>> {
        self.engine.get_or_init(|| self.open("neutral")).answer(requests)
    }

    /// An engine in which all schools follow one of the built-in packs.
    pub fn open(&self, pack: &str) -> Engine<'static> {
        let alone = || vec![self.schools[0].bound()];
        let bound = self.bound.get_or_init(|| if self.is_alone() { alone() } else { self.in_one_file_a_table() }.leak());
        let packs = Regulations::builtin().expect("the packs");
        let rows: Vec<_> = self.schools.iter().map(|imported| packs.row(pack, &imported.id, YEAR).expect(pack)).collect();
        let options = EngineOptions { threads: 1, ..EngineOptions::default() };
        Engine::open(Catalog::builtin().expect("the catalogue"), bound, rows.leak(), &options).expect("an engine")
    }

    /// The rows of all schools as they were imported: DuckDB opens each file anew for each table that a query names.
    fn in_one_file_a_table(&self) -> Vec<Bound> {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, files) in self.schools.iter().flat_map(|imported| imported.bound().files) {
            tables.entry(table).or_default().extend(files.iter().map(|file| format!("'{}'", file.display())));
        }
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random-schools").join(format!("group-{}", self.at));
        fs::create_dir_all(&folder).expect("a folder");
        let duckdb = Connection::open_in_memory().expect("DuckDB");
        let merged = tables.into_iter().map(|(table, files)| {
            let file = folder.join(format!("{table}.parquet"));
            let rows = format!("SELECT * FROM read_parquet([{}], hive_partitioning = false, union_by_name = true)", files.join(", "));
            duckdb.execute_batch(&format!("COPY ({rows}) TO '{}' (FORMAT parquet)", file.display())).expect("Parquet");
            (table, vec![file])
        });
        let one = |(imported, files): (&&Imported, _)| Bound { school: imported.id.clone(), year: YEAR, files };
        self.schools.iter().zip([merged.collect()].into_iter().chain(iter::repeat(BTreeMap::new()))).map(one).collect()
    }
}
