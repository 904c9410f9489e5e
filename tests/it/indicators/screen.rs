//! What people read on the screen is in words: headings and codes of every indicator.

use std::collections::BTreeSet;

use vedomost::messages::{Lang, has};
use vedomost::query::{Catalog, own};

use super::agreement::run;
use super::municipality::STORES;

/// Denominators that the screen shows inside the rates only.
const INSIDE: &[&str] = &[
    "before_mark_count",
    "before_students_base",
    "d",
    "last_mark_count",
    "last_students_base",
    "mean_d",
    "students_base",
    "weight_sum",
    "weighted_mean_d",
];

#[test]
fn every_column_of_every_indicator_has_a_heading() {
    let catalog = Catalog::builtin().expect("the catalogue");
    let mut bare = BTreeSet::new();
    for query in catalog.indicators() {
        let columns = own::columns(catalog, &query.name).expect("columns");
        let shown = columns.into_iter().filter(|column| !INSIDE.contains(&column.as_str()));
        bare.extend(shown.filter(|column| [Lang::Ru, Lang::En].iter().any(|lang| !has(*lang, &format!("column.{column}")))));
    }
    assert!(bare.is_empty(), "no words for {bare:?}");
}

/// A word of a program: Latin letters in lower case. Ids have digits; `year` is what people write for the period of the year.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell != "year" && cell.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == ':')
}

/// The indicators with this grain, or those that have no choice of grains, in one table after another.
fn screen(store: &str, grain: Option<&str>, period: &str) -> String {
    let indicators = Catalog::builtin().expect("the catalogue").indicators().filter(|query| match grain {
        Some(grain) => query.header.by.iter().any(|by| by == grain),
        None => query.header.by.is_empty(),
    });
    let names = indicators.map(|query| query.name.as_str());
    let line = ["vedomost", "--lang", "ru", "query", "--store", store, "--all-schools", "--period", period].into_iter();
    let (code, out, err) = run(&line.chain(grain.into_iter().flat_map(|grain| ["--by", grain])).chain(names).collect::<Vec<_>>());
    assert!(code <= 1, "{grain:?}: {err}");
    out
}

#[test]
fn no_code_of_an_indicator_reaches_the_screen() {
    let grains: BTreeSet<&str> =
        Catalog::builtin().expect("the catalogue").indicators().flat_map(|query| &query.header.by).map(String::as_str).collect();
    let grains: Vec<Option<&str>> = grains.into_iter().map(Some).chain([None]).collect();
    let screens: Vec<String> = [(0, "q2"), (1, "year")]
        .iter()
        .flat_map(|(store, period)| grains.iter().map(|grain| screen(&STORES[*store].store, *grain, period)))
        .collect();
    // What says which indicator a table is of is its name, as one asks for it.
    let names: BTreeSet<&str> = Catalog::builtin().expect("the catalogue").indicators().map(|query| query.name.as_str()).collect();
    let cells = || screens.iter().flat_map(|screen| screen.lines()).flat_map(|line| line.split("  ")).map(str::trim);
    let codes: BTreeSet<&str> = cells().filter(|cell| is_code(cell) && !names.contains(cell)).collect();
    assert!(codes.is_empty(), "no words for {codes:?}");
    for word in ["не успевает", "пропуски без уважительной причины", "не отправлено", "У границы", "Выше рекомендуемой"]
    {
        assert!(cells().any(|cell| cell == word), "nowhere: {word}");
    }
}
