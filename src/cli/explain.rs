//! `vedomost explain`

use clap::Args;

use crate::messages::Lang;
use crate::query::Catalog;
use crate::regulation::Regulations;

use super::error::CliError;
use super::exit;
use super::ui::Ui;

/// Say what an indicator counts, by which clause, with which thresholds, and show its SQL
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Name of an indicator
    pub name: String,
    /// Regulation whose thresholds are shown
    #[arg(long, value_name = "ID", default_value = "neutral")]
    pub regulation: String,
}

/// # Errors
/// There is no such indicator or regulation.
pub fn run(arguments: &ExplainArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let catalog = Catalog::builtin()?;
    let query = catalog.find(&arguments.name)?;
    let header = &query.header;
    ui.data(if ui.lang == Lang::Ru { &header.title_ru } else { &header.title_en })?;
    let line = |list: &[String]| if list.is_empty() { "—".to_owned() } else { list.join(", ") };
    for (key, value) in [
        ("explain.grain", header.grain.clone()),
        ("explain.by", line(&header.by)),
        ("explain.params", line(&header.params)),
        ("explain.answers", line(&header.answers)),
        ("explain.clause", header.clause.clone()),
    ] {
        ui.say(key, &[("value", &value)])?;
    }
    let texts: Vec<&str> = catalog.order(query)?.into_iter().map(|read| read.sql.as_str()).collect();
    thresholds(&texts, &arguments.regulation, ui)?;
    ui.data("")?;
    for text in &header.description {
        ui.data(text)?;
    }
    ui.data("")?;
    ui.data(query.sql.trim_end())?;
    Ok(exit::GOOD)
}

/// Values of the regulation that the query, or one it reads, names.
fn thresholds(texts: &[&str], id: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let broken = |errors: Vec<_>| errors.into_iter().next().map_or_else(|| CliError::new("error.internal"), CliError::from);
    let regulations = Regulations::builtin().map_err(broken)?;
    let today = chrono::Local::now().date_naive();
    let row = regulations.row(id, "", crate::model::period::school_year_of(today))?;
    ui.say("explain.regulation", &[("value", id)])?;
    for (key, setting) in row.values.iter().filter(|(key, _)| texts.iter().any(|text| text.contains(&format!(".{key}")))) {
        let clause = regulations.stated(id, key, today).map(|stated| stated.clause.clone()).unwrap_or_default();
        ui.data(&format!("  {key} = {setting}  ({clause})"))?;
    }
    Ok(())
}
