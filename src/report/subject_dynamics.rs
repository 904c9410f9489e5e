//! How the rates of F11 change from period to period of the school year.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::document::{Cell, Chart, DocTable};
use crate::model::number::ratio;
use crate::model::table::Table;

use super::figures::{self, change, classes_period_text, dash, grouped, int, period_short, share, text, words};
use super::levels::{Levels, Line};
use super::{PeriodTables, chart};

/// Numerator and denominator of each class.
type ClassParts<'a> = BTreeMap<&'a str, (i64, i64)>;

/// Numerator and denominator of a line's rate by students in a period; nothing where nobody has a mark of it.
fn part(levels: &Levels<'_>, line: &Line, period: &PeriodTables, numerator: &str) -> Option<(i64, i64)> {
    let (table, row) = levels.place_in(&Levels::of(&period.tables)?, line)?;
    part_of(table, row, numerator)
}

fn part_of(table: &Table, row: usize, numerator: &str) -> Option<(i64, i64)> {
    let base = int(table, row, "students_base").filter(|base| *base > 0)?;
    int(table, row, "mark_count").filter(|count| *count > 0)?;
    Some((int(table, row, numerator)?, base))
}

/// The same of each class of the line that has marks in the period.
fn class_parts<'a>(levels: &Levels<'_>, line: &Line, period: &'a PeriodTables, numerator: &str) -> ClassParts<'a> {
    let Some(classes) = period.tables.first() else { return ClassParts::new() };
    let own = (0..classes.rows.len()).filter(|row| levels.holds(line, classes, *row));
    own.filter_map(|row| Some((text(classes, row, "class_id"), part_of(classes, row, numerator)?))).collect()
}

/// The parts of the last two periods that have marks, of the classes that have them in both: where some classes have half-years, the
/// sums of two quarters are of different students (domain 1.1 P-07).
fn compared<'a>(marked: &'a [ClassParts<'a>]) -> Option<[Vec<(i64, i64)>; 2]> {
    let [.., before, last] = marked else { return None };
    let both = |parts: &ClassParts<'_>| {
        parts.iter().filter(|(class, _)| before.contains_key(*class) && last.contains_key(*class)).map(|(_, part)| *part).collect()
    };
    Some([both(before), both(last)])
}

fn sum(parts: &[(i64, i64)]) -> (i64, i64) {
    parts.iter().fold((0, 0), |(numerator, base), part| (numerator + part.0, base + part.1))
}

/// Whether every class of the line that has marks in one of the periods has marks in this one.
fn is_whole(levels: &Levels<'_>, line: &Line, periods: &[&PeriodTables], period: &PeriodTables) -> bool {
    let of = |period| class_parts(levels, line, period, "students_pass");
    let here = of(period);
    periods.iter().all(|other| of(other).keys().all(|class| here.contains_key(class)))
}

/// `of`: the letter of the kind of periods, where there are several tables; then only the lines with marks in such a period stand.
pub fn table(lines: &[Line], levels: &Levels<'_>, periods: &[&PeriodTables], of: &str, digits: u8) -> DocTable {
    let mut columns = vec![words("class", "Класс")];
    for (group, key) in [("Качество, %", "quality"), ("Успеваемость, %", "pass")] {
        columns.extend(periods.iter().map(|period| grouped(&format!("{key}:{}", period.id), &period_short(&period.id), group)));
        columns.push(grouped(&format!("{key}:change"), "Динамика", group));
    }
    columns.push(words("compared", "Классов в динамике"));
    // The year is no step after the last quarter.
    let steps: Vec<&PeriodTables> = periods.iter().filter(|period| period.id != "year").copied().collect();
    let row = |line: &Line| {
        let mut cells = vec![Cell::text(line.label.clone())];
        let mut classes = Cell::default();
        for numerator in ["students_quality", "students_pass"] {
            let parts = periods.iter().map(|period| part(levels, line, period, numerator));
            cells.extend(parts.map(|part| share(part.map(|part| part.0), part.map(|part| part.1), digits)));
            let marked: Vec<ClassParts<'_>> =
                steps.iter().map(|period| class_parts(levels, line, period, numerator)).filter(|parts| !parts.is_empty()).collect();
            let pair = compared(&marked);
            cells.push(pair.as_ref().map_or_else(dash, |[before, last]| change(&[sum(before), sum(last)], 100, digits)));
            let all: BTreeSet<&str> = marked.iter().flat_map(|parts| parts.keys().copied()).collect();
            classes = pair
                .filter(|_| !line.is_class())
                .map_or_else(Cell::default, |[_, last]| Cell::text(format!("{} из {}", last.len(), all.len())));
        }
        cells.push(classes);
        (line.kind, cells)
    };
    let has_part = |line: &&Line| {
        of.is_empty() || periods.iter().any(|period| part(levels, line, period, "students_pass").is_some_and(|part| part.1 > 0))
    };
    figures::table(
        &named("dynamics", of),
        &format!("Динамика по обучающимся{}", kind_words(of)),
        columns,
        lines.iter().filter(has_part).map(row).collect(),
    )
}

/// «: триместры», where there are tables of several kinds of periods.
fn kind_words(of: &str) -> &'static str {
    match of {
        "h" => ": полугодия",
        "m" => ": модули",
        "s" => ": семестры",
        "t" => ": триместры",
        _ => "",
    }
}

/// «dynamics», «dynamics_t»
fn named(name: &str, of: &str) -> String {
    if of.is_empty() { name.to_owned() } else { format!("{name}_{of}") }
}

pub fn quality_lines(lines: &[Line], levels: &Levels<'_>, periods: &[&PeriodTables], of: &str, digits: u8) -> Chart {
    let point = |line: &Line, period: &PeriodTables| {
        // A line from one quarter to the next through other students would tell of a change that nobody made.
        if !is_whole(levels, line, periods, period) {
            return None;
        }
        let (numerator, base) = part(levels, line, period, "students_quality")?;
        Some((ratio(numerator.checked_mul(100)?, base, 2)?, share(Some(numerator), Some(base), digits).text))
    };
    // The school first, then the stages: the lines that a council looks at. Classes stand in the table.
    let wide = lines.iter().filter(|line| line.is_school()).chain(lines.iter().filter(|line| line.is_stage()));
    let series: Vec<chart::Series> = wide
        .map(|line| {
            let label = if line.is_school() { "Школа".to_owned() } else { line.label.clone() };
            chart::Series { label, points: periods.iter().map(|period| point(line, period)).collect() }
        })
        .collect();
    let moments: Vec<String> = periods.iter().map(|period| classes_period_text(&period.id)).collect();
    chart::lines(&named("quality", of), &format!("Динамика качества знаний по обучающимся{}, %", kind_words(of)), "%", &moments, &series)
}
