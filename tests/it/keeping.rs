//! What somebody has signed is never lost: `report` and `pack` run again, with the same data and with others.

use std::path::{Path, PathBuf};

use vedomost::sign::carries_signature;

use crate::support::{DEMO, Folder, Run, small_school, vedomost};

const CLASS: &[&str] = &["--class", "9Б"];

fn key() -> String {
    DEMO.path("demo/keys/signer.p12").display().to_string()
}

/// Signs with the key of the demonstration, in place.
fn sign(folder: &Folder, files: &[PathBuf]) {
    let password = folder.write("password", "demo\n");
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    vedomost(&[&["sign"], &names[..], &["--key", &key(), "--password-file", &password]].concat()).expect(0);
}

fn pdfs(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "pdf") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn report(store: &str, out: &str, more: &[&str]) -> Run {
    vedomost(&[&["report", "class-marksheet", "--store", store, "--out", out], more].concat())
}

fn audit_lines(store: &str) -> usize {
    let audit = vedomost(&["store", "audit", "--store", store, "--format", "json"]).expect(0).json();
    audit["lines"].as_array().expect("lines").len()
}

#[test]
fn a_signed_sheet_stays_when_the_same_is_made_again() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    report(&store, &out, CLASS).expect(0);
    let sheet = pdfs(&folder.path("out")).remove(0);
    sign(&folder, std::slice::from_ref(&sheet));
    let signed = std::fs::read(&sheet).expect("the sheet");
    let lines = audit_lines(&store);
    // All classes: the signed one stays, the others are made.
    let run = report(&store, &out, &["--format", "pdf,xlsx"]).expect(0);
    assert!(run.err.contains("signed, left as it is") && run.err.contains("9Б"), "{}", run.err);
    assert!(std::fs::read(&sheet).expect("the sheet") == signed);
    let made = std::fs::read_dir(folder.path("out")).expect("the folder").count();
    assert!(made > 4);
    assert_eq!(audit_lines(&store), lines + made - 1, "what was not made has no line");
    // Signed by hand with a signature that is damaged: no reason to throw it away.
    let mut broken = signed.clone();
    let at = broken.len() - 40;
    broken.truncate(at);
    std::fs::write(&sheet, &broken).expect("written");
    report(&store, &out, CLASS).expect(0);
    assert!(std::fs::read(&sheet).expect("the sheet") == broken);
}

#[test]
fn a_signed_sheet_of_other_data_is_refused_and_the_others_are_made() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    report(&store, &out, &[]).expect(0);
    let all = pdfs(&folder.path("out"));
    assert!(all.len() > 2);
    sign(&folder, &all[..1]);
    let before: Vec<Vec<u8>> = all.iter().map(|path| std::fs::read(path).expect("a sheet")).collect();
    let name = all[0].file_name().expect("a name").to_string_lossy().into_owned();
    for _ in 0..2 {
        let run = report(&store, &out, &["--date", "2026-06-01"]).expect(1);
        assert!(run.err.contains(&name) && run.err.contains("a signed file lies there") && run.err.contains("--out"), "{}", run.err);
        assert!(run.out.contains(&format!("Documents: {}", all.len() - 1)), "{}", run.out);
    }
    assert!(std::fs::read(&all[0]).expect("a sheet") == before[0]);
    assert!(all.iter().zip(&before).skip(1).all(|(path, before)| std::fs::read(path).expect("a sheet") != *before));
    assert!(pdfs(&folder.path("out")) == all, "nothing beside them");
}

#[test]
fn a_signature_beside_a_file_holds_it_too() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let both = [CLASS, &["--format", "pdf,xlsx"]].concat();
    report(&store, &out, &both).expect(0);
    let sheet = pdfs(&folder.path("out")).remove(0);
    let made = std::fs::read(&sheet).expect("the sheet");
    let beside = format!("{}.sig", sheet.display());
    std::fs::write(&beside, "a signature of another program").expect("written");
    let run = report(&store, &out, &both).expect(0);
    assert!(run.err.contains("signed, left as it is"), "{}", run.err);
    let run = report(&store, &out, &[&both[..], &["--date", "2026-06-01"]].concat()).expect(1);
    assert!(run.err.contains(&beside), "{}", run.err);
    assert!(std::fs::read(&sheet).expect("the sheet") == made && Path::new(&beside).exists());
    // Signing it in place would make the signature beside it worthless.
    let password = folder.write("password", "demo\n");
    vedomost(&["sign", &sheet.display().to_string(), "--key", &key(), "--password-file", &password]).expect(1);
    assert!(std::fs::read(&sheet).expect("the sheet") == made);
}

