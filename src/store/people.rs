//! The students a store knows, as the importer needs them to tell who is who.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::rows::Rows;

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
        for shelf in self.snapshot_of(&self.shelf_ids_of(school)?, None)?.shelves {
            let manifest = &shelf.manifest;
            for (id, name) in pairs(self.rows_of(manifest, "student")?.as_ref(), "full_name") {
                people.entry(id).or_default().full_name = name;
            }
            for (id, class) in pairs(self.rows_of(manifest, "class_membership")?.as_ref(), "class_id") {
                people.entry(id).or_default().classes.insert((manifest.year, class));
            }
            for (id, alias) in pairs(self.rows_of(manifest, "student_alias")?.as_ref(), "alias") {
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
        let Some(rows) = self.rows_of(manifest, "class_membership")? else { return Ok(0) };
        let derived = |row: &usize| rows.cells("derived").and_then(|cells| cells.flag(*row)) == Some(true);
        Ok((0..rows.len()).filter(derived).count())
    }
}

fn pairs(rows: Option<&Rows>, column: &str) -> Vec<(String, String)> {
    let pair = |rows: &Rows, row: usize| Some((rows.text(row, "student_id")?.to_owned(), rows.text(row, column)?.to_owned()));
    rows.map(|rows| (0..rows.len()).filter_map(|row| pair(rows, row)).collect()).unwrap_or_default()
}
