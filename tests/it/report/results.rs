//! F11 and F12: rates of classes in subjects, their change; what a teacher's students got.

use vedomost::model::document::ReportData;
use vedomost::query::Params;

use super::made::{documents, documents_after, rows};
use crate::query::fixture::{Fixture, period};
use crate::support::{Folder, vedomost};

#[test]
fn rates_are_sums_and_change_is_rounded_once() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .class("9Б", 9, "quarter", &["c"])
        .period_marks("9А", "q1", "a алгебра 5\n b алгебра 3")
        .period_marks("9А", "q2", "a алгебра 5\n b алгебра 4\n a химия 2\n b химия 4")
        .period_marks("9Б", "q2", "c алгебра 3");
    let data = &documents(&school, "subject_results", &period("q2", ""))[0].data;
    // алгебра, химия, all subjects, by students. 9А: 2/2, 1/2, 3/4; of the two students «a» has a «2». 9Б has no химия.
    let both = ["усп., % | 100,00 | 50,00 | 80,00 | 66,67", "кач., % | 66,67 | 50,00 | 60,00 | 33,33"];
    let sums = |label: &str| both.map(|row| format!("{label} | {row}"));
    let own = [
        "9А | усп., % | 100,00 | 50,00 | 75,00 | 50,00",
        "9А | кач., % | 100,00 | 50,00 | 75,00 | 50,00",
        "9Б | усп., % | 100,00 |  | 100,00 | 100,00",
        "9Б | кач., % | 0,00 |  | 0,00 | 0,00",
    ];
    let expected: Vec<String> =
        own.map(str::to_owned).into_iter().chain(["9-е классы", "5–9 классы", "Итого по школе"].into_iter().flat_map(sums)).collect();
    assert_eq!(rows(data, "results"), expected);
    // 1/2 of quality in the first quarter, where 9Б had no marks, 1/3 in the second. The change is of 9А alone.
    let change = "50,00 | 33,33 | 0,00 | 100,00 | 66,67 | -50,00 | 1 из 2";
    assert_eq!(
        rows(data, "dynamics"),
        [
            "9А | 50,00 | 50,00 | 0,00 | 100,00 | 50,00 | -50,00 | ".to_owned(),
            "9Б | — | 0,00 | — | — | 100,00 | — | ".to_owned(),
            format!("9-е классы | {change}"),
            format!("5–9 классы | {change}"),
            format!("Итого по школе | {change}"),
        ]
    );
    assert!(data.charts[0].alt.contains("Школа — 1 четверть —, 2 четверть (I полугодие) 33,33"), "{}", data.charts[0].alt);
    // In the first quarter there is nothing to change from.
    let first = &documents(&school, "subject_results", &period("q1", ""))[0].data;
    assert!(first.tables.iter().all(|table| table.name != "dynamics") && first.charts.is_empty());
}

/// Seniors have half-years: at the second quarter the school is 9А (4, then 3) and 11А (5); 100 · (0·1 − 1·1) / 1 of 9А alone.
#[test]
fn a_school_is_compared_over_the_classes_that_have_marks_in_both_periods() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a"])
        .class("11А", 11, "half_year", &["s"])
        .period_marks("9А", "q1", "a химия 4")
        .period_marks("9А", "q2", "a химия 3")
        .period_marks("9А", "q3", "a химия 5")
        .period_marks("11А", "h1", "s химия 5");
    let made = |asked: &str| rows(&documents(&school, "subject_results", &period(asked, ""))[0].data, "dynamics").pop();
    assert_eq!(made("q2").as_deref(), Some("Итого по школе | 100,00 | 50,00 | -100,00 | 100,00 | 100,00 | 0,00 | 1 из 2"));
    let third = "Итого по школе | 100,00 | 50,00 | 100,00 | 100,00 | 100,00 | 100,00 | 100,00 | 0,00 | 1 из 2";
    assert_eq!(made("q3").as_deref(), Some(third));
}

