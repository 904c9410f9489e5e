//! Rows to Parquet, whole row groups side by side. The distinct values of a column are known already, so they are written
//! as its dictionary and nothing is looked for again.

use std::collections::HashMap;

use polars::prelude::{CompatLevel, DataType, PlSmallStr, PolarsError, PolarsResult};
use polars_arrow::array::{Array, BooleanArray, DictionaryArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema};
use polars_arrow::types::NativeType;
use polars_parquet::parquet::write::compress;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter, ParquetType, StatisticsOptions, Version,
    WriteOptions, array_to_columns, fallible_streaming_iterator::convert, to_parquet_schema,
};
use rayon::prelude::*;

use crate::model::rows::{Cells, NO_DAY, NO_INT, Rows};
use crate::model::schema::{Column, Type};

const ROW_GROUP: usize = 122_880;
/// Row groups in memory at once, encoded.
const AT_ONCE: usize = 16;
/// Whole numbers in a row group within so small a range are written through a dictionary.
const NARROW: i64 = 1 << 16;

/// The type of a column in files and in queries.
pub fn data_type(name: &str, ty: Type) -> DataType {
    match ty {
        Type::Int if name == "year" => DataType::Int32,
        Type::Int | Type::Hundredths => DataType::Int64,
        Type::Date => DataType::Date,
        Type::Bool => DataType::Boolean,
        Type::Text | Type::Stamp | Type::Choice(_) => DataType::String,
    }
}

