//! `vedomost check`: the weekly control of an invented school against what was planted there, its pages, what was put right.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Folder, vedomost};

const WEEK: (&str, &str) = ("2026-03-16", "2026-03-22");

/// A store of an invented school that follows a regulation, and its truth.
struct Made {
    folder: Folder,
    store: String,
    truth: Value,
}

fn make(regulation: &str, arguments: &[&str]) -> Made {
    let folder = Folder::new();
    let (out, store) = (folder.text("sample"), folder.text("store"));
    let all: Vec<&str> =
        ["sample", "--students", "70", "--seed", "21", "--out", &out].into_iter().chain(arguments.iter().copied()).collect();
    vedomost(&all).expect(0);
    vedomost(&["import", &folder.text("sample/bundle"), "--store", &store]).expect(0);
    vedomost(&["store", "school", "school-1", "--store", &store, "--regulation", regulation]).expect(0);
    let truth = serde_json::from_slice(&std::fs::read(folder.path("sample/truth.json")).expect("the truth")).expect("JSON");
    Made { folder, store, truth }
}

impl Made {
    fn planted(&self, kind: &str) -> Vec<&Value> {
        self.truth["planted"].as_array().expect("a list").iter().filter(|thing| thing["kind"] == kind).collect()
    }

    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let all: Vec<&str> =
            ["query"].into_iter().chain(arguments.iter().copied()).chain(["--store", &self.store, "--format", "json"]).collect();
        vedomost(&all).expect(0).json()["rows"].as_array().cloned().expect("rows")
    }

    fn check(&self, arguments: &[&str]) -> Value {
        let all: Vec<&str> =
            ["check"].into_iter().chain(arguments.iter().copied()).chain(["--store", &self.store, "--format", "json"]).collect();
        vedomost(&all).expect(0).json()
    }
}

/// Date, class and number of lessons.
fn lessons<'a>(rows: impl IntoIterator<Item = &'a Value>, class: &str) -> BTreeSet<(String, String, i64)> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.into_iter().map(|row| (text(row, "date"), text(row, class), row["lesson_number"].as_i64().unwrap_or(0))).collect()
}

#[test]
fn what_was_planted_late_or_empty_is_found_and_nothing_else() {
    // S4: the topic on the day of the lesson, so a topic is late when it was entered on a later day.
    let made = make("s4", &[]);
    let breaches = made.rows(&["deadline-breaches"]);
    let of = |record: &str, verdict: &str| -> Vec<&Value> {
        breaches.iter().filter(|row| row["record"] == record && row["verdict"] == verdict).collect()
    };
    let late = made.planted("late_topic");
    assert!(late.len() > 20, "{}", late.len());
    assert_eq!(of("lesson_record", "late").len(), late.len());
    assert_eq!(lessons(of("lesson_record", "late"), "class_id"), lessons(late, "class"));
    let empty = made.planted("missing_topic");
    assert!(!empty.is_empty());
    assert_eq!(of("lesson_record", "missing").len(), empty.len());
    assert_eq!(lessons(of("lesson_record", "missing"), "class_id"), lessons(empty, "class"));
    // Marks changed more than 20 days after their lesson, by the stamps that were planted.
    let days = |thing: &&&Value| {
        let day = |text: &Value| text.as_str().and_then(|text| text[..10].parse::<chrono::NaiveDate>().ok()).expect("a date");
        (day(&thing["value"]) - day(&thing["date"])).num_days() > 20
    };
    let planted = made.planted("edited_mark").iter().filter(days).count();
    // S4 forbids no late changes, S0 does.
    assert!(made.rows(&["late-edits"]).is_empty());
    vedomost(&["store", "school", "school-1", "--store", &made.store, "--regulation", "s0"]).expect(0);
    let found = made.rows(&["late-edits"]);
    assert_eq!(found.iter().filter(|row| row["seen_in"] == "stamp" && row["what"] == "mark_changed").count(), planted);
    assert!(planted > 0);
    // Sums of any grain are those of the school.
    let columns = ["records", "in_time", "late", "missing", "not_determinable", "no_rule", "open", "judged"];
    let totals = |by: &str| {
        let rows = made.rows(&["deadlines", "--by", by]);
        columns.map(|column| rows.iter().map(|row| row[column].as_i64().expect("a count")).sum::<i64>())
    };
    let school = totals("school");
    for by in ["teacher", "class", "subject", "grade_level", "stage", "week", "class_subject", "teacher_class_subject"] {
        assert_eq!(totals(by), school, "{columns:?} by {by}");
    }
}

