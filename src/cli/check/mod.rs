//! `vedomost check`: the control of the journal for a week or a month.

mod ask;
pub mod dates;
mod document;
mod show;

use std::path::PathBuf;

use clap::Args;

use crate::cli::report::file::Audit;
use crate::control::{Control, Page, deputy, director, teachers};
use crate::messages::{self, Lang};
use crate::model::document::Field;
use crate::query::Params;
use crate::store::Store;
use crate::typeset::{Overlay, Typesetter};

use super::error::CliError;
use super::exit;
use super::scope::{Scope, ScopeArgs, parse_date};
use super::ui::Ui;

pub use ask::{ask, newest, tables};
pub use dates::Span;
pub use document::{Frame, document};

/// Control of the journal: what each teacher has to put right, pages for the deputy head and the principal
#[derive(Args, Debug, Default)]
pub struct CheckArgs {
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// The week, e.g. 2026-W12: a list for each teacher and the page of the deputy head
    #[arg(long, value_name = "WEEK", required_unless_present = "month", conflicts_with = "month")]
    pub week: Option<String>,
    /// The month, e.g. 2026-03: the page of the principal
    #[arg(long, value_name = "MONTH")]
    pub month: Option<String>,
    /// Day on whose evening is judged what is missing [default: the date of the data]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Version of the data at the last control [default: the newest whose data end before the week or month]
    #[arg(long, value_name = "N")]
    pub since: Option<u32>,
    /// Folder to write into, a file a page [default: everything to the screen]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// With --out: typeset the pages as PDF too
    #[arg(long, requires = "out")]
    pub pdf: bool,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    #[default]
    Text,
    Json,
    /// The lines of all lists
    Csv,
}

/// # Errors
/// The store, a date or a version is wrong; a file cannot be written.
pub fn run(arguments: &CheckArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let span = dates::span(arguments.week.as_deref(), arguments.month.as_deref())?;
    let given = arguments.as_of.as_deref().map(parse_date).transpose()?;
    let scope = arguments.scope.open()?;
    let typesetter = if arguments.pdf { Some(typesetter()?) } else { None };
    if let Some(folder) = &arguments.out {
        std::fs::create_dir_all(folder).map_err(CliError::file(folder))?;
    }
    let audit = Audit::new(Store::open(&arguments.scope.store)?, "check", Some(&span.label));
    let mut written = 0;
    for at in 0..scope.snapshot.shelves.len() {
        let asked = ask(arguments, &scope, at, &span, &Params { as_of: given, ..Params::default() })?;
        let control = Control {
            lang: ui.lang,
            from: span.from,
            to: span.to,
            as_of: asked.as_of,
            label: &span.label,
            percent_digits: scope.rules(at).percent_digits,
            answers: &asked.answers,
            put_right: asked.put_right.as_ref(),
        };
        let pages = with_school(&scope, at, ui, pages(&control, arguments.month.is_some()));
        match &arguments.out {
            None => show::screen(arguments.format, &control, &asked, &pages, ui)?,
            Some(folder) => {
                let several = (scope.snapshot.shelves.len() > 1).then_some(asked.school.as_str());
                let files = show::Files { folder, several, typesetter: typesetter.as_ref(), format: arguments.format, audit: &audit };
                written += files.write(&scope, at, &control, &asked, &pages, ui)?;
            }
        }
    }
    // Schools of the store without data of the year stand behind the others.
    for silent in scope.bound.iter().skip(scope.snapshot.shelves.len()) {
        ui.note("check.silent", &[("school", &silent.school), ("year", &silent.year.to_string())]);
    }
    if let Some(folder) = &arguments.out {
        ui.say("check.written", &[("count", &written.to_string()), ("path", &folder.display().to_string())])?;
    }
    Ok(exit::GOOD)
}

fn typesetter() -> Result<Typesetter, CliError> {
    Typesetter::new(&Overlay::default()).map_err(|error| CliError::new("error.template").with("detail", error))
}

/// The principal's page of a month; of a week the deputy head's, then one for each teacher.
pub fn pages(control: &Control<'_>, month: bool) -> Vec<Page> {
    if month {
        return vec![director(control)];
    }
    let mut pages = vec![deputy(control)];
    pages.extend(teachers(control));
    pages
}

fn with_school(scope: &Scope, at: usize, ui: &Ui<'_>, pages: Vec<Page>) -> Vec<Page> {
    pages.into_iter().map(|page| of_school(scope, at, ui.lang, page)).collect()
}

/// Every page says whose it is before anything else.
pub fn of_school(scope: &Scope, at: usize, lang: Lang, mut page: Page) -> Page {
    let id = scope.bound.get(at).map_or("", |bound| bound.school.as_str());
    let name = scope.schools.by_id(id).map_or(id, |school| school.name.as_str()).to_owned();
    page.head.insert(0, Field { label: messages::text(lang, "control.head.school", &[]), value: name });
    page
}
