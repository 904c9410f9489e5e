//! What can go wrong while loading a key, reading a PDF, signing it and judging it.

use chrono::{DateTime, Utc};

/// A key or certificate that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    #[error("wrong password for the PKCS#12 container")]
    WrongPassword,
    #[error("the PKCS#12 container cannot be read: {0}")]
    Pkcs12(String),
    #[error("the PEM text is damaged: {0}")]
    Pem(String),
    #[error("no private key found")]
    NoKey,
    #[error("{0} private keys found, expected one")]
    SeveralKeys(usize),
    #[error("the private key is encrypted; give a PKCS#12 container with its password, or a decrypted key")]
    EncryptedKey,
    #[error("the private key cannot be used: {0}")]
    KeyUnusable(String),
    #[error("the private key is of a kind that is not supported ({0}); RSA from 2048 bits and ECDSA P-256 are")]
    KeyUnsupported(String),
    #[error("the RSA key has {bits} bits, at least 2048 are needed")]
    KeyTooSmall { bits: usize },
    #[error("no certificate found")]
    NoCertificate,
    #[error("the certificate cannot be read: {0}")]
    CertificateMalformed(String),
    #[error("the private key belongs to none of the certificates given ({})", .certificates.join("; "))]
    KeyDiffers { certificates: Vec<String> },
}

/// Why the strict reader does not accept a file. `at` is a byte offset.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum PdfError {
    #[error("not a PDF file")]
    NotPdf,
    #[error("there are bytes before the PDF header")]
    LeadingBytes,
    #[error("the file does not end with an end-of-file marker")]
    TrailingBytes,
    #[error("the file is encrypted")]
    Encrypted,
    #[error("the file uses {0}, which is not supported")]
    Unsupported(&'static str),
    #[error("the file is damaged at byte {at}: {what}")]
    Damaged { at: usize, what: &'static str },
}

/// Why a file was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the file cannot be signed safely: {0}")]
    Pdf(#[from] PdfError),
    #[error(
        "the page carries the stamp of another certificate: stamped {}, the key given is {given}",
        .stamped.join(", ")
    )]
    StampDiffers { stamped: Vec<String>, given: String },
    #[error("the certificate is valid from {not_before} to {not_after}, not at {time}")]
    CertificateNotValid { not_before: DateTime<Utc>, not_after: DateTime<Utc>, time: DateTime<Utc> },
    #[error("the certificate may not be used to sign documents")]
    KeyUsage,
    #[error("the file is certified by an earlier signature that allows no changes")]
    Certified,
    #[error("a form field named {0:?} exists already")]
    FieldExists(String),
    #[error("{0:?} cannot be the name of a form field: it is empty or has a full stop")]
    FieldName(String),
    #[error("the crypto library could not make the signature")]
    Crypto,
    #[error("the signature could not be encoded: {0}")]
    Encoding(#[from] der::Error),
    #[error("the signature just made does not verify")]
    SelfCheck,
}

/// Why there is nothing to judge. A signature that is not good is no error: see [`super::Verdict`].
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("not a PDF file that can be read: {0}")]
    NotPdf(PdfError),
    #[error("the file is not signed")]
    NotSigned,
    #[error("a trusted root certificate cannot be read: {0}")]
    Root(KeyError),
}
