//! PEM text with several blocks, as key stores and `openssl` write it: remarks between blocks are skipped.

use super::error::KeyError;

pub(super) struct PemBlock {
    pub label: String,
    pub der: Vec<u8>,
    /// The old OpenSSL form of an encrypted key (`Proc-Type: 4,ENCRYPTED`) has headers inside the block.
    pub encrypted: bool,
}

/// All blocks in order. Text without any block gives an empty list.
pub(super) fn blocks(pem: &[u8]) -> Result<Vec<PemBlock>, KeyError> {
    let text = String::from_utf8_lossy(pem);
    let mut found = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(label) = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")) else {
            continue;
        };
        let end = format!("-----END {label}-----");
        let mut body = Vec::new();
        loop {
            match lines.next() {
                Some(line) if line == end => break,
                Some(line) => body.push(line),
                None => return Err(KeyError::Pem(format!("the block {label} has no end"))),
            }
        }
        found.push(block(label, &body)?);
    }
    Ok(found)
}

fn block(label: &str, body: &[&str]) -> Result<PemBlock, KeyError> {
    if body.iter().any(|line| line.contains(':')) {
        return Ok(PemBlock { label: label.to_owned(), der: Vec::new(), encrypted: true });
    }
    let base64: String = body.concat().split_whitespace().collect();
    let der = decode(label, &base64).map_err(|error| KeyError::Pem(format!("{label}: {error}")))?;
    Ok(PemBlock { label: label.to_owned(), der, encrypted: false })
}

/// The decoder of `der` wants lines of one width; the text is wrapped anew so that any width is read.
fn decode(label: &str, base64: &str) -> Result<Vec<u8>, der::pem::Error> {
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = base64;
    while !rest.is_empty() {
        let width = rest.char_indices().nth(64).map_or(rest.len(), |(at, _)| at);
        let (line, tail) = rest.split_at(width);
        text.push_str(line);
        text.push('\n');
        rest = tail;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    der::pem::decode_vec(text.as_bytes()).map(|(_, der)| der)
}

/// True if the bytes are text with at least the beginning of a PEM block.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(11).any(|window| window == b"-----BEGIN ")
}
