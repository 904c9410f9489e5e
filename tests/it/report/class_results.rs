//! F5: four students, three subjects, counted by hand.

use vedomost::model::document::RowKind;

use super::made::{documents, rows, table};
use crate::query::fixture::{Fixture, period};

#[test]
fn the_figures_under_the_subjects_are_those_of_the_marks() {
    // Algebra: 5 4 3 2, N = 4: 75 % pass, 50 % quality, index (100 + 64 + 36 + 16) / 4 = 54, mean 14 / 4 = 3.5.
    // Chemistry: 5, н/а (stays in N), осв and empty (do not): N = 2: 50 %, 50 %, (100 + 7) / 2 = 53.5, mean 5.
    // Labour: credits have no figures: N = 0.
    // The class: 5 4 3 2 5 and н/а, N = 6: 4 / 6 = 66.67 %, 3 / 6, (100 + 64 + 36 + 16 + 100 + 7) / 6 = 53.83, 19 / 5 = 3.8.
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2", "s3", "s4"])
        .put("subject", "subject_id, name", "('алгебра', 'Алгебра'), ('химия', 'Химия'), ('труд', 'Труд')")
        .put("teacher", "teacher_id, full_name", "('t1', 'Лисина Анна Петровна'), ('t2', 'Бобров Ян')")
        .put(
            "teaching_assignment",
            "teacher_id, class_id, subject_id",
            "('t1', '9Б', 'алгебра'), ('t2', '9Б', 'химия'), ('t1', '9Б', 'химия')",
        )
        .period_marks(
            "9Б",
            "q1",
            "s1 алгебра 5\n s2 алгебра 4\n s3 алгебра 3\n s4 алгебра 2\n s1 химия 5\n s2 химия н/а\n s3 химия осв\n s4 химия -
            s1 труд зач\n s2 труд зач\n s3 труд зач\n s4 труд зач",
        );
    let made = documents(&school, "class_results", &period("q1", ""));
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].file_stem, "class-results-2025-9Б-q1");
    let data = &made[0].data;
    assert_eq!(
        rows(data, "results"),
        [
            "1 | Имя s1 | 5 | 5 | зач | 5,00",
            "2 | Имя s2 | 4 | н/а | зач | 4,00",
            "3 | Имя s3 | 3 | осв | зач | 3,00",
            "4 | Имя s4 | 2 |  | зач | 2,00",
            " | «5» | 1 | 1 | 0 | 2",
            " | «4» | 1 | 0 | 0 | 1",
            " | «3» | 1 | 0 | 0 | 1",
            " | «2» (и «1») | 1 | 0 | 0 | 1",
            " | н/а | 0 | 1 | 0 | 1",
            " | осв | 0 | 1 | 0 | 1",
            " | Успеваемость, % | 75,00 | 50,00 | — | 66,67",
            " | Качество, % | 50,00 | 50,00 | — | 50,00",
            " | СОУ, % | 54,00 | 53,50 | — | 53,83",
            " | Средний балл | 3,50 | 5,00 | — | 3,80",
            " | Учитель | Лисина А. П. | Бобров Я., Лисина А. П. |  | ",
        ]
    );
    let mean = table(data, "results").rows[0].cells.last().expect("the mean");
    assert_eq!((mean.value, mean.scale), (Some(500), Some(2)));
    assert!(table(data, "results").rows[..4].iter().all(|row| row.kind == RowKind::Body));
    // s1 has only fives, s2 is not certified, s3 has one «3» and an exemption, s4 fails.
    assert_eq!(rows(data, "class"), ["4 | 1 | 0 | 0 | 1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 | 50,00 | 25,00"]);
}

#[test]
fn a_class_without_marks_has_its_list_and_says_why() {
    let school = Fixture::new().class("1А", 1, "quarter", &["s1"]).period_marks("1А", "q1", "s1 чтение -");
    let made = documents(&school, "class_results", &period("q1", ""));
    assert_eq!(rows(&made[0].data, "results"), ["1 | Имя s1 | —"]);
    assert!(made[0].data.notes[0].contains("безотметочный"));
}
