//! F6 «Отчёт о посещаемости класса (по месяцам)»: a table of days for each month, last the interval by cause.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::person;
use crate::model::table::{Table, Value};

use super::absence::{self, Absences};
use super::base::{blank, field, signatories};
use super::cells::{column, name_columns, number, own_period, row, span_text, table};
use super::figures::span_stem;
use super::roll::{Class, Student, classes};
use super::{Document, Input, Kind, chart};

pub const KIND: Kind = Kind {
    name: "attendance_by_month",
    title: "Отчёт о посещаемости класса (по месяцам)",
    form: "F6",
    names: true,
    own_days: true,
    queries: &[
        ("class_list", None),
        ("attendance_day", None),
        ("attendance_by_cause", Some("student")),
        ("attendance_by_cause", Some("class")),
        ("learner", None),
    ],
    build,
    ..Kind::BASE
};

pub const MONTHS: [&str; 12] =
    ["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"];
/// Columns of lessons missed and their codes in the journal.
const CODES: [(&str, &str); 4] = [("illness", "Б"), ("excused", "УП"), ("unexcused", "НП"), ("unset", "ОТ")];

/// (student, day) → row of `attendance_day`.
type Days<'a> = HashMap<(&'a str, NaiveDate), usize>;

fn build(input: &Input<'_>) -> Vec<Document> {
    let [list, ..] = input.tables else { return Vec::new() };
    classes(list, &Russian::default()).iter().filter_map(|class| document(input, class)).collect()
}

fn document(input: &Input<'_>, class: &Class<'_>) -> Option<Document> {
    let [list, days, students, by_class, learner] = input.tables else { return None };
    let missed = Absences::of(students, by_class, learner);
    let members: Vec<Student<'_>> = class.students.iter().filter(|student| missed.is_member(class.name, student.id)).copied().collect();
    let teacher = list.get(class.first(), "class_teacher").as_text().unwrap_or_default();
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3", "S2 4.5"]);
    data.head.insert(1, field("Класс", class.name));
    data.head.push(field("Период", &span_text(input.period_id.map(|id| own_period(list, class.name, id)), input.from, input.to)));
    data.head.push(field("Классный руководитель", teacher));
    data.head.push(field("Обучающихся", &members.len().to_string()));
    let (by_month, of_student) = calendar(days, class.name);
    for ((year, month), dates) in &by_month {
        data.tables.push(month_table(*year, *month, dates, (list, &members), days, &of_student));
    }
    data.tables.push(summary(class.name, &members, &missed));
    let stacks: Vec<chart::Stack> = by_month
        .iter()
        .map(|((year, month), dates)| {
            let own: Vec<usize> =
                members.iter().flat_map(|student| dates.iter().filter_map(|date| of_student.get(&(student.id, *date)).copied())).collect();
            let sum = |key: &str| own.iter().filter_map(|row| days.get(*row, key).as_int()).sum();
            chart::Stack { label: format!("{month:02}.{year}"), parts: absence::CAUSES.iter().map(|(key, _)| sum(key)).collect() }
        })
        .collect();
    if !stacks.is_empty() {
        data.charts.push(absence::picture("Пропущено уроков классом по месяцам и причинам", &stacks));
    }
    data.notes = vec![
        "Б — болезнь, УП — уважительная причина, НП — неуважительная, ОТ — причина не указана, РП — разные причины. Код без числа — пропущен весь день; число перед кодом — сколько уроков пропущено; ОП — опоздание. Пустая клетка — пропусков нет.".to_owned(),
        absence::NOTE.to_owned(),
    ];
    if by_month.is_empty() {
        data.notes.push("За эти дни в выгрузках нет ни уроков, ни записей о посещаемости класса.".to_owned());
    }
    data.signatories = signatories(input, Some(field("Классный руководитель", &person::initials(teacher))));
    let span = span_stem(input).map(|span| format!("-{span}")).unwrap_or_default();
    Some(Document { file_stem: format!("attendance-by-month-{}-{}{span}", input.year, class.name), data })
}

/// The days of the class by month, and where the students' days stand.
fn calendar<'a>(days: &'a Table, class: &str) -> (BTreeMap<(i32, u32), BTreeSet<NaiveDate>>, Days<'a>) {
    let (mut by_month, mut of_student) = (BTreeMap::<_, BTreeSet<NaiveDate>>::new(), HashMap::new());
    for row in (0..days.rows.len()).filter(|row| days.get(*row, "class_id").as_text() == Some(class)) {
        let Value::Date(date) = days.get(row, "date") else { continue };
        by_month.entry((date.year(), date.month())).or_default().insert(*date);
        if let Some(student) = days.get(row, "student_id").as_text() {
            of_student.insert((student, *date), row);
        }
    }
    (by_month, of_student)
}

