//! Tables of a page.

use crate::messages::Lang;
use crate::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, RowKind};

use super::words::say;

/// A column by its key: the heading is `control.column.KEY`; keys that begin with `n_` hold numbers.
pub fn column(lang: Lang, key: &str) -> DocColumn {
    let kind = if key.starts_with("n_") { ColumnKind::Number } else { ColumnKind::Text };
    DocColumn { key: key.to_owned(), title: say(lang, &format!("control.column.{key}"), &[]), group: String::new(), kind, merge: false }
}

/// A table under the caption `control.table.NAME`; none where it has no rows.
pub fn table(lang: Lang, name: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Option<DocTable> {
    if rows.is_empty() {
        return None;
    }
    let caption = say(lang, &format!("control.table.{name}"), &[("count", &rows.len().to_string())]);
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(at, cells)| DocRow { group: u32::try_from(at + 1).unwrap_or(u32::MAX), kind: RowKind::Body, cells })
        .collect();
    Some(DocTable { name: name.to_owned(), caption, columns: columns.iter().map(|key| column(lang, key)).collect(), rows })
}

/// Marks the last row as the total.
pub fn with_total(table: Option<DocTable>) -> Option<DocTable> {
    table.map(|mut table| {
        if let Some(last) = table.rows.last_mut() {
            last.kind = RowKind::Total;
        }
        table
    })
}
