//! `vedomost report`

mod ask;
mod check;
mod control;
pub mod file;
pub mod format;
pub mod takes;
pub mod templates;

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::{Args, Subcommand};

use crate::model::document::Stamp;
use crate::query::{Catalog, Params};
use crate::regulation::nearest::nearest;
use crate::report::{self, Document, Kind};
use crate::sign::{CertificateInfo, stamp_keyword};
use crate::store::Store;
use crate::typeset::{self, Typesetter};

use super::error::CliError;
use super::exit;
use super::progress::Progress;
use super::scope::{ParamArgs, Scope, ScopeArgs, parse_date};
use super::ui::Ui;
use file::{Audit, FileMade, Folder, Place};
use format::DocFormat;

/// Make documents, one a class or school: PDF/A-2a, XLSX, CSV, HTML, JSON
#[derive(Args, Debug, Default)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ReportArgs {
    #[command(subcommand)]
    pub what: Option<ReportCommand>,
    /// Kind of document, see `vedomost list reports`
    #[arg(value_name = "REPORT", default_value = "", hide_default_value = true)]
    pub name: String,
    #[command(flatten)]
    pub scope: ScopeArgs,
    #[command(flatten)]
    pub params: ParamArgs,
    /// Folder to write into
    #[arg(long, value_name = "DIR", default_value = "sheets")]
    pub out: PathBuf,
    /// Certificate whose stamp is printed (PEM; several by commas)
    #[arg(long, value_name = "CERT.pem", value_delimiter = ',')]
    pub stamp: Vec<PathBuf>,
    /// Printed date [default: the date of the data]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Only the documents of this student: a name or an id
    #[arg(long, value_name = "ID|NAME")]
    pub student: Option<String>,
    /// Numbers in place of the names of students
    #[arg(long)]
    pub depersonalised: bool,
    /// Formats, several by commas: pdf, xlsx, csv, html, json [default: pdf]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<DocFormat>,
    /// The same as the format json, beside the others
    #[arg(long)]
    pub data: bool,
    /// Folder of templates of your own: they lie over those of the program
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    Check(check::CheckArgs),
}

