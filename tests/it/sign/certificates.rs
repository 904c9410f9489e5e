//! Signers that must not be trusted, each for its own reason.

use rcgen::{BasicConstraints, CustomExtension, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use super::malformed::openssl_cms;
use super::pki::{Authority, Identity, Kind, SHEET, Wish, now, school, signed_sheet};
use super::surgery::{byte_range, contents_digits, update, with_cms};
use super::{assert_bad, judge};
use chrono::{TimeDelta, TimeZone, Utc};
use vedomost::sign::{ChainFault, ChainStatus, Note, Problem, SignOptions, SignatureVerdict, Signer, Trust, Verdict, sign, verify};

fn signed_by(signer: &Signer) -> Vec<u8> {
    sign(SHEET, signer, &SignOptions::at(now())).unwrap()
}

fn only(verdict: &Verdict) -> &SignatureVerdict {
    let [only] = verdict.signatures.as_slice() else { panic!("one signature") };
    only
}

fn root() -> Authority {
    Wish::authority("Корень", Kind::P256).root()
}

fn chain_of(pdf: &[u8], trust: &Trust) -> ChainStatus {
    let verdict = verify(pdf, trust, now()).unwrap();
    assert!(only(&verdict).is_intact());
    assert_eq!(verdict.is_good(), matches!(only(&verdict).chain, ChainStatus::Trusted { .. }));
    only(&verdict).chain.clone()
}

/// Signed with a certificate that our own `sign` refuses: the message is made by openssl.
fn signed_anyway(identity: &Identity) -> Vec<u8> {
    let proper = sign(SHEET, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    let hole = contents_digits(&proper);
    // More room, made by moving the end and saying so in every offset: simplest by building the update anew.
    let digits = String::from_utf8(proper[hole].to_vec()).unwrap();
    let tail = String::from_utf8(proper[SHEET.len()..].to_vec()).unwrap();
    let numbers: Vec<u32> = tail.lines().filter_map(|line| line.strip_suffix(" 0 obj")).map(|number| number.parse().unwrap()).collect();
    let objects: Vec<(u32, String)> =
        numbers.iter().map(|&number| (number, super::surgery::body(&proper, number).replace(&digits, &"0".repeat(8000)))).collect();
    let mut pdf = update(SHEET, &objects);
    let hole = contents_digits(&pdf);
    let (start, end) = (hole.start - 1, hole.end + 1);
    pdf = super::surgery::with_byte_range(&pdf, &format!("0 {start} {end} {}", pdf.len() - end));
    let [_, a, b, c] = byte_range(&pdf);
    let signed = [&pdf[..a], &pdf[b..b + c]].concat();
    with_cms(&pdf, &openssl_cms(&signed, identity))
}

#[test]
fn the_message_of_openssl_is_understood() {
    let verdict = judge(&signed_anyway(&school().principal));
    assert!(verdict.is_good(), "{verdict:#?}");
}

#[test]
fn a_chain_through_an_intermediate_is_trusted() {
    let root = root();
    let middle = Wish::authority("Промежуточный", Kind::P384).intermediate(&root);
    let person = Wish::person("Лист", Kind::P256).from(&middle);
    let whole = signed_by(&person.signer_with(&format!("{}{}", middle.pem, root.pem)));
    assert_eq!(chain_of(&whole, &root.trust()), ChainStatus::Trusted { root: "Корень".to_owned() });
    let missing = signed_by(&person.signer());
    assert_eq!(chain_of(&missing, &root.trust()), ChainStatus::Incomplete { missing: "Промежуточный".to_owned() });
    // Who has the intermediate certificate himself may trust it directly.
    assert_eq!(chain_of(&missing, &middle.trust()), ChainStatus::Trusted { root: "Промежуточный".to_owned() });
}

#[test]
fn an_unknown_root_is_not_trusted_even_if_it_comes_along() {
    let stranger = root();
    let middle = Wish::authority("Промежуточный", Kind::P256).intermediate(&stranger);
    let person = Wish::person("Лист", Kind::P256).from(&middle);
    let pdf = signed_by(&person.signer_with(&middle.pem));
    assert_eq!(chain_of(&pdf, &school().root.trust()), ChainStatus::Incomplete { missing: "Корень".to_owned() });
    let alone = Wish::person("Сам себе", Kind::P256).self_signed();
    let pdf = signed_by(&alone.signer());
    assert_eq!(chain_of(&pdf, &school().root.trust()), ChainStatus::SelfSigned);
    assert!(matches!(chain_of(&pdf, &Trust::from_pem(alone.pem.as_bytes()).unwrap()), ChainStatus::Trusted { .. }));
}

#[test]
fn a_root_of_the_same_name_is_not_the_root() {
    let (real, fake) = (root(), root());
    let person = Wish::person("Лист", Kind::P256).from(&fake);
    let status = chain_of(&signed_by(&person.signer()), &real.trust());
    let fault = ChainFault::SignatureInvalid;
    assert_eq!(status, ChainStatus::Broken { certificate: "Лист".to_owned(), fault });
}

#[test]
fn a_person_cannot_issue_certificates() {
    let root = root();
    let not_ca = Wish { is_ca: IsCa::ExplicitNoCa, ..Wish::authority("Не центр", Kind::P256) };
    let no_key_cert_sign = Wish { usages: vec![KeyUsagePurpose::DigitalSignature], ..Wish::authority("Без права", Kind::P256) };
    for (wish, fault) in [(not_ca, ChainFault::NotAnAuthority), (no_key_cert_sign, ChainFault::MayNotSignCertificates)] {
        let middle = wish.intermediate(&root);
        let person = Wish::person("Лист", Kind::P256).from(&middle);
        let status = chain_of(&signed_by(&person.signer_with(&middle.pem)), &root.trust());
        assert_eq!(status, ChainStatus::Broken { certificate: wish.name.to_owned(), fault });
    }
}

#[test]
fn a_critical_extension_that_nobody_knows_ends_the_path() {
    let unknown = |is_critical| {
        let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, 1], vec![5, 0]);
        extension.set_criticality(is_critical);
        let wish = Wish { extensions: vec![extension], ..Wish::authority("Особый", Kind::P256) };
        let root = root();
        let middle = wish.intermediate(&root);
        let person = Wish::person("Лист", Kind::P256).from(&middle);
        chain_of(&signed_by(&person.signer_with(&middle.pem)), &root.trust())
    };
    let fault = ChainFault::UnknownCriticalExtension;
    assert_eq!(unknown(true), ChainStatus::Broken { certificate: "Особый".to_owned(), fault });
    assert!(matches!(unknown(false), ChainStatus::Trusted { .. }));
}

