//! Which schools, which year: from flags to the files and regulation rows that a query runs on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::model::{class_name, period};
use crate::query::{Bound, Catalog, Params, tables_read};
use crate::regulation::regulations::DEFAULT;
use crate::regulation::{RegulationRow, Regulations, Setting};
use crate::report::Rules;
use crate::store::{Schools, ShelfId, Snapshot, Store};

use super::error::CliError;
use super::exit;
use super::packs::packs;

#[derive(Args, Clone, Debug, Default)]
pub struct ScopeArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Id of the school (needed when the store holds several)
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// All schools of the store
    #[arg(long, conflicts_with = "school")]
    pub all_schools: bool,
    /// Year in which the school year begins, e.g. 2025 or 2025-26 [default: the newest]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// An earlier version of the data, see `vedomost store history` [default: the newest]
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// Another regulation than the schools follow, see `vedomost regulation list`
    #[arg(long, value_name = "ID")]
    pub regulation: Option<String>,
}

#[derive(Args, Clone, Debug, Default)]
pub struct ParamArgs {
    /// Grading period: q1…q4, h1, h2, t1…t3, year
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Day from which is looked back [default: the last day with an entry]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Only this class, e.g. 9Б
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Only this grade level, e.g. 9
    #[arg(long, value_name = "N")]
    pub grade: Option<i64>,
    /// What a row is about, see `vedomost explain NAME`
    #[arg(long, value_name = "GRAIN")]
    pub by: Option<String>,
}

/// Which school years are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Years {
    Asked,
    /// With the year before each, where the store has it.
    AndBefore,
    /// With all years before.
    AllBefore,
}

/// A part of the store, ready to be asked.
pub struct Scope {
    pub schools: Schools,
    pub snapshot: Snapshot,
    pub bound: Vec<Bound>,
    pub regulation: Vec<RegulationRow>,
    pub regulations: Regulations,
}

impl Scope {
    /// How the regulation of a school-year wants its figures printed.
    #[must_use]
    pub fn rules(&self, at: usize) -> Rules {
        let number = |name: &str, default: i64| {
            let stated = self.regulation.get(at).and_then(|row| row.values.iter().find(|(key, _)| *key == name));
            if let Some((_, Setting::Int(number))) = stated { *number } else { default }
        };
        Rules {
            percent_digits: u8::try_from(number("percent_digits", 2)).unwrap_or(2),
            one_four_inside_good: number("one_four_inside_good", 1) == 1,
        }
    }
}

impl ScopeArgs {
    /// Opens the store and picks the school-years; every file is held against its hash.
    ///
    /// # Errors
    /// No store, several schools and none named, no data of that year, a file that is not what it was.
    pub fn open(&self) -> Result<Scope, CliError> {
        self.open_years(Years::Asked)
    }

