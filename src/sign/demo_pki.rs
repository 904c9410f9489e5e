//! A demonstration authority and signer, to try signing without real keys. Their names say what they are.

use chrono::{DateTime, Datelike, Months, Utc};
use p12_keystore::{Certificate as P12Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, date_time_ymd,
};

use super::error::KeyError;

/// Password of [`DemoPki::pkcs12`]. No secret: the keys are worth nothing.
pub const DEMO_PASSWORD: &str = "demo";

const MARK: &str = "ДЕМОНСТРАЦИЯ — ";
const ROOT_YEARS: u32 = 10;
const SIGNER_YEARS: u32 = 2;
/// X.520: the upper bound of a common or organization name.
const NAME_CHARS_MAX: usize = 64;

/// Everything a demonstration needs; the root key is thrown away.
pub struct DemoPki {
    /// For `Trust`.
    pub root_pem: String,
    pub signer_pem_cert: String,
    pub signer_key_pem: String,
    /// Signer's key and certificate under [`DEMO_PASSWORD`].
    pub pkcs12: Option<Vec<u8>>,
}

/// Makes a root (10 years) and a signer (2 years), both ECDSA P-256, valid from the beginning of the day of `now`.
///
/// # Errors
/// If the crypto library refuses, or the date is beyond the calendar.
pub fn demo_pki(school: &str, person: &str, now: DateTime<Utc>) -> Result<DemoPki, KeyError> {
    let root_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(refused)?;
    let root_params = root_params(school, now)?;
    let root = root_params.self_signed(&root_key).map_err(refused)?;
    let signer_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(refused)?;
    let issuer = Issuer::from_params(&root_params, &root_key);
    let signer = signer_params(school, person, now)?.signed_by(&signer_key, &issuer).map_err(refused)?;
    Ok(DemoPki {
        root_pem: root.pem(),
        signer_pem_cert: signer.pem(),
        signer_key_pem: signer_key.serialize_pem(),
        pkcs12: pkcs12(signer_key.serialized_der(), signer.der()).ok(),
    })
}

fn refused(error: rcgen::Error) -> KeyError {
    KeyError::KeyUnusable(error.to_string())
}

fn root_params(school: &str, now: DateTime<Utc>) -> Result<CertificateParams, KeyError> {
    let mut params = params(school, "учебный удостоверяющий центр", ROOT_YEARS, now)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn signer_params(school: &str, person: &str, now: DateTime<Utc>) -> Result<CertificateParams, KeyError> {
    let mut params = params(school, person, SIGNER_YEARS, now)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn params(school: &str, name: &str, years: u32, now: DateTime<Utc>) -> Result<CertificateParams, KeyError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "RU");
    params.distinguished_name.push(DnType::OrganizationName, shortened(school));
    params.distinguished_name.push(DnType::CommonName, shortened(&format!("{MARK}{name}")));
    let end = now.checked_add_months(Months::new(12 * years));
    // X.509 dates have four digits of the year.
    let end = end.filter(|end| now.year() > 0 && end.year() <= 9999);
    let end = end.ok_or_else(|| KeyError::KeyUnusable("the date is beyond the calendar".to_owned()))?;
    // The parts come from a real date, so the conversion that panics on impossible ones has none to see.
    let byte = |number: u32| u8::try_from(number).unwrap_or(1);
    let midnight = |day: DateTime<Utc>| date_time_ymd(day.year(), byte(day.month()), byte(day.day()));
    params.not_before = midnight(now);
    params.not_after = midnight(end);
    Ok(params)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    name.chars().take(NAME_CHARS_MAX - 1).chain(['…']).collect()
}

fn pkcs12(key: &[u8], certificate: &[u8]) -> Result<Vec<u8>, p12_keystore::error::Error> {
    let key = PrivateKey::from_der(key)?;
    let certificate = P12Certificate::from_der(certificate)?;
    let chain = PrivateKeyChain::new("demo", key, [certificate]);
    let mut store = KeyStore::new();
    store.add_entry("demo", KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(DEMO_PASSWORD).write()
}
