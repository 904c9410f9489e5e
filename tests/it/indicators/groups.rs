//! Schools asked one after the other give the answer that they give together.

use std::collections::BTreeMap;

use vedomost::query::{Answer, Bound, Catalog, Engine, EngineOptions, Groups, QueryError, Request};
use vedomost::regulation::{RegulationRow, Regulations};
use vedomost::store::Store;

use super::agreement::request;
use super::municipality::STORES;
use crate::twins::Ask;

/// The school-years of a store in the order of schools, and one that has given nothing.
fn schools(store: &str) -> (Vec<Bound>, Vec<RegulationRow>) {
    let snapshot = Store::open(std::path::Path::new(store)).and_then(|store| store.snapshot()).expect("a snapshot");
    let year = |year: i64| i32::try_from(year).expect("a year");
    let shelves = snapshot.shelves.iter().map(|shelf| (shelf.manifest.school.clone(), year(shelf.manifest.year), shelf.files()));
    let mut bound: Vec<Bound> = shelves.map(|(school, year, files)| Bound { school, year, files }).collect();
    let newest = bound.iter().map(|one| one.year).max().expect("a school");
    bound.push(Bound { school: "school-15".to_owned(), year: newest, files: BTreeMap::new() });
    bound.sort_by(|left, right| (&left.school, left.year).cmp(&(&right.school, right.year)));
    let packs = Regulations::builtin().expect("the packs");
    let regulation = bound.iter().map(|one| packs.row("neutral", &one.school, one.year).expect("neutral")).collect();
    (bound, regulation)
}

/// All indicators and what the sheet of the municipality reads.
fn requests(ask: &Ask) -> Vec<Request> {
    let catalog = Catalog::builtin().expect("the catalogue");
    let names = catalog.indicators().map(|query| query.name.as_str()).chain(["municipal_summary"]);
    names.map(|name| request(name, ask)).collect()
}

#[test]
fn asked_in_groups_or_at_once_the_answer_is_the_same() {
    let catalog = Catalog::builtin().expect("the catalogue");
    let options = EngineOptions { threads: 2, ..EngineOptions::default() };
    let mut with_rows = 0;
    let asks = [Ask { period: Some("q2"), ..Ask::default() }, Ask { period: Some("year"), by: Some("school"), ..Ask::default() }];
    // The last has a school whose calendar says nothing.
    for (municipality, ask) in [STORES.first(), STORES.last()].into_iter().flatten().zip(asks) {
        let (bound, regulation) = schools(&municipality.store);
        let requests: Vec<Request> = requests(&ask).into_iter().chain([request("no_such", &ask)]).collect();
        let engine = Engine::open(catalog, &bound, &regulation, &options).expect("an engine");
        let together: Vec<Result<Answer, QueryError>> = engine.answer(&requests);
        with_rows += together.iter().flatten().filter(|answer| !answer.table.rows.is_empty()).count();
        let groups = Groups::of_size(catalog, &bound, &regulation, &options, 1).expect("groups");
        assert_eq!(groups.count(), bound.len() - 1, "the silent one goes with the next");
        for ((request, together), apart) in requests.iter().zip(&together).zip(groups.answer(&requests)) {
            assert_eq!(together, &apart, "{} of {}", request.name, municipality.store);
        }
    }
    assert!(with_rows > 60, "only {with_rows} answers have rows");
}

/// Files of a comparison are gone with it, and an error of one request is its own.
#[test]
fn nothing_is_left_in_the_folder_of_temporary_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = EngineOptions { threads: 2, temp_dir: folder.path().to_path_buf(), ..EngineOptions::default() };
    let (bound, regulation) = schools(&STORES[0].store);
    let catalog = Catalog::builtin().expect("the catalogue");
    let groups = Groups::of_size(catalog, &bound, &regulation, &options, 1).expect("groups");
    let asked = [request("municipal_ranks", &Ask { period: Some("q2"), ..Ask::default() }), request("municipal_ranks", &Ask::default())];
    let answers = groups.answer(&asked);
    assert!(matches!(&answers[..], [Ok(answer), Err(QueryError::PeriodNeeded { .. })] if !answer.table.rows.is_empty()), "{answers:?}");
    drop(groups);
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0);
}

/// A query of a test: its file, what its header says besides, and its SQL.
fn query(name: &str, says: &str, sql: &str) -> (String, String) {
    let head = "-- title.ru: а\n-- title.en: a\n-- grain: school\n-- answers: P-01\n-- clause: domain 1.1\n";
    (format!("{name}.sql"), format!("{head}{says}-- A query of a test.\n{sql}\n"))
}

/// Numbers above 64 bits would be laid into the files as fractions: refused, and nothing else with them.
#[test]
fn what_a_comparison_cannot_be_given_is_its_own_error() {
    let catalog = Catalog::load([
        query("wide", "-- kind: view\n", "SELECT school, year, CAST(1 AS HUGEINT) AS n FROM class"),
        query("narrow", "-- kind: view\n", "SELECT school, year, COUNT(*) AS n FROM class GROUP BY school, year"),
        query("beside_wide", "-- kind: indicator\n-- compares: schools\n", "SELECT COUNT(n) AS n FROM wide"),
        query("beside", "-- kind: indicator\n-- compares: schools\n", "SELECT COUNT(n) AS n FROM narrow"),
        query("plain", "-- kind: indicator\n", "SELECT school, year, n FROM narrow ORDER BY school NULLS LAST, year NULLS LAST"),
    ])
    .expect("a catalogue");
    let (bound, regulation) = schools(&STORES[0].store);
    let groups = Groups::of_size(&catalog, &bound, &regulation, &EngineOptions::default(), 1).expect("groups");
    let answers = groups.answer(&["plain", "beside"].map(|name| request(name, &Ask::default())));
    let rows: Vec<usize> = answers.into_iter().map(|answer| answer.expect("an answer").table.rows.len()).collect();
    assert_eq!(rows, [4, 1], "a row for each school with classes; one over all");
    let answers = groups.answer(&["plain", "beside_wide"].map(|name| request(name, &Ask::default())));
    let refused = QueryError::Type { query: "wide".to_owned(), column: "n".to_owned() };
    assert!(matches!(&answers[..], [Ok(plain), Err(error)] if plain.table.rows.len() == 4 && *error == refused), "{answers:?}");
}

#[test]
fn who_reads_a_comparison_must_say_that_he_compares() {
    let beside = query("beside", "-- kind: view\n-- compares: schools\n", "SELECT COUNT(*) AS n FROM class");
    let reader = query("reader", "-- kind: indicator\n", "SELECT n FROM beside");
    let error = Catalog::load([beside, reader]).expect_err("not said").to_string();
    assert!(error.contains("reader") && error.contains("compares: schools"), "{error}");
}
