//! Local references of one unit to the ids of the store: classes, subjects, teachers, study groups, students.

use std::collections::HashMap;

use crate::model::class_name;
use crate::model::finding::{Finding, Severity};
use crate::model::person;

use super::draft::Draft;
use super::identity::{self, Known};
use crate::model::rows::Rows;

/// Reference → id, for each kind of thing.
#[derive(Debug, Default)]
pub struct References {
    classes: HashMap<String, String>,
    subjects: HashMap<String, String>,
    teachers: HashMap<String, String>,
    groups: HashMap<String, String>,
    pub students: HashMap<String, String>,
    /// Tables the unit has of its own: without one, a reference is taken as the name itself.
    own_classes: bool,
    own_subjects: bool,
    own_teachers: bool,
}

impl References {
    /// Reads the unit's own tables of names.
    #[must_use]
    pub fn of(draft: &Draft, school: &str, year: Option<i64>, known: &Known) -> (Self, Vec<Finding>) {
        let mut references = Self::default();
        let mut findings = Vec::new();
        each(draft, "class", |rows, row| {
            references.own_classes = true;
            if let (Some(reference), Some(name)) = (rows.text(row, "class_id"), rows.text(row, "name").and_then(class_name::parse)) {
                references.classes.insert(reference.to_owned(), name.name);
            }
        });
        each(draft, "subject", |rows, row| {
            references.own_subjects = true;
            if let (Some(reference), Some(name)) = (rows.text(row, "subject_id"), rows.text(row, "name")) {
                references.subjects.insert(reference.to_owned(), subject_id(name));
            }
        });
        references.read_teachers(draft, school, &mut findings);
        references.read_groups(draft);
        let (students, doubts) = identity::students(draft, school, year, &references.classes, known);
        references.students = students;
        findings.extend(doubts);
        (references, findings)
    }

    fn read_teachers(&mut self, draft: &Draft, school: &str, findings: &mut Vec<Finding>) {
        let mut seen: HashMap<String, String> = HashMap::new();
        each(draft, "teacher", |rows, row| {
            self.own_teachers = true;
            let (Some(reference), Some(name)) = (rows.text(row, "teacher_id"), rows.text(row, "full_name")) else { return };
            let mut id = person::id('t', school, name);
            if seen.get(&id).is_some_and(|other| other != reference) {
                findings.push(Finding::new("namesakes-kept-apart", Severity::Warning, name).found(name));
                id = format!("{id}-{reference}");
            }
            seen.insert(id.clone(), reference.to_owned());
            self.teachers.insert(reference.to_owned(), id);
        });
    }

    fn read_groups(&mut self, draft: &Draft) {
        let mut groups = HashMap::new();
        each(draft, "study_group", |rows, row| {
            let (Some(reference), Some(subject), Some(name)) =
                (rows.text(row, "group_id"), rows.text(row, "subject_id"), rows.text(row, "name"))
            else {
                return;
            };
            let class = rows.text(row, "class_id").and_then(|class| self.class(class)).unwrap_or_default();
            let subject = self.subject(subject).unwrap_or_default();
            groups.insert(reference.to_owned(), format!("{class}|{subject}|{}", name.to_lowercase()));
        });
        self.groups = groups;
    }

    fn class(&self, reference: &str) -> Option<String> {
        let by_name = || {
            class_name::parse(reference)
                .map(|class| class.name)
                .filter(|name| !self.own_classes || self.classes.values().any(|own| own == name))
        };
        self.classes.get(reference).cloned().or_else(by_name)
    }

    fn subject(&self, reference: &str) -> Option<String> {
        let by_name = || Some(subject_id(reference)).filter(|id| !self.own_subjects || self.subjects.values().any(|own| own == id));
        self.subjects.get(reference).cloned().or_else(by_name)
    }

    /// The id behind a reference in the column of this name; the column's own text when it is no reference.
    ///
    /// # Errors
    /// The reason of quarantine: nothing in the export is called so.
    pub fn resolve(&self, column: &str, text: &str) -> Result<String, &'static str> {
        match column {
            "student_id" => self.students.get(text).cloned().ok_or("unknown-student"),
            "class_id" | "from_class_id" | "to_class_id" => self.class(text).ok_or("unknown-class"),
            "subject_id" => self.subject(text).ok_or("unknown-subject"),
            "group_id" => self.groups.get(text).cloned().ok_or("unknown-group"),
            "teacher_id" | "class_teacher_id" | "planned_teacher_id" => self.teachers.get(text).cloned().ok_or("unknown-teacher"),
            _ => Ok(text.to_owned()),
        }
    }
}

fn each(draft: &Draft, table: &str, mut visit: impl FnMut(&Rows, usize)) {
    if let Some(rows) = draft.tables.get(table) {
        (0..rows.len()).for_each(|row| visit(rows, row));
    }
}

/// The id of a subject: its name in lower case, single spaces.
#[must_use]
pub fn subject_id(name: &str) -> String {
    person::clean(name).to_lowercase()
}
