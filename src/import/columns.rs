//! Records of a large table to rows, a column at a time: whatever is done with a text is done once for each distinct one.
//!
//! Gives the same rows and the same reasons as [`super::flat`] gives record by record.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::model::rows::{Cell, Cells, Compact, Dictionary, NO_DAY, NO_INT, Row, Rows, Texts};
use crate::model::schema::{Column, Table, Type};

use super::complete::{complete, is_filled_by_import};
use super::flat::{self, Field as Written};

/// Columns that [`complete`] reads and writes, at most; what it does depends on nothing else. `None`: on the whole row.
#[must_use]
pub fn shape(table: &Table) -> Option<&'static [&'static str]> {
    match table.name {
        "mark" => Some(&["value", "raw", "kind", "modifier", "weight_hundredths"]),
        "attendance" => Some(&["reason", "raw", "granularity", "lesson_number", "subject_id"]),
        "period_mark" => Some(&["value", "raw", "kind", "status", "period_id"]),
        "lesson" => Some(&["status"]),
        "class" | "student" | "grading_period" => None,
        _ if table.column("period_id").is_some() => Some(&["period_id"]),
        _ => Some(&[]),
    }
}

/// Fields of a block of records: for each column the distinct texts and which of them each record has.
pub struct Block {
    table: &'static Table,
    columns: Vec<Field>,
    lines: Vec<u32>,
}

struct Field {
    column: &'static Column,
    texts: Dictionary,
    codes: Vec<u32>,
    /// The text of the record before: neighbours are often equal.
    last: (String, u32),
}

/// The cell of a text, or what is wrong with it.
type Parsed = Result<Cell, &'static str>;

/// The rows of a block, and the records that are none: row of the block, reason.
pub struct Columns {
    pub rows: Rows,
    pub refused: BTreeMap<usize, String>,
}

impl Block {
    #[must_use]
    pub fn new(table: &'static Table, columns: impl Iterator<Item = &'static Column>) -> Self {
        let field = |column| Field { column, texts: Dictionary::default(), codes: Vec::new(), last: (String::new(), 0) };
        Self { table, columns: columns.map(field).collect(), lines: Vec::new() }
    }