#[test]
fn three_regulations_with_three_hours_on_one_store() {
    let made = make("s0", &[]);
    let topics = |regulation: &str| {
        vedomost(&["store", "school", "school-1", "--store", &made.store, "--regulation", regulation]).expect(0);
        let rows = made.rows(&["deadlines", "--by", "school", "--from", WEEK.0, "--to", WEEK.1]);
        let row = |record: &str| rows.iter().find(|row| row["record"] == record).cloned().unwrap_or_default();
        (row("lesson_record"), row("current_mark"))
    };
    let (sixteen, twenty, seventeen) = (topics("s0"), topics("s2"), topics("s3"));
    assert!(sixteen.0["late"].as_i64() >= twenty.0["late"].as_i64(), "{sixteen:?} {twenty:?}");
    assert_eq!(sixteen.0["judged"], twenty.0["judged"]);
    assert_eq!(seventeen.0["no_rule"], seventeen.0["records"]);
    assert_eq!((&twenty.1["no_rule"], &seventeen.1["no_rule"]), (&twenty.1["records"], &Value::from(0)));
}

#[test]
fn a_week_has_a_page_for_the_deputy_and_a_list_for_each_teacher() {
    let made = make("s0", &[]);
    let control = made.check(&["--week", "2026-W12"]);
    assert_eq!((control["from"].as_str(), control["to"].as_str()), (Some(WEEK.0), Some(WEEK.1)));
    // The lines stand for the rows of deadline_breaches, together.
    let breaches =
        made.rows(&["deadline-breaches", "--from", WEEK.0, "--to", WEEK.1, "--as-of", control["as_of"].as_str().expect("a day")]);
    let records = ["lesson_record", "homework", "current_mark", "written_work", "absence", "absence_correction", "period_mark", "movement"];
    let fixes = control["fixes"].as_array().expect("lines");
    let of_deadlines = fixes.iter().filter(|fix| records.contains(&fix["kind"].as_str().unwrap_or_default()));
    assert_eq!(
        of_deadlines.map(|fix| fix["records"].as_i64().expect("a count")).sum::<i64>(),
        i64::try_from(breaches.len()).expect("small")
    );
    assert!(fixes.iter().any(|fix| fix["state"] == "enter") && fixes.iter().any(|fix| fix["state"] == "late"));
    assert!(fixes.iter().all(|fix| !fix["what"].as_str().unwrap_or_default().contains("control.")), "{fixes:?}");
    // Every teacher has a page, the deputy's is first, and every class stands on it.
    let pages = control["pages"].as_array().expect("pages");
    assert_eq!(pages[0]["file"], "deputy");
    let teachers = made.rows(&["deadlines", "--by", "teacher", "--from", WEEK.0, "--to", WEEK.1]);
    let ids: BTreeSet<&str> = teachers.iter().filter_map(|row| row["teacher_id"].as_str()).collect();
    assert!(pages.len() > ids.len());
    let classes = made.rows(&["journal-filling", "--by", "class", "--from", WEEK.0, "--to", WEEK.1]);
    let text = vedomost(&["check", "--week", "2026-W12", "--store", &made.store]).expect(0).out;
    for class in classes.iter().filter_map(|row| row["class_id"].as_str()) {
        assert!(text.contains(class), "{class}");
    }
    let russian = {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code =
            vedomost::cli::run(["vedomost", "--lang", "ru", "check", "--week", "2026-W12", "--store", &made.store], &mut out, &mut err);
        assert_eq!(code, 0);
        String::from_utf8(out).expect("UTF-8")
    };
    assert!(russian.contains("Внести:") && russian.contains("Всего по школе") && !russian.contains("control."), "{russian}");
    // A past week is judged by all that is known: the page says up to which day.
    assert!(russian.contains("Просроченное посчитано по день данных"), "{russian}");
    assert!(!text.contains("control.") && !text.contains("reason."), "{text}");
    let csv = vedomost(&["check", "--week", "2026-W12", "--store", &made.store, "--format", "csv"]).expect(0).out;
    assert_eq!(csv.lines().count(), fixes.len() + 1);
}

#[test]
fn pages_go_into_files_and_pdf() {
    let made = make("s0", &["--share", "missing_topics=20%"]);
    let out = made.folder.text("control");
    vedomost(&["check", "--week", "2026-W12", "--store", &made.store, "--out", &out, "--pdf"]).expect(0);
    let names: Vec<String> = std::fs::read_dir(&out)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let count = |end: &str| names.iter().filter(|name| name.ends_with(end)).count();
    assert!(count(".txt") > 5 && count(".txt") == count(".pdf"), "{names:?}");
    assert!(names.contains(&"2026-W12-deputy.pdf".to_owned()), "{names:?}");
    let pdf = std::fs::read(made.folder.path("control/2026-W12-deputy.pdf")).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-"));
    // Pages name people: each file has its line in the audit.
    let audit = vedomost(&["store", "audit", "--store", &made.store, "--format", "json"]).expect(0).json();
    let lines = audit["lines"].as_array().expect("lines");
    let listed = |name: &String| lines.iter().any(|line| line["file"].as_str().is_some_and(|file| file.ends_with(name)));
    assert!(lines.len() == names.len() && names.iter().all(listed), "{lines:?}");
    assert!(lines.iter().all(|line| line["command"] == "check" && line["period"] == "2026-W12"), "{lines:?}");
    vedomost(&["check", "--month", "2026-03", "--store", &made.store, "--out", &out]).expect(0);
    let director = std::fs::read_to_string(made.folder.path("control/2026-03-director.txt")).expect("a page");
    assert!(director.contains("16.03 – 22.03") && director.contains("The whole school"), "{director}");
    // The same control twice gives the same bytes.
    let again = made.folder.text("again");
    vedomost(&["check", "--month", "2026-03", "--store", &made.store, "--out", &again]).expect(0);
    assert_eq!(director, std::fs::read_to_string(made.folder.path("again/2026-03-director.txt")).expect("a page"));
}

