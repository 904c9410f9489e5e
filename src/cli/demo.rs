//! `vedomost demo`: the whole way on an invented school.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args;

use crate::sign::{DEMO_PASSWORD, Signer, demo_pki};

use super::error::CliError;
use super::format::Format;
use super::import::ImportArgs;
use super::query::QueryArgs;
use super::report::ReportArgs;
use super::scope::{ParamArgs, ScopeArgs};
use super::store::{SchoolArgs, StoreArgs, StoreCommand};
use super::ui::Ui;
use super::{exit, import, query, report, sample, sign, store, verify};

/// Show the whole way: exports → store → indicators → sheets → signature → check
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Folder to write into; what an earlier demo left there is replaced
    #[arg(long, value_name = "DIR", default_value = "demo-out")]
    pub out: PathBuf,
}

const PRINCIPAL: &str = "Петрова Анна Сергеевна";
const DEPUTY: &str = "Лаптева Нина Андреевна";
/// By this file a folder is known as a demo's own.
const MARK: &str = ".vedomost-demo";

/// # Errors
/// The folder is not a demo's, or a step fails.
pub fn run(arguments: &DemoArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let out = &arguments.out;
    prepare(out)?;
    let (exports, store_dir, sheets, keys) = (out.join("exports"), out.join("store"), out.join("sheets"), out.join("keys"));
    step(1, "exports", ui)?;
    sample::run(&sample::SampleArgs { students: 120, out: Some(exports.clone()), ..sample::SampleArgs::default() }, ui)?;
    step(2, "store", ui)?;
    for part in ["bundle", "student-total"] {
        import::run(&ImportArgs { paths: vec![exports.join(part)], store: store_dir.clone(), ..ImportArgs::default() }, ui)?;
    }
    let school = StoreCommand::School(SchoolArgs {
        id: "school-1".to_owned(),
        store: store_dir.clone(),
        principal: Some(PRINCIPAL.to_owned()),
        deputy_head: Some(DEPUTY.to_owned()),
        ..SchoolArgs::default()
    });
    store::run(&StoreArgs { what: school }, ui)?;
    step(3, "indicators", ui)?;
    indicators(&store_dir, ui)?;
    step(4, "sheets", ui)?;
    let name = school_name(&store_dir)?;
    let certificate = certificate(&name, &keys)?;
    let mut files = Vec::new();
    for (name, period) in [("class-marksheet", None), ("school-summary", Some("q3"))] {
        let arguments = ReportArgs {
            name: name.to_owned(),
            scope: scope(&store_dir),
            params: ParamArgs { period: period.map(str::to_owned), ..ParamArgs::default() },
            out: sheets.clone(),
            stamp: vec![certificate.clone()],
            date: None,
            format: Vec::new(),
            data: false,
            templates: None,
            what: None,
            student: None,
            depersonalised: false,
        };
        let made = report::make(&arguments, ui)?;
        made.failed.iter().for_each(|(_, error)| ui.error(error));
        files.extend(made.files.into_iter().map(|file| file.path));
    }
    ui.say("report.made", &[("count", &files.len().to_string()), ("path", &sheets.display().to_string())])?;
    step(5, "signatures", ui)?;
    let code = sign_and_verify(&files, &keys, ui)?;
    ui.say(
        "demo.end",
        &[
            ("out", &out.display().to_string()),
            ("sheets", &sheets.display().to_string()),
            ("store", &store_dir.display().to_string()),
            ("keys", &keys.display().to_string()),
        ],
    )?;
    Ok(code)
}

/// Empties the folder of an earlier demo; refuses any other folder that is in use.
fn prepare(out: &Path) -> Result<(), CliError> {
    let mark = out.join(MARK);
    if mark.exists() {
        fs::remove_dir_all(out).map_err(CliError::file(out))?;
    } else if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(CliError::new("error.folder-in-use").with("path", out.display()));
    }
    fs::create_dir_all(out).and_then(|()| fs::write(&mark, "")).map_err(CliError::file(out))
}

fn step(number: usize, name: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.data("")?;
    ui.say(&format!("demo.step.{name}"), &[("number", &number.to_string())])
}

fn scope(store: &Path) -> ScopeArgs {
    ScopeArgs { store: store.to_owned(), ..ScopeArgs::default() }
}

fn indicators(store: &Path, ui: &mut Ui<'_>) -> Result<(), CliError> {
    for (name, period, by) in
        [("standings", Some("q3"), "stage"), ("performance", Some("q3"), "stage"), ("attendance-by-cause", Some("q3"), "grade_level")]
    {
        let arguments = QueryArgs {
            names: vec![name.to_owned()],
            scope: scope(store),
            params: ParamArgs { period: period.map(str::to_owned), by: Some(by.to_owned()), ..ParamArgs::default() },
            format: Format::Table,
            show_sql: false,
        };
        ui.data(&format!("\n{name} --by {by}"))?;
        query::run(&arguments, ui)?;
    }
    Ok(())
}

fn school_name(store: &Path) -> Result<String, CliError> {
    let schools = crate::store::Store::open(store)?.schools()?;
    Ok(schools.school.first().map(|school| school.name.clone()).unwrap_or_default())
}

/// A root and a signer for the demonstration; the key is written with a password, as a real one would be.
fn certificate(school: &str, keys: &Path) -> Result<PathBuf, CliError> {
    let pki = demo_pki(school, PRINCIPAL, Utc::now()).map_err(|error| CliError::new("error.internal").with("detail", error))?;
    fs::create_dir_all(keys).map_err(CliError::file(keys))?;
    let certificate = keys.join("signer.pem");
    super::output::write(&keys.join("root.pem"), pki.root_pem.as_bytes())?;
    super::output::write(&certificate, pki.signer_pem_cert.as_bytes())?;
    let key = pki.pkcs12.ok_or_else(|| CliError::new("error.internal").with("detail", "PKCS#12"))?;
    super::output::write(&keys.join("signer.p12"), &key)?;
    Ok(certificate)
}

fn sign_and_verify(files: &[PathBuf], keys: &Path, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let path = keys.join("signer.p12");
    let key = fs::read(&path).map_err(CliError::file(&path))?;
    let signer = Signer::from_pkcs12(&key, DEMO_PASSWORD).map_err(|error| sign::words::key(&path, &error))?;
    let failed = sign::sign_all(files, None, &signer, &sign::options(Utc::now(), None), ui);
    ui.say("sign.done", &[("count", &(files.len() - failed).to_string()), ("owner", &signer.certificate().subject)])?;
    let trust = verify::trust(&[keys.join("root.pem")])?;
    let mut good = 0;
    for file in files {
        let pdf = fs::read(file).map_err(CliError::file(file))?;
        good += usize::from(crate::sign::verify(&pdf, &trust, Utc::now()).is_ok_and(|verdict| verdict.is_good()));
    }
    ui.say("demo.verified", &[("good", &good.to_string()), ("count", &files.len().to_string())])?;
    Ok(if good == files.len() && failed == 0 { exit::GOOD } else { exit::FINDINGS })
}
