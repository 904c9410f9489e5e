//! Classes that a sheet of several classes leaves out because none of their periods answers the one asked for: seniors in the first
//! quarter, groups with semesters.

use std::collections::BTreeSet;

use crate::model::collate::{Russian, compare_classes};
use crate::model::table::Table;

use super::Asked;
use super::figures::text;

/// The classes in scope with the period of each.
pub const QUERY: Asked = ("class_scope", None);

/// What the sheet says of them: by name, of several schools how many.
pub fn note(scope: &Table) -> Option<String> {
    let without = |row: &usize| scope.get(*row, "asked_id").as_text().is_some() && scope.get(*row, "period_id").as_text().is_none();
    let rows: Vec<usize> = (0..scope.rows.len()).filter(without).collect();
    if rows.is_empty() {
        return None;
    }
    let schools: BTreeSet<&str> = (0..scope.rows.len()).map(|row| text(scope, row, "school")).collect();
    let order = Russian::default();
    let mut names: Vec<&str> = rows.iter().map(|row| text(scope, *row, "class_id")).collect();
    names.sort_by(|left, right| compare_classes(&order, left, right));
    let who = if schools.len() > 1 { names.len().to_string() } else { names.join(", ") };
    Some(format!("В итоги успеваемости не входят классы, у которых такого учебного периода нет: {who}."))
}
