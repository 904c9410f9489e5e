//! The readers of exports, from bytes to checked batches, with every row counted.

use std::collections::{BTreeMap, HashSet};

use vedomost::import::batch::{Batch, Context, batches};
use vedomost::import::identity::Known;
use vedomost::import::{Blanks, Draft, Options, Read, plan_bytes, write_books};

use super::Target;
use super::corpus;
use super::mutate::Dice;
use crate::bad_input::{BUNDLE, NEW, gzip, zip_of};

const HTML: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<br>",
    "<td rowspan=\"2\">",
    "<td colspan=400 rowspan=400>",
    "colspan=\"2\"",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "&quot;",
    "Предмет",
    "Сентябрь",
    "Май",
    "Итог.оценка",
    "Средн.",
    "Средняя оценка",
    "Ученик:",
    "Класс:",
    "Учебный год:",
    "Период:",
    "Состояние на",
    "1 триместр",
    "ДН — Дистанционно",
    "<meta charset=utf-16>",
];
const CSV: &[&str] = &[
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "student_id",
    "class_id",
    "subject_id",
    "date",
    "value",
    "kind",
    "status",
    "year",
    "school",
    "source_id",
    "src_loc",
    "lesson_number",
    "period_id",
    "снилс",
    "raw",
    "seq",
    "family",
    "1",
    "c1",
    "m",
    "5",
    "н/а",
    "УП",
    "q1",
    "год",
    "2025-09-02",
];
const TOML: &[&str] = &[
    "[[table]]",
    "file = \"journal\"",
    "table = \"mark\"",
    "when = { column = \"grade\" }",
    "{ constant = \"5\" }",
    "fold = \"min\"",
    "fold = \"max\"",
    "transform = \"grade_level\"",
    "lookup = \"group\"",
    "by = \"gid\"",
    "take = \"start\"",
    "join = [\"pid\", \"gid\"]",
    "values = { x = \"y\" }",
    "date_format = \"%d/%m/%Y\"",
    "date_format = \"%Q%\"",
    "year = 2025",
    "complete = true",
    "[lookup.group]",
    "school = \"x\"",
    "as_of = \"2025-10-01\"",
];
const MAPPING: &str = "school = \"Школа\"\n[lookup.group]\nfile = \"groups\"\nkey = \"gid\"\n[[table]]\nfile = \"groups\"\ntable = \"class\"\n\
    column = { class_id = \"gid\", name = \"title\", year = \"start\" }\n[[table]]\nfile = \"journal\"\ntable = \"student\"\n\
    column = { student_id = \"pid\", full_name = \"fio\" }\n[[table]]\nfile = \"journal\"\ntable = \"mark\"\nwhen = { column = \"grade\" }\n\
    column = { student_id = \"pid\", class_id = \"gid\", subject_id = \"course\", date = \"day\", value = \"grade\", year = { lookup = \"group\", by = \"gid\", take = \"start\" } }\n";
const FOLDS: &str = "[[table]]\nfile = \"journal\"\ntable = \"grading_period\"\ncolumn = { period_id = { constant = \"q1\" }, year = { constant = \"2025\" }, \
    start_date = { from = \"day\", fold = \"min\" }, end_date = { from = \"day\", fold = \"max\" } }\n";
const GROUPS: &str = "gid,title,start\n7,9-б,2025\n";
const JOURNAL: &str = "pid,fio,gid,course,day,grade\n1,Ёлкина Анна,7,Алгебра,2025-09-02,5\n2,Жуков Лев,7,Алгебра,30.09.2025,4-\n1,Ёлкина Анна,8,Физика,2025-09-09,\n";

