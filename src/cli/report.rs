//! `vedomost report`

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::model::document::Stamp;
use crate::query::{EngineOptions, Params, Request, answer};
use crate::regulation::Regulations;
use crate::report::{self, Document, Input, Kind, SchoolFacts};
use crate::sign::{CertificateInfo, stamp_keyword};
use crate::typeset::{Overlay, Typesetter};

use super::error::CliError;
use super::exit;
use super::progress::Progress;
use super::scope::{ParamArgs, Scope, ScopeArgs, parse_date, regulation_of};
use super::ui::Ui;
use super::words::why_empty;

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
    let date = arguments.date.as_deref().map(parse_date).transpose()?.map(|date| date.to_string());
    let stamps = arguments.stamp.iter().map(|path| stamp(path)).collect::<Result<Vec<_>, _>>()?;
    let scope = arguments.scope.open()?;
    let typesetter = Typesetter::new(&Overlay::default()).map_err(|error| CliError::new("error.template").with("detail", error))?;
    let documents = documents(kind, &scope, &params, date.as_deref(), &stamps, &typesetter, ui)?;
    std::fs::create_dir_all(&arguments.out).map_err(CliError::file(&arguments.out))?;
    let progress = Progress::new(ui.interactive, documents.len());
    let results: Vec<Result<PathBuf, CliError>> = documents
        .par_iter()
        .map(|document| {
            let result = write(document, &typesetter, &arguments.out);
            progress.step();
            result
        })
        .collect();
    progress.finish();
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

/// Runs the queries of the report for each school-year alone, so that memory does not grow with the schools.
fn documents(
    kind: &Kind,
    scope: &Scope,
    params: &Params,
    date: Option<&str>,
    stamps: &[Stamp],
    typesetter: &Typesetter,
    ui: &Ui<'_>,
) -> Result<Vec<Document>, CliError> {
    let template_hash = typesetter.template_hash(kind.name).map_err(|error| CliError::new("error.template").with("detail", error))?;
    let regulations = Regulations::builtin()
        .map_err(|errors| errors.into_iter().next().map_or_else(|| CliError::new("error.internal"), CliError::from))?;
    let (mut documents, mut reason) = (Vec::new(), None);
    for (at, shelf) in scope.snapshot.shelves.iter().enumerate() {
        let school = scope.schools.by_id(&shelf.manifest.school);
        let mut requests: Vec<Request> = kind
            .queries
            .iter()
            .map(|(name, grain)| Request { name: (*name).to_owned(), params: Params { grain: grain.map(str::to_owned), ..params.clone() } })
            .collect();
        requests.push(Request { name: "provenance".to_owned(), params: Params::default() });
        let bound = scope.bound.get(at..=at).unwrap_or_default();
        let regulation = scope.regulation.get(at..=at).unwrap_or_default();
        let mut tables = Vec::new();
        for answer in answer(bound, regulation, &requests, &EngineOptions::default()) {
            let answer = answer?;
            reason = reason.or_else(|| answer.why_empty.as_ref().map(why_empty));
            tables.push(answer.table);
        }
        let Some(provenance) = tables.pop() else { continue };
        let pack = regulation_of(&scope.schools, &shelf.manifest.school);
        let input = Input {
            school: SchoolFacts {
                id: &shelf.manifest.school,
                name: school.map_or(shelf.manifest.school.as_str(), |school| school.name.as_str()),
                principal: school.and_then(|school| school.principal.as_deref()),
                deputy_head: school.and_then(|school| school.deputy_head.as_deref()),
            },
            year: shelf.manifest.year,
            period_id: params.period_id.as_deref(),
            tables: &tables,
            provenance: &provenance,
            snapshot: &scope
                .snapshot
                .only(|manifest| manifest.school == shelf.manifest.school && manifest.year == shelf.manifest.year)
                .id(),
            regulation: regulations.pack(pack).map_or(pack, |pack| pack.title_ru.as_str()),
            template_hash: &template_hash,
            date,
            stamps,
        };
        let several = scope.snapshot.shelves.len() > 1;
        documents.extend(kind.documents(&input).into_iter().map(|document| Document {
            file_stem: if several { format!("{}-{}", shelf.manifest.school, document.file_stem) } else { document.file_stem },
            data: document.data,
        }));
    }
    if documents.is_empty() {
        let why = reason
            .map(|(key, values)| ui.text(key, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()))
            .unwrap_or_default();
        return Err(CliError::new("error.no-documents").code(exit::NOTHING).with("why", why));
    }
    Ok(documents)
}

fn write(document: &Document, typesetter: &Typesetter, out: &Path) -> Result<PathBuf, CliError> {
    let pdf = typesetter
        .pdf(&document.data)
        .map_err(|error| CliError::new("error.document").with("name", &document.file_stem).with("detail", error))?;
    let path = out.join(format!("{}.pdf", safe(&document.file_stem)));
    super::output::write(&path, &pdf)?;
    Ok(path)
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
