//! One file: its signatures judged and told, and what the document says of itself.

use std::path::Path;

use chrono::Utc;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::list::ListFormat;
use crate::cli::sign::words;
use crate::cli::ui::Ui;
use crate::sign::{self, ChainStatus, DocumentInfo, Note, PdfError, Problem, SignatureVerdict, Trust, Verdict, VerifyError};

/// Letters of the code that stands on a sheet.
const CODE_LENGTH: usize = 10;

pub enum Looked {
    Judged {
        verdict: Box<Verdict>,
        document: DocumentInfo,
    },
    /// `stamped`: the page says that it is signed.
    Unsigned {
        stamped: bool,
        document: DocumentInfo,
    },
    NotPdf(PdfError),
}

impl Looked {
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Judged { verdict, .. } if verdict.is_good() => exit::GOOD,
            Self::Judged { .. } | Self::Unsigned { stamped: true, .. } => exit::FINDINGS,
            Self::Unsigned { .. } | Self::NotPdf(_) => exit::NOTHING,
        }
    }

    fn error(&self, path: &Path, ui: &Ui<'_>) -> Option<CliError> {
        let error = match self {
            Self::Judged { .. } => return None,
            Self::Unsigned { stamped: true, .. } => CliError::new("error.stamped-unsigned"),
            Self::Unsigned { .. } => CliError::new("error.not-signed"),
            Self::NotPdf(detail) => CliError::new("error.not-pdf").with("detail", words::pdf(ui.lang, detail)),
        };
        Some(error.code(self.code()).with("path", path.display()))
    }
}

/// # Errors
/// The file or a root cannot be read.
pub fn look(path: &Path, trust: &Trust) -> Result<Looked, CliError> {
    let pdf = std::fs::read(path).map_err(CliError::file(path))?;
    let document = || sign::document_info(&pdf).unwrap_or_default();
    match sign::verify(&pdf, trust, Utc::now()) {
        Ok(verdict) => Ok(Looked::Judged { verdict: Box::new(verdict), document: document() }),
        Err(VerifyError::NotSigned) => Ok(Looked::Unsigned { stamped: !sign::stamps_of(&pdf).is_empty(), document: document() }),
        Err(VerifyError::NotPdf(detail)) => Ok(Looked::NotPdf(detail)),
        Err(VerifyError::Root(detail)) => Err(CliError::new("error.certificate").with("path", "--trust").with("detail", detail)),
    }
}

/// A file that was named by itself: one without a signature is an error.
///
/// # Errors
/// As [`look`]; there is no signature to check.
pub fn check(path: &Path, trust: &Trust, format: ListFormat, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let looked = look(path, trust)?;
    if let Some(error) = looked.error(path, ui) {
        if let (Looked::Unsigned { document, .. }, ListFormat::Table) = (&looked, format) {
            document_line(document, ui)?;
        }
        return Err(error);
    }
    show(path, &looked, format, ui)?;
    Ok(looked.code())
}

/// # Errors
/// As [`Ui::say`].
pub fn show(path: &Path, looked: &Looked, format: ListFormat, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let name = path.display().to_string();
    if format == ListFormat::Json {
        let json = match looked {
            Looked::Judged { verdict, document } => {
                serde_json::json!({ "file": name, "good": verdict.is_good(), "verdict": verdict, "document": document_json(document) })
            }
            Looked::Unsigned { stamped, document } => {
                serde_json::json!({ "file": name, "good": false, "verdict": null, "stamped": stamped, "document": document_json(document) })
            }
            Looked::NotPdf(detail) => serde_json::json!({ "file": name, "good": false, "verdict": null, "not_pdf": detail.to_string() }),
        };
        return ui.data(&json.to_string());
    }
    let (verdict, document) = match looked {
        Looked::Judged { verdict, document } => (verdict, document),
        Looked::Unsigned { stamped, document } => {
            ui.say(if *stamped { "verify.stamped-unsigned" } else { "verify.unsigned" }, &[("path", &name)])?;
            return document_line(document, ui);
        }
        Looked::NotPdf(detail) => {
            let detail = words::pdf(ui.lang, detail);
            return ui.say("verify.not-pdf", &[("path", &name), ("detail", &detail)]);
        }
    };
    ui.say(if verdict.is_good() { "verify.good" } else { "verify.bad" }, &[("path", &name)])?;
    document_line(document, ui)?;
    for signature in &verdict.signatures {
        signature_lines(signature, ui)?;
    }
    verdict.problems.iter().try_for_each(|problem| problem_line(problem, ui))
}

/// What it is, whatever the file is called.
fn document_line(document: &DocumentInfo, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let code = code(document).map(|code| ui.text("verify.code", &[("code", code)]));
    let parts = [Some(&document.title), Some(&document.subject), Some(&document.author), code.as_ref()];
    let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if said.is_empty() { Ok(()) } else { ui.say("verify.document", &[("about", &said.join(" · "))]) }
}

/// The code that stands on the sheet is one of its keywords.
fn code(document: &DocumentInfo) -> Option<&str> {
    let is_code = |word: &&String| word.len() == CODE_LENGTH && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    document.keywords.iter().find(is_code).map(String::as_str)
}

fn document_json(document: &DocumentInfo) -> serde_json::Value {
    serde_json::json!({ "title": document.title, "subject": document.subject, "author": document.author, "code": code(document) })
}

fn signature_lines(signature: &SignatureVerdict, ui: &mut Ui<'_>) -> Result<(), CliError> {
    if let Some(signer) = &signature.signer {
        let parts = [Some(&signer.subject), signer.organization.as_ref()].into_iter().flatten().map(|part| part.trim());
        let who = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let who = if who.is_empty() { "—" } else { &who };
        let end = signer.not_after.format("%d.%m.%Y").to_string();
        ui.say("verify.signer", &[("who", who), ("serial", &signer.serial), ("end", &end)])?;
        if let Some(key) = expiry(signature) {
            ui.say(key, &[("end", &end)])?;
        }
    }
    if let Some(time) = signature.claimed_time {
        ui.say("verify.time", &[("time", &time.format("%d.%m.%Y %H:%M UTC").to_string())])?;
    }
    ui.say(if signature.is_intact() { "verify.intact" } else { "verify.changed" }, &[])?;
    let (key, name) = chain(&signature.chain);
    ui.say(key, &[("name", &name)])?;
    signature.problems.iter().try_for_each(|problem| problem_line(problem, ui))
}

/// A certificate that was in force when the signer says he signed, and is not now: no fault, but the moment is his own word.
fn expiry(signature: &SignatureVerdict) -> Option<&'static str> {
    let at_signing = [Problem::CertificateExpiredAtClaimedTime, Problem::CertificateNotYetValidAtClaimedTime, Problem::TimeMissing];
    let is_known_good = !signature.problems.iter().any(|problem| at_signing.contains(problem));
    match signature.notes.contains(&Note::CertificateExpiredNow) {
        true if is_known_good => Some("verify.expired-since"),
        true => Some("verify.expired"),
        false => None,
    }
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