pub fn targets() -> Vec<Target> {
    let bytes = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let tables = corpus::tables();
    let stems: Vec<String> = tables.iter().map(|(stem, _)| stem.clone()).collect();
    let good: Vec<Vec<u8>> = BUNDLE.iter().skip(1).map(|(_, text)| text.as_bytes().to_vec()).collect();
    let names: Vec<String> = BUNDLE.iter().skip(1).map(|(name, _)| name.trim_end_matches(".csv").to_owned()).collect();
    let mut lines = good.clone();
    lines.extend(tables.iter().map(|(_, text)| text.clone().into_bytes()));
    let own: BTreeMap<Vec<u8>, String> = lines.iter().cloned().zip(names.into_iter().chain(stems.clone())).collect();
    let by_header: Vec<(Vec<u8>, String)> = own.into_iter().collect();
    vec![
        Target {
            name: "report",
            share: 90,
            corpus: corpus::reports(),
            words: HTML,
            run: Box::new(|input, dice| one_file("x/a.xls", input, dice)),
        },
        Target {
            name: "table",
            share: 100,
            corpus: lines,
            words: CSV,
            run: Box::new(move |input, dice| table(&stem_of(input, &by_header, &stems, dice), input, dice)),
        },
        Target {
            name: "header",
            share: 20,
            corpus: bytes(&[BUNDLE[0].1, "covers_from = \"2025-09-01\"\ncovers_to = \"2026-05-31\"\ncomplete = true\nyear = 2025\n"]),
            words: TOML,
            run: Box::new(header),
        },
        Target {
            name: "archive",
            share: 40,
            corpus: archives(),
            words: &["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "mark.csv", "../"],
            run: Box::new(|input, dice| one_file("x/a.zip", input, dice)),
        },
        Target {
            name: "mapping",
            share: 30,
            corpus: bytes(&[MAPPING, FOLDS, &format!("{MAPPING}{FOLDS}")]),
            words: TOML,
            run: Box::new(mapping),
        },
        Target {
            name: "mapped",
            share: 60,
            corpus: bytes(&[JOURNAL]),
            words: CSV,
            run: Box::new(|input, dice| mapped(MAPPING, input, dice)),
        },
    ]
}

/// The table whose good form begins like the input, else any.
fn stem_of(input: &[u8], good: &[(Vec<u8>, String)], stems: &[String], dice: &mut Dice) -> String {
    let alike = good.iter().find(|(text, _)| text.iter().zip(input).take(12).all(|(left, right)| left == right) && !input.is_empty());
    alike.map_or_else(|| stems[dice.index(stems.len())].clone(), |(_, stem)| stem.clone())
}

fn archives() -> Vec<Vec<u8>> {
    let files: Vec<(&str, &[u8])> = BUNDLE.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    vec![
        zip_of(&files),
        zip_of(&files[4..6]),
        zip_of(&[("a.xls", NEW.as_bytes())]),
        gzip(NEW.as_bytes()),
        zip_of(&[("mark.csv.gz", &gzip(BUNDLE[5].1.as_bytes()))]),
    ]
}

fn options() -> Options {
    Options { mapping: None, blanks: Blanks { class: None, year: Some(2025) } }
}

fn named(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), bytes.to_vec())
}

fn one_file(name: &str, input: &[u8], dice: &mut Dice) {
    follow(vec![named(name, input)], &options(), dice);
}

/// A table among the others it refers to.
fn table(stem: &str, input: &[u8], dice: &mut Dice) {
    let mut files: Vec<_> = BUNDLE
        .iter()
        .take(5)
        .filter(|(name, _)| !name.starts_with(stem))
        .map(|(name, text)| named(&format!("x/{name}"), text.as_bytes()))
        .collect();
    files.push(named(&format!("x/{stem}.csv"), input));
    follow(files, &options(), dice);
}

fn header(input: &[u8], dice: &mut Dice) {
    let mut files: Vec<_> = BUNDLE.iter().skip(1).map(|(name, text)| named(&format!("x/{name}"), text.as_bytes())).collect();
    files.push(named("x/bundle.toml", input));
    follow(files, &options(), dice);
}

fn mapping(input: &[u8], dice: &mut Dice) {
    mapped(&String::from_utf8_lossy(input), JOURNAL.as_bytes(), dice);
}

