//! What a request asks for beside the name: the one-row view `params`.

use chrono::NaiveDate;
use duckdb::Connection;

/// NULL where nothing is asked; the host fills `as_of` and `grain`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    pub as_of: Option<NaiveDate>,
    pub from_date: Option<NaiveDate>,
    pub to_date: Option<NaiveDate>,
    pub period_id: Option<String>,
    pub class_id: Option<String>,
    pub grade_level: Option<i64>,
    pub grain: Option<String>,
}

/// Makes the view for one connection: other requests run beside with theirs.
pub fn bind(connection: &Connection, params: &Params) -> duckdb::Result<()> {
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    connection.execute(
        "CREATE TEMP TABLE params AS SELECT CAST(? AS DATE) AS as_of, CAST(? AS DATE) AS from_date, CAST(? AS DATE) AS to_date, \
         CAST(? AS VARCHAR) AS period_id, CAST(? AS VARCHAR) AS class_id, CAST(? AS INTEGER) AS grade_level, CAST(? AS VARCHAR) AS grain",
        duckdb::params![
            date(params.as_of),
            date(params.from_date),
            date(params.to_date),
            params.period_id,
            params.class_id,
            params.grade_level,
            params.grain
        ],
    )?;
    Ok(())
}
