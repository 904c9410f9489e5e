//! Random damage must never panic, and a forger's own signing tool for attacks that need a valid signature.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::pki::{Identity, now, school, signed_sheet};
use super::surgery::{body, byte_range, cms_of, size, update, with_byte_range, with_cms};
use vedomost::sign::{CertificateInfo, SignOptions, Signer, Trust, sign, verify};

/// Signs like [`sign`], but lets the caller change the objects of the update before they are signed: the signature
/// is made by openssl, as a forger with a key could.
pub fn resign(pdf: &[u8], identity: &Identity, change: impl FnOnce(&mut Vec<(u32, String)>)) -> Vec<u8> {
    let proper = sign(pdf, &identity.signer(), &SignOptions::at(now())).unwrap();
    let numbers: BTreeMap<u32, String> =
        objects_of_update(&proper[pdf.len()..]).into_iter().map(|number| (number, body(&proper, number))).collect();
    let mut objects: Vec<(u32, String)> = numbers.into_iter().collect();
    // Room for a message of another tool.
    for (_, body) in &mut objects {
        *body = body.replace("/Contents<", &format!("/Contents<{}", "0".repeat(4000)));
    }
    change(&mut objects);
    let mut forged = update(pdf, &objects);
    let hole = super::surgery::contents_digits(&forged);
    let (gap_start, gap_end) = (hole.start - 1, hole.end + 1);
    forged = with_byte_range(&forged, &format!("0 {gap_start} {gap_end} {}", forged.len() - gap_end));
    let [_, a, b, c] = byte_range(&forged);
    let signed = [&forged[..a], &forged[b..b + c]].concat();
    with_cms(&forged, &openssl_cms(&signed, identity))
}

fn objects_of_update(update: &[u8]) -> Vec<u32> {
    let text = String::from_utf8_lossy(update);
    let heads = text.lines().filter_map(|line| line.strip_suffix(" 0 obj"));
    heads.filter_map(|number| number.parse().ok()).collect()
}

/// A detached CAdES message over these bytes.
pub fn openssl_cms(signed: &[u8], identity: &Identity) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in"), signed).unwrap();
    std::fs::write(path("key.pem"), identity.key.serialize_pem()).unwrap();
    std::fs::write(path("cert.pem"), &identity.pem).unwrap();
    let words = "cms -sign -binary -cades -nosmimecap -md sha256 -outform DER -in in -out out -signer cert.pem -inkey key.pem";
    let done = std::process::Command::new("openssl").args(words.split(' ')).current_dir(folder.path()).output();
    assert!(done.expect("openssl is installed").status.success());
    std::fs::read(path("out")).unwrap()
}

fn sample() -> &'static (Vec<u8>, Vec<u8>, Trust) {
    static SAMPLE: OnceLock<(Vec<u8>, Vec<u8>, Trust)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let signed = signed_sheet();
        let cms = cms_of(&signed);
        (signed, cms, school().root.trust())
    })
}

/// Edits of bytes: overwrite, cut out, put in.
fn damage(bytes: &[u8], edits: &[(usize, u8, Vec<u8>)]) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    for (at, kind, put) in edits {
        let at = at % (damaged.len() + 1);
        let end = (at + put.len()).min(damaged.len());
        match kind % 3 {
            0 => damaged[at..end].copy_from_slice(&put[..end - at]),
            1 => drop(damaged.drain(at..end)),
            _ => drop(damaged.splice(at..at, put.iter().copied())),
        }
    }
    damaged
}

/// Upper-case digits of the message are the same bytes: the only change that is none.
fn means_the_same(damaged: &[u8], signed: &[u8]) -> bool {
    let hole = super::surgery::contents_digits(signed);
    damaged.len() == signed.len()
        && damaged[..hole.start] == signed[..hole.start]
        && damaged[hole.clone()].eq_ignore_ascii_case(&signed[hole.clone()])
        && damaged[hole.end..] == signed[hole.end..]
}

fn edits() -> impl Strategy<Value = Vec<(usize, u8, Vec<u8>)>> {
    prop::collection::vec((any::<usize>(), any::<u8>(), prop::collection::vec(any::<u8>(), 1..12)), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_never_good(edits in edits()) {
        let (signed, _, trust) = sample();
        let damaged = damage(signed, &edits);
        let verdict = verify(&damaged, trust, now());
        prop_assert!(means_the_same(&damaged, signed) || !verdict.is_ok_and(|verdict| verdict.is_good()));
    }

    #[test]
    fn a_damaged_message_never_panics(edits in edits()) {
        let (signed, cms, trust) = sample();
        let mut damaged = damage(cms, &edits);
        damaged.truncate(cms.len());
        let verdict = verify(&with_cms(signed, &damaged), trust, now()).unwrap();
        prop_assert!(verdict.signatures.len() == 1);
    }

    #[test]
    fn a_damaged_update_never_panics(edits in edits()) {
        let (signed, _, trust) = sample();
        let base = super::pki::SHEET.len();
        let tail = damage(&signed[base..], &edits);
        let damaged = [&signed[..base], &tail].concat();
        let is_good = verify(&damaged, trust, now()).is_ok_and(|verdict| verdict.is_good());
        prop_assert!(!is_good || means_the_same(&damaged, signed));
        // Signing a damaged file is refused or makes a file that reads back.
        let _ = sign(&damaged, &school().deputy.signer(), &SignOptions::at(now()));
    }

    #[test]
    fn damaged_keys_and_certificates_never_panic(edits in edits()) {
        let pem = format!("{}{}", school().deputy.key.serialize_pem(), school().deputy.pem);
        let damaged = damage(pem.as_bytes(), &edits);
        let _ = Signer::from_pem(&damaged);
        let _ = CertificateInfo::from_pem(&damaged);
        let _ = Trust::from_pem(&damaged);
        let _ = Signer::from_pkcs12(&damaged, "");
    }
}

#[test]
fn files_made_to_exhaust_the_reader_are_refused() {
    let trust = Trust::default();
    let deep = "[".repeat(200_000);
    let tables = [
        format!("%PDF-1.7\n1 0 obj\n{deep}/ByteRange\nendobj\nxref\n1 1\n0000000009 00000 n\r\ntrailer\n<<>>\nstartxref\n200036\n%%EOF"),
        "%PDF-1.7\n/ByteRange\nxref\n4294967295 4294967295\ntrailer\n<<>>\nstartxref\n20\n%%EOF".to_owned(),
        "%PDF-1.7\n/ByteRange\nxref\n99999999999999999999 1\ntrailer\n<<>>\nstartxref\n20\n%%EOF".to_owned(),
        "%PDF-1.7\n%/ByteRange\nxref\ntrailer\n<</Prev 21>>\nstartxref\n21\n%%EOF".to_owned(),
        "%PDF-1.7\n%/ByteRange\nstartxref\n18446744073709551615\n%%EOF".to_owned(),
    ];
    for table in tables {
        assert!(!verify(table.as_bytes(), &trust, now()).is_ok_and(|verdict| verdict.is_good()));
    }
}

#[test]
fn the_size_of_the_trailer_has_to_be_true() {
    let small = super::surgery::replace_last(super::pki::SHEET, b"/Size 56", b"/Size 12");
    assert_eq!(size(&small), 12);
    assert!(sign(&small, &school().deputy.signer(), &SignOptions::at(now())).is_err());
}
