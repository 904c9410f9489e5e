//! `vedomost report check`: what is wrong with a school's own templates, told before any run.
//!
//! Each template is set over the sample of its data, once as it is and once without a row: a class without students is a class too.

use std::path::PathBuf;

use clap::Args;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::ui::Ui;
use crate::model::document::ReportData;
use crate::query::{Catalog, QueryError, lint, own};
use crate::report;
use crate::typeset::{Problem, TypesetError, Typesetter};

use super::templates::{self, Own};

/// Tell what is wrong with templates of your own before a run
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Only this kind of document
    #[arg(value_name = "REPORT")]
    pub name: Option<String>,
    /// Folder of templates of your own
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// A fault: where, and the key and values of its words.
type Fault = (String, &'static str, Vec<(&'static str, String)>);

/// # Errors
/// There is no such folder or kind of document.
pub fn run(arguments: &CheckArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let own = arguments.templates.as_deref().map(templates::load).transpose()?.unwrap_or_default();
    let only = arguments.name.as_deref().map(|name| report::kind(name).ok_or_else(|| super::unknown(name))).transpose()?;
    let mut faults = Vec::new();
    let mut checked = 0;
    match Typesetter::new(&own.overlay) {
        Err(error) => faults.extend(of_error("", &error)),
        Ok(typesetter) => {
            let touched =
                |name: &str| own.overlay.is_empty() || own.overlay.keys().any(|path| *path == format!("{name}.typ") || path.contains('/'));
            for info in typesetter.templates() {
                let wanted = only.map_or_else(|| touched(&info.name), |kind| kind.name == info.name);
                if wanted {
                    checked += 1;
                    faults.extend(template(&typesetter, &own, &info));
                }
            }
        }
    }
    if only.is_none() {
        checked += own.queries.len();
        faults.extend(queries(&own, ui)?);
    }
    for (place, key, values) in &faults {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = ui.text(key, &values);
        let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
        ui.data(&format!("✗ {place}{text}"))?;
    }
    let key = if faults.is_empty() { "report.check.good" } else { "report.check.bad" };
    ui.say(key, &[("count", &checked.to_string()), ("faults", &faults.len().to_string())])?;
    Ok(if faults.is_empty() { exit::GOOD } else { exit::FINDINGS })
}

/// The queries: what must not run, what the lint says, columns of ours that are not there.
fn queries(own: &Own, ui: &Ui<'_>) -> Result<Vec<Fault>, CliError> {
    let mut faults = Vec::new();
    for (file, text) in &own.queries {
        for fault in lint::lint(text) {
            faults.push((at_line(file, text, &fault), "report.check.lint", vec![("message", fault)]));
        }
    }
    let catalog = match own::overlay(&own.queries) {
        Ok(catalog) => catalog,
        Err(refused) => {
            faults.extend(refused.into_iter().map(|(file, line, error)| {
                let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
                (place, "report.check.query", vec![("message", said(error, ui))])
            }));
            return Ok(faults);
        }
    };
    let builtin = Catalog::builtin()?;
    for (file, _) in &own.queries {
        let name = file.trim_end_matches(".sql");
        let found = match own::columns(&catalog, name) {
            Ok(found) => found,
            Err(error) => {
                faults.push((file.clone(), "report.check.query", vec![("message", said(error, ui))]));
                continue;
            }
        };
        let ours = if builtin.iter().any(|query| query.name == name) { own::columns(builtin, name)? } else { Vec::new() };
        let missing: Vec<&str> = ours.iter().filter(|column| !found.contains(column)).map(String::as_str).collect();
        if !missing.is_empty() {
            faults.push((file.clone(), "report.check.columns", vec![("missing", missing.join(", "))]));
        }
    }
    Ok(faults)
}

