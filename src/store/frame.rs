//! Rows out of Parquet, a column at a time, so that little more than the rows themselves is in memory.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{Column, DataType, ParallelStrategy, ParquetReader, PolarsResult, SerReader};
use rayon::prelude::*;

use crate::model::rows::{Cell, Cells, Compact, NO_DAY, NO_INT, Rows, Texts, line_of};
use crate::model::schema::{Table, Type};

use super::parquet::data_type;

/// Rows of a column that Polars holds at once.
const AT_ONCE: usize = 1 << 20;

/// The rows in Parquet bytes, with exactly the table's columns; a column the file lacks is empty.
///
/// # Errors
/// The bytes are not Parquet, or a column is of another type than the table's: the file is not ours.
pub fn from_parquet(table: &'static Table, bytes: Vec<u8>) -> PolarsResult<Rows> {
    let bytes: Arc<[u8]> = bytes.into();
    let mut reader = ParquetReader::new(Cursor::new(Arc::clone(&bytes)));
    let (schema, len) = (reader.schema()?, reader.num_rows()?);
    let columns: Vec<_> = table.all_columns().collect();
    let cells = columns.par_iter().map(|column| {
        let mut all = if column.name == "src_loc" { Cells::Line(Vec::new()) } else { Cells::of(column.ty) };
        if !schema.contains(column.name) {
            return Ok(Cells::same(column.ty, &Cell::Null, len));
        }
        for from in (0..len).step_by(AT_ONCE) {
            let reader = ParquetReader::new(Cursor::new(Arc::clone(&bytes)));
            let reader = reader.with_columns(Some(vec![column.name.to_owned()])).with_slice(Some((from, AT_ONCE.min(len - from))));
            let frame = reader.read_parallel(ParallelStrategy::None).finish()?;
            all.append(&cells(column.name, column.ty, &frame.column(column.name)?.cast(&data_type(column.name, column.ty))?)?);
        }
        all.shrink();
        Ok(all)
    });
    Ok(Rows::of_columns(table, cells.collect::<PolarsResult<Vec<_>>>()?, len))
}

fn cells(name: &str, ty: Type, column: &Column) -> PolarsResult<Cells> {
    Ok(match ty {
        Type::Text | Type::Stamp | Type::Choice(_) => {
            let values = column.str()?;
            if name == "src_loc" && values.iter().all(|place| place.is_none_or(|place| line_of(place).is_some())) {
                return Ok(Cells::Line(values.iter().map(|place| place.and_then(line_of).unwrap_or_default()).collect()));
            }
            let mut texts = Texts::default();
            let mut last = (None, 0);
            for text in values.iter() {
                if text != last.0 {
                    last = (text, text.map_or(0, |text| texts.dictionary.code_of(text)));
                }
                texts.codes.push(last.1);
            }
            Cells::Text(texts)
        }
        Type::Int | Type::Hundredths => {
            let numbers = column.cast(&DataType::Int64)?;
            let mut cells = Compact::default();
            numbers.i64()?.iter().for_each(|number| cells.push(number.unwrap_or(NO_INT)));
            Cells::Int(cells)
        }
        Type::Date => {
            let mut cells = Compact::default();
            column.date()?.physical().iter().for_each(|day| cells.push(day.unwrap_or(NO_DAY)));
            Cells::Date(cells)
        }
        Type::Bool => {
            let mut cells = Compact::default();
            column.bool()?.iter().for_each(|flag| cells.push(flag.map_or(0, |flag| 1 + u8::from(flag))));
            Cells::Bool(cells)
        }
    })
}
