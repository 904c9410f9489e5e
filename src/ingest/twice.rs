//! One school under two ids: every sum over schools would count it twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::finding::{Finding, Severity};
use crate::model::schema;
use crate::store::{Source, Store, StoreError};

use super::Shelf;

/// Other schools of the store that go by the name of a school that was imported, or took a file about students that it took too.
///
/// # Errors
/// A version that cannot be read.
pub fn twice(store: &Store, shelves: &[Shelf]) -> Result<Vec<Finding>, StoreError> {
    let schools = store.schools()?;
    let imported: BTreeSet<&str> = shelves.iter().map(|shelf| shelf.school.as_str()).collect();
    let mut findings = Vec::new();
    for id in &imported {
        let Some(school) = schools.by_id(id) else { continue };
        for other in schools.school.iter().filter(|other| other.id != school.id) {
            let is_same = other.goes_by(&school.name) || school.goes_by(&other.name);
            if is_same && !store.shelf_ids_of(&other.id)?.is_empty() {
                findings.push(Finding::new("same-school-name", Severity::Warning, *id).found(&school.name).expected(&other.id));
            }
        }
    }
    let taken = store.inputs(None)?;
    let mut files: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for shelf in shelves {
        let Some(head) = store.head(&shelf.school, shelf.year)? else { continue };
        for source in store.sources(&head)?.into_iter().filter(is_about_students) {
            for other in taken.schools(&source.id).filter(|other| *other != shelf.school) {
                files.entry((&shelf.school, other.to_owned())).or_default().push(source.file.clone());
            }
        }
    }
    for ((id, other), files) in files {
        let more = if files.len() > 1 { format!(" (+{})", files.len() - 1) } else { String::new() };
        let first = files.first().map(String::as_str).unwrap_or_default();
        findings.push(Finding::new("same-file-elsewhere", Severity::Warning, id).found(format!("{first}{more}")).expected(other));
    }
    Ok(findings)
}

/// Lists of subjects and calendars may well be the same in many schools.
fn is_about_students(source: &Source) -> bool {
    let name = source.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let table = schema::table(name.split('.').next().unwrap_or_default());
    let is_other = source.reader.starts_with("bundle") && table.is_none_or(|table| table.column("student_id").is_none());
    source.rows_read > 0 && !is_other
}
