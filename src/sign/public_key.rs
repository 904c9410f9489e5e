//! Checking a signature with the public key of a certificate.

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use der::asn1::ObjectIdentifier;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::oid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignatureFault {
    Invalid,
    /// A kind of key, curve or digest that is not known here, or a combination of them that does not go together.
    Unsupported,
}

/// `digest` is the digest algorithm named beside the signature algorithm, where the format has both (CMS). They have
/// to agree; `rsaEncryption` as signature algorithm takes it.
pub(super) fn check_signature(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<ObjectIdentifier>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFault> {
    // None of the algorithms here has parameters; RSA writes that as NULL.
    if algorithm.parameters.as_ref().is_some_and(|parameters| !parameters.is_null()) {
        return Err(SignatureFault::Unsupported);
    }
    let (family, own_digest) = family_and_digest(algorithm.oid).ok_or(SignatureFault::Unsupported)?;
    let digest = match (own_digest, digest) {
        (Some(own), Some(given)) if own != given => return Err(SignatureFault::Unsupported),
        (Some(digest), _) | (None, Some(digest)) => digest,
        (None, None) => return Err(SignatureFault::Unsupported),
    };
    let verifier = verifier(key, family, digest).ok_or(SignatureFault::Unsupported)?;
    UnparsedPublicKey::new(verifier, key.subject_public_key.raw_bytes()).verify(message, signature).map_err(|_| SignatureFault::Invalid)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Rsa,
    Ecdsa,
}

fn family_and_digest(algorithm: ObjectIdentifier) -> Option<(Family, Option<ObjectIdentifier>)> {
    Some(match algorithm {
        oid::RSA_ENCRYPTION => (Family::Rsa, None),
        oid::SHA_256_WITH_RSA => (Family::Rsa, Some(oid::SHA_256)),
        oid::SHA_384_WITH_RSA => (Family::Rsa, Some(oid::SHA_384)),
        oid::SHA_512_WITH_RSA => (Family::Rsa, Some(oid::SHA_512)),
        oid::ECDSA_WITH_SHA_256 => (Family::Ecdsa, Some(oid::SHA_256)),
        oid::ECDSA_WITH_SHA_384 => (Family::Ecdsa, Some(oid::SHA_384)),
        oid::ECDSA_WITH_SHA_512 => (Family::Ecdsa, Some(oid::SHA_512)),
        _ => return None,
    })
}

/// RSA keys under 2048 bits have no verifier here and fail.
fn verifier(key: &SubjectPublicKeyInfoOwned, family: Family, digest: ObjectIdentifier) -> Option<&'static dyn VerificationAlgorithm> {
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    match (family, key.algorithm.oid) {
        (Family::Rsa, oid::RSA_ENCRYPTION) => Some(match digest {
            oid::SHA_256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            oid::SHA_384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            oid::SHA_512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            _ => return None,
        }),
        (Family::Ecdsa, oid::EC_PUBLIC_KEY) => Some(match (curve()?, digest) {
            (oid::CURVE_P256, oid::SHA_256) => &signature::ECDSA_P256_SHA256_ASN1,
            (oid::CURVE_P256, oid::SHA_384) => &signature::ECDSA_P256_SHA384_ASN1,
            (oid::CURVE_P256, oid::SHA_512) => &signature::ECDSA_P256_SHA512_ASN1,
            (oid::CURVE_P384, oid::SHA_256) => &signature::ECDSA_P384_SHA256_ASN1,
            (oid::CURVE_P384, oid::SHA_384) => &signature::ECDSA_P384_SHA384_ASN1,
            (oid::CURVE_P384, oid::SHA_512) => &signature::ECDSA_P384_SHA512_ASN1,
            _ => return None,
        }),
        _ => None,
    }
}
