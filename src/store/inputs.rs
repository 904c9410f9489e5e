//! What the newest versions took in: a file that stands in them need not be read again.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use super::error::StoreError;
use super::manifest::Manifest;

/// Inputs of all newest versions.
#[derive(Debug, Default)]
pub struct Inputs {
    /// School and year by input.
    by_input: BTreeMap<String, BTreeSet<(String, i64)>>,
    /// The years that were committed together with a school-year.
    years: BTreeMap<(String, i64), Vec<i64>>,
}

/// What the store says of files that it took.
#[derive(Debug, Default)]
pub struct Readings {
    /// Rows read and rows quarantined by source.
    pub rows: BTreeMap<String, (i64, i64)>,
    /// Findings that are errors.
    pub errors: usize,
}

impl Inputs {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_input.is_empty()
    }

    /// The schools whose newest versions took the file with this id in, whatever was said beside it.
    pub fn schools<'a>(&'a self, source_id: &str) -> impl Iterator<Item = &'a str> {
        let from = format!("{source_id}.");
        let same = self.by_input.range(from.clone()..).take_while(move |(input, _)| input.starts_with(&from));
        same.flat_map(|(_, shelves)| shelves).map(|(school, _)| school.as_str()).collect::<BTreeSet<_>>().into_iter()
    }

    /// The school-years whose newest versions hold all of these; `None` when any of them is new somewhere.
    #[must_use]
    pub fn shelves(&self, inputs: &[String]) -> Option<BTreeSet<(String, i64)>> {
        let mut shelves = BTreeSet::new();
        for input in inputs {
            let of_one = self.by_input.get(input)?;
            for (school, year) in of_one {
                let together = self.years.get(&(school.clone(), *year))?;
                if together.iter().any(|year| !of_one.contains(&(school.clone(), *year))) {
                    return None;
                }
            }
            shelves.extend(of_one.iter().cloned());
        }
        (!shelves.is_empty()).then_some(shelves)
    }
}

impl Store {
    /// The inputs of the newest versions of these schools, or of all.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn inputs(&self, schools: Option<&BTreeSet<&str>>) -> Result<Inputs, StoreError> {
        let ids = match schools {
            Some(schools) => schools.iter().map(|school| self.shelf_ids_of(school)).collect::<Result<Vec<_>, _>>()?.concat(),
            None => self.shelf_ids()?,
        };
        let mut inputs = Inputs::default();
        for id in ids {
            // A damaged version has taken nothing that can be relied on; whoever needs it is told.
            let Ok(Some(head)) = self.head(&id.school, id.year) else { continue };
            let key = (head.school, head.year);
            for input in head.inputs {
                inputs.by_input.entry(input).or_default().insert(key.clone());
            }
            inputs.years.insert(key, head.years);
        }
        Ok(inputs)
    }

    /// What a version says of these sources.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn readings(&self, manifest: &Manifest, sources: &BTreeSet<String>) -> Result<Readings, StoreError> {
        let mut readings = Readings::default();
        if let Some(rows) = self.rows_of(manifest, "source")? {
            for row in 0..rows.len() {
                if let Some(id) = rows.text(row, "source_id").filter(|id| sources.contains(*id)) {
                    let count = |name| rows.int(row, name).unwrap_or_default();
                    readings.rows.insert(id.to_owned(), (count("rows_read"), count("rows_quarantined")));
                }
            }
        }
        if let Some(rows) = self.rows_of(manifest, "finding")? {
            let of_these = |row: &usize| rows.text(*row, "source_id").is_some_and(|id| sources.contains(id));
            readings.errors = (0..rows.len()).filter(of_these).filter(|row| rows.text(*row, "severity") == Some("error")).count();
        }
        Ok(readings)
    }
}
