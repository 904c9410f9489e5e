//! What is found out about the signatures of a file, as values with stable codes: the CLI makes words of them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::certificate_info::CertificateInfo;

/// The judgement of a whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// In the order in which they were made.
    pub signatures: Vec<SignatureVerdict>,
    /// Faults of the file as a whole, beside those of single signatures.
    pub problems: Vec<Problem>,
    /// Fingerprints of the certificates whose stamp is on a page but whose signature is not in the file.
    pub stamps_unsigned: Vec<String>,
    /// Why the strict reader stopped, if it did.
    pub reader_message: Option<String>,
}

/// The judgement of one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureVerdict {
    pub field: String,
    pub signer: Option<CertificateInfo>,
    /// What the signer's clock said (/M); nobody else vouches for it.
    pub claimed_time: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    /// The signed bytes are those the signature was made over.
    pub digest_ok: bool,
    /// The signature was made with the key of the certificate.
    pub signature_ok: bool,
    /// Everything in the file but the signature itself is signed.
    pub covers_whole_file: bool,
    /// Everything up to the end of the signature's own revision is signed.
    pub covers_revision: bool,
    /// The signature names this very certificate (signing-certificate-v2).
    pub certificate_matches: bool,
    pub chain: ChainStatus,
    pub key_usage: Option<KeyUsage>,
    /// Each makes the signature not good.
    pub problems: Vec<Problem>,
    /// Worth saying, but no fault.
    pub notes: Vec<Note>,
}

/// What the certificate says its key is for; absent if it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KeyUsage {
    pub digital_signature: bool,
    pub non_repudiation: bool,
}

/// Who vouches for the signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum ChainStatus {
    Trusted {
        root: String,
    },
    /// The chain is whole but ends in a root that is not trusted here.
    Untrusted {
        root: String,
    },
    /// The signer vouches for himself and is not trusted here.
    SelfSigned,
    /// The certificate of this issuer is missing.
    Incomplete {
        missing: String,
    },
    /// A certificate of the chain was no longer valid at the claimed time.
    ExpiredAtClaimedTime {
        certificate: String,
    },
    NotYetValidAtClaimedTime {
        certificate: String,
    },
    /// A certificate of the chain may not do what it did.
    Broken {
        certificate: String,
        fault: ChainFault,
    },
    /// There is no signer's certificate or no time to judge it at.
    NotChecked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChainFault {
    NotAnAuthority,
    MayNotSignCertificates,
    PathTooLong,
    SignatureInvalid,
    AlgorithmUnsupported,
    UnknownCriticalExtension,
}

/// Stable codes of what makes a verdict not good. New ones may be added; old ones keep name and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    // The file.
    LeadingBytes,
    TrailingBytes,
    /// The file ends before what a signature in it says was signed.
    FileTruncated,
    FileDamaged,
    FileEncrypted,
    FileUnsupported,
    SignatureOutsideForm,
    StampWithoutSignature,
    // The place of the signature in the file.
    DictionaryMissing,
    SubFilterUnsupported,
    ByteRangeMissing,
    ByteRangeMalformed,
    ContentsMissing,
    GapIsNotContents,
    RevisionNotCovered,
    // The signature.
    CmsMalformed,
    CmsPadding,
    CmsWithContent,
    SignerCountNotOne,
    AttributesMissing,
    AttributesMalformed,
    DigestUnsupported,
    DigestDiffers,
    AlgorithmUnsupported,
    SignatureInvalid,
    // The signer.
    CertificateMissing,
    CertificateNotBound,
    CertificateDiffers,
    CertificateNotForSigning,
    CertificateExpiredAtClaimedTime,
    CertificateNotYetValidAtClaimedTime,
    ChainNotTrusted,
    // The time.
    TimeMissing,
    TimeInFuture,
    // What was done to the file after this signature.
    ChangedUnsigned,
    ChangedTrailer,
    ChangedCatalog,
    ChangedForm,
    ChangedPage,
    ChangedAnnotations,
    ObjectReplaced,
    ObjectAdded,
    ObjectDeleted,
    ChangesForbidden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Always there: baseline B carries no revocation data, and nothing is fetched.
    RevocationNotChecked,
    /// Always there: baseline B carries no time stamp.
    TimeNotProven,
    CertificateExpiredNow,
    CertificateNotYetValidNow,
    /// The certificate does not say what its key is for.
    KeyUsageAbsent,
    /// A later signature was added properly.
    SignedAgainLater,
    /// Other certificates are stamped on the page, this one is not.
    WithoutStamp,
}

impl Verdict {
    /// True if every signature is good and nothing in the file is outside them.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
            && self.signatures.iter().all(SignatureVerdict::is_good)
            && self.signatures.last().is_some_and(|last| last.covers_whole_file)
    }
}

impl SignatureVerdict {
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.is_intact() && self.problems.is_empty() && matches!(self.chain, ChainStatus::Trusted { .. })
    }

    /// The mathematics holds: these bytes were signed with the key of this certificate. Whether that certificate
    /// can be trusted, and what was added later, is not part of it.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.digest_ok && self.signature_ok && self.covers_revision && self.certificate_matches
    }

    pub(super) fn add_problem(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
