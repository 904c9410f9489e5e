//! F3 and F4: four students of two subjects, who moved, what is missing.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::made::{documents, report, rows};
use crate::query::fixture::{Fixture, day, period};
use crate::support::vedomost;

/// s1 only fives, s2 one «4», s3 fails in algebra, s4 not certified in chemistry; s5 came on 15 September from another school and has one «3».
fn school() -> Fixture {
    Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2", "s3", "s4"])
        .put("student", "student_id, full_name", "('s5', 'Имя s5')")
        .put("class_membership", "student_id, class_id, from_date", "('s5', '9Б', DATE '2025-09-15')")
        .put(
            "student_movement",
            "student_id, kind, date, to_class_id, from_org, order_no, order_date",
            "('s5', 'transfer_in', DATE '2025-09-15', '9Б', 'Школа № 2', '17-у', DATE '2025-09-12')",
        )
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
}

#[test]
fn the_class_teacher_names_who_stands_where() {
    let school = school().period_marks(
        "9Б",
        "q1",
        "s1 алгебра 5\n s1 химия 5\n s2 алгебра 5\n s2 химия 4\n s3 алгебра 2\n s3 химия 4\n s4 алгебра 5\n s4 химия н/а\n s5 алгебра 3\n s5 химия 5",
    );
    let made = documents(&school, "class_report", &period("q1", ""));
    let data = &made[0].data;
    assert_eq!(made[0].file_stem, "class-report-2025-9Б-q1");
    assert_eq!(rows(data, "movement"), ["4 | 1 | 0 | 0 | 0 | 5"]);
    assert_eq!(rows(data, "people"), ["1 | Имя s5 | прибыл(а) | 15.09.2025 | из: Школа № 2 | № 17-у от 12.09.2025"]);
    assert_eq!(
        rows(data, "categories"),
        [
            "Всего обучающихся | 5 | ",
            "на «5» | 1 | Имя s1",
            "на «4» и «5» | 1 | Имя s2",
            "в том числе с одной «4» (предмет) | 1 | Имя s2 (химия)",
            "с одной «3» (предмет) | 1 | Имя s5 (алгебра)",
            "на «3», «4» и «5» (две «3» и более) | 0 | ",
            "не успевают по одному предмету | 1 | Имя s3 (алгебра)",
            "не успевают по двум предметам | 0 | ",
            "не успевают по трём предметам и более | 0 | ",
            "не аттестованы (предметы) | 1 | Имя s4 (химия)",
        ]
    );
    // 5 less one who fails less one not certified; all fives and fours of five.
    assert_eq!(rows(data, "rates"), ["Абсолютная успеваемость | 60,00 | 3 | 5", "Качественная успеваемость | 40,00 | 2 | 5"]);
}

/// Who fails in one subject and has no mark in another is counted once and named with both.
#[test]
fn who_fails_and_is_not_certified_stands_with_both() {
    let school = school().period_marks("9Б", "q1", "s1 алгебра 2\n s1 химия н/а");
    let of = &documents(&school, "class_report", &period("q1", ""))[0].data;
    let said = rows(of, "categories");
    assert!(said.contains(&"не успевают по одному предмету | 1 | Имя s1 (алгебра; н/а: химия)".to_owned()), "{said:?}");
    // In both lists by name, in the count once (domain 1.2).
    assert!(said.contains(&"не аттестованы (предметы) | 0 | Имя s1 (химия; учтён среди неуспевающих)".to_owned()), "{said:?}");
    // The other way round where the regulation puts «н/а» first.
    let of = &documents(&school.set("failing_over_na", Setting::Int(0)), "class_report", &period("q1", ""))[0].data;
    let said = rows(of, "categories");
    assert!(said.contains(&"не аттестованы (предметы) | 1 | Имя s1 (химия)".to_owned()), "{said:?}");
    assert!(said.contains(&"не успевают по одному предмету | 0 | Имя s1 (алгебра; учтён среди не аттестованных)".to_owned()), "{said:?}");
}

#[test]
fn the_preliminary_one_takes_the_recommended_mark_where_none_is_set() {
    // s1: set 5, chemistry by current marks 5 4 → 4.5 → «5*»: only fives. s2: algebra 2 3 → 2.5 → «3*», chemistry set 4: one «3».
    // s3: algebra 2 2 → «2*»: fails. s4, s5: no marks at all: chemistry and algebra are expected and empty.
    let marks =
        [("s1", "химия", 5), ("s1", "химия", 4), ("s2", "алгебра", 2), ("s2", "алгебра", 3), ("s3", "алгебра", 2), ("s3", "алгебра", 2)];
    let marks: Vec<String> = marks
        .iter()
        .zip(1..)
        .map(|((student, subject, value), seq)| format!("('{student}', '9Б', '{subject}', DATE '2025-09-20', {seq}, 'score', {value})"))
        .collect();
    let school = school().period_marks("9Б", "q1", "s1 алгебра 5\n s2 химия 4\n s3 химия 4").put(
        "mark",
        "student_id, class_id, subject_id, date, seq, kind, value",
        &marks.join(", "),
    );
    let params = Params { as_of: day("2025-10-01"), ..period("q1", "") };
    let made = documents(&school, "class_report_preliminary", &params);
    let data = &made[0].data;
    assert_eq!(
        rows(data, "categories"),
        [
            "Всего обучающихся | 5 | ",
            "на «5» | 1 | Имя s1",
            "на «4» и «5» | 0 | ",
            "в том числе с одной «4» (предмет) | 0 | ",
            "с одной «3» (предмет) | 1 | Имя s2 (алгебра*)",
            "на «3», «4» и «5» (две «3» и более) | 0 | ",
            "не успевают по одному предмету | 1 | Имя s3 (алгебра*)",
            "не успевают по двум предметам | 0 | ",
            "не успевают по трём предметам и более | 0 | ",
            "не аттестованы (предметы) | 0 | ",
            "нет отметок | 2 | Имя s4; Имя s5",
        ]
    );
    assert!(data.notes[0].contains("таких клеток 3"), "{}", data.notes[0]);
}

/// The preliminary one changes with the day, and says so; the report of a finished period does not.
#[test]
fn the_day_of_judgement_stands_on_sheets_that_change_with_it() {
    let ask = ["--period", "q2", "--class", "9Б", "--as-of", "01.12.2025"];
    let made = report(&[&["class-report-preliminary"], &ask[..]].concat());
    let day = made[0].1.head.iter().find(|field| field.label == "Состояние на день").map(|field| field.value.clone());
    assert_eq!(day.as_deref(), Some("01.12.2025"));
    // A sheet that no day changes takes none.
    let store = super::made::SAMPLE.text("store");
    let refused = vedomost(&[&["report", "class-report", "--store", &store], &ask[..]].concat()).expect(2);
    assert!(refused.err.contains("does not take --as-of"), "{}", refused.err);
}
