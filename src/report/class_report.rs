//! F3 «Отчёт классного руководителя за учебный период» and F4, the preliminary one: movement, categories with names, rates, absences.

use std::collections::HashMap;

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocRow, DocTable, RowKind};
use crate::model::person;
use crate::model::table::{Table, Value};

use super::absence::{self, Absences};
use super::base::{blank, field, percent};
use super::cells::{column, count, date, number, of_class, own_period, period_text, row, table};
use super::class_results::class_teacher;
use super::roll::{Class, Student, classes};
use super::{Asked, Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "class_report",
    title: "Отчёт классного руководителя за учебный период",
    form: "F3",
    needs_period: true,
    names: true,
    own_days: true,
    queries: &asked(("standing", None), ("standing_subjects", None), ("performance", Some("class"))),
    build: |input| build(input, &KIND),
    ..Kind::BASE
};

pub const PRELIMINARY: Kind = Kind {
    name: "class_report_preliminary",
    title: "Предварительный отчёт классного руководителя за учебный период",
    form: "F4",
    queries: &asked(("preliminary_standing", None), ("preliminary_standing", None), ("preliminary_standing", None)),
    build: |input| build(input, &PRELIMINARY),
    ..KIND
};

/// What both reports are made of: categories, subjects behind them and rates, each its own; the rest is the same.
const fn asked(standing: Asked, subjects: Asked, rates: Asked) -> [Asked; 9] {
    [
        standing,
        subjects,
        rates,
        ("movement", Some("class")),
        ("movement_list", None),
        ("attendance_by_cause", Some("student")),
        ("attendance_by_cause", Some("class")),
        ("learner", None),
        ("class_list", None),
    ]
}

/// Standing, label, and the column whose subjects stand behind the names.
const CATEGORIES: &[(&str, &str, Option<&str>)] = &[
    ("all_fives", "на «5»", None),
    ("fours_and_fives", "на «4» и «5»", None),
    ("one_four", "в том числе с одной «4» (предмет)", Some("subject_one")),
    ("one_three", "с одной «3» (предмет)", Some("subject_one")),
    ("with_threes", "на «3», «4» и «5» (две «3» и более)", None),
    ("failing_one", "не успевают по одному предмету", Some("failing_subjects")),
    ("failing_two", "не успевают по двум предметам", Some("failing_subjects")),
    ("failing_many", "не успевают по трём предметам и более", Some("failing_subjects")),
    ("not_certified", "не аттестованы (предметы)", Some("uncertified_subjects")),
    ("incomplete", "есть пустые клетки (предметы)", Some("empty_subjects")),
    ("no_data", "нет отметок", None),
    ("not_applicable", "безотметочное обучение", None),
];

fn build(input: &Input<'_>, kind: &Kind) -> Vec<Document> {
    let [standing, ..] = input.tables else { return Vec::new() };
    classes(standing, &Russian::default()).iter().filter_map(|class| document(input, kind, class)).collect()
}

fn document(input: &Input<'_>, kind: &Kind, class: &Class<'_>) -> Option<Document> {
    let [standing, subjects, rates, movement, moved, students, by_class, learner, list] = input.tables else { return None };
    let period_id = input.period_id?;
    let teacher = class_teacher(list, class.name);
    let mut data = blank(input, kind.name, kind.title, &["S2 4.3", "S2 4.4", "S2 4.5"]);
    data.head.insert(1, field("Класс", class.name));
    data.head.push(field("Период", &period_text(own_period(list, class.name, period_id))));
    data.head.push(field("Классный руководитель", teacher));
    data.tables.push(movement_table(movement, class.name));
    data.tables.extend(people(moved, movement, class.name));
    data.tables.push(categories(standing, subjects, class));
    data.tables.push(rates_table(rates, class.name, ["Абсолютная успеваемость", "Качественная успеваемость"], input.rules.percent_digits));
    data.tables.push(absences(&Absences::of(students, by_class, learner), class.name));
    data.notes = notes(input, standing, class, kind.form == PRELIMINARY.form);
    data.signatories = vec![field("Классный руководитель", &person::initials(teacher))];
    let stem = kind.name.replace('_', "-");
    Some(Document { file_stem: format!("{stem}-{}-{}-{period_id}", input.year, class.name), data })
}

