//! Rows of one canonical table on their way from a file into the store: typed columns, texts as a dictionary.

mod cells;
mod compact;
mod texts;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::period;
use crate::model::schema::{Column, Table};

pub use cells::{Cell, Cells, NO_DAY, NO_INT, line_of};
pub use compact::Compact;
pub use texts::{Dictionary, Texts};

/// Rows of one table, all columns of [`Table::all_columns`].
#[derive(Clone, Debug)]
pub struct Rows {
    pub table: &'static Table,
    columns: Vec<(&'static Column, Cells)>,
    len: usize,
}

/// A row being put together: a cell for each column.
#[derive(Clone, Debug)]
pub struct Row(Vec<Cell>);

impl Rows {
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let empty = |column: &Column| if column.name == "src_loc" { Cells::Line(Vec::new()) } else { Cells::of(column.ty) };
        let columns = table.all_columns().map(|column| (column, empty(column))).collect();
        Self { table, columns, len: 0 }
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(column, _)| column.name == name)
    }

    /// A row of nothing, to be filled and pushed.
    #[must_use]
    pub fn blank(&self) -> Row {
        Row(vec![Cell::Null; self.columns.len()])
    }

    pub fn push(&mut self, row: &Row) {
        for ((_, cells), cell) in self.columns.iter_mut().zip(&row.0) {
            cells.push(cell);
        }
        self.len += 1;
    }

    /// Puts a row together from (column, value) pairs; a name the table lacks is left out.
    pub fn push_named(&mut self, values: &[(&str, Cell)]) {
        let mut row = self.blank();
        for (name, cell) in values {
            row.set(self.position(name), cell.clone());
        }
        self.push(&row);
    }

    #[must_use]
    pub fn row(&self, index: usize) -> Row {
        Row(self.columns.iter().map(|(_, cells)| cells.cell(index)).collect())
    }

    /// The row as one text, for the quarantine: what it said, column by column.
    #[must_use]
    pub fn raw(&self, index: usize) -> String {
        let own = self.columns.iter().filter(|(column, _)| self.table.column(column.name).is_some());
        let said = own.filter_map(|(column, cells)| match cells.cell(index) {
            Cell::Null => None,
            Cell::Text(text) => Some(format!("{}={text}", column.name)),
            Cell::Int(number) => Some(format!("{}={number}", column.name)),
            Cell::Date(day) => Some(format!("{}={}", column.name, period::date_of(day)?)),
            Cell::Bool(flag) => Some(format!("{}={flag}", column.name)),
        });
        said.collect::<Vec<_>>().join(" | ")
    }

    pub fn columns(&self) -> impl Iterator<Item = (&'static Column, &Cells)> {
        self.columns.iter().map(|(column, cells)| (*column, cells))
    }

    #[must_use]
    pub fn texts(&self, name: &str) -> Option<&Texts> {
        if let Cells::Text(texts) = self.cells(name)? { Some(texts) } else { None }
    }

    #[must_use]
    pub fn cells(&self, name: &str) -> Option<&Cells> {
        self.columns.iter().find(|(column, _)| column.name == name).map(|(_, cells)| cells)
    }

    pub fn cells_mut(&mut self, name: &str) -> Option<&mut Cells> {
        self.columns.iter_mut().find(|(column, _)| column.name == name).map(|(_, cells)| cells)
    }

    /// Where the row was read: `line 12`, `R3C4`.
    #[must_use]
    pub fn place(&self, row: usize) -> String {
        self.cells("src_loc").and_then(|cells| cells.place(row)).unwrap_or_default()
    }

    #[must_use]
    pub fn text(&self, row: usize, name: &str) -> Option<&str> {
        self.texts(name)?.get(row)
    }

    #[must_use]
    pub fn int(&self, row: usize, name: &str) -> Option<i64> {
        self.cells(name)?.int(row)
    }

    #[must_use]
    pub fn date(&self, row: usize, name: &str) -> Option<i32> {
        self.cells(name)?.date(row)
    }

    /// Appends rows of the same table.
    pub fn append(&mut self, other: &Self) {
        for ((_, cells), (_, more)) in self.columns.iter_mut().zip(&other.columns) {
            cells.append(more);
        }
        self.len += other.len;
    }

    /// Gives back the memory that growing took in advance.
    pub fn shrink(&mut self) {
        self.columns.iter_mut().for_each(|(_, cells)| cells.shrink());
    }

    /// Makes rows of one table comparable: their texts get one dictionary, in which a smaller number is a smaller text.
    pub fn unify(&mut self, other: &mut Self) {
        let pairs = self.columns.par_iter_mut().zip(other.columns.par_iter_mut());
        pairs.for_each(|((_, one), (_, two))| one.unify(two));
    }

    /// The rows of these numbers, in this order.
    #[must_use]
    pub fn taken(&self, rows: &[u32]) -> Self {
        let columns = self.columns.par_iter().map(|(column, cells)| (*column, cells.taken(rows))).collect();
        Self { table: self.table, columns, len: rows.len() }
    }

    /// Numbers that are equal for equal cells of these columns.
    #[must_use]
    pub fn ordinals(&self, row: usize, columns: &[usize]) -> Vec<i64> {
        columns.iter().map(|at| self.columns.get(*at).map_or(0, |(_, cells)| cells.ordinal(row))).collect()
    }

    /// The rows for which `keep` says so.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<u32> = (0..self.len).filter(|row| keep(*row)).filter_map(|row| u32::try_from(row).ok()).collect();
        if kept.len() == self.len { self.clone() } else { self.taken(&kept) }
    }

    /// The same without a copy when all rows stay.
    #[must_use]
    pub fn into_filtered(self, keep: impl Fn(usize) -> bool) -> Self {
        if (0..self.len).all(&keep) { self } else { self.filtered(keep) }
    }

    /// One value for all rows of a column.
    pub fn fill(&mut self, name: &str, cell: &Cell) {
        let len = self.len;
        if let Some((column, cells)) = self.columns.iter_mut().find(|(column, _)| column.name == name) {
            *cells = Cells::same(column.ty, cell, len);
        }
    }

    /// Puts a table together from its columns, which must be those of [`Table::all_columns`] and of one length.
    #[must_use]
    pub fn of_columns(table: &'static Table, cells: Vec<Cells>, len: usize) -> Self {
        Self { table, columns: table.all_columns().zip(cells).collect(), len }
    }

    /// All columns, to be changed in place.
    pub fn columns_mut(&mut self) -> impl Iterator<Item = (&'static Column, &mut Cells)> {
        self.columns.iter_mut().map(|(column, cells)| (*column, cells))
    }
}

