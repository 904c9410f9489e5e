//! The picture of mark density: how many marks a student of a class has in a subject.

use std::collections::BTreeMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::Chart;
use crate::model::number::{decimal_text, ratio};
use crate::model::table::Table;

use super::figures::{int, text};
use super::{chart, subject_order};

/// Marks per student by class and subject (`queries/mark_density.sql` at its first grain); none where there is nothing to show.
#[must_use]
pub fn density_chart(density: &Table) -> Option<Chart> {
    let order = Russian::default();
    let of = |row: usize, column: &str| text(density, row, column);
    let rows = 0..density.rows.len();
    let names: BTreeMap<&str, &str> = rows.clone().map(|row| (of(row, "subject_id"), of(row, "subject"))).collect();
    let mut subjects: Vec<(&str, &str)> = names.into_iter().collect();
    subjects.sort_by(|left, right| subject_order::compare(&order, left.1, right.1));
    let mut classes: Vec<&str> = rows.clone().map(|row| of(row, "class_id")).collect();
    classes.sort_by(|left, right| compare_classes(&order, left, right));
    classes.dedup();
    let known: BTreeMap<(&str, &str), usize> = rows.map(|row| ((of(row, "class_id"), of(row, "subject_id")), row)).collect();
    let point = |class: &str, subject: &str| {
        let row = *known.get(&(class, subject))?;
        let (marks, students) = (int(density, row, "marks")?, int(density, row, "students")?);
        Some((ratio(marks, students, 2)?, decimal_text(ratio(marks, students, 1)?, 1)))
    };
    let cells: Vec<Vec<chart::Point>> = classes.iter().map(|class| subjects.iter().map(|(id, _)| point(class, id)).collect()).collect();
    let titles: Vec<String> = subjects.iter().map(|(_, name)| (*name).to_owned()).collect();
    let labels: Vec<String> = classes.iter().map(|class| (*class).to_owned()).collect();
    (!labels.is_empty())
        .then(|| chart::heat("density", "Отметок на обучающегося за эти дни, по классам и предметам", &labels, &titles, &cells))
}
