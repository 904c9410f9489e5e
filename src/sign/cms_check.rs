//! Judging the CMS of one signature: whose it is, and whether it holds for these bytes.

use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Reader, SliceReader};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;

use super::certificate::Certificate;
use super::cms::{self, ContentInfo, SignedData, SignerIdentifier, SignerInfo, SigningCertificateV2};
use super::oid;
use super::public_key::{self, SignatureFault};
use super::verdict::Problem;

/// Certificates of one message that are looked at.
const CERTIFICATES_MAX: usize = 64;

#[derive(Default)]
pub(super) struct CmsFindings {
    pub signer: Option<Certificate>,
    /// All certificates of the message, the signer's too.
    pub certificates: Vec<Certificate>,
    pub digest_ok: bool,
    pub signature_ok: bool,
    pub certificate_matches: bool,
    pub problems: Vec<Problem>,
}

/// `contents` is the whole hole of the file: the message, then zero bytes. `signed` are the parts of the file that
/// the signature has to hold for.
pub(super) fn check(contents: &[u8], signed: [&[u8]; 2]) -> CmsFindings {
    let mut findings = CmsFindings::default();
    if let Err(problem) = fill(&mut findings, contents, signed) {
        findings.problems.push(problem);
    }
    findings
}

fn fill(findings: &mut CmsFindings, contents: &[u8], signed: [&[u8]; 2]) -> Result<(), Problem> {
    let (message, padding) = split_padding(contents).ok_or(Problem::CmsMalformed)?;
    if padding.iter().any(|byte| *byte != 0) {
        findings.problems.push(Problem::CmsPadding);
    }
    let data = signed_data(message).ok_or(Problem::CmsMalformed)?;
    if data.encapsulated.content.is_some() {
        findings.problems.push(Problem::CmsWithContent);
    }
    let [info] = data.signer_infos.as_slice() else { return Err(Problem::SignerCountNotOne) };
    let info: SignerInfo = info.decode_as().map_err(|_| Problem::CmsMalformed)?;
    if !is_consistent(&data, &info) {
        findings.problems.push(Problem::CmsMalformed);
    }
    findings.certificates = certificates(&data);

    let attributes = info.signed_attributes.as_ref().ok_or(Problem::AttributesMissing)?;
    check_content_type(findings, attributes, data.encapsulated.content_type);
    findings.digest_ok = match check_digest(attributes, info.digest_algorithm.oid, signed) {
        Ok(()) => true,
        Err(problem) => {
            findings.problems.push(problem);
            false
        }
    };
    let binding = binding(attributes);
    if let Err(problem) = &binding {
        findings.problems.push(*problem);
    }
    let binding = binding.ok();
    let signer = find_signer(&findings.certificates, &info.signer, binding.as_ref()).ok_or(Problem::CertificateMissing)?;
    findings.signer = Some(signer.clone());
    if let Some(binding) = binding {
        findings.certificate_matches = binding.names(&signer);
        if !findings.certificate_matches {
            findings.problems.push(Problem::CertificateDiffers);
        }
    }
    check_signature(&info, attributes, &signer)?;
    findings.signature_ok = true;
    Ok(())
}

fn split_padding(contents: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = SliceReader::new(contents).ok()?;
    let message = reader.tlv_bytes().ok()?;
    contents.split_at_checked(message.len())
}

fn signed_data(message: &[u8]) -> Option<SignedData> {
    let outer = ContentInfo::from_der(message).ok()?;
    let data: SignedData = outer.content.decode_as().ok()?;
    (outer.content_type == oid::ID_SIGNED_DATA).then_some(data)
}

/// What RFC 5652 says twice has to be said alike: the versions (5.1, 5.3) and the digest algorithm.
fn is_consistent(data: &SignedData, info: &SignerInfo) -> bool {
    let version = match info.signer {
        SignerIdentifier::IssuerAndSerialNumber(_) => 1,
        SignerIdentifier::SubjectKeyIdentifier(_) => 3,
    };
    let mut digests = data.digest_algorithms.iter().map(|one| one.decode_as::<AlgorithmIdentifierOwned>());
    data.version == version && info.version == version && digests.any(|one| one.is_ok_and(|one| one.oid == info.digest_algorithm.oid))
}

/// Those that can be read. An attribute certificate or a broken one cannot be the signer's, so it is passed over.
fn certificates(data: &SignedData) -> Vec<Certificate> {
    let all = data.certificates.iter().flatten().take(CERTIFICATES_MAX);
    all.filter_map(|one| Certificate::from_der(&one.to_der().ok()?).ok()).collect()
}

