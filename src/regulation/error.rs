//! What can be wrong with packs: where, under which clause, what was found and what was expected.

/// What is wrong with the packs. `clause` is empty where the entry names none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegulationError {
    #[error("{file}: `{id}` inherits from itself through {through}")]
    Cycle { file: String, id: String, through: String },
    #[error("{file}: the id `{id}` is also that of {other}")]
    Duplicate { file: String, id: String, other: String },
    #[error("{0}")]
    Impossible(Box<Impossible>),
    #[error("{file}: neither this pack nor one it inherits states `{key}`")]
    MissingKey { file: String, key: String },
    #[error("{file}:{line}: `{field}` is missing")]
    MissingField { file: String, line: usize, field: String },
    #[error("regulation `{id}` is not in force in the school year that begins in {year}")]
    NotInForce { id: String, year: i32 },
    #[error("{file}:{line}: two deadlines of `{rule}` hold for the same grade levels, works and days, see line {other}{}", under(clause))]
    Overlap { file: String, line: usize, clause: String, rule: String, other: usize },
    #[error("{file}:{line}: {message}")]
    Syntax { file: String, line: usize, message: String },
    #[error("{file}:{line}: `{name}` is not known{}", hint(nearest.as_ref()))]
    Unknown { file: String, line: usize, name: String, nearest: Option<String> },
    #[error("there is no regulation `{id}`{}", hint(nearest.as_ref()))]
    UnknownPack { id: String, nearest: Option<String> },
}

/// An entry that cannot be: alone, beside another, or for its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: `{key}` = {found} is impossible, expected {expected}{}", under(clause))]
pub struct Impossible {
    pub file: String,
    pub line: usize,
    pub clause: String,
    pub key: String,
    pub found: String,
    pub expected: String,
}

impl RegulationError {
    /// File and line, to put faults into the order in which people read them.
    #[must_use]
    pub fn place(&self) -> (String, usize) {
        match self {
            Self::Impossible(entry) => (entry.file.clone(), entry.line),
            Self::MissingField { file, line, .. }
            | Self::Overlap { file, line, .. }
            | Self::Syntax { file, line, .. }
            | Self::Unknown { file, line, .. } => (file.clone(), *line),
            Self::Cycle { file, .. } | Self::Duplicate { file, .. } | Self::MissingKey { file, .. } => (file.clone(), 0),
            Self::NotInForce { .. } | Self::UnknownPack { .. } => (String::new(), 0),
        }
    }
}

fn hint(nearest: Option<&String>) -> String {
    nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

fn under(clause: &str) -> String {
    if clause.is_empty() { String::new() } else { format!(" ({clause})") }
}
