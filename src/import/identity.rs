//! Who is who: a name in an export becomes the id of a student; every doubt stays apart and is said.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::finding::{Finding, Severity};
use crate::model::person;

use super::draft::Draft;
use crate::model::rows::{Cell, Rows};

/// A student the store already knows.
#[derive(Clone, Debug, Default)]
pub struct KnownStudent {
    pub id: String,
    pub full_name: String,
    /// (year, class) of all memberships.
    pub classes: BTreeSet<(i64, String)>,
    /// Ids of this student in sources.
    pub source_ids: BTreeSet<String>,
}

/// All students of the school in the store, by key of the name.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<String, Vec<KnownStudent>>);

impl Known {
    pub fn add(&mut self, student: KnownStudent) {
        let same_name = self.0.entry(person::key(&student.full_name)).or_default();
        match same_name.iter_mut().find(|known| known.id == student.id) {
            Some(known) => {
                known.classes.extend(student.classes);
                known.source_ids.extend(student.source_ids);
            }
            None => same_name.push(student),
        }
    }

    fn named(&self, name_key: &str) -> &[KnownStudent] {
        self.0.get(name_key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Full names of a class that begin with a short one.
    fn longer(&self, name_key: &str, year: Option<i64>, class: &str) -> Vec<&KnownStudent> {
        let prefix = format!("{name_key} ");
        let in_class = |student: &&KnownStudent| student.classes.iter().any(|(of, name)| Some(*of) == year && name == class);
        self.0
            .range(prefix.clone()..)
            .take_while(|(key, _)| key.starts_with(&prefix))
            .flat_map(|(_, students)| students)
            .filter(in_class)
            .collect()
    }
}

/// A student of one unit, before he has an id.
struct Local<'a> {
    reference: &'a str,
    name: &'a str,
    classes: Vec<String>,
}

/// The id of every local reference of the unit's `student` table.
pub fn students(
    draft: &Draft,
    school: &str,
    year: Option<i64>,
    class_names: &HashMap<String, String>,
    known: &Known,
) -> (HashMap<String, String>, Vec<Finding>) {
    let mut by_name: BTreeMap<String, Vec<Local<'_>>> = BTreeMap::new();
    let memberships = memberships(draft, class_names);
    if let Some(rows) = draft.tables.get("student") {
        for row in 0..rows.len() {
            let (Some(reference), Some(name)) = (rows.text(row, "student_id"), rows.text(row, "full_name")) else { continue };
            let same = by_name.entry(person::key(name)).or_default();
            if same.iter().all(|local| local.reference != reference) {
                same.push(Local { reference, name, classes: memberships.get(reference).cloned().unwrap_or_default() });
            }
        }
    }
    let (mut ids, mut findings) = (HashMap::new(), Vec::new());
    let named_ids = draft.family != super::student_total::FAMILY;
    for (key, locals) in by_name {
        let lone = locals.len() == 1;
        for local in &locals {
            let id = identify(local, &key, lone, named_ids, &Context { school, year, known }, &mut findings);
            ids.insert(local.reference.to_owned(), id);
        }
    }
    (ids, findings)
}

struct Context<'a> {
    school: &'a str,
    year: Option<i64>,
    known: &'a Known,
}

fn identify(local: &Local<'_>, key: &str, lone: bool, named_ids: bool, context: &Context<'_>, findings: &mut Vec<Finding>) -> String {
    let base = person::id('s', context.school, local.name);
    let candidates = context.known.named(key);
    if named_ids && let Some(same) = candidates.iter().find(|known| known.source_ids.contains(local.reference)) {
        return same.id.clone();
    }
    let fits = |known: &&KnownStudent| {
        let mut same_year = known.classes.iter().filter(|(year, _)| Some(*year) == context.year).peekable();
        same_year.peek().is_none() || local.classes.is_empty() || same_year.any(|(_, class)| local.classes.contains(class))
    };
    let fitting: Vec<&KnownStudent> = candidates.iter().filter(fits).collect();
    if lone || !named_ids {
        if let [one] = fitting.as_slice() {
            return one.id.clone();
        }
        if candidates.is_empty() {
            if let Some(id) = by_short_name(local, key, context, findings) {
                return id;
            }
            if lone {
                return base;
            }
        } else if named_ids && fitting.is_empty() && candidates.len() == 1 && lone {
            // A bundle names its students by ids and says their classes itself: a new class is a move, not a doubt.
            return candidates.first().map_or(base, |known| known.id.clone());
        }
    }
    let suffix = if named_ids { local.reference.to_owned() } else { local.classes.first().cloned().unwrap_or_default() };
    let place = format!("{} · {}", local.name, local.classes.join(", "));
    findings.push(Finding::new("namesakes-kept-apart", Severity::Warning, place).found(local.name));
    format!("{base}-{suffix}")
}

/// A name of two words joins the only full name of the same class that begins with it.
fn by_short_name(local: &Local<'_>, key: &str, context: &Context<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    if key.split(' ').count() > 2 {
        return None;
    }
    let class = local.classes.first()?;
    let longer = context.known.longer(key, context.year, class);
    match longer.as_slice() {
        [] => None,
        [one] => Some(one.id.clone()),
        several => {
            let names = several.iter().map(|student| student.full_name.as_str()).collect::<Vec<_>>().join(", ");
            findings.push(
                Finding::new("short-name-doubtful", Severity::Warning, format!("{} · {class}", local.name))
                    .found(local.name)
                    .expected(names),
            );
            None
        }
    }
}

fn memberships(draft: &Draft, class_names: &HashMap<String, String>) -> HashMap<String, Vec<String>> {
    let mut classes: HashMap<String, Vec<String>> = HashMap::new();
    if let Some(rows) = draft.tables.get("class_membership") {
        for row in 0..rows.len() {
            if let (Some(student), Some(class)) = (rows.text(row, "student_id"), rows.text(row, "class_id")) {
                let name = class_names.get(class).cloned().unwrap_or_else(|| class.to_owned());
                let of = classes.entry(student.to_owned()).or_default();
                if !of.contains(&name) {
                    of.push(name);
                }
            }
        }
    }
    classes
}

/// Rows for `student_alias`: the source's own ids, so that namesakes are known again.
pub fn aliases(ids: &HashMap<String, String>, rows: &mut Rows) {
    let mut sorted: Vec<_> = ids.iter().collect();
    sorted.sort();
    for (reference, id) in sorted {
        rows.push_named(&[
            ("student_id", Cell::Text(id.clone())),
            ("alias", Cell::Text(reference.clone())),
            ("alias_kind", Cell::Text("source_id".to_owned())),
        ]);
    }
}
