//! From PDF bytes to the verdict on all its signatures.

use chrono::{DateTime, Utc};

use super::carried::{carries_signature, is_truncated};
use super::certificate::Certificate;
use super::error::{PdfError, VerifyError};
use super::pdf_object::Reference;
use super::pdf_reader::PdfFile;
use super::signature_check::{self, Found};
use super::verdict::{Note, Problem, SignatureVerdict, Verdict};
use super::{stamp, update_check};

/// Whom the school trusts.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Root certificates in DER.
    pub roots: Vec<Vec<u8>>,
}

impl Trust {
    /// All certificates of a PEM text (or one in DER) as roots.
    ///
    /// # Errors
    /// A certificate that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, VerifyError> {
        let certificates = Certificate::all_from_bytes(pem).map_err(VerifyError::Root)?;
        Ok(Self { roots: certificates.into_iter().map(|certificate| certificate.der).collect() })
    }
}

/// Judges every signature of a file, and what was done to the file after each.
///
/// # Errors
/// Only if there is nothing to judge: no PDF, or one without signatures. A damaged or forged signature is a
/// [`Verdict`] that is not good.
pub fn verify(pdf: &[u8], trust: &Trust, now: DateTime<Utc>) -> Result<Verdict, VerifyError> {
    let roots = trust.roots.iter().map(|der| Certificate::from_der(der));
    let roots = roots.collect::<Result<Vec<_>, _>>().map_err(VerifyError::Root)?;
    match PdfFile::read(pdf) {
        Ok(file) => judge(&file, &roots, now),
        Err(error) => judge_unreadable(pdf, &error, &roots, now),
    }
}

/// Whether the newest signature holds, whoever made it: our own check on what we have just written behind `before`.
pub(super) fn update_is_intact(before: PdfFile, pdf: &[u8]) -> bool {
    let Ok(file) = before.updated(pdf) else { return false };
    let found = signatures(&file);
    let newest = found.last().filter(|found| found.revision == file.last_revision());
    newest.is_some_and(|newest| {
        let verdict = signature_check::check(&file, newest, &[], DateTime::<Utc>::MAX_UTC);
        verdict.is_intact() && verdict.covers_whole_file && verdict.problems == [Problem::ChainNotTrusted]
    })
}

fn judge(file: &PdfFile, roots: &[Certificate], now: DateTime<Utc>) -> Result<Verdict, VerifyError> {
    let found = signatures(file);
    let stray = has_stray_signature(file, &found);
    if found.is_empty() && !stray {
        return Err(VerifyError::NotSigned);
    }
    let mut verdicts: Vec<SignatureVerdict> = found.iter().map(|one| signature_check::check(file, one, roots, now)).collect();
    add_later_changes(file, &found, &mut verdicts);
    let mut verdict = Verdict { signatures: verdicts, problems: Vec::new(), stamps_unsigned: Vec::new(), reader_message: None };
    if stray {
        verdict.problems.push(Problem::SignatureOutsideForm);
    }
    if !verdict.signatures.last().is_some_and(|last| last.covers_whole_file) {
        verdict.problems.push(Problem::ChangedUnsigned);
    }
    if is_truncated(file.bytes) {
        verdict.problems.insert(0, Problem::FileTruncated);
    }
    compare_stamps(&mut verdict, &stamp::stamps_in(file, file.last_revision()));
    Ok(verdict)
}

/// Each signature of each revision, once, with the revision in which it first stands.
fn signatures(file: &PdfFile) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for revision in 0..file.revisions.len() {
        for field in file.signature_fields(revision) {
            if !found.iter().any(|known| known.field == field) {
                found.push(Found { field, revision });
            }
        }
    }
    found
}

/// A signature that no form field leads to: the form was taken away, or never was there.
fn has_stray_signature(file: &PdfFile, found: &[Found]) -> bool {
    let known: Vec<Reference> = found.iter().filter_map(|found| found.field.dictionary).collect();
    let objects = file.revisions.iter().flat_map(|revision| revision.objects.values());
    let signatures = objects
        .filter(|object| object.may_sign)
        .filter(|object| object.value().as_dict().is_some_and(|dict| dict.get(b"ByteRange").is_some()));
    signatures.into_iter().any(|object| !known.contains(&object.reference))
}

