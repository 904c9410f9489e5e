//! Outside judges look at what we sign: programs of other people, with other parsers and other crypto; `documents`, `workbooks`: at every kind of document.
//!
//! A judge that is not installed is skipped and said so in one line; with `VEDOMOST_JUDGES=require` it fails the test.
//! pyHanko is looked for in the Python environment named by `VEDOMOST_JUDGES_VENV`, then on the PATH.

mod documents;
mod workbooks;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, Datelike, Utc};
use vedomost::sign::{DEMO_PASSWORD, SignOptions, Signer, Trust, demo_pki, sign, verify};

use crate::sign::pki::{Kind, SHEET, Wish};
use crate::sign::surgery::{byte_range, cms_of, contents_digits};
use crate::support::DEMO;

struct Judge {
    name: &'static str,
    install: &'static str,
    is_installed: fn() -> bool,
    /// Whether the judge calls every signature of the file good.
    accepts: fn(&Case) -> bool,
    /// qpdf looks at the syntax only, which a flipped byte in a stream may leave whole.
    sees_flipped_byte: bool,
}

const JUDGES: [Judge; 5] = [
    Judge {
        name: "pdfsig",
        install: "apt-get install poppler-utils libnss3-tools",
        is_installed: || runs("pdfsig", "-v") && runs("certutil", "-H"),
        accepts: pdfsig_accepts,
        sees_flipped_byte: true,
    },
    Judge {
        name: "pyhanko",
        install: "pip install pyhanko pyhanko-cli",
        is_installed: || pyhanko().is_some(),
        accepts: pyhanko_accepts,
        sees_flipped_byte: true,
    },
    Judge {
        name: "qpdf",
        install: "apt-get install qpdf",
        is_installed: || runs("qpdf", "--version"),
        accepts: qpdf_accepts,
        sees_flipped_byte: false,
    },
    Judge {
        name: "openssl",
        install: "apt-get install openssl",
        is_installed: || runs("openssl", "version"),
        accepts: openssl_accepts,
        sees_flipped_byte: true,
    },
    Judge {
        name: "pdfua",
        install: "pip install pdfua",
        is_installed: || in_environment("pdfua").is_some(),
        accepts: pdfua_accepts,
        // It reads the tags, not the signature.
        sees_flipped_byte: false,
    },
];

/// A signed file in a folder of its own, with the root that should be trusted.
struct Case {
    name: String,
    folder: tempfile::TempDir,
    pdf: Vec<u8>,
    signatures: usize,
}

