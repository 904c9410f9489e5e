//! What a revision changed, and whether a signature may change that.
//!
//! After a signature only one kind of update is let through: one that adds a further invisible signature field, its
//! signature, and the entries that link them (form, page). Each of the known shadow attacks needs something else: an
//! object replaced, a visible annotation, another page tree, another root.

use super::pdf_form::SignatureField;
use super::pdf_object::{Dict, Reference, Value};
use super::pdf_reader::{Entry, PdfFile};
use super::signature_check::Found;
use super::verdict::Problem;

/// A widget with an appearance, an action or a size could cover or change what is seen.
const WIDGET_KEYS: [&[u8]; 9] = [b"Type", b"Subtype", b"FT", b"F", b"Rect", b"T", b"TU", b"V", b"P"];

/// All that revision `index` changed beyond what the signature it brings may change; empty if it is clean.
pub(super) fn forbidden_changes(file: &PdfFile, index: usize, signatures: &[&Found]) -> Vec<Problem> {
    let Some(before) = index.checked_sub(1) else { return Vec::new() };
    let mut problems = Vec::new();
    let addition = match signatures {
        [Found { field: SignatureField { field, dictionary: Some(dictionary), .. }, .. }] => {
            Some(Addition { field: *field, dictionary: *dictionary })
        }
        _ => {
            problems.push(Problem::ChangedUnsigned);
            None
        }
    };
    let step = Step { file, before, after: index, addition };
    step.check_trailer(&mut problems);
    step.check_catalog_and_form(&mut problems);
    step.check_page(&mut problems);
    step.check_objects(&mut problems);
    problems
}

struct Step<'a> {
    file: &'a PdfFile<'a>,
    before: usize,
    after: usize,
    /// Nothing if the revision brings no signature, or more than one: then nothing may be added.
    addition: Option<Addition>,
}

#[derive(Clone, Copy)]
struct Addition {
    field: Reference,
    dictionary: Reference,
}

