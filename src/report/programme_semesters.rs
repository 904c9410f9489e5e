//! The hours of vocational groups by semester and what their students got, as their own form of F19 has them.

use std::collections::BTreeSet;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, DocTable, RowKind};
use crate::model::period;
use crate::model::table::Table;

use super::figures::{self, grouped, hundredths, int, number, share, text, words};
use super::{PeriodTables, subject_order};

pub const NOTE: &str = "По семестрам: абсолютная и качественная успеваемость — доли отметок всей группы по дисциплине за год, а пока их нет, за последний семестр с отметками («Показатели за»).";

/// A row a course of the groups with semesters (`queries/programme_by_period.sql`, `performance` of each semester and of the year); none where
/// no group has them.
pub fn table(periods: &Table, results: &[PeriodTables], digits: u8) -> Option<DocTable> {
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
    columns.extend([number("pass", "Абс. усп., %"), number("quality", "Кач. усп., %"), words("results_of", "Показатели за")]);
    let cells = |course: &[&str; 5]| {
        let [class, area, subject, subject_id, group] = *course;
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
        cells.extend(rates(results, class, subject_id, digits));
        (RowKind::Body, cells)
    };
    (!courses.is_empty()).then(|| figures::table("semesters", "По семестрам", columns, courses.iter().map(cells).collect()))
}

/// Pass and quality rate of a group in a subject, and of which period: the last one that has marks, the year being the last of all.
fn rates(results: &[PeriodTables], class: &str, subject: &str, digits: u8) -> [Cell; 3] {
    let found = results.iter().rev().find_map(|period| {
        let of = period.tables.first()?;
        let own = |row: &usize| text(of, *row, "class_id") == class && text(of, *row, "subject_id") == subject;
        let row = (0..of.rows.len()).find(own)?;
        int(of, row, "assessed").filter(|assessed| *assessed > 0).map(|assessed| (period, of, row, assessed))
    });
    let Some((period, of, row, assessed)) = found else { return [figures::dash(), figures::dash(), Cell::default()] };
    let rate = |numerator: &str| share(int(of, row, numerator), Some(assessed), digits);
    [rate("pass_n"), rate("quality_n"), Cell::text(figures::period_short(&period.id))]
}
