//! A result as people read it: rates with their numerator and denominator, hours instead of hundredths.
//!
//! CSV and JSON keep the columns of the query.

use crate::model::number::{decimal_text, ratio, short_decimal_text};
use crate::model::table::{Table, Value};
use crate::report::is_share;

/// (numerator, denominator, factor): the numerator's column shows `92,00 (23/25)`.
const RATES: &[(&str, &str, i64)] = &[
    ("pass_n", "assessed", 100),
    ("quality_n", "assessed", 100),
    ("learning_index_n", "assessed", 1),
    ("mark_sum", "mark_count", 1),
    ("students_pass", "students_base", 100),
    ("students_quality", "students_base", 100),
    ("mean_n", "mean_d", 1),
    ("weighted_mean_n", "weighted_mean_d", 1),
    ("weighted_sum", "weight_sum", 1),
    ("before_pass_n", "before_assessed", 100),
    ("before_quality_n", "before_assessed", 100),
    ("before_mark_sum", "before_mark_count", 1),
    ("before_students_pass", "before_students_base", 100),
    ("before_students_quality", "before_students_base", 100),
    ("last_pass_n", "last_assessed", 100),
    ("last_quality_n", "last_assessed", 100),
    ("last_mark_sum", "last_mark_count", 1),
    ("last_students_pass", "last_students_base", 100),
    ("last_students_quality", "last_students_base", 100),
    ("hits", "cells", 100),
    ("hits_mean", "cells", 100),
    ("hits_before", "cells_before", 100),
    // Of `municipal_ranks`: a share or a mean, by the indicator of the row.
    ("n", "d", 1),
];
/// Denominators that stand in the rates and nowhere else.
const INSIDE: &[&str] = &[
    "mark_count",
    "students_base",
    "mean_d",
    "weighted_mean_d",
    "weight_sum",
    "before_mark_count",
    "before_students_base",
    "last_mark_count",
    "last_students_base",
    "d",
];
/// A mean of means has a denominator that nobody wants to read: see `mark_mean.sql`.
const TOO_FINE: i64 = 1_000_000;

#[must_use]
pub fn shown(table: &Table) -> Table {
    let rows = (0..table.rows.len()).map(|row| table.columns.iter().map(|column| cell(table, row, column)).collect()).collect();
    without_inside(&Table { columns: table.columns.clone(), rows })
}

fn cell(table: &Table, row: usize, column: &str) -> Value {
    let value = table.get(row, column);
    if let (Some(number), true) = (value.as_int(), column.ends_with("_hundredths")) {
        return Value::Text(short_decimal_text(number));
    }
    let Some((_, denominator, factor)) = RATES.iter().find(|(numerator, ..)| *numerator == column) else { return value.clone() };
    match (value.as_int(), table.get(row, denominator).as_int()) {
        (Some(numerator), Some(denominator)) => {
            let share = table.get(row, "indicator").as_text().is_some_and(is_share);
            Value::Text(rate(numerator, denominator, if share { 100 } else { *factor }))
        }
        _ => Value::Null,
    }
}

fn rate(numerator: i64, denominator: i64, factor: i64) -> String {
    let value = numerator.checked_mul(factor).and_then(|scaled| ratio(scaled, denominator, 2));
    let text = value.map_or_else(|| "—".to_owned(), |value| decimal_text(value, 2));
    if denominator < TOO_FINE { format!("{text} ({numerator}/{denominator})") } else { text }
}

fn without_inside(table: &Table) -> Table {
    let inside = |name: &str| {
        let in_rate = RATES.iter().any(|(numerator, denominator, _)| *denominator == name && table.position(numerator).is_some());
        INSIDE.contains(&name) && in_rate
    };
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns.get(*at).is_none_or(|name| !inside(name))).collect();
    let pick = |at: &usize, row: &Vec<Value>| row.get(*at).cloned().unwrap_or(Value::Null);
    Table {
        columns: kept.iter().filter_map(|at| table.columns.get(*at).cloned()).collect(),
        rows: table.rows.iter().map(|row| kept.iter().map(|at| pick(at, row)).collect()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::model::table::{Table, Value};

    #[test]
    fn the_test_vector_as_people_read_it() {
        // 5×«5», 10×«4», 8×«3», 1×«2», 1×«н/а»: 92.00, 60.00, 58.04; mean of 24 marks 91/24 = 3.79.
        let columns = ["pass_n", "quality_n", "learning_index_n", "mark_sum", "mark_count", "assessed", "lag_hundredths"];
        let values = [23, 15, 1451, 91, 24, 25, -150];
        let table = Table { columns: columns.map(str::to_owned).to_vec(), rows: vec![values.map(Value::Int).to_vec()] };
        let texts: Vec<String> = shown(&table).rows.concat().iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["92,00 (23/25)", "60,00 (15/25)", "58,04 (1451/25)", "3,79 (91/24)", "25", "-1,5"]);
    }
    #[test]
    fn a_rank_stands_on_a_share_or_a_mean() {
        // 23 of 25 passed; СОУ 1451 of 100·25; 91 in 24 marks; 79 students in 3 classes.
        let columns = ["indicator", "n", "d"].map(str::to_owned).to_vec();
        let values = [("pass_rate", 23, 25), ("learning_index", 1451, 2500), ("mark_mean", 91, 24), ("class_size", 79, 3)];
        let rows = values.map(|(name, n, d)| vec![Value::Text(name.to_owned()), Value::Int(n), Value::Int(d)]).to_vec();
        let found = shown(&Table { columns, rows });
        assert_eq!(found.columns, ["indicator", "n"]);
        let texts: Vec<String> = found.rows.iter().filter_map(|row| row.last()).map(ToString::to_string).collect();
        assert_eq!(texts, ["92,00 (23/25)", "58,04 (1451/2500)", "3,79 (91/24)", "26,33 (79/3)"]);
    }
}
