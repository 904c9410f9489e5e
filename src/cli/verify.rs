//! `vedomost verify`

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args;

use crate::sign::{ChainStatus, SignatureVerdict, Trust, Verdict, VerifyError, verify};

use super::error::CliError;
use super::exit;
use super::list::ListFormat;
use super::ui::Ui;

/// Check signatures: who, when, whether a byte changed, whether the certificate is trusted
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// PDF files
    #[arg(required = true, value_name = "FILE.pdf")]
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

fn check(path: &Path, trust: &Trust, format: ListFormat, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let pdf = std::fs::read(path).map_err(CliError::file(path))?;
    match verify(&pdf, trust, Utc::now()) {
        Ok(verdict) => {
            show(path, &verdict, format, ui)?;
            Ok(if verdict.is_good() { exit::GOOD } else { exit::FINDINGS })
        }
        Err(VerifyError::NotSigned) => Err(CliError::new("error.not-signed").code(exit::NOTHING).with("path", path.display())),
        Err(VerifyError::NotPdf(detail)) => {
            Err(CliError::new("error.not-pdf").code(exit::NOTHING).with("path", path.display()).with("detail", detail))
        }
        Err(VerifyError::Root(detail)) => Err(CliError::new("error.certificate").with("path", "--trust").with("detail", detail)),
    }
}

fn show(path: &Path, verdict: &Verdict, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if format == ListFormat::Json {
        let json = serde_json::json!({ "file": path.display().to_string(), "good": verdict.is_good(), "verdict": verdict });
        return ui.data(&json.to_string());
    }
    let key = if verdict.is_good() { "verify.good" } else { "verify.bad" };
    ui.say(key, &[("path", &path.display().to_string())])?;
    for signature in &verdict.signatures {
        signature_lines(signature, ui)?;
    }
    for problem in &verdict.problems {
        problem_line(problem, ui)?;
    }
    Ok(())
}

fn signature_lines(signature: &SignatureVerdict, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if let Some(signer) = &signature.signer {
        let organization = signer.organization.clone().unwrap_or_default();
        let end = signer.not_after.format("%d.%m.%Y").to_string();
        ui.say("verify.signer", &[("owner", &signer.subject), ("organization", &organization), ("serial", &signer.serial), ("end", &end)])?;
    }
    if let Some(time) = signature.claimed_time {
        ui.say("verify.time", &[("time", &time.format("%d.%m.%Y %H:%M UTC").to_string())])?;
    }
    ui.say(if signature.is_intact() { "verify.intact" } else { "verify.changed" }, &[])?;
    let (key, name) = chain(&signature.chain);
    ui.say(key, &[("name", &name)])?;
    signature.problems.iter().try_for_each(|problem| problem_line(problem, ui))
}

fn chain(status: &ChainStatus) -> (&'static str, String) {
    match status {
        ChainStatus::Trusted { root } => ("chain.trusted", root.clone()),
        ChainStatus::Untrusted { root } => ("chain.untrusted", root.clone()),
        ChainStatus::SelfSigned => ("chain.self-signed", String::new()),
        ChainStatus::Incomplete { missing } => ("chain.incomplete", missing.clone()),
        ChainStatus::ExpiredAtClaimedTime { certificate } => ("chain.expired", certificate.clone()),
        ChainStatus::NotYetValidAtClaimedTime { certificate } => ("chain.not-yet", certificate.clone()),
        ChainStatus::Broken { certificate, .. } => ("chain.broken", certificate.clone()),
        ChainStatus::NotChecked => ("chain.not-checked", String::new()),
    }
}

/// The stable code of a problem is its name in the JSON output; its words stand under `problem.<code>`.
fn problem_line(problem: &impl serde::Serialize, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let code = serde_json::to_value(problem).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let text = ui.text(&format!("problem.{code}"), &[]);
    ui.data(&format!("  ✗ {text}"))
}
