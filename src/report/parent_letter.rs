//! F13 «Информационное письмо для родителей»: how many marks of each kind, mean, period mark, absences, the parent's line.

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::table::Table;

use super::absence::{self, Absences};
use super::base::field;
use super::cells::{column, count, dash, mark, mean, own_period, period_text, row, table};
use super::student::{self, Pupil, find, pupils, subject_rows};
use super::student_report::absence_table;
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "parent_letter",
    title: "Информационное письмо для родителей",
    queries: &[("standing", None), ("student_subject", None), ("mark_mean", Some("student")), ("class_list", None)],
    of_school: &student::OF_SCHOOL,
    build,
    ..student::OF_PERIOD
};

const COUNTS: [(&str, &str); 4] = [("n5", "5"), ("n4", "4"), ("n3", "3"), ("n2", "2")];

fn build(input: &Input<'_>) -> Vec<Document> {
    let ([roster, subjects, means, list, students, by_class, learner], Some(period_id)) = (input.tables, input.period_id) else {
        return Vec::new();
    };
    let order = Russian::default();
    let missed = Absences::of(students, by_class, learner);
    let one = |pupil: &Pupil<'_>| {
        let period = Some(field("Период", &period_text(own_period(list, pupil.class, period_id))));
        let mut data = student::head(input, &KIND, pupil, period, list, &["S0 4.4", "S2 2.5"]);
        data.tables.push(subject_table(subjects, means, pupil, &order));
        data.tables.push(absence_table(&missed, pupil));
        data.notes = vec![
            "Графы «5», «4», «3», «2» — сколько таких отметок получено за период («1» стоит с «2»); средний балл — по числовым отметкам; «—» — отметок нет. Пустая клетка «За период» — отметка ещё не выставлена.".to_owned(),
            absence::NOTE.to_owned(),
        ];
        if means.get(0, "class_mean").as_text() == Some("of_students") {
            data.notes.push(MEAN_OF_MEANS.to_owned());
        }
        student::document(input, &KIND, pupil, Some(period_id), data)
    };
    pupils(input, roster, &order).iter().map(one).collect()
}

/// Else the marks of the row above it, counted together, would seem to be miscounted.
const MEAN_OF_MEANS: &str =
    "Средний балл в строке «Итого» — среднее средних баллов по предметам (так считает регламент), а не среднее всех отметок.";

fn subject_table(of: &Table, means: &Table, pupil: &Pupil<'_>, order: &Russian) -> DocTable {
    let mut columns = vec![column("subject", "Предмет", ColumnKind::Text)];
    columns.extend(COUNTS.map(|(key, title)| column(key, title, ColumnKind::Number)));
    columns.push(column("mean", "Средний балл", ColumnKind::Number));
    columns.push(column("period_mark", "За период", ColumnKind::Mark));
    let mut totals = [Some(0_i64); 4];
    let mut rows = Vec::new();
    for at in subject_rows(of, pupil, order) {
        let int = |column: &str| of.get(at, column).as_int();
        totals.iter_mut().zip(COUNTS).for_each(|(total, (key, _))| *total = total.zip(int(key)).map(|(sum, count)| sum + count));
        let mut cells = vec![Cell::text(of.get(at, "subject").as_text().unwrap_or_default())];
        cells.extend(COUNTS.map(|(key, _)| count(of.get(at, key))));
        cells.push(mean(int("mark_sum"), int("mark_count")));
        cells.push(mark(of.get(at, "status"), of.get(at, "value")));
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    let own = find(means, pupil);
    let int = |column: &str| own.and_then(|row| means.get(row, column).as_int());
    let mut last = vec![Cell::text("Итого")];
    last.extend(totals.map(|total| total.map_or_else(dash, Cell::count)));
    last.extend([mean(int("mean_n"), int("mean_d")), Cell::default()]);
    rows.push(row(rows.len(), RowKind::Total, last));
    table("subjects", "Успеваемость", columns, rows)
}
