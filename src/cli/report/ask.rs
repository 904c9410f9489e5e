//! What a builder is given: the school-years it spans, the tables of its queries, pseudonyms where they are wanted.

use crate::model::table::Table;
use crate::query::{Bound, EngineOptions, Groups, Params, QueryError, Request};
use crate::regulation::RegulationRow;
use crate::report::{Asked, Document, Input, Kind, PeriodTables, Pseudonyms, Refusal, SchoolFacts, Span, find_students};

use super::super::error::CliError;
use super::super::exit;
use super::super::scope::{Scope, Years};
use super::super::words::why_empty;
use super::{Reason, Run};

/// The school years that the documents of a kind look at.
pub fn years(kind: &Kind) -> Years {
    match kind.span {
        Span::AllYears => Years::AllBefore,
        _ if kind.last_year.is_empty() => Years::Asked,
        _ => Years::AndBefore,
    }
}

/// The places of the school-years in scope for each call of the builder; the newest year of the school comes first.
pub fn parts(kind: &Kind, scope: &Scope) -> Vec<Vec<usize>> {
    let mut newest_first: Vec<usize> = (0..scope.bound.len()).collect();
    let key = |at: &usize| scope.bound.get(*at).map(|bound| (bound.school.clone(), std::cmp::Reverse(bound.year)));
    newest_first.sort_by_key(key);
    if kind.span == Span::AllSchools {
        return vec![newest_first];
    }
    let school = |at: &usize| scope.bound.get(*at).map(|bound| bound.school.as_str());
    newest_first.chunk_by(|left, right| school(left) == school(right)).map(<[usize]>::to_vec).collect()
}

/// The part of the store that one call of the builder is about.
struct Part<'a> {
    engine: Groups<'a>,
}

impl Part<'_> {
    fn tables(&self, requests: &[Request], undated: &mut bool, reason: &mut Option<Reason>) -> Result<Vec<Table>, CliError> {
        let mut tables = Vec::new();
        for answer in self.engine.answer(requests) {
            let answer = match answer {
                // A period whose days nobody told has no days to count in: the form says so in its place.
                Err(QueryError::PeriodWithoutDates { .. }) => {
                    *undated = true;
                    tables.push(Table::default());
                    continue;
                }
                answer => answer?,
            };
            *reason = reason.take().or_else(|| answer.why_empty.as_ref().map(why_empty));
            tables.push(answer.table);
        }
        Ok(tables)
    }

    fn table(&self, name: &str) -> Result<Table, CliError> {
        let request = Request { name: name.to_owned(), params: Params::default() };
        Ok(self.tables(&[request], &mut false, &mut None)?.into_iter().next().unwrap_or_default())
    }

    /// Periods that have begun, in their order, and last the year.
    fn period_ids(&self) -> Result<Vec<String>, CliError> {
        let list = self.table("period_list")?;
        let mut ids: Vec<String> = (0..list.rows.len()).filter_map(|row| list.get(row, "period_id").as_text().map(str::to_owned)).collect();
        ids.sort_by_key(|id| (id == "year", id.clone()));
        ids.dedup();
        Ok(ids)
    }
}

