//! The students a store knows, as the importer needs them to tell who is who.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrame;

use super::Store;
use super::error::StoreError;
use super::manifest::Manifest;

/// A student over all years of a school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub full_name: String,
    /// (school year, class)
    pub classes: BTreeSet<(i64, String)>,
    /// Ids of this student in bundles.
    pub source_ids: BTreeSet<String>,
}

impl Store {
    /// All students of a school by id.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn people(&self, school: &str) -> Result<BTreeMap<String, Person>, StoreError> {
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for shelf in self.snapshot()?.only(|manifest| manifest.school == school).shelves {
            let manifest = &shelf.manifest;
            for (id, name) in pairs(self.frame(manifest, "student")?.as_ref(), "full_name")? {
                people.entry(id).or_default().full_name = name;
            }
            for (id, class) in pairs(self.frame(manifest, "class_membership")?.as_ref(), "class_id")? {
                people.entry(id).or_default().classes.insert((manifest.year, class));
            }
            for (id, alias) in pairs(self.frame(manifest, "student_alias")?.as_ref(), "alias")? {
                people.entry(id).or_default().source_ids.insert(alias);
            }
        }
        people.retain(|_, person| !person.full_name.is_empty());
        Ok(people)
    }
}

impl Store {
    /// How many memberships of a version were made from single reports, for want of a class list.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn derived_members(&self, manifest: &Manifest) -> Result<usize, StoreError> {
        let Some(frame) = self.frame(manifest, "class_membership")? else { return Ok(0) };
        Ok(frame.column("derived")?.bool()?.iter().filter(|flag| *flag == Some(true)).count())
    }
}

fn pairs(frame: Option<&DataFrame>, column: &str) -> Result<Vec<(String, String)>, StoreError> {
    let Some(frame) = frame else { return Ok(Vec::new()) };
    let (ids, values) = (frame.column("student_id")?.str()?, frame.column(column)?.str()?);
    Ok((0..frame.height()).filter_map(|row| Some((ids.get(row)?.to_owned(), values.get(row)?.to_owned()))).collect())
}
