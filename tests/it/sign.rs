//! Signing and judging of signatures: what we sign is good, and what was tampered with is not.

mod attacks;
mod certificates;
mod keys;
mod malformed;
pub mod pki;
pub mod surgery;
mod told;
mod updates;

use chrono::TimeDelta;
use pki::{Kind, SHEET, Wish, now, school, signed_sheet};
use vedomost::sign::{
    CertificateInfo, ChainStatus, DEMO_PASSWORD, Note, Problem, SignError, SignOptions, Signer, Trust, Verdict, VerifyError, demo_pki,
    sign, stamp_keyword, stamps_of, verify,
};

/// Judged by the school's own root.
pub fn judge(pdf: &[u8]) -> Verdict {
    verify(pdf, &school().root.trust(), now()).expect("a signed file has a verdict")
}

#[track_caller]
fn assert_good(verdict: &Verdict) {
    assert!(verdict.is_good(), "{verdict:#?}");
}

/// Not good, and for this reason.
#[track_caller]
pub fn assert_bad(pdf: &[u8], problem: Problem) {
    let verdict = judge(pdf);
    assert!(!verdict.is_good(), "accepted: {verdict:#?}");
    let of_signatures = verdict.signatures.iter().flat_map(|one| &one.problems);
    assert!(verdict.problems.iter().chain(of_signatures).any(|one| *one == problem), "{problem:?} not in {verdict:#?}");
}

#[test]
fn a_signature_with_an_rsa_key_is_good() {
    let signed = signed_sheet();
    let verdict = judge(&signed);
    assert_good(&verdict);
    let [signature] = verdict.signatures.as_slice() else { panic!("one signature") };
    assert!(signature.digest_ok && signature.signature_ok && signature.certificate_matches);
    assert!(signature.covers_whole_file && signature.covers_revision);
    assert_eq!(signature.field, "Signature1");
    assert_eq!(signature.claimed_time, Some(now()));
    assert_eq!(signature.chain, ChainStatus::Trusted { root: "Учебный корневой центр".to_owned() });
    let signer = signature.signer.as_ref().unwrap();
    assert_eq!(signer.subject, "Петрова Анна Сергеевна");
    assert_eq!(signer.organization.as_deref(), Some("Школа № 0 (вымышленная)"));
    assert_eq!(signature.notes, [Note::RevocationNotChecked, Note::TimeNotProven]);
}