impl Case {
    fn new(name: &str, pdf: Vec<u8>, root_pem: &str, signatures: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("signed.pdf"), &pdf).unwrap();
        std::fs::write(folder.path().join("root.pem"), root_pem).unwrap();
        Self { name: name.to_owned(), folder, pdf, signatures }
    }

    fn flipped(&self) -> Self {
        let mut pdf = self.pdf.clone();
        // Inside the page's first stream: syntax stays right.
        let at = pdf.windows(7).position(|window| window == b"stream\n").unwrap() + 9;
        pdf[at] ^= 0x10;
        let root = std::fs::read_to_string(self.path("root.pem")).unwrap();
        Self::new(&format!("{}, one bit flipped", self.name), pdf, &root, self.signatures)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Judges look at the real clock, so here the certificates are of today.
fn cases() -> Vec<Case> {
    let now = Utc::now();
    let years = (now.year(), now.year() + 2);
    let root = Wish { years: (years.0 - 1, years.1), ..Wish::authority("Корень для проверки", Kind::Rsa) }.root();
    let principal = Wish { years, ..Wish::person("Петрова Анна Сергеевна", Kind::Rsa) }.from(&root);
    let deputy = Wish { years, ..Wish::person("Сидоров Пётр Ильич", Kind::P256) }.from(&root);
    let options = SignOptions { reason: Some("Утверждаю".to_owned()), ..SignOptions::at(now) };
    let once = sign(SHEET, &principal.signer(), &options).unwrap();
    let twice = sign(&once, &deputy.signer(), &SignOptions::at(now)).unwrap();
    let mut cases = vec![Case::new("RSA", once, &root.pem, 1), Case::new("RSA, then P-256", twice, &root.pem, 2), demo_case(now)];
    cases.extend(sheets());
    cases
}

/// What the program itself made, stamped and signed: a class sheet and the school's summary.
fn sheets() -> Vec<Case> {
    let root = std::fs::read_to_string(DEMO.path("demo/keys/root.pem")).unwrap();
    let sheet = |name: &str| Case::new(name, std::fs::read(DEMO.path("demo/sheets").join(name)).unwrap(), &root, 1);
    vec![sheet("class-marksheet-2025-9Б.pdf"), sheet("school-summary-2025-q3.pdf")]
}

fn demo_case(now: DateTime<Utc>) -> Case {
    let demo = demo_pki("Школа № 0 (вымышленная)", "Петрова Анна Сергеевна", now).unwrap();
    let signer = Signer::from_pkcs12(&demo.pkcs12.unwrap(), DEMO_PASSWORD).unwrap();
    Case::new("demonstration keys", sign(SHEET, &signer, &SignOptions::at(now)).unwrap(), &demo.root_pem, 1)
}

#[test]
fn outside_judges_agree_with_us() {
    let (installed, missing): (Vec<&Judge>, Vec<&Judge>) = JUDGES.iter().partition(|judge| (judge.is_installed)());
    for case in cases() {
        let flipped = case.flipped();
        let trust = Trust::from_pem(&std::fs::read(case.path("root.pem")).unwrap()).unwrap();
        assert!(verify(&case.pdf, &trust, Utc::now()).unwrap().is_good(), "we ourselves, {}", case.name);
        assert!(!verify(&flipped.pdf, &trust, Utc::now()).unwrap().is_good(), "we ourselves, {}", flipped.name);
        for judge in &installed {
            assert!((judge.accepts)(&case), "{} rejects {}", judge.name, case.name);
            if judge.sees_flipped_byte {
                assert!(!(judge.accepts)(&flipped), "{} accepts {}", judge.name, flipped.name);
            }
        }
    }
    report_missing(&missing.iter().map(|judge| judge.install).collect::<Vec<_>>());
}

/// Fails where the judges are required; `install`: how those are had that are not there.
fn report_missing(install: &[&str]) {
    if install.is_empty() {
        return;
    }
    let line = format!("{} judge tests skipped: install with {}\n", install.len(), install.join("; "));
    assert!(std::env::var("VEDOMOST_JUDGES").as_deref() != Ok("require"), "{line}");
    // Past the capture of the test harness: a skipped judge must not look like a passed one.
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

fn runs(program: &str, argument: &str) -> bool {
    Command::new(program).arg(argument).output().is_ok()
}

fn run(case: &Case, program: impl AsRef<Path>, words: &str) -> Output {
    Command::new(program.as_ref()).args(words.split(' ')).current_dir(case.folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn pdfsig_accepts(case: &Case) -> bool {
    std::fs::create_dir_all(case.path("nss")).unwrap();
    assert!(run(case, "certutil", "-N -d sql:nss --empty-password").status.success());
    assert!(run(case, "certutil", "-A -d sql:nss -n root -t CT,C,C -i root.pem").status.success());
    let said = said(&run(case, "pdfsig", "-nssdir sql:nss signed.pdf"));
    let count = |line: &str| said.matches(line).count();
    count("Signature Validation: Signature is Valid.") == case.signatures
        && count("Certificate Validation: Certificate is Trusted.") == case.signatures
        && count("Signature Type: ETSI.CAdES.detached") == case.signatures
        && count("- Total document signed") == 1
}

fn pyhanko() -> Option<PathBuf> {
    in_environment("pyhanko")
}

/// A tool of the judges' Python environment, else of the PATH.
fn in_environment(name: &str) -> Option<PathBuf> {
    let own = std::env::var("VEDOMOST_JUDGES_VENV").ok().map(|venv| Path::new(&venv).join("bin").join(name));
    let candidates = own.into_iter().chain([PathBuf::from(name)]);
    candidates.into_iter().find(|program| Command::new(program).arg("--version").output().is_ok())
}

fn pyhanko_accepts(case: &Case) -> bool {
    let words = "sign validate --trust root.pem --trust-replace --no-revocation-check --pretty-print signed.pdf";
    let output = run(case, pyhanko().unwrap(), words);
    let said = said(&output);
    output.status.success() && said.matches("The signature is judged VALID.").count() == case.signatures
}

/// The machine-checkable part of PDF/UA-1 that the tool implements.
fn pdfua_accepts(case: &Case) -> bool {
    let output = run(case, in_environment("pdfua").unwrap(), "check signed.pdf");
    output.status.success() && said(&output).contains("result: PASS")
}

fn qpdf_accepts(case: &Case) -> bool {
    run(case, "qpdf", "--check signed.pdf").status.success()
}

/// The last signature, taken out of the file.
fn openssl_accepts(case: &Case) -> bool {
    let [_, a, b, c] = byte_range(&case.pdf);
    assert_eq!(contents_digits(&case.pdf), a + 1..b - 1);
    std::fs::write(case.path("content"), [&case.pdf[..a], &case.pdf[b..b + c]].concat()).unwrap();
    std::fs::write(case.path("cms.der"), cms_of(&case.pdf)).unwrap();
    let words = "cms -verify -binary -cades -purpose any -inform DER -in cms.der -content content -CAfile root.pem -out out";
    run(case, "openssl", words).status.success()
}
