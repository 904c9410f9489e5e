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
    thresholds(&query.sql, &arguments.regulation, ui)?;
    ui.data("")?;
    for text in &header.description {
        ui.data(text)?;
    }
    ui.data("")?;
    ui.data(query.sql.trim_end())?;
    Ok(exit::GOOD)
}

/// Values of the regulation that the text of the query names.
fn thresholds(sql: &str, id: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let regulations = Regulations::builtin()
        .map_err(|errors| errors.into_iter().next().map_or_else(|| CliError::new("error.internal"), CliError::from))?;
    let year = chrono::Datelike::year(&chrono::Local::now().date_naive());
    let row = regulations.row(id, "", year)?;
    let today = chrono::Local::now().date_naive();
    ui.say("explain.regulation", &[("value", id)])?;
    for (key, setting) in
        row.values.iter().filter(|(key, _)| sql.contains(&format!("regulation.{key}")) || sql.contains(&format!("r.{key}")))
    {
        let clause = regulations.stated(id, key, today).map(|stated| stated.clause.clone()).unwrap_or_default();
        ui.data(&format!("  {key} = {setting}  ({clause})"))?;
    }
    Ok(())
}
