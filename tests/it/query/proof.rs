//! What people ask for by name is proved twice: by a twin on random schools and by an example worked out by hand.
//!
//! The sources of the tests are read as text, so that a new query without proof is seen at once.

use std::fs;
use std::path::Path;

use vedomost::query::Catalog;

/// Files that compare a query with its twin.
const TWIN_TESTS: [&str; 3] = ["indicators", "indicators.rs", "control_twins.rs"];
/// Files of this folder in which a query is named for another reason than its figures.
const NO_EXAMPLES: [&str; 4] = ["catalogue.rs", "proof.rs", "fixture.rs", "sandbox.rs"];

#[test]
fn every_indicator_has_a_twin_and_a_worked_example() {
    let catalog = Catalog::builtin().expect("catalogue");
    let names: Vec<&str> = catalog.indicators().map(|query| query.name.as_str()).collect();
    assert!(names.len() > 40, "{names:?}");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let twins: String = TWIN_TESTS.iter().map(|name| code(&tests.join(name))).collect();
    assert_eq!(unproved(&names, &twins, &["query:", "agree(", "QUERY:&str="]), [""; 0], "without a twin on random schools");
    let examples = code(&tests.join("query"));
    assert_eq!(unproved(&names, &examples, &["rows(", "ask("]), [""; 0], "without a worked example");
}

#[test]
fn an_indicator_without_proof_is_seen() {
    let code = "rows(\"standings\",period(\"q1\",\"\"))";
    assert_eq!(unproved(&["standings", "standing", "q1"], code, &["rows(", "ask("]), ["standing", "q1"]);
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
