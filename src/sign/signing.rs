//! From PDF and signer to the signed PDF.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::cms;
use super::error::{PdfError, SignError};
use super::pdf_object::{Reference, Value};
use super::pdf_reader::PdfFile;
use super::pdf_writer::{Update, Updated};
use super::signature_dictionary::SignatureDictionary;
use super::signer::Signer;
use super::{stamp, text, verify};

/// What may be chosen for a signature. The time is the caller's: nothing here looks at a clock.
#[derive(Debug, Clone)]
pub struct SignOptions {
    pub time: DateTime<Utc>,
    pub reason: Option<String>,
    /// Name of the form field; by default the first free one of `Signature1`, `Signature2`, …
    pub field: Option<String>,
}

impl SignOptions {
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        Self { time, reason: None, field: None }
    }
}

/// Signs a PDF by an incremental update with an invisible field. Earlier signatures stay valid.
///
/// # Errors
/// A file that cannot be updated safely, a stamp of another certificate, a certificate that is not valid at the
/// time given or not meant for documents, a field name that is taken: nothing is signed then.
pub fn sign(pdf: &[u8], signer: &Signer, options: &SignOptions) -> Result<Vec<u8>, SignError> {
    let file = PdfFile::read(pdf)?;
    check_stamp(&file, signer)?;
    check_certificate(signer, options.time)?;
    check_changes_allowed(&file)?;
    let signed = apply_signature(&file, signer, options)?;
    // A signature that we ourselves would not accept must not leave the house.
    if verify::update_is_intact(file, &signed) { Ok(signed) } else { Err(SignError::SelfCheck) }
}

/// The update itself, without asking whether it should be made.
pub(super) fn apply_signature(file: &PdfFile, signer: &Signer, options: &SignOptions) -> Result<Vec<u8>, SignError> {
    let revision = file.last_revision();
    let name = field_name(file, options)?;
    let dictionary = SignatureDictionary::new(options.time, options.reason.as_deref(), cms::size_max(signer)?);

    let mut update = Update::new(file)?;
    let (page, _) = file.first_page(revision)?;
    let signature = update.new_reference();
    let field = update.new_reference();
    update.add(signature, dictionary.text.clone());
    update.add(field, widget(&name, &signer.certificate().subject, signature, page).into_bytes());
    add_to_form(&mut update, file, field)?;
    add_to_page(&mut update, file, page, field)?;
    let Updated { mut bytes, positions } = update.finish()?;

    let position = positions.get(&signature).copied().ok_or(SignError::SelfCheck)?;
    let ranges = dictionary.close_range(&mut bytes, position).ok_or(SignError::SelfCheck)?;
    let mut digest = Sha256::new();
    digest.update(bytes.get(ranges.first).unwrap_or_default());
    digest.update(bytes.get(ranges.second).unwrap_or_default());
    let cms = cms::build(signer, &digest.finalize())?;
    dictionary.fill_contents(&mut bytes, position, &cms).ok_or(SignError::SelfCheck)?;
    Ok(bytes)
}

fn check_stamp(file: &PdfFile, signer: &Signer) -> Result<(), SignError> {
    let stamped = stamp::stamps_in(file, file.last_revision());
    let given = &signer.certificate().sha256;
    if stamped.is_empty() || stamped.contains(given) {
        return Ok(());
    }
    Err(SignError::StampDiffers { stamped, given: given.clone() })
}

fn check_certificate(signer: &Signer, time: DateTime<Utc>) -> Result<(), SignError> {
    let info = signer.certificate();
    if time < info.not_before || time > info.not_after {
        let (not_before, not_after) = (info.not_before, info.not_after);
        return Err(SignError::CertificateNotValid { not_before, not_after, time });
    }
    if signer.leaf().may_sign_documents() { Ok(()) } else { Err(SignError::KeyUsage) }
}

fn check_changes_allowed(file: &PdfFile) -> Result<(), SignError> {
    let catalog = file.catalog(file.last_revision());
    let is_certified = catalog.is_some_and(|(_, catalog)| catalog.get(b"Perms").is_some());
    if is_certified { Err(SignError::Certified) } else { Ok(()) }
}

