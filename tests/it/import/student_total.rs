//! The СГО report of one student, in both known generations of its HTML.

use crate::support::{Folder, number, sql, vedomost};

/// The newer generation: a fragment, two months, an average and a final mark of a trimester.
pub const NEW: &str = r#"
<div><h5 class="report-title-school">МОУ &quot;Лицей № 0&quot;</h5><h2 class="main-report-title">Отчет об успеваемости и посещаемости ученика</h2></div>
<table cellspacing="10px"><tr><td class="no-border"><span class="select"><b>Учебный год:</b> 2025/2026</span><br />
<span class="select"><b>Класс:</b> 9 б</span><br /><span class="select"><b>Период:</b> с 1.09.2025 по 30.11.2025</span><br />
<span class="select" data-sheet-name="Ёлкина Анна Петровна"><b>Ученик:</b> Ёлкина Анна Петровна</span></td></tr></table>
<table class="table-print"><tr><th rowspan="2">Предмет</th><th colspan="2">Сентябрь</th><th colspan="2">Октябрь</th><th rowspan="2">Средн.<br />оценка <br> 1 триместр</th><th rowspan="2">Итог.оценка <br> 1 триместр</th></tr>
<tr><th>2</th><th>15</th><th>2</th><th>16</th></tr>
<tr><td class="cell-text">Алгебра</td><td>УП</td><td>
    5 4
</td><td>Б
   3</td><td></td><td class="cell-num-2">4</td><td class="cell-num-2">4</td></tr>
<tr><td class="cell-text">Физика</td><td>ОП</td><td></td><td>HП</td><td>.</td><td></td><td>н/а</td></tr>
<tr><td class="cell-text">Химия</td><td></td><td></td><td></td><td></td><td></td><td></td></tr></table>
<span class="smalltext"><i>Состояние на20.10.2025 17:40:20</i></span>"#;

/// The older generation: a page with a charset, short years, one average for the whole report, own code in the legend.
pub const OLD: &str = r#"<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><h5 class="report-title-school">МОУ "Лицей № 0"</h5>
<h2>Отчет об успеваемости и посещаемости ученика</h2><table><tr><td><span class="select"><b>Учебный год:</b> 2025/2026</span><br>
<span class="select"><b>Класс:</b> 9Б</span><br><span class="select"><b>Период:</b> с 1.09.25 по 26.10.25</span><br><span class="select"><b>Ученик:</b> Жуков Лев</span></td></tr></table>
<table class="table-print"><tr><th rowspan="2">Предмет</th><th colspan="2">Сентябрь</th><th rowspan="2">Средняя оценка</th></tr><tr><th>3</th><th>9</th></tr>
<tr><td class="cell-text">Алгебра</td><td>5&nbsp;</td><td>4 ДН</td><td class="cell-num">4,9</td></tr></table>
<p>ДН — Дистанционно</p><i>Состояние на 27.10.2025 9:05:00</i>"#;

fn store_of(files: &[(&str, &str)]) -> (Folder, String) {
    let folder = Folder::new();
    for (name, text) in files {
        folder.write(&format!("in/{name}"), text);
    }
    let store = folder.text("store");
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    (folder, store)
}

#[test]
fn marks_codes_and_days_of_the_newer_generation() {
    let (_folder, store) = store_of(&[("a.xls", NEW)]);
    let marks = sql(&store, "SELECT subject_id, date, kind, value, seq FROM mark ORDER BY subject_id, date, seq");
    let shown: Vec<String> = marks
        .iter()
        .map(|row| format!("{} {} {} {}", row["subject_id"], row["date"], row["kind"], row["value"]).replace('"', ""))
        .collect();
    assert_eq!(
        shown,
        ["алгебра 2025-09-15 score 5", "алгебра 2025-09-15 score 4", "алгебра 2025-10-02 score 3", "физика 2025-10-16 debt null"]
    );
    let absences = sql(&store, "SELECT subject_id, date, reason FROM attendance ORDER BY subject_id, date");
    let shown: Vec<String> =
        absences.iter().map(|row| format!("{} {} {}", row["subject_id"], row["date"], row["reason"]).replace('"', "")).collect();
    assert_eq!(
        shown,
        ["алгебра 2025-09-02 excused", "алгебра 2025-10-02 illness", "физика 2025-09-02 late", "физика 2025-10-02 unexcused"]
    );
    assert_eq!(number(&store, "SELECT count(*) AS n FROM period_mark WHERE period_id = 't1' AND status = 'set' AND value = 4"), 1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM period_mark WHERE period_id = 't1' AND status = 'not_assessed'"), 1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM subject"), 3, "a subject without data is listed too");
}