/// Trimesters and half-years have nothing in common but the year: each kind has a table of its own.
#[test]
fn trimesters_and_half_years_change_each_for_themselves() {
    let school = Fixture::new()
        .class("5А", 5, "trimester", &["a"])
        .class("10А", 10, "half_year", &["s"])
        .period_marks("5А", "t1", "a химия 3")
        .period_marks("5А", "t2", "a химия 4")
        .period_marks("5А", "t3", "a химия 5")
        .period_marks("5А", "year", "a химия 4")
        .period_marks("10А", "h1", "s химия 5")
        .period_marks("10А", "h2", "s химия 2")
        .period_marks("10А", "year", "s химия 3");
    let data = &documents(&school, "subject_results", &period("year", ""))[0].data;
    let names: Vec<&str> = data.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["results", "dynamics_h", "dynamics_t"]);
    let captions: Vec<&str> = data.tables.iter().skip(1).map(|table| table.caption.as_str()).collect();
    assert_eq!(captions, ["Динамика по обучающимся: полугодия", "Динамика по обучающимся: триместры"]);
    let half = "100,00 | 0,00 | -100,00 | 100,00 | 0,00 | -100,00";
    assert_eq!(
        rows(data, "dynamics_h"),
        [format!("10А | {half} | "), format!("10–11 классы | {half} | 1 из 1"), format!("Итого по школе | {half} | 1 из 1")]
    );
    assert_eq!(rows(data, "dynamics_t")[0], "5А | 0,00 | 100,00 | 100,00 | 0,00 | 100,00 | 100,00 | 100,00 | 0,00 | ");
    assert_eq!(rows(data, "dynamics_t").len(), 3);
    assert_eq!(data.charts.iter().map(|chart| chart.name.as_str()).collect::<Vec<_>>(), ["quality_h", "quality_t"]);
}

#[test]
fn results_stand_beside_those_of_a_year_ago() {
    // Then 8А: 5 and 4, quality and pass rate 2 of 2, mean 9/2. Now it is 9А: 4, 3 and 2, quality 1 of 3, pass 2 of 3, mean 9/3. There was no 7Б.
    let now = || {
        Fixture::new()
            .class("9А", 9, "quarter", &["a", "b", "c"])
            .class("8Б", 8, "quarter", &["n"])
            .period_marks("9А", "q2", "a химия 4\n b химия 3\n c химия 2")
            .period_marks("8Б", "q2", "n химия 5")
    };
    let then = Fixture::of("school-1", 2024).class("8А", 8, "quarter", &["a", "b"]).period_marks("8А", "q2", "a химия 5\n b химия 4");
    let both = now().with(then);
    let made = |params: &Params| documents_after(Some(&both), &now(), "subject_results", params).remove(0).data;
    // 9А: 100 · (1·2 − 2·3) / 6, 100 · (2·2 − 2·3) / 6, (9·2 − 9·3) / 6. The school now: 2 of 4, 3 of 4, 14/4.
    let class = "9А | 8А | 100,00 | 33,33 | -66,67 | 100,00 | 66,67 | -33,33 | 4,50 | 3,00 | -1,50";
    let sum = " | 100,00 | 50,00 | -50,00 | 100,00 | 75,00 | -25,00 | 4,50 | 3,50 | -1,00";
    assert_eq!(
        rows(&made(&period("q2", "")), "last_year"),
        [
            "8Б | — | — | 100,00 | — | — | 100,00 | — | — | 5,00 | —".to_owned(),
            class.to_owned(),
            format!("5–9 классы | {sum}"),
            format!("Итого по школе | {sum}")
        ]
    );
    // A part of the school has no equal a year ago: only the class asked for.
    assert_eq!(rows(&made(&Params { class_id: Some("9А".to_owned()), ..period("q2", "") }), "last_year"), [class]);
    // Without the year before there is no such table and no word of it.
    let alone = documents(&now(), "subject_results", &period("q2", "")).remove(0).data;
    assert!(alone.tables.iter().all(|table| table.name != "last_year") && alone.notes.iter().all(|note| !note.contains("прошлому году")));
}

/// The bundle of a year: one class, its students' marks of the second quarter.
fn year(folder: &Folder, year: i64, class: &str, marks: &[(&str, i64)]) -> String {
    let of = |line: &dyn Fn(&str, i64) -> String| marks.iter().map(|(student, mark)| line(student, *mark)).collect::<String>();
    let level = class.trim_end_matches('А');
    for (name, text) in [
        ("bundle.toml", format!("school = \"Школа № 0\"\nyear = {year}\nas_of = \"{}-05-31\"\n", year + 1)),
        ("class.csv", format!("class_id,name,grade_level,letter,period_kind\nk,{class},{level},А,quarter\n")),
        ("student.csv", format!("student_id,full_name\n{}", of(&|student, _| format!("{student},Имя {student}\n")))),
        ("class_membership.csv", format!("student_id,class_id,from_date\n{}", of(&|student, _| format!("{student},k,{year}-09-01\n")))),
        ("subject.csv", "subject_id,name\nx,Химия\n".to_owned()),
        (
            "period_mark.csv",
            format!(
                "student_id,class_id,subject_id,period_id,kind,status,value\n{}",
                of(&|student, mark| format!("{student},k,x,q2,period,set,{mark}\n"))
            ),
        ),
    ] {
        folder.write(&format!("{year}/{name}"), text);
    }
    folder.text(&year.to_string())
}

