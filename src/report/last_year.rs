//! Results beside those of a year ago: the same class one grade level lower, the same grade level, stage and school.

use crate::model::document::{Cell, DocTable};
use crate::model::table::Table;

use super::figures::{self, change, grouped, quotient, share, words};
use super::levels::{Levels, Line};

pub const NOTE: &str = "К прошлому году: тот же период, класс — каким он был год назад (9А — 8А), параллель, уровень и школа — те же. Средний балл — по отметкам за период. «—» — такого класса год назад не было или отметок за период нет.";

/// Title of the group, numerator, denominator, what a part is multiplied by, digits behind the comma where it is no percentage.
const RATES: [(&str, &str, &str, &str, Option<u8>); 3] = [
    ("quality", "Качество, %", "students_quality", "students_base", None),
    ("pass", "Успеваемость, %", "students_pass", "students_base", None),
    ("mean", "Средний балл", "mark_sum", "mark_count", Some(2)),
];

/// Of `dynamics` at the four grains; none where the store has no year before. Of a part of the school only classes have an equal a year ago.
pub fn table(tables: &[Table], total: &str, whole: bool, digits: u8) -> Option<DocTable> {
    let levels = Levels::of(tables).filter(|levels| !levels.is_empty())?;
    let mut columns = vec![words("class", "Класс"), words("last_class", "Год назад")];
    for (key, title, ..) in RATES {
        columns.extend(
            [("last", "год назад"), ("now", "сейчас"), ("change", "Динамика")]
                .map(|(when, words)| grouped(&format!("{key}:{when}"), words, title)),
        );
    }
    let row = |line: &Line| {
        let known = levels.int(line, "last_mark_count").is_some();
        let last_class = levels.value(line, "last_class_id").as_text().filter(|_| known).unwrap_or("—");
        let mut cells = vec![Cell::text(line.label.clone()), Cell::text(if line.is_class() { last_class } else { "" })];
        for (_, _, numerator, denominator, decimals) in RATES {
            let part = |when: &str| {
                let of = |column: &str| levels.int(line, &format!("{when}{column}"));
                of(numerator).zip(of(denominator)).filter(|(_, base)| *base > 0)
            };
            let shown = |part: Option<(i64, i64)>| match decimals {
                Some(digits) => quotient(part.map(|part| part.0), part.map(|part| part.1), digits),
                None => share(part.map(|part| part.0), part.map(|part| part.1), digits),
            };
            let (last, now) = (part("last_"), part(""));
            let steps: Vec<(i64, i64)> = last.into_iter().chain(now).collect();
            cells.extend([shown(last), shown(now), change(&steps, if decimals.is_some() { 1 } else { 100 }, decimals.unwrap_or(digits))]);
        }
        (line.kind, cells)
    };
    let lines = levels.lines(total);
    let rows = lines.iter().filter(|line| whole || line.is_class()).map(row).collect();
    Some(figures::table("last_year", "К тому же периоду прошлого года", columns, rows))
}
