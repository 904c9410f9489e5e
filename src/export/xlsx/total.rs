//! Where a total is the sum of the rows above it, so that the sheet can say so with a formula.
//!
//! Only whole numbers in columns of numbers that are no share and no mean, and only when the sum is the very figure of the document: a
//! formula must never show another one.

use crate::export::grid;
use crate::model::document::{ColumnKind, DocTable, RowKind};

/// Words of columns whose totals are no sums.
const NO_SUMS: &[&str] = &["%", "средн", "доля", "соу"];

/// Arguments that SUM takes.
const RANGES_MOST: usize = 200;

/// The ranges of rows (first, last) that the cell sums up. A subtotal has them only if all its counts are sums of the same rows: one that
/// is no sum shows that the rows above it are not what it is about.
pub fn ranges(table: &DocTable, place: usize, at: usize) -> Option<Vec<(usize, usize)>> {
    let found = of_cell(table, place, at)?;
    let row = table.rows.get(place)?;
    if row.kind == RowKind::Subtotal {
        let counts: Vec<usize> = (0..table.columns.len()).filter(|at| is_count(table, place, *at)).collect();
        let says_something = counts.iter().any(|at| grid::cell(row, *at).value != Some(0));
        if !says_something || counts.iter().any(|at| of_cell(table, place, *at).is_none()) {
            return None;
        }
    }
    Some(found)
}

fn is_count(table: &DocTable, place: usize, at: usize) -> bool {
    let (Some(row), Some(column)) = (table.rows.get(place), table.columns.get(at)) else { return false };
    let named = format!("{} {}", column.group, column.title).to_lowercase();
    column.kind == ColumnKind::Number && grid::cell(row, at).scale == Some(0) && !NO_SUMS.iter().any(|word| named.contains(word))
}

fn of_cell(table: &DocTable, place: usize, at: usize) -> Option<Vec<(usize, usize)>> {
    let row = table.rows.get(place)?;
    if row.kind == RowKind::Body || !is_count(table, place, at) {
        return None;
    }
    let cell = grid::cell(row, at);
    let ends = |kind: RowKind| kind == RowKind::Total || (row.kind == RowKind::Subtotal && kind == RowKind::Subtotal);
    let start = table.rows.iter().take(place).rposition(|above| ends(above.kind)).map_or(0, |end| end + 1);
    let mut sum = 0_i64;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (above, body) in table.rows.iter().enumerate().take(place).skip(start).filter(|(_, above)| above.kind == RowKind::Body) {
        let addend = grid::cell(body, at);
        match (addend.value, addend.scale) {
            (Some(value), Some(0)) => sum = sum.checked_add(value)?,
            (Some(_), _) => return None,
            // A dash or an empty cell: SUM passes over texts.
            _ => {}
        }
        match found.last_mut() {
            Some(last) if last.1 + 1 == above => last.1 = above,
            _ => found.push((above, above)),
        }
    }
    (Some(sum) == cell.value && !found.is_empty() && found.len() <= RANGES_MOST).then_some(found)
}
