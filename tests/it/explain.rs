//! What `vedomost explain` tells somebody who is no programmer: every indicator has its words, in both languages.

use std::collections::BTreeSet;

use crate::support::vedomost;
use vedomost::messages::{Lang, keys, text};
use vedomost::query::Catalog;

/// Names that have no Russian spelling.
const LATIN: &[&str] = &["CSV", "PDF"];

fn indicators() -> BTreeSet<String> {
    let catalog = Catalog::builtin().expect("the catalogue");
    catalog.indicators().map(|query| query.name.clone()).collect()
}

#[test]
fn every_indicator_is_explained_in_both_languages() {
    let indicators = indicators();
    assert!(indicators.len() > 40);
    for lang in [Lang::Ru, Lang::En] {
        let explained: BTreeSet<String> = keys(lang).filter_map(|key| key.strip_prefix("about.")).map(str::to_owned).collect();
        assert_eq!(explained, indicators, "{lang:?}");
        for name in &indicators {
            let about = text(lang, &format!("about.{name}"), &[]);
            let sentences = about.split_terminator(['.', '?', '!']).count();
            assert!(about.ends_with('.') && !about.contains(['\n', '{']), "{name}: {about}");
            assert!((2..=4).contains(&sentences), "{name} has {sentences} sentences");
        }
    }
}

#[test]
fn a_deputy_head_reads_russian_without_code_words() {
    for name in indicators() {
        let about = text(Lang::Ru, &format!("about.{name}"), &[]);
        let words = about.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let foreign: Vec<&str> = words
            .filter(|word| word.contains(|letter: char| letter.is_ascii_alphabetic() || letter == '_') && !LATIN.contains(word))
            .collect();
        assert!(foreign.is_empty(), "{name}: {foreign:?}");
    }
}

#[test]
fn explain_says_first_what_is_counted_and_where_the_notes_for_programmers_begin() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vedomost::cli::run(["vedomost", "--lang", "ru", "explain", "standings"], &mut out, &mut err);
    let out = String::from_utf8(out).expect("UTF-8");
    assert_eq!(code, 0, "{out}");
    let about = text(Lang::Ru, "about.standings", &[]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.get(1), Some(&about.as_str()), "{out}");
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words}: {out}"));
    assert!(at("Строка: класс\n") < at("Для программистов"), "{out}");
    assert!(at("Для программистов") < at("Counts of standing."), "{out}");
    assert!(at("Counts of standing.") < at("SELECT"), "{out}");
    for words in ["class (класс)", "grade_level (параллель)", "--period (период: q1…q4", "--class (только этот класс, например 9Б)"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    let english = vedomost(&["explain", "standings"]).expect(0).out;
    assert!(english.contains("For programmers") && english.contains("A row is: class\n"), "{english}");
    assert!(english.contains("Grains (--by): class, grade_level (grade), stage, school\n"), "{english}");
}

/// Nothing that is typed or printed stands there without words.
#[test]
fn grains_and_parameters_have_words() {
    for name in indicators() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = vedomost::cli::run(["vedomost", "--lang", "ru", "explain", &name], &mut out, &mut err);
        let out = String::from_utf8(out).expect("UTF-8");
        assert_eq!(code, 0, "{name}");
        let told =
            |title: &str| out.lines().find_map(|line| line.strip_prefix(title)).unwrap_or_else(|| panic!("{title}: {out}")).to_owned();
        assert!(!told("Строка: ").contains(|letter: char| letter.is_ascii_alphabetic()), "{name}: {}", told("Строка: "));
        assert!(!told("Параметры: ").contains("help."), "{name}: {}", told("Параметры: "));
        let grains = told("Разрезы (--by): ");
        assert!(grains == "—" || grains.split("), ").all(|grain| grain.contains(" (")), "{name}: {grains}");
    }
}

/// What other queries read has notes for programmers and no words for people; the key of missing words is none.
#[test]
fn a_view_is_explained_without_words_for_people() {
    let out = vedomost(&["explain", "roster"]).expect(0).out;
    assert!(out.starts_with("Rosters on the last day of the period\n"), "{out}");
    assert!(!out.contains("about.") && out.contains("For programmers"), "{out}");
}
