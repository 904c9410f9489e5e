//! `vedomost regulation check`

use std::path::PathBuf;

use clap::Args;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::packs;
use crate::cli::ui::Ui;

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files of regulations
    #[arg(required = true, value_name = "FILE.toml")]
    pub files: Vec<PathBuf>,
    /// Folder of the store, whose `regulations` can be inherited
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
}

/// # Errors
/// A file cannot be read.
pub fn run(arguments: &CheckArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let all = match packs::with_files(&arguments.store, &arguments.files)? {
        Ok(all) => all,
        Err(mut faults) => {
            faults.sort_by_key(crate::regulation::RegulationError::place);
            for fault in &faults {
                ui.say_error(&CliError::from(fault.clone()))?;
            }
            ui.say("regulation.faults", &[("count", &faults.len().to_string())])?;
            return Ok(exit::FINDINGS);
        }
    };
    for file in &arguments.files {
        let file = file.display().to_string();
        let Some(pack) = all.iter().find(|pack| pack.file == file) else { continue };
        let count = |number: usize| number.to_string();
        ui.say(
            "regulation.good",
            &[
                ("file", &file),
                ("id", &pack.id),
                ("values", &count(pack.values.len())),
                ("deadlines", &count(pack.deadlines.len())),
                ("scopes", &count(pack.scopes.len())),
                ("inherit", pack.inherit.as_deref().unwrap_or("—")),
            ],
        )?;
    }
    Ok(exit::GOOD)
}
