//! Each way a key can be unusable has its own error.

use std::process::Command;

use super::pki::{Kind, SHEET, School, Wish, now, school};
use vedomost::sign::{CertificateInfo, KeyError, SignOptions, Signer, sign};

fn key_pem() -> String {
    school().principal.key.serialize_pem()
}

#[test]
fn the_certificate_is_found_by_its_key_wherever_it_stands() {
    let School { root, principal, deputy } = school();
    let text = format!("{}Bag Attributes\n{}{}{}", root.pem, deputy.pem, key_pem(), principal.pem);
    let signer = Signer::from_pem(text.replace('\n', "\r\n").as_bytes()).unwrap();
    assert_eq!(signer.certificate().subject, "Петрова Анна Сергеевна");
}

#[test]
fn a_key_of_another_certificate_is_refused_by_name() {
    let text = format!("{}{}", key_pem(), school().deputy.pem);
    let error = Signer::from_pem(text.as_bytes()).unwrap_err();
    assert_eq!(error, KeyError::KeyDiffers { certificates: vec!["Сидоров Пётр Ильич".to_owned()] });
}

#[test]
fn what_is_missing_is_said() {
    let two = format!("{}{}", key_pem(), key_pem());
    assert_eq!(Signer::from_pem(key_pem().as_bytes()).unwrap_err(), KeyError::NoCertificate);
    assert_eq!(Signer::from_pem(school().principal.pem.as_bytes()).unwrap_err(), KeyError::NoKey);
    assert_eq!(Signer::from_pem(b"").unwrap_err(), KeyError::NoKey);
    assert_eq!(Signer::from_pem(two.as_bytes()).unwrap_err(), KeyError::SeveralKeys(2));
    let open_end = key_pem().replace("-----END", "-----EN");
    assert!(matches!(Signer::from_pem(open_end.as_bytes()), Err(KeyError::Pem(_))));
    assert_eq!(CertificateInfo::from_pem(key_pem().as_bytes()).unwrap_err(), KeyError::NoCertificate);
}

#[test]
fn keys_of_other_kinds_are_named() {
    let p384 = Wish::person("Кривая", Kind::P384).from(&school().root);
    let text = format!("{}{}", p384.key.serialize_pem(), p384.pem);
    let error = Signer::from_pem(text.as_bytes()).unwrap_err();
    assert!(matches!(error, KeyError::KeyUnsupported(name) if name.contains("1.3.132.0.34")));
}

#[test]
fn a_container_opens_with_its_password_only() {
    let demo = vedomost::sign::demo_pki("Школа", "Кто-то", now()).unwrap();
    let container = demo.pkcs12.unwrap();
    assert_eq!(Signer::from_pkcs12(&container, "не тот").unwrap_err(), KeyError::WrongPassword);
    assert!(matches!(Signer::from_pkcs12(b"not a container", ""), Err(KeyError::Pkcs12(_))));
}

/// Key forms that only other programs write: made by openssl if it is there, else the test says nothing.
#[test]
fn keys_made_by_openssl_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let run = |command: &str| {
        let done = Command::new("openssl").args(command.split(' ')).current_dir(folder.path()).output();
        done.is_ok_and(|output| output.status.success())
    };
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let request = "req -x509 -key k.pem -out c.pem -days 400 -subj /CN=Test";
    if !run("version") {
        return;
    }
    assert!(run("ecparam -name prime256v1 -genkey -out k.pem") && run(request));
    let sec1 = Signer::from_pem(&[read("k.pem"), read("c.pem")].concat()).unwrap();
    let time = sec1.certificate().not_before;
    sign(SHEET, &sec1, &SignOptions::at(time)).unwrap();

    assert!(run("genrsa -traditional -out k.pem 2048") && run(request));
    let pkcs1 = Signer::from_pem(&[read("k.pem"), read("c.pem")].concat()).unwrap();
    sign(SHEET, &pkcs1, &SignOptions::at(pkcs1.certificate().not_before)).unwrap();
    for options in ["", " -legacy"] {
        assert!(run(&format!("pkcs12 -export{options} -inkey k.pem -in c.pem -out c.p12 -passout pass:tайна")));
        assert_eq!(Signer::from_pkcs12(&read("c.p12"), "tайна").unwrap().certificate(), pkcs1.certificate());
        assert_eq!(Signer::from_pkcs12(&read("c.p12"), "").unwrap_err(), KeyError::WrongPassword);
    }

    assert!(run("pkcs8 -topk8 -in k.pem -out e.pem -passout pass:1234"));
    assert_eq!(Signer::from_pem(&[read("e.pem"), read("c.pem")].concat()).unwrap_err(), KeyError::EncryptedKey);
    assert!(run("rsa -in k.pem -traditional -aes128 -out e.pem -passout pass:1234"));
    assert_eq!(Signer::from_pem(&[read("e.pem"), read("c.pem")].concat()).unwrap_err(), KeyError::EncryptedKey);

    assert!(run("genrsa -out k.pem 1024") && run(request));
    let small = Signer::from_pem(&[read("k.pem"), read("c.pem")].concat()).unwrap_err();
    assert_eq!(small, KeyError::KeyTooSmall { bits: 1024 });
}

#[test]
fn the_facts_of_a_certificate_agree_with_openssl() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.pem");
    std::fs::write(&file, &school().principal.pem).unwrap();
    let command = ["x509", "-noout", "-serial", "-fingerprint", "-sha256", "-in"];
    let Ok(output) = Command::new("openssl").args(command).arg(&file).output() else { return };
    let said = String::from_utf8(output.stdout).unwrap();
    let info = CertificateInfo::from_pem(school().principal.pem.as_bytes()).unwrap();
    assert!(said.contains(&format!("serial={}", info.serial)), "{said} {}", info.serial);
    let fingerprint = said.lines().last().unwrap().rsplit('=').next().unwrap();
    assert_eq!(fingerprint.replace(':', "").to_lowercase(), info.sha256);
    assert!(!info.is_self_signed);
    assert!(CertificateInfo::from_pem(school().root.pem.as_bytes()).unwrap().is_self_signed);
}