/// # Errors
/// Nothing could be made at all; a single bad document is told and leaves the others.
pub fn run(arguments: &ReportArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    if let Some(ReportCommand::Check(arguments)) = &arguments.what {
        return check::run(arguments, ui);
    }
    let kind = report::kind(&arguments.name).ok_or_else(|| unknown(&arguments.name))?;
    let own = arguments.templates.as_deref().map(templates::load).transpose()?.unwrap_or_default();
    let catalog = own.catalog()?;
    takes::check(&catalog, kind, &arguments.params)?;
    warn_expired(&arguments.stamp, ui)?;
    let made = make(arguments, ui)?;
    made.failed.iter().for_each(|(_, error)| ui.error(error));
    say_signed(&made.files, ui);
    say_stamped(&arguments.stamp, &made.files, ui);
    ui.say("report.made", &[("count", &made.documents.to_string()), ("path", &arguments.out.display().to_string())])?;
    Ok(if made.failed.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

/// Signed files that were left as they are.
pub fn say_signed(files: &[FileMade], ui: &mut Ui<'_>) {
    let signed = files.iter().filter(|file| file.signed);
    signed.for_each(|file| ui.note("report.signed", &[("path", &file.path.display().to_string())]));
}

/// The printed mark of a signature is not the signature.
pub fn say_stamped(stamps: &[PathBuf], files: &[FileMade], ui: &mut Ui<'_>) {
    let unsigned = files.iter().filter(|file| !file.signed && file.path.extension().is_some_and(|end| end == "pdf")).count();
    if !stamps.is_empty() && unsigned > 0 {
        ui.note("report.stamped", &[("count", &unsigned.to_string())]);
    }
}

/// A stamp of a certificate that has expired can still be printed (a sheet made again is the same sheet), but not be signed any more.
///
/// # Errors
/// The certificate cannot be read.
pub fn warn_expired(stamps: &[PathBuf], ui: &mut Ui<'_>) -> Result<(), CliError> {
    let now = Utc::now();
    for path in stamps {
        let info = certificate(path)?;
        let (key, day) = match () {
            () if now > info.not_after => ("report.stamp-expired", info.not_after),
            () if now < info.not_before => ("report.stamp-early", info.not_before),
            () => continue,
        };
        ui.note(key, &[("path", &path.display().to_string()), ("day", &day.format("%d.%m.%Y").to_string())]);
    }
    Ok(())
}

/// What a run made.
pub struct Made {
    /// Documents of which at least one file lies there now as it should.
    pub documents: usize,
    pub files: Vec<FileMade>,
    /// Files that could not be made: the document's name and why.
    pub failed: Vec<(String, CliError)>,
}

/// # Errors
/// As [`run`].
pub fn make(arguments: &ReportArgs, ui: &mut Ui<'_>) -> Result<Made, CliError> {
    make_in(arguments, &Folder(&arguments.out), "report", ui)
}

/// The same with the files lying where `place` says; `command` is what the audit calls it.
///
/// # Errors
/// As [`run`].
pub fn make_in(arguments: &ReportArgs, place: &dyn Place, command: &'static str, ui: &mut Ui<'_>) -> Result<Made, CliError> {
    let kind = report::kind(&arguments.name).ok_or_else(|| unknown(&arguments.name))?;
    let params = arguments.params.params()?;
    if kind.needs_period && params.period_id.is_none() {
        return Err(CliError::new("error.report-period").with("name", kind.name));
    }
    if !kind.of_student && arguments.student.is_some() {
        return Err(CliError::new("error.report-student").with("name", kind.name));
    }
    let date = arguments.date.as_deref().map(parse_date).transpose()?.map(|date| date.to_string());
    let stamps = arguments.stamp.iter().map(|path| stamp(path)).collect::<Result<Vec<_>, _>>()?;
    let own = arguments.templates.as_deref().map(templates::load).transpose()?.unwrap_or_default();
    let catalog = own.catalog()?;
    let scope = arguments.scope.open_years(ask::years(kind))?;
    let parts = ask::parts(kind, &scope);
    let typesetter = Typesetter::new(&own.overlay).map_err(|error| CliError::new("error.template").with("detail", error))?;
    let formats = format::chosen(&arguments.format, arguments.data);
    // What names students goes to the audit.
    let named = kind.names && !arguments.depersonalised;
    let store = if named { Some(Store::open(&arguments.scope.store)?) } else { None };
    let audit = store.map(|store| Audit::new(store, command, params.period_id.as_deref()));
    let run = Run {
        kind,
        scope: &scope,
        parts: &parts,
        catalog: &catalog,
        params: &params,
        date: date.as_deref(),
        stamps: &stamps,
        typesetter: &typesetter,
        formats: &formats,
        place,
        audit: audit.as_ref(),
        arguments,
    };
    std::fs::create_dir_all(&arguments.out).map_err(CliError::file(&arguments.out))?;
    let progress = Progress::growing(ui.interactive);
    let mut asked = Asked { run: &run, progress: &progress, next: 0, ready: Vec::new(), school: "", reason: None, failed: None };
    let results = typeset::each(&mut asked, |(stem, document)| {
        let files = run.write(&document, &stem);
        progress.step();
        (document.file_stem, files)
    });
    let results = results.map_err(|error| CliError::new("error.template").with("detail", error))?;
    progress.finish();
    if let Some(error) = asked.failed {
        return Err(error);
    }
    if results.is_empty() {
        if let Some(student) = &arguments.student {
            return Err(CliError::new("error.no-such-student").code(exit::NOTHING).with("student", student));
        }
        let reason = asked.reason;
        let why = reason.map(|(key, values)| ui.text(key, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()));
        return Err(CliError::new("error.no-documents").code(exit::NOTHING).with("why", why.unwrap_or_default()));
    }
    let mut made = Made { documents: 0, files: Vec::new(), failed: Vec::new() };
    for (stem, files) in results {
        made.documents += usize::from(files.iter().any(Result::is_ok));
        for file in files {
            match file {
                Ok(file) => made.files.push(file),
                Err(error) => made.failed.push((stem.clone(), error)),
            }
        }
    }
    Ok(made)
}

fn unknown(name: &str) -> CliError {
    let form = name.trim().to_uppercase().replace('Ф', "F");
    let several: Vec<String> = report::KINDS.iter().filter(|kind| kind.form == form).map(|kind| kind.name.replace('_', "-")).collect();
    if several.len() > 1 {
        return CliError::new("error.report-several").with("name", name).with("known", several.join(", "));
    }
    let names: Vec<String> = report::KINDS.iter().map(|kind| kind.name.replace('_', "-")).collect();
    let near = nearest(&name.replace('_', "-"), names.iter().map(String::as_str)).unwrap_or_default();
    CliError::new("error.unknown-report").with("name", name).with("nearest", near).with("known", names.join(", "))
}

/// What holds for all documents of a run.
struct Run<'a> {
    kind: &'a Kind,
    scope: &'a Scope,
    /// The school-years of each call of the builder, the one it is of first.
    parts: &'a [Vec<usize>],
    catalog: &'a Catalog,
    params: &'a Params,
    date: Option<&'a str>,
    stamps: &'a [Stamp],
    typesetter: &'a Typesetter,
    formats: &'a [DocFormat],
    place: &'a dyn Place,
    audit: Option<&'a Audit>,
    arguments: &'a ReportArgs,
}

/// Key and values of the words that say why there is nothing.
type Reason = (&'static str, Vec<(&'static str, String)>);