impl Step<'_> {
    fn check_trailer(&self, problems: &mut Vec<Problem>) {
        let (Some(old), Some(new)) = (self.file.trailer(self.before), self.file.trailer(self.after)) else { return };
        let size = |trailer: &Dict| trailer.get(b"Size").and_then(Value::as_offset);
        let first_id = |trailer: &Dict| Some(trailer.get(b"ID")?.as_array()?.first()?.clone());
        let is_same = old.equals_except(new, &[b"Size", b"Prev", b"ID"])
            && size(old).is_some()
            && size(old) <= size(new)
            && first_id(old) == first_id(new);
        if !is_same {
            problems.push(Problem::ChangedTrailer);
        }
    }

    fn check_catalog_and_form(&self, problems: &mut Vec<Problem>) {
        let (Some((_, old)), Some((_, new))) = (self.file.catalog(self.before), self.file.catalog(self.after)) else {
            problems.push(Problem::ChangedCatalog);
            return;
        };
        if !old.equals_except(new, &[b"AcroForm"]) {
            problems.push(Problem::ChangedCatalog);
        }
        let empty = Dict::default();
        let old_form = self.file.acro_form(self.before).unwrap_or(&empty);
        let grows = self.file.acro_form(self.after).is_some_and(|new_form| {
            old_form.equals_except(new_form, &[b"Fields", b"SigFlags"])
                && self.has_grown(old_form.get(b"Fields"), new_form.get(b"Fields"))
                && flags_kept(old_form.get(b"SigFlags"), new_form.get(b"SigFlags"))
        });
        if !grows {
            problems.push(Problem::ChangedForm);
        }
    }

    /// The page that the new widget names may get that widget at the end of its annotations, and nothing else.
    fn check_page(&self, problems: &mut Vec<Problem>) {
        let Some(page) = self.page() else { return };
        let (old, new) = (self.file.dict_object(self.before, page), self.file.dict_object(self.after, page));
        let (Some(old), Some(new)) = (old, new) else {
            problems.push(Problem::ChangedPage);
            return;
        };
        if !old.has_name(b"Type", b"Page") || !old.equals_except(new, &[b"Annots"]) {
            problems.push(Problem::ChangedPage);
        }
        let (old, new) = (old.get(b"Annots"), new.get(b"Annots"));
        let is_same = self.list(self.before, old) == self.list(self.after, new);
        if !is_same && !self.has_grown(old, new) {
            problems.push(Problem::ChangedAnnotations);
        }
    }

    fn page(&self) -> Option<Reference> {
        self.file.dict_object(self.after, self.addition?.field)?.get(b"P")?.as_reference()
    }

    /// The new list is the old one and then the new field, if there is one.
    fn has_grown(&self, old: Option<&Value>, new: Option<&Value>) -> bool {
        let (Some(old), Some(new)) = (self.list(self.before, old), self.list(self.after, new)) else { return false };
        let Some(addition) = self.addition else { return old == new };
        new.split_last().is_some_and(|(last, rest)| rest == old && last.as_reference() == Some(addition.field))
    }

    /// A missing list is an empty one; `None` is something that is no list.
    fn list(&self, revision: usize, value: Option<&'_ Value>) -> Option<Vec<Value>> {
        let Some(value) = value else { return Some(Vec::new()) };
        self.file.resolve(revision, value)?.as_array().map(<[Value]>::to_vec)
    }

    fn check_objects(&self, problems: &mut Vec<Problem>) {
        let Some(revision) = self.file.revisions.get(self.after) else { return };
        for (&number, entry) in &revision.entries {
            let problem = match entry {
                // The head of the free list is written by some, and says nothing.
                Entry::Free if number == 0 => None,
                Entry::Free => Some(Problem::ObjectDeleted),
                Entry::InUse { generation, .. } => self.check_object(Reference { number, generation: *generation }),
            };
            if let Some(problem) = problem
                && !problems.contains(&problem)
            {
                problems.push(problem);
            }
        }
    }

    fn check_object(&self, object: Reference) -> Option<Problem> {
        if let Some(addition) = self.addition.filter(|addition| addition.field == object) {
            let is_allowed = self.is_new(object) && self.is_harmless_widget(addition);
            return (!is_allowed).then_some(Problem::ChangedAnnotations);
        }
        if self.addition.is_some_and(|addition| addition.dictionary == object) {
            return (!self.is_new(object)).then_some(Problem::ObjectReplaced);
        }
        if self.linking_objects().contains(&object) {
            return None;
        }
        Some(if self.is_new(object) { Problem::ObjectAdded } else { Problem::ObjectReplaced })
    }

    /// Never used before, nor within reach of a reference that dangles in an earlier revision.
    fn is_new(&self, object: Reference) -> bool {
        let size = self.file.trailer(self.before).and_then(|trailer| trailer.get(b"Size")?.as_offset());
        usize::try_from(object.number).ok() >= size && size.is_some()
    }

    fn is_harmless_widget(&self, addition: Addition) -> bool {
        let Some(widget) = self.file.dict_object(self.after, addition.field) else { return false };
        let rect = widget.get(b"Rect").and_then(Value::as_array);
        widget.entries.keys().all(|key| WIDGET_KEYS.contains(&key.as_slice()))
            && widget.has_name(b"FT", b"Sig")
            && widget.get(b"V").and_then(Value::as_reference) == Some(addition.dictionary)
            && rect.is_some_and(|rect| rect.len() == 4 && rect.iter().all(Value::is_zero))
    }

    /// Objects whose content the checks above have compared entry by entry. One that is an object of its own
    /// has to have had the same part before, or to be new: else it would be another object overwritten.
    fn linking_objects(&self) -> Vec<Reference> {
        let mut linking = Vec::new();
        linking.extend(self.file.catalog(self.after).map(|(reference, _)| reference));
        linking.extend(self.page());
        let catalog = |revision| self.file.catalog(revision).map(|(_, catalog)| catalog);
        let form = |revision| self.file.acro_form(revision);
        let page = |revision| self.page().and_then(|page| self.file.dict_object(revision, page));
        linking.extend(self.own_object(catalog(self.before), catalog(self.after), b"AcroForm"));
        linking.extend(self.own_object(form(self.before), form(self.after), b"Fields"));
        linking.extend(self.own_object(page(self.before), page(self.after), b"Annots"));
        linking
    }

    fn own_object(&self, old: Option<&Dict>, new: Option<&Dict>, key: &[u8]) -> Option<Reference> {
        let reference_in = |dict: Option<&Dict>| dict?.get(key)?.as_reference();
        let new = reference_in(new)?;
        (reference_in(old) == Some(new) || self.is_new(new)).then_some(new)
    }
}

/// Both bits of a signed form are set, and no bit is taken away.
fn flags_kept(old: Option<&Value>, new: Option<&Value>) -> bool {
    let old = old.and_then(Value::as_integer).unwrap_or(0);
    new.and_then(Value::as_integer).is_some_and(|new| new == old | 3)
}
