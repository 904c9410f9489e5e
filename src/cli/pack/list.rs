//! Which documents a pack holds: `packs.toml`, lists of kinds by role.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::cli::error::CliError;
use crate::report::{KINDS, Kind};

const PACKS: &str = include_str!("packs.toml");

/// What is asked of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Asked,
    Week,
    Year,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    pub period: Period,
    #[serde(default)]
    pub all_schools: bool,
    pub names: String,
    pub roles: BTreeMap<String, Vec<String>>,
}

/// # Errors
/// The file of the program is broken: a bug.
pub fn packs() -> Result<BTreeMap<String, Pack>, CliError> {
    toml::from_str(PACKS).map_err(|error| CliError::new("error.internal").with("detail", error))
}

impl Pack {
    /// The kinds that these roles need (all roles where none is named), each once, in the order of the forms.
    ///
    /// # Errors
    /// There is no such role in the pack.
    pub fn kinds(&self, roles: &[String]) -> Result<Vec<&'static Kind>, CliError> {
        let known = || self.roles.keys().map(|role| role.replace('_', "-")).collect::<Vec<_>>().join(", ");
        let mut wanted = Vec::new();
        for role in roles {
            let kinds = self.roles.get(&role.replace('-', "_"));
            wanted.extend(kinds.ok_or_else(|| CliError::new("error.pack-role").with("role", role).with("known", known()))?);
        }
        if roles.is_empty() {
            wanted.extend(self.roles.values().flatten());
        }
        Ok(KINDS.iter().filter(|kind| wanted.iter().any(|name| *name == kind.name)).collect())
    }
}