fn movement_table(movement: &Table, class: &str) -> DocTable {
    let keys = [
        ("start_n", "На начало периода"),
        ("arrived", "Прибыло в школу"),
        ("moved_in", "Переведено из других классов"),
        ("departed", "Выбыло из школы"),
        ("moved_out", "Переведено в другие классы"),
        ("end_n", "На конец периода"),
    ];
    let columns = keys.map(|(key, title)| column(key, title, ColumnKind::Number)).to_vec();
    let at = of_class(movement, class);
    let cells = keys.map(|(key, _)| at.map_or_else(super::cells::dash, |at| count(movement.get(at, key)))).to_vec();
    table("movement", "Движение обучающихся", columns, vec![row(0, RowKind::Body, cells)])
}

/// Who came, left and changed class in the days of the class's movement, with whence and whither; nothing where nobody did.
fn people(moved: &Table, movement: &Table, class: &str) -> Option<DocTable> {
    let mut rows: Vec<DocRow> = Vec::new();
    let day = |value: &Value| if let Value::Date(date) = value { Some(*date) } else { None };
    let of = of_class(movement, class)?;
    let (first, last) = (day(movement.get(of, "from_date"))?, day(movement.get(of, "to_date"))?);
    for at in 0..moved.rows.len() {
        let text = |column: &str| moved.get(at, column).as_text();
        let (from, to) = (text("from_class_id"), text("to_class_id"));
        let direction = text("direction").unwrap_or_default();
        // A change of class concerns both classes.
        let concerns = text("class_id") == Some(class) || (direction == "transfer" && from == Some(class));
        if !concerns || !day(moved.get(at, "date")).is_some_and(|date| first < date && date <= last) {
            continue;
        }
        let (what, where_to) = match direction {
            "in" => ("прибыл(а)", text("from_org").map(|org| format!("из: {org}"))),
            "out" => ("выбыл(а)", text("to_org").map(|org| format!("в: {org}"))),
            _ if from == Some(class) => ("переведён(а)", to.map(|class| format!("в {class}"))),
            _ => ("переведён(а)", from.map(|class| format!("из {class}"))),
        };
        let order = match (text("order_no"), date(moved.get(at, "order_date"))) {
            (Some(number), Some(day)) => format!("№ {number} от {day}"),
            (Some(number), None) => format!("№ {number}"),
            _ => String::new(),
        };
        let name = text("full_name").or(text("student_id")).unwrap_or_default();
        let on = date(moved.get(at, "date")).unwrap_or_default();
        let cells = vec![
            number(rows.len()),
            Cell::text(name),
            Cell::text(what),
            Cell::text(on),
            Cell::text(where_to.unwrap_or_default()),
            Cell::text(order),
        ];
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    let columns = [
        ("number", "№"),
        ("name", "Фамилия, имя, отчество"),
        ("what", "Движение"),
        ("date", "Дата"),
        ("where", "Откуда, куда"),
        ("order", "Приказ"),
    ]
    .map(|(key, title)| column(key, title, ColumnKind::Text))
    .to_vec();
    (!rows.is_empty()).then(|| table("people", "Прибыли, выбыли, переведены", columns, rows))
}

fn categories(standing: &Table, subjects: &Table, class: &Class<'_>) -> DocTable {
    let lists: HashMap<&str, usize> =
        (0..subjects.rows.len()).filter_map(|row| Some((subjects.get(row, "student_id").as_text()?, row))).collect();
    let columns = vec![
        column("category", "Успевают, не успевают", ColumnKind::Text),
        column("count", "Обучающихся", ColumnKind::Number),
        column("names", "Фамилия, имя, отчество (предметы)", ColumnKind::Text),
    ];
    let named = |student: &Student<'_>, column: Option<&str>| {
        let own = column.filter(|column| *column == "subject_one").and_then(|column| standing.get(student.row, column).as_text());
        let listed = |column: &str| subjects.get(*lists.get(student.id)?, column).as_text();
        // One row a student: who fails and is not certified besides stands where he fails, with both.
        let uncertified = column.filter(|column| *column == "failing_subjects").and_then(|_| listed("uncertified_subjects"));
        let besides = uncertified.map(|subjects| format!("; н/а: {subjects}")).unwrap_or_default();
        let own = own.or_else(|| listed(column?));
        own.map_or_else(|| student.name.to_owned(), |subjects| format!("{} ({subjects}{besides})", student.name))
    };
    let mut rows = vec![row(
        0,
        RowKind::Subtotal,
        vec![Cell::text("Всего обучающихся"), number(class.students.len().wrapping_sub(1)), Cell::default()],
    )];
    for (key, label, column) in CATEGORIES {
        let meant = |student: &&Student<'_>| {
            let own = standing.get(student.row, "standing").as_text();
            if *key == "one_four" {
                own == Some("fours_and_fives") && standing.get(student.row, "subject_one").as_text().is_some()
            } else {
                own == Some(*key)
            }
        };
        let names: Vec<String> = class.students.iter().filter(meant).map(|student| named(student, *column)).collect();
        if names.is_empty() && matches!(*key, "not_applicable" | "incomplete" | "no_data") {
            continue;
        }
        let total = i64::try_from(names.len()).unwrap_or(i64::MAX);
        let besides = class.students.iter().filter(|student| !meant(student)).filter_map(|student| {
            let (subjects, counted) = besides(key, subjects, *lists.get(student.id)?)?;
            Some(format!("{} ({subjects}; {counted})", student.name))
        });
        let names: Vec<String> = names.into_iter().chain(besides).collect();
        let shown = if *key == "not_applicable" { String::new() } else { names.join("; ") };
        rows.push(row(rows.len(), RowKind::Body, vec![Cell::text(*label), Cell::count(total), Cell::text(shown)]));
    }
    table("categories", "Итоги успеваемости", columns, rows)
}

