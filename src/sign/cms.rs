//! CMS SignedData (RFC 5652) as far as PAdES needs it: the structures, and the building of a signature.
//!
//! Written here because the `cms` crate has no stable release that goes with the other format crates. Where DER
//! asks for an order that signers in the field do not keep (certificates, signed attributes), the parts are read
//! in the order they come.

use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Choice, Encode, Sequence, ValueOrd};
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::error::SignError;
use super::oid;
use super::signer::Signer;

#[derive(Debug, Clone, Sequence)]
pub(super) struct ContentInfo {
    pub content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub content: Any,
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct SignedData {
    pub version: u8,
    pub digest_algorithms: SetOfVec<Any>,
    pub encapsulated: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub certificates: Option<Vec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub crls: Option<Vec<Any>>,
    pub signer_infos: SetOfVec<Any>,
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct EncapsulatedContentInfo {
    pub content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub content: Option<Any>,
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct SignerInfo {
    pub version: u8,
    pub signer: SignerIdentifier,
    pub digest_algorithm: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub signed_attributes: Option<Vec<Attribute>>,
    pub signature_algorithm: AlgorithmIdentifierOwned,
    pub signature: OctetString,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub unsigned_attributes: Option<Vec<Any>>,
}

#[derive(Debug, Clone, Choice)]
pub(super) enum SignerIdentifier {
    IssuerAndSerialNumber(IssuerAndSerialNumber),
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    SubjectKeyIdentifier(OctetString),
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(super) struct IssuerAndSerialNumber {
    pub issuer: Name,
    pub serial_number: SerialNumber,
}

/// RFC 5035: binds the signature to one certificate, so that another one for the same key cannot take its place.
#[derive(Debug, Clone, Sequence)]
pub(super) struct SigningCertificateV2 {
    pub certificates: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    pub policies: Option<Any>,
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct EssCertIdV2 {
    /// SHA-256 where it is left out.
    #[asn1(optional = "true")]
    pub hash_algorithm: Option<AlgorithmIdentifierOwned>,
    pub certificate_hash: OctetString,
    /// Says again what the hash already decides, so it is not looked at.
    #[asn1(optional = "true")]
    pub issuer_serial: Option<Any>,
}

/// The detached signature over a SHA-256 digest of the signed ranges.
pub(super) fn build(signer: &Signer, digest: &[u8]) -> Result<Vec<u8>, SignError> {
    let attributes = signed_attributes(signer, digest)?;
    let signature = signer.key().sign(&attributes_to_sign(&attributes)?)?;
    encode(signer, attributes, signature)
}

/// The largest size [`build`] can give for this signer, in bytes: room to leave in the file.
pub(super) fn size_max(signer: &Signer) -> Result<usize, SignError> {
    let attributes = signed_attributes(signer, &[0; 32])?;
    Ok(encode(signer, attributes, vec![0xFF; signer.key().signature_length_max()])?.len())
}

/// What is signed: the attributes as SET OF, although the message carries them under the tag [0].
pub(super) fn attributes_to_sign(attributes: &Vec<Attribute>) -> Result<Vec<u8>, der::Error> {
    const TAG_SET: u8 = 0x31;
    let mut bytes = attributes.to_der()?;
    if let Some(tag) = bytes.first_mut() {
        *tag = TAG_SET;
    }
    Ok(bytes)
}

/// PAdES: no signing-time here, the time stands in the signature dictionary (/M).
fn signed_attributes(signer: &Signer, digest: &[u8]) -> Result<Vec<Attribute>, SignError> {
    let certificate =
        EssCertIdV2 { hash_algorithm: None, certificate_hash: OctetString::new(signer.leaf().sha256())?, issuer_serial: None };
    let binding = SigningCertificateV2 { certificates: vec![certificate], policies: None };
    let attributes = SetOfVec::try_from(vec![
        attribute(oid::CONTENT_TYPE, Any::encode_from(&oid::ID_DATA)?)?,
        attribute(oid::MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(oid::SIGNING_CERTIFICATE_V2, Any::encode_from(&binding)?)?,
    ])?;
    Ok(attributes.into_vec())
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, der::Error> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

fn encode(signer: &Signer, attributes: Vec<Attribute>, signature: Vec<u8>) -> Result<Vec<u8>, SignError> {
    let digest_algorithm = AlgorithmIdentifierOwned { oid: oid::SHA_256, parameters: None };
    let tbs = signer.leaf().x509.tbs_certificate();
    let signer_info = SignerInfo {
        version: 1,
        signer: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_algorithm: digest_algorithm.clone(),
        signed_attributes: Some(attributes),
        signature_algorithm: signer.key().algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attributes: None,
    };
    let signed_data = SignedData {
        version: 1,
        digest_algorithms: SetOfVec::try_from(vec![Any::encode_from(&digest_algorithm)?])?,
        encapsulated: EncapsulatedContentInfo { content_type: oid::ID_DATA, content: None },
        certificates: Some(certificates(signer)?),
        crls: None,
        signer_infos: SetOfVec::try_from(vec![Any::encode_from(&signer_info)?])?,
    };
    let content = Any::encode_from(&signed_data)?;
    Ok(ContentInfo { content_type: oid::ID_SIGNED_DATA, content }.to_der()?)
}

fn certificates(signer: &Signer) -> Result<Vec<Any>, der::Error> {
    let all = std::iter::once(signer.leaf()).chain(signer.chain());
    let parsed = all.map(|certificate| der::Decode::from_der(&certificate.der)).collect::<Result<Vec<Any>, _>>()?;
    // A SET: in DER its members are sorted.
    Ok(SetOfVec::try_from(parsed)?.into_vec())
}
