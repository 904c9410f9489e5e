//! F9 «Динамика движения обучающихся по школе»: beginning, in, out, end of every class and grade level, by period and month, by name.

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocTable, RowKind};
use crate::model::table::Table;

use super::base::{blank, field, signatories};
use super::figures::{asked, column, count, date, grouped, int, month_text, number, period_text, stem, table, text, total_text, words};
use super::levels::{Levels, Line};
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "movement_summary",
    title: "Сводная ведомость учёта движения обучающихся",
    form: "F9",
    names: true,
    queries: &[
        ("movement", Some("class")),
        ("movement", Some("grade_level")),
        ("movement", Some("stage")),
        ("movement", Some("school")),
        ("movement_calendar", None),
        ("movement_list", None),
    ],
    build,
    ..Kind::BASE
};

/// Numbers of a row of `movement`.
const COUNTS: [&str; 6] = ["start_n", "arrived", "moved_in", "departed", "moved_out", "end_n"];

fn build(input: &Input<'_>) -> Vec<Document> {
    let Some(movement) = Levels::of(input.tables).filter(|movement| !movement.is_empty()) else { return Vec::new() };
    let [_, _, _, _, calendar, people] = input.tables else { return Vec::new() };
    let (from, to) = (date(movement.school("from_date")), date(movement.school("to_date")));
    let mut data = blank(input, KIND.name, KIND.title, &["S0 4.2", "S0 4.6", "S2 4.3", "S2 4.5"]);
    data.head.extend(asked(input));
    data.head.push(field("Дни", &format!("{from} – {to}")));
    let rows = movement.lines(total_text(input)).iter().map(|line| (line.kind, row(&movement, line))).collect();
    data.tables.push(table("movement", "По классам", columns(&from, &to), rows));
    // The tables in time are of the whole school and year: beside a part of either they would mislead.
    let whole_year = matches!(input.period_id, None | Some("year")) && input.from.is_none() && input.to.is_none();
    let whole_year = whole_year && input.class_id.is_none() && input.grade_level.is_none();
    if whole_year {
        data.tables.extend(
            [("period", "По учебным периодам"), ("month", "По месяцам")]
                .iter()
                .filter_map(|(kind, caption)| spans(calendar, kind, caption)),
        );
    }
    data.tables.extend(DIRECTIONS.iter().filter_map(|direction| named(people, direction)));
    data.notes = notes(whole_year);
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn columns(from: &str, to: &str) -> Vec<DocColumn> {
    vec![
        words("class", "Параллель, класс"),
        number("start_n", &format!("На начало ({from})")),
        grouped("arrived", "в школу", "Прибыло"),
        grouped("moved_in", "из другого класса", "Прибыло"),
        grouped("departed", "из школы", "Выбыло"),
        grouped("moved_out", "в другой класс", "Выбыло"),
        number("end_n", &format!("На конец ({to})")),
        words("check", "Проверка"),
    ]
}

fn row(movement: &Levels<'_>, line: &Line) -> Vec<Cell> {
    let counts = COUNTS.map(|column| movement.int(line, column));
    let [start, arrived, moved_in, departed, moved_out, end] = counts.map(|count| count.unwrap_or(0));
    let mut cells = vec![Cell::text(line.label.clone())];
    cells.extend(counts.map(count));
    cells.push(check(start, arrived + moved_in, departed + moved_out, end));
    cells
}

/// «7 + 2 − 2 = 7»: the sheet shows that it adds up, or that it does not.
fn check(start: i64, came: i64, gone: i64, end: i64) -> Cell {
    let sign = if start + came - gone == end { "=" } else { "≠" };
    Cell::text(format!("{start} + {came} − {gone} {sign} {end}"))
}

/// The school by grading periods or months.
fn spans(calendar: &Table, kind: &str, caption: &str) -> Option<DocTable> {
    let rows: Vec<(RowKind, Vec<Cell>)> = (0..calendar.rows.len())
        .filter(|row| text(calendar, *row, "unit_kind") == kind)
        .map(|row| {
            let counts = ["start_n", "arrived", "departed", "end_n"].map(|column| int(calendar, row, column));
            let [start, arrived, departed, end] = counts.map(|count| count.unwrap_or(0));
            let label =
                if kind == "month" { month_text(text(calendar, row, "month")) } else { period_text(text(calendar, row, "period_id")) };
            let mut cells = vec![Cell::text(label), Cell::text(date(calendar.get(row, "to_date")))];
            cells.extend(counts.map(count));
            cells.push(check(start, arrived, departed, end));
            (RowKind::Body, cells)
        })
        .collect();
    let columns = vec![
        words("span", if kind == "month" { "Месяц" } else { "Период" }),
        words("to_date", "По день"),
        number("start_n", "На начало"),
        number("arrived", "Прибыло"),
        number("departed", "Выбыло"),
        number("end_n", "На конец"),
        words("check", "Проверка"),
    ];
    (!rows.is_empty()).then(|| table(kind, caption, columns, rows))
}

/// A list of people: its name, caption, and what its last column tells.
struct Direction {
    name: &'static str,
    caption: &'static str,
    class: &'static str,
    place: &'static str,
}

const DIRECTIONS: [Direction; 3] = [
    Direction { name: "in", caption: "Прибыли", class: "В класс", place: "Откуда" },
    Direction { name: "out", caption: "Выбыли", class: "Из класса", place: "Куда" },
    Direction {
        name: "transfer", caption: "Переведены из класса в класс", class: "В класс", place: "Из класса"
    },
];

fn named(people: &Table, direction: &Direction) -> Option<DocTable> {
    let order = Russian::default();
    let mut rows: Vec<usize> = (0..people.rows.len()).filter(|row| text(people, *row, "direction") == direction.name).collect();
    rows.sort_by(|left, right| {
        people
            .get(*left, "date")
            .cmp(people.get(*right, "date"))
            .then_with(|| order.compare(text(people, *left, "full_name"), text(people, *right, "full_name")))
    });
    let cells = |(at, row): (usize, &usize)| {
        let of = |column: &str| text(people, *row, column).to_owned();
        let place = match direction.name {
            "in" => of("from_org"),
            "out" => of("to_org"),
            _ => of("from_class_id"),
        };
        let cells = vec![
            Cell::count(i64::try_from(at + 1).unwrap_or(i64::MAX)),
            Cell::text(of("full_name")),
            Cell::text(date(people.get(*row, "birth_date"))),
            Cell::text(of("class_id")),
            Cell::text(date(people.get(*row, "date"))),
            Cell::text(order_text(people, *row)),
            Cell::text(place),
        ];
        (RowKind::Body, cells)
    };
    let columns = vec![
        column("number", "№", "", ColumnKind::Text),
        words("name", "Фамилия, имя, отчество"),
        words("birth_date", "Дата рождения"),
        words("class", direction.class),
        words("date", "Дата"),
        words("order", "Приказ"),
        words("place", direction.place),
    ];
    let rows: Vec<(RowKind, Vec<Cell>)> = rows.iter().enumerate().map(cells).collect();
    (!rows.is_empty()).then(|| table(direction.name, direction.caption, columns, rows))
}

/// «№ 15 от 01.09.2025»; of a movement known only from the class list it is said.
fn order_text(people: &Table, row: usize) -> String {
    if text(people, row, "source") != "order" {
        return "приказа в выгрузке нет".to_owned();
    }
    let number = people.get(row, "order_no").as_text().map(|number| format!("№ {number}"));
    let day = Some(date(people.get(row, "order_date"))).filter(|day| !day.is_empty()).map(|day| format!("от {day}"));
    [number, day].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn notes(whole_year: bool) -> Vec<String> {
    let mut notes = vec![
        "На начало + прибыло − выбыло = на конец; «≠» показывает, что данные не сходятся. Перевод из класса в класс считается в классе и параллели, в строке школы — нет.".to_owned(),
        "Возвращение после перерыва — новое прибытие. Дата выбытия без приказа — день после последнего дня в классе.".to_owned(),
    ];
    if whole_year {
        notes.push(
            "По периодам и месяцам: на начало — последний день предыдущей строки, поэтому каникулы отнесены к следующему периоду."
                .to_owned(),
        );
    }
    notes
}
