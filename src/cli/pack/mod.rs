//! `vedomost pack`: the set of documents that a role needs, into a folder or a ZIP, with a list on top. A run that was stopped goes on
//! where it was.

mod archive;
pub mod cover;
mod identity;
pub mod kept;
mod list;
pub mod listed;
mod name;
mod state;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::check::dates;
use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::report::format::DocFormat;
use crate::cli::report::{self, ReportArgs};
use crate::cli::scope::{ParamArgs, ScopeArgs};
use crate::cli::ui::Ui;
use crate::model::document::Field;
use crate::model::period::name_ru;
use crate::report::Kind;

use list::{Pack, Period};
use state::PackFolder;

pub use list::packs;

/// Make the set of documents that a role needs
#[derive(Args, Debug)]
pub struct PackArgs {
    /// Which set
    #[arg(value_enum)]
    pub what: What,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Grading period: q1…q4, h1, h2, t1…t3, year
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// The week, e.g. 2026-W12
    #[arg(long, value_name = "WEEK")]
    pub week: Option<String>,
    /// Only this class, e.g. 9Б
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Only what these roles need, several by commas: deputy, director, class-teacher, archive, office
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    pub role: Vec<String>,
    /// Folder or FILE.zip to write
    #[arg(long, value_name = "DIR|FILE.zip", default_value = "pack")]
    pub out: PathBuf,
    /// Where a file lies: {school} {year} {class} {form} {kind} {title} {period}
    #[arg(long, value_name = "TEMPLATE")]
    pub names: Option<String>,
    /// Formats, several by commas: pdf, xlsx, csv, html, json [default: pdf]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<DocFormat>,
    /// Certificate whose stamp is printed (PEM; several by commas)
    #[arg(long, value_name = "CERT.pem", value_delimiter = ',')]
    pub stamp: Vec<PathBuf>,
    /// Printed date [default: the date of the data]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Numbers in place of the names of students
    #[arg(long)]
    pub depersonalised: bool,
    /// Folder of templates of your own: they lie over those of the program
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Quarter,
    Year,
    Week,
    Municipal,
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Week => "week",
            Self::Municipal => "municipal",
        }
    }
}

