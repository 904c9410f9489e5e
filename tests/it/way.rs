//! The whole way, as a new user goes it: the demonstration, then each step again by hand.

use std::path::{Path, PathBuf};

use crate::support::{DEMO, Folder, Run, copy, project, small_school, vedomost};

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    found.sort();
    found
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn the_demonstration_ends_with_good_signatures() {
    let folder = Folder::new();
    let out = folder.text("demo");
    let run = vedomost(&["demo", "--out", &out]).expect(0);
    let sheets = pdfs(&folder.path("demo/sheets"));
    assert!(sheets.len() >= 5, "{sheets:?}");
    assert!(run.out.contains(&format!("Signatures checked: {0}, good {0}", sheets.len())), "{}", run.out);
    let root = folder.text("demo/keys/root.pem");
    let sheet = text(&sheets[0]);
    let verify = |file: &str, trust: &[&str]| -> Run { vedomost(&[&["verify", file][..], trust].concat()) };
    let good = verify(&sheet, &["--trust", &root]).expect(0);
    assert!(good.out.contains("Петрова Анна Сергеевна") && good.out.contains("not one signed byte was changed"), "{}", good.out);
    let untrusted = verify(&sheet, &[]).expect(1);
    assert!(untrusted.out.contains("does not lead to a trusted root"), "{}", untrusted.out);
    let mut bytes = std::fs::read(&sheet).expect("the sheet");
    let at = bytes.len() / 3;
    bytes[at] ^= 1;
    let changed = verify(&folder.write("changed.pdf", &bytes), &["--trust", &root]).expect(1);
    assert!(changed.out.contains("not to be trusted"), "{}", changed.out);
    verify(&text(&project("tests/fixtures/sheet.pdf")), &["--trust", &root]).expect(3);
    verify(&folder.write("no.pdf", b"not a PDF"), &["--trust", &root]).expect(3);
    verify(&folder.text("nothing.pdf"), &["--trust", &root]).expect(2);
    // A second demonstration replaces the first; any other folder in use is refused.
    vedomost(&["demo", "--out", &out]).expect(0);
    folder.write("mine/letter.txt", "keep me");
    vedomost(&["demo", "--out", &folder.text("mine")]).expect(2);
    assert!(folder.path("mine/letter.txt").exists());
}

#[test]
fn two_runs_give_the_same_sheets_to_the_byte() {
    let made: Vec<Vec<Vec<u8>>> = (0..2)
        .map(|_| {
            let folder = Folder::new();
            let store = folder.text("store");
            vedomost(&["import", &text(&project("data-samples/school-25/bundle")), "--store", &store]).expect(0);
            for arguments in [vec!["report", "class-marksheet"], vec!["report", "school-summary", "--period", "q3"]] {
                vedomost(&[arguments, vec!["--store", &store, "--out", &folder.text("sheets")]].concat()).expect(0);
            }
            pdfs(&folder.path("sheets")).iter().map(|path| std::fs::read(path).expect("a sheet")).collect()
        })
        .collect();
    assert_eq!(made[0].len(), 5);
    assert!(made[0] == made[1]);
}

#[test]
fn a_key_that_differs_from_the_stamp_is_refused() {
    let folder = Folder::new();
    copy(&DEMO.path("demo"), &folder.path("a"));
    vedomost(&["demo", "--out", &folder.text("b")]).expect(0);
    let key = |name: &str| folder.text(&format!("{name}/keys/signer.p12"));
    let password = folder.write("password", "demo\n");
    vedomost(&[
        "report",
        "class-marksheet",
        "--store",
        &folder.text("a/store"),
        "--class",
        "9Б",
        "--out",
        &folder.text("sheets"),
        "--stamp",
        &folder.text("a/keys/signer.pem"),
    ])
    .expect(0);
    let sheet = text(&pdfs(&folder.path("sheets"))[0]);
    let refused = vedomost(&["sign", &sheet, "--key", &key("b"), "--password-file", &password]).expect(1);
    assert!(refused.err.contains("stamp"), "{}", refused.err);
    vedomost(&["sign", &sheet, "--key", &key("a"), "--password-file", &password]).expect(0);
    vedomost(&["verify", &sheet, "--trust", &folder.text("a/keys/root.pem")]).expect(0);
    let wrong = folder.write("wrong", "not the password\n");
    let run = vedomost(&["sign", &sheet, "--key", &key("a"), "--password-file", &wrong]).expect(2);
    assert!(run.err.contains("wrong password"), "{}", run.err);
}