#[test]
fn a_path_longer_than_the_root_allows_is_refused() {
    let wish = Wish { is_ca: IsCa::Ca(BasicConstraints::Constrained(0)), ..Wish::authority("Корень", Kind::P256) };
    let root = wish.root();
    let middle = Wish::authority("Промежуточный", Kind::P256).intermediate(&root);
    let person = Wish::person("Лист", Kind::P256).from(&middle);
    let status = chain_of(&signed_by(&person.signer_with(&middle.pem)), &root.trust());
    let fault = ChainFault::PathTooLong;
    assert_eq!(status, ChainStatus::Broken { certificate: "Корень".to_owned(), fault });
    let direct = Wish::person("Лист", Kind::P256).from(&root);
    assert!(matches!(chain_of(&signed_by(&direct.signer()), &root.trust()), ChainStatus::Trusted { .. }));
}

#[test]
fn an_issuer_out_of_its_time_breaks_the_chain() {
    let root = root();
    let old = Wish { years: (2020, 2025), ..Wish::authority("Старый", Kind::P256) }.intermediate(&root);
    let person = Wish::person("Лист", Kind::P256).from(&old);
    let status = chain_of(&signed_by(&person.signer_with(&old.pem)), &root.trust());
    assert_eq!(status, ChainStatus::ExpiredAtClaimedTime { certificate: "Старый".to_owned() });
    let young = Wish { years: (2027, 2030), ..Wish::authority("Молодой", Kind::P256) }.intermediate(&root);
    let person = Wish::person("Лист", Kind::P256).from(&young);
    let status = chain_of(&signed_by(&person.signer_with(&young.pem)), &root.trust());
    assert_eq!(status, ChainStatus::NotYetValidAtClaimedTime { certificate: "Молодой".to_owned() });
}

