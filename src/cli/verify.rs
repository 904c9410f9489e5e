//! `vedomost verify`

mod against;
mod file;
mod folder;

use std::path::PathBuf;

use clap::Args;

use crate::sign::Trust;

use super::error::CliError;
use super::exit;
use super::list::ListFormat;
use super::ui::Ui;

/// Check signatures: who, when, whether a byte changed, whether the certificate is trusted
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// PDF files, or folders with them: also against the list of a pack
    #[arg(required = true, value_name = "FILE.pdf|DIR")]
    pub files: Vec<PathBuf>,
    /// Root certificates to trust (PEM; may be given several times)
    #[arg(long, value_name = "ROOT.pem")]
    pub trust: Vec<PathBuf>,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// # Errors
/// A root certificate cannot be read, or a file.
pub fn run(arguments: &VerifyArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let trust = trust(&arguments.trust)?;
    let mut codes = Vec::new();
    for path in &arguments.files {
        let check = if path.is_dir() { folder::check } else { file::check };
        let code = match check(path, &trust, arguments.format, ui) {
            Ok(code) => code,
            Err(error) => {
                ui.error(&error);
                error.code
            }
        };
        codes.push(code);
    }
    let worst = [exit::USE, exit::FINDINGS, exit::NOTHING].into_iter().find(|code| codes.contains(code));
    Ok(worst.unwrap_or(exit::GOOD))
}

/// # Errors
/// A root certificate cannot be read.
pub fn trust(paths: &[PathBuf]) -> Result<Trust, CliError> {
    let mut roots = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).map_err(CliError::file(path))?;
        roots.extend(
            Trust::from_pem(&bytes)
                .map_err(|error| CliError::new("error.certificate").with("path", path.display()).with("detail", error))?
                .roots,
        );
    }
    Ok(Trust { roots })
}
