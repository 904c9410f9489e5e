//! `truth.json` of a sample against what the import made of its bundle: totals, planted things, edits between exports.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Folder, number, sql, vedomost};

/// A sample in a folder, its truth, and the store it was imported into.
struct Made {
    folder: Folder,
    truth: Value,
    store: String,
}

fn make(arguments: &[&str]) -> Made {
    let folder = Folder::new();
    let (out, store) = (folder.text("sample"), folder.text("store"));
    let all: Vec<&str> = ["sample", "--out", &out].into_iter().chain(arguments.iter().copied()).collect();
    vedomost(&all).expect(0);
    let run = vedomost(&["import", &folder.text("sample/bundle"), "--store", &store]).expect(0);
    assert!(!run.err.contains("info") && run.out.contains("quarantined 0"), "{}{}", run.out, run.err);
    let truth = read(&folder, "sample");
    Made { folder, truth, store }
}

fn read(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.path(name).join("truth.json")).expect("the truth")).expect("JSON")
}

impl Made {
    fn planted(&self, kind: &str) -> Vec<&Value> {
        self.truth["planted"].as_array().expect("a list").iter().filter(|thing| thing["kind"] == kind).collect()
    }

    /// Counts of the truth by key.
    fn totals(&self, name: &str) -> BTreeMap<String, i64> {
        let counts = self.truth["totals"][name].as_object().expect("counts");
        counts.iter().map(|(key, count)| (key.clone(), count.as_i64().expect("a number"))).collect()
    }

    /// Rows `key`, `n` of the store.
    fn counted(&self, text: &str) -> BTreeMap<String, i64> {
        let text_of = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        sql(&self.store, text).iter().map(|row| (text_of(&row["key"]), row["n"].as_i64().expect("a number n"))).collect()
    }

    fn number(&self, text: &str) -> i64 {
        number(&self.store, text)
    }

    fn count(&self, kind: &str) -> i64 {
        i64::try_from(self.planted(kind).len()).expect("small")
    }
}

#[test]
fn totals_are_those_of_the_store() {
    for arguments in [&["--students", "120", "--seed", "4"][..], &["--students", "100", "--seed", "5", "--profile", "vocational"]] {
        let made = make(arguments);
        for (table, rows) in made.totals("rows") {
            // One row a key: corrections of one minute are one; import adds the source's ids as aliases.
            if !["gradebook_access", "student_alias"].contains(&table.as_str()) {
                assert_eq!(made.number(&format!("SELECT count(*) AS n FROM {table}")), rows, "{table}");
            }
        }
        for (total, text) in [
            ("marks", "SELECT kind AS key, count(*) AS n FROM mark GROUP BY kind"),
            ("scores", "SELECT value::VARCHAR AS key, count(*) AS n FROM mark WHERE kind = 'score' GROUP BY value"),
            ("absences", "SELECT reason AS key, count(*) AS n FROM attendance GROUP BY reason"),
            ("lessons", "SELECT status AS key, count(*) AS n FROM lesson GROUP BY status"),
            ("period_marks", "SELECT kind || ' ' || status AS key, count(*) AS n FROM period_mark GROUP BY ALL"),
            ("movements", "SELECT kind AS key, count(*) AS n FROM student_movement GROUP BY kind"),
            ("marks_by_subject", "SELECT s.name AS key, count(*) AS n FROM mark m JOIN subject s USING (subject_id) GROUP BY s.name"),
        ] {
            assert_eq!(made.counted(text), made.totals(total), "{total}");
        }
        let members = "SELECT count(*) AS n FROM class_membership";
        assert_eq!(Some(made.number(members)), made.truth["totals"]["memberships"].as_i64());
        for roll in made.truth["totals"]["on_roll"].as_array().expect("a list") {
            let (class, date) = (roll["class"].as_str().expect("a class"), roll["date"].as_str().expect("a date"));
            let text =
                format!("{members} WHERE class_id = '{class}' AND from_date <= '{date}' AND COALESCE(to_date, '2099-01-01') >= '{date}'");
            assert_eq!(Some(made.number(&text)), roll["students"].as_i64(), "{roll}");
        }
    }
}