#[test]
fn a_signature_with_a_p256_key_is_good() {
    // The length of an ECDSA signature varies, so the room left for it is tried more than once.
    for _ in 0..16 {
        let signed = sign(SHEET, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
        assert_good(&judge(&signed));
    }
}

#[test]
fn the_signed_file_begins_with_the_unsigned_one() {
    let signed = signed_sheet();
    assert!(signed.starts_with(SHEET));
    assert!(SHEET.ends_with(b"%%EOF"), "as typst leaves it");
    // PDF/A: what follows stands on a line of its own.
    assert_eq!(signed[SHEET.len()], b'\n');
}

#[test]
fn the_same_rsa_key_and_time_give_the_same_bytes() {
    assert_eq!(signed_sheet(), signed_sheet());
}

#[test]
fn a_reason_in_russian_comes_back() {
    let options = SignOptions { reason: Some("Утверждаю (5А)".to_owned()), ..SignOptions::at(now()) };
    let signed = sign(SHEET, &school().principal.signer(), &options).unwrap();
    let verdict = judge(&signed);
    assert_good(&verdict);
    assert_eq!(verdict.signatures[0].reason.as_deref(), Some("Утверждаю (5А)"));
}

#[test]
fn a_second_signature_leaves_the_first_good() {
    let first = signed_sheet();
    let second = sign(&first, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    assert!(second.starts_with(&first));
    let verdict = judge(&second);
    assert_good(&verdict);
    let fields: Vec<&str> = verdict.signatures.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["Signature1", "Signature2"]);
    let whole: Vec<bool> = verdict.signatures.iter().map(|one| one.covers_whole_file).collect();
    assert_eq!(whole, [false, true]);
    assert!(verdict.signatures[0].notes.contains(&Note::SignedAgainLater));
}

#[test]
fn five_signatures_in_a_row_are_good() {
    let mut pdf = SHEET.to_vec();
    for _ in 0..5 {
        pdf = sign(&pdf, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    }
    let verdict = judge(&pdf);
    assert_good(&verdict);
    assert_eq!(verdict.signatures.len(), 5);
}

#[test]
fn a_form_and_annotations_in_objects_of_their_own_are_extended() {
    use surgery::{body, reference, update};
    let (root, size) = (reference(SHEET, "/Root "), surgery::size(SHEET));
    let page = surgery::reference(SHEET, "/Kids[");
    let with_form = update(
        SHEET,
        &[
            (root, body(SHEET, root).replacen("<<", &format!("<</AcroForm {size} 0 R"), 1)),
            (page, body(SHEET, page).replacen("<<", &format!("<</Annots {} 0 R", size + 2), 1)),
            (size, format!("<</Fields {} 0 R/DA(/Helv 0 Tf)>>", size + 1)),
            (size + 1, "[ ]".to_owned()),
            (size + 2, "[]".to_owned()),
        ],
    );
    let first = sign(&with_form, &school().principal.signer(), &SignOptions::at(now())).unwrap();
    let second = sign(&first, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    assert_good(&judge(&first));
    assert_good(&judge(&second));
    assert_eq!(judge(&second).signatures.len(), 2);
}

#[test]
fn the_name_of_the_field_can_be_chosen_but_not_taken_twice() {
    let options = SignOptions { field: Some("Директор".to_owned()), ..SignOptions::at(now()) };
    let signed = sign(SHEET, &school().principal.signer(), &options).unwrap();
    assert_good(&judge(&signed));
    assert_eq!(judge(&signed).signatures[0].field, "Директор");
    let again = sign(&signed, &school().deputy.signer(), &options);
    assert!(matches!(again, Err(SignError::FieldExists(name)) if name == "Директор"));
}

/// A sheet with the stamps of these certificates in its keywords.
fn stamped_sheet(stamps: &[String]) -> Vec<u8> {
    let info = surgery::reference(SHEET, "/Info ");
    let text = format!("ведомость, {}", stamps.join(", "));
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let body = surgery::body(SHEET, info);
    let (start, end) = (body.find("/Keywords<").unwrap(), body.find("/Author").unwrap());
    let body = format!("{}/Keywords<FEFF{units}>{}", &body[..start], &body[end..]);
    surgery::update(SHEET, &[(info, body)])
}

fn stamp_of(identity: &pki::Identity) -> String {
    stamp_keyword(&CertificateInfo::from_pem(identity.pem.as_bytes()).unwrap())
}

#[test]
fn a_stamped_sheet_is_signed_only_by_the_stamped_key() {
    let sheet = stamped_sheet(&[stamp_of(&school().principal)]);
    let signed = sign(&sheet, &school().principal.signer(), &SignOptions::at(now())).unwrap();
    assert_good(&judge(&signed));

    let other = school().deputy.signer();
    let Err(SignError::StampDiffers { stamped, given }) = sign(&sheet, &other, &SignOptions::at(now())) else {
        panic!("the key of another stamp was taken");
    };
    assert_eq!(given, other.certificate().sha256);
    assert_eq!(stamped, stamps_of(&sheet));
    assert_eq!(stamped, [school().principal.signer().certificate().sha256.clone()]);
}

#[test]
fn a_broken_stamp_word_is_no_missing_stamp() {
    let sheet = stamped_sheet(&["stamp-sha256:".to_owned()]);
    let refused = sign(&sheet, &school().principal.signer(), &SignOptions::at(now()));
    assert!(matches!(refused, Err(SignError::StampDiffers { .. })));
}

#[test]
fn a_sheet_with_two_stamps_is_good_when_both_have_signed() {
    let sheet = stamped_sheet(&[stamp_of(&school().principal), stamp_of(&school().deputy)]);
    let first = sign(&sheet, &school().principal.signer(), &SignOptions::at(now())).unwrap();
    assert_bad(&first, Problem::StampWithoutSignature);
    assert_eq!(judge(&first).stamps_unsigned, [school().deputy.signer().certificate().sha256.clone()]);
    let second = sign(&first, &school().deputy.signer(), &SignOptions::at(now())).unwrap();
    assert_good(&judge(&second));
}

#[test]
fn nothing_signed_is_told_apart_from_badly_signed() {
    let trust = Trust::default();
    assert!(matches!(verify(SHEET, &trust, now()), Err(VerifyError::NotSigned)));
    assert!(matches!(verify(b"", &trust, now()), Err(VerifyError::NotPdf(_))));
    assert!(matches!(verify(b"PK\x03\x04 no PDF at all", &trust, now()), Err(VerifyError::NotPdf(_))));
}

#[test]
fn files_that_cannot_be_updated_safely_are_not_signed() {
    let signer = school().principal.signer();
    let sign_at = |pdf: &[u8]| sign(pdf, &signer, &SignOptions::at(now()));
    let encrypted = surgery::replace_last(SHEET, b"trailer\n<<", b"trailer\n<</Encrypt 1 0 R");
    let misnumbered = surgery::replace_last(SHEET, b"\n49 0 obj", b"\n48 0 obj");
    let twice_the_key = surgery::replace_last(SHEET, b"/Lang(ru)", b"/Lang 1/Lang 2");
    let first_start = format!("startxref\n{}", surgery::reference(SHEET, "startxref\n"));
    let updated = surgery::update(SHEET, &[]);
    let lying_start = surgery::replace_last(&updated, first_start.as_bytes(), b"startxref\n00009");
    let cut = &SHEET[..SHEET.len() - 20];
    let longer = [SHEET, b"\nmore"].concat();
    for pdf in [&b"text"[..], cut, &longer, &encrypted, &misnumbered, &twice_the_key, &lying_start] {
        assert!(matches!(sign_at(pdf), Err(SignError::Pdf(_))));
    }
    assert!(sign_at(&updated).is_ok());
}

#[test]
fn a_certificate_out_of_its_time_or_purpose_does_not_sign() {
    let options = |time| SignOptions::at(time);
    let late = sign(SHEET, &school().principal.signer(), &options(now() + TimeDelta::days(3650)));
    assert!(matches!(late, Err(SignError::CertificateNotValid { .. })));
    let wish = Wish { usages: vec![rcgen::KeyUsagePurpose::KeyEncipherment], ..Wish::person("Шифр", Kind::P256) };
    let for_encryption = wish.from(&school().root);
    assert!(matches!(sign(SHEET, &for_encryption.signer(), &options(now())), Err(SignError::KeyUsage)));
}

#[test]
fn the_demonstration_keys_sign_and_say_what_they_are() {
    let demo = demo_pki("Школа № 0", "Петрова Анна Сергеевна", now()).unwrap();
    let from_pem = Signer::from_pem(format!("{}{}", demo.signer_key_pem, demo.signer_pem_cert).as_bytes()).unwrap();
    let from_p12 = Signer::from_pkcs12(&demo.pkcs12.unwrap(), DEMO_PASSWORD).unwrap();
    assert_eq!(from_pem.certificate(), from_p12.certificate());
    assert_eq!(from_pem.certificate().subject, "ДЕМОНСТРАЦИЯ — Петрова Анна Сергеевна");
    let signed = sign(SHEET, &from_p12, &SignOptions::at(now())).unwrap();
    assert_good(&verify(&signed, &Trust::from_pem(demo.root_pem.as_bytes()).unwrap(), now()).unwrap());
    assert!(!judge(&signed).is_good(), "the demonstration root is not the school's");
}

#[test]
fn demonstration_keys_beyond_the_calendar_are_an_error() {
    assert!(demo_pki("Школа", "Кто-то", chrono::DateTime::<chrono::Utc>::MAX_UTC).is_err());
    assert!(demo_pki("Школа", "Кто-то", chrono::DateTime::<chrono::Utc>::MIN_UTC).is_err());
}

#[test]
fn the_verdict_as_json_has_stable_codes() {
    let json = serde_json::to_value(judge(&surgery::with_cms(&signed_sheet(), &[0x30, 0]))).unwrap();
    assert_eq!(json["signatures"][0]["problems"], serde_json::json!(["cms-malformed"]));
    assert_eq!(json["signatures"][0]["chain"]["status"], "not-checked");
}
