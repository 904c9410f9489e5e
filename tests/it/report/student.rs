//! F13: the forms of one student, and who gets one.

use vedomost::query::Params;
use vedomost::regulation::Setting;
use vedomost::report::Document;

use super::made::{SAMPLE, documents, report, rows, table};
use crate::query::fixture::{Fixture, period};
use crate::support::vedomost;

/// s1 has algebra 5, 4 (double weight) and a debt, chemistry without marks; s2 one 3.
fn school() -> Fixture {
    let marks =
        "('s1', '9Б', 'алгебра', DATE '2025-09-02', 1, 'score', 5, 100), ('s1', '9Б', 'алгебра', DATE '2025-09-09', 1, 'score', 4, 200),
        ('s1', '9Б', 'алгебра', DATE '2025-09-16', 1, 'debt', NULL, 100), ('s2', '9Б', 'алгебра', DATE '2025-09-02', 1, 'score', 3, 100)";
    Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2"])
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("mark", "student_id, class_id, subject_id, date, seq, kind, value, weight_hundredths", marks)
        .put("lesson", "class_id, subject_id, date, lesson_number, status", "('9Б', 'алгебра', DATE '2025-09-23', 1, 'held')")
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('s1', '9Б', 'алгебра', DATE '2025-09-23', 1, 1, 'lesson', 'illness')",
        )
        .period_marks("9Б", "q1", "s1 алгебра 4\n s1 химия н/а\n s2 алгебра 3")
}

#[test]
fn the_report_has_marks_means_absences_and_the_change_of_the_mean() {
    // Plain 9 / 2 = 4.5, weighted (5 + 8) / 3 = 4.33; the class: the mean of 4.5 and 3 is 3.75 (means of students).
    let made = documents(&school(), "student_report", &period("q1", ""));
    assert_eq!(made.len(), 2);
    assert_eq!(made[0].file_stem, "student-report-2025-9Б-01-Имя-s1-q1");
    let data = &made[0].data;
    assert_eq!(
        rows(data, "subjects"),
        [
            "алгебра | 5 4 • | 2 | 4,50 | 4,33 | 1 | 1 | 0 | 4",
            "химия |  | 0 | — | — | 0 | 0 | 0 | н/а",
            "Итого |  | 2 | 4,50 | 4,33 |  |  |  | "
        ]
    );
    assert_eq!(rows(data, "absences"), ["1 | 1 | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0"]);
    assert_eq!(rows(data, "dynamics"), ["1 четв. | 2 | 4,50 | 3 | 3,75", "год | 2 | 4,50 | 3 | 3,75"]);
}

#[test]
fn the_letter_counts_marks_and_the_transcript_has_every_period() {
    let made = documents(&school(), "parent_letter", &period("q1", ""));
    assert_eq!(
        rows(&made[0].data, "subjects"),
        ["алгебра | 1 | 1 | 0 | 0 | 4,50 | 4", "химия | 0 | 0 | 0 | 0 | — | н/а", "Итого | 1 | 1 | 0 | 0 | 4,50 | "]
    );
    // The mean of the last row is that of the means of subjects where the regulation says so, and then a note says so too.
    let noted = |made: &[Document]| made[0].data.notes.iter().any(|note| note.contains("среднее средних баллов"));
    assert!(noted(&made));
    let of_marks = school().set("class_mean", Setting::Text("of_marks".to_owned()));
    assert!(!noted(&documents(&of_marks, "parent_letter", &period("q1", ""))));
    let made = documents(&school().period_marks("9Б", "year", "s1 алгебра 5"), "student_extract", &Params::default());
    let data = &made[0].data;
    let titles: Vec<&str> = table(data, "marks").columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles, ["Предмет", "1 четв.", "Год"]);
    assert_eq!(rows(data, "marks"), ["алгебра | 4 | 5", "химия | н/а | "]);
}

