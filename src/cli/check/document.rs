//! A page of a control as a document: whose it is, where its figures come from.

use crate::cli::scope::Scope;
use crate::control::Page;
use crate::model::document::{Chart, Stamp};
use crate::report::{Document, Input, SchoolFacts, control_page};

use super::ask::Answered;

/// What a document has beside its page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    pub template_hash: &'a str,
    pub date: Option<&'a str>,
    pub stamps: &'a [Stamp],
    pub charts: &'a [Chart],
    pub depersonalised: bool,
}

/// The page of the school-year at this place of the scope.
pub fn document(scope: &Scope, at: usize, asked: &Answered, page: &Page, frame: &Frame<'_>) -> Document {
    let school = scope.schools.by_id(&asked.school);
    let pack = scope.regulation.get(at).map_or("", |row| row.id.as_str());
    let title = scope.regulations.pack(pack).map_or(pack, |pack| pack.title_ru.as_str());
    let snapshot = scope.snapshot.shelves.get(at).map(|shelf| {
        let (school, year) = (shelf.manifest.school.clone(), shelf.manifest.year);
        scope.snapshot.only(|manifest| manifest.school == school && manifest.year == year).id()
    });
    let input = Input {
        school: SchoolFacts {
            id: &asked.school,
            name: school.map_or(asked.school.as_str(), |school| school.name.as_str()),
            principal: school.and_then(|school| school.principal.as_deref()),
            deputy_head: school.and_then(|school| school.deputy_head.as_deref()),
        },
        year: asked.year,
        period_id: None,
        class_id: None,
        grade_level: None,
        from: None,
        to: None,
        students: None,
        undated: false,
        depersonalised: frame.depersonalised,
        tables: &[],
        periods: &[],
        last_year: &[],
        provenance: &asked.provenance,
        snapshot: &snapshot.unwrap_or_default(),
        as_of: None,
        regulation: title,
        rules: scope.rules(at),
        template_hash: frame.template_hash,
        date: frame.date,
        stamps: frame.stamps,
    };
    control_page(&input, &page.file_stem, &page.title, &page.head, &page.tables, &page.notes, frame.charts)
}
