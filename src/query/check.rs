//! Are the values of the parameters there? If not, what is, and which of it is nearest.

use duckdb::Connection;

use super::bind;
use super::catalog::Query;
use super::engine::Engine;
use super::error::{QueryError, What};
use super::params::Params;
use super::value::fetch;
use crate::model::period;
use crate::model::table::Value;
use crate::regulation::nearest::nearest;

/// Tables that the checks and the reasons of an empty answer read.
pub const TABLES: &[&str] = &["class", "class_membership", "grading_period", "period_mark", "mark", "attendance", "lesson"];

/// Periods that a school can have; asked for one that it has not, the answer is empty and says why.
const USUAL_PERIODS: &[&str] = &["q1", "q2", "q3", "q4", "h1", "h2", "t1", "t2", "t3", "year"];

/// Fills what the request leaves open and refuses values that are not there.
pub fn resolve(engine: &Engine<'_>, query: &Query, params: &Params) -> Result<Params, QueryError> {
    let connection = &engine.connection([])?;
    let mut params = params.clone();
    params.previous = query.header.reaches.iter().any(|name| name == "previous_period");
    grain(query, &mut params)?;
    if let Some(class_id) = &params.class_id {
        known(What::Class, class_id, classes(connection)?)?;
    }
    if let Some(level) = params.grade_level {
        known(What::GradeLevel, &level.to_string(), grade_levels(connection)?)?;
    }
    match &params.period_id {
        Some(period_id) if !USUAL_PERIODS.contains(&period_id.as_str()) => {
            let mut there = periods(connection)?;
            if there.is_empty() {
                there.extend(USUAL_PERIODS.iter().map(|&period| period.to_owned()));
            }
            known(What::Period, period_id, there)?;
        }
        None if query.header.requires.iter().any(|name| name == "period") => {
            return Err(QueryError::PeriodNeeded { query: query.name.clone(), known: periods(connection)? });
        }
        _ => {}
    }
    period_has_dates(connection, query, &params)?;
    if params.as_of.is_none() {
        params.as_of = engine.covered()?.map(|(_, last)| last);
    }
    Ok(params)
}

/// A query over days that is asked by period needs the period's days: the whole year in their place would be a wrong number.
fn period_has_dates(connection: &Connection, query: &Query, params: &Params) -> Result<(), QueryError> {
    let takes = |name: &str| query.header.params.iter().any(|one| one == name);
    let Some(period_id) = params.period_id.as_deref().filter(|id| *id != "year" && takes("from") && takes("period")) else { return Ok(()) };
    if params.from_date.is_some() && params.to_date.is_some() {
        return Ok(());
    }
    // A sheet of one class looks at the class's own period: where the half-year has no days, the quarter that ends with it may have.
    let own = ["quarter", "half_year"].into_iter().filter(|_| params.own_days).filter_map(|kind| period::own(kind, period_id));
    let ids: Vec<String> = std::iter::once(period_id).chain(own).map(bind::text).collect();
    let dated = "SELECT 1 FROM grading_period g WHERE g.school = c.school AND g.year = c.year AND g.start_date IS NOT NULL AND g.end_date IS NOT NULL";
    let sql = format!(
        "SELECT DISTINCT c.school FROM class c WHERE NOT EXISTS ({dated} AND g.period_id IN ({})) ORDER BY c.school",
        ids.join(", ")
    );
    let schools = texts(connection, &sql)?;
    if schools.is_empty() { Ok(()) } else { Err(QueryError::PeriodWithoutDates { period_id: period_id.to_owned(), schools }) }
}

fn grain(query: &Query, params: &mut Params) -> Result<(), QueryError> {
    let by = &query.header.by;
    match &params.grain {
        Some(grain) => {
            let name = grain.to_lowercase().replace('-', "_");
            if !by.contains(&name) {
                let nearest = nearest(&name, by.iter().map(String::as_str)).map(str::to_owned);
                return Err(QueryError::UnknownValue { what: What::Grain, value: grain.clone(), nearest, known: by.clone() });
            }
            params.grain = Some(name);
        }
        None => params.grain = by.first().cloned(),
    }
    Ok(())
}

/// A store without a single value of the kind is empty, which is another answer than a wrong name.
fn known(what: What, value: &str, there: Vec<String>) -> Result<(), QueryError> {
    if there.is_empty() || there.iter().any(|one| one == value) {
        return Ok(());
    }
    let nearest = nearest(value, there.iter().map(String::as_str)).map(str::to_owned);
    Err(QueryError::UnknownValue { what, value: value.to_owned(), nearest, known: there })
}

/// Classes in scope, lower grade levels first.
pub fn classes(connection: &Connection) -> Result<Vec<String>, QueryError> {
    texts(connection, "SELECT class_id FROM class GROUP BY class_id ORDER BY MIN(grade_level) NULLS LAST, class_id")
}

fn grade_levels(connection: &Connection) -> Result<Vec<String>, QueryError> {
    texts(
        connection,
        "SELECT CAST(grade_level AS VARCHAR) FROM class WHERE grade_level IS NOT NULL GROUP BY grade_level ORDER BY grade_level",
    )
}

/// Periods with marks or with bounds.
pub fn periods(connection: &Connection) -> Result<Vec<String>, QueryError> {
    texts(
        connection,
        "SELECT period_id FROM (SELECT period_id FROM period_mark UNION SELECT period_id FROM grading_period) ORDER BY period_id",
    )
}

/// First and last day with an entry: a mark, an attendance row, a lesson that took place (as in `entry_day.sql`).
pub fn covered(connection: &Connection) -> Result<Option<(chrono::NaiveDate, chrono::NaiveDate)>, QueryError> {
    let sql = "SELECT MIN(low) AS low, MAX(high) AS high FROM (
        SELECT MIN(date) AS low, MAX(date) AS high FROM mark
        UNION ALL SELECT MIN(date), MAX(date) FROM attendance
        UNION ALL SELECT MIN(date), MAX(date) FROM lesson WHERE status IN ('held', 'substituted', 'remote', 'unknown'))";
    let found = fetch(connection, "as_of", sql)?;
    Ok(match (found.get(0, "low"), found.get(0, "high")) {
        (Value::Date(low), Value::Date(high)) => Some((*low, *high)),
        _ => None,
    })
}

fn texts(connection: &Connection, sql: &str) -> Result<Vec<String>, QueryError> {
    let found = fetch(connection, "parameters", sql)?;
    Ok(found.rows.iter().filter_map(|row| row.first()?.as_text().map(str::to_owned)).collect())
}
