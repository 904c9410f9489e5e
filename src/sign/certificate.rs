//! A certificate with the exact bytes it came in, and what its extensions allow.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use der::{Decode, Reader, SliceReader};
use sha2::{Digest, Sha256};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;

use super::error::KeyError;
use super::public_key::{self, SignatureFault};
use super::{oid, pem, text};

#[derive(Debug, Clone)]
pub(super) struct Certificate {
    pub der: Vec<u8>,
    /// What the issuer signed. Taken from the bytes, since encoding the parsed form anew may change them.
    tbs: Vec<u8>,
    pub x509: x509_cert::Certificate,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Certificate {
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let malformed = |error: der::Error| KeyError::CertificateMalformed(error.to_string());
        let x509 = x509_cert::Certificate::from_der(der).map_err(malformed)?;
        let tbs = tbs_bytes(der).map_err(malformed)?.to_vec();
        let validity = x509.tbs_certificate().validity();
        let (not_before, not_after) = match (to_utc(validity.not_before), to_utc(validity.not_after)) {
            (Some(not_before), Some(not_after)) => (not_before, not_after),
            _ => return Err(KeyError::CertificateMalformed("the validity has no readable dates".to_owned())),
        };
        Ok(Self { der: der.to_vec(), tbs, x509, not_before, not_after })
    }

    /// One certificate in DER, or all those in a PEM text.
    pub fn all_from_bytes(bytes: &[u8]) -> Result<Vec<Self>, KeyError> {
        if !pem::is_pem(bytes) {
            return Ok(vec![Self::from_der(bytes)?]);
        }
        let blocks = pem::blocks(bytes)?;
        let certificates = blocks.iter().filter(|block| is_certificate_label(&block.label));
        certificates.map(|block| Self::from_der(&block.der)).collect()
    }

    pub fn subject(&self) -> &Name {
        self.x509.tbs_certificate().subject()
    }

    pub fn issuer(&self) -> &Name {
        self.x509.tbs_certificate().issuer()
    }

    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(&self.der).to_vec()
    }

    /// The key as it stands in the certificate: RSAPublicKey in DER, or the point of the curve.
    pub fn public_key(&self) -> &[u8] {
        self.x509.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
    }

    pub fn is_self_issued(&self) -> bool {
        self.subject() == self.issuer()
    }

    pub fn is_self_signed(&self) -> bool {
        self.is_self_issued() && self.check_signed_by(self).is_ok()
    }

    pub fn check_signed_by(&self, issuer: &Self) -> Result<(), SignatureFault> {
        let algorithm = self.x509.signature_algorithm();
        if self.x509.tbs_certificate().signature() != algorithm {
            return Err(SignatureFault::Invalid);
        }
        let key = issuer.x509.tbs_certificate().subject_public_key_info();
        let signature = self.x509.signature().as_bytes().ok_or(SignatureFault::Invalid)?;
        public_key::check_signature(key, algorithm, None, &self.tbs, signature)
    }

    /// `Less` before the validity, `Greater` after it.
    pub fn validity_at(&self, time: DateTime<Utc>) -> Ordering {
        if time < self.not_before {
            Ordering::Less
        } else if time > self.not_after {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }

    /// The extension, `None` if the certificate has none, an error if it is malformed or stands twice.
    fn extension<'a, T>(&'a self) -> Result<Option<T>, der::Error>
    where
        T: Decode<'a, Error = der::Error> + der::oid::AssociatedOid,
    {
        Ok(self.x509.tbs_certificate().get_extension::<T>()?.map(|(_, extension)| extension))
    }

    pub fn key_usage(&self) -> Result<Option<x509_cert::ext::pkix::KeyUsage>, der::Error> {
        self.extension()
    }

    pub fn basic_constraints(&self) -> Result<Option<BasicConstraints>, der::Error> {
        self.extension()
    }

    pub fn extended_key_usage(&self) -> Result<Option<ExtendedKeyUsage>, der::Error> {
        self.extension()
    }

    pub fn subject_key_id(&self) -> Option<SubjectKeyIdentifier> {
        self.extension().ok().flatten()
    }

    /// Key usage has the digital-signature or the non-repudiation bit, and an extended key usage, if there is one,
    /// names a purpose that goes with documents.
    pub fn may_sign_documents(&self) -> bool {
        let by_key_usage = match self.key_usage() {
            Ok(Some(usage)) => usage.digital_signature() || usage.non_repudiation(),
            Ok(None) => true,
            Err(_) => false,
        };
        let by_purpose = match self.extended_key_usage() {
            Ok(Some(usage)) => usage.0.iter().any(|purpose| oid::DOCUMENT_SIGNING_USAGES.contains(purpose)),
            Ok(None) => true,
            Err(_) => false,
        };
        by_key_usage && by_purpose
    }

    /// A critical extension that is not understood forbids the use of the certificate (RFC 5280, 4.2).
    pub fn has_unknown_critical_extension(&self) -> bool {
        const KNOWN: [ObjectIdentifier; 7] = [
            oid::BASIC_CONSTRAINTS,
            oid::KEY_USAGE,
            oid::EXTENDED_KEY_USAGE,
            oid::CERTIFICATE_POLICIES,
            oid::SUBJECT_ALT_NAME,
            oid::AUTHORITY_KEY_ID,
            oid::SUBJECT_KEY_ID,
        ];
        let extensions = self.x509.tbs_certificate().extensions();
        extensions.is_some_and(|all| all.iter().any(|one| one.critical && !KNOWN.contains(&one.extn_id)))
    }

    /// How people call the owner: the common name, else the whole name.
    pub fn name(&self) -> String {
        common_name(self.subject())
    }
}

pub(super) fn is_certificate_label(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE")
}

pub(super) fn common_name(name: &Name) -> String {
    attribute(name, oid::COMMON_NAME).unwrap_or_else(|| text::without_controls(&name.to_string()))
}

pub(super) fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    name.iter().find(|part| part.oid == oid).map(|part| text::from_directory_string(&part.value))
}

fn tbs_bytes(der: &[u8]) -> Result<&[u8], der::Error> {
    let mut outer = SliceReader::new(der)?;
    let header = der::Header::decode(&mut outer)?;
    let mut inner = SliceReader::new(outer.read_slice(header.length())?)?;
    inner.tlv_bytes()
}

fn to_utc(time: x509_cert::time::Time) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(i64::try_from(time.to_unix_duration().as_secs()).ok()?, 0)
}
