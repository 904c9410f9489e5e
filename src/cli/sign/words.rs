//! Why a key cannot be used, a file not be signed or not be read: in the user's words.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::cli::error::CliError;
use crate::messages::{self, Lang};
use crate::sign::{KeyError, PdfError, SignError};

pub fn key(path: &Path, error: &KeyError) -> CliError {
    let said = match error {
        KeyError::WrongPassword => CliError::new("error.key-password"),
        KeyError::NoKey => CliError::new("error.key-none"),
        KeyError::NoCertificate => CliError::new("error.key-no-certificate"),
        KeyError::EncryptedKey => CliError::new("error.key-encrypted"),
        KeyError::SeveralKeys(count) => CliError::new("error.key-several").with("count", count),
        KeyError::KeyTooSmall { bits } => CliError::new("error.key-small").with("bits", bits),
        KeyError::KeyDiffers { certificates } => CliError::new("error.key-differs").with("certificates", certificates.join("; ")),
        KeyError::KeyUnsupported(kind) => CliError::new("error.key-unsupported").with("detail", kind),
        KeyError::Pkcs12(_) | KeyError::Pem(_) | KeyError::KeyUnusable(_) | KeyError::CertificateMalformed(_) => {
            CliError::new("error.key").with("detail", error)
        }
    };
    said.with("path", path.display())
}

pub fn not_signed(path: &Path, error: &SignError, lang: Lang) -> CliError {
    let day = |time: &DateTime<Utc>| time.format("%d.%m.%Y").to_string();
    let said = match error {
        SignError::Pdf(error) => CliError::new("error.sign").with("detail", pdf(lang, error)),
        SignError::StampDiffers { stamped, given } => {
            CliError::new("error.sign-stamp").with("stamped", stamped.join(", ")).with("given", given)
        }
        SignError::CertificateNotValid { not_after, time, .. } if time > not_after => {
            CliError::new("error.sign-expired").with("day", day(not_after))
        }
        SignError::CertificateNotValid { not_before, .. } => CliError::new("error.sign-early").with("day", day(not_before)),
        SignError::KeyUsage => CliError::new("error.sign-usage"),
        SignError::Certified => CliError::new("error.sign-certified"),
        SignError::FieldExists(_) | SignError::FieldName(_) | SignError::Crypto | SignError::Encoding(_) | SignError::SelfCheck => {
            CliError::new("error.sign").with("detail", error)
        }
    };
    said.with("path", path.display())
}

/// Why a file is not read as a PDF.
pub fn pdf(lang: Lang, error: &PdfError) -> String {
    let text = |key: &str, values: &[(&str, &str)]| messages::text(lang, key, values);
    match error {
        PdfError::NotPdf => text("pdf.not-pdf", &[]),
        PdfError::LeadingBytes => text("problem.leading-bytes", &[]),
        PdfError::TrailingBytes => text("pdf.no-end", &[]),
        PdfError::Encrypted => text("problem.file-encrypted", &[]),
        PdfError::Unsupported(what) => text("pdf.unsupported", &[("what", what)]),
        PdfError::Damaged { at, what } => text("pdf.damaged", &[("at", &at.to_string()), ("what", what)]),
    }
}
