//! F1: the cells of two students.

use vedomost::query::Params;

use super::made::{documents, rows, table};
use crate::query::fixture::Fixture;

#[test]
fn every_kind_of_cell_stands_in_its_row() {
    let school = Fixture::new()
        .class("9Б", 9, "quarter", &["s1", "s2"])
        .period_marks("9Б", "q1", "s1 алгебра 5\n s1 химия н/а\n s2 алгебра осв\n s2 химия -")
        .period_marks("9Б", "year", "s1 алгебра 4\n s2 химия зач");
    let made = documents(&school, "class_marksheet", &Params::default());
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].file_stem, "class-marksheet-2025-9Б");
    let data = &made[0].data;
    let titles: Vec<&str> = table(data, "marks").columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles[2..5], ["Период", "алгебра", "химия"]);
    // Quarters, year, and of a ninth class the exam and the final mark, though nobody has set them.
    let all = rows(data, "marks");
    assert_eq!(all.len(), 14);
    assert_eq!(all[0], "1 | Имя s1 | 1 четв. | 5 | н/а | ");
    assert_eq!(all[4], "1 | Имя s1 | год | 4 |  | ");
    assert_eq!(all[7], "2 | Имя s2 | 1 четв. | осв |  | ");
    assert_eq!(all[11], "2 | Имя s2 | год |  | зач | ");
    assert_eq!(all[13], "2 | Имя s2 | итог |  |  | ");
}
