//! `vedomost sign`

pub mod words;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;
use rayon::prelude::*;

use crate::messages::Lang;
use crate::sign::{KeyError, SignOptions, Signer, sign};

use super::error::CliError;
use super::exit;
use super::output;
use super::progress::Progress;
use super::ui::Ui;

/// Sign PDF documents (PAdES B-B)
#[derive(Args, Debug)]
pub struct SignArgs {
    /// PDF files; each is replaced by its signed form, whose beginning it is
    #[arg(required = true, value_name = "FILE.pdf")]
    pub files: Vec<PathBuf>,
    /// Key with its certificate: PKCS#12 (.p12, .pfx) or PEM
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Certificates, where the PEM key stands alone
    #[arg(long, value_name = "FILE.pem")]
    pub cert: Option<PathBuf>,
    /// File whose first line is the password; else VEDOMOST_KEY_PASSWORD, else it is asked
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Reason written into the signature
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Folder for the signed files [default: in place]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// # Errors
/// The key cannot be used. A file that cannot be signed is told and leaves the others.
pub fn run(arguments: &SignArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let signer = signer(arguments)?;
    if let Some(out) = &arguments.out {
        std::fs::create_dir_all(out).map_err(CliError::file(out))?;
    }
    let options = options(Utc::now(), arguments.reason.clone());
    let failed = sign_all(&arguments.files, arguments.out.as_deref(), &signer, &options, ui);
    let signed = arguments.files.len() - failed;
    ui.say("sign.done", &[("count", &signed.to_string()), ("owner", &signer.certificate().subject)])?;
    Ok(if failed == 0 { exit::GOOD } else { exit::FINDINGS })
}

#[must_use]
pub fn options(time: DateTime<Utc>, reason: Option<String>) -> SignOptions {
    SignOptions { reason, ..SignOptions::at(time) }
}

/// Signs the files in parallel; gives the number that failed.
pub fn sign_all(files: &[PathBuf], out: Option<&Path>, signer: &Signer, options: &SignOptions, ui: &mut Ui<'_>) -> usize {
    let progress = Progress::new(ui.interactive, files.len());
    let lang = ui.lang;
    let results: Vec<Result<(), CliError>> = files
        .par_iter()
        .map(|path| {
            let result = sign_one(path, out, signer, options, lang);
            progress.step();
            result
        })
        .collect();
    progress.finish();
    let errors: Vec<CliError> = results.into_iter().filter_map(Result::err).collect();
    errors.iter().for_each(|error| ui.error(error));
    errors.len()
}

fn sign_one(path: &Path, out: Option<&Path>, signer: &Signer, options: &SignOptions, lang: Lang) -> Result<(), CliError> {
    let pdf = std::fs::read(path).map_err(CliError::file(path))?;
    let signed = sign(&pdf, signer, options).map_err(|error| words::not_signed(path, &error, lang))?;
    let target = out.zip(path.file_name()).map_or_else(|| path.to_owned(), |(out, name)| out.join(name));
    output::write(&target, &signed)
}

fn signer(arguments: &SignArgs) -> Result<Signer, CliError> {
    let path = &arguments.key;
    let mut bytes = std::fs::read(path).map_err(CliError::file(path))?;
    let bad = |error: KeyError| words::key(path, &error);
    if bytes.starts_with(b"-----") || bytes.windows(11).any(|window| window == b"-----BEGIN ") {
        if let Some(cert) = &arguments.cert {
            bytes.push(b'\n');
            bytes.extend(std::fs::read(cert).map_err(CliError::file(cert))?);
        }
        return Signer::from_pem(&bytes).map_err(bad);
    }
    Signer::from_pkcs12(&bytes, &password(arguments)?).map_err(bad)
}

fn password(arguments: &SignArgs) -> Result<String, CliError> {
    if let Some(path) = &arguments.password_file {
        let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(password) = std::env::var("VEDOMOST_KEY_PASSWORD") {
        return Ok(password);
    }
    rpassword::prompt_password(format!("{}: ", arguments.key.display())).map_err(|_| CliError::new("error.password"))
}
