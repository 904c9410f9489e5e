//! F13 «Отчёт об успеваемости и посещаемости ученика»: marks by subject with their means, absences, change of the mean.

use std::collections::HashMap;

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::table::Table;

use super::absence::{self, Absences};
use super::base::field;
use super::cells::{self, column, count, dash, grouped, is_period_of, mark, mean, own_period, period_short, period_text, row, table};
use super::student::{self, Pupil, find, pupils, subject_rows};
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "student_report",
    title: "Отчёт об успеваемости и посещаемости ученика",
    queries: &[("standing", None), ("student_subject", None), ("current_mark", None), ("mark_mean", Some("student")), ("class_list", None)],
    of_school: &[
        ("attendance_by_cause", Some("student")),
        ("attendance_by_cause", Some("class")),
        ("learner", None),
        ("attendance_by_cause", Some("student_subject")),
    ],
    each_period: &[("mark_mean", Some("student")), ("mark_mean", Some("class"))],
    build,
    ..student::OF_PERIOD
};

/// (student, subject) → the marks as they stand in the journal.
type Marks<'a> = HashMap<(&'a str, &'a str), Vec<String>>;

fn build(input: &Input<'_>) -> Vec<Document> {
    let ([roster, subjects, current, means, list, students, by_class, learner, by_subject], Some(period_id)) =
        (input.tables, input.period_id)
    else {
        return Vec::new();
    };
    let order = Russian::default();
    let (marks, missed) = (marks(current), Absences::of(students, by_class, learner));
    let one = |pupil: &Pupil<'_>| {
        let period = Some(field("Период", &period_text(own_period(list, pupil.class, period_id))));
        let mut data = student::head(input, &KIND, pupil, period, list, &["S0 3.18", "S0 4.4"]);
        data.tables.push(subject_table(subjects, (by_subject, &missed), means, &marks, pupil, &order));
        data.tables.push(absence_table(&missed, pupil));
        data.tables.extend(dynamics(input, list, pupil));
        data.notes = vec![
            "Отметки — в порядке дат; «•» — задолженность. Средний балл — по числовым отметкам, средневзвешенный — с весами работ; «—» — отметок нет. Итог: средний балл ученика по всем предметам, как его считает регламент.".to_owned(),
            absence::NOTE.to_owned(),
        ];
        student::document(input, &KIND, pupil, Some(period_id), data)
    };
    pupils(input, roster, &order).iter().map(one).collect()
}

fn marks(current: &Table) -> Marks<'_> {
    let mut marks = Marks::new();
    for row in 0..current.rows.len() {
        let text = |column: &str| current.get(row, column).as_text().unwrap_or_default();
        let sign = match text("modifier") {
            "plus" => "+",
            "minus" => "−",
            _ => "",
        };
        let shown = match text("kind") {
            "credit" => "зач".to_owned(),
            "no_credit" => "незач".to_owned(),
            "not_assessed" => "н/а".to_owned(),
            "exempt" => "осв".to_owned(),
            "debt" => "•".to_owned(),
            _ => current.get(row, "value").as_int().map(|value| format!("{value}{sign}")).unwrap_or_default(),
        };
        marks.entry((text("student_id"), text("subject_id"))).or_default().push(shown);
    }
    marks
}

