//! What people ask for by name is proved twice: by a twin on random schools and by an example worked out by hand. A view whose rows a document
//! prints is proved once, by either.
//!
//! The sources of the tests are read as text, so that a new query without proof is seen at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use vedomost::query::Catalog;
use vedomost::report::KINDS;

/// Files that compare a query with its twin.
const TWIN_TESTS: [&str; 3] = ["indicators", "indicators.rs", "control_twins.rs"];
/// Files of this folder in which a query is named for another reason than its figures.
const NO_EXAMPLES: [&str; 4] = ["catalogue.rs", "proof.rs", "fixture.rs", "sandbox.rs"];

const TWINS: [&str; 4] = ["query:", "agree(", "agree_on_some(", "QUERY:&str="];
const EXAMPLES: [&str; 2] = ["rows(", "ask("];

#[test]
fn every_indicator_has_a_twin_and_a_worked_example() {
    let catalog = Catalog::builtin().expect("catalogue");
    let names: Vec<&str> = catalog.indicators().map(|query| query.name.as_str()).collect();
    assert!(names.len() > 40, "{names:?}");
    assert_eq!(unproved(&names, &twins(), &TWINS), [""; 0], "without a twin on random schools");
    assert_eq!(unproved(&names, &examples(), &EXAMPLES), [""; 0], "without a worked example");
}

#[test]
fn every_view_that_a_document_prints_has_a_twin_or_a_worked_example() {
    let catalog = Catalog::builtin().expect("catalogue");
    let asked = KINDS
        .iter()
        .flat_map(|kind| kind.queries.iter().chain(kind.of_school).chain(kind.each_period).chain(kind.last_year))
        .map(|(name, _)| *name);
    let printed: BTreeSet<&str> = asked.filter(|name| catalog.indicators().all(|query| query.name != *name)).collect();
    assert!(printed.len() > 15, "{printed:?}");
    let names: Vec<&str> = printed.into_iter().collect();
    let without_twin = unproved(&names, &twins(), &TWINS);
    assert_eq!(unproved(&without_twin, &examples(), &EXAMPLES), [""; 0], "with neither a twin nor a worked example");
}

#[test]
fn an_indicator_without_proof_is_seen() {
    let code = "rows(\"standings\",period(\"q1\",\"\"))";
    assert_eq!(unproved(&["standings", "standing", "q1"], code, &EXAMPLES), ["standing", "q1"]);
    assert_eq!(unproved(&["standings"], code, &TWINS), ["standings"]);
}

fn twins() -> String {
    TWIN_TESTS.iter().map(|name| code(&sources().join(name))).collect()
}

fn examples() -> String {
    code(&sources().join("query"))
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")
}

/// Names that never follow one of the words.
fn unproved<'name>(names: &[&'name str], code: &str, words: &[&str]) -> Vec<&'name str> {
    let named = |name: &str| words.iter().any(|word| code.contains(&format!("{word}\"{name}\"")));
    names.iter().copied().filter(|name| !named(name)).collect()
}

/// The sources of a file, or of all files below a folder, without comments and white space.
fn code(path: &Path) -> String {
    if path.is_dir() {
        return fs::read_dir(path).expect("folder").map(|entry| code(&entry.expect("entry").path())).collect();
    }
    if NO_EXAMPLES.iter().any(|name| path.ends_with(format!("query/{name}"))) {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("source");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect()
}
