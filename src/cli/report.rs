//! `vedomost report`

use std::path::{Path, PathBuf};

use clap::Args;

use crate::model::document::Stamp;
use crate::query::Params;
use crate::report::{self, Document, Kind};
use crate::sign::{CertificateInfo, stamp_keyword};
use crate::typeset::{self, Overlay, Typesetter};

mod ask;
mod control;

use super::error::CliError;
use super::exit;
use super::progress::Progress;
use super::scope::{ParamArgs, Scope, ScopeArgs, parse_date};
use super::ui::Ui;

/// Typeset documents as PDF/A-2a, one a class or school
#[derive(Args, Debug, Default)]
pub struct ReportArgs {
    /// Kind of document, see `vedomost list reports`
    #[arg(value_name = "REPORT")]
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
    /// Write beside each document the data that its template got (JSON)
    #[arg(long)]
    pub data: bool,
}

/// # Errors
/// Nothing could be made at all; a single bad document is told and leaves the others.
pub fn run(arguments: &ReportArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let made = make(arguments, ui)?;
    ui.say("report.made", &[("count", &made.files.len().to_string()), ("path", &arguments.out.display().to_string())])?;
    Ok(if made.failed == 0 { exit::GOOD } else { exit::FINDINGS })
}

/// What a run made.
pub struct Made {
    pub files: Vec<PathBuf>,
    pub failed: usize,
}

/// # Errors
/// As [`run`].
pub fn make(arguments: &ReportArgs, ui: &mut Ui<'_>) -> Result<Made, CliError> {
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
    let scope = arguments.scope.open_years(ask::years(kind)?)?;
    let parts = ask::parts(kind, &scope);
    let typesetter = Typesetter::new(&Overlay::default()).map_err(|error| CliError::new("error.template").with("detail", error))?;
    let run = Run {
        kind,
        scope: &scope,
        parts: &parts,
        params: &params,
        date: date.as_deref(),
        stamps: &stamps,
        typesetter: &typesetter,
        arguments,
    };
    std::fs::create_dir_all(&arguments.out).map_err(CliError::file(&arguments.out))?;
    let progress = Progress::growing(ui.interactive);
    let mut asked = Asked { run: &run, progress: &progress, next: 0, ready: Vec::new(), reason: None, failed: None };
    let results = typeset::each(&mut asked, |document| {
        let result = run.write(&document);
        progress.step();
        result
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
    let mut made = Made { files: Vec::new(), failed: 0 };
    for result in results {
        match result {
            Ok(path) => made.files.push(path),
            Err(error) => {
                made.failed += 1;
                ui.error(&error);
            }
        }
    }
    Ok(made)
}

fn unknown(name: &str) -> CliError {
    let names: Vec<String> = report::KINDS.iter().map(|kind| kind.name.replace('_', "-")).collect();
    CliError::new("error.unknown-report").with("name", name).with("known", names.join(", "))
}

/// What holds for all documents of a run.
struct Run<'a> {
    kind: &'a Kind,
    scope: &'a Scope,
    /// The school-years of each call of the builder, the one it is of first.
    parts: &'a [Vec<usize>],
    params: &'a Params,
    date: Option<&'a str>,
    stamps: &'a [Stamp],
    typesetter: &'a Typesetter,
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
    reason: Option<Reason>,
    failed: Option<CliError>,
}

impl Iterator for &mut Asked<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        while self.ready.is_empty() && self.failed.is_none() && self.next < self.run.parts.len() {
            match self.run.documents(self.next) {
                Ok((documents, reason)) => {
                    self.progress.more(documents.len());
                    self.ready = documents;
                    self.ready.reverse();
                    self.reason = self.reason.take().or(reason);
                }
                Err(error) => self.failed = Some(error),
            }
            self.next += 1;
        }
        self.ready.pop()
    }
}

impl Run<'_> {
    fn write(&self, document: &Document) -> Result<PathBuf, CliError> {
        let pdf = self
            .typesetter
            .pdf(&document.data)
            .map_err(|error| CliError::new("error.document").with("name", &document.file_stem).with("detail", error))?;
        let path = self.arguments.out.join(format!("{}.pdf", safe(&document.file_stem)));
        super::output::write(&path, &pdf)?;
        if self.arguments.data {
            let json = serde_json::to_vec(&document.data).map_err(|error| CliError::new("error.internal").with("detail", error))?;
            super::output::write(&path.with_extension("json"), &json)?;
        }
        Ok(path)
    }
}

/// A file name that no class name can turn into a path.
fn safe(stem: &str) -> String {
    stem.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}

/// The typeset mark of a signature, from the public certificate.
fn stamp(path: &Path) -> Result<Stamp, CliError> {
    let bytes = std::fs::read(path).map_err(CliError::file(path))?;
    let info = CertificateInfo::from_pem(&bytes)
        .map_err(|error| CliError::new("error.certificate").with("path", path.display()).with("detail", error))?;
    Ok(Stamp {
        owner: info.subject.clone(),
        organization: info.organization.clone().unwrap_or_default(),
        serial: info.serial.clone(),
        valid_from: info.not_before.format("%d.%m.%Y").to_string(),
        valid_to: info.not_after.format("%d.%m.%Y").to_string(),
        keyword: stamp_keyword(&info),
    })
}
