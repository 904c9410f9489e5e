//! F7, F8, F9: who is there, how many a class holds, who came and left.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::made::{documents, rows};
use crate::query::fixture::{Fixture, day};

/// 5А: stays, leaves on 10 September, moves to 5Б on the 20th, comes on the 15th. 6А: one who leaves and comes back.
fn moving() -> Fixture {
    let members = "('stays', '5А', NULL, NULL), ('leaves', '5А', DATE '2025-09-01', DATE '2025-09-09'), ('moves', '5А', DATE '2025-09-01', DATE '2025-09-19'),
        ('moves', '5Б', DATE '2025-09-20', NULL), ('comes', '5А', DATE '2025-09-15', NULL), ('back', '6А', DATE '2025-09-01', DATE '2025-09-10'),
        ('back', '6А', DATE '2025-10-01', NULL)";
    let people = "('stays', 'Алов А', 'm', DATE '2014-03-01'), ('leaves', 'Белов Б', 'f', NULL), ('moves', 'Валов В', NULL, NULL),
        ('comes', 'Галова Г', 'f', DATE '2013-12-31'), ('back', 'Далов Д', 'm', DATE '2014-01-01')";
    Fixture::new()
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')")
        .put("class", "class_id, name, grade_level", "('5А', '5А', 5), ('5Б', '5Б', 5), ('6А', '6А', 6)")
        .put("student", "student_id, full_name, sex, birth_date", people)
        .put("class_membership", "student_id, class_id, from_date, to_date", members)
        .put(
            "student_movement",
            "student_id, kind, date, to_class_id, from_org, order_no, order_date",
            "('comes', 'transfer_in', DATE '2025-09-15', '5А', 'Школа № 2', '1-у', DATE '2025-09-12')",
        )
}

fn on(date: &str) -> Params {
    Params { as_of: day(date), ..Params::default() }
}

#[test]
fn contingent_of_a_day() {
    // On 1 October: 5А has stays and comes, 5Б moves, 6А back.
    let data = &documents(&moving(), "contingent", &on("2025-10-01"))[0].data;
    assert!(data.head.iter().any(|field| field.value == "01.10.2025"), "{:?}", data.head);
    assert_eq!(
        rows(data, "contingent"),
        [
            "5А |  | 2 | 1 | 1 | 0 | 50,00",
            "5Б |  | 1 | 0 | 0 | 1 | —",
            "5-е классы | 2 | 3 | 1 | 1 | 1 | 50,00",
            "6А |  | 1 | 1 | 0 | 0 | 0,00",
            "5–9 классы | 3 | 4 | 2 | 1 | 1 | 33,33",
            "Итого по школе | 3 | 4 | 2 | 1 | 1 | 33,33",
        ]
    );
    assert_eq!(
        rows(data, "births"),
        ["2013 | 1 | 1 | 1 | 1", "2014 | 2 | 0 | 2 | 0", "не указан | 1 | 0 | 1 | 0", "Итого | 4 | 1 | 4 | 1"]
    );
    assert!(data.notes.iter().any(|note| note.contains("не указана в выгрузке у 1 ")));
    // Before «leaves» left, 5А had him and «moves», and «comes» had not come.
    let early = &documents(&moving(), "contingent", &on("2025-09-05"))[0].data;
    assert_eq!(rows(early, "contingent")[0], "5А |  | 3 | 1 | 1 | 1 | 50,00");
}

#[test]
fn sizes_against_the_norm() {
    // On 20 September 5А has stays and comes, 5Б moves; 6А is empty: no norm for it, and it makes no average smaller.
    let school = moving().set("class_size_norm", Setting::Int(2));
    let data = &documents(&school, "class_sizes", &Params::default())[0].data;
    assert_eq!(
        rows(data, "sizes"),
        [
            "5А | 2 | 1 | 1 | 0 |  |  | 2 | 0 |  | 3 | 2",
            "5Б | 1 | 0 | 0 | 1 |  |  | 2 | -1 |  | 0 | 1",
            "5-е классы | 3 | 1 | 1 | 1 | 2 | 1,5 | 4 | -1 | 0 | 3 | 3",
            "6А | 0 | 0 | 0 | 0 |  |  | — | — |  | 1 | 1",
            "5–9 классы | 3 | 1 | 1 | 1 | 2 | 1,5 | 4 | -1 | 0 | 4 | 4",
            "Итого по школе | 3 | 1 | 1 | 1 | 2 | 1,5 | 4 | -1 | 0 | 4 | 4",
        ]
    );
    let without_day = moving().set("class_size_day", Setting::Text(String::new()));
    let data = &documents(&without_day, "class_sizes", &Params::default())[0].data;
    assert_eq!(rows(data, "sizes")[0], "5А | — | — | — |  |  | — | — |  | 3 | 2");
    assert!(data.notes[0].contains("не называет дня"), "{:?}", data.notes);
}

#[test]
fn movement_adds_up_and_names_everybody() {
    let data = &documents(&moving(), "movement_summary", &on("2025-10-15"))[0].data;
    assert_eq!(
        rows(data, "movement"),
        [
            "5А | 3 | 1 | 0 | 1 | 1 | 2 | 3 + 1 − 2 = 2",
            "5Б | 0 | 0 | 1 | 0 | 0 | 1 | 0 + 1 − 0 = 1",
            "5-е классы | 3 | 1 | 0 | 1 | 0 | 3 | 3 + 1 − 1 = 3",
            "6А | 1 | 1 | 0 | 1 | 0 | 1 | 1 + 1 − 1 = 1",
            "5–9 классы | 4 | 2 | 0 | 2 | 0 | 4 | 4 + 2 − 2 = 4",
            "Итого по школе | 4 | 2 | 0 | 2 | 0 | 4 | 4 + 2 − 2 = 4",
        ]
    );
    assert_eq!(rows(data, "period"), ["1 четверть | 26.10.2025 | 4 | 2 | 2 | 4 | 4 + 2 − 2 = 4"]);
    // «back» is away on the last day of September and here again on 1 October.
    assert_eq!(
        rows(data, "month"),
        ["сентябрь 2025 | 30.09.2025 | 4 | 1 | 2 | 3 | 4 + 1 − 2 = 3", "октябрь 2025 | 31.10.2025 | 3 | 1 | 0 | 4 | 3 + 1 − 0 = 4"]
    );
    assert_eq!(
        rows(data, "in"),
        [
            "1 | Галова Г | 31.12.2013 | 5А | 15.09.2025 | № 1-у от 12.09.2025 | Школа № 2",
            "2 | Далов Д | 01.01.2014 | 6А | 01.10.2025 | приказа в выгрузке нет | ",
        ]
    );
    assert_eq!(
        rows(data, "out"),
        [
            "1 | Белов Б |  | 5А | 10.09.2025 | приказа в выгрузке нет | ",
            "2 | Далов Д | 01.01.2014 | 6А | 11.09.2025 | приказа в выгрузке нет | ",
        ]
    );
    assert_eq!(rows(data, "transfer"), ["1 | Валов В |  | 5Б | 20.09.2025 | приказа в выгрузке нет | 5А"]);
    // Of a quarter only: neither months nor periods.
    let quarter = Params { period_id: Some("q1".to_owned()), ..on("2025-10-15") };
    let made = documents(&moving(), "movement_summary", &quarter);
    assert_eq!(made[0].file_stem, "movement-summary-2025-q1");
    assert!(made[0].data.tables.iter().all(|table| table.name != "month" && table.name != "period"));
}
