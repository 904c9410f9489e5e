//! Packs of regulations: faults with their places, inheritance, what holds when.

use vedomost::regulation::{RegulationError, Regulations, Setting};

fn load(text: &str) -> Result<Regulations, Vec<RegulationError>> {
    let neutral = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/regulations/neutral.toml")).expect("neutral");
    Regulations::load([("neutral.toml".to_owned(), neutral), ("own.toml".to_owned(), text.to_owned())])
}

const HEAD: &str = "id = \"own\"\ntitle.ru = \"Свой\"\ntitle.en = \"Own\"\ninherit = \"neutral\"\n";

#[test]
fn every_fault_is_named_with_its_line() {
    let text = "id = \"own\"\ntitle.ru = \"Свой\"\nvalid = 1\n[value.pass_form]\nvalue = 3\nclause = \"п. 1\"\n[value.window_days]\nvalue = 0\nclause = \"п. 2\"\n[value.pass_from]\nvalue = 3\n";
    let errors: Vec<String> = load(text).expect_err("faults").iter().map(ToString::to_string).collect();
    for expected in [
        "own.toml: `title.en` is missing",
        "own.toml:3: `valid` is not known",
        "own.toml:4: `pass_form` is not known, did you mean `pass_from`?",
        "own.toml:8: `window_days` = 0 is impossible, expected 1..366",
        "own.toml: `value.pass_from.clause` is missing",
    ] {
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{expected} not in {errors:#?}");
    }
}

#[test]
fn duplicates_cycles_and_strangers_are_refused() {
    let twice = format!("{HEAD}[value.pass_from]\nvalue = 3\nclause = \"1\"\n[value.pass_from]\nvalue = 4\nclause = \"2\"\n");
    assert!(matches!(&load(&twice).expect_err("twice")[..], [RegulationError::Syntax { line: 8, .. }, ..]));
    assert!(matches!(&load(&HEAD.replace("own", "neutral")).expect_err("id")[..], [RegulationError::Duplicate { .. }]));
    assert!(matches!(&load(&HEAD.replace("\"neutral\"", "\"own\"")).expect_err("itself")[..], [RegulationError::Cycle { .. }]));
    assert!(matches!(
        &load(&HEAD.replace("neutral", "neutrall")).expect_err("parent")[..],
        [RegulationError::UnknownPack { nearest: Some(_), .. }]
    ));
    let alone = HEAD.replace("inherit = \"neutral\"\n", "");
    assert!(load(&alone).expect_err("missing").iter().all(|error| matches!(error, RegulationError::MissingKey { .. })));
}

#[test]
fn own_values_come_before_inherited_ones_from_their_day_on() {
    let text = format!("{HEAD}[value.window_days]\nvalue = 14\nclause = \"п. 6\"\nvalid_from = 2025-09-01\n");
    let packs = load(&text).expect("good");
    let days = |year| {
        packs.row("own", "s", year).expect("a row").values.iter().find(|(name, _)| *name == "window_days").map(|(_, value)| value.clone())
    };
    assert_eq!((days(2024), days(2025)), (Some(Setting::Int(7)), Some(Setting::Int(14))));
    assert!(matches!(packs.row("owm", "s", 2025), Err(RegulationError::UnknownPack { nearest: Some(name), .. }) if name == "own"));
    let ended = load(&format!("valid_to = 2025-08-31\n{HEAD}")).expect("good");
    assert_eq!(ended.row("own", "s", 2025), Err(RegulationError::NotInForce { id: "own".to_owned(), year: 2025 }));
}
