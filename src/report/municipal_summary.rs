//! F20 «Муниципальный свод»: a row a school, no names; refused where a number would tell of a few students.

use std::collections::BTreeMap;

use crate::model::collate::Russian;
use crate::model::document::{Cell, Chart, ColumnKind, DocColumn, DocTable, RowKind};
use crate::model::number::{decimal_text, ratio};
use crate::model::table::{Table, Value};

use super::base::{blank, field};
use super::figures::{asked, column, count, dash, date, grouped, int, number, quotient, share, stem, table, text, words};
use super::small_cells::{self, Figure};
use super::{Document, Input, Kind, Refusal, Span, chart, left_out};

pub const KIND: Kind = Kind {
    name: "municipal_summary",
    title: "Муниципальный свод",
    form: "F20",
    needs_period: true,
    span: Span::AllSchools,
    queries: &[("municipal_summary", None), ("municipal_ranks", None), left_out::QUERY],
    refuse,
    build,
    ..Kind::BASE
};

/// Numbers of students of a school in the order of the sheet: column, heading, group of headings.
const COUNTS: [(&str, &str, &str); 19] = [
    ("on_day", "всего", "На отчётный день"),
    ("boys", "мальчиков", "На отчётный день"),
    ("girls", "девочек", "На отчётный день"),
    ("start_n", "на начало", "Движение за период"),
    ("arrived", "прибыло", "Движение за период"),
    ("departed", "выбыло", "Движение за период"),
    ("end_n", "на конец", "Движение за период"),
    ("roster", "обучающихся", "Успеваемость за период"),
    ("all_fives", "на «5»", "Успеваемость за период"),
    ("fours_and_fives", "на «4» и «5»", "Успеваемость за период"),
    ("one_four", "с одной «4»", "Успеваемость за период"),
    ("one_three", "с одной «3»", "Успеваемость за период"),
    ("with_threes", "с двумя «3» и более", "Успеваемость за период"),
    ("failing_one", "«2» по одному предмету", "Успеваемость за период"),
    ("failing_two", "«2» по двум", "Успеваемость за период"),
    ("failing_many", "«2» по трём и более", "Успеваемость за период"),
    ("not_certified", "не аттестованы", "Успеваемость за период"),
    ("incomplete", "есть пустые клетки", "Успеваемость за период"),
    ("no_data", "нет отметок", "Успеваемость за период"),
];

/// Whole and part: whoever sees both knows what is left.
const LEFT: [(&str, &str, &str); 6] = [
    ("on_day", "boys", "без мальчиков"),
    ("on_day", "girls", "без девочек"),
    ("fours_and_fives", "one_four", "на «4» и «5», кроме одной «4»"),
    ("students_base", "students_pass", "вне успеваемости"),
    ("students_base", "students_quality", "вне качества"),
    ("roster", "students_base", "вне знаменателя процентов"),
];

/// The students of the school on several days and in the marks: whichever is the greater, the difference is of persons.
const WHOLES: [&str; 4] = ["on_day", "start_n", "end_n", "roster"];

/// Names of the indicators of `municipal_ranks` in the order of the sheet; whether the value is a percentage.
const INDICATORS: [(&str, &str, bool); 16] = [
    ("pass_rate", "Успеваемость (отметки), %", true),
    ("quality_rate", "Качество (отметки), %", true),
    ("learning_index", "СОУ, %", true),
    ("mark_mean", "Средний балл за период", false),
    ("students_pass", "Успеваемость (обучающиеся), %", true),
    ("students_quality", "Качество (обучающиеся), %", true),
    ("current_mean", "Средний балл текущих отметок", false),
    ("attendance", "Посещаемость, %", true),
    ("unexcused", "Пропуски без уважительной причины, %", true),
    ("raised", "Отметки выше рекомендуемых, %", true),
    ("lowered", "Отметки ниже рекомендуемых, %", true),
    ("too_few_marks", "Мало текущих отметок, %", true),
    ("programme", "Выполнение программы, %", true),
    ("behind", "Отстающие курсы, %", true),
    ("plan_equal", "Планы, равные учебному плану, %", true),
    ("class_size", "Наполняемость класса", false),
];

