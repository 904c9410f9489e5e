//! `regulations/COVERAGE.md` is whole and true: every clause of the five texts stands in it, every name in it exists.

use std::collections::BTreeSet;

use crate::support::project;
use vedomost::query::Catalog;
use vedomost::query::catalog::Kind;
use vedomost::regulation::KEYS;
use vedomost::regulation::deadline::RULES;
use vedomost::regulation::scope::SCOPES;
use vedomost::report;

/// A section with its first and last clause.
type Section = (u32, u32, u32);

const CLAUSES: &[(&str, &[Section])] = &[
    ("S0", &[(1, 1, 7), (2, 1, 2), (3, 1, 19), (4, 1, 6), (5, 1, 2), (6, 1, 2)]),
    ("S1", &[(1, 1, 11), (2, 1, 8), (3, 1, 9), (4, 1, 4)]),
    ("S2", &[(1, 1, 8), (2, 1, 5), (3, 1, 2), (4, 1, 5), (5, 1, 4), (6, 1, 3), (7, 1, 4), (8, 1, 2), (9, 1, 7)]),
    ("S3", &[(1, 1, 5), (2, 1, 3), (3, 1, 7)]),
    // 2.4 and 4.1 are missing in the text itself; 6 is one table.
    ("S4", &[(1, 1, 2), (2, 1, 3), (2, 5, 5), (3, 1, 2), (4, 2, 4), (5, 1, 6)]),
    ("S4-Р", &[(1, 1, 5), (2, 1, 5), (3, 1, 3)]),
];

/// What no query answers yet: nothing is left. An id that is answered must go from here.
const PENDING: &[&str] = &[];

struct Row {
    /// Empty for what is counted beyond the texts.
    text: &'static str,
    clauses: String,
    answers: Vec<String>,
    note: String,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(project("regulations/COVERAGE.md")).expect("the table");
    let mut found = Vec::new();
    let mut of = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            of = CLAUSES.iter().map(|(text, _)| *text).find(|text| *text == name).unwrap_or_default();
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")).filter(|_| !line.starts_with("| Пункт"))
        else {
            continue;
        };
        let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
        let [clauses, _, answers, note] = cells[..] else { panic!("four cells: {line}") };
        let answers = answers.split(',').map(|one| one.trim().trim_matches('`').to_owned()).collect();
        found.push(Row { text: of, clauses: clauses.to_owned(), answers, note: note.to_owned() });
    }
    found
}

/// Whether `4.5`, `1.1–1.3` or `6` covers a clause.
fn covers(clauses: &str, section: u32, number: u32) -> bool {
    let pair = |text: &str| text.split_once('.').map(|(section, number)| (section.parse::<u32>().ok(), number.parse::<u32>().ok()));
    let (first, last) = clauses.split_once('–').unwrap_or((clauses, clauses));
    match (pair(first), pair(last)) {
        (Some((Some(from), Some(low))), Some((Some(to), Some(high)))) => from == section && to == section && (low..=high).contains(&number),
        _ => false,
    }
}

/// Ids that queries answer, those that people ask for alone where that is said, and the names of these.
fn answered(indicators: bool) -> (BTreeSet<String>, BTreeSet<String>) {
    let catalog = Catalog::builtin().expect("catalogue");
    let is_id = |id: &&String| {
        let (letter, number) = id.split_once('-').unwrap_or_default();
        letter.len() == 1 && letter != "F" && number.chars().all(|digit| digit.is_ascii_digit()) && !number.is_empty()
    };
    let asked = catalog.iter().filter(|query| !indicators || query.header.kind == Kind::Indicator);
    let ids = asked.flat_map(|query| query.header.answers.iter().filter(is_id).cloned()).collect();
    (ids, catalog.indicators().map(|query| query.name.replace('_', "-")).collect())
}