#[test]
fn what_was_put_right_since_the_last_control() {
    let folder = Folder::new();
    let store = folder.text("store");
    let bundle = |name: &str, as_of: &str, topics: [&str; 3]| {
        let put = |table: &str, text: &str| drop(folder.write(&format!("{name}/{table}.csv"), text));
        folder.write(
            &format!("{name}/bundle.toml"),
            format!("school = \"school-1\"\nyear = 2025\nas_of = \"{as_of}\"\ncovers_from = \"2025-09-01\"\ncovers_to = \"{as_of}\"\ncomplete = true\n"),
        );
        put("school", "school_id,name,time_zone\nschool-1,Школа,Europe/Moscow\n");
        put("subject", "subject_id,name\nфизика,Физика\n");
        put("teacher", "teacher_id,full_name\nt1,Иванова Анна Петровна\n");
        put("class", "class_id,name,grade_level\n9Б,9Б,9\n");
        put("student", "student_id,full_name\np1,Петров Иван Ильич\n");
        put("class_membership", "student_id,class_id,from_date\np1,9Б,2025-09-01\n");
        let days = ["2025-09-08", "2025-09-09", "2025-09-10"];
        let line = |(day, topic): (&str, &str)| {
            let stamp = if topic.is_empty() { "" } else { "2025-09-15 10:00" };
            format!("9Б,физика,t1,{day},1,held,{topic},{stamp}\n")
        };
        let rows: String = days.into_iter().zip(topics).map(line).collect();
        put("lesson", &format!("class_id,subject_id,teacher_id,date,lesson_number,status,topic,topic_set_at\n{rows}"));
        let rows: String = days.iter().map(|day| format!("9Б,физика,{day},§ 1,{day} 12:00\n")).collect();
        put("homework", &format!("class_id,subject_id,date,text,set_at\n{rows}"));
        vedomost(&["import", &folder.text(name), "--store", &store]).expect(0);
    };
    bundle("first", "2025-09-14", ["", "", ""]);
    vedomost(&["store", "school", "school-1", "--store", &store, "--regulation", "s0"]).expect(0);
    let check = |arguments: &[&str]| {
        let all: Vec<&str> =
            ["check"].into_iter().chain(arguments.iter().copied()).chain(["--store", &store, "--format", "json"]).collect();
        vedomost(&all).expect(0).json()["put_right"].clone()
    };
    assert!(check(&["--week", "2025-W38"]).is_null(), "there is nothing to compare with");
    // A week later two of the three topics are there.
    bundle("second", "2025-09-21", ["Сила", "", "Масса"]);
    let right = check(&["--week", "2025-W38"]);
    assert_eq!((&right["version"], &right["empty_then"], &right["filled_now"]), (&Value::from(1), &Value::from(3), &Value::from(2)));
    // Nothing ends before week 37; a version can be named, and one that is not there is refused.
    assert!(check(&["--week", "2025-W37"]).is_null());
    assert_eq!(check(&["--week", "2025-W38", "--since", "1"])["filled_now"], 2);
    let wrong = vedomost(&["check", "--week", "2025-W38", "--since", "9", "--store", &store]).expect(2);
    assert!(wrong.err.contains('9'), "{}", wrong.err);
}

#[test]
fn a_wrong_week_is_refused_with_what_is_expected() {
    let folder = Folder::new();
    for (flag, value) in [("--week", "2026-W60"), ("--week", "март"), ("--month", "2026-13")] {
        let run = vedomost(&["check", flag, value, "--store", &folder.text("store")]).expect(2);
        assert!(run.err.contains(value) && run.err.contains("e.g. 2026"), "{}", run.err);
    }
    vedomost(&["check", "--store", &folder.text("store")]).expect(2);
}

#[test]
fn a_school_without_lessons_says_so_instead_of_zero() {
    // Reports of students know marks and absences only: no topic is late, no homework is missing, and every class is named.
    let folder = Folder::new();
    let (out, store) = (folder.text("sample"), folder.text("store"));
    vedomost(&["sample", "--students", "30", "--seed", "3", "--out", &out]).expect(0);
    vedomost(&["import", &folder.text("sample/student-total"), "--store", &store, "--year", "2025"]);
    vedomost(&["store", "school", "school-1", "--store", &store, "--regulation", "s0"]).expect(0);
    let text = vedomost(&["check", "--week", "2025-W42", "--store", &store]).expect(0).out;
    assert!(text.contains("not a single lesson") && text.contains("the export has no time of entry"), "{text}");
}
