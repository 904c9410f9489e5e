//! `vedomost list`

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::export;
use crate::messages::Lang;
use crate::query::Catalog;
use crate::report;

use super::error::CliError;
use super::exit;
use super::report::format::DocFormat;
use super::report::takes;
use super::ui::Ui;

/// List indicators and reports
#[derive(Args, Debug)]
pub struct ListArgs {
    /// What to list [default: both]
    #[arg(value_enum)]
    pub what: Option<What>,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
    /// Print the JSON Schema of a document (`vedomost report NAME --format json`)
    #[arg(long)]
    pub schema: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Indicators,
    Reports,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    #[default]
    Table,
    Json,
}

/// # Errors
/// The catalogue is broken: a bug.
pub fn run(arguments: &ListArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    if arguments.schema {
        ui.data(export::SCHEMA.trim_end())?;
        return Ok(exit::GOOD);
    }
    let catalog = Catalog::builtin()?;
    if arguments.what != Some(What::Reports) {
        indicators(catalog, arguments.format, ui)?;
    }
    if arguments.what != Some(What::Indicators) {
        reports(catalog, arguments.format, ui)?;
    }
    Ok(exit::GOOD)
}

fn indicators(catalog: &Catalog, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if format == ListFormat::Json {
        let all: Vec<_> = catalog
            .indicators()
            .map(|query| {
                let header = &query.header;
                json!({ "name": query.name, "title_ru": header.title_ru, "title_en": header.title_en, "grain": header.grain, "by": header.by,
                    "parameters": header.params, "answers": header.answers, "clause": header.clause })
            })
            .collect();
        return ui.data(&json!({ "indicators": all }).to_string());
    }
    ui.say("list.indicators", &[])?;
    for query in catalog.indicators() {
        let title = if ui.lang == Lang::Ru { &query.header.title_ru } else { &query.header.title_en };
        ui.data(&format!("  {:<24} {title}", query.name.replace('_', "-")))?;
    }
    Ok(())
}

fn reports(catalog: &Catalog, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if format == ListFormat::Json {
        let all: Vec<_> = report::KINDS
            .iter()
            .map(|kind| {
                let required: &[&str] = if kind.needs_period { &["period"] } else { &[] };
                json!({ "name": kind.name, "title_ru": kind.title, "form": kind.form, "parameters": takes::parameters(catalog, kind),
                    "required": required, "formats": DocFormat::ALL.map(DocFormat::extension) })
            })
            .collect();
        return ui.data(&json!({ "reports": all }).to_string());
    }
    ui.say("list.reports", &[])?;
    for kind in report::KINDS {
        ui.data(&format!("  {:<4} {:<28} {}", kind.form, kind.name.replace('_', "-"), kind.title))?;
    }
    Ok(())
}