#[test]
fn every_clause_stands_in_the_table() {
    let rows = rows();
    assert!(rows.len() > 150, "{}", rows.len());
    for (text, sections) in CLAUSES {
        for (section, first, last) in *sections {
            for number in *first..=*last {
                let there = rows.iter().any(|row| row.text == *text && covers(&row.clauses, *section, number));
                assert!(there, "{text} {section}.{number}");
            }
        }
    }
    for row in rows.iter().filter(|row| row.clauses != "6" && row.clauses != "—") {
        let sections = CLAUSES.iter().find(|(text, _)| *text == row.text).expect("a text").1;
        let known = sections.iter().any(|(section, first, last)| (*first..=*last).any(|number| covers(&row.clauses, *section, number)));
        assert!(known, "{} {} is no clause", row.text, row.clauses);
    }
}

#[test]
fn every_name_in_the_table_exists_and_what_is_not_answered_has_a_reason() {
    let (ids, queries) = answered(true);
    let forms: Vec<&str> = report::KINDS.iter().map(|kind| kind.form).collect();
    for row in rows() {
        let place = format!("{} {}", row.text, row.clauses);
        for one in &row.answers {
            let form = one.strip_suffix(" план").unwrap_or(one);
            let number = form.strip_prefix('F').and_then(|number| number.parse::<u32>().ok());
            match number {
                Some(number) => {
                    assert!((1..=20).contains(&number), "{place}: {one}");
                    assert_eq!(one.ends_with("план"), !forms.contains(&form), "{place}: {one}, the forms that are there: {forms:?}");
                }
                None if one == "—" => assert!(!row.note.is_empty(), "{place}: no answer and no reason"),
                None => assert!(ids.contains(one) || queries.contains(one) || PENDING.contains(&one.as_str()), "{place}: {one}"),
            }
        }
        for name in row.note.split('`').skip(1).step_by(2).filter(|name| !name.starts_with("vedomost ")) {
            let known = KEYS.iter().any(|key| key.name == name) || RULES.iter().any(|(rule, _)| *rule == name) || SCOPES.contains(&name);
            assert!(known, "{place}: `{name}` is neither a value nor a deadline nor a list");
        }
    }
}

#[test]
fn the_readmes_say_how_much_is_answered() {
    let rows = rows();
    let answered = rows.iter().filter(|row| row.answers != ["—"]).count();
    for (name, words) in
        [("README.md", format!("{answered} of {} lines", rows.len())), ("README.ru.md", format!("{answered} из {} строк", rows.len()))]
    {
        let text = std::fs::read_to_string(project(name)).expect(name);
        assert!(text.contains(&words), "{name}: {words}");
    }
}

#[test]
fn every_id_that_a_query_answers_stands_in_the_table() {
    let (ids, _) = answered(false);
    let text = std::fs::read_to_string(project("regulations/COVERAGE.md")).expect("the table");
    let named: BTreeSet<&str> = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').collect();
    for id in &ids {
        assert!(named.contains(id.as_str()), "{id} is answered and not in regulations/COVERAGE.md");
    }
    let (ids, queries) = answered(true);
    for one in PENDING {
        assert!(!ids.contains(*one) && !queries.contains(*one), "{one} is answered now: take it from PENDING");
    }
}

#[test]
fn every_number_and_deadline_of_the_packs_stands_in_the_table() {
    let rows = rows();
    let packs = vedomost::regulation::Regulations::builtin().expect("packs");
    for pack in packs.iter().filter(|pack| pack.id != "neutral") {
        let id = pack.id.to_uppercase();
        let notes: Vec<&str> = rows.iter().filter(|row| row.text.starts_with(&id)).map(|row| row.note.as_str()).collect();
        let named = |name: &str| notes.iter().any(|note| note.contains(&format!("`{name}`")));
        // What a text does not say is stated as such in its pack.
        let silent = |clause: &str| clause.starts_with(&format!("{id}:"));
        for (key, _) in pack.values.iter().filter(|(_, stated)| !silent(&stated.clause)) {
            assert!(named(key), "{}: {key}", pack.id);
        }
        for row in pack.deadlines.iter().filter(|row| row.term.is_some()) {
            assert!(named(row.rule), "{}: {}", pack.id, row.rule);
        }
    }
}