fn month_table(
    year: i32,
    month: u32,
    dates: &BTreeSet<NaiveDate>,
    (list, members): (&Table, &[Student<'_>]),
    days: &Table,
    of_student: &Days<'_>,
) -> DocTable {
    let mut columns = name_columns();
    columns.extend(dates.iter().map(|date| column(format!("day:{date}"), date.day().to_string(), ColumnKind::Mark)));
    columns.extend(
        [("lessons", "Уроков"), ("days", "Дней"), ("late", "Опозданий")].map(|(key, title)| column(key, title, ColumnKind::Number)),
    );
    let mut totals = [0_i64; 3];
    let mut rows = Vec::new();
    for (at, student) in members.iter().enumerate() {
        let own: Vec<Option<usize>> = dates.iter().map(|date| of_student.get(&(student.id, *date)).copied()).collect();
        let mut cells = vec![number(at), Cell::text(student.name)];
        cells.extend(own.iter().map(|row| row.map_or_else(Cell::default, |row| Cell::text(codes(days, row)))));
        let mut sums = [0_i64; 3];
        for row in own.iter().flatten() {
            let int = |column: &str| days.get(*row, column).as_int().unwrap_or(0);
            sums[0] += CODES.iter().map(|(column, _)| int(column)).sum::<i64>();
            sums[1] += i64::from(days.get(*row, "day_gravity").as_int().is_some());
            sums[2] += int("late");
        }
        // A month in which he was not in the class has no sums.
        let was_here = own.iter().any(Option::is_some) || is_here(list, student.row, dates);
        cells.extend(sums.map(|sum| if was_here { Cell::count(sum) } else { Cell::default() }));
        totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
        rows.push(row(at, RowKind::Body, cells));
    }
    let mut last = vec![Cell::default(), Cell::text("Всего по классу")];
    last.extend(dates.iter().map(|_| Cell::default()));
    last.extend(totals.map(Cell::count));
    rows.push(row(members.len(), RowKind::Total, last));
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.saturating_sub(1))).copied().unwrap_or_default();
    table(&format!("month-{year}-{month:02}"), format!("{name} {year}"), columns, rows)
}

/// Was he in the class on one of the days, by the list of the year?
fn is_here(list: &Table, row: usize, dates: &BTreeSet<NaiveDate>) -> bool {
    let day = |column: &str| if let Value::Date(date) = list.get(row, column) { Some(*date) } else { None };
    let (from, to) = (day("from_date"), day("to_date"));
    dates.iter().any(|date| from.is_none_or(|from| from <= *date) && to.is_none_or(|to| *date <= to))
}

/// «Б» for a day missed whole, «2Б» for two lessons, «1Б 3НП», «ОП».
fn codes(days: &Table, row: usize) -> String {
    let int = |column: &str| days.get(row, column).as_int().unwrap_or(0);
    let late = if int("late") > 0 { vec!["ОП".to_owned()] } else { Vec::new() };
    let missed = match days.get(row, "day_gravity").as_int() {
        Some(1) => vec!["УП".to_owned()],
        Some(2) => vec!["Б".to_owned()],
        Some(3) => vec!["ОТ".to_owned()],
        Some(4) => vec!["НП".to_owned()],
        Some(_) => vec!["РП".to_owned()],
        None => CODES.iter().filter(|(column, _)| int(column) > 0).map(|(column, code)| format!("{}{code}", int(column))).collect(),
    };
    [missed, late].concat().join(" ")
}

fn summary(class: &str, members: &[Student<'_>], missed: &Absences<'_>) -> DocTable {
    let mut columns = name_columns();
    columns.extend(absence::columns());
    let mut rows: Vec<_> = members
        .iter()
        .enumerate()
        .map(|(at, student)| {
            let mut cells = vec![number(at), Cell::text(student.name)];
            cells.extend(missed.student(class, student.id));
            row(at, RowKind::Body, cells)
        })
        .collect();
    for (label, cells) in [("Всего по классу", missed.class(class)), ("В среднем на обучающегося", missed.per_student(class))]
    {
        let mut line = vec![Cell::default(), Cell::text(label)];
        line.extend(cells);
        rows.push(row(rows.len(), RowKind::Total, line));
    }
    table("summary", "Итоги за период по причинам", columns, rows)
}
