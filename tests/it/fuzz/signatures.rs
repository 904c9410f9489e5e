//! Readers of signed files, keys and certificates.

use vedomost::sign::{CertificateInfo, DEMO_PASSWORD, Signer, Trust, demo_pki, stamps_of, verify};

use super::Target;
use crate::sign::pki::{now, school, signed_sheet};

const PDF: &[&str] = &[
    "<<",
    ">>",
    "[",
    "]",
    "obj",
    "endobj",
    "stream",
    "endstream",
    "xref",
    "trailer",
    "startxref",
    "%%EOF",
    "/Prev ",
    "/ByteRange",
    "/Contents<",
    "/Root ",
    "/Kids[",
    "/Parent ",
    "/Length 99999999999",
    "/Size -1",
    " 0 R",
    "(",
    ")",
    "\\",
];
const PEM: &[&str] = &[
    "-----BEGIN CERTIFICATE-----\n",
    "-----END CERTIFICATE-----\n",
    "-----BEGIN PRIVATE KEY-----\n",
    "Proc-Type: 4,ENCRYPTED\n",
    "=",
    "\u{30}\u{82}",
    "\u{2}\u{1}",
];

pub fn targets() -> Vec<Target> {
    let signed = signed_sheet();
    let demo = demo_pki("Школа", "Кто-то", now()).expect("keys");
    let p256 = format!("{}{}", school().deputy.key.serialize_pem(), school().deputy.pem).into_bytes();
    let pems = vec![p256, demo.signer_pem_cert.clone().into_bytes(), school().root.pem.clone().into_bytes()];
    let ders: Vec<Vec<u8>> = pems.iter().skip(1).map(|pem| der(pem)).collect();
    let trust = school().root.trust();
    vec![
        Target {
            name: "pdf",
            share: 4,
            corpus: vec![signed.clone()],
            words: PDF,
            run: Box::new(move |input, _| judged(input, &signed, &trust)),
        },
        Target { name: "pem", share: 20, corpus: pems, words: PEM, run: Box::new(|input, _| certificates(input)) },
        Target { name: "der", share: 40, corpus: ders, words: PEM, run: Box::new(|input, _| certificates(input)) },
        Target {
            name: "p12",
            share: 1,
            corpus: vec![demo.pkcs12.expect("a container")],
            words: PEM,
            run: Box::new(|input, _| drop(Signer::from_pkcs12(input, DEMO_PASSWORD))),
        },
    ]
}

fn der(pem: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pem);
    let body: String =
        text.lines().skip_while(|line| !line.contains("BEGIN CERT")).skip(1).take_while(|line| !line.contains("END")).collect();
    data_encoding::BASE64.decode(body.as_bytes()).expect("base64")
}

/// A signature may be called good only over the very bytes that were signed (digits of it may change their case).
fn judged(input: &[u8], signed: &[u8], trust: &Trust) {
    let _ = stamps_of(input);
    let is_good = verify(input, trust, now()).is_ok_and(|verdict| verdict.is_good());
    assert!(!is_good || input.eq_ignore_ascii_case(signed), "a changed file is called good");
}

fn certificates(input: &[u8]) {
    let _ = (Signer::from_pem(input).is_ok(), CertificateInfo::from_pem(input), CertificateInfo::from_der(input));
    if let Ok(trust) = Trust::from_pem(input) {
        let _ = verify(b"%PDF-1.7\n%%EOF", &trust, now());
    }
}