/// «a» was ill on 8 September in 9А and on the 22nd in 9Б, where he came on the 15th; the club on the 9th is no lesson of his.
#[test]
fn absences_follow_the_student_from_class_to_class() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["b"])
        .put("class", "class_id, name, grade_level, period_kind", "('9Б', '9Б', 9, 'quarter'), ('клуб', 'клуб', NULL, NULL)")
        .put("student", "student_id, full_name", "('a', 'Имя a')")
        .put(
            "class_membership",
            "student_id, class_id, from_date, to_date",
            "('a', '9А', NULL, DATE '2025-09-14'), ('a', '9Б', DATE '2025-09-15', NULL), ('a', 'клуб', NULL, NULL)",
        )
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put(
            "lesson",
            "class_id, subject_id, date, lesson_number, status",
            "('9А', 'химия', DATE '2025-09-08', 1, 'held'), ('9Б', 'химия', DATE '2025-09-22', 1, 'held'), ('клуб', 'химия', DATE '2025-09-09', 1, 'held')",
        )
        .put(
            "attendance",
            "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
            "('a', '9А', 'химия', DATE '2025-09-08', 1, 1, 'lesson', 'illness'), ('a', '9Б', 'химия', DATE '2025-09-22', 1, 1, 'lesson', 'illness'),
             ('a', 'клуб', 'химия', DATE '2025-09-09', 1, 1, 'lesson', 'unexcused')",
        )
        .period_marks("9Б", "q1", "a химия 4");
    let both = "2 | 2 | 0 | 0 | 0 | 0 | 2 | 2 | 0 | 0 | 0 | 0";
    for params in [period("q1", ""), Params { class_id: Some("9Б".to_owned()), ..period("q1", "") }] {
        let of_a = |kind: &str| documents(&school, kind, &params).into_iter().find(|one| one.file_stem.contains("Имя-a")).expect("a").data;
        assert_eq!(rows(&of_a("student_report"), "absences"), [both]);
        assert_eq!(rows(&of_a("parent_letter"), "absences"), [both]);
        assert_eq!(rows(&of_a("student_report"), "subjects")[0], "химия |  | 0 | — | — | 2 | 2 | 0 | 4");
    }
}

/// No export tells absences: no zero stands where nothing is known.
#[test]
fn what_no_export_tells_is_no_zero() {
    let school = Fixture::new()
        .tells(&["mark", "lesson"])
        .class("9Б", 9, "quarter", &["a"])
        .put("lesson", "class_id, subject_id, date, lesson_number, status", "('9Б', 'химия', DATE '2025-09-08', 1, 'held')")
        .period_marks("9Б", "q1", "a химия 4");
    let data = documents(&school, "student_report", &period("q1", "")).remove(0).data;
    assert_eq!(rows(&data, "absences"), ["— | — | — | — | — | — | — | — | — | — | — | —"]);
    assert!(rows(&data, "subjects")[0].ends_with("| — | — | — | 4"), "{:?}", rows(&data, "subjects"));
}

#[test]
fn the_portfolio_goes_through_all_years_under_the_classes_of_then() {
    let last = Fixture::of("school-1", 2024).class("8Б", 8, "quarter", &["s1"]).period_marks("8Б", "q1", "s1 черчение 3");
    let made = documents(&school().with(last), "student_portfolio", &Params::default());
    assert_eq!(made.len(), 2);
    let data = &made[0].data;
    assert_eq!(rows(data, "marks-2024"), ["черчение | 3 | "]);
    assert_eq!(rows(data, "marks-2025"), ["алгебра | 4 | ", "химия | н/а | "]);
    assert_eq!(table(data, "marks-2024").caption, "2024/25 учебный год, класс 8Б");
    assert_eq!(rows(data, "absences"), ["2025/26 | 9Б | 1 | 1 | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0"]);
}

#[test]
fn one_student_is_found_by_his_name() {
    for name in ["Белов", "белов вадим", "Белов Вадим Владимирович"] {
        let made = report(&["student-extract", "--student", name]);
        assert_eq!(made.len(), 1, "{name}");
        assert!(made[0].0.contains("Белов-Вадим"), "{}", made[0].0);
    }
    let hidden = report(&["student-extract", "--student", "Белов", "--depersonalised"]);
    assert!(hidden.len() == 1 && hidden[0].0.contains("Обучающийся"), "{}", hidden[0].0);
    let run = vedomost(&["report", "student-extract", "--student", "Никтоев", "--store", &SAMPLE.text("store")]).expect(3);
    assert!(run.err.contains("there is no student “Никтоев”"), "{}", run.err);
}
