//! Signing of PDF/A files (PAdES baseline B) and the judging of signatures: bytes in, bytes and verdicts out.
//!
//! ```text
//! key + certificates ─▶ Signer ┐
//!                    PDF bytes ┴▶ sign() ─▶ PDF bytes ─▶ verify() ─▶ Verdict
//! ```
//!
//! * No file, clock or terminal is touched here: the time comes in as a parameter, words are made by the CLI.
//! * Nothing repairs a PDF. `pdf_reader` accepts only files whose every byte belongs to a revision it
//!   understands; what it cannot read is never called good.
//! * The signer never draws on a page. The stamp is typeset beforehand, and [`sign`] refuses a key that is not
//!   the one on the stamp.
//! * Which clause of ETSI EN 319 142-1 is met where: `PADES_B.md`.
//!
//! To follow a signature: `signing.rs` → `pdf_writer.rs` + `cms.rs`. To follow a verdict: `verify.rs` →
//! `pdf_reader.rs` (revisions), `signature_check.rs` (one signature), `update_check.rs` (what was changed
//! afterwards), `chain.rs` (who vouches for the signer).

mod carried;
mod certificate;
mod certificate_info;
mod chain;
mod cms;
mod cms_check;
mod demo_pki;
mod document_info;
mod error;
mod key;
mod oid;
mod pdf_form;
mod pdf_object;
mod pdf_parser;
mod pdf_reader;
mod pdf_writer;
mod pem;
mod public_key;
mod signature_check;
mod signature_dictionary;
mod signer;
mod signing;
mod stamp;
mod text;
mod update_check;
mod verdict;
mod verify;

pub use carried::{carries_signature, earlier_states};
pub use certificate_info::CertificateInfo;
pub use demo_pki::{DEMO_PASSWORD, DemoPki, demo_pki};
pub use document_info::{DocumentInfo, document_info};
pub use error::{KeyError, PdfError, SignError, VerifyError};
pub use signer::Signer;
pub use signing::{SignOptions, sign};
pub use stamp::{stamp_keyword, stamps_of};
pub use verdict::{ChainFault, ChainStatus, KeyUsage, Note, Problem, SignatureVerdict, Verdict};
pub use verify::{Trust, verify};
