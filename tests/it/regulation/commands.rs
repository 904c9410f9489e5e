//! What people see of regulations: list, show, check, diff, explain; a school's own pack; several regulations in one store.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::support::{Folder, copy, project, vedomost};

const OWN: &str = "id = \"own\"\ntitle.ru = \"Свой\"\ntitle.en = \"Own\"\ninherit = \"s0\"\n";

/// A store with two schools, imported once.
static TWO: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new();
    let bundle = project("data-samples/school-25/bundle").display().to_string();
    for school in ["first", "second"] {
        vedomost(&["import", &bundle, "--store", &folder.text("store"), "--school", school]).expect(0);
    }
    folder
});

/// A store of one's own with the two schools and a pack `own` beside them.
fn store(folder: &Folder) -> String {
    copy(&TWO.path("store"), &folder.path("store"));
    let store = folder.text("store");
    folder.write("store/regulations/own.toml", format!("{OWN}[value.window_days]\nvalue = 14\nclause = \"п. 3\"\n"));
    store
}

#[test]
fn a_pack_is_shown_with_the_clause_and_the_source_of_each_line() {
    let out = vedomost(&["regulation", "show", "s0"]).expect(0).out;
    for words in [
        "  window_days = 7 — days without a mark  (S0, п. 6.1)",
        "  written_work — mark for a written work; grades 2–9: day of the work + 3 working days  (S0, п. 4.5)",
        "  lesson_record — record of a lesson (topic): day of the lesson, until 16:00  (S0, п. 4.5)",
        "  period_mark — mark for a period: last day of the period − 2 working days  (S0, п. 4.5)",
        "  written_work — mark for a written work; grades 10–11: no deadline is set  (S0, п. 4.5)",
        "(Формулы АИС «СГО» (Help/formulas.htm): успеваемость = (5 + 4 + 3) / N) ← neutral",
        "544н",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    let neutral = vedomost(&["regulation", "show", "neutral"]).expect(0).out;
    assert!(neutral.contains("This regulation sets no such deadline") && !neutral.contains("←"), "{neutral}");
    let ids: Vec<String> = vedomost(&["regulation", "list"])
        .expect(0)
        .out
        .lines()
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert_eq!(ids, ["neutral", "s0", "s1", "s2", "s3", "s4"]);
}

#[test]
fn an_unknown_regulation_is_met_with_the_nearest() {
    for command in [
        &["regulation", "show", "nutral"][..],
        &["explain", "performance", "--regulation", "nutral"],
        &["regulation", "diff", "s0", "nutral"],
    ] {
        let err = vedomost(command).expect(2).err;
        assert!(err.contains("there is no regulation “nutral”; the nearest: neutral"), "{err}");
    }
}

#[test]
fn check_names_file_line_clause_and_what_was_expected() {
    let folder = Folder::new();
    let file = folder.write(
        "bad.toml",
        "id = \"bad\"\ntitle.ru = \"Плохой\"\ntitle.en = \"Bad\"\ninherit = \"s2\"\nfoo = 1\n\
         [value.window_days]\nvalue = \"семь\"\nclause = \"п. 1\"\n\
         [value.mark_4_from_hundredths]\nvalue = 200\nclause = \"п. 2\"\n\
         [value.pass_from]\nvalue = 3\n\
         [value.print_by]\nvalue = \"30.06\"\nclause = \"п. 4\"\n\
         [[deadline]]\nrule = \"homework\"\nanchor = \"lesson_date\"\noffset = 1\nunit = \"hour\"\ncutoff = \"16:00\"\nclause = \"п. 5\"\n\
         [[deadline]]\nrule = \"homework\"\nanchor = \"lesson_date\"\noffset = 0\nunit = \"calendar_day\"\nclause = \"п. 6\"\n",
    );
    let out = vedomost(&["regulation", "check", &file]).expect(1).out;
    for words in [
        "bad.toml, line 5: the name “foo” is not known",
        "bad.toml, line 7 (п. 1): window_days = \"семь\"; expected: 1..366",
        "bad.toml, line 12: the field value.pass_from.clause is missing",
        "bad.toml, line 15 (п. 4): print_by = \"30.06\"; expected: \"MM-DD\" | \"\"",
        "bad.toml, line 22 (п. 5): cutoff = \"16:00\"; expected: unit = ",
        "bad.toml, line 24 (п. 6): a second deadline of “homework”",
        "Faults: 6",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    // Values that contradict what is inherited are seen once each of them can be read.
    let text = format!(
        "{}[value.mark_4_from_hundredths]\nvalue = 200\nclause = \"п. 2\"\n[value.quality_from]\nvalue = 2\nclause = \"п. 9\"\n",
        OWN.replace("s0", "s2")
    );
    let out = vedomost(&["regulation", "check", &folder.write("low.toml", text)]).expect(1).out;
    assert!(
        out.contains("low.toml, line 5 (п. 2): mark_4_from_hundredths = 200; expected: > mark_3_from_hundredths = 250 (S2, п. 6.3)"),
        "{out}"
    );
    assert!(out.contains("low.toml, line 8 (п. 9): quality_from = 2; expected: >= pass_from = 3 ("), "{out}");
    // Not TOML, not text, not there, a name that is taken, no parent.
    let broken = folder.write("broken.toml", b"id = \"x\"\n\xff[[");
    assert!(vedomost(&["regulation", "check", &broken]).expect(1).out.contains("broken.toml, line 2"));
    assert!(vedomost(&["regulation", "check", &folder.text("nothing.toml")]).expect(2).err.contains("nothing.toml"));
    let taken = folder.write("taken.toml", OWN.replace("\"own\"", "\"s3\""));
    assert!(vedomost(&["regulation", "check", &taken]).expect(1).out.contains("the id “s3” is taken: regulations/s3.toml"));
    let orphan = folder.write("orphan.toml", OWN.replace("inherit = \"s0\"\n", ""));
    assert!(vedomost(&["regulation", "check", &orphan]).expect(1).out.contains("neither it nor what it inherits states “pass_from”"));
    let good = folder.write("good.toml", format!("{OWN}[value.window_days]\nvalue = 14\nclause = \"п. 3\"\n"));
    let out = vedomost(&["regulation", "check", &good]).expect(0).out;
    assert!(out.contains("the regulation own is good; own values 1, rows of deadlines 0, lists 0; the rest from s0"), "{out}");
}

#[test]
fn diff_says_value_by_value_with_both_clauses() {
    let out = vedomost(&["regulation", "diff", "s0", "s3"]).expect(0).out;
    for words in [
        "grade1_homework — homework of grade 1\n  s0: none  (S0, п. 3.17)\n  s3: recorded  (S3, п. 1.3)\n",
        "access_out_every — results on paper for parents without access\n  s0: quarter  (S0, п. 4.4)\n  s3: \"\"  (",
        "  s0: current_mark — current mark: day of the lesson  (S0, п. 4.5)\n  s3: current_mark — current mark: day of the lesson, until 17:00  (S3, п. 3.4)",
        "  s3: no deadline is set",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    assert!(!out.contains("window_days"), "what is equal is left out: {out}");
    assert!(vedomost(&["regulation", "diff", "s2", "s2"]).expect(0).out.contains("do not differ"));
    // A file that is not in the store yet; a list of its own.
    let folder = Folder::new();
    let text = format!("{OWN}[scope.obligatory_works]\nvalues = [\"Физика\"]\nclause = \"п. 7\"\n");
    let out = vedomost(&["regulation", "diff", "s0", &folder.write("own.toml", text)]).expect(0).out;
    assert!(out.starts_with("obligatory_works") && out.contains("  own: физика  (п. 7)"), "{out}");
    assert_eq!(out.lines().count(), 3, "{out}");
}

#[test]
fn each_school_of_a_store_has_its_own_row() {
    let folder = Folder::new();
    let store = store(&folder);
    vedomost(&["store", "school", "first", "--store", &store, "--regulation", "own"]).expect(0);
    let run =
        vedomost(&["store", "school", "second", "--store", &store, "--regulation", "s4", "--regulation-from", "02.09.2025"]).expect(0);
    assert!(run.out.contains("second follows the regulation s4 from the school year 2026-27 on"), "{}", run.out);
    let windows = || {
        let run = vedomost(&[
            "sql",
            "SELECT school, window_days, transfer_by FROM regulation ORDER BY school",
            "--store",
            &store,
            "--all-schools",
            "--format",
            "csv",
        ]);
        run.expect(0).out.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(windows(), ["first,14,", "second,7,"]);
    vedomost(&["store", "school", "second", "--store", &store, "--regulation", "s4", "--regulation-from", "2025-09-01"]).expect(0);
    assert_eq!(windows(), ["first,14,", "second,7,06-20"]);
    let rows =
        "SELECT school || ' ' || rule || ' ' || clause AS n FROM regulation_deadline WHERE rule IN ('absence', 'homework') ORDER BY n";
    let run = vedomost(&["sql", rows, "--store", &store, "--all-schools", "--format", "csv"]).expect(0);
    let found: Vec<&str> = run.out.lines().skip(1).map(|line| line.trim_matches('"')).collect();
    assert_eq!(
        found,
        ["first absence S0, п. 4.5", "first homework S0, п. 4.5", "second absence S4, §6, строка 4", "second homework S4-Р, п. 2.2"]
    );
    let list = vedomost(&["regulation", "list", "--store", &store]).expect(0).out;
    assert!(
        list.contains("own          Own\n             schools: first\n") && list.contains("schools: second 2025-09-01, second 2025-09-02"),
        "{list}"
    );
    // An unknown one is refused before anything is written.
    assert!(vedomost(&["store", "school", "second", "--store", &store, "--regulation", "s9"]).expect(2).err.contains("no regulation “s9”"));
    // So is a school that nobody named: a slip would else stand in the store beside the right one.
    let slip = vedomost(&["store", "school", "secnd", "--store", &store, "--regulation", "s4"]).expect(2).err;
    assert!(slip.contains("secnd") && slip.contains("second «") && slip.contains("--name"), "{slip}");
    assert!(!vedomost(&["regulation", "list", "--store", &store]).expect(0).out.contains("secnd"));
}

#[test]
fn a_regulation_named_on_the_command_line_goes_before_that_of_the_school() {
    let folder = Folder::new();
    let store = store(&folder);
    let days = |more: &[&str]| {
        let mut line = vec!["sql", "SELECT window_days AS n FROM regulation", "--store", &store, "--school", "first", "--format", "json"];
        line.extend(more);
        vedomost(&line).expect(0).json()["rows"][0]["n"].as_i64()
    };
    assert_eq!((days(&[]), days(&["--regulation", "own"])), (Some(7), Some(14)));
    let script = vedomost(&["query", "students-without-marks", "--store", &store, "--school", "first", "--regulation", "s2", "--show-sql"])
        .expect(0)
        .out;
    assert!(
        script
            .contains("\n    ('first', 2025, 'written_work', ',control,', 0, 11, NULL, NULL, 'work_date', 24, 'hour', NULL, 'S2, п. 4.4')")
    );
    assert!(script.contains("INSERT INTO regulation_deadline VALUES") && script.contains("CREATE TABLE regulation_scope"));
    assert!(
        vedomost(&["query", "standings", "--store", &store, "--school", "first", "--period", "q1", "--regulation", "s"])
            .expect(2)
            .err
            .contains("no regulation “s”")
    );
}

#[test]
fn a_sheet_names_the_regulation_by_which_it_was_made() {
    let folder = Folder::new();
    let store = store(&folder);
    vedomost(&["store", "school", "second", "--store", &store, "--regulation", "own"]).expect(0);
    let titles = |school: &str, more: &[&str]| {
        let out = folder.text(&format!("sheets-{school}-{}", more.len()));
        let mut line = vec!["report", "class-marksheet", "--store", &store, "--school", school, "--class", "9Б", "--out", &out, "--data"];
        line.extend(more);
        vedomost(&line).expect(0);
        let files = std::fs::read_dir(&out).expect("sheets").map(|file| file.expect("a file").path());
        let json =
            files.filter(|path| path.extension().is_some_and(|end| end == "json")).map(|path| std::fs::read_to_string(path).expect("JSON"));
        json.collect::<Vec<_>>().join("\n")
    };
    assert!(titles("second", &[]).contains("\"regulation\":\"Свой\""));
    assert!(titles("first", &[]).contains("\"regulation\":\"Нейтральный регламент"));
    assert!(titles("first", &["--regulation", "s4"]).contains("\"regulation\":\"S4: Положение"));
}

#[test]
fn a_wrong_pack_in_the_store_is_named_and_nothing_is_counted_by_it() {
    let folder = Folder::new();
    let store = store(&folder);
    vedomost(&["store", "school", "first", "--store", &store, "--regulation", "own"]).expect(0);
    folder.write("store/regulations/own.toml", format!("{OWN}[value.window_days]\nvalue = 0\nclause = \"п. 3\"\n"));
    let query = |school: &str| vedomost(&["query", "standings", "--store", &store, "--school", school, "--period", "q1"]);
    let err = query("first").expect(2).err;
    assert!(
        err.contains("own.toml, line 6 (п. 3): window_days = 0; expected: 1..366") && err.contains("vedomost regulation check"),
        "{err}"
    );
    // Who does not follow it goes on; the list names the fault behind the sound packs.
    query("second").expect(0);
    let list = vedomost(&["regulation", "list", "--store", &store]).expect(2);
    assert!(list.out.contains("neutral") && list.err.contains("own.toml, line 6"), "{} {}", list.out, list.err);
    // A pack that is checked where it lies is not taken for its own double.
    let out = vedomost(&["regulation", "check", &folder.text("store/regulations/own.toml"), "--store", &store]).expect(1).out;
    assert!(out.contains("Faults: 1"), "{out}");
}

#[test]
fn a_backup_holds_the_packs_of_the_store() {
    let folder = Folder::new();
    let store = store(&folder);
    vedomost(&["store", "school", "first", "--store", &store, "--regulation", "own"]).expect(0);
    vedomost(&["store", "backup", "--store", &store, "--to", &folder.text("copy")]).expect(0);
    std::fs::remove_dir_all(folder.path("store/regulations")).expect("removed");
    assert!(vedomost(&["sql", "SELECT 1 AS n", "--store", &store, "--school", "first"]).expect(2).err.contains("no regulation “own”"));
    vedomost(&["store", "restore", "--store", &store, "--from", &folder.text("copy")]).expect(0);
    let run = vedomost(&["sql", "SELECT window_days AS n FROM regulation", "--store", &store, "--school", "first", "--format", "json"]);
    assert_eq!(run.expect(0).json()["rows"][0]["n"], 14);
}

#[test]
fn explain_shows_what_holds_for_the_schools_of_the_store() {
    let folder = Folder::new();
    let store = store(&folder);
    vedomost(&["store", "school", "first", "--store", &store, "--regulation", "own"]).expect(0);
    let explain = |more: &[&str]| {
        let mut line = vec!["explain", "students-without-marks", "--store", &store, "--year", "2025"];
        line.extend(more);
        vedomost(&line).expect(0).out
    };
    let all = explain(&[]);
    assert!(
        all.contains("Values of the regulation own (first):\n") && all.contains("  window_days = 14 — days without a mark  (п. 3)\n"),
        "{all}"
    );
    assert!(all.contains("Values of the regulation neutral (second):\n") && all.contains("window_days = 7"), "{all}");
    assert!(!explain(&["--school", "second"]).contains("window_days = 14"));
    assert!(explain(&["--regulation", "s0"]).contains("(S0, п. 6.1)"));
    // Only what the query names.
    assert!(!all.contains("sou_weight_5") && !all.contains("deadline"), "{all}");
    assert!(vedomost(&["explain", "performance", "--store", &store, "--school", "third"]).expect(2).err.contains("third"));
}

#[test]
fn every_value_deadline_and_list_has_words_in_both_languages() {
    use vedomost::messages::{Lang, has};
    use vedomost::regulation::deadline::{RULES, UNITS, WORKS};
    let mut keys: Vec<String> = vedomost::regulation::KEYS.iter().map(|key| format!("key.{}", key.name)).collect();
    keys.extend(RULES.iter().map(|(rule, _)| format!("deadline.rule.{rule}")));
    keys.extend(RULES.iter().flat_map(|(_, anchors)| anchors.iter().map(|anchor| format!("deadline.anchor.{anchor}"))));
    keys.extend(UNITS.iter().map(|unit| format!("deadline.unit.{unit}")));
    keys.extend(WORKS.iter().map(|work| format!("deadline.work.{work}")));
    keys.extend(vedomost::regulation::scope::SCOPES.iter().map(|scope| format!("scope.{scope}")));
    for key in keys {
        assert!(has(Lang::Ru, &key) && has(Lang::En, &key), "{key}");
    }
}

/// Keys whose line in `regulation show` says that no figure reads the value.
#[test]
fn a_value_that_moves_no_figure_is_marked() {
    let out = vedomost(&["regulation", "show", "neutral"]).expect(0).out;
    let marked: Vec<&str> = out
        .lines()
        .filter(|line| line.contains("[for reference: no figure reads this value yet]"))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(marked, ["journal_years", "sheet_years"]);
}

/// F10 of the first quarter under a pack with these lines: its data.
fn summary(folder: &Folder, lines: &str) -> Value {
    let store = store(folder);
    folder.write("store/regulations/own.toml", format!("{OWN}{lines}"));
    let out = folder.text("out");
    let run = ["report", "school-summary", "--store", &store, "--school", "first", "--period", "q1", "--regulation", "own", "--out", &out];
    vedomost(&[&run[..], &["--data"]].concat()).expect(0);
    let file = std::fs::read_dir(&out)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "json"));
    serde_json::from_slice(&std::fs::read(file.expect("data")).expect("a file")).expect("JSON")
}

#[test]
fn a_sheet_prints_percentages_and_the_one_four_as_the_regulation_says() {
    let inside = summary(&Folder::new(), "[value.percent_digits]\nvalue = 0\nclause = \"п. 1\"\n");
    let beside = summary(&Folder::new(), "[value.one_four_inside_good]\nvalue = 0\nclause = \"п. 2\"\n");
    let quality =
        |data: &Value| data["tables"][0]["rows"].as_array().and_then(|rows| Some(rows.last()?["cells"].as_array()?.last()?.clone()));
    let (whole, two) = (quality(&inside).expect("a cell"), quality(&beside).expect("a cell"));
    assert_eq!((&whole["scale"], &two["scale"]), (&json!(0), &json!(2)));
    assert!(!whole["text"].as_str().unwrap_or(",").contains(','), "{whole}");
    assert!(two["text"].as_str().unwrap_or_default().contains(','), "{two}");
    // The whole percentage is the other one, rounded half-up once.
    assert_eq!(whole["value"].as_i64(), two["value"].as_i64().map(|hundredths| (hundredths + 50) / 100));
    let title = |data: &Value| {
        let columns = data["tables"][0]["columns"].as_array().cloned().unwrap_or_default();
        columns.into_iter().find(|column| column["key"] == "one_four").map(|column| column["title"].clone())
    };
    assert_ne!(title(&inside), title(&beside));
    assert!(inside["notes"].to_string().contains("одной «4» входят") && beside["notes"].to_string().contains("одной «4» не входят"));
}