/// Is an indicator of `municipal_ranks` a share, shown in per cent? The others are means.
#[must_use]
pub fn is_share(indicator: &str) -> bool {
    INDICATORS.iter().any(|(id, _, percent)| *id == indicator && *percent)
}

/// Every number of students on the sheet, and those that follow from two of them.
fn refuse(input: &Input<'_>) -> Option<Refusal> {
    let schools = input.tables.first()?;
    let limit = (0..schools.rows.len()).filter_map(|row| int(schools, row, "small_cell_k")).max()?;
    let mut figures = Vec::new();
    for row in 0..schools.rows.len() {
        let of = |column: &str| int(schools, row, column);
        let school = text(schools, row, "name");
        let figure = |words: &str, value: Option<i64>| Some(Figure { place: format!("{school}: {words}"), value: value? });
        figures.extend(COUNTS.iter().filter_map(|(key, words, _)| figure(words, of(key))));
        figures.extend(LEFT.iter().filter_map(|(whole, part, words)| figure(words, Some(of(whole)? - of(part)?))));
        let pairs = WHOLES.iter().enumerate().flat_map(|(at, one)| WHOLES.iter().skip(at + 1).map(move |other| (one, other)));
        figures.extend(pairs.filter_map(|(one, other)| figure("разность числа обучающихся", Some((of(one)? - of(other)?).abs()))));
        figures.extend(["students_pass", "students_quality", "not_applicable", "sex_unknown"].iter().filter_map(|key| {
            let words = ["в числе успевающих", "в числе успевающих на «4» и «5»", "без отметок (1 класс)", "пол не указан"];
            let at = ["students_pass", "students_quality", "not_applicable", "sex_unknown"].iter().position(|other| other == key)?;
            figure(words.get(at)?, of(key))
        }));
    }
    // The sums over the schools are at least as great as a school's number: they add nothing that is not looked at above.
    small_cells::refusal(&figures, limit)
}

