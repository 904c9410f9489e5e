//! F8 «Наполняемость классов»: students of each class on the day of the regulation, the norm, how far from it; averages.

use crate::model::document::{Cell, DocColumn};

use super::base::{blank, field, signatories};
use super::figures::{asked, count, dash, date, grouped, number, quotient, stem, table, total_text, words};
use super::levels::{Levels, Line};
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "class_sizes",
    title: "Наполняемость классов",
    form: "F8",
    queries: &[
        ("class_size", Some("class")),
        ("class_size", Some("grade_level")),
        ("class_size", Some("stage")),
        ("class_size", Some("school")),
    ],
    build,
    ..Kind::BASE
};

fn build(input: &Input<'_>) -> Vec<Document> {
    let Some(sizes) = Levels::of(input.tables).filter(|sizes| !sizes.is_empty()) else { return Vec::new() };
    let day = date(sizes.school("size_day"));
    let unknown_sex = sizes.school("sex_unknown").as_int().unwrap_or(0) > 0;
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3"]);
    data.head.extend(asked(input));
    data.head.push(field("Отчётный день", &day));
    let rows = sizes.lines(total_text(input)).iter().map(|line| (line.kind, row(&sizes, line, !day.is_empty(), unknown_sex))).collect();
    data.tables.push(table(
        "sizes",
        "",
        columns(&day, &date(sizes.school("from_date")), &date(sizes.school("to_date")), unknown_sex),
        rows,
    ));
    data.notes = notes(&sizes, &day);
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn columns(day: &str, from: &str, to: &str, unknown_sex: bool) -> Vec<DocColumn> {
    let on_day = if day.is_empty() { "На отчётный день".to_owned() } else { format!("На {day}") };
    let mut columns = vec![
        words("class", "Параллель, класс"),
        grouped("on_day", "обучающихся", &on_day),
        grouped("boys", "мальчиков", &on_day),
        grouped("girls", "девочек", &on_day),
    ];
    if unknown_sex {
        columns.push(grouped("sex_unknown", "пол не указан", &on_day));
    }
    columns.extend([
        number("classes", "Классов"),
        number("average", "Средняя наполняемость"),
        number("norm", "Норма"),
        number("deviation", "Отклонение от нормы"),
        number("over_norm", "Классов сверх нормы"),
        grouped("on_start", &format!("на {from}"), "Обучающихся"),
        grouped("on_end", &format!("на {to}"), "Обучающихся"),
    ]);
    columns
}

fn row(sizes: &Levels<'_>, line: &Line, has_day: bool, unknown_sex: bool) -> Vec<Cell> {
    let int = |column: &str| sizes.int(line, column);
    let on_day = |column: &str| if has_day { count(int(column)) } else { dash() };
    let classes = int("classes_n").unwrap_or(0);
    let mut cells = vec![Cell::text(line.label.clone()), on_day("on_day"), on_day("boys"), on_day("girls")];
    if unknown_sex {
        cells.push(on_day("sex_unknown"));
    }
    if line.is_class() {
        cells.extend([Cell::default(), Cell::default()]);
    } else {
        cells.extend([on_day("classes_n"), if has_day { quotient(int("on_day"), Some(classes), 1) } else { dash() }]);
    }
    // A class without anybody on that day has no size, and no norm to be held to.
    let judged = |column: &str| if has_day && classes > 0 { count(int(column)) } else { dash() };
    cells.extend([judged("norm"), judged("deviation")]);
    cells.push(if line.is_class() { Cell::default() } else { judged("over_norm") });
    cells.extend([count(int("on_start")), count(int("on_end"))]);
    cells
}

fn notes(sizes: &Levels<'_>, day: &str) -> Vec<String> {
    if day.is_empty() {
        return vec![
            "Регламент не называет дня, на который считается наполняемость; средняя, норма и отклонение не определяются.".to_owned(),
        ];
    }
    let mut notes = vec![
        "Средняя наполняемость = обучающихся / классов, в которых в этот день кто-либо значится. Норма итоговой строки — сумма норм её классов; отклонение = обучающихся − норма."
            .to_owned(),
    ];
    if sizes.school("sex_unknown").as_int().unwrap_or(0) > 0 {
        notes.push("Пол указан в выгрузке не у всех: графы «мальчиков» и «девочек» вместе меньше числа обучающихся.".to_owned());
    }
    notes
}
