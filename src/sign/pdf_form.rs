//! What signing and judging need of a document's structure: catalog, first page, form and signature fields.

use super::error::PdfError;
use super::pdf_object::{Dict, Kind, Reference, Value};
use super::pdf_reader::PdfFile;
use super::text;

/// Deeper trees of pages or fields are refused.
const TREE_DEPTH_MAX: usize = 32;
/// More fields than this are not looked through: a sheet has one for each signature.
const FIELDS_MAX: usize = 4096;

/// A form field that holds a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignatureField {
    /// The full name, parts joined by full stops.
    pub name: String,
    pub field: Reference,
    /// Where the signature dictionary is; `None` if it is not an object of its own, as it has to be.
    pub dictionary: Option<Reference>,
}

impl PdfFile<'_> {
    pub fn catalog(&self, revision: usize) -> Option<(Reference, &Dict)> {
        let reference = self.trailer(revision)?.get(b"Root")?.as_reference()?;
        Some((reference, self.dict_object(revision, reference)?))
    }

    pub fn dict_object(&self, revision: usize, reference: Reference) -> Option<&Dict> {
        self.object(revision, reference).filter(|object| !object.is_stream)?.value().as_dict()
    }

    pub fn acro_form(&self, revision: usize) -> Option<&Dict> {
        let (_, catalog) = self.catalog(revision)?;
        self.resolve(revision, catalog.get(b"AcroForm")?)?.as_dict()
    }

    pub fn first_page(&self, revision: usize) -> Result<(Reference, &Dict), PdfError> {
        let missing = PdfError::Damaged { at: 0, what: "the first page cannot be found" };
        let (_, catalog) = self.catalog(revision).ok_or(missing.clone())?;
        let pages = catalog.get(b"Pages").and_then(Value::as_reference);
        pages.and_then(|pages| self.first_leaf(revision, pages, TREE_DEPTH_MAX)).ok_or(missing)
    }

    fn first_leaf(&self, revision: usize, node: Reference, depth: usize) -> Option<(Reference, &Dict)> {
        let dict = self.dict_object(revision, node)?;
        if dict.has_name(b"Type", b"Page") {
            return Some((node, dict));
        }
        let depth = depth.checked_sub(1)?;
        let kids = self.resolve(revision, dict.get(b"Kids")?)?.as_array()?;
        // An empty inner node is passed over; only one page is looked for, so the walk stays short.
        kids.iter().take(TREE_DEPTH_MAX).find_map(|kid| self.first_leaf(revision, kid.as_reference()?, depth))
    }

    /// All signed signature fields of a revision, in the order of the form.
    pub fn signature_fields(&self, revision: usize) -> Vec<SignatureField> {
        let mut walk = FieldWalk { file: self, revision, found: Vec::new(), seen: Vec::new() };
        if let Some(fields) = self.acro_form(revision).and_then(|form| form.get(b"Fields")) {
            walk.fields(fields, &Inherited::default());
        }
        walk.found
    }

    /// Names of all fields, signed or not, that a new field must not take.
    pub fn top_field_names(&self, revision: usize) -> Vec<String> {
        let fields = self.acro_form(revision).and_then(|form| form.get(b"Fields"));
        let items = fields.and_then(|fields| self.resolve(revision, fields)).and_then(Value::as_array);
        let name_of = |item: &Value| {
            let name = self.resolve(revision, self.resolve(revision, item)?.as_dict()?.get(b"T")?)?;
            Some(text::from_pdf_string(name.as_string()?))
        };
        items.unwrap_or_default().iter().filter_map(name_of).collect()
    }
}

/// What a field takes from its parents.
#[derive(Default, Clone)]
struct Inherited {
    name: String,
    is_signature: bool,
    depth: usize,
}

struct FieldWalk<'a> {
    file: &'a PdfFile<'a>,
    revision: usize,
    found: Vec<SignatureField>,
    seen: Vec<Reference>,
}

impl FieldWalk<'_> {
    fn fields(&mut self, list: &Value, inherited: &Inherited) {
        let items = self.file.resolve(self.revision, list).and_then(Value::as_array).unwrap_or_default();
        let references: Vec<Reference> = items.iter().filter_map(Value::as_reference).collect();
        for field in references {
            if inherited.depth < TREE_DEPTH_MAX && self.seen.len() < FIELDS_MAX && !self.seen.contains(&field) {
                self.seen.push(field);
                self.field(field, inherited);
            }
        }
    }

    fn field(&mut self, field: Reference, inherited: &Inherited) {
        let file = self.file;
        let Some(dict) = file.dict_object(self.revision, field) else { return };
        let mut own = inherited.clone();
        own.depth += 1;
        if let Some(name) = dict.get(b"T").and_then(|name| file.resolve(self.revision, name)?.as_string()) {
            let separator = if own.name.is_empty() { "" } else { "." };
            own.name = format!("{}{separator}{}", own.name, text::without_controls(&text::from_pdf_string(name)));
        }
        own.is_signature |= dict.has_name(b"FT", b"Sig");
        if let Some(value) = dict.get(b"V")
            && self.holds_signature(value, own.is_signature)
        {
            let dictionary = value.as_reference().filter(|reference| self.is_dict(*reference));
            self.found.push(SignatureField { name: own.name.clone(), field, dictionary });
        }
        if let Some(kids) = dict.get(b"Kids") {
            self.fields(kids, &own);
        }
    }

    /// A value that looks like a signature counts even if the field is not declared as one.
    fn holds_signature(&self, value: &Value, is_signature: bool) -> bool {
        match self.file.resolve(self.revision, value) {
            Some(Value { kind: Kind::Null, .. }) => false,
            Some(value) => is_signature || value.as_dict().is_some_and(|dict| dict.get(b"ByteRange").is_some()),
            None => is_signature,
        }
    }

    fn is_dict(&self, reference: Reference) -> bool {
        self.file.dict_object(self.revision, reference).is_some()
    }
}
