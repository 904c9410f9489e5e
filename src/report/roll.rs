//! The classes that a table names and the students in each, as a school lists them.

use std::collections::BTreeMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::table::Table;

/// A student and the row of the table where he was found first.
#[derive(Clone, Copy, Debug)]
pub struct Student<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub row: usize,
}

/// A class, its rows in the table's order, its students by name.
#[derive(Clone, Debug)]
pub struct Class<'a> {
    pub name: &'a str,
    pub rows: Vec<usize>,
    pub students: Vec<Student<'a>>,
}

impl Class<'_> {
    /// The first row, for facts that all rows of the class share.
    pub fn first(&self) -> usize {
        self.rows.first().copied().unwrap_or_default()
    }
}

/// The classes of column `class_id`; students by `student_id` and `full_name`, each once. Who has no name stands under his id.
pub fn classes<'a>(table: &'a Table, order: &Russian) -> Vec<Class<'a>> {
    let mut found: BTreeMap<&str, Class<'a>> = BTreeMap::new();
    for row in 0..table.rows.len() {
        let Some(name) = table.get(row, "class_id").as_text() else { continue };
        let class = found.entry(name).or_insert_with(|| Class { name, rows: Vec::new(), students: Vec::new() });
        class.rows.push(row);
        if let Some(id) = table.get(row, "student_id").as_text() {
            class.students.push(Student { id, name: table.get(row, "full_name").as_text().unwrap_or(id), row });
        }
    }
    let mut classes: Vec<Class<'a>> = found.into_values().collect();
    classes.sort_by(|left, right| compare_classes(order, left.name, right.name));
    for class in &mut classes {
        class.students.sort_by(|left, right| order.compare(left.name, right.name).then_with(|| left.id.cmp(right.id)));
        class.students.dedup_by_key(|student| student.id);
    }
    classes
}
