//! The depersonalised twin of a document: «Обучающийся 12» in place of a name.
//!
//! Done on the tables before anything is built of them, so that no builder can forget it. A student has one number through the
//! whole school, by the order of classes and of names in them, whatever class is asked for.

use std::collections::HashMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::person;
use crate::model::table::{Table, Value};

/// Columns of a student's row that would tell who he is even without his name.
const TELLING: [&str; 5] = ["birth_date", "from_org", "to_org", "order_no", "raw"];

/// Student → his number.
#[derive(Clone, Debug, Default)]
pub struct Pseudonyms(HashMap<String, usize>);

impl Pseudonyms {
    /// The numbers by the class lists of the whole school (`queries/class_list.sql`).
    #[must_use]
    pub fn of(list: &Table) -> Self {
        let order = Russian::default();
        let text = |row: usize, column: &str| list.get(row, column).as_text().unwrap_or_default();
        let mut rows: Vec<usize> = (0..list.rows.len()).collect();
        rows.sort_by(|&left, &right| {
            compare_classes(&order, text(left, "class_id"), text(right, "class_id"))
                .then_with(|| order.compare(text(left, "full_name"), text(right, "full_name")))
                .then_with(|| text(left, "student_id").cmp(text(right, "student_id")))
        });
        let mut numbers = Self::default();
        for row in rows {
            numbers.number(text(row, "student_id"));
        }
        numbers
    }

    /// A student whom no class list names gets the next number.
    fn number(&mut self, student: &str) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry(student.to_owned()).or_insert(next)
    }

    /// What stands in place of an id.
    pub fn id(&mut self, student: &str) -> String {
        format!("u{:06}", self.number(student))
    }

    /// Takes names, ids and telling facts out of a table's rows of students.
    pub fn hide(&mut self, table: &mut Table) {
        let Some(id_at) = table.position("student_id") else { return };
        let name_at = table.position("full_name");
        let telling: Vec<usize> = TELLING.iter().filter_map(|column| table.position(column)).collect();
        for row in &mut table.rows {
            let Some(Value::Text(id)) = row.get(id_at) else { continue };
            let (number, hidden) = (self.number(id), self.id(id));
            let mut put = |at: Option<usize>, value: Value| {
                if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
                    *cell = value;
                }
            };
            put(Some(id_at), Value::Text(hidden));
            put(name_at, Value::Text(format!("Обучающийся {number}")));
            telling.iter().for_each(|at| put(Some(*at), Value::Null));
        }
    }
}

/// Ids of the students of a class list (`queries/class_list.sql`) whose id, full name, or beginning of the name by whole words is this.
#[must_use]
pub fn find_students(list: &Table, wanted: &str) -> Vec<String> {
    let key = person::key(wanted);
    let is_meant = |row: usize| {
        let name = person::key(list.get(row, "full_name").as_text().unwrap_or_default());
        list.get(row, "student_id").as_text() == Some(wanted)
            || name.strip_prefix(&key).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let mut found: Vec<String> = (0..list.rows.len())
        .filter(|row| is_meant(*row))
        .filter_map(|row| list.get(row, "student_id").as_text().map(str::to_owned))
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{Pseudonyms, find_students};
    use crate::model::table::{Table, Value};

    fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
        let cells = |row: &&[&str]| row.iter().map(|text| Value::Text((*text).to_owned())).collect();
        Table { columns: columns.iter().map(|name| (*name).to_owned()).collect(), rows: rows.iter().map(cells).collect() }
    }

    #[test]
    fn numbers_go_by_class_and_name_and_nothing_else_is_left() {
        let list = table(
            &["class_id", "student_id", "full_name"],
            &[&["10А", "s3", "Абрамов Лев"], &["9Б", "s1", "Яковлева Ия"], &["9Б", "s2", "Ёлкин Ян"], &["10А", "s1", "Яковлева Ия"]],
        );
        assert_eq!(find_students(&list, "елкин"), ["s2"]);
        assert_eq!(find_students(&list, "s1"), ["s1"]);
        assert!(find_students(&list, "Яков").is_empty());
        let mut numbers = Pseudonyms::of(&list);
        let mut orders = table(
            &["student_id", "full_name", "birth_date", "order_no", "kind"],
            &[&["s1", "Яковлева Ия", "2010-01-02", "17-у", "withdrawal"], &["s9", "Чужой", "2010-01-03", "18-у", "admission"]],
        );
        numbers.hide(&mut orders);
        let shown: Vec<String> = orders.rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(shown, ["u000002|Обучающийся 2|||withdrawal", "u000004|Обучающийся 4|||admission"]);
    }
}
