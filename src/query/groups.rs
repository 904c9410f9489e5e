//! Many schools asked some at a time: what a run needs does not grow with their number.
//!
//! Every query keeps school and year apart and sorts by them first, so the answers of groups follow one another as one answer; a query
//! that sets schools beside each other (`compares: schools`) gets the rows of what it reads from all groups.

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::bind::Bound;
use super::catalog::Catalog;
use super::compare::{Comparison, Given};
use super::engine::{Engine, EngineOptions};
use super::error::QueryError;
use super::params::Params;
use super::run::{Answer, Job, Request};
use super::why_empty::WhyEmpty;
use crate::model::table::Table;
use crate::regulation::RegulationRow;

/// The Parquet files of a group together: about four schools of a thousand students.
const GROUP_BYTES: u64 = 16 << 20;

/// School-years in the order of their schools, in groups of whole schools.
pub struct Groups<'a> {
    /// All of them; it is asked only what concerns all.
    whole: Engine<'a>,
    options: EngineOptions,
    ranges: Vec<Range<usize>>,
    /// So many groups are asked at once, on a core each.
    at_once: usize,
}

/// What a group gives to each request, and to the comparison of all.
type OfGroup<T> = (Vec<Result<T, QueryError>>, Result<Vec<Given>, QueryError>);

/// What stands beside the rows of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub params: Params,
    pub why_empty: Option<WhyEmpty>,
}

impl<'a> Groups<'a> {
    /// `bound` in the order of schools (else all are one group), with a row of `regulation` each.
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    pub fn open(
        catalog: &'a Catalog,
        bound: &'a [Bound],
        regulation: &'a [RegulationRow],
        options: &EngineOptions,
    ) -> Result<Self, QueryError> {
        Self::of_size(catalog, bound, regulation, options, GROUP_BYTES)
    }

    /// The same with groups of about so many bytes of files.
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    pub fn of_size(
        catalog: &'a Catalog,
        bound: &'a [Bound],
        regulation: &'a [RegulationRow],
        options: &EngineOptions,
        bytes: u64,
    ) -> Result<Self, QueryError> {
        let whole = Engine::open(catalog, bound, regulation, options)?;
        // A school's own queries may look at anything, and run where no file can be written.
        let sorted = bound.is_sorted_by_key(|one| &one.school) && bound.len() == regulation.len();
        let ranges = if catalog.foreign || !sorted { vec![Range { start: 0, end: bound.len() }] } else { ranges(bound, bytes) };
        let at_once = rayon::current_num_threads().clamp(1, ranges.len());
        let options =
            EngineOptions { threads: options.threads.div_ceil(at_once), memory_mib: options.memory_mib / at_once, ..options.clone() };
        Ok(Self { whole, options, ranges, at_once })
    }

    /// The answers to all requests, in their order. An error of one leaves the others whole.
    #[must_use]
    pub fn answer(&self, requests: &[Request]) -> Vec<Result<Answer, QueryError>> {
        let mut tables = vec![Table::default(); requests.len()];
        let endings = self.each(
            requests,
            |_, table| table,
            |at, part: Table| {
                if let Some(table) = tables.get_mut(at) {
                    table.columns = part.columns;
                    table.rows.extend(part.rows);
                }
                Ok::<(), QueryError>(())
            },
        );
        match endings {
            Ok(endings) => endings
                .into_iter()
                .zip(tables)
                .map(|(ending, table)| ending.map(|Ending { params, why_empty }| Answer { table, params, why_empty }))
                .collect(),
            Err(error) => requests.iter().map(|_| Err(error.clone())).collect(),
        }
    }

