//! Packs of regulations: faults with their places, inheritance, what holds when.

use vedomost::query::{Params, user_sql};
use vedomost::regulation::{RegulationError, Regulations, Setting};

use super::fixture::{Fixture, SCHOOL, YEAR};
use crate::support::project;

fn load(text: &str) -> Result<Regulations, Vec<RegulationError>> {
    let neutral = std::fs::read_to_string(project("regulations/neutral.toml")).expect("neutral");
    Regulations::load([("neutral.toml".to_owned(), neutral), ("own.toml".to_owned(), text.to_owned())])
}

/// Rows of a SELECT as text.
fn select(fixture: &Fixture, sql: &str) -> String {
    let regulation = std::slice::from_ref(&fixture.regulation);
    let table = user_sql(&fixture.bound(), regulation, &Params::default(), sql, &fixture.options()).expect(sql);
    let row = |row: &Vec<_>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

const HEAD: &str = "id = \"own\"\ntitle.ru = \"Свой\"\ntitle.en = \"Own\"\ninherit = \"neutral\"\n";

#[test]
fn every_fault_is_named_with_its_line() {
    let text = "id = \"own\"\ntitle.en = \"Own\"\nvalid = 1\n[value.pass_form]\nvalue = 3\nclause = \"п. 1\"\n[value.window_days]\nvalue = 0\nclause = \"п. 2\"\n[value.pass_from]\nvalue = 3\n";
    let errors: Vec<String> = load(text).expect_err("faults").iter().map(ToString::to_string).collect();
    for expected in [
        "own.toml:1: `title.ru` is missing",
        "own.toml:3: `valid` is not known",
        "own.toml:4: `pass_form` is not known, did you mean `pass_from`?",
        "own.toml:8: `window_days` = 0 is impossible, expected 1..366 (п. 2)",
        "own.toml:10: `value.pass_from.clause` is missing",
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

#[test]
fn deadlines_and_lists_become_rows_of_the_views() {
    let text = format!(
        "{HEAD}[[deadline]]\nrule = \"written_work\"\nworks = [\"control\", \"laboratory\"]\ngrades = [2, 9]\nanchor = \"work_date\"\noffset = -2\nunit = \"working_day\"\ncutoff = \"16:05\"\nvalid_from = 2025-09-01\nvalid_to = 2026-08-31\nclause = \"п. 4 'а'\"\n[[deadline]]\nrule = \"homework\"\nnone = true\nclause = \"п. 5\"\n[scope.obligatory_works]\nvalues = [\" Русский  язык\", \"химия\"]\nclause = \"п. 6\"\n"
    );
    let mut fixture = Fixture::new().follows("s2");
    *fixture.regulation_mut() = load(&text).expect("good").row("own", SCHOOL, YEAR).expect("a row");
    assert_eq!(
        select(&fixture, "SELECT * FROM regulation_deadline"),
        "school-1|2025|written_work|,control,laboratory,|2|9|2025-09-01|2026-08-31|work_date|-2|working_day|965|п. 4 'а'"
    );
    assert_eq!(
        select(&fixture, "SELECT name, value, clause FROM regulation_scope WHERE name = 'obligatory_works' ORDER BY value"),
        "obligatory_works|русский язык|п. 6\nobligatory_works|химия|п. 6"
    );
    // The other list is inherited.
    assert_ne!(select(&fixture, "SELECT value FROM regulation_scope WHERE name = 'written_kinds'"), "");
}

#[test]
fn own_deadlines_of_a_rule_take_the_place_of_the_inherited_ones() {
    let row = |rule: &str, offset: i64, grades: &str| {
        format!(
            "[[deadline]]\nrule = \"{rule}\"\nanchor = \"lesson_date\"\noffset = {offset}\nunit = \"calendar_day\"\ngrades = {grades}\nclause = \"п. {offset}\"\n"
        )
    };
    let parent = format!("{HEAD}{}{}{}", row("absence", 1, "[1, 4]"), row("absence", 2, "[5, 11]"), row("homework", 3, "[1, 11]"));
    let child = format!("{}{}", HEAD.replace("\"own\"", "\"child\"").replace("neutral", "own"), row("absence", 9, "[1, 11]"));
    let neutral = std::fs::read_to_string(project("regulations/neutral.toml")).expect("neutral");
    let files = [("neutral.toml", neutral), ("own.toml", parent), ("child.toml", child)];
    let packs = Regulations::load(files.map(|(name, text)| (name.to_owned(), text))).expect("good");
    let offsets =
        |id| packs.deadlines(id).expect("rows").iter().map(|(_, row)| (row.rule, row.term.map(|term| term.offset))).collect::<Vec<_>>();
    assert_eq!(offsets("own"), [("homework", Some(3)), ("absence", Some(1)), ("absence", Some(2))]);
    assert_eq!(offsets("child"), [("homework", Some(3)), ("absence", Some(9))]);
    assert!(offsets("neutral").is_empty());
}

#[test]
fn a_deadline_that_cannot_be_is_refused_with_its_line() {
    let good = "[[deadline]]\nrule = \"homework\"\nanchor = \"lesson_date\"\noffset = 1\nunit = \"hour\"\nclause = \"п. 7\"\n";
    assert!(load(&format!("{HEAD}{good}")).is_ok());
    for (from, to, expected) in [
        ("homework", "homewrok", "own.toml:6: `rule` = \"homewrok\" is impossible"),
        (
            "lesson_date",
            "period_end",
            "own.toml:7: `anchor` = \"period_end\" is impossible, expected \"lesson_date\" | \"last_lesson\" (п. 7)",
        ),
        ("offset = 1", "offset = -1", "own.toml:8: `offset` = -1 is impossible, expected 0..366 (п. 7)"),
        ("offset = 1\n", "", "own.toml:5: `deadline.offset` is missing"),
        ("\"hour\"", "\"week\"", "own.toml:9: `unit` = \"week\" is impossible"),
        ("clause = \"п. 7\"", "", "own.toml:5: `deadline.clause` is missing"),
        ("offset = 1", "offset = 1\ncutoff = \"16:00\"", "own.toml:9: `cutoff` = \"16:00\" is impossible, expected unit ="),
        ("offset = 1", "offset = 1\ngrades = [9, 2]", "own.toml:9: `grades` = [9, 2] is impossible, expected [0, 11]"),
        ("offset = 1", "offset = 1\nworks = [\"contrl\"]", "own.toml:9: `contrl` is not known, did you mean `control`?"),
        ("offset = 1", "offset = 1\nworks = []", "own.toml:9: `works` = [] is impossible"),
        ("offset = 1", "offset = 1\nnone = true", "own.toml:7: `anchor` = \"lesson_date\" is impossible, expected none = true"),
        (
            "offset = 1",
            "offset = 1\nvalid_from = 2026-01-01\nvalid_to = 2025-01-01",
            "own.toml:9: `valid_from` = 2026-01-01 is impossible, expected <= valid_to = 2025-01-01",
        ),
        ("\"hour\"", "\"school_day\"\ncutoff = \"24:00\"", "own.toml:10: `cutoff` = \"24:00\" is impossible"),
        ("[[deadline]]", "[deadline]", "own.toml:5: `deadline` ="),
    ] {
        let errors: Vec<String> =
            load(&format!("{HEAD}{}", good.replace(from, to))).expect_err(to).iter().map(ToString::to_string).collect();
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{to}: {expected} not in {errors:#?}");
    }
}

#[test]
fn two_deadlines_for_one_event_contradict_each_other() {
    let row = |more: &str| {
        format!(
            "[[deadline]]\nrule = \"written_work\"\nanchor = \"work_date\"\noffset = 1\nunit = \"calendar_day\"\nclause = \"п. 8\"\n{more}\n"
        )
    };
    let two = |left: &str, right: &str| load(&format!("{HEAD}{}{}", row(left), row(right)));
    for (left, right) in [
        ("", ""),
        ("grades = [2, 9]", "grades = [9, 11]"),
        ("works = [\"control\"]", "works = [\"oral\", \"control\"]"),
        ("valid_to = 2025-12-31", "valid_from = 2025-12-31"),
    ] {
        let errors = two(left, right).expect_err(left);
        assert!(matches!(&errors[..], [RegulationError::Overlap { line: 12, other: 5, .. }]), "{left} {right}: {errors:?}");
    }
    for (left, right) in [
        ("grades = [2, 9]", "grades = [10, 11]"),
        ("works = [\"control\"]", "works = [\"oral\"]"),
        ("works = [\"control\"]", ""),
        ("valid_to = 2025-12-31", "valid_from = 2026-01-01"),
    ] {
        assert!(two(left, right).is_ok(), "{left} {right}");
    }
}
