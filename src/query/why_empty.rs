//! Why an answer has no row, in facts; the words are the caller's.

use chrono::NaiveDate;
use duckdb::Connection;

use super::bind;
use super::catalog::Query;
use super::check;
use super::error::QueryError;
use super::params::Params;
use super::value::fetch;
use crate::model::schema;

/// The first reason that holds, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyEmpty {
    /// No classes or no members of classes in scope.
    NothingImported,
    /// None of the tables that the query needs has a row.
    TablesEmpty { tables: Vec<EmptyTable> },
    /// No class in scope has marks or bounds of the asked period.
    PeriodNotThere { period_id: String, known: Vec<String> },
    /// The asked dates lie outside the days with entries.
    DatesNotCovered { from_date: NaiveDate, to_date: NaiveDate, first: NaiveDate, last: NaiveDate },
    /// Data are there, and nothing in them is to be shown.
    NothingFound,
}

/// A table without a row, and the exports that bring it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyTable {
    pub table: &'static str,
    /// `bundle` is our own set of CSV files; the others are named as their makers name them.
    pub brought_by: &'static [&'static str],
}

pub fn why_empty(connection: &Connection, query: &Query, params: &Params) -> Result<WhyEmpty, QueryError> {
    if is_empty(connection, "class")? || is_empty(connection, "class_membership")? {
        return Ok(WhyEmpty::NothingImported);
    }
    if let Some(tables) = tables_empty(connection, query)? {
        return Ok(WhyEmpty::TablesEmpty { tables });
    }
    if let Some(why) = period_not_there(connection, query, params)? {
        return Ok(why);
    }
    Ok(dates_not_covered(connection, query, params)?.unwrap_or(WhyEmpty::NothingFound))
}

fn tables_empty(connection: &Connection, query: &Query) -> Result<Option<Vec<EmptyTable>>, QueryError> {
    let mut tables = Vec::new();
    for name in &query.header.needs {
        if !is_empty(connection, name)? {
            return Ok(None);
        }
        let table = QueryError::known_table(name)?.name;
        tables.push(EmptyTable { table, brought_by: brought_by(table) });
    }
    Ok(if tables.is_empty() { None } else { Some(tables) })
}

fn period_not_there(connection: &Connection, query: &Query, params: &Params) -> Result<Option<WhyEmpty>, QueryError> {
    let Some(period_id) = params.period_id.as_ref().filter(|_| query.header.params.iter().any(|name| name == "period")) else {
        return Ok(None);
    };
    let known = check::periods(connection)?;
    let there = known.contains(period_id);
    Ok((!there).then(|| WhyEmpty::PeriodNotThere { period_id: period_id.clone(), known }))
}

fn dates_not_covered(connection: &Connection, query: &Query, params: &Params) -> Result<Option<WhyEmpty>, QueryError> {
    let takes = |name: &str| query.header.params.iter().any(|one| one == name);
    let (Some((first, last)), true) = (check::covered(connection)?, takes("from") || takes("as_of")) else { return Ok(None) };
    let (from, to) = if takes("from") { (params.from_date, params.to_date) } else { (params.as_of, params.as_of) };
    let (from_date, to_date) = (from.or(to).unwrap_or(first), to.or(from).unwrap_or(last));
    let outside = to_date < first || from_date > last;
    Ok(outside.then_some(WhyEmpty::DatesNotCovered { from_date, to_date, first, last }))
}

fn is_empty(connection: &Connection, table: &str) -> Result<bool, QueryError> {
    Ok(fetch(connection, "why_empty", &format!("SELECT 1 AS one FROM {} LIMIT 1", bind::name(table)))?.rows.is_empty())
}

/// Which exports bring a table.
#[must_use]
pub fn brought_by(table: &str) -> &'static [&'static str] {
    match table {
        "mark" | "attendance" => &["StudentTotal", "journal grid", "bundle"],
        "period_mark" => &["StudentTotalMarks", "journal grid", "bundle"],
        _ if schema::table(table).is_some() => &["bundle"],
        _ => &[],
    }
}
