//! The manifest of a version: what `versions/000042.json` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::damage::sha256;

pub const FORMAT: u64 = 1;

/// Between the text of a manifest and the hash of all bytes before it.
const CHECKSUM: &str = ",\n  \"checksum\": \"";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u64,
    pub school: String,
    pub year: i64,
    pub version: u32,
    /// UTC, ISO.
    pub created_at: String,
    pub program: String,
    /// What this version took in: id of the source, a point, hash of what was said beside it.
    pub inputs: Vec<String>,
    /// All school years that these inputs speak of.
    #[serde(default)]
    pub years: Vec<i64>,
    pub tables: Vec<TableFile>,
    /// Findings in the store by code.
    pub findings: BTreeMap<String, u64>,
    /// Edits of earlier data that this version brought; the first releases did not write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    pub table: String,
    /// Name inside `data/`.
    pub file: String,
    pub sha256: String,
    pub rows: u64,
}

impl Manifest {
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableFile> {
        self.tables.iter().find(|table| table.table == name)
    }

    /// The text of the file: JSON whose last entry is the hash of all before it.
    ///
    /// # Errors
    /// As JSON reports them; a bug.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let text = serde_json::to_string_pretty(self)?;
        let body = text.trim_end_matches('}').trim_end();
        Ok(format!("{body}{CHECKSUM}{}\"\n}}\n", sha256(body.as_bytes())))
    }

    /// # Errors
    /// Why the text is no manifest or not the one that was written. One of the first releases has no hash of its own.
    pub fn from_text(text: &str) -> Result<Self, String> {
        if let Some((body, rest)) = text.rsplit_once(CHECKSUM) {
            let (expected, found) = (rest.split('"').next().unwrap_or_default(), sha256(body.as_bytes()));
            if expected != found {
                return Err(format!("SHA-256 {found} ≠ {expected}"));
            }
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The format that a text says it is of, whatever else it holds.
    #[must_use]
    pub fn format_of(text: &str) -> Option<u64> {
        serde_json::from_str::<OfFormat>(text).ok()?.format
    }
}

/// The one field that every format has.
#[derive(Deserialize)]
struct OfFormat {
    #[serde(default)]
    format: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_changed_manifest_is_known() {
        let manifest = Manifest { format: 1, school: "s".into(), year: 2025, version: 3, edits: Some(7), ..Manifest::default() };
        let text = manifest.to_text().expect("a text");
        assert_eq!(Manifest::from_text(&text).as_ref(), Ok(&manifest));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let read = String::from_utf8(bytes).map_or(Err(String::new()), |text| Manifest::from_text(&text));
            // Only in the name of the last entry can a bit go unseen, and then all it says is still true.
            assert!(read.is_err() || read == Ok(manifest.clone()), "{at}");
        }
        // Without a hash: as the first releases wrote.
        assert_eq!(Manifest::from_text(&serde_json::to_string(&manifest).expect("JSON")).as_ref(), Ok(&manifest));
    }
}
