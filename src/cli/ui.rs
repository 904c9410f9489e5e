//! The only way out: data to `out`, everything else to `err`, in the user's language.

use std::io::Write;

use crate::messages::{self, Lang};
use crate::model::finding::{Finding, Severity};

use super::error::CliError;
use super::exit;

pub struct Ui<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub lang: Lang,
    /// A person is watching: progress bars are shown.
    pub interactive: bool,
}

/// Of the findings of one kind so many are shown; all are in the store's table `finding`.
const SHOWN: usize = 8;

impl Ui<'_> {
    #[must_use]
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        messages::text(self.lang, key, values)
    }

    /// A line of data.
    ///
    /// # Errors
    /// A reader that went away is no error of ours: `run` ends quietly.
    pub fn data(&mut self, text: &str) -> Result<(), CliError> {
        writeln!(self.out, "{text}").map_err(|_| CliError::new("error.closed").code(exit::GOOD))
    }

    /// A line of data in the user's words.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn say(&mut self, key: &str, values: &[(&str, &str)]) -> Result<(), CliError> {
        let text = self.text(key, values);
        self.data(&text)
    }

    /// An error of use that is what was asked for: a line of data.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn say_error(&mut self, error: &CliError) -> Result<(), CliError> {
        let values: Vec<(&str, &str)> = error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.say(error.key, &values)
    }

    /// A line beside the data.
    pub fn note(&mut self, key: &str, values: &[(&str, &str)]) {
        let text = self.text(key, values);
        let _ = writeln!(self.err, "{text}");
    }

    pub fn error(&mut self, error: &CliError) {
        let values: Vec<(&str, &str)> = error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let prefix = self.text("error", &[]);
        let text = self.text(error.key, &values);
        let _ = writeln!(self.err, "{prefix}: {text}");
        let hint = format!("{}.hint", error.key);
        if messages::has(self.lang, &hint) {
            let prefix = self.text("hint", &[]);
            let text = self.text(&hint, &values);
            let _ = writeln!(self.err, "{prefix}: {text}");
        }
    }

    /// All findings by kind, the grave ones first; of a long list the first few and the number of the rest.
    pub fn findings(&mut self, findings: &[Finding]) {
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by(|left, right| right.severity.cmp(&left.severity).then_with(|| left.code.cmp(right.code)));
        for kind in sorted.chunk_by(|left, right| left.code == right.code) {
            for finding in kind.iter().take(SHOWN) {
                self.finding(finding);
            }
            if kind.len() > SHOWN {
                self.note(
                    "finding.more",
                    &[("count", &(kind.len() - SHOWN).to_string()), ("code", kind.first().map_or("", |finding| finding.code))],
                );
            }
            self.advice(kind);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let severity = self.text(&format!("severity.{}", finding.severity.name()), &[]);
        let text = self.text(&format!("finding.{}", finding.code), &[("found", &finding.found), ("expected", &finding.expected)]);
        let _ = writeln!(self.err, "{severity}: {}: {text}", finding.place);
    }

    /// What to do about findings of one kind: once, under the last of them.
    fn advice(&mut self, kind: &[&Finding]) {
        let Some(finding) = kind.first().filter(|finding| finding.severity > Severity::Info) else { return };
        let hint = format!("finding.{}.hint", finding.code);
        if messages::has(self.lang, &hint) {
            let hint = self.text(&hint, &[]);
            let _ = writeln!(self.err, "    {hint}");
        }
    }
}
