//! The rows of a school's classes, with a row after each grade level and stage and one for the school.
//!
//! A query asked at the grains `class`, `grade_level`, `stage`, `school` gives four tables: sums are the query's, never made here.

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::RowKind;
use crate::model::table::{Table, Value};

/// Grains in the order in which a kind of document asks for them, each with the column that names its rows.
const KEYS: [&str; 4] = ["class_id", "grade_level", "stage", "school"];

/// The answers of one query at the four grains.
#[derive(Clone, Copy)]
pub struct Levels<'a> {
    tables: [&'a Table; 4],
}

/// One line of the sheet.
pub struct Line {
    pub label: String,
    pub kind: RowKind,
    level: usize,
    row: usize,
}

impl Line {
    pub fn is_class(&self) -> bool {
        self.level == 0
    }

    pub fn is_stage(&self) -> bool {
        self.level == 2
    }

    pub fn is_school(&self) -> bool {
        self.level == 3
    }
}

impl<'a> Levels<'a> {
    /// The first four of these tables.
    pub fn of(tables: &'a [Table]) -> Option<Self> {
        let [classes, levels, stages, school, ..] = tables else { return None };
        Some(Self { tables: [classes, levels, stages, school] })
    }

    pub fn is_empty(&self) -> bool {
        self.tables.first().is_none_or(|classes| classes.rows.is_empty())
    }

    /// The value of a line.
    pub fn value(&self, line: &Line, column: &str) -> &'a Value {
        self.tables.get(line.level).map_or(&Value::Null, |table| table.get(line.row, column))
    }

    pub fn int(&self, line: &Line, column: &str) -> Option<i64> {
        self.value(line, column).as_int()
    }

    /// Where a line stands: its table and row.
    pub fn place(&self, line: &Line) -> Option<(&'a Table, usize)> {
        self.tables.get(line.level).map(|table| (*table, line.row))
    }

    /// Where `other` has the same class, grade level, stage or school.
    pub fn place_in<'b>(&self, other: &Levels<'b>, line: &Line) -> Option<(&'b Table, usize)> {
        let key = KEYS.get(line.level)?;
        let (wanted, table) = (self.value(line, key), other.tables.get(line.level)?);
        let row = (0..table.rows.len()).find(|row| table.get(*row, key) == wanted)?;
        Some((*table, row))
    }

    /// Whether a row of another table, one of classes, lies within a line.
    pub fn holds(&self, line: &Line, table: &Table, row: usize) -> bool {
        KEYS.get(line.level).is_some_and(|key| table.get(row, key) == self.value(line, key))
    }

    /// The value of the whole school.
    pub fn school(&self, column: &str) -> &'a Value {
        self.tables.last().map_or(&Value::Null, |table| table.get(0, column))
    }

    /// All lines in the order of the sheet, the last with this label. A grade level of one class has no row of its own.
    pub fn lines(&self, total: &str) -> Vec<Line> {
        let [classes, levels, stages, school] = self.tables;
        let order = Russian::default();
        let mut rows: Vec<usize> = (0..classes.rows.len()).collect();
        let class_of = |row: usize| classes.get(row, "class_id").as_text().unwrap_or_default();
        rows.sort_by(|left, right| compare_classes(&order, class_of(*left), class_of(*right)));
        let mut lines = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            lines.push(Line { label: class_of(*row).to_owned(), kind: RowKind::Body, level: 0, row: *row });
            let next = rows.get(at + 1);
            for (level, column, table, single) in [(1, "grade_level", levels, false), (2, "stage", stages, true)] {
                let value = classes.get(*row, column);
                let ends = next.is_none_or(|next| classes.get(*next, column) != value);
                let many = single || rows.iter().filter(|other| classes.get(**other, column) == value).count() > 1;
                let found = (0..table.rows.len()).find(|row| table.get(*row, column) == value);
                if let (true, Some(found), Some(label)) = (ends && many, found, unit_text(value)) {
                    lines.push(Line { label, kind: RowKind::Subtotal, level, row: found });
                }
            }
        }
        if !school.rows.is_empty() {
            lines.push(Line { label: total.to_owned(), kind: RowKind::Total, level: 3, row: 0 });
        }
        lines
    }
}

/// «5-е классы», «5–9 классы»; nothing for groups that are of no grade level.
fn unit_text(value: &Value) -> Option<String> {
    match value {
        Value::Int(3) => Some("3-и классы".to_owned()),
        Value::Int(level) => Some(format!("{level}-е классы")),
        Value::Text(stage) => Some(format!("{} классы", stage.replace('-', "–"))),
        _ => None,
    }
}
