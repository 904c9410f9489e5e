//! What `verify`, `sign` and `report` say in words about files cut off, certificates out of force and signers without an organisation.

use chrono::{DateTime, TimeZone, Utc};
use vedomost::sign::{Problem, SignOptions, sign};

use super::judge;
use super::pki::{Identity, Kind, SHEET, Wish, school, signed_sheet};
use crate::support::{Folder, Run, small_school, vedomost, vedomost_in};

/// A certificate that was in force in 2024 only.
fn expired() -> Identity {
    Wish { years: (2024, 2025), organization: "", ..Wish::person("директор", Kind::P256) }.from(&school().root)
}

fn in_2024() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2024, 6, 1, 12, 0, 0).unwrap()
}

fn verify(folder: &Folder, pdf: &[u8], lang: &str) -> Run {
    let (file, root) = (folder.write("sheet.pdf", pdf), folder.write("root.pem", &school().root.pem));
    vedomost_in(lang, &["verify", &file, "--trust", &root])
}

#[test]
fn a_file_cut_off_is_told_from_one_that_was_added_to() {
    let (folder, signed) = (Folder::new(), signed_sheet());
    let mark = signed.windows(11).rposition(|window| window == b"/ByteRange[").expect("a signature");
    for length in [mark + 100, mark + 2000, signed.len() - 40, signed.len() - 1] {
        let verdict = judge(&signed[..length]);
        assert!(verdict.problems.contains(&Problem::FileTruncated), "{length}: {verdict:#?}");
        assert!(!verdict.problems.contains(&Problem::TrailingBytes), "{length}");
        assert!(verify(&folder, &signed[..length], "en").expect(1).out.contains("the file was cut off"));
    }
    let run = verify(&folder, &signed[..signed.len() - 40], "ru").expect(1);
    assert!(run.out.contains("файл обрезан") && !run.out.contains("дописаны"), "{}", run.out);
    let longer = judge(&[&signed[..], b"more"].concat());
    assert!(longer.problems.contains(&Problem::TrailingBytes) && !longer.problems.contains(&Problem::FileTruncated));
    // The first of two signatures is whole, the file is not.
    let twice = sign(&signed, &school().deputy.signer(), &SignOptions::at(super::now())).unwrap();
    let verdict = judge(&twice[..twice.len() - 50]);
    assert!(verdict.problems.contains(&Problem::FileTruncated) && verdict.signatures.len() == 1, "{verdict:#?}");
}

#[test]
fn a_certificate_that_has_expired_since_is_told_and_the_signature_stays_good() {
    let folder = Folder::new();
    let signed = sign(SHEET, &expired().signer(), &SignOptions::at(in_2024())).unwrap();
    let run = verify(&folder, &signed, "en").expect(0);
    assert!(run.out.contains("has expired since (01.01.2025)") && run.out.contains("the signer's own word"), "{}", run.out);
    assert!(run.out.contains("signed by: директор; certificate"), "{}", run.out);
    assert!(verify(&folder, &signed, "ru").expect(0).out.contains("метки времени в подписи нет"));
    assert!(!verify(&folder, &signed_sheet(), "en").out.contains("expired"));
}

#[test]
fn nothing_is_signed_with_an_expired_certificate_and_its_stamp_is_told() {
    let folder = Folder::new();
    let (store, identity) = (small_school(&folder), expired());
    let key = folder.write("key.pem", format!("{}{}", identity.key.serialize_pem(), identity.pem));
    let certificate = folder.write("cert.pem", &identity.pem);
    let out = folder.text("out");
    let arguments = ["report", "class-marksheet", "--class", "9Б", "--store", &store, "--out", &out, "--stamp", &certificate];
    let run = vedomost(&arguments).expect(0);
    assert!(run.err.contains("the certificate expired on 01.01.2025"), "{}", run.err);
    let sheet = std::fs::read_dir(&out).expect("a folder").next().expect("a sheet").expect("an entry").path();
    let before = std::fs::read(&sheet).expect("a sheet");
    let run = vedomost(&["sign", &sheet.display().to_string(), "--key", &key]).expect(1);
    assert!(run.err.contains("not signed: the certificate expired on 01.01.2025"), "{}", run.err);
    assert!(std::fs::read(&sheet).expect("a sheet") == before);
}

#[test]
fn a_russian_reader_is_told_in_russian_what_is_wrong_with_key_and_file() {
    let folder = Folder::new();
    let (sheet, password) = (folder.write("sheet.pdf", SHEET), folder.write("password", "not it\n"));
    let key = crate::support::DEMO.path("demo/keys/signer.p12").display().to_string();
    let certificate = crate::support::DEMO.path("demo/keys/signer.pem").display().to_string();
    let nobody = folder.text("nobody.pdf");
    let cut = folder.write("cut.pdf", &SHEET[..SHEET.len() - 100]);
    let letter = folder.write("letter.pdf", "hello");
    let right = folder.write("right", "demo\n");
    let below = format!("{letter}/x.pdf");
    let with = |file: &str, key: &str, password: &str, code: u8| {
        vedomost_in("ru", &["sign", file, "--key", key, "--password-file", password]).expect(code).err
    };
    let verify = |file: &str, code: u8| vedomost_in("ru", &["verify", file]).expect(code).err;
    for (said, words) in [
        (with(&sheet, &key, &password, 2), "пароль к ключу не подходит"),
        (with(&sheet, &certificate, &right, 2), "закрытого ключа в файле нет"),
        (with(&nobody, &key, &right, 1), "такого файла или папки нет"),
        (with(&cut, &key, &right, 1), "не кончается так, как должен PDF"),
        (with(&letter, &key, &right, 1), "начинается не как PDF"),
        (with(&folder.text(""), &key, &right, 1), "это папка, а нужен файл"),
        (verify(&below, 2), "часть пути — файл"),
        (verify(&cut, 3), "не кончается так, как должен PDF"),
    ] {
        assert!(said.contains(words), "{words}: {said}");
        assert!(!said.contains("os error") && !said.contains("the file") && !said.contains("password for"), "{said}");
    }
}