    /// Adds a record: its line, and a text for each column.
    pub fn push<'a>(&mut self, line: u64, texts: impl Iterator<Item = &'a str>) {
        for (field, text) in self.columns.iter_mut().zip(texts) {
            field.push(text);
        }
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// The line of a record.
    #[must_use]
    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    /// The record as one text, for the quarantine.
    #[must_use]
    pub fn raw(&self, row: usize) -> String {
        let text = |field: &Field| field.codes.get(row).and_then(|code| field.texts.get(*code)).unwrap_or_default().to_owned();
        self.columns.iter().map(text).collect::<Vec<_>>().join(" | ")
    }

    /// The rows.
    #[must_use]
    pub fn finish(&self) -> Columns {
        let parsed: Vec<Vec<Parsed>> = self.columns.iter().map(|field| field.parsed(self.table)).collect();
        let shaped = self.shaped(&parsed);
        let refused = self.refused(&parsed, &shaped);
        let good: Option<Vec<u32>> = (!refused.is_empty()).then(|| {
            let rows = (0..self.lines.len()).filter(|row| !refused.contains_key(row));
            rows.filter_map(|row| u32::try_from(row).ok()).collect()
        });
        let len = good.as_ref().map_or(self.lines.len(), Vec::len);
        let cells = self.table.all_columns().map(|column| {
            let made = if column.name == "src_loc" {
                Cells::Line(self.lines.clone())
            } else if let Some(at) = shaped.outputs.iter().position(|name| *name == column.name) {
                let cells: Vec<&Cell> =
                    shaped.rows.iter().map(|row| row.as_ref().map_or(&Cell::Null, |cells| cells.get(at).unwrap_or(&Cell::Null))).collect();
                spread(column.ty, &cells, &shaped.codes)
            } else if let Some((field, parsed)) = self.columns.iter().zip(&parsed).find(|(field, _)| field.column.name == column.name) {
                let cells: Vec<&Cell> = parsed.iter().map(|cell| cell.as_ref().unwrap_or(&Cell::Null)).collect();
                spread(column.ty, &cells, &field.codes)
            } else {
                return Cells::same(column.ty, &Cell::Null, len);
            };
            match &good {
                None => made,
                Some(good) => made.taken(good),
            }
        });
        Columns { rows: Rows::of_columns(self.table, cells.collect(), len), refused }
    }

    /// What follows from the row itself, once for each combination of texts that occurs.
    fn shaped(&self, parsed: &[Vec<Parsed>]) -> Shaped {
        let outputs = shape(self.table).unwrap_or_default();
        if outputs.is_empty() {
            return Shaped::default();
        }
        let inputs: Vec<(&Field, &Vec<Parsed>)> =
            self.columns.iter().zip(parsed).filter(|(field, _)| outputs.contains(&field.column.name)).collect();
        let blank = Rows::new(self.table);
        let mut shaped = Shaped { outputs, ..Shaped::default() };
        let mut known: HashMap<[u32; 5], u32> = HashMap::new();
        let mut last: Option<([u32; 5], u32)> = None;
        for row in 0..self.lines.len() {
            let mut key = [0; 5];
            for (slot, (field, _)) in key.iter_mut().zip(&inputs) {
                *slot = field.codes.get(row).copied().unwrap_or_default();
            }
            let code = match last {
                Some((before, code)) if before == key => code,
                _ => *known.entry(key).or_insert_with(|| {
                    shaped.rows.push(one(&blank, &inputs, &key, outputs));
                    u32::try_from(shaped.rows.len() - 1).unwrap_or(u32::MAX)
                }),
            };
            last = Some((key, code));
            shaped.codes.push(code);
        }
        shaped
    }

    /// Why records are no rows: a text that is not of its column's type, an impossible row, a missing value; the first counts.
    fn refused(&self, parsed: &[Vec<Parsed>], shaped: &Shaped) -> BTreeMap<usize, String> {
        let mut refused = BTreeMap::new();
        for (field, parsed) in self.columns.iter().zip(parsed) {
            note(&mut refused, &field.codes, |code| {
                parsed.get(code)?.as_ref().err().map(|fault| format!("{fault}:{}", field.column.csv_name()))
            });
        }
        note(&mut refused, &shaped.codes, |code| match shaped.rows.get(code) {
            Some(Err(reason)) => Some((*reason).to_owned()),
            _ => None,
        });
        for column in self.table.columns.iter().filter(|column| column.required && !is_filled_by_import(column.name)) {
            let reason = || format!("missing-value:{}", column.name);
            if let Some(at) = shaped.outputs.iter().position(|name| *name == column.name) {
                let missing = |row: &Shape| row.as_ref().is_ok_and(|cells| cells.get(at) == Some(&Cell::Null));
                note(&mut refused, &shaped.codes, |code| shaped.rows.get(code).is_some_and(missing).then(reason));
            } else if let Some((field, parsed)) = self.columns.iter().zip(parsed).find(|(field, _)| field.column.name == column.name) {
                note(&mut refused, &field.codes, |code| (parsed.get(code) == Some(&Ok(Cell::Null))).then(reason));
            } else {
                for row in 0..self.lines.len() {
                    refused.entry(row).or_insert_with(reason);
                }
            }
        }
        refused
    }
}

/// Cells of the shape columns, or why there can be none.
type Shape = Result<Vec<Cell>, &'static str>;

/// Completed cells for each combination that occurs, and the combination of each record.
#[derive(Default)]
struct Shaped {
    outputs: &'static [&'static str],
    rows: Vec<Shape>,
    codes: Vec<u32>,
}