#[test]
fn a_certificate_expired_at_signing_is_refused() {
    let expired = Wish { years: (2024, 2025), ..Wish::person("Бывший", Kind::P256) }.from(&school().root);
    let pdf = signed_anyway(&expired);
    assert_bad(&pdf, Problem::CertificateExpiredAtClaimedTime);
    let expected = ChainStatus::ExpiredAtClaimedTime { certificate: "Бывший".to_owned() };
    assert_eq!(only(&judge(&pdf)).chain, expected);
    let future = Wish { years: (2027, 2029), ..Wish::person("Будущий", Kind::P256) }.from(&school().root);
    assert_bad(&signed_anyway(&future), Problem::CertificateNotYetValidAtClaimedTime);
}

#[test]
fn a_certificate_for_other_purposes_is_refused() {
    let person = || Wish::person("Лист", Kind::P256);
    let for_keys = Wish { usages: vec![KeyUsagePurpose::KeyEncipherment], ..person() };
    let for_time = Wish { purposes: vec![ExtendedKeyUsagePurpose::TimeStamping], ..person() };
    let for_servers = Wish { purposes: vec![ExtendedKeyUsagePurpose::ServerAuth], ..person() };
    for wish in [for_keys, for_time, for_servers] {
        assert_bad(&signed_anyway(&wish.from(&school().root)), Problem::CertificateNotForSigning);
    }
    let unsaid = Wish { usages: vec![], purposes: vec![], ..person() }.from(&school().root);
    let verdict = judge(&signed_by(&unsaid.signer()));
    assert!(verdict.is_good());
    assert!(only(&verdict).notes.contains(&Note::KeyUsageAbsent));
}

#[test]
fn an_old_sheet_stays_good_and_says_that_the_certificate_has_expired() {
    let later = Utc.with_ymd_and_hms(2031, 1, 1, 0, 0, 0).unwrap();
    let verdict = verify(&signed_sheet(), &school().root.trust(), later).unwrap();
    assert!(verdict.is_good());
    assert!(only(&verdict).notes.contains(&Note::CertificateExpiredNow));
}

#[test]
fn a_time_in_the_future_is_refused() {
    let earlier = now() - TimeDelta::minutes(11);
    let verdict = verify(&signed_sheet(), &school().root.trust(), earlier).unwrap();
    assert_eq!(only(&verdict).problems, [Problem::TimeInFuture]);
    let a_little = verify(&signed_sheet(), &school().root.trust(), now() - TimeDelta::minutes(9)).unwrap();
    assert!(a_little.is_good());
}

/// Another certificate for the same key and name, of a friendlier authority: the signature does not name it.
#[test]
fn a_certificate_cannot_be_exchanged_for_another_of_the_same_key() {
    let identity = Wish::person("Лист", Kind::Rsa).from(&school().root);
    let twin = Identity { pem: twin_pem(&identity), key: rcgen::KeyPair::from_pem(&identity.key.serialize_pem()).unwrap() };
    let pdf = signed_by(&identity.signer());
    let cms = super::surgery::cms_of(&pdf);
    let (own, other) = (der_of(&identity.pem), der_of(&twin.pem));
    assert_eq!(own.len(), other.len(), "so that no length in the message changes");
    let at = super::surgery::find(&cms, &own);
    let exchanged = [&cms[..at], &other, &cms[at + own.len()..]].concat();
    assert_bad(&with_cms(&pdf, &exchanged), Problem::CertificateDiffers);
}

/// The same certificate with another end of validity and so another signature of the root.
fn twin_pem(identity: &Identity) -> String {
    let wish = Wish { years: (2026, 2029), ..Wish::person("Лист", Kind::Rsa) };
    wish.pem_for(&identity.key, &school().root)
}

fn der_of(pem: &str) -> Vec<u8> {
    Trust::from_pem(pem.as_bytes()).unwrap().roots.remove(0)
}
