//! Errors of the stages as errors of use: which words and which exit code.

use crate::ingest::IngestError;
use crate::query::error::What;
use crate::query::{QueryError, WhyEmpty};
use crate::regulation::RegulationError;
use crate::store::{Damage, Fault, StoreError};

use super::error::CliError;

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AuditDiverged { path } => Self::new("error.audit-diverged").with("path", path.display()),
            StoreError::Io { path, source } => Self::io(&path, &source),
            StoreError::Damaged { path, detail } => Self::new("error.damaged").with("path", path.display()).with("detail", detail),
            StoreError::File(damage) => Self::from(*damage),
            StoreError::Locked { path } => Self::new("error.store-locked").with("path", path.display()),
            StoreError::NoVersion { school, year, version, known } => {
                let known: Vec<String> = known.iter().map(u32::to_string).collect();
                Self::new("error.no-version")
                    .with("school", school)
                    .with("year", year)
                    .with("version", version)
                    .with("known", known.join(", "))
            }
            StoreError::Diverged { path, school, year, version } => Self::new("error.another-history")
                .with("path", path.display())
                .with("school", school)
                .with("year", year)
                .with("version", version),
            StoreError::Inside { path } => Self::new("error.backup-inside").with("path", path.display()),
            StoreError::NotAStore { path } => Self::new("error.no-store").with("path", path.display()),
            StoreError::Format { path, found } => Self::new("error.store-format").with("path", path.display()).with("found", found),
            StoreError::Busy { path, tries } => Self::new("error.store-busy").with("path", path.display()).with("tries", tries),
            StoreError::UnknownSchool { name, known } => {
                Self::new("error.unknown-school").with("name", name).with("known", known.join(", "))
            }
            StoreError::OtherSchool { id, known, name } => {
                Self::new("error.other-school").with("id", id).with("known", known).with("name", name)
            }
            StoreError::BadSchoolId { id } => Self::new("error.bad-school-id").with("id", id),
            StoreError::Frame(error) => Self::new("error.internal").with("detail", error),
        }
    }
}

impl From<Damage> for CliError {
    fn from(damage: Damage) -> Self {
        let versions: Vec<String> = damage.versions.iter().map(u32::to_string).collect();
        let (key, expected, found) = match &damage.fault {
            Fault::Missing if damage.versions.is_empty() => ("error.schools-missing", String::new(), String::new()),
            Fault::Missing if damage.table.is_empty() => ("error.manifest-missing", String::new(), String::new()),
            Fault::Missing => ("error.file-missing", String::new(), String::new()),
            Fault::Changed { expected, found } => ("error.file-changed", expected.clone(), found.clone()),
            Fault::Rows { expected, found } => ("error.file-rows", expected.to_string(), found.to_string()),
            Fault::Manifest(detail) if damage.versions.is_empty() => ("error.schools-damaged", String::new(), detail.clone()),
            Fault::Manifest(detail) => ("error.manifest-damaged", String::new(), detail.clone()),
        };
        Self::new(key)
            .with("path", damage.path.display())
            .with("store", damage.store().display())
            .with("school", &damage.school)
            .with("year", damage.year)
            .with("table", &damage.table)
            .with("version", versions.join(", "))
            .with("expected", expected)
            .with("found", found)
    }
}

impl From<IngestError> for CliError {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Mapping(detail) => Self::new("error.mapping").with("detail", detail),
            IngestError::SeveralSchools { id, names } => Self::new("error.several-named").with("id", id).with("names", listed(&names)),
            IngestError::UnknownSchools { names, ids } => {
                let commands = names.iter().zip(&ids).map(|(name, id)| format!("\n    vedomost store school {id} --name {}", quoted(name)));
                Self::new("error.unknown-schools").with("names", listed(&names)).with("commands", commands.collect::<String>())
            }
            IngestError::Store(error) => error.into(),
        }
    }
}

/// Names in quotes, one after the other.
fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ")
}

/// A word for the command line.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

