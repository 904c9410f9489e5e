//! Keys and certificates for the tests, and the sheet they sign.

use std::sync::OnceLock;

use chrono::{DateTime, TimeZone, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256, RsaKeySize, date_time_ymd,
};
use vedomost::sign::{SignOptions, Signer, Trust, sign};

/// One page, PDF/A-2a and PDF/UA-1, made by typst; it ends with a bare `%%EOF`.
pub const SHEET: &[u8] = include_bytes!("../../fixtures/sheet.pdf");

/// "Now" of all tests, inside the validity of the usual certificates (2026 and 2027).
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 12, 0, 0).unwrap()
}

#[derive(Clone, Copy)]
pub enum Kind {
    Rsa,
    P256,
    P384,
}

pub struct Authority {
    pub params: CertificateParams,
    pub key: KeyPair,
    pub pem: String,
}

pub struct Identity {
    pub key: KeyPair,
    pub pem: String,
}

/// How a certificate is to be made; the rest is usual.
#[derive(Clone)]
pub struct Wish {
    pub name: &'static str,
    /// Empty: the certificate names none.
    pub organization: &'static str,
    pub kind: Kind,
    pub years: (i32, i32),
    pub usages: Vec<KeyUsagePurpose>,
    pub purposes: Vec<ExtendedKeyUsagePurpose>,
    pub is_ca: IsCa,
    pub extensions: Vec<CustomExtension>,
}

impl Wish {
    pub fn person(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            organization: "Школа № 0 (вымышленная)",
            kind,
            years: (2026, 2028),
            usages: vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment],
            purposes: vec![ExtendedKeyUsagePurpose::EmailProtection],
            is_ca: IsCa::ExplicitNoCa,
            extensions: vec![],
        }
    }

    pub fn authority(name: &'static str, kind: Kind) -> Self {
        Self {
            years: (2020, 2040),
            usages: vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
            purposes: vec![],
            is_ca: IsCa::Ca(BasicConstraints::Unconstrained),
            ..Self::person(name, kind)
        }
    }

    fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CountryName, "RU");
        if !self.organization.is_empty() {
            params.distinguished_name.push(DnType::OrganizationName, self.organization);
        }
        params.distinguished_name.push(DnType::CommonName, self.name);
        params.not_before = date_time_ymd(self.years.0, 1, 1);
        params.not_after = date_time_ymd(self.years.1, 1, 1);
        params.is_ca = self.is_ca;
        params.key_usages = self.usages.clone();
        params.extended_key_usages = self.purposes.clone();
        params.custom_extensions = self.extensions.clone();
        params.use_authority_key_identifier_extension = true;
        params
    }

    pub fn root(&self) -> Authority {
        let (params, key) = (self.params(), new_key(self.kind));
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { params, key, pem }
    }

    pub fn self_signed(&self) -> Identity {
        let key = new_key(self.kind);
        let pem = self.params().self_signed(&key).unwrap().pem();
        Identity { key, pem }
    }

    pub fn from(&self, authority: &Authority) -> Identity {
        let key = new_key(self.kind);
        let pem = self.pem_for(&key, authority);
        Identity { key, pem }
    }

    pub fn pem_for(&self, key: &KeyPair, authority: &Authority) -> String {
        let issuer = Issuer::from_params(&authority.params, &authority.key);
        self.params().signed_by(key, &issuer).unwrap().pem()
    }

    pub fn intermediate(&self, authority: &Authority) -> Authority {
        let Identity { key, pem } = self.from(authority);
        Authority { params: self.params(), key, pem }
    }
}

fn new_key(kind: Kind) -> KeyPair {
    match kind {
        Kind::Rsa => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap(),
        Kind::P256 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap(),
        Kind::P384 => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap(),
    }
}

impl Identity {
    pub fn signer(&self) -> Signer {
        self.signer_with("")
    }

    /// With further certificates in the same PEM text.
    pub fn signer_with(&self, others: &str) -> Signer {
        Signer::from_pem(format!("{}{}{others}", self.key.serialize_pem(), self.pem).as_bytes()).unwrap()
    }
}

impl Authority {
    pub fn trust(&self) -> Trust {
        Trust::from_pem(self.pem.as_bytes()).unwrap()
    }
}

/// The usual root, the principal with an RSA key and the deputy with a P-256 key.
pub struct School {
    pub root: Authority,
    pub principal: Identity,
    pub deputy: Identity,
}

pub fn school() -> &'static School {
    static SCHOOL: OnceLock<School> = OnceLock::new();
    SCHOOL.get_or_init(|| {
        let root = Wish::authority("Учебный корневой центр", Kind::Rsa).root();
        let principal = Wish::person("Петрова Анна Сергеевна", Kind::Rsa).from(&root);
        let deputy = Wish::person("Сидоров Пётр Ильич", Kind::P256).from(&root);
        School { root, principal, deputy }
    })
}

/// The sheet with the principal's signature.
pub fn signed_sheet() -> Vec<u8> {
    sign(SHEET, &school().principal.signer(), &SignOptions::at(now())).unwrap()
}
