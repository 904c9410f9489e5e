//! The questions of a control to one school-year, and to an earlier version of it.

use chrono::NaiveDate;

use crate::cli::error::CliError;
use crate::cli::scope::{Scope, ScopeArgs};
use crate::control::{ASKED, Day, PutRight, put_right};
use crate::model::table::{Table, Value};
use crate::query::{Catalog, Engine, EngineOptions, Params, Request};
use crate::store::{Store, StoreError};

use super::CheckArgs;
use super::dates::Span;

/// What one school-year answered.
pub struct Answered {
    pub school: String,
    pub year: i64,
    pub as_of: NaiveDate,
    pub answers: Vec<Table>,
    pub provenance: Table,
    pub put_right: Option<PutRight>,
}

/// `base`: the day on which is judged, the class and grade level asked for.
///
/// # Errors
/// A query fails; there is no such version.
pub fn ask(arguments: &CheckArgs, scope: &Scope, at: usize, span: &Span, base: &Params) -> Result<Answered, CliError> {
    let shelf = Shelf::of(scope, at)?;
    let provenance = shelf.provenance()?;
    let as_of = base.as_of.or_else(|| data_as_of(&provenance)).unwrap_or(span.to);
    let last = as_of.min(span.to);
    let params = |day: Day| Params {
        as_of: Some(if day == Day::Data { as_of } else { last }),
        from_date: Some(span.from),
        to_date: Some(span.to),
        ..base.clone()
    };
    let requests: Vec<Request> = ASKED
        .iter()
        .map(|asked| Request { name: asked.name.to_owned(), params: Params { grain: asked.grain.map(str::to_owned), ..params(asked.day) } })
        .collect();
    let mut answers = shelf.tables(&requests)?;
    shelf.lesson_day(&mut answers, &requests)?;
    let right = since(arguments, &shelf, span, as_of)?;
    Ok(Answered { school: shelf.school.to_owned(), year: shelf.year, as_of, answers, provenance, put_right: right })
}

/// The answers to some questions about the school-year at this place of a scope.
///
/// # Errors
/// A query fails.
pub fn tables(scope: &Scope, at: usize, requests: &[Request]) -> Result<Vec<Table>, CliError> {
    Shelf::of(scope, at)?.tables(requests)
}

/// The day of the newest data of a school-year.
///
/// # Errors
/// A query fails.
pub fn newest(scope: &Scope, at: usize) -> Result<Option<NaiveDate>, CliError> {
    Ok(data_as_of(&Shelf::of(scope, at)?.provenance()?))
}

/// One school-year of a scope.
struct Shelf<'a> {
    school: &'a str,
    year: i64,
    version: u32,
    engine: Engine<'a>,
}

impl<'a> Shelf<'a> {
    fn of(scope: &'a Scope, at: usize) -> Result<Self, CliError> {
        let manifest = scope.snapshot.shelves.get(at).map(|shelf| &shelf.manifest);
        let bound = scope.bound.get(at..=at).unwrap_or_default();
        let regulation = scope.regulation.get(at..=at).unwrap_or_default();
        Ok(Self {
            school: manifest.map_or("", |manifest| manifest.school.as_str()),
            year: manifest.map_or(0, |manifest| manifest.year),
            version: manifest.map_or(0, |manifest| manifest.version),
            engine: Engine::open(Catalog::builtin()?, bound, regulation, &EngineOptions::default())?,
        })
    }

    fn tables(&self, requests: &[Request]) -> Result<Vec<Table>, CliError> {
        Ok(self.engine.tables(requests)?)
    }

    fn provenance(&self) -> Result<Table, CliError> {
        let request = Request { name: "provenance".to_owned(), params: Params::default() };
        Ok(self.tables(&[request])?.into_iter().next().unwrap_or_default())
    }

    /// On a day without lessons (the Sunday that ends a week) homework is asked for on the last day before with entries.
    fn lesson_day(&self, answers: &mut [Table], requests: &[Request]) -> Result<(), CliError> {
        let at = |name: &str, grain: &str| ASKED.iter().position(|asked| asked.name == name && asked.grain == Some(grain));
        let (Some(homework), Some(marks)) = (at("without_homework", "class"), at("without_mark_previous_day", "class")) else {
            return Ok(());
        };
        let (Some(found), Some(days), Some(request)) = (answers.get(homework), answers.get(marks), requests.get(homework)) else {
            return Ok(());
        };
        let day =
            (0..days.rows.len()).filter_map(|row| if let Value::Date(date) = days.get(row, "date") { Some(*date) } else { None }).max();
        let taught = (0..found.rows.len()).any(|row| found.get(row, "lessons").as_int() > Some(0));
        if let (false, Some(day)) = (taught, day) {
            let request = Request { name: request.name.clone(), params: Params { as_of: Some(day), ..request.params.clone() } };
            if let (Some(table), Some(place)) = (self.tables(&[request])?.into_iter().next(), answers.get_mut(homework)) {
                *place = table;
            }
        }
        Ok(())
    }

    /// The breaches of the school year before the control, as they are seen on a day.
    fn breaches_before(&self, span: &Span, as_of: NaiveDate) -> Result<Table, CliError> {
        let params = Params { as_of: Some(as_of), to_date: span.from.pred_opt(), ..Params::default() };
        let request = Request { name: "deadline_breaches".to_owned(), params };
        Ok(self.tables(&[request])?.into_iter().next().unwrap_or_default())
    }
}

/// Date of the newest data of a version.
fn data_as_of(provenance: &Table) -> Option<NaiveDate> {
    provenance.get(0, "as_of").as_text()?.get(..10)?.parse().ok()
}

/// The version of the last control: the one named, else the newest whose data end before the first day of this one. The clock
/// has no part in it.
fn since(arguments: &CheckArgs, now: &Shelf<'_>, span: &Span, as_of: NaiveDate) -> Result<Option<PutRight>, CliError> {
    let store = Store::open(&arguments.scope.store)?;
    let mut versions = store.versions(now.school, now.year)?;
    if let Some(asked) = arguments.since
        && !versions.contains(&asked)
    {
        let (school, year) = (now.school.to_owned(), now.year);
        return Err(StoreError::NoVersion { school, year, version: asked, known: versions }.into());
    }
    versions.retain(|version| arguments.since.map_or(*version < now.version, |asked| *version == asked));
    for version in versions.into_iter().rev() {
        let scope = ScopeArgs {
            school: Some(now.school.to_owned()),
            all_schools: false,
            year: Some(now.year.to_string()),
            version: Some(version),
            ..arguments.scope.clone()
        };
        let scope = scope.open()?;
        let then = Shelf::of(&scope, 0)?;
        let data = data_as_of(&then.provenance()?);
        if let Some(day) = data.filter(|day| arguments.since.is_some() || *day < span.from) {
            let before = then.breaches_before(span, day)?;
            let after = now.breaches_before(span, as_of)?;
            return Ok(Some(put_right(version, &day.format("%d.%m.%Y").to_string(), &before, &after)));
        }
    }
    Ok(None)
}