fn subject_table(
    of: &Table,
    (by_subject, absences): (&Table, &Absences<'_>),
    means: &Table,
    marks: &Marks<'_>,
    pupil: &Pupil<'_>,
    order: &Russian,
) -> DocTable {
    let number = |key: &str, title: &str| column(key, title, ColumnKind::Number);
    let mut columns = vec![column("subject", "Предмет", ColumnKind::Text), column("marks", "Отметки", ColumnKind::Text)];
    columns.extend([number("mark_count", "Отметок"), number("mean", "Средний балл"), number("weighted", "Взвешенный балл")]);
    columns.extend(grouped("Пропущено уроков", vec![number("absent", "всего"), number("illness", "по болезни")]));
    columns.extend([number("late", "Опозданий"), column("period_mark", "За период", ColumnKind::Mark)]);
    let mut rows = Vec::new();
    for at in subject_rows(of, pupil, order) {
        let subject = of.get(at, "subject_id").as_text().unwrap_or_default();
        let int = |column: &str| of.get(at, column).as_int();
        let own: Vec<usize> = (0..by_subject.rows.len())
            .filter(|row| {
                by_subject.get(*row, "student_id").as_text() == Some(pupil.student.id)
                    && by_subject.get(*row, "subject_id").as_text() == Some(subject)
                    && by_subject.get(*row, "class_id").as_text().is_some_and(|class| absences.is_like(class, pupil.class))
            })
            .collect();
        let missed = |key: &str| {
            let sum = own.iter().map(|row| by_subject.get(*row, key).as_int()).sum::<Option<i64>>();
            sum.filter(|_| absences.is_told(pupil.class, pupil.student.id)).map_or_else(dash, Cell::count)
        };
        let shown = marks.get(&(pupil.student.id, subject)).map(|marks| marks.join(" ")).unwrap_or_default();
        let cells = vec![
            Cell::text(of.get(at, "subject").as_text().unwrap_or_default()),
            Cell::text(shown),
            count(of.get(at, "mark_count")),
            mean(int("mark_sum"), int("mark_count")),
            mean(int("weighted_sum"), int("weight_sum")),
            missed("absent"),
            missed("illness"),
            missed("late"),
            mark(of.get(at, "status"), of.get(at, "value")),
        ];
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    if let Some(at) = find(means, pupil) {
        let int = |column: &str| means.get(at, column).as_int();
        let mut cells = vec![Cell::text("Итого"), Cell::default(), count(means.get(at, "mark_count"))];
        cells.extend([mean(int("mean_n"), int("mean_d")), mean(int("weighted_mean_n"), int("weighted_mean_d"))]);
        cells.extend(vec![Cell::default(); 4]);
        rows.push(row(rows.len(), RowKind::Total, cells));
    }
    table("subjects", "Успеваемость", columns, rows)
}

/// One row: what he missed, by cause, in all his classes.
pub fn absence_table(missed: &Absences<'_>, pupil: &Pupil<'_>) -> DocTable {
    let rows = vec![row(0, RowKind::Body, missed.everywhere(pupil.class, pupil.student.id))];
    table("absences", "Посещаемость", absence::columns(), rows)
}

/// The mean of the student beside that of his class, period by period.
fn dynamics(input: &Input<'_>, list: &Table, pupil: &Pupil<'_>) -> Option<DocTable> {
    let number = |key: &str, title: &str| column(key, title, ColumnKind::Number);
    let mut columns = vec![column("period", "Период", ColumnKind::Text)];
    columns.extend(grouped("Ученик", vec![number("marks", "отметок"), number("mean", "средний балл")]));
    columns.extend(grouped("Класс", vec![number("class_marks", "отметок"), number("class_mean", "средний балл")]));
    let mut rows = Vec::new();
    let kind = cells::of_class(list, pupil.class).and_then(|row| list.get(row, "period_kind").as_text()).unwrap_or_default();
    for period in input.periods.iter().filter(|period| is_period_of(kind, &period.id)) {
        let [students, classes] = period.tables.as_slice() else { continue };
        let (Some(own), Some(class)) = (find(students, pupil), cells::of_class(classes, pupil.class)) else { continue };
        // Where the whole class has none, the days of the period are not known, or nothing is written yet.
        let known = classes.get(class, "mark_count").as_int() != Some(0);
        let pair = |of: &Table, row: usize| {
            let int = |column: &str| of.get(row, column).as_int();
            [if known { count(of.get(row, "mark_count")) } else { dash() }, mean(int("mean_n"), int("mean_d"))]
        };
        let cells = [vec![Cell::text(period_short(&period.id))], pair(students, own).to_vec(), pair(classes, class).to_vec()].concat();
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    (!rows.is_empty()).then(|| table("dynamics", "Динамика среднего балла", columns, rows))
}
