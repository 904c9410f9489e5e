//! Frames of the canonical tables: empty ones, Parquet in and out, a fixed order of rows and columns.

use std::io::{Cursor, Write};

use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, ParquetCompression, ParquetReader, ParquetWriter, PolarsResult, SerReader, Series,
    SortMultipleOptions, StatisticsOptions,
};

use crate::model::schema::{Table, Type};

const ROW_GROUP: usize = 122_880;

/// A frame without rows.
#[must_use]
pub fn empty(table: &'static Table) -> DataFrame {
    let columns =
        table.all_columns().map(|column| Series::new_empty(column.name.into(), &data_type(column.name, column.ty)).into_column()).collect();
    DataFrame::new(0, columns).unwrap_or_default()
}

fn data_type(name: &str, ty: Type) -> DataType {
    match ty {
        Type::Int if name == "year" => DataType::Int32,
        Type::Int | Type::Hundredths => DataType::Int64,
        Type::Date => DataType::Date,
        Type::Bool => DataType::Boolean,
        Type::Text | Type::Stamp | Type::Choice(_) => DataType::String,
    }
}

/// The frame with exactly the table's columns in the table's order; columns it lacks are null.
///
/// # Errors
/// A column of another type than the table's: the file is not ours.
pub fn conform(table: &'static Table, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let height = frame.height();
    let columns = table
        .all_columns()
        .map(|column| {
            let ty = data_type(column.name, column.ty);
            frame.column(column.name).map_or_else(|_| Ok(Column::full_null(column.name.into(), height, &ty)), |found| found.cast(&ty))
        })
        .collect::<PolarsResult<Vec<_>>>()?;
    DataFrame::new(height, columns)
}

/// Rows in the order of the table's key, then of all columns: equal rows in any order give equal bytes.
///
/// # Errors
/// As Polars reports them.
pub fn ordered(table: &'static Table, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let mut by: Vec<&str> = table.key.to_vec();
    by.extend(table.all_columns().map(|column| column.name).filter(|name| !table.key.contains(name)));
    let mut sorted = frame.sort(by, SortMultipleOptions::default().with_maintain_order(true))?;
    sorted.rechunk_mut();
    Ok(sorted)
}

/// The Parquet bytes of a frame.
///
/// # Errors
/// As Polars reports them.
pub fn to_parquet(frame: &DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let mut frame = frame.clone();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP))
        .finish(&mut frame)?;
    bytes.flush()?;
    Ok(bytes.into_inner())
}

/// The frame in Parquet bytes.
///
/// # Errors
/// The bytes are not Parquet.
pub fn from_parquet(bytes: Vec<u8>) -> PolarsResult<DataFrame> {
    ParquetReader::new(Cursor::new(bytes)).finish()
}
