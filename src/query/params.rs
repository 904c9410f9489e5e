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
    /// Days are those of each class's own period and not those of the period asked for: h1 of classes with quarters is q2.
    pub own_days: bool,
}

/// The parameters by their names in SQL, each as a value with its type.
#[must_use]
pub fn values(params: &Params) -> Vec<(&'static str, String)> {
    let text = |value: Option<&String>| value.map_or_else(|| "NULL".to_owned(), |value| bind::text(value));
    let date = |date: Option<NaiveDate>| text(date.map(|date| date.to_string()).as_ref());
    vec![
        ("as_of", format!("CAST({} AS DATE)", date(params.as_of))),
        ("from_date", format!("CAST({} AS DATE)", date(params.from_date))),
        ("to_date", format!("CAST({} AS DATE)", date(params.to_date))),
        ("period_id", format!("CAST({} AS VARCHAR)", text(params.period_id.as_ref()))),
        ("class_id", format!("CAST({} AS VARCHAR)", text(params.class_id.as_ref()))),
        ("grade_level", format!("CAST({} AS INTEGER)", params.grade_level.map_or_else(|| "NULL".to_owned(), |level| level.to_string()))),
        ("grain", format!("CAST({} AS VARCHAR)", text(params.grain.as_ref()))),
        ("previous", format!("CAST({} AS BIGINT)", i64::from(params.previous))),
        ("own_days", format!("CAST({} AS BIGINT)", i64::from(params.own_days))),
    ]
}

/// Makes the view for one connection: other requests run beside with theirs.
#[must_use]
pub fn sql(params: &Params) -> String {
    let columns: Vec<String> = values(params).into_iter().map(|(name, value)| format!("{value} AS {name}")).collect();
    format!("CREATE TEMP TABLE params AS SELECT {}", columns.join(", "))
}
