//! F2 «Сводная ведомость учёта посещаемости»: days and lessons missed by cause, for each period of the year and the year.

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, RowKind};
use crate::model::person;
use crate::model::table::Table;

use super::absence::{self, Absences};
use super::base::{blank, field, percent, signatories};
use super::cells::{column, is_period_of, name_columns, period_short, table};
use super::roll::{Class, classes};
use super::{Document, Input, Kind, chart};

pub const KIND: Kind = Kind {
    name: "class_attendance",
    title: "Сводная ведомость учёта посещаемости",
    form: "F2",
    names: true,
    queries: &[("class_list", None)],
    each_period: &[("attendance_by_cause", Some("student")), ("attendance_by_cause", Some("class")), ("learner", None)],
    build,
    ..Kind::BASE
};

/// A period that the class has: its title and what was missed in it.
type Period<'a> = (String, Absences<'a>);

fn build(input: &Input<'_>) -> Vec<Document> {
    let [list] = input.tables else { return Vec::new() };
    classes(list, &Russian::default()).iter().map(|class| document(input, list, class)).collect()
}

fn document(input: &Input<'_>, list: &Table, class: &Class<'_>) -> Document {
    let teacher = list.get(class.first(), "class_teacher").as_text().unwrap_or_default();
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3", "S2 4.5"]);
    data.head.insert(1, field("Класс", class.name));
    data.head.push(field("Классный руководитель", teacher));
    data.head.push(field("Обучающихся в списке", &class.students.len().to_string()));
    data.tables.push(absence_table(input, list, class));
    let periods = periods(input, list, class);
    let own = periods.iter().filter(|(title, _)| *title != period_short("year"));
    let stacks: Vec<chart::Stack> =
        own.filter_map(|(title, missed)| Some(chart::Stack { label: title.clone(), parts: missed.causes(class.name)? })).collect();
    if !stacks.is_empty() {
        data.charts.push(absence::picture("Пропущено уроков классом по причинам", &stacks));
    }
    data.notes = notes(class, &periods, input.rules.percent_digits);
    data.signatories = signatories(input, Some(field("Классный руководитель", &person::initials(teacher))));
    Document { file_stem: format!("class-attendance-{}-{}", input.year, class.name), data }
}

/// What was missed in each period that the class has.
fn periods<'a>(input: &'a Input<'_>, list: &Table, class: &Class<'_>) -> Vec<Period<'a>> {
    let kind = list.get(class.first(), "period_kind").as_text().unwrap_or_default();
    input
        .periods
        .iter()
        .filter(|period| is_period_of(kind, &period.id))
        .filter_map(|period| match period.tables.as_slice() {
            [students, classes, learner] => Some((period_short(&period.id), Absences::of(students, classes, learner))),
            _ => None,
        })
        .collect()
}

/// The table of the form; other forms carry it too.
pub fn absence_table(input: &Input<'_>, list: &Table, class: &Class<'_>) -> DocTable {
    let periods = periods(input, list, class);
    let mut rows = Vec::new();
    for (at, student) in class.students.iter().enumerate() {
        lines(&mut rows, at, &Cell::text(student.name), &periods, |missed| missed.student(class.name, student.id));
    }
    let after = class.students.len();
    let first_total = rows.len();
    lines(&mut rows, after, &Cell::text("Всего по классу"), &periods, |missed| missed.class(class.name));
    lines(&mut rows, after + 1, &Cell::text("В среднем на обучающегося"), &periods, |missed| {
        missed.per_student(class.name)
    });
    for row in rows.iter_mut().skip(first_total) {
        row.kind = RowKind::Total;
        if let Some(number) = row.cells.first_mut() {
            *number = Cell::default();
        }
    }
    table("absences", "", columns(), rows)
}

fn columns() -> Vec<DocColumn> {
    let merged = |column: DocColumn| DocColumn { merge: true, ..column };
    let mut columns: Vec<DocColumn> = name_columns().into_iter().map(merged).collect();
    columns.push(column("period", "Период", ColumnKind::Text));
    columns.extend(absence::columns());
    columns
}

/// A row for each period.
fn lines(rows: &mut Vec<DocRow>, at: usize, name: &Cell, periods: &[Period<'_>], cells: impl Fn(&Absences<'_>) -> Vec<Cell>) {
    for (title, missed) in periods {
        let mut line = vec![super::cells::number(at), name.clone(), Cell::text(title)];
        line.extend(cells(missed));
        let kind = if title == "год" { RowKind::Subtotal } else { RowKind::Body };
        rows.push(super::cells::row(at, kind, line));
    }
}

fn notes(class: &Class<'_>, periods: &[Period<'_>], digits: u8) -> Vec<String> {
    let shares: Vec<String> = periods
        .iter()
        .filter_map(|(title, missed)| {
            let (attended, held) = missed.share(class.name)?;
            (held > 0).then(|| format!("{title} — {} % ({attended} из {held} уроков)", percent(attended, held, digits).text))
        })
        .collect();
    let mut notes = vec![absence::NOTE.to_owned()];
    if !shares.is_empty() {
        notes.push(format!("Посещаемость класса: {}.", shares.join("; ")));
    }
    notes
}
