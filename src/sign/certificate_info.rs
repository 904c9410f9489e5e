//! What people are told about a certificate: on the stamp, in a verdict, in a list of keys.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::certificate::{Certificate, attribute, common_name};
use super::error::KeyError;
use super::{oid, text};

/// The public facts of a certificate (сертификат ключа проверки подписи), in words that are safe to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateInfo {
    /// Common name of the owner; the whole name if there is none.
    pub subject: String,
    pub organization: Option<String>,
    /// Upper-case hexadecimal, as Russian stamps print it.
    pub serial: String,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    /// Common name of the issuer.
    pub issuer: String,
    /// Fingerprint of the whole certificate, lower-case hexadecimal.
    pub sha256: String,
    pub is_self_signed: bool,
}

impl CertificateInfo {
    /// The first certificate of a PEM text (DER is taken too).
    ///
    /// # Errors
    /// No certificate in the text, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let certificates = Certificate::all_from_bytes(pem)?;
        certificates.first().map(Self::of).ok_or(KeyError::NoCertificate)
    }

    /// # Errors
    /// Bytes that are no certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        Certificate::from_der(der).map(|certificate| Self::of(&certificate))
    }

    pub(super) fn of(certificate: &Certificate) -> Self {
        let serial = certificate.x509.tbs_certificate().serial_number().as_bytes();
        Self {
            subject: certificate.name(),
            organization: attribute(certificate.subject(), oid::ORGANIZATION),
            // DER puts a zero byte before a high bit; it is no part of the number.
            serial: text::hex_upper(serial.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(serial)),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            issuer: common_name(certificate.issuer()),
            sha256: text::hex_lower(&certificate.sha256()),
            is_self_signed: certificate.is_self_signed(),
        }
    }
}