#[test]
fn a_store_with_the_year_before_needs_no_flag() {
    let folder = Folder::new();
    let store = folder.text("store");
    let now = year(&folder, 2025, "9А", &[("Алов Ян", 4), ("Белов Лев", 3)]);
    let then = year(&folder, 2024, "8А", &[("Алов Ян", 5), ("Белов Лев", 4), ("Вялов Ким", 2)]);
    let made = |out: &str| {
        vedomost(&["report", "subject-results", "--period", "q2", "--store", &store, "--out", &folder.text(out), "--format", "json"])
            .expect(0);
        let json = std::fs::read(folder.path(&format!("{out}/subject-results-2025-q2.json"))).expect("the document of this year");
        serde_json::from_slice::<ReportData>(&json).expect("ReportData")
    };
    // Asked beside a query that looks at no other year.
    let asked = || {
        let run = vedomost(&["query", "dynamics", "standings", "--period", "q2", "--by", "class", "--store", &store, "--format", "csv"])
            .expect(0);
        run.out.lines().filter(|line| line.starts_with("school-1,")).map(str::to_owned).collect::<Vec<String>>()
    };
    vedomost(&["import", &now, "--store", &store]).expect(0);
    let alone = made("alone");
    let dynamics = asked();
    assert!(dynamics.len() == 2 && dynamics[0].ends_with(",no_year"), "{dynamics:?}");
    vedomost(&["import", &then, "--store", &store]).expect(0);
    let both = made("both");
    let with_year = asked();
    assert!(with_year.len() == 2 && with_year[0].contains(",8А,3,2,2,11,3,") && with_year[1] == dynamics[1], "{with_year:?}");
    // Then 2 of 3 on four and five, 2 of 3 without a two, 11/3; now 1 of 2, 2 of 2, 7/2: 100 · (3 − 4) / 6, 100 · (6 − 4) / 6, (21 − 22) / 6.
    let figures = "66,67 | 50,00 | -16,67 | 66,67 | 100,00 | 33,33 | 3,67 | 3,50 | -0,17";
    assert_eq!(rows(&both, "last_year")[0], format!("9А | 8А | {figures}"));
    // Nothing else knows of that year but the code of the data, which are more.
    assert!(both.tables.starts_with(&alone.tables) && both.tables.len() == alone.tables.len() + 1);
    assert_eq!((both.provenance.rows_read, &both.provenance.as_of), (alone.provenance.rows_read, &alone.provenance.as_of));
    assert_ne!(both.provenance.snapshot, alone.provenance.snapshot);
}

#[test]
fn a_teacher_answers_for_whom_he_teaches() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a", "b"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("teacher", "teacher_id, full_name", "('t1', 'Яров Ян Янович'), ('t2', 'Алова Анна')")
        .put("study_group", "group_id, class_id, subject_id, name", "('9А|английский|первая', '9А', 'английский', 'первая')")
        .put("group_membership", "student_id, group_id", "('b', '9А|английский|первая')")
        .put(
            "teaching_assignment",
            "teacher_id, class_id, group_id, subject_id, to_date",
            "('t1', '9А', NULL, 'алгебра', NULL), ('t2', '9А', '9А|английский|первая', 'английский', NULL), ('t2', '9А', NULL, 'алгебра', DATE '2025-09-30')",
        )
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, planned_date",
            "('9А', 'алгебра', 1, 100, DATE '2025-09-02'), ('9А', 'алгебра', 2, 150, DATE '2025-09-09')",
        )
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status, hours_hundredths",
            "('9А', 'алгебра', DATE '2025-09-02', 1, 'held', 100), ('9А', 'алгебра', DATE '2025-11-10', 1, 'held', 100)",
        )
        .period_marks("9А", "q1", "a алгебра 5\n b алгебра н/а\n b английский 4");
    let made = documents(&school, "teacher_report", &period("q1", ""));
    let stems: Vec<&str> = made.iter().map(|document| document.file_stem.as_str()).collect();
    assert_eq!(stems, ["teacher-report-2025-q1-01-Алова", "teacher-report-2025-q1-02-Яров"]);
    // t2 no longer teaches алгебра on the last day of the quarter; of the group's course neither plan nor lessons are known.
    let figures = "1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 100,00 | 100,00 | 64,00 | 4,00 | — | — | —";
    assert_eq!(rows(&made[0].data, "results"), [format!("9А, первая | английский | {figures}"), format!("Итого |  | {figures}")]);
    // N = 2 with «н/а»; (100 + 7) / 2 = 53,5; the lesson of November lies outside the quarter.
    let figures = "2 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 50,00 | 50,00 | 53,50 | 5,00 | 2,5 | 1 | 0";
    assert_eq!(rows(&made[1].data, "results"), [format!("9А | алгебра | {figures}"), format!("Итого |  | {figures}")]);
    let signed: Vec<&str> = made[1].data.signatories.iter().map(|who| who.label.as_str()).collect();
    assert_eq!(signed, ["Учитель", "Заместитель директора по УВР"]);
}
