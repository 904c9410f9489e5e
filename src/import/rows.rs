//! Rows of one canonical table while they are read: typed columns, texts as a dictionary.
//!
//! A dictionary keeps 4 bytes a cell and makes the resolving of references a walk over the distinct texts.

use std::collections::{BTreeMap, HashMap};

use crate::model::schema::{Column, Table, Type};

/// One cell on its way in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    Null,
    Text(String),
    Int(i64),
    /// Days since 1970-01-01.
    Date(i32),
    Bool(bool),
}

/// A column of texts: distinct values and a code for each row; code 0 is «none».
#[derive(Clone, Debug)]
pub struct Texts {
    values: Vec<Box<str>>,
    codes: Vec<u32>,
    index: HashMap<Box<str>, u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { values: vec!["".into()], codes: Vec::new(), index: HashMap::new() }
    }
}

impl Texts {
    pub fn push(&mut self, text: Option<&str>) {
        let code = text.map_or(0, |text| self.code_of(text));
        self.codes.push(code);
    }

    fn code_of(&mut self, text: &str) -> u32 {
        if let Some(code) = self.index.get(text) {
            return *code;
        }
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(text.into());
        self.index.insert(text.into(), code);
        code
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match self.codes.get(row) {
            None | Some(0) => None,
            Some(code) => self.values.get(*code as usize).map(AsRef::as_ref),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.codes.len()).map(|row| self.get(row))
    }

    /// The distinct texts, in order of first appearance.
    pub fn distinct(&self) -> impl Iterator<Item = &str> {
        self.values.iter().skip(1).map(AsRef::as_ref)
    }
}

/// Values of one column.
#[derive(Clone, Debug)]
pub enum Cells {
    Text(Texts),
    Int(Vec<Option<i64>>),
    Date(Vec<Option<i32>>),
    Bool(Vec<Option<bool>>),
}

impl Cells {
    #[must_use]
    pub fn of(ty: Type) -> Self {
        match ty {
            Type::Text | Type::Stamp | Type::Choice(_) => Self::Text(Texts::default()),
            Type::Int | Type::Hundredths => Self::Int(Vec::new()),
            Type::Date => Self::Date(Vec::new()),
            Type::Bool => Self::Bool(Vec::new()),
        }
    }

    fn push(&mut self, cell: &Cell) {
        match (self, cell) {
            (Self::Text(texts), Cell::Text(text)) => texts.push(Some(text)),
            (Self::Text(texts), _) => texts.push(None),
            (Self::Int(numbers), Cell::Int(number)) => numbers.push(Some(*number)),
            (Self::Int(numbers), _) => numbers.push(None),
            (Self::Date(days), Cell::Date(day)) => days.push(Some(*day)),
            (Self::Date(days), _) => days.push(None),
            (Self::Bool(flags), Cell::Bool(flag)) => flags.push(Some(*flag)),
            (Self::Bool(flags), _) => flags.push(None),
        }
    }

    #[must_use]
    pub fn cell(&self, row: usize) -> Cell {
        match self {
            Self::Text(texts) => texts.get(row).map_or(Cell::Null, |text| Cell::Text(text.to_owned())),
            Self::Int(numbers) => numbers.get(row).copied().flatten().map_or(Cell::Null, Cell::Int),
            Self::Date(days) => days.get(row).copied().flatten().map_or(Cell::Null, Cell::Date),
            Self::Bool(flags) => flags.get(row).copied().flatten().map_or(Cell::Null, Cell::Bool),
        }
    }
}

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
        let columns = table.all_columns().map(|column| (column, Cells::of(column.ty))).collect();
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
            Cell::Date(day) => Some(format!("{}={}", column.name, super::typed::date_of(day)?)),
            Cell::Bool(flag) => Some(format!("{}={flag}", column.name)),
        });
        said.collect::<Vec<_>>().join(" | ")
    }

    pub fn columns(&self) -> impl Iterator<Item = (&'static Column, &Cells)> {
        self.columns.iter().map(|(column, cells)| (*column, cells))
    }

    #[must_use]
    pub fn texts(&self, name: &str) -> Option<&Texts> {
        self.columns.iter().find(|(column, _)| column.name == name).and_then(|(_, cells)| match cells {
            Cells::Text(texts) => Some(texts),
            _ => None,
        })
    }

    #[must_use]
    pub fn text(&self, row: usize, name: &str) -> Option<&str> {
        self.texts(name)?.get(row)
    }

    #[must_use]
    pub fn int(&self, row: usize, name: &str) -> Option<i64> {
        match self.columns.iter().find(|(column, _)| column.name == name) {
            Some((_, Cells::Int(numbers))) => numbers.get(row).copied().flatten(),
            _ => None,
        }
    }

    #[must_use]
    pub fn date(&self, row: usize, name: &str) -> Option<i32> {
        match self.columns.iter().find(|(column, _)| column.name == name) {
            Some((_, Cells::Date(days))) => days.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// Appends rows of the same table.
    pub fn append(&mut self, other: &Self) {
        for index in 0..other.len {
            self.push(&other.row(index));
        }
    }

    /// The rows for which `keep` says so.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self::new(self.table);
        for index in (0..self.len).filter(|index| keep(*index)) {
            kept.push(&self.row(index));
        }
        kept
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

impl Cell {
    #[must_use]
    pub fn opt_text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    #[must_use]
    pub fn opt_int(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
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

    pub fn append(&mut self, other: &Self) {
        for rows in other.iter() {
            self.of(rows.table).append(rows);
        }
    }

    pub fn replace(&mut self, rows: Rows) {
        self.0.insert(rows.table.name, rows);
    }
}