impl From<QueryError> for CliError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::UnknownQuery { name, nearest } => {
                Self::new("error.unknown-query").with("name", name).with("nearest", nearest.unwrap_or_default())
            }
            QueryError::UnknownValue { what, value, nearest, known } => {
                let key = match what {
                    What::Class => "error.unknown-class",
                    What::GradeLevel => "error.unknown-grade",
                    What::Grain => "error.unknown-grain",
                    What::Period => "error.unknown-period",
                };
                Self::new(key).with("value", value).with("nearest", nearest.unwrap_or_default()).with("known", known.join(", "))
            }
            QueryError::PeriodNeeded { query, known } => {
                Self::new("error.period-needed").with("query", query).with("known", known.join(", "))
            }
            QueryError::PeriodWithoutDates { period_id, schools } => {
                Self::new("error.period-without-dates").with("period", period_id).with("schools", schools.join(", "))
            }
            QueryError::NotOneSelect(detail) => Self::new("error.not-one-select").with("detail", detail),
            QueryError::UnknownTable { name, nearest } => {
                Self::new("error.unknown-table").with("name", name).with("nearest", nearest.unwrap_or_default())
            }
            QueryError::Engine { query, message } => Self::new("error.sql").with("query", query).with("detail", message),
            other => Self::new("error.internal").with("detail", other),
        }
    }
}

impl From<RegulationError> for CliError {
    fn from(error: RegulationError) -> Self {
        let or_nothing = |name: Option<String>| name.unwrap_or_default();
        let under = |clause: String| if clause.is_empty() { clause } else { format!(" ({clause})") };
        match error {
            RegulationError::Cycle { file, id, through } => {
                Self::new("error.regulation-cycle").with("file", file).with("id", id).with("through", through)
            }
            RegulationError::Duplicate { file, id, other } => {
                Self::new("error.regulation-twice").with("file", file).with("id", id).with("other", other)
            }
            RegulationError::Impossible(entry) => Self::new("error.regulation-impossible")
                .with("file", entry.file)
                .with("line", entry.line)
                .with("clause", under(entry.clause))
                .with("key", entry.key)
                .with("found", entry.found)
                .with("expected", entry.expected),
            RegulationError::MissingKey { file, key } => Self::new("error.regulation-key-missing").with("file", file).with("key", key),
            RegulationError::MissingField { file, line, field } => {
                Self::new("error.regulation-field-missing").with("file", file).with("line", line).with("field", field)
            }
            RegulationError::NotInForce { id, year } => Self::new("error.regulation-not-in-force").with("id", id).with("year", year),
            RegulationError::Overlap { file, line, clause, rule, other } => Self::new("error.regulation-overlap")
                .with("file", file)
                .with("line", line)
                .with("clause", under(clause))
                .with("rule", rule)
                .with("other", other),
            RegulationError::Syntax { file, line, message } => {
                Self::new("error.regulation-syntax").with("file", file).with("line", line).with("detail", message)
            }
            RegulationError::Unknown { file, line, name, nearest } => Self::new("error.regulation-unknown-name")
                .with("file", file)
                .with("line", line)
                .with("name", name)
                .with("nearest", or_nothing(nearest)),
            RegulationError::UnknownPack { id, nearest } => {
                Self::new("error.unknown-regulation").with("id", id).with("nearest", or_nothing(nearest))
            }
        }
    }
}

/// The sentence under an empty result.
#[must_use]
pub fn why_empty(why: &WhyEmpty) -> (&'static str, Vec<(&'static str, String)>) {
    match why {
        WhyEmpty::NothingImported => ("empty.nothing-imported", Vec::new()),
        WhyEmpty::TablesEmpty { tables } => {
            let names: Vec<&str> = tables.iter().map(|table| table.table).collect();
            let mut exports: Vec<&str> = tables.iter().flat_map(|table| table.brought_by.iter().copied()).collect();
            exports.sort_unstable();
            exports.dedup();
            ("empty.tables", vec![("tables", names.join(", ")), ("exports", exports.join(", "))])
        }
        WhyEmpty::PeriodNotThere { period_id, known } => ("empty.period", vec![("period", period_id.clone()), ("known", known.join(", "))]),
        WhyEmpty::DatesNotCovered { from_date, to_date, first, last } => (
            "empty.dates",
            vec![("from", from_date.to_string()), ("to", to_date.to_string()), ("first", first.to_string()), ("last", last.to_string())],
        ),
        WhyEmpty::NothingFound => ("empty.nothing-found", Vec::new()),
    }
}
