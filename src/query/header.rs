//! The header of a query: `-- key: value` lines, then lines of description.

use super::error::QueryError;

/// What the comments at the top of a query say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub title_ru: String,
    pub title_en: String,
    pub grain: String,
    /// Allowed values of `params.grain`, the first is the default; empty where there is none.
    pub by: Vec<String>,
    pub params: Vec<String>,
    /// What else than the period and year asked for the query looks at: `previous_period`, `previous_year`.
    pub reaches: Vec<String>,
    /// The query makes no sense without these parameters.
    pub requires: Vec<String>,
    /// Tables of which at least one must have rows for the answer to have any.
    pub needs: Vec<String>,
    /// Ids of the indicators that the query answers.
    pub answers: Vec<String>,
    pub clause: String,
    pub kind: Kind,
    /// The host keeps the rows of this view for the readers of one request.
    pub kept: bool,
    /// The query sets schools beside each other: it cannot be asked of some schools and then of others.
    pub compares: bool,
    /// Columns that are figures: sums over the units. In brackets those that are none.
    pub figures: Vec<String>,
    /// What a figure is a sum of: rows at one of these grains, or rows of this query.
    pub unit: Vec<String>,
    /// Rows of which tables stand behind a unit; see `trace_sql`.
    pub rows: String,
    /// The queries whose figures these are: their traces are its own.
    pub traced_by: Vec<String>,
    pub description: Vec<String>,
}

/// Whether people ask for the query, or only other queries do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Indicator,
    View,
    /// Lists what stands behind the figures of an indicator.
    Trace,
}

impl Header {
    pub fn parse(file: &str, text: &str) -> Result<Self, QueryError> {
        let fault = |message: String| QueryError::Catalog { file: file.to_owned(), message };
        let mut header = Self::default();
        let mut seen = Vec::new();
        for line in text.lines().map_while(|line| line.strip_prefix("--")).map(str::trim) {
            let (key, value) = line.split_once(": ").unwrap_or_default();
            if !header.set(key, value) {
                header.description.push(line.to_owned());
            } else if seen.contains(&key) {
                return Err(fault(format!("`{key}` stands twice in the header")));
            } else {
                seen.push(key);
            }
        }
        for key in ["title.ru", "title.en", "grain", "answers", "clause", "kind"] {
            if !seen.contains(&key) {
                return Err(fault(format!("the header has no `{key}`")));
            }
        }
        if header.description.is_empty() {
            return Err(fault("the header has no description".to_owned()));
        }
        Ok(header)
    }

    /// Does the query look at the school year before the one asked for?
    #[must_use]
    pub fn reaches_previous_year(&self) -> bool {
        self.reaches.iter().any(|name| name == "previous_year")
    }

    /// False where the line is no key of the header.
    fn set(&mut self, key: &str, value: &str) -> bool {
        let list = || value.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        match (key, value) {
            ("title.ru", _) => self.title_ru = value.to_owned(),
            ("title.en", _) => self.title_en = value.to_owned(),
            ("grain", _) => self.grain = value.to_owned(),
            ("by", _) => self.by = list(),
            ("params", _) => self.params = list(),
            ("reaches", _) => self.reaches = list(),
            ("requires", _) => self.requires = list(),
            ("needs", _) => self.needs = list(),
            ("answers", _) => self.answers = list(),
            ("clause", _) => self.clause = value.to_owned(),
            ("kind", "indicator") => self.kind = Kind::Indicator,
            ("kind", "view") => self.kind = Kind::View,
            ("kind", "trace") => self.kind = Kind::Trace,
            ("figures", _) => self.figures = list(),
            ("unit", _) => self.unit = list(),
            ("traced by", _) => self.traced_by = list(),
            ("rows", _) => self.rows = value.to_owned(),
            ("host", "table") => self.kept = true,
            ("compares", "schools") => self.compares = true,
            _ => return false,
        }
        true
    }
}
