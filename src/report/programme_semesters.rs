//! The hours of vocational groups by semester, as their own form of F19 has them.

use std::collections::BTreeSet;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, DocTable, RowKind};
use crate::model::period;
use crate::model::table::Table;

use super::figures::{self, grouped, hundredths, int, text, words};
use super::subject_order;

/// A row a course of the groups with semesters (`queries/programme_by_period.sql`); none where no group has them.
pub fn table(periods: &Table) -> Option<DocTable> {
    let order = Russian::default();
    let of = |row: usize, column: &str| text(periods, row, column);
    let rows = 0..periods.rows.len();
    let semesters: BTreeSet<&str> = rows.clone().map(|row| of(row, "period_id")).filter(|id| id.starts_with('s')).collect();
    let groups: BTreeSet<&str> = rows.clone().filter(|row| of(*row, "period_id").starts_with('s')).map(|row| of(row, "class_id")).collect();
    let key = |row: usize| ["class_id", "area", "subject", "subject_id", "group_id"].map(|column| of(row, column));
    let courses: BTreeSet<[&str; 5]> = rows.clone().filter(|row| groups.contains(of(*row, "class_id"))).map(key).collect();
    let mut courses: Vec<[&str; 5]> = courses.into_iter().collect();
    courses.sort_by(|left, right| {
        let [(class, area, subject), (other_class, other_area, other_subject)] =
            [left, right].map(|[class, area, subject, ..]| (*class, *area, *subject));
        compare_classes(&order, class, other_class)
            .then_with(|| order.compare(area, other_area))
            .then_with(|| subject_order::compare(&order, subject, other_subject))
            .then_with(|| left.cmp(right))
    });
    let ids: Vec<&str> = semesters.into_iter().chain(["year"]).collect();
    let mut columns =
        vec![words("class", "Группа"), words("area", "Цикл, профессиональный модуль"), words("subject", "Учебная дисциплина, МДК")];
    for id in &ids {
        let group = if *id == "year" { "Год".to_owned() } else { period::name_ru(id) };
        columns.extend([grouped(&format!("planned:{id}"), "план, ч", &group), grouped(&format!("given:{id}"), "факт, ч", &group)]);
    }
    columns.push(words("cause", "Причина невыполнения"));
    let cells = |course: &[&str; 5]| {
        let [class, area, subject, _, group] = *course;
        let name = group
            .rsplit('|')
            .next()
            .filter(|name| !name.is_empty())
            .map_or_else(|| subject.to_owned(), |name| format!("{subject}, {name}"));
        let mut cells = vec![Cell::text(class), Cell::text(area), Cell::text(name)];
        for id in &ids {
            let row = rows.clone().find(|row| of(*row, "period_id") == *id && key(*row) == *course);
            let hours = |column: &str| hundredths(row.and_then(|row| int(periods, row, column)));
            cells.extend([hours("planned_hours_hundredths"), hours("given_hours_hundredths")]);
        }
        // Left for the pen: what the journal knows of causes stands in the table of courses.
        cells.push(Cell::default());
        (RowKind::Body, cells)
    };
    (!courses.is_empty()).then(|| figures::table("semesters", "По семестрам", columns, courses.iter().map(cells).collect()))
}
