//! Judging one signature: its place in the file, its message, its signer, its time.

use std::cmp::Ordering;
use std::ops::Range;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::certificate::Certificate;
use super::certificate_info::CertificateInfo;
use super::pdf_form::SignatureField;
use super::pdf_object::{Dict, Kind, Value};
use super::pdf_reader::PdfFile;
use super::verdict::{ChainStatus, KeyUsage, Note, Problem, SignatureVerdict};
use super::{chain, cms_check, text};

/// How far the signer's clock may be ahead of ours.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(10);

/// A signature and the revision that brought it.
pub(super) struct Found {
    pub field: SignatureField,
    pub revision: usize,
}

/// Judges without regard to later revisions; those are added by `verify`.
pub(super) fn check(file: &PdfFile, found: &Found, roots: &[Certificate], now: DateTime<Utc>) -> SignatureVerdict {
    let mut verdict = empty(&found.field.name);
    let dictionary = found.field.dictionary.and_then(|reference| file.dict_object(found.revision, reference));
    let Some(dictionary) = dictionary else {
        verdict.add_problem(Problem::DictionaryMissing);
        return verdict;
    };
    check_dictionary(&mut verdict, dictionary);
    check_time(&mut verdict, dictionary, now);
    match signed_ranges(file.bytes, dictionary) {
        Ok(ranges) => {
            check_coverage(&mut verdict, file, found.revision, &ranges);
            check_message(&mut verdict, file.bytes, dictionary, &ranges, roots, now);
        }
        Err(problem) => verdict.add_problem(problem),
    }
    verdict
}

fn empty(field: &str) -> SignatureVerdict {
    SignatureVerdict {
        field: field.to_owned(),
        signer: None,
        claimed_time: None,
        reason: None,
        digest_ok: false,
        signature_ok: false,
        covers_whole_file: false,
        covers_revision: false,
        certificate_matches: false,
        chain: ChainStatus::NotChecked,
        key_usage: None,
        problems: Vec::new(),
        notes: vec![Note::RevocationNotChecked, Note::TimeNotProven],
    }
}

fn check_dictionary(verdict: &mut SignatureVerdict, dictionary: &Dict) {
    if !dictionary.has_name(b"SubFilter", b"ETSI.CAdES.detached") {
        verdict.add_problem(Problem::SubFilterUnsupported);
    }
    let reason = dictionary.get(b"Reason").and_then(Value::as_string);
    verdict.reason = reason.map(|reason| text::without_controls(&text::from_pdf_string(reason)));
}

fn check_time(verdict: &mut SignatureVerdict, dictionary: &Dict, now: DateTime<Utc>) {
    verdict.claimed_time = dictionary.get(b"M").and_then(Value::as_string).and_then(pdf_date);
    match verdict.claimed_time {
        None => verdict.add_problem(Problem::TimeMissing),
        Some(time) if time.signed_duration_since(now) > CLOCK_TOLERANCE => verdict.add_problem(Problem::TimeInFuture),
        Some(_) => {}
    }
}

/// `D:YYYYMMDDHHmmSS` and `Z` or an offset as `+03'00'`. Shorter forms are valid PDF but name no moment.
fn pdf_date(bytes: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
    let (digits, zone) = text.split_at_checked(14)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()?;
    local.checked_sub_signed(zone_offset(zone)?).map(|utc| utc.and_utc())
}

fn zone_offset(zone: &str) -> Option<TimeDelta> {
    if matches!(zone, "" | "Z" | "Z00'00'" | "Z00'00") {
        return Some(TimeDelta::zero());
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once('\'').unwrap_or((rest, "00"));
    let minutes = minutes.strip_suffix('\'').unwrap_or(minutes);
    let number = |text: &str, max: i64| {
        let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse().ok()).flatten().filter(|number: &i64| *number <= max)
    };
    Some(TimeDelta::minutes(sign * (number(hours, 23)? * 60 + number(minutes, 59)?)))
}

struct SignedRanges {
    first: Range<usize>,
    second: Range<usize>,
}

