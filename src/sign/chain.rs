//! From the signer's certificate to a trusted root (RFC 5280, section 6, without policies, names and revocation).
//!
//! A name or policy constraint is critical by the standard, and a critical extension that is not understood ends
//! the path, so leaving them out can only make a verdict stricter.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use super::certificate::{Certificate, common_name};
use super::public_key::SignatureFault;
use super::verdict::{ChainFault, ChainStatus};

const PATH_LENGTH_MAX: usize = 8;
/// Signature checks for one chain; a message stuffed with certificates of the same name must not cost more.
const CHECKS_MAX: usize = 64;

/// Judges at the time of signing, not today: an old sheet stays good after its signer's certificate has expired.
pub(super) fn check(leaf: &Certificate, others: &[Certificate], roots: &[Certificate], at: DateTime<Utc>) -> ChainStatus {
    let mut search = Search { others, roots, at, checks_left: CHECKS_MAX, failures: Vec::new() };
    if let Some(trusted) = search.extend(&[leaf]) {
        return trusted;
    }
    // The path that came furthest says most: a trusted one with a fault, then one to an unknown root.
    search.failures.sort_by_key(rank);
    search.failures.into_iter().next().unwrap_or(ChainStatus::NotChecked)
}

fn rank(status: &ChainStatus) -> u8 {
    match status {
        ChainStatus::Trusted { .. } => 0,
        ChainStatus::ExpiredAtClaimedTime { .. } | ChainStatus::NotYetValidAtClaimedTime { .. } => 1,
        ChainStatus::Broken { .. } => 2,
        ChainStatus::Untrusted { .. } => 3,
        ChainStatus::SelfSigned => 4,
        ChainStatus::Incomplete { .. } => 5,
        ChainStatus::NotChecked => 6,
    }
}

struct Search<'a> {
    others: &'a [Certificate],
    roots: &'a [Certificate],
    at: DateTime<Utc>,
    checks_left: usize,
    failures: Vec<ChainStatus>,
}

impl<'a> Search<'a> {
    /// Depth first; the path goes from the signer upwards.
    fn extend(&mut self, path: &[&'a Certificate]) -> Option<ChainStatus> {
        let last = *path.last()?;
        if self.roots.contains(last) {
            match check_path(path, self.at) {
                Ok(()) => return Some(ChainStatus::Trusted { root: last.name() }),
                Err(fault) => self.failures.push(fault),
            }
        }
        let failures_before = self.failures.len();
        for issuer in self.candidates(path) {
            match self.check_issuer(last, issuer) {
                Ok(()) => {
                    let longer: Vec<&Certificate> = path.iter().copied().chain([issuer]).collect();
                    if let Some(trusted) = self.extend(&longer) {
                        return Some(trusted);
                    }
                }
                Err(fault) => self.failures.push(ChainStatus::Broken { certificate: last.name(), fault }),
            }
        }
        if self.failures.len() == failures_before {
            self.failures.push(dead_end(path, last));
        }
        None
    }

    /// Certificates with the issuer's name, trusted ones first.
    fn candidates(&self, path: &[&'a Certificate]) -> Vec<&'a Certificate> {
        let Some(last) = path.last().filter(|_| path.len() < PATH_LENGTH_MAX) else { return Vec::new() };
        let all = self.roots.iter().chain(self.others);
        let mut found: Vec<&Certificate> = Vec::new();
        for one in all.filter(|one| one.subject() == last.issuer()) {
            if !path.contains(&one) && !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }

    fn check_issuer(&mut self, issued: &Certificate, issuer: &Certificate) -> Result<(), ChainFault> {
        let Some(left) = self.checks_left.checked_sub(1) else { return Err(ChainFault::PathTooLong) };
        self.checks_left = left;
        issued.check_signed_by(issuer).map_err(|fault| match fault {
            SignatureFault::Invalid => ChainFault::SignatureInvalid,
            SignatureFault::Unsupported => ChainFault::AlgorithmUnsupported,
        })
    }
}

fn dead_end(path: &[&Certificate], last: &Certificate) -> ChainStatus {
    match (last.is_self_issued(), path.len()) {
        (true, 1) => ChainStatus::SelfSigned,
        (true, _) => ChainStatus::Untrusted { root: last.name() },
        (false, _) => ChainStatus::Incomplete { missing: common_name(last.issuer()) },
    }
}

/// The rules for each certificate of a path whose signatures and names are right already.
fn check_path(path: &[&Certificate], at: DateTime<Utc>) -> Result<(), ChainStatus> {
    let mut authorities_below = 0;
    for (index, one) in path.iter().enumerate() {
        let certificate = one.name();
        match one.validity_at(at) {
            Ordering::Less => return Err(ChainStatus::NotYetValidAtClaimedTime { certificate }),
            Ordering::Greater => return Err(ChainStatus::ExpiredAtClaimedTime { certificate }),
            Ordering::Equal => {}
        }
        if one.has_unknown_critical_extension() {
            return Err(ChainStatus::Broken { certificate, fault: ChainFault::UnknownCriticalExtension });
        }
        if index > 0 {
            check_authority(one, authorities_below).map_err(|fault| ChainStatus::Broken { certificate, fault })?;
            // A certificate that an authority issued to itself does not count (RFC 5280, 4.2.1.9).
            authorities_below += usize::from(!one.is_self_issued());
        }
    }
    Ok(())
}

fn check_authority(authority: &Certificate, authorities_below: usize) -> Result<(), ChainFault> {
    let constraints = authority.basic_constraints().ok().flatten().filter(|constraints| constraints.ca);
    let constraints = constraints.ok_or(ChainFault::NotAnAuthority)?;
    if constraints.path_len_constraint.is_some_and(|length| authorities_below > usize::from(length)) {
        return Err(ChainFault::PathTooLong);
    }
    match authority.key_usage() {
        Ok(Some(usage)) if usage.key_cert_sign() => Ok(()),
        Ok(None) => Ok(()),
        _ => Err(ChainFault::MayNotSignCertificates),
    }
}