    /// The same with other years of the schools beside.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_years(&self, years: Years) -> Result<Scope, CliError> {
        self.open_with(years, |_| true)
    }

    /// The same where only these queries will be asked: only the files that they read are looked at. `last_year`: with the school year
    /// before each, where the store has it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_for<'a>(&self, queries: impl IntoIterator<Item = &'a str>, last_year: bool) -> Result<Scope, CliError> {
        let tables = tables_read(Catalog::builtin()?, queries)?;
        self.open_with(if last_year { Years::AndBefore } else { Years::Asked }, |table| tables.contains(&table))
    }

    /// Has a school of the store more than one school year?
    ///
    /// # Errors
    /// No store.
    pub fn has_several_years(&self) -> Result<bool, CliError> {
        let all = Store::open(&self.store)?.shelf_ids()?;
        Ok(school_ids(&all).len() < all.len())
    }

    fn open_with(&self, years: Years, read: impl Fn(&str) -> bool) -> Result<Scope, CliError> {
        let store = Store::open(&self.store)?;
        let schools = store.schools()?;
        let all = store.shelf_ids()?;
        let ids = school_ids(&all);
        let wanted = self.wanted(&ids)?;
        let year = self.year.as_deref().map(parse_year).transpose()?;
        // Of all schools one year, the newest that one of them has: what a late school gave a year ago is no part of this year.
        let newest = |school: &str| all.iter().filter(|id| self.all_schools || id.school == school).map(|id| id.year).max();
        let meant = |id: &&ShelfId| wanted.contains(&id.school) && Some(id.year) == year.or_else(|| newest(&id.school));
        let mut picked: Vec<ShelfId> = all.iter().filter(meant).cloned().collect();
        let names = |ids: &[ShelfId]| ids.iter().map(|id| format!("{} {}", id.school, id.year)).collect::<Vec<_>>().join(", ");
        if picked.is_empty() {
            return Err(CliError::new("error.no-data").code(exit::NOTHING).with("there", names(&all)));
        }
        if self.version.is_some() && picked.len() > 1 {
            return Err(CliError::new("error.several-shelves").with("known", names(&picked)));
        }
        // An earlier version is asked of one year; what stood beside it then is not known.
        let mut before = Vec::new();
        if years != Years::Asked && self.version.is_none() {
            let reaches =
                |one: &ShelfId, id: &ShelfId| if years == Years::AllBefore { one.year > id.year } else { one.year == id.year + 1 };
            let is_before = |id: &&ShelfId| picked.iter().any(|one| one.school == id.school && reaches(one, id));
            let found: Vec<ShelfId> = all.iter().filter(is_before).cloned().collect();
            before.extend(found.iter().map(|id| (id.school.clone(), id.year)));
            picked.extend(found);
        }
        let snapshot = store.snapshot_of(&picked, self.version)?;
        snapshot.verify(read)?;
        let regulations = packs(Some(&store))?;
        let mut bound = Vec::new();
        let mut regulation = Vec::new();
        for shelf in &snapshot.shelves {
            let year = i32::try_from(shelf.manifest.year).unwrap_or_default();
            bound.push(Bound { school: shelf.manifest.school.clone(), year, files: shelf.files() });
            let id = self.regulation.as_deref().unwrap_or_else(|| regulation_of(&schools, &shelf.manifest.school, year));
            let is_before = before.contains(&(shelf.manifest.school.clone(), shelf.manifest.year));
            let row = match regulations.row(id, &shelf.manifest.school, year) {
                // The year before may lie before the school's regulation: its figures are counted by the neutral one.
                Err(_) if is_before => regulations.row(DEFAULT, &shelf.manifest.school, year),
                own => own,
            };
            regulation.push(row?);
        }
        // Asked for all, a school that has given nothing for the year is there too, without a row of data.
        let newest = bound.iter().map(|one| one.year).max().unwrap_or_default();
        let silent = schools.school.iter().filter(|school| self.all_schools && bound.iter().all(|one| one.school != school.id));
        let silent: Vec<String> = silent.map(|school| school.id.clone()).collect();
        for id in silent {
            let pack = self.regulation.as_deref().unwrap_or_else(|| regulation_of(&schools, &id, newest));
            regulation.push(regulations.row(pack, &id, newest)?);
            bound.push(Bound { school: id, year: newest, files: BTreeMap::new() });
        }
        Ok(Scope { schools, snapshot, bound, regulation, regulations })
    }

    fn wanted(&self, ids: &[String]) -> Result<Vec<String>, CliError> {
        match (&self.school, ids) {
            (Some(id), _) if ids.contains(id) => Ok(vec![id.clone()]),
            (Some(id), _) => Err(CliError::new("error.unknown-school-id").with("id", id).with("known", ids.join(", "))),
            (None, [_]) => Ok(ids.to_vec()),
            (None, _) if self.all_schools => Ok(ids.to_vec()),
            (None, []) => Err(CliError::new("error.empty-store").code(exit::NOTHING).with("path", self.store.display())),
            (None, _) => Err(CliError::new("error.several-schools").with("known", ids.join(", "))),
        }
    }
}

/// The id of the regulation pack a school follows in a school year.
#[must_use]
pub fn regulation_of<'a>(schools: &'a Schools, id: &str, year: i32) -> &'a str {
    schools.by_id(id).and_then(|school| school.regulation_in(year)).unwrap_or(DEFAULT)
}

fn school_ids(all: &[ShelfId]) -> Vec<String> {
    let mut ids: Vec<String> = all.iter().map(|id| id.school.clone()).collect();
    ids.dedup();
    ids
}

/// # Errors
/// The text is no school year.
pub fn parse_year(text: &str) -> Result<i64, CliError> {
    period::parse_school_year(text).map(i64::from).ok_or_else(|| CliError::new("error.bad-year").with("value", text))
}

/// # Errors
/// The text is no date.
pub fn parse_date(text: &str) -> Result<NaiveDate, CliError> {
    crate::import::date(text).ok_or_else(|| CliError::new("error.bad-date").with("value", text))
}

impl ParamArgs {
    /// # Errors
    /// A date, period or class that cannot be read.
    pub fn params(&self) -> Result<Params, CliError> {
        let date = |text: &Option<String>| text.as_deref().map(parse_date).transpose();
        let (from_date, to_date) = (date(&self.from)?, date(&self.to)?);
        if let Some((from, to)) = from_date.zip(to_date).filter(|(from, to)| from > to) {
            return Err(CliError::new("error.dates-reversed").with("from", from).with("to", to));
        }
        let period_id = self.period.as_ref().map(|text| period::parse(text).map_or_else(|| text.clone(), |period| period.id));
        Ok(Params {
            as_of: date(&self.as_of)?,
            from_date,
            to_date,
            period_id,
            class_id: self.class.as_deref().map(|text| class_name::parse(text).map_or_else(|| text.to_owned(), |class| class.name)),
            grade_level: self.grade,
            grain: self.by.clone(),
            previous: false,
            own_days: false,
        })
    }
}