/// The documents of all school-years, one school-year asked after the other while earlier ones are typeset: memory does not
/// grow with the schools.
struct Asked<'a> {
    run: &'a Run<'a>,
    progress: &'a Progress,
    next: usize,
    /// The last comes first.
    ready: Vec<Document>,
    /// The school that they are of.
    school: &'a str,
    reason: Option<Reason>,
    failed: Option<CliError>,
}

impl Iterator for &mut Asked<'_> {
    type Item = (PathBuf, Document);

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && self.failed.is_none() && self.next < self.run.parts.len() {
            match self.run.documents(self.next) {
                Ok((documents, reason)) => {
                    self.progress.more(documents.len());
                    self.ready = documents;
                    self.school = self.run.school(self.next);
                    self.ready.reverse();
                    self.reason = self.reason.take().or(reason);
                }
                Err(error) => self.failed = Some(error),
            }
            self.next += 1;
        }
        let document = self.ready.pop()?;
        Some((self.run.place.stem(self.run.kind, &document, self.school), document))
    }
}

impl<'a> Run<'a> {
    /// The id of the school that a call of the builder is of.
    fn school(&self, part: usize) -> &'a str {
        let main = self.parts.get(part).and_then(|part| part.first());
        main.and_then(|at| self.scope.bound.get(*at)).map_or("", |bound| bound.school.as_str())
    }

    /// The files of a document, a format each; one that fails leaves the others.
    fn write(&self, document: &Document, stem: &Path) -> Vec<Result<FileMade, CliError>> {
        let run = (self.place, self.typesetter, self.audit);
        self.formats.iter().map(|format| file::write(self.kind, document, stem, *format, run)).collect()
    }
}

/// The typeset mark of a signature, from the public certificate.
fn stamp(path: &Path) -> Result<Stamp, CliError> {
    let info = certificate(path)?;
    Ok(Stamp {
        owner: info.subject.clone(),
        organization: info.organization.clone().unwrap_or_default(),
        serial: info.serial.clone(),
        valid_from: info.not_before.format("%d.%m.%Y").to_string(),
        valid_to: info.not_after.format("%d.%m.%Y").to_string(),
        keyword: stamp_keyword(&info),
    })
}

fn certificate(path: &Path) -> Result<CertificateInfo, CliError> {
    let bytes = std::fs::read(path).map_err(CliError::file(path))?;
    CertificateInfo::from_pem(&bytes).map_err(|error| CliError::new("error.certificate").with("path", path.display()).with("detail", error))
}
