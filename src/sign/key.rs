//! A private key that can sign: RSA from 2048 bits (PKCS #1 v1.5) or ECDSA P-256, both with SHA-256.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{self, EcdsaKeyPair, KeyPair};
use der::asn1::{Any, ObjectIdentifier};
use der::{Decode, Sequence};
use spki::AlgorithmIdentifierOwned;

use super::error::{KeyError, SignError};
use super::oid;

const RSA_BITS_MIN: usize = 2048;

pub(super) enum Key {
    Rsa(rsa::KeyPair),
    P256(EcdsaKeyPair),
}

/// The head of PKCS #8, enough to say what kind of key it is.
#[derive(Sequence)]
struct PrivateKeyInfo {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    key: der::asn1::OctetString,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    attributes: Option<Vec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    public_key: Option<der::asn1::BitString>,
}

impl Key {
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let unusable = |error: String| KeyError::KeyUnusable(error);
        let info = PrivateKeyInfo::from_der(der).map_err(|error| unusable(error.to_string()))?;
        match info.algorithm.oid {
            oid::RSA_ENCRYPTION => Self::from_pkcs1(info.key.as_bytes()),
            oid::EC_PUBLIC_KEY => {
                check_curve(info.algorithm.parameters.as_ref())?;
                let pair = EcdsaKeyPair::from_pkcs8(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, der);
                pair.map(Self::P256).map_err(|error| unusable(error.to_string()))
            }
            other => Err(KeyError::KeyUnsupported(other.to_string())),
        }
    }

    pub fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        if let Some(bits) = modulus_bits(der)
            && bits < RSA_BITS_MIN
        {
            return Err(KeyError::KeyTooSmall { bits });
        }
        rsa::KeyPair::from_der(der).map(Self::Rsa).map_err(|error| KeyError::KeyUnusable(error.to_string()))
    }

    pub fn from_sec1(der: &[u8]) -> Result<Self, KeyError> {
        EcdsaKeyPair::from_private_key_der(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, der)
            .map(Self::P256)
            .map_err(|error| KeyError::KeyUnsupported(format!("an elliptic curve other than P-256: {error}")))
    }

    /// As a certificate carries it.
    pub fn public_key(&self) -> Vec<u8> {
        match self {
            Self::Rsa(pair) => KeyPair::public_key(pair).as_ref().to_vec(),
            Self::P256(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    pub fn algorithm(&self) -> AlgorithmIdentifierOwned {
        match self {
            // RFC 4055: the parameters of the RSA algorithms are NULL, those of ECDSA (RFC 5758) absent.
            Self::Rsa(_) => AlgorithmIdentifierOwned { oid: oid::SHA_256_WITH_RSA, parameters: Some(Any::null()) },
            Self::P256(_) => AlgorithmIdentifierOwned { oid: oid::ECDSA_WITH_SHA_256, parameters: None },
        }
    }

    pub fn signature_length_max(&self) -> usize {
        match self {
            Self::Rsa(pair) => pair.public_modulus_len(),
            // SEQUENCE of two INTEGERs of 32 bytes and a possible zero byte each.
            Self::P256(_) => 72,
        }
    }

    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signed = vec![0; pair.public_modulus_len()];
                let padding = &signature::RSA_PKCS1_SHA256;
                pair.sign(padding, &random, message, &mut signed).map_err(|_| SignError::Crypto)?;
                Ok(signed)
            }
            Self::P256(pair) => {
                let signed = pair.sign(&random, message).map_err(|_| SignError::Crypto)?;
                Ok(signed.as_ref().to_vec())
            }
        }
    }
}

fn check_curve(parameters: Option<&Any>) -> Result<(), KeyError> {
    match parameters.and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok()) {
        Some(oid::CURVE_P256) => Ok(()),
        Some(other) => Err(KeyError::KeyUnsupported(format!("elliptic curve {other}"))),
        None => Err(KeyError::KeyUnsupported("an elliptic curve without a name".to_owned())),
    }
}

/// RSAPrivateKey begins with the version and the modulus.
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let fields = Vec::<Any>::from_der(der).ok()?;
    let modulus = fields.get(1)?.value();
    let digits: &[u8] = modulus.iter().position(|byte| *byte != 0).and_then(|start| modulus.get(start..))?;
    Some(digits.len() * 8 - usize::try_from(digits.first()?.leading_zeros()).ok()?)
}