#[test]
fn the_report_speaks_for_its_period_cut_at_its_date() {
    let (_folder, store) = store_of(&[("a.xls", NEW)]);
    let rows = sql(&store, "SELECT DISTINCT from_date, to_date, as_of FROM coverage WHERE table_name = 'mark'");
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["from_date"].as_str(), rows[0]["to_date"].as_str()), (Some("2025-09-01"), Some("2025-10-20")));
    assert_eq!(rows[0]["as_of"].as_str(), Some("2025-10-20 17:40"));
    let member = sql(&store, "SELECT class_id, from_date, to_date, derived FROM class_membership");
    assert_eq!((member[0]["class_id"].as_str(), member[0]["derived"].as_bool()), (Some("9Б"), Some(true)));
}

#[test]
fn a_printed_average_that_differs_is_a_finding() {
    let folder = Folder::new();
    folder.write("in/a.xls", OLD);
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    // (5 + 4) / 2 = 4.5, the report prints 4,9.
    assert!(run.err.contains("the report says mean 4,9, the marks give 4,5"), "{}", run.err);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM reported_value WHERE raw = '4,9' AND ours = '4,5' AND NOT agrees"), 1);
    assert_eq!(
        number(&store, "SELECT count(*) AS n FROM attendance WHERE reason = 'remote' AND raw = '4 ДН'"),
        1,
        "a code of the file's own legend"
    );
}

#[test]
fn blank_class_and_year_come_from_the_command_line() {
    let folder = Folder::new();
    folder.write("in/a.html", NEW.replace(" 9 б<", " <").replace("2025/2026", ""));
    let store = folder.text("store");
    let refused = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(1);
    assert!(refused.err.contains("names no class") && refused.err.contains("--class"), "{}", refused.err);
    vedomost(&["import", &folder.text("in"), "--store", &store, "--class", "9Б"]).expect(0);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM class WHERE class_id = '9Б' AND grade_level = 9"), 1);
    // What the first reading could not use was used by the second: nothing is left to look at.
    assert_eq!(number(&store, "SELECT count(*) AS n FROM quarantine"), 0);
    assert_eq!(number(&store, "SELECT rows_quarantined AS n FROM source"), 0);
}

#[test]
fn a_later_report_corrects_an_earlier_one_and_the_ledger_says_so() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["import", &folder.write("1/a.xls", NEW), "--store", &store]).expect(0);
    // The «5 4» of 15 September became «4 5» (no edit), the «3» of 2 October a «4» (an edit), and 16 October gained a «5» (an entry made later).
    let later =
        NEW.replace("5 4", "4 5").replace("   3</td>", "   4</td>").replace("<td>.</td>", "<td>5</td>").replace("20.10.2025", "27.10.2025");
    let run = vedomost(&["import", &folder.write("2/a.xls", later), "--store", &store]).expect(0);
    assert!(run.out.contains("version 2, edits of earlier data: 2"), "{}", run.out);
    let edits = sql(&store, "SELECT subject_id, date, old_values, new_values, previous_as_of, as_of FROM edit ORDER BY subject_id, date");
    let shown: Vec<String> = edits
        .iter()
        .map(|row| format!("{} {} {} → {}", row["subject_id"], row["date"], row["old_values"], row["new_values"]).replace('"', ""))
        .collect();
    assert_eq!(shown, ["алгебра 2025-10-02 3 → 4", "физика 2025-10-16 debt → 5"]);
    assert_eq!(edits[0]["previous_as_of"].as_str(), Some("2025-10-20 17:40"));
    // The older report once more does not bring the old mark back.
    let run = vedomost(&[
        "import",
        &folder.write("3/b.xls", NEW.replace("<td class=\"cell-text\">Химия", "<td class=\"cell-text\">Химия ")),
        "--store",
        &store,
    ])
    .expect(0);
    assert!(run.err.contains("older than what the store has"), "{}", run.err);
    assert_eq!(number(&store, "SELECT value AS n FROM mark WHERE subject_id = 'алгебра' AND date = DATE '2025-10-02'"), 4);
}

#[test]
fn one_student_replaces_only_his_own_rows() {
    let (folder, store) = store_of(&[("a.xls", NEW), ("b.xls", OLD)]);
    let before = number(&store, "SELECT count(*) AS n FROM mark");
    vedomost(&[
        "import",
        &folder.write("again/a.xls", NEW.replace("   3</td>", "   2</td>").replace("17:40:20", "17:50:20")),
        "--store",
        &store,
    ])
    .expect(0);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), before);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM student"), 2);
}
