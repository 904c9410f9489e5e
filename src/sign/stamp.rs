//! The words by which a typeset sheet says whose stamp it carries.
//!
//! A template that prints the stamp of a certificate also writes `stamp-sha256:<64 hex>` into the keywords of the
//! document. The keywords are signed with everything else, so the tie between stamp and signature is checkable
//! by anyone, and no one has to read the page.

use super::certificate_info::CertificateInfo;
use super::document_info::{info_text, words};
use super::pdf_reader::PdfFile;

const PREFIX: &str = "stamp-sha256:";

/// The keyword that goes with the printed stamp of this certificate.
#[must_use]
pub fn stamp_keyword(certificate: &CertificateInfo) -> String {
    format!("{PREFIX}{}", certificate.sha256)
}

/// Fingerprints (lower-case hex) of the certificates stamped on the pages of a PDF, in order of appearance;
/// empty for a file that has none or that cannot be read strictly.
#[must_use]
pub fn stamps_of(pdf: &[u8]) -> Vec<String> {
    PdfFile::read(pdf).map(|file| stamps_in(&file, file.last_revision())).unwrap_or_default()
}

/// A word with the prefix counts even if what follows is no fingerprint: no key matches it, so a broken stamp
/// stops signing rather than passing for "no stamp".
pub(super) fn stamps_in(file: &PdfFile, revision: usize) -> Vec<String> {
    let Some(keywords) = info_text(file, revision, b"Keywords") else { return Vec::new() };
    let mut stamps: Vec<String> = Vec::new();
    for word in words(&keywords) {
        if let Some(fingerprint) = word.to_ascii_lowercase().strip_prefix(PREFIX)
            && !stamps.iter().any(|known| known == fingerprint)
        {
            stamps.push(fingerprint.to_owned());
        }
    }
    stamps
}
