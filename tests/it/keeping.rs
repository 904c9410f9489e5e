//! What somebody has signed is never lost: `report` and `pack` run again, with the same data and with others.

use std::path::{Path, PathBuf};

use vedomost::sign::carries_signature;

use crate::support::{DEMO, Folder, Run, files_below, small_school, vedomost};

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
    files_below(root).into_iter().filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect()
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
    let sheet = pdfs(&folder.path("out"))[0].display().to_string();
    assert!(verify(&sheet, &[]).expect(1).err.contains("shows the mark of a signature"));
    assert!(verify(&folder.text("out"), &[]).expect(1).out.contains("not to be trusted 1"));
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

fn verify(path: &str, more: &[&str]) -> Run {
    let root = DEMO.path("demo/keys/root.pem").display().to_string();
    vedomost(&[&["verify", path, "--trust", &root], more].concat())
}

#[test]
fn a_folder_is_held_against_its_list_and_every_sheet_says_what_it_is() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let arguments = ["pack", "quarter", "--period", "q3", "--role", "director", "--class", "9Б", "--store", &store, "--out", &out];
    vedomost(&[&arguments[..], &["--format", "pdf,csv"]].concat()).expect(0);
    let all = pdfs(&folder.path("out"));
    // Before it is signed: as listed, and no signature.
    let run = verify(&out, &[]).expect(3);
    assert!(
        run.out.contains(&format!("unsigned {}, not to be trusted 0", all.len())) && run.out.contains("missing 0, changed 0"),
        "{}",
        run.out
    );
    sign(&folder, &all);
    let run = verify(&out, &[]).expect(0);
    assert!(run.out.contains(&format!("{} PDF; signature good {}, unsigned 0", all.len(), all.len())), "{}", run.out);
    assert!(run.out.contains("missing 0, changed 0, under another name 0, not listed 0"), "{}", run.out);
    let sheet = all.iter().find(|path| path.display().to_string().contains("9Б/F5-")).expect("a sheet").clone();
    let line = run.out.lines().skip_while(|line| !line.contains("9Б/F5-")).nth(1).expect("what it is").to_owned();
    assert!(line.contains("Класс: 9Б; ") && line.contains("code ") && line.contains("Итоги успеваемости"), "{line}");
    // Renamed: seen by itself, and by the list.
    let other = sheet.with_file_name("7А-F5.pdf");
    std::fs::rename(&sheet, &other).expect("renamed");
    assert!(verify(&other.display().to_string(), &[]).expect(0).out.contains(&line));
    let run = verify(&out, &[]).expect(1);
    assert!(
        run.out.contains("7А-F5.pdf: by its content this is school-1/9Б/F5-")
            && run.out.contains("missing 0, changed 0, under another name 1"),
        "{}",
        run.out
    );
    // Taken away, something else added, and a table changed by hand.
    std::fs::remove_file(&other).expect("removed");
    folder.write("out/letter.txt", "hello");
    let table = std::fs::read_dir(sheet.parent().expect("a folder")).expect("a folder").map(|entry| entry.expect("an entry").path());
    let table = table.filter(|path| path.extension().is_some_and(|end| end == "csv")).min().expect("a table");
    let text = std::fs::read(&table).expect("a table");
    std::fs::write(&table, [&text[..], b"1"].concat()).expect("written");
    let run = verify(&out, &[]).expect(1);
    for said in [
        "F5-Итоги_успеваемости_класса_за_учебный_период-q3.pdf: named in the list, and not there (",
        "letter.txt: not in the list",
        ".csv: not what the list says (",
        "missing 1, changed 1, under another name 0, not listed 1",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    let json = verify(&out, &["--format", "json"]).expect(1).out;
    let last: serde_json::Value = serde_json::from_str(json.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&last["good"], &last["list_faults"], &last["bad"]), (&false.into(), &3.into(), &0.into()), "{last}");
    // A signature beside a file is of that file; without the list for programs the table for people is read.
    std::fs::write(&table, &text).expect("written");
    std::fs::rename(folder.path("out/letter.txt"), format!("{}.sig", table.display())).expect("renamed");
    std::fs::remove_file(folder.path("out/00-опись.json")).expect("removed");
    let run = verify(&out, &[]).expect(1);
    assert!(run.out.contains("missing 1, changed 0, under another name 0, not listed 0"), "{}", run.out);
    std::fs::write(folder.path("out/00-опись.json"), "{}").expect("written");
    assert!(verify(&out, &[]).expect(1).out.contains("the list cannot be read"));
}

#[test]
fn a_signed_file_with_other_content_is_not_what_the_list_says() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let pack = |date: &str, out: &str| {
        let what = ["pack", "quarter", "--period", "q3", "--role", "office", "--class", "9Б", "--store", &store, "--out", out];
        vedomost(&[&what[..], &["--date", date]].concat()).expect(0);
    };
    pack("2026-06-01", &out);
    pack("2026-06-02", &folder.text("later"));
    let (mine, later) = (pdfs(&folder.path("out")), pdfs(&folder.path("later")));
    sign(&folder, &[&mine[..], &later[..]].concat());
    std::fs::copy(&later[0], &mine[0]).expect("copied");
    let run = verify(&out, &[]).expect(1);
    assert!(run.out.contains("changed 1") && run.out.contains("not to be trusted 0"), "{}", run.out);
    // A byte of a signed one, in a folder without a list.
    let mut bytes = std::fs::read(&later[0]).expect("a sheet");
    let at = bytes.len() / 3;
    bytes[at] ^= 1;
    folder.write("loose/a.pdf", &bytes);
    std::fs::copy(&later[0], folder.path("loose/b.PDF")).expect("copied");
    folder.write("loose/c.pdf", "no PDF");
    let run = verify(&folder.text("loose"), &[]).expect(1);
    assert!(run.out.contains("3 PDF; signature good 1, unsigned 0, not to be trusted 2") && run.out.contains("No list"), "{}", run.out);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    assert!(verify(&folder.text("empty"), &[]).expect(3).err.contains("neither a PDF nor the list"));
}
