//! What a request asks for beside the name: the one-row view `params`.

use chrono::NaiveDate;

use super::bind;

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
    /// The classes have their period before, too; the host sets it for a query that says so.
    pub previous: bool,
}

/// Makes the view for one connection: other requests run beside with theirs.
#[must_use]
pub fn sql(params: &Params) -> String {
    let text = |value: Option<&String>| value.map_or_else(|| "NULL".to_owned(), |value| bind::text(value));
    let date = |date: Option<NaiveDate>| text(date.map(|date| date.to_string()).as_ref());
    format!(
        "CREATE TEMP TABLE params AS SELECT CAST({} AS DATE) AS as_of, CAST({} AS DATE) AS from_date, CAST({} AS DATE) AS to_date, \
         CAST({} AS VARCHAR) AS period_id, CAST({} AS VARCHAR) AS class_id, CAST({} AS INTEGER) AS grade_level, CAST({} AS VARCHAR) AS grain, \
         CAST({} AS BIGINT) AS previous",
        date(params.as_of),
        date(params.from_date),
        date(params.to_date),
        text(params.period_id.as_ref()),
        text(params.class_id.as_ref()),
        params.grade_level.map_or_else(|| "NULL".to_owned(), |level| level.to_string()),
        text(params.grain.as_ref()),
        i64::from(params.previous),
    )
}
