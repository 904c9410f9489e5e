//! Readers of what people and other programs write beside the exports: cells, regulations, the store's own files, SQL,
//! command lines.

use chrono::NaiveDate;
use vedomost::cli;
use vedomost::import::{date, stamp};
use vedomost::model::{class_name, number, period, person, token};
use vedomost::query::{Catalog, Params, lint, scan, user_sql};
use vedomost::regulation::{Pack, Regulations};
use vedomost::store::{Manifest, Schools};

use super::Target;
use crate::query::fixture::Fixture;
use crate::support::project;

const MANIFEST: &str = r#"{"format":1,"school":"school-1","year":2025,"version":7,"created_at":"2025-10-20T10:00:00Z","program":"0.1.0","inputs":["0011223344556677.aabbccdd"],"tables":[{"table":"mark","file":"mark-0011223344556677.parquet","sha256":"00","rows":12}],"findings":{"mean-differs":3}}"#;
const SCHOOLS: &str = "[[school]]\nid = \"school-1\"\nname = \"МОУ «Лицей № 1»\"\naliases = [\"Лицей 1\"]\ntime_zone = \"Asia/Yekaterinburg\"\nregulation = \"neutral\"\n";
const CELLS: &[&str] = &[
    "5 4",
    "5✕2",
    "Б\n 5",
    "УП",
    "н/а",
    "1.09.2025",
    "2025-09-16T17:40:00Z",
    "с 1.09.2025 по 30.11.2025",
    "9 «Б» класс",
    "ИС-21",
    "III четверть",
    "2025/2026 учебный год",
    "Ёлкина Анна Петровна (Выбыла 01.02.2026)",
    "-1234567,89",
];
const SQL: &[&str] = &[
    "SELECT", "FROM", "WHERE", "mark", "standing", "(", ")", "*", "'", "\"", "--", "/*", "*/", ";", "WITH", "AS", "JOIN", "GROUP BY",
    "UNION", "EXISTS", "$1", "::", "1e99", "NULL",
];
const PACK: &[&str] = &[
    "[value.",
    "value =",
    "clause =",
    "inherit = \"neutral\"",
    "inherit = \"s2\"",
    "id =",
    "title = { ru = \"а\", en = \"b\" }",
    "2025-09-01",
    "[[deadline]]",
    "rule =",
    "\"written_work\"",
    "\"homework\"",
    "anchor =",
    "\"work_date\"",
    "offset = -366",
    "unit = \"hour\"",
    "cutoff = \"24:00\"",
    "grades = [0, 11]",
    "works = [\"control\"]",
    "none = true",
    "valid_from =",
    "valid_to =",
    "[scope.obligatory_works]",
    "values = [",
    "[[note]]",
    "[value.pass_from]",
    "9223372036854775808",
    "0x7fffffffffffffff",
    "\"MM-DD\"",
    "\"02-29\"",
];
const TEXTS: &[&str] = &[
    "5",
    "4",
    ".",
    "/",
    "·",
    "✕",
    "-",
    "+",
    "Н",
    "УП",
    "осв.",
    "четверть",
    "полугодие",
    "год",
    "Выбыл",
    "(",
    ")",
    "T",
    "Z",
    ":",
    "/",
    "«",
    "класс",
];

pub fn targets() -> Vec<Target> {
    let bytes = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let packs = ["regulations/neutral.toml", "regulations/s0.toml", "regulations/s2.toml", "data-samples/regulations/own-school.toml"]
        .map(|name| std::fs::read(project(name)).expect("a regulation"));
    let queries =
        ["performance", "standing", "roster"].map(|name| std::fs::read(project(&format!("queries/{name}.sql"))).expect("a query"));
    let lines = [
        "import\u{0}x\u{0}--store\u{0}s\u{0}--as-of\u{0}2025-09-01",
        "query\u{0}standings\u{0}--period\u{0}q1\u{0}--format\u{0}csv",
        "sql\u{0}SELECT 1\u{0}--store\u{0}s",
        "--lang\u{0}en\u{0}verify\u{0}a.pdf\u{0}--trust\u{0}r.pem",
        "report\u{0}x\u{0}--stamp\u{0}a,b",
        "store\u{0}school\u{0}set\u{0}--id\u{0}a",
    ];
    vec![
        Target {
            name: "cells",
            share: 450,
            corpus: bytes(CELLS),
            words: TEXTS,
            run: Box::new(|input, _| cells(&String::from_utf8_lossy(input))),
        },
        Target {
            name: "regulation",
            share: 40,
            corpus: packs.to_vec(),
            words: PACK,
            run: Box::new(|input, _| regulation(&String::from_utf8_lossy(input))),
        },
        Target {
            name: "manifest",
            share: 60,
            corpus: bytes(&[MANIFEST, SCHOOLS]),
            words: &["{", "}", "[", "]", "\"", ":", "null", "\"rows\":", "\"version\":"],
            run: Box::new(|input, _| store_files(input)),
        },
        Target {
            name: "query",
            share: 60,
            corpus: queries.to_vec(),
            words: SQL,
            run: Box::new(|input, _| query(&String::from_utf8_lossy(input))),
        },
        Target {
            name: "sql",
            share: 1,
            corpus: bytes(&[
                "SELECT student_id, count(*) AS n FROM mark GROUP BY student_id",
                "WITH w AS (SELECT * FROM period_mark) SELECT 1 FROM w",
                "SELECT * FROM standing",
            ]),
            words: SQL,
            run: {
                let school = school();
                Box::new(move |input, _| sql(&school, &String::from_utf8_lossy(input)))
            },
        },
        Target {
            name: "command",
            share: 2,
            corpus: bytes(&lines),
            words: &["\u{0}", "--", "--store", "--lang", "=", "-h", "--help", "\u{fffd}", "demo", "--seed\u{0}-1"],
            run: Box::new(|input, _| command(input)),
        },
    ]
}

