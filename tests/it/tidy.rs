//! The house rules that a machine can hold: who may know whom, no leftovers, every word in the catalogue.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::project;
use vedomost::messages::{Lang, has, keys};

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&project("src"), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| (path.strip_prefix(project("src")).expect("below src").to_owned(), std::fs::read_to_string(&path).expect("a source")))
        .collect()
}

/// Stage → stages it may name. `cli` and `ingest` tie the stages together.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("messages", &[]),
    ("regulation", &["model"]),
    ("import", &["model"]),
    ("store", &["model"]),
    ("query", &["model", "regulation"]),
    ("report", &["model"]),
    ("control", &["model", "messages"]),
    ("export", &["model"]),
    ("typeset", &["model"]),
    ("sign", &[]),
    ("sample", &["model"]),
    ("ingest", &["model", "import", "store"]),
];

/// Heavy library → the only folders that may name it.
const HEAVY: &[(&str, &[&str])] = &[
    ("polars", &["store"]),
    ("polars_arrow", &["store"]),
    ("polars_parquet", &["store"]),
    ("duckdb", &["query"]),
    ("plotters", &["report"]),
    ("typst", &["typeset"]),
    ("rust_xlsxwriter", &["export"]),
    ("aws_lc_rs", &["sign"]),
    ("x509_cert", &["sign"]),
    ("der", &["sign"]),
    ("rcgen", &["sign"]),
    ("p12_keystore", &["sign"]),
    ("html5gum", &["import"]),
    ("encoding_rs", &["import"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
];

fn stage(path: &Path) -> String {
    let first = path.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn stages_know_only_whom_they_may() {
    for (path, text) in sources() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == stage(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for rest in line.split("crate::").skip(1) {
                let named: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                assert!(named == stage(&path) || allowed.contains(&named.as_str()), "{}:{} uses {named}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn heavy_libraries_are_known_to_one_stage() {
    for (path, text) in sources() {
        for (library, folders) in HEAVY {
            let named = text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| names(line, library));
            assert!(!named || folders.contains(&stage(&path).as_str()), "{} names {library}", path.display());
        }
    }
}

/// `der::` as a word of its own, not the end of `Builder::`.
fn names(line: &str, library: &str) -> bool {
    let path = format!("{library}::");
    let alone = |at: usize| line[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '_');
    line.match_indices(&path).any(|(at, _)| alone(at)) || line.trim_start().starts_with(&format!("use {library};"))
}

#[test]
fn every_file_says_what_it_is_for_and_leaves_nothing_half_done() {
    let forbidden = ["todo!", "unimplemented!", "dbg!", "println!", "eprintln!", "panic!", ".unwrap()", "FIXME", "XXX"];
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{}", path.display());
        assert!(!path.ends_with("util.rs") && !path.ends_with("helpers.rs") && !path.ends_with("common.rs"), "{}", path.display());
        let body = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in forbidden {
            assert!(!body.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn every_key_that_the_code_names_has_words() {
    let mut named = BTreeSet::new();
    for (path, text) in sources() {
        let body = text.split("#[cfg(test)]").next().unwrap_or_default();
        for literal in body.split('"').skip(1).step_by(2) {
            if ["error.", "empty.", "import.", "list.", "explain.", "store.", "sample.", "report.", "sign.", "verify.", "chain.", "demo."]
                .iter()
                .any(|group| literal.starts_with(group))
                && stage(&path) == "cli"
                && !literal.contains(['{', ' ', '/'])
            {
                named.insert(literal.to_owned());
            }
        }
        for part in body.split("Finding::new(").skip(1).filter_map(|part| part.trim_start().strip_prefix('"')) {
            named.insert(format!("finding.{}", part.split('"').next().unwrap_or_default()));
        }
    }
    assert!(named.len() > 60, "{}", named.len());
    for key in &named {
        assert!(has(Lang::Ru, key) && has(Lang::En, key), "no words for {key}");
    }
    let unused: Vec<&str> =
        keys(Lang::Ru).filter(|key| key.starts_with("error.") && !key.ends_with(".hint") && !named.contains(*key)).collect();
    assert!(unused.is_empty(), "words that nobody says: {unused:?}");
}

/// What lies at the top is known by name: a leftover of some run does not go out with the project.
#[test]
fn the_top_folder_holds_what_it_should() {
    const TOP: &[&str] = &["benches", "data-samples", "queries", "regulations", "report-templates", "src", "tests"];
    const FILES: &[&str] = &["Cargo.lock", "Cargo.toml", "LICENSE", "Makefile", "README.md", "README.ru.md"];
    let listed = std::process::Command::new("git").args(["ls-files", "-z"]).current_dir(project("")).output();
    // A copy without its history has nothing to list.
    let Some(listed) = listed.ok().filter(|listed| listed.status.success()) else { return };
    let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
    for name in names.split('\0').filter(|name| !name.is_empty() && !name.starts_with('.')) {
        let known = name.split_once('/').map_or_else(|| FILES.contains(&name), |(folder, _)| TOP.contains(&folder));
        assert!(known, "`{name}` is not of the project");
    }
}