fn field_name(file: &PdfFile, options: &SignOptions) -> Result<String, SignError> {
    let taken = file.top_field_names(file.last_revision());
    match &options.field {
        Some(name) if name.is_empty() || name.contains('.') => Err(SignError::FieldName(name.clone())),
        Some(name) if taken.contains(name) => Err(SignError::FieldExists(name.clone())),
        Some(name) => Ok(name.clone()),
        None => {
            let mut names = (1..).map(|number| format!("Signature{number}"));
            names.find(|name| !taken.contains(name)).ok_or(SignError::SelfCheck)
        }
    }
}

/// Invisible, printed and locked. A visible one would need fonts and tags to stay within PDF/A and PDF/UA, and
/// the stamp is typeset anyway. /TU is what screen readers speak: the signer's name.
fn widget(name: &str, spoken: &str, signature: Reference, page: Reference) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/F 132/Rect[0 0 0 0]/T{}/TU{}/V {}/P {}>>",
        text::to_pdf_string(name),
        text::to_pdf_string(spoken),
        in_pdf(signature),
        in_pdf(page)
    )
}

fn in_pdf(reference: Reference) -> String {
    format!("{} {} R", reference.number, reference.generation)
}

fn add_to_form(update: &mut Update, file: &PdfFile, field: Reference) -> Result<(), SignError> {
    let damaged = |what| SignError::Pdf(PdfError::Damaged { at: 0, what });
    let revision = file.last_revision();
    let (catalog_at, catalog) = file.catalog(revision).ok_or(damaged("there is no catalog"))?;
    let Some(entry) = catalog.get(b"AcroForm") else {
        let catalog = file.object(revision, catalog_at).ok_or(damaged("there is no catalog"))?.value();
        update.append(catalog_at, catalog, format!("/AcroForm<</Fields[{}]/SigFlags 3>>", in_pdf(field)));
        return Ok(());
    };
    let form_at = entry.as_reference().unwrap_or(catalog_at);
    let form_value = file.resolve(revision, entry).ok_or(damaged("the form is missing"))?;
    let form = form_value.as_dict().ok_or(damaged("the form is no dictionary"))?;
    add_to_list(update, file, (form_at, form_value), b"Fields", field)?;
    match form.get(b"SigFlags") {
        Some(flags) => {
            let old = flags.as_integer().ok_or(damaged("/SigFlags is no number"))?;
            update.replace(form_at, flags.span.clone(), (old | 3).to_string());
        }
        None => update.append(form_at, form_value, "/SigFlags 3".to_owned()),
    }
    Ok(())
}

fn add_to_page(update: &mut Update, file: &PdfFile, page: Reference, field: Reference) -> Result<(), SignError> {
    let missing = SignError::Pdf(PdfError::Damaged { at: 0, what: "the first page is missing" });
    let value = file.object(file.last_revision(), page).ok_or(missing)?.value();
    add_to_list(update, file, (page, value), b"Annots", field)
}

/// Appends to an array that is missing, stands in the dictionary, or is an object of its own.
fn add_to_list(
    update: &mut Update,
    file: &PdfFile,
    (owner, dict): (Reference, &Value),
    key: &'static [u8],
    item: Reference,
) -> Result<(), SignError> {
    let damaged = SignError::Pdf(PdfError::Damaged { at: dict.span.start, what: "a list is no array" });
    let Some(entry) = dict.as_dict().and_then(|dict| dict.get(key)) else {
        let key = String::from_utf8_lossy(key);
        update.append(owner, dict, format!("/{key}[{}]", in_pdf(item)));
        return Ok(());
    };
    let list = file.resolve(file.last_revision(), entry).filter(|list| list.as_array().is_some());
    let owner = entry.as_reference().unwrap_or(owner);
    update.append(owner, list.ok_or(damaged)?, format!(" {}", in_pdf(item)));
    Ok(())
}