fn build(input: &Input<'_>) -> Vec<Document> {
    let [schools, ranks, scope] = input.tables else { return Vec::new() };
    let reporting = (0..schools.rows.len()).filter(|row| reports(schools, *row)).count();
    if reporting == 0 {
        return Vec::new();
    }
    let mut data = blank(input, KIND.name, KIND.title, &["S1 1.5", "S4 5.6"]);
    // The first line of a head is whose document it is: here the municipality's, not a school's.
    if let Some(first) = data.head.first_mut() {
        *first = field("Муниципалитет", "Образовательные организации муниципалитета");
    }
    data.head.extend(asked(input));
    data.head.push(field("Школ с данными", &format!("{reporting} из {}", schools.rows.len())));
    let order = order(schools);
    data.tables.push(summary(schools, &order, input.rules.percent_digits));
    data.tables.extend(places(schools, ranks, &order));
    data.tables.extend(indicators(ranks, input.rules.percent_digits));
    data.charts.push(spread(ranks, input.rules.percent_digits));
    data.notes = notes();
    data.notes.extend(left_out::note(scope));
    data.signatories = vec![field("Исполнитель", ""), field("Руководитель органа управления образованием", "")];
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn reports(schools: &Table, row: usize) -> bool {
    COUNTS.iter().any(|(key, _, _)| int(schools, row, key).is_some())
}

fn order(schools: &Table) -> Vec<usize> {
    let order = Russian::default();
    let mut rows: Vec<usize> = (0..schools.rows.len()).collect();
    rows.sort_by(|left, right| order.compare(text(schools, *left, "name"), text(schools, *right, "name")).then(left.cmp(right)));
    rows
}

fn summary(schools: &Table, order: &[usize], digits: u8) -> DocTable {
    let mut columns = vec![words("school", "Школа"), words("as_of", "Данные на"), number("classes", "Классов")];
    columns.extend(COUNTS.iter().map(|(key, title, group)| grouped(key, title, group)));
    columns.extend([
        grouped("pass", "успеваемость, %", "Успеваемость за период"),
        grouped("quality", "качество, %", "Успеваемость за период"),
    ]);
    let cells = |label: &str, as_of: String, of: &dyn Fn(&str) -> Option<i64>| {
        let mut cells = vec![Cell::text(label), Cell::text(as_of), count(of("classes_n"))];
        cells.extend(COUNTS.iter().map(|(key, _, _)| count(of(key))));
        cells.extend(["students_pass", "students_quality"].map(|key| share(of(key), of("students_base"), digits)));
        cells
    };
    let mut rows: Vec<(RowKind, Vec<Cell>)> = Vec::new();
    for row in order {
        let day = if reports(schools, *row) { day(schools.get(*row, "data_as_of")) } else { "нет данных".to_owned() };
        rows.push((RowKind::Body, cells(text(schools, *row, "name"), day, &|key| int(schools, *row, key))));
    }
    let sum = |key: &str| {
        order.iter().filter_map(|row| int(schools, *row, key)).fold(None, |sum: Option<i64>, value| Some(sum.unwrap_or(0) + value))
    };
    rows.push((RowKind::Total, cells("Итого", String::new(), &sum)));
    table("schools", "Школы", columns, rows)
}

/// The date of a stamp as text or of a date.
fn day(value: &Value) -> String {
    let parsed = value.as_text().and_then(|text| text.get(..10)?.parse().ok()).map(Value::Date);
    date(parsed.as_ref().unwrap_or(value))
}

/// (indicator, school) → row of `municipal_ranks`.
fn by_school(ranks: &Table) -> BTreeMap<(&str, &str), usize> {
    (0..ranks.rows.len()).map(|row| ((text(ranks, row, "indicator"), text(ranks, row, "school")), row)).collect()
}

fn places(schools: &Table, ranks: &Table, order: &[usize]) -> Option<DocTable> {
    let known = by_school(ranks);
    let mut columns = vec![words("school", "Школа")];
    let title = |words: &str| words.trim_end_matches(", %").to_owned();
    columns.extend(INDICATORS.iter().map(|(id, words, _)| DocColumn { ..column(id, &title(words), "", ColumnKind::Number) }));
    let cells = |row: &usize| {
        let school = text(schools, *row, "school");
        let mut cells = vec![Cell::text(text(schools, *row, "name"))];
        cells.extend(INDICATORS.iter().map(|(id, _, _)| count(known.get(&(*id, school)).and_then(|row| int(ranks, *row, "rank")))));
        (RowKind::Body, cells)
    };
    (!ranks.rows.is_empty()).then(|| table("ranks", "Места школ по показателям", columns, order.iter().map(cells).collect()))
}

/// A value of an indicator: its hundredths for the picture and its text.
fn value(ranks: &Table, row: usize, percent: bool, digits: u8) -> chart::Point {
    let (n, d) = (int(ranks, row, "n")?, int(ranks, row, "d")?);
    let n = if percent { n.checked_mul(100)? } else { n };
    Some((ratio(n, d, 2)?, decimal_text(ratio(n, d, digits)?, digits)))
}

/// The cell of a figure that is printed with so many digits.
fn figure(text: &str, digits: u8) -> Cell {
    let value = text.replace(',', "").parse().ok();
    Cell { text: text.to_owned(), scale: value.is_some().then_some(digits), value }
}

/// The value in the middle, of an even number of schools half-way between the two: exact fractions, rounded once.
fn median(ranks: &Table, id: &str, percent: bool, digits: u8) -> chart::Point {
    let rows = (0..ranks.rows.len()).filter(|row| text(ranks, *row, "indicator") == id);
    let mut all: Vec<(i64, i64)> = rows.filter_map(|row| Some((int(ranks, row, "n")?, int(ranks, row, "d").filter(|d| *d > 0)?))).collect();
    all.sort_by_key(|(n, d)| i128::from(*n) * 1_000_000_000_000 / i128::from(*d));
    let ((n, d), (next, of)) = (*all.get(all.len().checked_sub(1)? / 2)?, *all.get(all.len() / 2)?);
    let sum = n.checked_mul(of)?.checked_add(next.checked_mul(d)?)?.checked_mul(if percent { 100 } else { 1 })?;
    let twice = d.checked_mul(of)?.checked_mul(2)?;
    Some((ratio(sum, twice, 2)?, decimal_text(ratio(sum, twice, digits)?, digits)))
}

fn points(ranks: &Table, id: &str, percent: bool, digits: u8) -> Vec<chart::Point> {
    (0..ranks.rows.len()).filter(|row| text(ranks, *row, "indicator") == id).map(|row| value(ranks, row, percent, digits)).collect()
}

/// A row an indicator: how many schools have it, the values between which they lie.
fn indicators(ranks: &Table, digits: u8) -> Option<DocTable> {
    let columns = vec![
        words("indicator", "Показатель"),
        words("reporting", "Школ с данными"),
        number("least", "Наименьшее"),
        number("median", "Середина"),
        number("most", "Наибольшее"),
        number("all", "По всем школам"),
    ];
    let cells = |(id, words, percent): &(&str, &str, bool)| {
        let own: Vec<usize> = (0..ranks.rows.len()).filter(|row| text(ranks, *row, "indicator") == *id).collect();
        let of = |column: &str| own.first().and_then(|row| int(ranks, *row, column)).unwrap_or(0);
        let digits = if *percent { digits } else { 2 };
        let spread = chart::Spread::of(words, points(ranks, id, *percent, digits)).with_median(median(ranks, id, *percent, digits));
        let [least, _, median, _, most] = spread.five().map(|value| value.map_or_else(dash, |(_, text)| figure(text, digits)));
        let known: Vec<&usize> = own.iter().filter(|row| int(ranks, **row, "d").is_some()).collect();
        let sum = |column: &str| known.iter().filter_map(|row| int(ranks, **row, column)).sum::<i64>();
        let all = if *percent { share(Some(sum("n")), Some(sum("d")), digits) } else { quotient(Some(sum("n")), Some(sum("d")), digits) };
        let reporting = format!("{} из {}", of("reporting"), of("schools"));
        (RowKind::Body, vec![Cell::text(*words), Cell::text(reporting), least, median, most, all])
    };
    (!ranks.rows.is_empty()).then(|| table("indicators", "Показатели", columns, INDICATORS.iter().map(cells).collect()))
}

fn spread(ranks: &Table, digits: u8) -> Chart {
    let rows: Vec<chart::Spread> = INDICATORS
        .iter()
        .filter(|(id, _, percent)| {
            *percent && matches!(*id, "pass_rate" | "quality_rate" | "learning_index" | "students_quality" | "attendance" | "programme")
        })
        .map(|(id, words, percent)| {
            let spread = chart::Spread::of(words.trim_end_matches(", %"), points(ranks, id, *percent, digits));
            spread.with_median(median(ranks, id, *percent, digits))
        })
        .collect();
    chart::boxes("spread", "Размах показателей по школам, %", "%", &rows)
}

fn notes() -> Vec<String> {
    vec![
        "Имён и номеров обучающихся в своде нет. Число обучающихся меньше установленного регламентом (и число, которое получается вычитанием) за пределы школы не выдаётся: свод с таким числом не составляется.".to_owned(),
        "Итоги — по школам с данными; проценты посчитаны по суммам. «—»: школа данных не передала. Данные каждой школы — на свой день.".to_owned(),
        "Место: равные значения делят лучшее место; где меньшее лучше (пропуски, отставание, расхождения), первое место — у наименьшего.".to_owned(),
    ]
}