/// The only value of an attribute that may stand only once.
fn only_value(attributes: &[Attribute], oid: ObjectIdentifier) -> Result<&Any, Problem> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next(), found.next()) {
        (None, _) => Err(Problem::AttributesMissing),
        (Some(attribute), None) => match attribute.values.as_slice() {
            [only] => Ok(only),
            _ => Err(Problem::AttributesMalformed),
        },
        (Some(_), Some(_)) => Err(Problem::AttributesMalformed),
    }
}

fn check_content_type(findings: &mut CmsFindings, attributes: &[Attribute], content_type: ObjectIdentifier) {
    let named = only_value(attributes, oid::CONTENT_TYPE)
        .and_then(|value| value.decode_as::<ObjectIdentifier>().map_err(|_| Problem::AttributesMalformed));
    match named {
        Ok(named) if named == content_type && named == oid::ID_DATA => {}
        Ok(_) => findings.problems.push(Problem::AttributesMalformed),
        Err(problem) => findings.problems.push(problem),
    }
}

fn check_digest(attributes: &[Attribute], algorithm: ObjectIdentifier, signed: [&[u8]; 2]) -> Result<(), Problem> {
    let value = only_value(attributes, oid::MESSAGE_DIGEST)?;
    let stated: OctetString = value.decode_as().map_err(|_| Problem::AttributesMalformed)?;
    let digest = digest(algorithm, &signed).ok_or(Problem::DigestUnsupported)?;
    if stated.as_bytes() == digest { Ok(()) } else { Err(Problem::DigestDiffers) }
}

fn digest(algorithm: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let mut digest = D::new();
        for part in parts {
            digest.update(part);
        }
        digest.finalize().to_vec()
    }
    match algorithm {
        oid::SHA_256 => Some(of::<Sha256>(parts)),
        oid::SHA_384 => Some(of::<Sha384>(parts)),
        oid::SHA_512 => Some(of::<Sha512>(parts)),
        _ => None,
    }
}

/// The hash of the signer's certificate that the signature itself carries.
struct Binding {
    algorithm: ObjectIdentifier,
    hash: Vec<u8>,
}

impl Binding {
    fn names(&self, certificate: &Certificate) -> bool {
        digest(self.algorithm, &[&certificate.der]).is_some_and(|digest| digest == self.hash)
    }
}

fn binding(attributes: &[Attribute]) -> Result<Binding, Problem> {
    let value = only_value(attributes, oid::SIGNING_CERTIFICATE_V2).map_err(|problem| match problem {
        Problem::AttributesMissing => Problem::CertificateNotBound,
        other => other,
    })?;
    let signing: SigningCertificateV2 = value.decode_as().map_err(|_| Problem::AttributesMalformed)?;
    // The first one is the signer's (RFC 5035); others would be of the chain.
    let first = signing.certificates.into_iter().next().ok_or(Problem::AttributesMalformed)?;
    let algorithm = first.hash_algorithm.map_or(oid::SHA_256, |algorithm| algorithm.oid);
    Ok(Binding { algorithm, hash: first.certificate_hash.as_bytes().to_vec() })
}

/// By issuer and number; of several such certificates the bound one.
fn find_signer(all: &[Certificate], identifier: &SignerIdentifier, binding: Option<&Binding>) -> Option<Certificate> {
    let is_meant = |one: &&Certificate| match identifier {
        SignerIdentifier::IssuerAndSerialNumber(meant) => {
            let tbs = one.x509.tbs_certificate();
            *tbs.issuer() == meant.issuer && *tbs.serial_number() == meant.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(meant) => one.subject_key_id().is_some_and(|id| id.0 == *meant),
    };
    let bound = all.iter().filter(is_meant).find(|one| binding.is_some_and(|binding| binding.names(one)));
    bound.or_else(|| all.iter().find(is_meant)).cloned()
}

fn check_signature(info: &SignerInfo, attributes: &Vec<Attribute>, signer: &Certificate) -> Result<(), Problem> {
    let message = cms::attributes_to_sign(attributes).map_err(|_| Problem::CmsMalformed)?;
    let key = signer.x509.tbs_certificate().subject_public_key_info();
    let digest = Some(info.digest_algorithm.oid);
    public_key::check_signature(key, &info.signature_algorithm, digest, &message, info.signature.as_bytes()).map_err(|fault| match fault {
        SignatureFault::Invalid => Problem::SignatureInvalid,
        SignatureFault::Unsupported => Problem::AlgorithmUnsupported,
    })
}
