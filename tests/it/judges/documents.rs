//! Every kind of document before outside judges: its syntax and tags, and its twin, the same template as PDF/A-1b, clause by clause.
//!
//! That a judge sees anything at all is shown by the other document: the twin claims no accessibility, ours is no PDF/A-1b.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use vedomost::model::document::ReportData;
use vedomost::report::KINDS;
use vedomost::typeset::{Overlay, Typesetter};

use super::{in_environment, report_missing, runs, said};

struct Judge {
    name: &'static str,
    install: &'static str,
    is_installed: fn() -> bool,
    /// What it says against files.
    faults: fn(&[PathBuf]) -> String,
    looks_at: Sheet,
    /// It must refuse the other.
    refuses_other: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Sheet {
    Ours,
    Twin,
}

const JUDGES: [Judge; 4] = [
    Judge {
        name: "qpdf",
        install: "apt-get install qpdf",
        is_installed: || runs("qpdf", "--version"),
        faults: qpdf,
        looks_at: Sheet::Ours,
        refuses_other: false,
    },
    Judge {
        name: "pdfua",
        install: "pip install pdfua",
        is_installed: || in_environment("pdfua").is_some(),
        faults: pdfua,
        looks_at: Sheet::Ours,
        refuses_other: true,
    },
    Judge {
        name: "outloud",
        install: "pip install outloud",
        is_installed: || in_environment("outloud").is_some(),
        faults: outloud,
        looks_at: Sheet::Ours,
        refuses_other: true,
    },
    Judge {
        name: "PDFBox preflight",
        install: "apt-get install default-jdk-headless libpdfbox2-java libactivation-java libjaxb-api-java",
        is_installed: || runs("javac", "-version") && JARS.iter().all(|jar| Path::new(&jar_path(jar)).exists()),
        faults: preflight,
        looks_at: Sheet::Twin,
        refuses_other: true,
    },
];

/// The sample of every kind, set both ways: (ours, twins).
fn sheets(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let ours = Typesetter::new(&Overlay::new()).expect("templates");
    let twin = Typesetter::twin(&Overlay::new()).expect("templates");
    let set = |typesetter: &Typesetter, kind: &str, ending: &str| {
        let data: ReportData = serde_json::from_slice(ours.sample(kind).expect(kind)).expect(kind);
        let pdf = typesetter.pdf(&data).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let path = folder.join(format!("{kind}.{ending}.pdf"));
        std::fs::write(&path, pdf).expect("written");
        path
    };
    KINDS.iter().map(|kind| (set(&ours, kind.name, "ours"), set(&twin, kind.name, "twin"))).unzip()
}

#[test]
fn outside_judges_find_no_fault_with_any_kind_of_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ours, twins) = sheets(folder.path());
    let (installed, missing): (Vec<&Judge>, Vec<&Judge>) = JUDGES.iter().partition(|judge| (judge.is_installed)());
    for judge in installed {
        let (own, other) = if judge.looks_at == Sheet::Ours { (&ours, &twins) } else { (&twins, &ours) };
        assert_eq!((judge.faults)(own), "", "{}", judge.name);
        assert!(!judge.refuses_other || !(judge.faults)(&other[..1]).is_empty(), "{} sees nothing", judge.name);
    }
    report_missing(&missing.iter().map(|judge| judge.install).collect::<Vec<_>>());
}

fn ask(program: impl AsRef<Path>, words: &[&str], files: &[PathBuf]) -> Output {
    Command::new(program.as_ref()).args(words).args(files).output().expect("it runs")
}

/// What it printed, where it ends with a fault.
fn unless_good(output: &Output) -> String {
    if output.status.success() { String::new() } else { said(output) }
}

fn qpdf(files: &[PathBuf]) -> String {
    files.iter().map(|file| unless_good(&ask("qpdf", &["--check"], std::slice::from_ref(file)))).collect()
}

fn pdfua(files: &[PathBuf]) -> String {
    unless_good(&ask(in_environment("pdfua").expect("pdfua"), &["check", "--quiet"], files))
}

/// What any validator must see; its guesses about the meaning of words take a repeated heading of a table for a lost line. TBL-004 (equal
/// rows) is left out: 0.2.1 forgets a cell in the last column that reaches down from the row above (`row_widths` lowers the count too early).
fn outloud(files: &[PathBuf]) -> String {
    unless_good(&ask(in_environment("outloud").expect("outloud"), &["--layer", "conformance", "--skip", "TBL-004", "--no-info"], files))
}

const JARS: [&str; 7] = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"];

fn jar_path(name: &str) -> String {
    format!("/usr/share/java/{name}.jar")
}

fn preflight(files: &[PathBuf]) -> String {
    let program = tempfile::Builder::new().prefix("Preflight").suffix(".java").tempfile().expect("a file");
    std::fs::write(program.path(), include_str!("Preflight.java")).expect("written");
    let jars = JARS.map(jar_path).join(":");
    let program = program.path().display().to_string();
    let output = ask("java", &["-cp", &jars, &program], files);
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let examined = lines.lines().filter(|line| line.starts_with("examined ")).count();
    assert!(output.status.success() && examined == files.len(), "preflight looked at {examined} of {}: {}", files.len(), said(&output));
    // A bookmark's destination may be an object of its own; PDFBox 2.0.27 does not follow the reference.
    let faults = lines.lines().filter(|line| line.starts_with("fault ") && !line.contains("can't convert to Destination COSObject"));
    faults.map(|line| format!("{line}\n")).collect()
}
