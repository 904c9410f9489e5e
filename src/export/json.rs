//! JSON: `ReportData` as it is. Its schema is published beside it; a test holds every document against it.

use crate::model::document::ReportData;

use super::ExportError;

/// JSON Schema (2020-12) of `ReportData` v1.
pub const SCHEMA: &str = include_str!("report-data.schema.json");

/// The very bytes over which the hash of the data was taken, but for the hash and the code themselves.
pub fn json(data: &ReportData) -> Result<Vec<u8>, ExportError> {
    Ok(serde_json::to_vec(data)?)
}