    /// Hands the rows of the request at a place to `take`, in their order and in one or more tables. `made` turns each table into what is
    /// taken, on many threads. An error of one request leaves the others whole.
    ///
    /// # Errors
    /// The first of `take`.
    pub fn each<T: Send, E: From<QueryError>>(
        &self,
        requests: &[Request],
        made: impl Fn(usize, Table) -> T + Sync,
        mut take: impl FnMut(usize, T) -> Result<(), E>,
    ) -> Result<Vec<Result<Ending, QueryError>>, E> {
        let jobs: Vec<Result<Job<'_>, QueryError>> = requests.iter().map(|request| self.whole.job(request)).collect();
        let sound = || jobs.iter().enumerate().filter_map(|(at, job)| Some((at, job.as_ref().ok()?)));
        let mut comparison = Comparison::of(&self.whole, sound().map(|(_, job)| job).filter(|_| self.ranges.len() > 1))?;
        let (last, now): (Vec<_>, Vec<_>) = sound().partition(|(_, (query, _))| comparison.has(query));
        let mut gathered: Vec<Result<usize, QueryError>> = vec![Ok(0); jobs.len()];
        let mut gather = |at: usize, part: Result<(usize, T), QueryError>| match (part, gathered.get_mut(at)) {
            (Ok((count, part)), Some(Ok(rows))) => {
                *rows += count;
                take(at, part)
            }
            (Err(error), Some(place)) if place.is_ok() => {
                *place = Err(error);
                Ok(())
            }
            // The first error of a request is the one that is told.
            _ => Ok(()),
        };
        let counted = |at: usize, table: Table| (table.rows.len(), made(at, table));
        for some in self.ranges.chunks(self.at_once) {
            let parts: Vec<_> = some.into_par_iter().map(|range| self.group(range, &now, &comparison, counted)).collect();
            for part in parts {
                let (tables, files) = part?;
                match files {
                    Ok(files) => comparison.add(files),
                    Err(error) => last.iter().try_for_each(|(at, _)| gather(*at, Err(error.clone())))?,
                }
                now.iter().zip(tables).try_for_each(|((at, _), table)| gather(*at, table))?;
            }
        }
        for (at, job) in last {
            gather(at, comparison.table(&self.whole, job).map(|table| counted(at, table)))?;
        }
        let ending = |(job, rows): (Result<Job<'_>, QueryError>, Result<usize, QueryError>)| {
            let (query, params) = job?;
            let why_empty = if rows? == 0 { Some(self.whole.why_empty(query, &params)?) } else { None };
            Ok(Ending { params, why_empty })
        };
        Ok(jobs.into_iter().zip(gathered).map(ending).collect())
    }

    /// The tables of one group, and the files for the comparison.
    fn group<T>(
        &self,
        range: &Range<usize>,
        jobs: &[(usize, &Job<'_>)],
        comparison: &Comparison<'_>,
        counted: impl Fn(usize, Table) -> T + Sync,
    ) -> Result<OfGroup<T>, QueryError> {
        let bound = self.whole.bound.get(range.clone()).unwrap_or_default();
        let regulation = self.whole.regulation.get(range.clone()).unwrap_or_default();
        let one = if self.ranges.len() > 1 { Some(Engine::open(self.whole.catalog, bound, regulation, &self.options)?) } else { None };
        let engine = one.as_ref().unwrap_or(&self.whole);
        let asked: Vec<&Job<'_>> = jobs.iter().map(|(_, job)| *job).collect();
        let tables = engine.run(&asked).into_iter().zip(jobs).map(|(table, (at, _))| Ok(counted(*at, table?))).collect();
        Ok((tables, comparison.given(engine, range.start)))
    }

    /// How many groups there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ranges.len()
    }

    /// As [`Engine::script`], over all schools.
    ///
    /// # Errors
    /// As there.
    pub fn script(&self, request: &Request) -> Result<String, QueryError> {
        self.whole.script(request)
    }
}

/// Whole schools together as long as their files are no more than so many bytes.
fn ranges(bound: &[Bound], bytes: u64) -> Vec<Range<usize>> {
    let size =
        |one: &Bound| one.files.values().flatten().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum::<u64>();
    let mut ends = Vec::new();
    let (mut end, mut sum) = (0, 0);
    for school in bound.chunk_by(|left, right| left.school == right.school) {
        let own: u64 = school.iter().map(size).sum();
        if sum > 0 && sum + own > bytes {
            ends.push(end);
            sum = 0;
        }
        end += school.len();
        sum += own;
    }
    ends.push(end);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end).collect()
}