#[test]
fn the_indicator_of_absences_counts_what_was_planted() {
    let made = make(&["--students", "90", "--seed", "8"]);
    let run = vedomost(&["query", "attendance-by-cause", "--by", "school", "--period", "year", "--store", &made.store, "--format", "json"]);
    let rows = run.expect(0).json();
    let row = &rows["rows"][0];
    let planted = made.totals("absences");
    for (cause, column) in
        [("illness", "illness"), ("excused", "excused"), ("unexcused", "unexcused"), ("unset", "unset"), ("late", "late")]
    {
        let found = row.as_object().expect("a row").iter().find(|(name, _)| name.starts_with(column)).map(|(_, value)| value.as_i64());
        assert_eq!(found.flatten(), planted.get(cause).copied(), "{cause}: {row}");
    }
}

#[test]
fn planted_things_are_found_in_the_store() {
    let made =
        make(&["--students", "150", "--seed", "6", "--share", "crowded_cells=5%", "--share", "debts=60%", "--share", "open_results=2%"]);
    for (kind, text) in [
        ("missing_topic", "SELECT count(*) AS n FROM lesson WHERE topic IS NULL AND status <> 'cancelled'"),
        ("late_topic", "SELECT count(*) AS n FROM lesson WHERE left(topic_set_at, 10) > date::VARCHAR"),
        ("late_homework", "SELECT count(*) AS n FROM homework WHERE left(set_at, 10) > date::VARCHAR"),
        ("late_absence", "SELECT count(*) AS n FROM attendance WHERE left(set_at, 10) > date::VARCHAR"),
        ("late_mark", "SELECT count(*) AS n FROM mark WHERE left(set_at, 10)::DATE > date + 8"),
        ("edited_mark", "SELECT count(*) AS n FROM mark WHERE edited_at IS NOT NULL"),
        ("cancelled_lesson", "SELECT count(*) AS n FROM lesson WHERE status = 'cancelled'"),
        ("substitution", "SELECT count(*) AS n FROM lesson WHERE teacher_id <> planned_teacher_id"),
        ("unset_cause", "SELECT count(*) AS n FROM attendance WHERE reason = 'unset'"),
        ("remote_code", "SELECT count(*) AS n FROM attendance WHERE reason = 'remote'"),
        ("debt", "SELECT count(*) AS n FROM mark WHERE kind = 'debt' AND value IS NULL"),
        ("result_not_assessed", "SELECT count(*) AS n FROM period_mark WHERE status = 'not_assessed'"),
        ("result_exempt", "SELECT count(*) AS n FROM period_mark WHERE status = 'exempt'"),
        ("result_open", "SELECT count(*) AS n FROM period_mark WHERE status = 'empty'"),
        ("sport_exemption", "SELECT count(DISTINCT student_id) AS n FROM attendance WHERE reason = 'exempt'"),
        ("namesakes", "SELECT count(*) AS n FROM (SELECT full_name FROM student GROUP BY full_name HAVING count(*) > 1)"),
        (
            "crowded_cell",
            "SELECT count(*) AS n FROM (SELECT m.student_id FROM mark m JOIN attendance a USING (student_id, subject_id, date, lesson_number)
             GROUP BY m.student_id, m.subject_id, m.date, m.lesson_number HAVING count(*) > 1)",
        ),
        (
            "second_mark",
            "SELECT count(*) AS n FROM (SELECT m.student_id FROM mark m ANTI JOIN attendance a USING (student_id, subject_id, date, lesson_number)
             GROUP BY m.student_id, m.subject_id, m.date, m.lesson_number HAVING count(*) > 1)",
        ),
    ] {
        assert!(made.count(kind) > 0, "no {kind} was planted");
        assert_eq!(made.number(text), made.count(kind), "{kind}");
    }
    for week in made.planted("distance_week") {
        let (class, from, to) = (&week["class"], &week["from"], &week["to"]);
        let days = format!("class_id = {class} AND date BETWEEN {from} AND {to}").replace('"', "'");
        let (all, remote) = (format!("SELECT count(*) AS n FROM lesson WHERE {days}"), format!("{days} AND status = 'remote'"));
        assert_eq!(made.number(&all), made.number(&format!("SELECT count(*) AS n FROM lesson WHERE {remote}")), "{week}");
    }
    for kind in ["transfer_in", "transfer_out", "class_transfer", "long_illness", "late_result"] {
        assert!(made.count(kind) > 0, "no {kind} was planted");
    }
}

