//! `vedomost regulation show`

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::ui::Ui;
use crate::messages::Lang;
use crate::query::Catalog;
use crate::regulation::{KEYS, Pack, Regulations};
use crate::report::Rules;

use super::lines::{deadline_line, scope_line, value_line};

#[derive(Args, Debug)]
pub struct ShowArgs {
    /// Id of a regulation, or a file ending in .toml
    pub id: String,
    /// Folder of the store, whose `regulations` are known too
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Year in which the school year begins [default: this one]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
}

/// # Errors
/// There is no such regulation.
pub fn run(arguments: &ShowArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let (all, ids) = super::named(&arguments.store, &[&arguments.id])?;
    let year = super::year(arguments.year.as_deref())?;
    for pack in ids.iter().filter_map(|id| all.pack(id)) {
        let row = all.row(&pack.id, "", year)?;
        head(pack, ui)?;
        show(&all, pack, row.year, ui)?;
    }
    Ok(exit::GOOD)
}

fn head(pack: &Pack, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let title = if ui.lang == Lang::Ru { &pack.title_ru } else { &pack.title_en };
    ui.data(&format!("{} — {title}", pack.id))?;
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let inherit = pack.inherit.as_deref().unwrap_or("—");
    ui.say("regulation.head", &[("file", &pack.file), ("inherit", inherit), ("from", &day(pack.valid_from)), ("to", &day(pack.valid_to))])
}

fn show(all: &Regulations, pack: &Pack, year: i32, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let first_day = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or_default();
    let from = |stands: &Pack| (stands.id != pack.id).then(|| stands.id.clone());
    ui.say("regulation.values", &[("year", &year.to_string())])?;
    let catalog = Catalog::builtin()?;
    let words: BTreeSet<String> = catalog.iter().flat_map(|query| query.words()).collect();
    let read = |key: &str| Rules::KEYS.contains(&key) || words.contains(key);
    for key in KEYS {
        if let Some((stands, stated)) = all.stated(&pack.id, key.name, first_day) {
            let line = value_line(ui, key.name, stated, from(stands).as_deref());
            // A value that stands in the document and moves no figure is not to be taken for one that does.
            ui.data(&if read(key.name) { line } else { line + &ui.text("regulation.unread", &[]) })?;
        }
    }
    ui.say("regulation.deadlines", &[])?;
    let rows = all.deadlines(&pack.id)?;
    if rows.is_empty() {
        ui.say("regulation.no-deadlines", &[])?;
    }
    for (stands, row) in rows {
        let line = deadline_line(ui, row, from(stands).as_deref());
        ui.data(&line)?;
    }
    ui.say("regulation.scopes", &[])?;
    for (stands, name, scope) in all.scopes(&pack.id)? {
        let line = scope_line(ui, name, scope, from(stands).as_deref());
        ui.data(&line)?;
    }
    if !pack.notes.is_empty() {
        ui.say("regulation.notes", &[])?;
    }
    for note in &pack.notes {
        ui.data(&format!("  {}: {}", note.clause, note.text))?;
    }
    Ok(())
}
