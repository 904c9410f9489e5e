//! DuckDB's rows → the plain values of a result.

use chrono::{Days, NaiveDate};
use duckdb::Connection;
use duckdb::types::ValueRef;

use super::error::QueryError;
use crate::model::table::{Table, Value};

/// Runs a SELECT and takes all its rows.
pub fn fetch(connection: &Connection, query: &str, sql: &str) -> Result<Table, QueryError> {
    let fault = |error| QueryError::engine(query, &error);
    let mut statement = connection.prepare(sql).map_err(fault)?;
    let mut rows = statement.query([]).map_err(fault)?;
    let columns: Vec<String> = rows.as_ref().map(duckdb::Statement::column_names).unwrap_or_default();
    let mut table = Table { columns, rows: Vec::new() };
    while let Some(row) = rows.next().map_err(fault)? {
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            values.push(value(query, column, row.get_ref(at).map_err(fault)?)?);
        }
        table.rows.push(values);
    }
    Ok(table)
}

fn value(query: &str, column: &str, cell: ValueRef<'_>) -> Result<Value, QueryError> {
    let too_large = |number: String| QueryError::NumberTooLarge { query: query.to_owned(), column: column.to_owned(), number };
    let wrong_type = || QueryError::Type { query: query.to_owned(), column: column.to_owned() };
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Boolean(flag) => Value::Bool(flag),
        ValueRef::TinyInt(number) => Value::Int(number.into()),
        ValueRef::SmallInt(number) => Value::Int(number.into()),
        ValueRef::Int(number) => Value::Int(number.into()),
        ValueRef::BigInt(number) => Value::Int(number),
        ValueRef::HugeInt(number) => Value::Int(i64::try_from(number).map_err(|_| too_large(number.to_string()))?),
        ValueRef::UHugeInt(number) => Value::Int(i64::try_from(number).map_err(|_| too_large(number.to_string()))?),
        ValueRef::UTinyInt(number) => Value::Int(number.into()),
        ValueRef::USmallInt(number) => Value::Int(number.into()),
        ValueRef::UInt(number) => Value::Int(number.into()),
        ValueRef::UBigInt(number) => Value::Int(i64::try_from(number).map_err(|_| too_large(number.to_string()))?),
        ValueRef::Text(bytes) => Value::Text(std::str::from_utf8(bytes).map_err(|_| wrong_type())?.to_owned()),
        ValueRef::Date32(days) => Value::Date(date(days).ok_or_else(wrong_type)?),
        _ => return Err(wrong_type()),
    })
}

/// The day this many days after 1 January 1970.
fn date(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) }
}