#[test]
fn a_share_of_nothing_plants_nothing_and_moves_nothing_else() {
    let folder = Folder::new();
    let mut tables = Vec::new();
    for (name, share) in [("usual", "late_topics=4.5%"), ("none", "late_topics=0"), ("all", "late_topics=100%")] {
        vedomost(&["sample", "--students", "60", "--seed", "9", "--share", share, "--out", &folder.text(name)]).expect(0);
        let bytes = |table: &str| std::fs::read(folder.path(&format!("{name}/bundle/{table}.csv"))).expect("a table");
        tables.push(["mark", "attendance", "homework", "period_mark", "student", "planned_lesson", "student_movement"].map(bytes));
        let truth = read(&folder, name);
        let late = truth["planted"].as_array().expect("a list").iter().filter(|thing| thing["kind"] == "late_topic").count();
        let given = truth["planted"].as_array().expect("a list").iter().filter(|thing| thing["kind"] == "missing_topic").count();
        assert!(given > 0);
        match share.rsplit('=').next() {
            Some("0") => assert_eq!(late, 0),
            Some("100%") => assert!(late > 1000, "{late}"),
            _ => assert!((50..600).contains(&late), "{late}"),
        }
    }
    assert!(tables[0] == tables[1] && tables[1] == tables[2], "another share of late topics moved something else");
}

#[test]
fn every_share_can_be_nothing_and_everything() {
    let list = vedomost(&["sample", "--list-shares"]).expect(0).out;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() >= 30, "{list}");
    for share in ["0", "100%"] {
        let folder = Folder::new();
        let wishes: Vec<String> = names.iter().map(|name| format!("{name}={share}")).collect();
        let mut arguments = vec!["sample", "--students", "30", "--out"];
        let out = folder.text("sample");
        arguments.push(&out);
        wishes.iter().for_each(|wish| arguments.extend(["--share", wish]));
        vedomost(&arguments).expect(0);
        vedomost(&["import", &folder.text("sample/bundle"), "--store", &folder.text("store")]).expect(0);
    }
}

#[test]
fn a_wrong_share_is_refused_with_the_nearest() {
    let folder = Folder::new();
    for (wish, words) in [("late_topic=5%", "late_topics"), ("debts", "NAME=SHARE"), ("debts=101%", "0 to 100%")] {
        let run = vedomost(&["sample", "--share", wish, "--out", &folder.text("sample")]).expect(2);
        assert!(run.err.contains(words), "{wish}: {}", run.err);
    }
    vedomost(&["sample"]).expect(2);
}