/// `/ByteRange [0 a b c]` where a..b is exactly the /Contents string with its brackets. Anything else would leave
/// bytes in the gap that no one has signed: the classic place to hide an attack.
fn signed_ranges(bytes: &[u8], dictionary: &Dict) -> Result<SignedRanges, Problem> {
    let range = dictionary.get(b"ByteRange").ok_or(Problem::ByteRangeMissing)?;
    let numbers: Option<Vec<usize>> = range.as_array().and_then(|all| all.iter().map(Value::as_offset).collect());
    let Some([0, gap_start, gap_end, length]) = numbers.as_deref() else { return Err(Problem::ByteRangeMalformed) };
    let end = gap_end.checked_add(*length).filter(|end| *end <= bytes.len()).ok_or(Problem::ByteRangeMalformed)?;
    if gap_start >= gap_end {
        return Err(Problem::ByteRangeMalformed);
    }
    let contents = dictionary.get(b"Contents").ok_or(Problem::ContentsMissing)?;
    let is_pure_hex = match &contents.kind {
        // No white space inside: two digits for each byte, and two brackets.
        Kind::Text { bytes, is_hex: true } => 2 * bytes.len() + 2 == contents.span.len(),
        _ => return Err(Problem::ContentsMissing),
    };
    if !is_pure_hex || contents.span != (*gap_start..*gap_end) {
        return Err(Problem::GapIsNotContents);
    }
    Ok(SignedRanges { first: 0..*gap_start, second: *gap_end..end })
}

fn check_coverage(verdict: &mut SignatureVerdict, file: &PdfFile, revision: usize, ranges: &SignedRanges) {
    let end = ranges.second.end;
    verdict.covers_whole_file = end == file.bytes.len();
    let own = file.revisions.get(revision);
    let is_last = revision == file.last_revision();
    // The line end behind %%EOF, or half of it, may have come with the next update.
    let at_end = own.is_some_and(|own| end == own.end || (!is_last && (own.marker_end..own.end).contains(&end)));
    let holds_gap = own.is_some_and(|own| ranges.second.start <= own.xref_at);
    verdict.covers_revision = at_end && holds_gap;
    if !verdict.covers_revision {
        verdict.add_problem(Problem::RevisionNotCovered);
    }
}

fn check_message(
    verdict: &mut SignatureVerdict,
    bytes: &[u8],
    dictionary: &Dict,
    ranges: &SignedRanges,
    roots: &[Certificate],
    now: DateTime<Utc>,
) {
    let contents = dictionary.get(b"Contents").and_then(Value::as_string).unwrap_or_default();
    let part = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
    let findings = cms_check::check(contents, [part(&ranges.first), part(&ranges.second)]);
    for problem in &findings.problems {
        verdict.add_problem(*problem);
    }
    verdict.digest_ok = findings.digest_ok;
    verdict.signature_ok = findings.signature_ok;
    verdict.certificate_matches = findings.certificate_matches;
    if let Some(signer) = &findings.signer {
        check_signer(verdict, signer, &findings.certificates, roots, now);
    }
}

fn check_signer(verdict: &mut SignatureVerdict, signer: &Certificate, others: &[Certificate], roots: &[Certificate], now: DateTime<Utc>) {
    verdict.signer = Some(CertificateInfo::of(signer));
    let usage = signer.key_usage().ok().flatten();
    verdict.key_usage =
        usage.map(|usage| KeyUsage { digital_signature: usage.digital_signature(), non_repudiation: usage.non_repudiation() });
    if verdict.key_usage.is_none() {
        verdict.notes.push(Note::KeyUsageAbsent);
    }
    if !signer.may_sign_documents() {
        verdict.add_problem(Problem::CertificateNotForSigning);
    }
    match signer.validity_at(now) {
        Ordering::Less => verdict.notes.push(Note::CertificateNotYetValidNow),
        Ordering::Greater => verdict.notes.push(Note::CertificateExpiredNow),
        Ordering::Equal => {}
    }
    let Some(time) = verdict.claimed_time else { return };
    match signer.validity_at(time) {
        Ordering::Less => verdict.add_problem(Problem::CertificateNotYetValidAtClaimedTime),
        Ordering::Greater => verdict.add_problem(Problem::CertificateExpiredAtClaimedTime),
        Ordering::Equal => {}
    }
    verdict.chain = chain::check(signer, others, roots, time);
    if !matches!(verdict.chain, ChainStatus::Trusted { .. }) {
        verdict.add_problem(Problem::ChainNotTrusted);
    }
}
