//! `vedomost sample`

use std::path::PathBuf;

use clap::Args;

use crate::sample::{self, Options, SampleError};

use super::error::CliError;
use super::exit;
use super::ui::Ui;

/// Write the exports of an invented school
#[derive(Args, Debug)]
pub struct SampleArgs {
    /// The same seed gives the same bytes
    #[arg(long, default_value_t = 25)]
    pub seed: u64,
    /// How many students
    #[arg(long, default_value_t = 300)]
    pub students: usize,
    /// Folder to write into; new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// # Errors
/// The folder is in use or cannot be written.
pub fn run(arguments: &SampleArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let written = sample::write(&Options { seed: arguments.seed, students: arguments.students, out: &arguments.out })?;
    ui.say(
        "sample.written",
        &[
            ("files", &written.files.to_string()),
            ("students", &written.students.to_string()),
            ("classes", &written.classes.to_string()),
            ("path", &arguments.out.display().to_string()),
        ],
    )?;
    Ok(exit::GOOD)
}

impl From<SampleError> for CliError {
    fn from(error: SampleError) -> Self {
        Self::new("error.sample").with("detail", error)
    }
}