/// Who fails and is not certified is counted once, as the regulation orders the two, and named in both lists (domain 1.2): the subjects that put
/// the student of a row into a category beside his own, and where he is counted.
fn besides<'a>(category: &str, subjects: &'a Table, row: usize) -> Option<(&'a str, &'static str)> {
    let of = |column: &str| subjects.get(row, column).as_text();
    let (failing, uncertified) = (of("failing_subjects")?, of("uncertified_subjects")?);
    let many = match failing.split(", ").count() {
        1 => "failing_one",
        2 => "failing_two",
        _ => "failing_many",
    };
    match category {
        "not_certified" => Some((uncertified, "учтён среди неуспевающих")),
        _ if category == many => Some((failing, "учтён среди не аттестованных")),
        _ => None,
    }
}

/// Two rates with the students that they are counted of.
pub fn rates_table(rates: &Table, class: &str, titles: [&str; 2], digits: u8) -> DocTable {
    let columns = vec![
        column("rate", "Показатель", ColumnKind::Text),
        column("share", "%", ColumnKind::Number),
        column("numerator", "Обучающихся", ColumnKind::Number),
        column("denominator", "из", ColumnKind::Number),
    ];
    let line = |(at, (label, key)): (usize, (&str, &str))| {
        let found = of_class(rates, class);
        let of = |key: &str| found.and_then(|row| rates.get(row, key).as_int());
        let cells = match (of(key), of("students_base")) {
            (Some(part), Some(base)) => vec![percent(part, base, digits), Cell::count(part), Cell::count(base)],
            _ => vec![super::cells::dash(); 3],
        };
        row(at, RowKind::Body, [vec![Cell::text(label)], cells].concat())
    };
    let rows = titles.into_iter().zip(["students_pass", "students_quality"]);
    table("rates", "Успеваемость и качество", columns, rows.enumerate().map(line).collect())
}

fn absences(missed: &Absences<'_>, class: &str) -> DocTable {
    let mut columns = vec![column("name", "Класс", ColumnKind::Text)];
    columns.extend(absence::columns());
    let lines = [("Всего по классу", missed.class(class)), ("В среднем на обучающегося", missed.per_student(class))];
    let rows = lines.into_iter().enumerate().map(|(at, (label, cells))| row(at, RowKind::Body, [vec![Cell::text(label)], cells].concat()));
    table("absences", "Пропуски по причинам", columns, rows.collect())
}

fn notes(input: &Input<'_>, standing: &Table, class: &Class<'_>, preliminary: bool) -> Vec<String> {
    let mut notes = vec![
        "Абсолютная успеваемость = (число в знаменателе − неуспевающие − не аттестованные) / знаменатель; качественная = (на «5» + на «4» и «5») / знаменатель.".to_owned(),
        absence::NOTE.to_owned(),
    ];
    if !input.rules.one_four_inside_good {
        notes.push("По регламенту обучающиеся с одной «4» считаются отдельно; здесь они показаны внутри строки «на «4» и «5»».".to_owned());
    }
    if preliminary {
        let forecast: i64 = class.students.iter().filter_map(|student| standing.get(student.row, "forecast").as_int()).sum();
        notes.insert(
            0,
            format!("Отчёт предварительный: где отметка за период ещё не выставлена, взята рекомендуемая по средневзвешенному баллу текущих отметок (таких клеток {forecast}); у предметов с нею стоит «*». В архив не сдаётся."),
        );
    }
    notes
}
