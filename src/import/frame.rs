//! Rows to Polars frames: the canonical types, `year` as a 32-bit integer, dates as dates.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series};

use super::batch::Batch;
use super::rows::{Cells, Rows};

/// All tables of a batch as frames.
///
/// # Errors
/// Columns of unequal length; a bug of the reader.
pub fn frames(batch: &Batch) -> PolarsResult<BTreeMap<&'static str, DataFrame>> {
    batch.tables.iter().map(|rows| Ok((rows.table.name, frame(rows)?))).collect()
}

fn frame(rows: &Rows) -> PolarsResult<DataFrame> {
    let columns = rows.columns().map(|(column, cells)| series(column.name, cells)).collect::<PolarsResult<Vec<_>>>()?;
    DataFrame::new(rows.len(), columns)
}

fn series(name: &'static str, cells: &Cells) -> PolarsResult<Column> {
    let series = match cells {
        Cells::Text(texts) => Series::new(name.into(), texts.iter().collect::<Vec<_>>()),
        Cells::Int(numbers) if name == "year" => Series::new(name.into(), numbers.as_slice()).cast(&DataType::Int32)?,
        Cells::Int(numbers) => Series::new(name.into(), numbers.as_slice()),
        Cells::Date(days) => Series::new(name.into(), days.as_slice()).cast(&DataType::Date)?,
        Cells::Bool(flags) => Series::new(name.into(), flags.as_slice()),
    };
    Ok(series.into_column())
}