fn mapped(mapping: &str, journal: &[u8], dice: &mut Dice) {
    let files = vec![named("x/journal.csv", journal), named("x/groups.csv", GROUPS.as_bytes())];
    follow(files, &Options { mapping: Some(mapping.to_owned()), ..options() }, dice);
}

/// Reads files, now and then beside good ones, and follows them to batches and frames.
fn follow(mut files: Vec<(String, Vec<u8>)>, options: &Options, dice: &mut Dice) {
    let beside = options.mapping.is_none() && dice.below(8) == 0;
    if beside {
        files.extend(BUNDLE.iter().map(|(name, text)| named(&format!("good/{name}"), text.as_bytes())));
        files.push(named("reports/good.xls", NEW.as_bytes()));
    }
    let Ok(plan) = plan_bytes(files, options) else { return };
    let read = plan.read(&options.blanks);
    read.drafts.iter().for_each(count);
    if beside {
        nothing_good_is_lost(&read);
    }
    let known = Known::default();
    let context = Context { school: "school-1", known: &known, given_as_of: None, now: "2025-10-20 12:00" };
    for draft in read.drafts {
        if draft.has_no_year() {
            continue;
        }
        let events = events(&draft);
        let mut all = batches(draft, &context);
        arrived(&events, &all);
        if dice.below(8) == 0 {
            all.iter_mut().for_each(write_books);
        }
    }
}

type Place = (String, String);

/// Every row that was read stands in a table or in quarantine; nothing is quarantined that was not read.
fn count(draft: &Draft) {
    let mut places: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    let mut refused: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for rows in draft.tables.iter() {
        for row in 0..rows.len() {
            let text = |name| rows.text(row, name).unwrap_or_default().to_owned();
            places.entry(text("source_id")).or_default().insert(rows.place(row));
            if rows.table.name == "quarantine" {
                refused.entry(text("source_id")).or_default().insert(rows.place(row));
            }
        }
    }
    for source in &draft.sources {
        let of = |places: &BTreeMap<String, HashSet<String>>| places.get(&source.source_id).map_or(0, HashSet::len);
        let read = usize::try_from(source.rows_read).expect("a count");
        assert!(of(&refused) <= read.max(1), "{} quarantined of {read} in {}", of(&refused), source.file);
        if source.reader == "bundle" {
            assert_eq!(of(&places), read, "rows of {}", source.file);
        }
    }
}

fn nothing_good_is_lost(read: &Read) {
    let marks = |family: &str| -> usize {
        let drafts = read.drafts.iter().filter(|draft| draft.family == family);
        let good = drafts
            .filter(|draft| draft.sources.iter().any(|source| source.file.starts_with("good/") || source.file.starts_with("reports/")));
        good.filter_map(|draft| draft.tables.get("mark")).map(vedomost_rows).sum()
    };
    assert_eq!((marks("bundle"), marks("student_total")), (3, 4));
}

fn vedomost_rows(rows: &vedomost::import::Rows) -> usize {
    rows.len()
}

fn events(draft: &Draft) -> HashSet<Place> {
    let tables = ["mark", "attendance", "period_mark", "lesson", "homework"].iter().filter_map(|name| draft.tables.get(name));
    tables.flat_map(|rows| (0..rows.len()).map(move |row| place(rows, row))).collect()
}

fn place(rows: &vedomost::import::Rows, row: usize) -> Place {
    let text = |name| rows.text(row, name).unwrap_or_default().to_owned();
    (text("source_id"), rows.place(row))
}

/// Every event of the draft is in a batch or in its quarantine, unless an equal one is.
fn arrived(events: &HashSet<Place>, all: &[Batch]) {
    let mut there: HashSet<Place> = HashSet::new();
    for rows in all.iter().flat_map(|batch| batch.tables.iter()) {
        there.extend((0..rows.len()).map(|row| place(rows, row)));
    }
    let results: usize = all.iter().filter_map(|batch| batch.tables.get("period_mark")).map(vedomost_rows).sum();
    let lost: Vec<&Place> = events.difference(&there).collect();
    assert!(lost.is_empty() || results > 0, "lost on the way to the batch: {lost:?}");
}
