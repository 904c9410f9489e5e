//! F11 «Результативность по предметам»: pass and quality rate of every class in every subject, and how they change over the year.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable};
use crate::model::table::Table;

use super::base::{blank, signatories};
use super::figures::{asked, column, int, share, stem, text, total_text, words};
use super::levels::{Levels, Line};
use super::{Document, Input, Kind, PeriodTables, last_year, left_out, subject_dynamics, subject_order};

pub const KIND: Kind = Kind {
    name: "subject_results",
    title: "Результативность по предметам",
    form: "F11",
    needs_period: true,
    queries: &[
        ("performance", Some("class")),
        ("performance", Some("grade_level")),
        ("performance", Some("stage")),
        ("performance", Some("school")),
        ("performance", Some("class_subject")),
        left_out::QUERY,
    ],
    each_period: &[
        ("performance", Some("class")),
        ("performance", Some("grade_level")),
        ("performance", Some("stage")),
        ("performance", Some("school")),
    ],
    last_year: &[("dynamics", Some("class")), ("dynamics", Some("grade_level")), ("dynamics", Some("stage")), ("dynamics", Some("school"))],
    build,
    ..Kind::BASE
};

/// The two rates: words of the row, numerator over subjects, numerator over students.
const RATES: [(&str, &str, &str); 2] = [("усп., %", "pass_n", "students_pass"), ("кач., %", "quality_n", "students_quality")];

fn build(input: &Input<'_>) -> Vec<Document> {
    let (Some(period_id), Some(levels), Some(cells)) = (input.period_id, Levels::of(input.tables), input.tables.get(4)) else {
        return Vec::new();
    };
    if levels.is_empty() {
        return Vec::new();
    }
    let (lines, digits) = (levels.lines(total_text(input)), input.rules.percent_digits);
    let mut data = blank(input, KIND.name, KIND.title, &["S0 6.1", "S0 2.2"]);
    data.head.extend(asked(input));
    data.tables.push(results(&lines, &levels, cells, digits));
    let all = shown(input.periods, period_id);
    for periods in &all {
        let of = if all.len() > 1 { periods.first().map_or("", |period| period.id.get(..1).unwrap_or_default()) } else { "" };
        data.tables.push(subject_dynamics::table(&lines, &levels, periods, of, digits));
        data.charts.push(subject_dynamics::quality_lines(&lines, &levels, periods, of, digits));
    }
    data.notes = notes(!all.is_empty());
    data.notes.extend(input.tables.get(5).and_then(left_out::note));
    let whole = input.class_id.is_none() && input.grade_level.is_none();
    if let Some(table) = last_year::table(input.last_year, total_text(input), whole, digits) {
        data.tables.push(table);
        data.notes.push(last_year::NOTE.to_owned());
    }
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

/// Two rows a class, one column a subject; rows of grade level, stage and school are sums over the cells of their classes.
fn results(lines: &[Line], levels: &Levels<'_>, cells: &Table, digits: u8) -> DocTable {
    let order = Russian::default();
    let names: BTreeMap<&str, &str> =
        (0..cells.rows.len()).map(|row| (text(cells, row, "subject_id"), text(cells, row, "subject"))).collect();
    let mut subjects: Vec<(&str, &str)> = names.into_iter().collect();
    subjects.sort_by(|left, right| subject_order::compare(&order, left.1, right.1));
    let merged = DocColumn { merge: true, ..words("class", "Класс") };
    let mut columns = vec![merged, words("measure", "Доля")];
    let mark = |key: &str, title: &str| column(key, title, "", ColumnKind::Mark);
    columns.extend(subjects.iter().map(|(id, name)| mark(&format!("subject:{id}"), name)));
    columns.extend([mark("all", "Все предметы"), mark("students", "По обучающимся")]);
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let own: Vec<usize> = (0..cells.rows.len()).filter(|row| levels.holds(line, cells, *row)).collect();
        for (measure, numerator, students) in RATES {
            let rate = |subject: Option<&str>| {
                let of = || own.iter().filter(|row| subject.is_none_or(|id| text(cells, **row, "subject_id") == id));
                let sum = |column: &str| of().filter_map(|row| int(cells, *row, column)).sum::<i64>();
                // A subject that the class does not have is no dash: nothing is missing.
                if of().next().is_none() { Cell::default() } else { share(Some(sum(numerator)), Some(sum("assessed")), digits) }
            };
            let mut row = vec![Cell::text(line.label.clone()), Cell::text(measure)];
            row.extend(subjects.iter().map(|(id, _)| rate(Some(id))));
            row.push(rate(None));
            row.push(share(levels.int(line, students), levels.int(line, "students_base"), digits));
            rows.push(DocRow { group: u32::try_from(at + 1).unwrap_or(u32::MAX), kind: line.kind, cells: row });
        }
    }
    DocTable {
        name: "results".to_owned(), caption: "Успеваемость и качество по классам и предметам".to_owned(), columns, rows
    }
}

/// The periods of the asked one's kind up to it. Of the year the quarters (half-years stand beside them, P-07) and the year; where a school
/// has none, each kind of periods that it has by itself, for there is nothing to set trimesters and half-years beside each other by.
fn shown<'a>(periods: &'a [PeriodTables], asked: &str) -> Vec<Vec<&'a PeriodTables>> {
    let letter_of = |period: &PeriodTables| period.id.chars().next().unwrap_or_default();
    let of_year: BTreeSet<char> = periods.iter().filter(|period| period.id != "year").map(letter_of).collect();
    let letters: Vec<char> = match asked {
        "year" if of_year.contains(&'q') => vec!['q'],
        "year" => of_year.into_iter().collect(),
        other => other.chars().take(1).collect(),
    };
    let lone = letters.len() < 2;
    let meant = |period: &&PeriodTables, letter: char| {
        if period.id == "year" {
            asked == "year" && lone
        } else {
            letter_of(period) == letter && (asked == "year" || period.id.as_str() <= asked)
        }
    };
    let of_letter = |letter: &char| periods.iter().filter(|period| meant(period, *letter)).collect::<Vec<_>>();
    letters.iter().map(of_letter).filter(|periods| periods.len() > 1).collect()
}

fn notes(with_dynamics: bool) -> Vec<String> {
    let mut notes = vec![
        "По предметам: доля отметок; N — отметки и, если так велит регламент, «н/а»; «осв», зачёт и невыставленные в N не входят. «По обучающимся»: доля обучающихся без «2» и «н/а» (усп.) и обучающихся на «4» и «5» (кач.). Строки параллелей, уровней и школы посчитаны по суммам.".to_owned(),
        "Пустая клетка — предмета у класса нет; «—» — отметок за период нет.".to_owned(),
    ];
    if with_dynamics {
        notes.push("Динамика — изменение в процентных пунктах от предыдущего периода, в котором есть отметки, к последнему. Класс с полугодиями стоит при 2-й и 4-й четверти. Динамика строк параллелей, уровней и школы — по тем классам, у которых отметки есть в обоих сравниваемых периодах («Классов в динамике»); на графике нет точки периода, за который отметки есть не у всех классов.".to_owned());
    }
    notes
}
