//! `vedomost import`

use std::path::{Path, PathBuf};

use clap::Args;

use crate::import::{Blanks, Options};
use crate::ingest::{self, Outcome, Request};
use crate::store::{Schools, Store};

use super::error::CliError;
use super::exit;
use super::scope::parse_year;
use super::ui::Ui;

/// Take exports of a journal into the store
#[derive(Args, Debug, Default)]
pub struct ImportArgs {
    /// Files, folders or zip archives
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder of the store; made when it is not there
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Mapping of somebody else's CSV, see data-samples/mappings
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Id of the school these files belong to
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Class, where the export leaves it blank
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// School year, where the export leaves it blank
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// Date of the data, where the export does not say it
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// # Errors
/// The store or the mapping cannot be used.
pub fn run(arguments: &ImportArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let mapping = arguments.mapping.as_ref().map(|path| std::fs::read_to_string(path).map_err(CliError::file(path))).transpose()?;
    let year = arguments.year.as_deref().map(parse_year).transpose()?;
    let as_of = arguments
        .as_of
        .as_deref()
        .map(|text| crate::import::stamp(text).ok_or_else(|| CliError::new("error.bad-date").with("value", text)))
        .transpose()?;
    let now = chrono::Local::now();
    let request = Request {
        paths: arguments.paths.clone(),
        options: Options { mapping, blanks: Blanks { class: arguments.class.clone(), year } },
        school: arguments.school.clone(),
        as_of,
        now_local: now.format("%Y-%m-%d %H:%M").to_string(),
        now_utc: now.naive_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    };
    let outcome = take_in(&arguments.store, &request)?;
    report(&outcome, ui)?;
    Ok(if outcome.shelves.is_empty() {
        exit::NOTHING
    } else if outcome.needs_attention() {
        exit::FINDINGS
    } else {
        exit::GOOD
    })
}

/// A store is made only when there is something to put into it.
fn take_in(root: &Path, request: &Request) -> Result<Outcome, CliError> {
    let schools = match Store::open(root) {
        Ok(store) => store.schools()?,
        Err(_) => Schools::default(),
    };
    let plan = ingest::plan(&schools, request)?;
    Ok(if plan.groups.is_empty() && !root.exists() {
        Outcome { files: plan.files, findings: plan.findings, ..Outcome::default() }
    } else {
        let store = Store::open_or_create(root)?;
        let mut outcome = ingest::take(&store, request, plan)?;
        outcome.findings.extend(ingest::twice(&store, &outcome.shelves)?);
        outcome
    })
}

/// Counts first, then what was refused and why, then all findings.
fn report(outcome: &Outcome, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.findings(&outcome.findings);
    ui.say(
        "import.counts",
        &[
            ("files", &outcome.files.to_string()),
            ("read", &outcome.rows_read.to_string()),
            ("kept", &outcome.rows_kept.to_string()),
            ("quarantined", &outcome.rows_quarantined.to_string()),
        ],
    )?;
    for ((table, reason), count) in &outcome.reasons {
        let words = ui.text(&format!("reason.{reason}"), &[]);
        ui.say("import.reason", &[("count", &count.to_string()), ("table", table), ("reason", &words)])?;
        let places = outcome.places.get(&(table.clone(), reason.clone())).map(Vec::as_slice).unwrap_or_default();
        for place in places {
            ui.say("import.place", &[("place", place)])?;
        }
        if *count > places.len() {
            ui.say("import.places", &[])?;
        }
    }
    if !outcome.reasons.is_empty() {
        ui.note("import.quarantine.hint", &[]);
    }
    for shelf in &outcome.shelves {
        let key = if shelf.result.unchanged { "import.unchanged" } else { "import.committed" };
        ui.say(
            key,
            &[
                ("school", &shelf.school),
                ("year", &shelf.year.to_string()),
                ("version", &shelf.result.version.to_string()),
                ("edits", &shelf.result.edits.to_string()),
            ],
        )?;
    }
    if outcome.shelves.is_empty() {
        ui.note("import.nothing", &[]);
        ui.note("import.nothing.hint", &[]);
    }
    Ok(())
}