#[test]
fn three_hundred_edits_are_found_one_by_one_and_none_invented() {
    let made = make(&["--students", "120", "--seed", "11"]);
    let later = made.folder.text("later");
    vedomost(&["sample", "--students", "120", "--seed", "11", "--edited", "7", "--edits", "300", "--out", &later]).expect(0);
    vedomost(&["import", &format!("{later}/bundle"), "--store", &made.store]).expect(0);
    let truth = read(&made.folder, "later");
    let columns = ["table", "student", "subject", "period", "date", "lesson_number", "old", "new"];
    let key = |row: &Value| columns.map(|name| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned));
    let expected: BTreeSet<[String; 8]> = truth["edits"].as_array().expect("edits").iter().map(key).collect();
    assert_eq!(expected.len(), 300);
    let kinds: BTreeSet<&str> = truth["edits"].as_array().expect("edits").iter().filter_map(|edit| edit["kind"].as_str()).collect();
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    let rows = sql(
        &made.store,
        "SELECT e.table_name AS \"table\", a.alias AS student, s.name AS subject, e.period_id AS period, e.date::VARCHAR AS date,
            e.lesson_number, e.old_values AS old, e.new_values AS new
         FROM edit e JOIN student_alias a ON a.student_id = e.student_id AND a.alias_kind = 'source_id' JOIN subject s USING (subject_id)",
    );
    let found: BTreeSet<[String; 8]> = rows.iter().map(key).collect();
    assert_eq!(rows.len(), 300);
    assert!(found == expected, "missing: {:?}\ninvented: {:?}", expected.difference(&found).next(), found.difference(&expected).next());
}

#[test]
fn a_college_has_groups_semesters_and_modules() {
    let made = make(&["--students", "200", "--seed", "12", "--profile", "vocational"]);
    assert_eq!(made.number("SELECT count(*) AS n FROM class WHERE period_kind = 'semester' AND grade_level IS NULL"), 8);
    let periods = made.counted("SELECT period_id AS key, count(*) AS n FROM period_mark WHERE kind = 'period' GROUP BY period_id");
    assert_eq!(periods.keys().map(String::as_str).collect::<Vec<_>>(), ["s1", "s2"]);
    assert!(made.number("SELECT count(*) AS n FROM mark WHERE subject_id LIKE 'мдк%'") > 100);
    assert!(made.number("SELECT count(*) AS n FROM mark WHERE kind IN ('credit', 'no_credit')") > 10);
    let busiest = "SELECT max(n) AS n FROM (SELECT count(DISTINCT lesson_number) AS n FROM timetable_slot GROUP BY class_id, weekday)";
    assert!(made.number(busiest) <= 8);
}

#[test]
fn a_region_goes_into_a_store_school_by_school_and_leaves_no_files() {
    let folder = Folder::new();
    let store = folder.text("store");
    let run = vedomost(&["sample", "--schools", "4", "--students", "40", "--profile", "mixed", "--seed", "2", "--into", &store]).expect(0);
    assert!(run.out.contains("school-0004") && run.out.contains("Schools 4"), "{}", run.out);
    assert!(!folder.path("store/.sample").exists());
    let all_of = |table: &str| {
        let text = format!("SELECT school, count(*) AS n FROM {table} GROUP BY school ORDER BY school");
        let run = vedomost(&["sql", &text, "--store", &store, "--all-schools", "--format", "json"]).expect(0);
        run.json()["rows"].as_array().cloned().expect("rows")
    };
    let schools = all_of("student");
    assert_eq!(
        schools.iter().map(|row| row["school"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        ["school-0001", "school-0002", "school-0003", "school-0004"]
    );
    let out = folder.text("out");
    vedomost(&["sample", "--schools", "4", "--students", "40", "--seed", "2", "--only", "3", "--out", &out]).expect(0);
    let truth = read(&folder, "out/school-0003");
    assert_eq!(truth["students"].as_i64(), schools[2]["n"].as_i64());
    assert!(folder.path("out/school-0003/bundle/mark.csv.gz").exists() && !folder.path("out/school-0001").exists());
    assert_eq!(truth["totals"]["rows"]["mark"].as_i64(), all_of("mark")[2]["n"].as_i64());
    for wrong in [&["--schools", "0"][..], &["--schools", "1001"], &["--schools", "3", "--only", "4"], &["--schools", "3", "--only", "0"]] {
        let all: Vec<&str> = ["sample", "--out", &out].into_iter().chain(wrong.iter().copied()).collect();
        vedomost(&all).expect(2);
    }
}
