//! Values of a lower family where a higher one speaks: kept as reported, compared with ours.

use std::collections::HashMap;

use crate::model::rows::{Cell, Rows};
use crate::model::schema;

use super::events::Both;

/// Student, subject, period, day.
type Place<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<i32>);

/// Rows for `reported_value`: what the lower export says, what stands in the store, whether they agree.
#[must_use]
pub fn demoted(both: Both<'_>, rows: &[u32]) -> Option<Rows> {
    let mut reported = Rows::new(schema::table("reported_value")?);
    let [ours, _] = both.0;
    let mut standing: HashMap<Place<'_>, Vec<String>> = HashMap::new();
    for (theirs, row) in rows.iter().map(|row| both.at(*row)) {
        standing.entry(place(theirs, row)).or_default();
    }
    for row in 0..ours.len() {
        if let Some(words) = standing.get_mut(&place(ours, row)) {
            words.push(word(ours, row));
        }
    }
    for (theirs, row) in rows.iter().map(|row| both.at(*row)) {
        let said = word(theirs, row);
        let ours = standing.get(&place(theirs, row)).filter(|words| !words.is_empty());
        let mut values = vec![
            ("metric", Cell::Text(theirs.table.name.to_owned())),
            ("agrees", Cell::Bool(ours.is_some_and(|words| words.contains(&said)))),
            ("raw", Cell::Text(said)),
            ("ours", ours.map_or(Cell::Null, |words| Cell::Text(words.join(" ")))),
        ];
        for name in ["student_id", "class_id", "subject_id", "period_id", "date", "school", "year", "source_id", "src_loc"] {
            values.extend(theirs.cells(name).map(|cells| (name, cells.cell(row))));
        }
        reported.push_named(&values);
    }
    Some(reported)
}

fn place(rows: &Rows, row: usize) -> Place<'_> {
    (rows.text(row, "student_id"), rows.text(row, "subject_id"), rows.text(row, "period_id"), rows.date(row, "date"))
}

fn word(rows: &Rows, row: usize) -> String {
    let value = rows.int(row, "value").map(|value| value.to_string());
    value.or_else(|| ["reason", "status", "kind"].into_iter().find_map(|name| rows.text(row, name)).map(str::to_owned)).unwrap_or_default()
}
