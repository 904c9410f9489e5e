//! `vedomost regulation diff`

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::cli::error::CliError;
use crate::cli::exit;
use crate::cli::ui::Ui;
use crate::regulation::deadline::RULES;
use crate::regulation::scope::SCOPES;
use crate::regulation::{KEYS, Regulations};

use super::lines::deadline_text;

#[derive(Args, Debug)]
pub struct DiffArgs {
    /// Id of a regulation, or a file ending in .toml
    pub left: String,
    /// The other
    pub right: String,
    /// Folder of the store, whose `regulations` are known too
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Year in which the school year begins [default: this one]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
}

/// The two that are compared, in a school year.
struct Pair<'a> {
    all: &'a Regulations,
    left: &'a str,
    right: &'a str,
    first_day: NaiveDate,
}

/// # Errors
/// There is no such regulation.
pub fn run(arguments: &DiffArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let (all, ids) = super::named(&arguments.store, &[&arguments.left, &arguments.right])?;
    let [left, right] = ids.as_slice() else { return Ok(exit::GOOD) };
    let year = super::year(arguments.year.as_deref())?;
    let pair = Pair { all: &all, left, right, first_day: NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or_default() };
    let lines = [pair.values(ui), pair.deadlines(ui)?, pair.scopes(ui)?].concat();
    for line in &lines {
        ui.data(line)?;
    }
    if lines.is_empty() {
        ui.say("regulation.same", &[("left", left), ("right", right)])?;
    }
    Ok(exit::GOOD)
}

impl Pair<'_> {
    fn values(&self, ui: &Ui<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        for key in KEYS {
            let stated = |id: &str| self.all.stated(id, key.name, self.first_day).map(|(_, stated)| stated);
            if let (Some(left), Some(right)) = (stated(self.left), stated(self.right))
                && left.value != right.value
            {
                lines.push(format!("{} — {}", key.name, ui.text(&format!("key.{}", key.name), &[])));
                lines.push(format!("  {}: {}  ({})", self.left, left.value, left.clause));
                lines.push(format!("  {}: {}  ({})", self.right, right.value, right.clause));
            }
        }
        lines
    }

    /// All rows of a rule where the rows say different things.
    fn deadlines(&self, ui: &Ui<'_>) -> Result<Vec<String>, CliError> {
        let rows = |id: &str| -> Result<Vec<(&str, String, String)>, CliError> {
            let row = |row: &crate::regulation::Deadline| (row.rule, deadline_text(ui, row), row.clause.clone());
            Ok(self.all.deadlines(id)?.into_iter().map(|(_, one)| row(one)).collect())
        };
        let (left, right) = (rows(self.left)?, rows(self.right)?);
        let mut lines = Vec::new();
        for (rule, _) in RULES {
            let of = |rows: &[(&str, String, String)]| -> Vec<(String, String)> {
                rows.iter().filter(|row| row.0 == *rule).map(|(_, text, clause)| (text.clone(), clause.clone())).collect()
            };
            let (left, right) = (of(&left), of(&right));
            if left.iter().map(|row| &row.0).eq(right.iter().map(|row| &row.0)) {
                continue;
            }
            lines.push((*rule).to_owned());
            for (id, rows) in [(self.left, left), (self.right, right)] {
                if rows.is_empty() {
                    lines.push(format!("  {id}: {}", ui.text("deadline.none", &[])));
                }
                lines.extend(rows.iter().map(|(text, clause)| format!("  {id}: {text}  ({clause})")));
            }
        }
        Ok(lines)
    }

    fn scopes(&self, ui: &Ui<'_>) -> Result<Vec<String>, CliError> {
        let (left, right) = (self.all.scopes(self.left)?, self.all.scopes(self.right)?);
        let mut lines = Vec::new();
        for name in SCOPES {
            let of = |scopes: &[(_, &str, &crate::regulation::Scope)]| {
                scopes.iter().find(|(_, one, _)| one == name).map(|(_, _, scope)| (scope.values.clone(), scope.clause.clone()))
            };
            if let (Some(left), Some(right)) = (of(&left), of(&right))
                && left.0 != right.0
            {
                lines.push(format!("{name} — {}", ui.text(&format!("scope.{name}"), &[])));
                lines.push(format!("  {}: {}  ({})", self.left, left.0.join(", "), left.1));
                lines.push(format!("  {}: {}  ({})", self.right, right.0.join(", "), right.1));
            }
        }
        Ok(lines)
    }
}