fn one(blank: &Rows, inputs: &[(&Field, &Vec<Parsed>)], key: &[u32], outputs: &[&str]) -> Shape {
    let mut row: Row = blank.blank();
    let mut value_text = None;
    for ((field, parsed), code) in inputs.iter().zip(key) {
        if flat::is_value(blank.table, field.column) {
            value_text = field.texts.get(*code).map(str::trim).filter(|text| !text.is_empty());
        } else if let Some(Ok(cell)) = parsed.get(*code as usize) {
            row.set(blank.position(field.column.name), cell.clone());
        }
    }
    complete(blank, &mut row, value_text)?;
    Ok(outputs.iter().map(|name| row.get(blank.position(name)).clone()).collect())
}

/// Notes the reason of every record whose code has one. Most codes have none, and then no record is looked at.
fn note(refused: &mut BTreeMap<usize, String>, codes: &[u32], reason: impl Fn(usize) -> Option<String>) {
    let most = codes.iter().max().map_or(0, |most| *most as usize + 1);
    let reasons: Vec<Option<String>> = (0..most).map(reason).collect();
    if reasons.iter().all(Option::is_none) {
        return;
    }
    for (row, code) in codes.iter().enumerate() {
        if let Some(Some(reason)) = reasons.get(*code as usize) {
            refused.entry(row).or_insert_with(|| reason.clone());
        }
    }
}

/// A column out of distinct cells and the code of each row.
fn spread(ty: Type, cells: &[&Cell], codes: &[u32]) -> Cells {
    fn each<T: Copy + Default + PartialEq + Send + Sync>(cells: &[&Cell], codes: &[u32], value: impl Fn(&Cell) -> T) -> Compact<T> {
        let values: Vec<T> = cells.iter().map(|cell| value(cell)).collect();
        let of = |code: &u32| values.get(*code as usize).copied().unwrap_or_default();
        match codes.first().map(of) {
            Some(first) if codes.iter().all(|code| of(code) == first) => Compact::same(first, codes.len()),
            _ => Compact::of(codes.iter().map(of).collect()),
        }
    }
    match ty {
        Type::Text | Type::Stamp | Type::Choice(_) => {
            let mut dictionary = Dictionary::default();
            let numbers: Vec<u32> =
                cells.iter().map(|cell| if let Cell::Text(text) = cell { dictionary.code_of(text) } else { 0 }).collect();
            let codes = match codes.first().map(|code| numbers.get(*code as usize).copied().unwrap_or_default()) {
                Some(first) if codes.iter().all(|code| numbers.get(*code as usize) == Some(&first)) => Compact::same(first, codes.len()),
                _ => Compact::of(codes.iter().map(|code| numbers.get(*code as usize).copied().unwrap_or_default()).collect()),
            };
            Cells::Text(Texts { dictionary, codes })
        }
        Type::Int | Type::Hundredths => Cells::Int(each(cells, codes, |cell| if let Cell::Int(number) = cell { *number } else { NO_INT })),
        Type::Date => Cells::Date(each(cells, codes, |cell| if let Cell::Date(day) = cell { *day } else { NO_DAY })),
        Type::Bool => Cells::Bool(each(cells, codes, |cell| if let Cell::Bool(flag) = cell { 1 + u8::from(*flag) } else { 0 })),
    }
}

impl Field {
    fn push(&mut self, text: &str) {
        if self.codes.is_empty() || self.last.0 != text {
            self.last.0.clear();
            self.last.0.push_str(text);
            self.last.1 = self.texts.code_of(text);
        }
        self.codes.push(self.last.1);
    }

    /// The cell of each distinct text by its number, or what is wrong with it. Number 0 does not occur.
    fn parsed(&self, table: &Table) -> Vec<Parsed> {
        let cell = |text: &str| {
            if flat::is_value(table, self.column) {
                return flat::fault(text).map_or(Ok(Cell::Null), Err);
            }
            flat::cell(&Written { column: self.column, text, date_format: None })
        };
        std::iter::once(Ok(Cell::Null)).chain(self.texts.iter().map(cell)).collect()
    }
}