/// For each revision after a signature: it has to be the clean update of a further signature.
fn add_later_changes(file: &PdfFile, found: &[Found], verdicts: &mut [SignatureVerdict]) {
    for later in 1..file.revisions.len() {
        if found.iter().all(|found| found.revision >= later) {
            continue;
        }
        let own: Vec<&Found> = found.iter().filter(|found| found.revision == later).collect();
        let mut problems = update_check::forbidden_changes(file, later, &own);
        let is_covered = found.iter().zip(verdicts.iter()).any(|(found, verdict)| found.revision == later && verdict.is_intact());
        if !is_covered {
            problems.push(Problem::ChangedUnsigned);
        }
        for (found, verdict) in found.iter().zip(verdicts.iter_mut()).filter(|(found, _)| found.revision < later) {
            problems.iter().for_each(|problem| verdict.add_problem(*problem));
            if forbids_changes(file, found) {
                verdict.add_problem(Problem::ChangesForbidden);
            }
            if !verdict.notes.contains(&Note::SignedAgainLater) {
                verdict.notes.push(Note::SignedAgainLater);
            }
        }
    }
}

/// A certifying signature (DocMDP) or one that locks fields names in /Reference what may be changed; none of the
/// rights it can give goes beyond what is let through here, and some forbid even that.
fn forbids_changes(file: &PdfFile, found: &Found) -> bool {
    let dictionary = found.field.dictionary.and_then(|reference| file.dict_object(found.revision, reference));
    dictionary.is_some_and(|dictionary| dictionary.get(b"Reference").is_some())
}

fn compare_stamps(verdict: &mut Verdict, stamps: &[String]) {
    if stamps.is_empty() {
        return;
    }
    let is_signer = |stamp: &String, one: &SignatureVerdict| one.signer.as_ref().is_some_and(|who| who.sha256 == *stamp);
    for stamp in stamps {
        if !verdict.signatures.iter().any(|one| is_signer(stamp, one)) {
            verdict.stamps_unsigned.push(stamp.clone());
        }
    }
    for one in &mut verdict.signatures {
        if !stamps.iter().any(|stamp| is_signer(stamp, one)) {
            one.notes.push(Note::WithoutStamp);
        }
    }
    // The page shows a stamp for a signature that is not there.
    if !verdict.stamps_unsigned.is_empty() {
        verdict.problems.push(Problem::StampWithoutSignature);
    }
}

/// A file the strict reader refuses is judged if it has the marks of a signature, and that judgement is never good.
fn judge_unreadable(pdf: &[u8], error: &PdfError, roots: &[Certificate], now: DateTime<Utc>) -> Result<Verdict, VerifyError> {
    if !carries_signature(pdf) || *error == PdfError::NotPdf {
        return Err(match error {
            PdfError::Unsupported(_) | PdfError::Encrypted => VerifyError::NotSigned,
            other => VerifyError::NotPdf(other.clone()),
        });
    }
    let mut verdict = match error {
        PdfError::TrailingBytes => judge_without_tail(pdf, roots, now),
        _ => Verdict { signatures: Vec::new(), problems: Vec::new(), stamps_unsigned: Vec::new(), reader_message: None },
    };
    verdict.reader_message = Some(error.to_string());
    verdict.problems.insert(
        0,
        match error {
            PdfError::LeadingBytes | PdfError::NotPdf => Problem::LeadingBytes,
            PdfError::TrailingBytes | PdfError::Damaged { .. } if is_truncated(pdf) => Problem::FileTruncated,
            PdfError::TrailingBytes => Problem::TrailingBytes,
            PdfError::Encrypted => Problem::FileEncrypted,
            PdfError::Unsupported(_) => Problem::FileUnsupported,
            PdfError::Damaged { .. } => Problem::FileDamaged,
        },
    );
    Ok(verdict)
}

/// What stood before the bytes at the end, so that the reader of the verdict learns who had signed it.
fn judge_without_tail(pdf: &[u8], roots: &[Certificate], now: DateTime<Utc>) -> Verdict {
    const MARKER: &[u8] = b"%%EOF";
    let end = pdf.windows(MARKER.len()).rposition(|window| window == MARKER).map_or(0, |at| at + MARKER.len());
    let line_end = pdf.get(end..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    for end in [end + line_end.min(2), end + line_end.min(1), end] {
        let head = pdf.get(..end).unwrap_or_default();
        if let Ok(file) = PdfFile::read(head)
            && let Ok(mut verdict) = judge(&file, roots, now)
        {
            verdict.signatures.iter_mut().for_each(|one| one.covers_whole_file = false);
            return verdict;
        }
    }
    Verdict { signatures: Vec::new(), problems: Vec::new(), stamps_unsigned: Vec::new(), reader_message: None }
}