impl Run<'_> {
    /// The documents of a part, and why there are none.
    pub(super) fn documents(&self, at: usize) -> Result<(Vec<Document>, Option<Reason>), CliError> {
        let places = self.parts.get(at).map(Vec::as_slice).unwrap_or_default();
        let Some((main, shelf)) = places.iter().find_map(|place| Some((*place, self.scope.snapshot.shelves.get(*place)?))) else {
            return Ok((Vec::new(), None));
        };
        if self.kind.ready {
            return self.control(main);
        }
        let beside = places.len() > 1 && !self.kind.last_year.is_empty();
        let near = if beside { vec![main] } else { places.to_vec() };
        let (bound, regulation) = self.school_years(&near);
        let part = Part { engine: Groups::open(self.catalog, &bound, &regulation, &EngineOptions::default())? };
        let template_hash =
            self.typesetter.template_hash(self.kind.name).map_err(|error| CliError::new("error.template").with("detail", error))?;
        let (mut undated, mut reason) = (false, None);
        // The class that is asked for had another name the year before.
        let asked = Params { own_days: self.kind.own_days, ..self.params.clone() };
        let everyone = Params { class_id: None, grade_level: None, ..asked.clone() };
        let params = if self.kind.span == Span::AllYears { &everyone } else { &asked };
        let mut tables = part.tables(&requests(self.kind.queries, params), &mut undated, &mut reason)?;
        if !self.kind.of_school.is_empty() {
            tables.extend(part.tables(&requests(self.kind.of_school, &everyone), &mut undated, &mut None)?);
        }
        let mut periods = self.periods(&part, &mut undated, &mut reason)?;
        let last_year = if beside { self.last_year(places, params)? } else { Vec::new() };
        let wanted = self.arguments.student.as_deref();
        let list = if wanted.is_some() || self.arguments.depersonalised { part.table("class_list")? } else { Table::default() };
        let mut students = wanted.map(|wanted| find_students(&list, wanted));
        if self.arguments.depersonalised {
            let mut pseudonyms = Pseudonyms::of(&list);
            students.iter_mut().flatten().for_each(|id| *id = pseudonyms.id(id));
            let of_periods = periods.iter_mut().flat_map(|period| &mut period.tables);
            tables.iter_mut().chain(of_periods).for_each(|table| pseudonyms.hide(table));
        }
        let provenance = part.table("provenance")?;
        let school = self.scope.schools.by_id(&shelf.manifest.school);
        let pack = self.scope.regulation.get(main).map_or("", |row| row.id.as_str());
        let looked_at: Vec<&Bound> = places.iter().filter_map(|place| self.scope.bound.get(*place)).collect();
        let inside = |id: &str, year: i64| looked_at.iter().any(|bound| bound.school == id && i64::from(bound.year) == year);
        let input = Input {
            school: SchoolFacts {
                id: &shelf.manifest.school,
                name: school.map_or(shelf.manifest.school.as_str(), |school| school.name.as_str()),
                principal: school.and_then(|school| school.principal.as_deref()),
                deputy_head: school.and_then(|school| school.deputy_head.as_deref()),
            },
            year: shelf.manifest.year,
            period_id: self.params.period_id.as_deref(),
            class_id: self.params.class_id.as_deref(),
            grade_level: self.params.grade_level,
            from: self.params.from_date,
            to: self.params.to_date,
            students: students.as_deref(),
            undated,
            depersonalised: self.arguments.depersonalised,
            tables: &tables,
            periods: &periods,
            last_year: &last_year,
            provenance: &provenance,
            snapshot: &self.scope.snapshot.only(|manifest| inside(&manifest.school, manifest.year)).id(),
            regulation: self.scope.regulations.pack(pack).map_or(pack, |pack| pack.title_ru.as_str()),
            rules: self.scope.rules(main),
            template_hash: &template_hash,
            as_of: self.params.as_of.filter(|_| self.is_judged_on_a_day()),
            date: self.date,
            stamps: self.stamps,
        };
        if let Some(refusal) = self.kind.refusal(&input) {
            return Err(refused(self.kind, &refusal));
        }
        let several = self.parts.len() > 1;
        let named = |document: Document| Document {
            file_stem: if several { format!("{}-{}", shelf.manifest.school, document.file_stem) } else { document.file_stem },
            data: document.data,
        };
        Ok((self.kind.documents(&input).into_iter().map(named).collect(), reason))
    }

    /// The files and regulations of school-years.
    fn school_years(&self, places: &[usize]) -> (Vec<Bound>, Vec<RegulationRow>) {
        let bound = places.iter().filter_map(|place| self.scope.bound.get(*place).cloned()).collect();
        (bound, places.iter().filter_map(|place| self.scope.regulation.get(*place).cloned()).collect())
    }

    /// What holds the year beside the one before, over both.
    fn last_year(&self, places: &[usize], params: &Params) -> Result<Vec<Table>, CliError> {
        let (bound, regulation) = self.school_years(places);
        let both = Part { engine: Groups::open(self.catalog, &bound, &regulation, &EngineOptions::default())? };
        both.tables(&requests(self.kind.last_year, params), &mut false, &mut None)
    }

    /// Does the day on which is judged change what stands on the sheet?
    fn is_judged_on_a_day(&self) -> bool {
        let asked = self.kind.queries.iter().chain(self.kind.of_school).chain(self.kind.each_period);
        let takes_day = |name: &str| self.catalog.find(name).is_ok_and(|query| query.header.params.iter().any(|param| param == "as_of"));
        asked.map(|(name, _)| *name).any(takes_day)
    }

    /// The tables of each period; none where the kind does not ask for them.
    fn periods(&self, part: &Part<'_>, undated: &mut bool, reason: &mut Option<Reason>) -> Result<Vec<PeriodTables>, CliError> {
        let asked = self.kind.each_period;
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = part.period_ids()?.into_iter().filter(|id| (self.kind.of_periods)(id)).collect();
        let of_period = |id: &String| Params { period_id: Some(id.clone()), from_date: None, to_date: None, ..self.params.clone() };
        let all: Vec<Request> = ids.iter().flat_map(|id| requests(asked, &of_period(id))).collect();
        let mut tables = part.tables(&all, undated, reason)?.into_iter();
        Ok(ids.into_iter().map(|id| PeriodTables { id, tables: tables.by_ref().take(asked.len()).collect() }).collect())
    }
}

/// The document would tell of persons: said without the numbers themselves.
fn refused(kind: &Kind, refusal: &Refusal) -> CliError {
    let more = refusal.count - refusal.places.len().min(refusal.count);
    CliError::new("error.report-small-cells")
        .code(exit::FINDINGS)
        .with("name", kind.name)
        .with("limit", refusal.limit)
        .with("count", refusal.count)
        .with("places", refusal.places.join("; "))
        .with("more", if more > 0 { more.to_string() } else { String::new() })
}

pub(super) fn requests(queries: &[Asked], params: &Params) -> Vec<Request> {
    let one =
        |(name, grain): &Asked| Request { name: (*name).to_owned(), params: Params { grain: grain.map(str::to_owned), ..params.clone() } };
    queries.iter().map(one).collect()
}