#[test]
fn what_is_asked_wrongly_is_answered_with_what_there_is() {
    let folder = Folder::new();
    let store = small_school(&folder);
    for (arguments, words) in [
        (vec!["query", "standing-s"], "the nearest: standings"),
        (vec!["query", "standings", "--period", "q9"], "there is no period “q9”"),
        (vec!["query", "standings"], "--period q1"),
        (vec!["query", "standings", "--period", "q1", "--class", "9Я"], "there is no class “9Я”"),
        (vec!["query", "attendance-by-cause", "--by", "clas"], "the nearest: class"),
        (vec!["query", "attendance-by-cause", "--from", "31.02.2026"], "is no date"),
        (vec!["report", "class-marksheets"], "the nearest: class-marksheet; there are: class-marksheet, class-attendance"),
        (vec!["report", "Parent_leter"], "the nearest: parent-letter;"),
        (vec!["report", "balance-sheet-of-the-year"], "balance-sheet-of-the-year”; there are: class-marksheet"),
        (vec!["report", "school-summary"], "needs a period"),
        (vec!["sql", "DROP TABLE mark"], "one SELECT"),
    ] {
        let run = vedomost(&[arguments, vec!["--store", &store]].concat()).expect(2);
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    let year = vedomost(&["query", "standings", "--period", "q1", "--store", &store, "--year", "2019"]).expect(3);
    assert!(year.err.contains("school-1 2025"), "{}", year.err);
    let empty =
        vedomost(&["query", "attendance-by-cause", "--store", &store, "--from", "2019-09-01", "--to", "2019-09-30", "--by", "student"])
            .expect(0);
    assert!(empty.out.contains("The data cover"), "{}", empty.out);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vedomost::cli::run(["vedomost", "--lang", "ru", "report", "school-sumary", "--store", &store], &mut out, &mut err);
    let err = String::from_utf8(err).expect("UTF-8");
    assert!(code == 2 && err.contains("отчёта «school-sumary» нет; похожий: school-summary; есть: class-marksheet"), "{err}");
}

#[test]
fn explaining_an_indicator_shows_its_thresholds_with_their_clauses() {
    let out = vedomost(&["explain", "performance"]).expect(0).out;
    for words in ["sou_weight_4 = 64", "na_in_denominator = 1", "SELECT", "P-01"] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(vedomost(&["explain", "students-without-marks"]).expect(0).out.contains("window_days = 7"));
}

#[test]
fn messages_are_russian_unless_asked_otherwise() {
    let folder = Folder::new();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vedomost::cli::run(["vedomost", "--lang", "ru", "store", "status", "--store", &folder.text("x")], &mut out, &mut err);
    assert_eq!(code, 2);
    assert!(String::from_utf8_lossy(&err).contains("здесь нет хранилища"));
    let mut help = Vec::new();
    vedomost::cli::run(["vedomost", "--lang", "ru", "import", "--help"], &mut help, &mut err);
    let help = String::from_utf8_lossy(&help).into_owned();
    assert!(help.contains("Принять выгрузки журнала в хранилище") && help.contains("Ключи:"));
    for english in ["Usage", "Options", "Print", "default:", "possible"] {
        assert!(!help.contains(english), "{english}: {help}");
    }
}

#[test]
fn a_command_typed_wrongly_is_answered_in_the_users_words() {
    for (arguments, words) in [
        (vec!["reprot"], "команды «reprot» нет; похожая: report"),
        (vec!["report", "F5", "--perod", "q1"], "«--perod» здесь не указывают; похожее: --period"),
        (vec!["list", "--format", "xml"], "--format <FORMAT>: значение «xml» не подходит; есть: table, json"),
        (vec!["list", "--format"], "--format <FORMAT>: не указано значение; есть: table, json"),
        (vec!["import"], "не указано: <PATH>..."),
        (vec!["report", "F5", "--class", "9А", "--class", "9Б"], "--class <CLASS> указано дважды"),
        (vec!["query", "--school", "a", "--all-schools", "standing"], "--school <ID> нельзя указать вместе с --all-schools"),
    ] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = vedomost::cli::run([vec!["vedomost", "--lang", "ru"], arguments].concat(), &mut out, &mut err);
        let said = String::from_utf8_lossy(&err).into_owned();
        assert_eq!((code, out.len()), (2, 0), "{said}");
        assert!(said.contains(words), "{words}: {said}");
        assert!(!said.contains("Usage") && !said.contains("OPTIONS"), "{said}");
    }
    let english = vedomost(&["reprot"]).expect(2);
    assert!(english.err.contains("there is no command “reprot”; the nearest: report"), "{}", english.err);
}

#[test]
fn one_class_that_cannot_be_set_does_not_stop_the_rest() {
    let folder = Folder::new();
    for (name, text) in [
        ("bundle.toml", "school = \"Школа № 0\"\nyear = 2025\nas_of = \"2025-11-01\"\n"),
        ("class.csv", "class_id,name\na,9А\nb,9Б\n"),
        ("subject.csv", "subject_id,name\nm,Алгебра\n"),
        // No font has this character: a sheet must fail rather than show a box in somebody's name.
        ("student.csv", "student_id,full_name\n1,Ёлкина Анна\n2,Смайлов 🙂 Лев\n"),
        ("class_membership.csv", "student_id,class_id\n1,a\n2,b\n"),
        ("period_mark.csv", "student_id,class_id,subject_id,period_id,value\n1,a,m,q1,5\n2,b,m,q1,4\n"),
    ] {
        folder.write(&format!("in/{name}"), text);
    }
    let store = folder.text("store");
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    let run = vedomost(&["report", "class-marksheet", "--store", &store, "--out", &folder.text("sheets")]).expect(1);
    assert!(run.err.contains("class-marksheet-2025-9Б") && run.err.contains("U+1F642"), "{}", run.err);
    let made = pdfs(&folder.path("sheets"));
    assert_eq!(made.len(), 1);
    assert!(made[0].ends_with("class-marksheet-2025-9А.pdf"), "{made:?}");
}