#[test]
fn signing_adds_and_never_takes_a_signature_away() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    report(&store, &out, CLASS).expect(0);
    let sheet = pdfs(&folder.path("out")).remove(0);
    let password = folder.write("password", "demo\n");
    let into = || {
        let (sheet, signed) = (sheet.display().to_string(), folder.text("signed"));
        vedomost(&["sign", &sheet, "--key", &key(), "--password-file", &password, "--out", &signed])
    };
    into().expect(0);
    let signed = pdfs(&folder.path("signed")).remove(0);
    let once = std::fs::read(&signed).expect("the sheet");
    // The unsigned one signed anew would push out the first signature.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let run = into().expect(1);
    assert!(run.err.contains("a signed file lies there"), "{}", run.err);
    assert!(std::fs::read(&signed).expect("the sheet") == once);
    sign(&folder, std::slice::from_ref(&signed));
    assert!(std::fs::read(&signed).expect("the sheet").starts_with(&once));
}

#[test]
fn a_stamp_without_a_signature_is_told() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let certificate = DEMO.path("demo/keys/signer.pem").display().to_string();
    let stamped = [CLASS, &["--stamp", &certificate]].concat();
    let run = report(&store, &out, &stamped).expect(0);
    assert!(run.err.contains("the signature itself is not there yet (1 file)"), "{}", run.err);
    sign(&folder, &pdfs(&folder.path("out")));
    let run = report(&store, &out, &stamped).expect(0);
    assert!(!run.err.contains("not there yet") && run.err.contains("left as it is"), "{}", run.err);
    assert!(carries_signature(&std::fs::read(&pdfs(&folder.path("out"))[0]).expect("the sheet")));
}

#[test]
fn a_pack_keeps_what_was_signed_in_it() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let pack = |more: &[&str]| {
        vedomost(
            &[&["pack", "quarter", "--period", "q3", "--role", "director", "--class", "9Б", "--store", &store, "--out", &out], more]
                .concat(),
        )
    };
    pack(&[]).expect(0);
    let all = pdfs(&folder.path("out"));
    sign(&folder, &all[..2]);
    let signed: Vec<Vec<u8>> = all[..2].iter().map(|path| std::fs::read(path).expect("a sheet")).collect();
    let unchanged = || all[..2].iter().zip(&signed).all(|(path, bytes)| std::fs::read(path).expect("a sheet") == *bytes);
    let list = || std::fs::read(folder.path("out/00-опись.csv")).expect("the list");
    let first = list();
    let run = pack(&[]).expect(0);
    assert!(run.out.starts_with(&format!("0 files made, {} kept, 0 not made", all.len())), "{}", run.out);
    assert_eq!(run.err.matches("signed, left as it is").count(), 2, "{}", run.err);
    assert!(unchanged() && list() == first);
    // Also where the pack has forgotten what it made.
    std::fs::remove_file(folder.path("out/.pack.jsonl")).expect("removed");
    let run = pack(&[]).expect(0);
    assert_eq!(run.err.matches("signed, left as it is").count(), 2, "{}", run.err);
    assert!(unchanged() && list() == first);
    // With another date each is another document: the signed ones are refused, the others are made.
    let run = pack(&["--date", "2026-06-01"]).expect(1);
    assert!(run.out.contains(&format!("{} files made, 0 kept, 2 not made", all.len() - 2)), "{}", run.out);
    let list = String::from_utf8(list()).expect("UTF-8");
    let (files, not_made) = list.split_once("Не сделано").expect("two tables");
    assert!(all.iter().all(|path| files.contains(&path.file_name().expect("a name").to_string_lossy().into_owned())), "{files}");
    assert!(Some(not_made).is_some_and(|failed| failed.contains("a signed file lies there")), "{list}");
    assert!(unchanged());
}