/// # Errors
/// Wrong use, or nothing could be begun; what could not be made is told and leaves the rest.
pub fn run(arguments: &PackArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let pack = packs()?.remove(arguments.what.name()).ok_or_else(|| CliError::new("error.internal").with("detail", "packs.toml"))?;
    let names = arguments.names.as_deref().unwrap_or(&pack.names);
    name::check(names)?;
    let kinds = pack.kinds(&arguments.role)?;
    let params = params(arguments, &pack)?;
    report::warn_expired(&arguments.stamp, ui)?;
    let period = params.period.clone().or_else(|| arguments.week.clone()).unwrap_or_default();
    let mut scope = arguments.scope.clone();
    scope.all_schools |= pack.all_schools && scope.school.is_none();
    // A wrong store or school is told once, not for each kind.
    let opened = scope.open_for(std::iter::empty(), false)?;
    let period_id = params.params()?.period_id.unwrap_or_else(|| period.clone());
    let identity = identity::of(arguments, scope.all_schools, &period_id, &opened);
    let zip = arguments.out.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    let root = if zip { beside(&arguments.out) } else { arguments.out.clone() };
    if zip {
        identity::check_archive(&arguments.out, &identity)?;
    }
    let folder = PackFolder::open(&root, names, &period, arguments.what == What::Week, &identity)?;
    let mut not_made = NotMade::default();
    let (mut made, mut kept) = (0, 0);
    for kind in kinds {
        let (done, old) = make(kind, &order(kind, arguments, &scope, &params, &root), &folder, &mut not_made, ui);
        (made, kept) = (made + done, kept + old);
    }
    let NotMade { failed, absent } = not_made;
    let entries = folder.entries();
    if entries.is_empty() && failed.is_empty() {
        return Err(CliError::new("error.pack-empty").code(exit::NOTHING).with("name", arguments.what.name()));
    }
    let head = head(arguments.what, &period, &identity, &entries, ui);
    let listed = cover::write(&root, "Опись документов", &head, &entries, &[&failed[..], &absent].concat());
    let mut files = listed.map_err(|error| error.code(exit::FINDINGS))?;
    files.extend(entries.iter().map(|entry| entry.path.clone()));
    if zip {
        archive::write(&root, &files, &arguments.out)?;
        if failed.is_empty() {
            std::fs::remove_dir_all(&root).map_err(CliError::file(&root))?;
        }
    }
    let (made, kept, path) = (made.to_string(), kept.to_string(), arguments.out.display().to_string());
    ui.say("pack.made", &[("made", &made), ("kept", &kept), ("failed", &failed.len().to_string()), ("path", &path)])?;
    Ok(if failed.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

/// The folder in which the files of an archive are made; it stays where the run is stopped.
fn beside(archive: &Path) -> PathBuf {
    let name = archive.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    archive.with_file_name(format!("{name}.part"))
}

fn field(label: &str, value: &str) -> Field {
    Field { label: label.to_owned(), value: value.to_owned() }
}

/// The school, where it is one, then what the pack is.
fn head(what: What, period: &str, identity: &str, entries: &[state::Entry], ui: &Ui<'_>) -> [Field; 4] {
    let first = entries.first().map_or("", |entry| entry.school.as_str());
    let school = if entries.iter().all(|entry| entry.school == first) { first } else { "" };
    let period = if what == What::Week { period.to_owned() } else { name_ru(period) };
    [
        field("Образовательная организация", school),
        field("Комплект", &ui.text(&format!("pack.{}", what.name()), &[])),
        field("Период", &period),
        field(identity::LABEL, identity),
    ]
}

fn params(arguments: &PackArgs, pack: &Pack) -> Result<ParamArgs, CliError> {
    let params = ParamArgs { class: arguments.class.clone(), period: arguments.period.clone(), ..ParamArgs::default() };
    match pack.period {
        Period::Asked if arguments.period.is_none() => Err(CliError::new("error.report-period").with("name", arguments.what.name())),
        Period::Year if arguments.period.is_none() => Ok(ParamArgs { period: Some("year".to_owned()), ..params }),
        Period::Week if arguments.week.is_none() => Err(CliError::new("error.pack-week")),
        Period::Week => {
            let span = dates::span(arguments.week.as_deref(), None)?;
            Ok(ParamArgs { from: Some(span.from.to_string()), to: Some(span.to.to_string()), ..params })
        }
        Period::Asked | Period::Year => Ok(params),
    }
}

/// What `vedomost report` would be told.
fn order(kind: &Kind, arguments: &PackArgs, scope: &ScopeArgs, params: &ParamArgs, root: &Path) -> ReportArgs {
    ReportArgs {
        name: kind.name.to_owned(),
        scope: scope.clone(),
        // A document that is not of a period is of the year whatever the pack is of.
        params: ParamArgs { period: params.period.clone().filter(|_| kind.needs_period), ..params.clone() },
        out: root.to_owned(),
        format: arguments.format.clone(),
        stamp: arguments.stamp.clone(),
        date: arguments.date.clone(),
        depersonalised: arguments.depersonalised && kind.names,
        templates: arguments.templates.clone(),
        ..ReportArgs::default()
    }
}

/// What is not in a pack, and why.
#[derive(Default)]
struct NotMade {
    failed: Vec<cover::Failed>,
    /// The exports bring nothing to print in it: no fault.
    absent: Vec<cover::Failed>,
}

/// Files made and kept; what fails is told and written down.
fn make(kind: &Kind, order: &ReportArgs, folder: &PackFolder<'_>, not_made: &mut NotMade, ui: &mut Ui<'_>) -> (usize, usize) {
    let name = || format!("{} {}", kind.form, kind.title);
    match report::make_in(order, folder, "pack", ui) {
        Ok(made) => {
            for (name, error) in made.failed {
                ui.error(&error);
                not_made.failed.push((name, said(&error, ui)));
            }
            report::say_signed(&made.files, ui);
            report::say_stamped(&order.stamp, &made.files, ui);
            let kept = made.files.iter().filter(|file| file.kept).count();
            (made.files.len() - kept, kept)
        }
        Err(error) if error.code == exit::NOTHING => {
            let why = said(&error, ui);
            ui.note("pack.absent", &[("name", &name()), ("why", &why)]);
            not_made.absent.push((name(), why));
            (0, 0)
        }
        Err(error) => {
            ui.error(&error);
            not_made.failed.push((name(), said(&error, ui)));
            (0, 0)
        }
    }
}

fn said(error: &CliError, ui: &Ui<'_>) -> String {
    ui.text(error.key, &error.values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}
