//! What can go wrong between a request and its table.

use crate::model::schema;
use crate::regulation::nearest::nearest;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("{file}: {message}")]
    Catalog { file: String, message: String },
    #[error("the queries {0} read each other in a circle")]
    Cycle(String),
    /// DuckDB's own words; a bug of ours in a query of the catalogue, the user's in his own SQL.
    #[error("{query}: {message}")]
    Engine { query: String, message: String },
    #[error("{query}: the number {number} in column `{column}` is too large")]
    NumberTooLarge { query: String, column: String, number: String },
    #[error("`{query}` needs a period; there are: {}", known.join(", "))]
    PeriodNeeded { query: String, known: Vec<String> },
    /// Days were asked for by the name of a period whose days nobody told.
    #[error("the first and last day of `{period_id}` are not known in {}", schools.join(", "))]
    PeriodWithoutDates { period_id: String, schools: Vec<String> },
    #[error("only one SELECT is allowed here: {0}")]
    NotOneSelect(String),
    #[error("{query}: column `{column}` has a type that a result cannot hold")]
    Type { query: String, column: String },
    #[error("there is no query `{name}`{}", hint(nearest.as_ref()))]
    UnknownQuery { name: String, nearest: Option<String> },
    #[error("there is no table or query `{name}`{}", hint(nearest.as_ref()))]
    UnknownTable { name: String, nearest: Option<String> },
    /// A class, period, grade level or grain that is not there.
    #[error("there is no {what} `{value}`{}; there are: {}", hint(nearest.as_ref()), known.join(", "))]
    UnknownValue { what: What, value: String, nearest: Option<String>, known: Vec<String> },
}

/// The parameter whose value is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Class,
    GradeLevel,
    Grain,
    Period,
}

impl std::fmt::Display for What {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Class => "class",
            Self::GradeLevel => "grade level",
            Self::Grain => "grain",
            Self::Period => "period",
        })
    }
}

fn hint(nearest: Option<&String>) -> String {
    nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

impl QueryError {
    pub(super) fn engine(query: &str, error: &duckdb::Error) -> Self {
        Self::Engine { query: query.to_owned(), message: error.to_string() }
    }

    pub(super) fn known_table(name: &str) -> Result<&'static schema::Table, Self> {
        let nearest = || nearest(name, schema::TABLES.iter().map(|table| table.name)).map(str::to_owned);
        schema::table(name).ok_or_else(|| Self::UnknownTable { name: name.to_owned(), nearest: nearest() })
    }
}