fn cells(text: &str) {
    let own = [("ДН".to_owned(), "remote")];
    let tokens = token::day_cell(text, &own);
    assert!(tokens.is_empty() == person::clean(text).is_empty() || !tokens.is_empty() || text.trim().is_empty() || tokens.len() < 10_000);
    let _ = (token::result_cell(text), token::known_code(text));
    if let Some(day) = date(text) {
        assert!(day <= NaiveDate::MAX && vedomost::import::date_of(vedomost::import::days(day)) == Some(day));
        let year = period::school_year_of(day);
        let _ = (period::school_year_bounds(year), period::school_year_label(year));
    }
    if let Some(stamp) = stamp(text) {
        assert_eq!(vedomost::import::stamp(&stamp).as_deref(), Some(stamp.as_str()), "a stamp reads back");
    }
    if let Some(found) = period::parse(text) {
        assert_eq!(period::parse(&found.id).map(|again| again.id), Some(found.id.clone()), "{}", period::name_ru(&found.id));
    }
    let _ = (period::parse_school_year(text), period::month(text), class_name::parse(text));
    let name = person::clean(text);
    assert_eq!(person::clean(&name), name, "a clean name stays");
    let _ = (person::parts(&name), person::initials(&name), person::split_left_mark(text), person::id('s', "school-1", text));
    if let Some(hundredths) = number::parse_hundredths(text) {
        assert_eq!(number::parse_hundredths(&number::decimal_text(hundredths, 2)), Some(hundredths));
        let _ = (number::short_decimal_text(hundredths), number::ratio(hundredths, 7, 2), number::ratio(7, hundredths, 18));
    }
}

/// A pack alone and beside the built-in ones: what is accepted can be shown, compared and bound.
fn regulation(text: &str) {
    let file = || ("x.toml".to_owned(), text.to_owned());
    let Ok(pack) = Pack::parse("x.toml", text) else { return };
    for all in [Regulations::load([file()]), Regulations::with_builtin([file()])] {
        let all = match all {
            Ok(all) => all,
            Err(faults) => {
                assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.to_string().is_empty()));
                continue;
            }
        };
        let rows: Vec<_> = [2025, i32::MAX, i32::MIN, 0].into_iter().filter_map(|year| all.row(&pack.id, "school-1", year).ok()).collect();
        for row in &rows {
            assert_eq!(row.values.len(), vedomost::regulation::KEYS.len());
            for deadline in &row.deadlines {
                assert!(row.deadlines.iter().filter(|other| *other != deadline).all(|other| !deadline.overlaps(other)), "{deadline:?}");
            }
        }
        assert!(vedomost::query::engine::prelude(&rows).contains("regulation_scope"));
    }
}

fn store_files(input: &[u8]) {
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(input) {
        let again = serde_json::to_vec(&manifest).expect("JSON");
        assert_eq!(serde_json::from_slice::<Manifest>(&again).expect("reads back"), manifest);
    }
    let text = String::from_utf8_lossy(input);
    if let Ok(mut schools) = toml::from_str::<Schools>(&text) {
        let _ = (schools.identify(Some("Лицей 1"), None), schools.identify(None, Some("x")));
    }
}

fn query(text: &str) {
    let _ = (scan::tokens(text), scan::names_read(text), scan::names_made(&scan::tokens(text)), lint::lint(text));
    if let Ok(catalog) = Catalog::load([("x.sql".to_owned(), text.to_owned())]) {
        for query in catalog.iter() {
            let _ = (catalog.order(query).map(|order| order.len()), catalog.tables(query));
        }
    }
}

fn school() -> Fixture {
    Fixture::new().class("9Б", 9, "quarter", &["a"]).period_marks("9Б", "q1", "a х 5")
}

fn sql(school: &Fixture, text: &str) {
    let _ = user_sql(&school.bound(), std::slice::from_ref(&school.regulation), &Params::default(), text, &school.options());
}

fn command(input: &[u8]) {
    let words = input.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
    let _ = cli::understands(std::iter::once("vedomost".to_owned()).chain(words));
}