/// The Parquet bytes of the rows of these numbers, in this order. Rows are numbered through both parts, of which the texts
/// must have been unified.
///
/// # Errors
/// As Polars reports them.
pub fn to_parquet(parts: [&Rows; 2], order: &[u32]) -> PolarsResult<Vec<u8>> {
    let table = parts[0].table;
    let field = |column: &Column| {
        let name = PlSmallStr::from_static(column.name);
        (name.clone(), data_type(column.name, column.ty).to_arrow_field(name, CompatLevel::newest()))
    };
    let schema: ArrowSchema = table.all_columns().map(field).collect();
    let types = to_parquet_schema(&schema)?;
    let options = WriteOptions {
        statistics: StatisticsOptions::default(),
        version: Version::V1,
        compression: CompressionOptions::Zstd(None),
        data_page_size: None,
    };
    let columns: Vec<Source<'_>> =
        parts[0].columns().zip(parts[1].columns()).map(|((column, one), (_, two))| Source::of(column.name, one, two)).collect();
    let mut writer = FileWriter::try_new(Vec::new(), schema, options)?;
    let groups: Vec<&[u32]> = order.chunks(ROW_GROUP).collect();
    for some in groups.chunks(AT_ONCE) {
        let encoded = some.par_iter().map(|rows| {
            let column = |(source, ty): (&Source<'_>, &ParquetType)| source.pages(rows, ty, options);
            columns.par_iter().zip(types.fields()).map(column).collect::<PolarsResult<Vec<_>>>()
        });
        for (rows, columns) in some.iter().zip(encoded.collect::<PolarsResult<Vec<_>>>()?) {
            let pages = columns.iter().map(|pages| Ok(DynStreamingIterator::new(convert(pages.iter().map(PolarsResult::Ok)))));
            writer.write(rows.len() as u64, DynIter::new(pages))?;
        }
    }
    writer.end(None)?;
    Ok(writer.into_inner())
}

/// A column of both parts.
struct Source<'a> {
    name: &'static str,
    parts: [&'a Cells; 2],
    /// Rows of the first part.
    first: u32,
}

impl<'a> Source<'a> {
    fn of(name: &'static str, one: &'a Cells, two: &'a Cells) -> Self {
        Self { name, parts: [one, two], first: u32::try_from(one.len()).unwrap_or(u32::MAX) }
    }

    fn pages(&self, rows: &[u32], ty: &ParquetType, options: WriteOptions) -> PolarsResult<Vec<CompressedPage>> {
        let (array, encoding) = self.array(rows)?;
        let mut pages = Vec::new();
        for column in array_to_columns(array, ty.clone(), options, &[encoding])? {
            for page in column {
                pages.push(compress(page?, Vec::new(), options.compression).map_err(PolarsError::from)?);
            }
        }
        Ok(pages)
    }

    fn picked<T>(&self, rows: &[u32], get: impl Fn(&Cells, usize) -> T) -> Vec<T> {
        let [one, two] = self.parts;
        rows.iter().map(|row| if *row < self.first { get(one, *row as usize) } else { get(two, (*row - self.first) as usize) }).collect()
    }

    /// The values and how they are to be written.
    fn array(&self, rows: &[u32]) -> PolarsResult<(Box<dyn Array>, Encoding)> {
        Ok(match self.parts[0] {
            Cells::Text(texts) => {
                let codes = self
                    .picked(rows, |cells, row| if let Cells::Text(texts) = cells { texts.codes.get(row).unwrap_or_default() } else { 0 });
                let (keys, distinct) = local(&codes);
                let values: Vec<&str> = distinct.iter().map(|code| texts.dictionary.get(*code).unwrap_or_default()).collect();
                if distinct.len() * 2 > rows.len() {
                    let values: Vec<Option<&str>> = keys.iter().map(|key| values.get(key.checked_sub(1)? as usize).copied()).collect();
                    return Ok((Box::new(Utf8ViewArray::from_slice(values)), Encoding::Plain));
                }
                dictionary(keys, Box::new(Utf8ViewArray::from_slice_values(values)))?
            }
            Cells::Line(_) => (Box::new(Utf8ViewArray::from_slice(self.picked(rows, Cells::place))), Encoding::Plain),
            Cells::Int(_) => {
                let numbers = self.picked(rows, |cells, row| cells.int(row).unwrap_or(NO_INT));
                if self.name == "year" {
                    whole(&numbers, |number| i32::try_from(number).unwrap_or_default(), ArrowDataType::Int32)?
                } else {
                    whole(&numbers, |number| number, ArrowDataType::Int64)?
                }
            }
            Cells::Date(_) => {
                let days = self.picked(rows, |cells, row| cells.date(row).map_or(NO_INT, i64::from));
                whole(&days, |day| i32::try_from(day).unwrap_or(NO_DAY), ArrowDataType::Date32)?
            }
            Cells::Bool(_) => (Box::new(BooleanArray::from(self.picked(rows, Cells::flag))), Encoding::Plain),
        })
    }
}

/// Codes of a whole column as keys of a row group, from 1 in the order of appearance; 0 stays «none».
fn local(codes: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut distinct = Vec::new();
    let mut keys: HashMap<u32, u32> = HashMap::from([(0, 0)]);
    let mut last = (0, 0);
    let key = |code: &u32| {
        if *code != last.0 {
            let key = *keys.entry(*code).or_insert_with(|| {
                distinct.push(*code);
                u32::try_from(distinct.len()).unwrap_or(u32::MAX)
            });
            last = (*code, key);
        }
        last.1
    };
    let keys = codes.iter().map(key).collect();
    (keys, distinct)
}

/// Keys from 1 (0 is «none») and the values they name.
fn dictionary(keys: Vec<u32>, values: Box<dyn Array>) -> PolarsResult<(Box<dyn Array>, Encoding)> {
    let valid: Bitmap = keys.iter().map(|key| *key > 0).collect();
    let keys: Vec<u32> = keys.into_iter().map(|key| key.saturating_sub(1)).collect();
    if values.is_empty() {
        return Ok((polars_arrow::array::new_null_array(values.dtype().clone(), keys.len()), Encoding::Plain));
    }
    let validity = (valid.unset_bits() > 0).then_some(valid);
    let keys = PrimitiveArray::from_vec(keys).with_validity(validity);
    Ok((Box::new(DictionaryArray::try_from_keys(keys, values, false)?), Encoding::RleDictionary))
}

/// Whole numbers, [`NO_INT`] being none.
fn whole<T: NativeType>(numbers: &[i64], as_type: impl Fn(i64) -> T, ty: ArrowDataType) -> PolarsResult<(Box<dyn Array>, Encoding)> {
    let there = || numbers.iter().copied().filter(|number| *number != NO_INT);
    let (least, most) = (there().min().unwrap_or_default(), there().max().unwrap_or_default());
    if most.saturating_sub(least) >= NARROW {
        let values: PrimitiveArray<T> = numbers.iter().map(|number| (*number != NO_INT).then(|| as_type(*number))).collect();
        return Ok((Box::new(values.to(ty)), Encoding::Plain));
    }
    let codes: Vec<u32> =
        numbers.iter().map(|number| if *number == NO_INT { 0 } else { u32::try_from(number - least + 1).unwrap_or_default() }).collect();
    let (keys, distinct) = local(&codes);
    let values: Vec<T> = distinct.iter().map(|code| as_type(least + i64::from(*code) - 1)).collect();
    dictionary(keys, Box::new(PrimitiveArray::from_vec(values).to(ty)))
}