/// In the user's language, as everywhere.
fn said(error: QueryError, ui: &Ui<'_>) -> String {
    let error = CliError::from(error);
    ui.text(error.key, &error.values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

/// The line with the word that the lint names.
fn at_line(file: &str, text: &str, fault: &str) -> String {
    let named = fault.split('`').nth(1).unwrap_or_default().to_lowercase();
    let words = |line: &str| line.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == named);
    let line = text.lines().position(words).filter(|_| !named.is_empty());
    line.map_or_else(|| file.to_owned(), |at| format!("{file}:{}", at + 1))
}

fn template(typesetter: &Typesetter, own: &Own, info: &crate::typeset::TemplateInfo) -> Vec<Fault> {
    let file = format!("{}.typ", info.name);
    let sample = typesetter.sample(&info.name).and_then(|json| serde_json::from_slice::<ReportData>(json).ok());
    let Some(mut data) = sample else {
        let known: Vec<String> = typesetter.templates().into_iter().map(|one| one.name).filter(|name| *name != info.name).collect();
        return vec![(file, "report.check.unknown", vec![("known", known.join(", "))])];
    };
    let mut faults = tables(own, info, &data);
    let set = |data: &ReportData| typesetter.pdf(data).err().map(|error| of_error(&file, &error)).unwrap_or_default();
    faults.extend(set(&data));
    if faults.is_empty() {
        data.tables.iter_mut().for_each(|table| table.rows.clear());
        let empty = set(&data).into_iter().map(|(place, key, values)| {
            // The same fault, and when it shows.
            (place, if key == "report.check.typst" { "report.check.typst-empty" } else { key }, values)
        });
        faults.extend(empty);
    }
    faults
}

/// Tables that the head of the template names and the document does not have.
fn tables(own: &Own, info: &crate::typeset::TemplateInfo, data: &ReportData) -> Vec<Fault> {
    let file = format!("{}.typ", info.name);
    let text = own.overlay.get(&file).map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default();
    let line = text.lines().position(|line| line.trim_start_matches('/').trim().starts_with("tables:")).map_or(1, |at| at + 1);
    let known: Vec<&str> = data.tables.iter().map(|table| table.name.as_str()).collect();
    let unknown = info.tables.iter().filter(|name| !known.contains(&name.as_str()));
    unknown
        .map(|name| (format!("{file}:{line}"), "report.check.table", vec![("table", name.clone()), ("known", known.join(", "))]))
        .collect()
}

fn of_error(file: &str, error: &TypesetError) -> Vec<Fault> {
    let at = |key: &'static str, values: Vec<(&'static str, String)>| vec![(file.to_owned(), key, values)];
    match error {
        TypesetError::Template(problems) | TypesetError::Pdf(problems) => {
            problems.iter().map(|problem| of_problem(file, problem)).collect()
        }
        TypesetError::MissingGlyph { character, text } => at(
            "report.check.glyph",
            vec![("character", character.to_string()), ("code", format!("{:04X}", u32::from(*character))), ("text", text.clone())],
        ),
        TypesetError::Font { path } => vec![(path.clone(), "report.check.font", Vec::new())],
        TypesetError::Text { path } => vec![(path.clone(), "report.check.not-text", Vec::new())],
        other => at("report.check.typst", vec![("message", other.to_string())]),
    }
}

/// Typst's words about the usual slips in ours; its own where it is none of them.
fn of_problem(file: &str, problem: &Problem) -> Fault {
    let place = problem.place.as_ref().map_or_else(|| file.to_owned(), ToString::to_string);
    let message = problem.message.as_str();
    let between =
        |start: &str, end: &str| message.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map(|(name, _)| name.to_owned());
    if let Some(name) = between("does not contain key \"", "\"").or_else(|| between("does not have field \"", "\"")) {
        return (place, "report.check.field", vec![("name", name)]);
    }
    if let Some(name) = message.strip_prefix("unknown variable: ") {
        return (place, "report.check.name", vec![("name", name.to_owned())]);
    }
    if message.contains("on type none") || message.contains("none has no") {
        return (place, "report.check.none", Vec::new());
    }
    if message.starts_with("file not found") {
        return (place, "report.check.file", vec![("message", message.to_owned())]);
    }
    if message.starts_with("expected") || message.starts_with("unexpected") || message.starts_with("unclosed") {
        return (place, "report.check.syntax", vec![("message", message.to_owned())]);
    }
    let hints: Vec<String> = std::iter::once(message.to_owned()).chain(problem.hints.iter().cloned()).collect();
    (place, "report.check.typst", vec![("message", hints.join("; "))])
}
