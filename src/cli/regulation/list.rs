//! `vedomost regulation list`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::packs;
use crate::cli::ui::Ui;
use crate::messages::Lang;
use crate::regulation::regulations::DEFAULT;
use crate::store::{School, Store};

#[derive(Args, Debug)]
pub struct ListArgs {
    /// Folder of the store, whose `regulations` are listed too
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// A regulation of the store is wrong: told behind the others.
pub fn run(arguments: &ListArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let store = Store::open(&arguments.store).ok();
    let all = packs::packs(store.as_ref())?;
    let schools = store.map(|store| store.schools()).transpose()?.unwrap_or_default().school;
    for pack in all.iter() {
        let followers: Vec<String> = schools.iter().flat_map(|school| follows(school, &pack.id)).collect();
        if arguments.format == ListFormat::Json {
            let line = json!({ "id": pack.id, "title_ru": pack.title_ru, "title_en": pack.title_en, "file": pack.file,
                "inherit": pack.inherit, "valid_from": pack.valid_from.map(|day| day.to_string()),
                "valid_to": pack.valid_to.map(|day| day.to_string()), "schools": followers });
            ui.data(&line.to_string())?;
            continue;
        }
        ui.data(&format!("{:<12} {}", pack.id, if ui.lang == Lang::Ru { &pack.title_ru } else { &pack.title_en }))?;
        if !followers.is_empty() {
            ui.say("regulation.followers", &[("schools", &followers.join(", "))])?;
        }
    }
    all.left_out().first().map_or(Ok(exit::GOOD), |fault| Err(fault.clone().into()))
}

/// `school-1`, or `school-1 2026-09-01` where it follows the pack from that day on.
fn follows(school: &School, id: &str) -> Vec<String> {
    let mut found = Vec::new();
    if school.regulation.as_deref().unwrap_or(DEFAULT) == id {
        found.push(school.id.clone());
    }
    let changes = school.regulation_change.iter().filter(|change| change.regulation == id);
    found.extend(changes.map(|change| format!("{} {}", school.id, change.valid_from)));
    found
}
