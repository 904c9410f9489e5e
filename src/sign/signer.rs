//! A private key with its certificate and the certificates that vouch for it.

use std::fmt;

use p12_keystore::Pkcs12Archive;

use super::certificate::{Certificate, is_certificate_label};
use super::certificate_info::CertificateInfo;
use super::error::KeyError;
use super::key::Key;
use super::pem;

/// Who signs. Secrets stay inside: there is no way to print or copy the key.
pub struct Signer {
    key: Key,
    leaf: Certificate,
    chain: Vec<Certificate>,
    info: CertificateInfo,
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signer").field("certificate", &self.info).finish_non_exhaustive()
    }
}

impl Signer {
    /// From a PKCS#12 container (`.p12`, `.pfx`).
    ///
    /// # Errors
    /// A wrong password, a container without key or certificate, a key that cannot be used or is of no certificate.
    pub fn from_pkcs12(container: &[u8], password: &str) -> Result<Self, KeyError> {
        let archive = Pkcs12Archive::from_pkcs12(container, password).map_err(|error| match error {
            p12_keystore::error::Error::MacError(_) => KeyError::WrongPassword,
            other => KeyError::Pkcs12(other.to_string()),
        })?;
        let key = match archive.keys.as_slice() {
            [only] => Key::from_pkcs8(only.key.as_der())?,
            [] => return Err(KeyError::NoKey),
            several => return Err(KeyError::SeveralKeys(several.len())),
        };
        let certificates = archive.certs.iter().map(|bag| Certificate::from_der(bag.cert.as_der()));
        Self::join(key, certificates.collect::<Result<_, _>>()?)
    }

    /// From PEM text with one private key (PKCS#8, PKCS#1 or SEC1) and certificates, in any order.
    ///
    /// # Errors
    /// As for [`Signer::from_pkcs12`]; an encrypted key too.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        let mut certificates = Vec::new();
        for block in pem::blocks(pem)? {
            if block.label == "ENCRYPTED PRIVATE KEY" || block.encrypted {
                return Err(KeyError::EncryptedKey);
            }
            match block.label.as_str() {
                "PRIVATE KEY" => keys.push(Key::from_pkcs8(&block.der)?),
                "RSA PRIVATE KEY" => keys.push(Key::from_pkcs1(&block.der)?),
                "EC PRIVATE KEY" => keys.push(Key::from_sec1(&block.der)?),
                label if is_certificate_label(label) => certificates.push(Certificate::from_der(&block.der)?),
                // Parameters, requests and the like do no harm.
                _ => {}
            }
        }
        if keys.len() > 1 {
            return Err(KeyError::SeveralKeys(keys.len()));
        }
        Self::join(keys.pop().ok_or(KeyError::NoKey)?, certificates)
    }

    /// The certificate of this key.
    #[must_use]
    pub fn certificate(&self) -> &CertificateInfo {
        &self.info
    }

    fn join(key: Key, mut certificates: Vec<Certificate>) -> Result<Self, KeyError> {
        if certificates.is_empty() {
            return Err(KeyError::NoCertificate);
        }
        let public_key = key.public_key();
        let Some(index) = certificates.iter().position(|one| one.public_key() == public_key) else {
            let names = certificates.iter().map(Certificate::name).collect();
            return Err(KeyError::KeyDiffers { certificates: names });
        };
        let leaf = certificates.remove(index);
        let info = CertificateInfo::of(&leaf);
        Ok(Self { key, chain: issuers_of(&leaf, certificates), leaf, info })
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    pub(super) fn leaf(&self) -> &Certificate {
        &self.leaf
    }

    /// Intermediate certificates to go into the signature, nearest first, without the root: whoever trusts the root
    /// has it, and whoever does not must not take it from us.
    pub(super) fn chain(&self) -> &[Certificate] {
        &self.chain
    }
}

fn issuers_of(leaf: &Certificate, mut others: Vec<Certificate>) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    others.retain(|one| one != leaf && !one.is_self_issued());
    loop {
        let last = chain.last().unwrap_or(leaf);
        let issued = |one: &Certificate| one.subject() == last.issuer() && last.check_signed_by(one).is_ok();
        let Some(index) = others.iter().position(issued) else { return chain };
        chain.push(others.remove(index));
    }
}