impl Row {
    pub fn set(&mut self, position: Option<usize>, cell: Cell) {
        if let Some(slot) = position.and_then(|position| self.0.get_mut(position)) {
            *slot = cell;
        }
    }

    #[must_use]
    pub fn get(&self, position: Option<usize>) -> &Cell {
        position.and_then(|position| self.0.get(position)).unwrap_or(&Cell::Null)
    }

    #[must_use]
    pub fn text(&self, position: Option<usize>) -> Option<&str> {
        if let Cell::Text(text) = self.get(position) { Some(text) } else { None }
    }
}

/// Tables by name, made on first use.
#[derive(Clone, Debug, Default)]
pub struct Tables(BTreeMap<&'static str, Rows>);

impl Tables {
    /// The rows of a canonical table; a name that is none is a bug of the reader and gives a throw-away table.
    pub fn of(&mut self, table: &'static Table) -> &mut Rows {
        self.0.entry(table.name).or_insert_with(|| Rows::new(table))
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rows> {
        self.0.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rows> {
        self.0.values()
    }

    pub fn append(&mut self, other: Self) {
        for rows in other.into_rows() {
            self.add(rows);
        }
    }

    pub fn replace(&mut self, rows: Rows) {
        self.0.insert(rows.table.name, rows);
    }

    /// Appends rows to their table; the first ones become it.
    pub fn add(&mut self, rows: Rows) {
        match self.0.get_mut(rows.table.name) {
            Some(standing) => standing.append(&rows),
            None => self.replace(rows),
        }
    }

    /// Takes a table out.
    pub fn take(&mut self, name: &str) -> Option<Rows> {
        self.0.remove(name)
    }

    /// All tables, one after the other, out of here.
    pub fn into_rows(self) -> impl Iterator<Item = Rows> {
        self.0.into_values()
    }
}
