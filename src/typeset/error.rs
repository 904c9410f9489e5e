//! What can go wrong while a document is typeset, with the place in the template.

use std::fmt;

use typst::diag::{SourceDiagnostic, Tracepoint};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    #[error("cannot write the data of the report as JSON: {0}")]
    Data(#[from] serde_json::Error),
    #[error("the document's date `{date}` is not a date of the form YYYY-MM-DD")]
    Date { date: String },
    #[error("`{path}` among the templates is not a font that can be read")]
    Font { path: String },
    #[error("no font has the character `{character}` (U+{:04X}) in the text `{text}`", u32::from(*character))]
    MissingGlyph { character: char, text: String },
    #[error("the path `{path}` of a template is not valid: {reason}")]
    Path { path: String, reason: String },
    #[error("the PDF does not meet its standard\n{}", lines(.0))]
    Pdf(Vec<Problem>),
    #[error("the PDF standards cannot be combined: {0}")]
    Standards(String),
    #[error("the template does not compile\n{}", lines(.0))]
    Template(Vec<Problem>),
    #[error("the template file `{path}` is not UTF-8")]
    Text { path: String },
    #[error("no threads to typeset on: {0}")]
    Threads(String),
    #[error("there is no template `{name}`\n  hint: there are {}", known.join(", "))]
    UnknownTemplate { name: String, known: Vec<String> },
}

/// One message of Typst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub place: Option<Place>,
    pub message: String,
    pub hints: Vec<String>,
    /// Places from which the code at `place` was called, innermost first.
    pub called_from: Vec<Place>,
}

/// Line and column of a template, both from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}", self.path, self.line, self.column)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(out, "{place}: ")?;
        }
        out.write_str(&self.message)?;
        for hint in &self.hints {
            write!(out, "\n  hint: {hint}")?;
        }
        for place in &self.called_from {
            write!(out, "\n  called from {place}")?;
        }
        Ok(())
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Typst's messages in our terms.
pub(super) fn problems(world: &dyn World, diagnostics: &[SourceDiagnostic]) -> Vec<Problem> {
    diagnostics.iter().map(|diagnostic| problem(world, diagnostic)).collect()
}

fn problem(world: &dyn World, diagnostic: &SourceDiagnostic) -> Problem {
    let calls = diagnostic.trace.iter().filter(|point| matches!(point.v, Tracepoint::Call(_) | Tracepoint::Import(_)));
    Problem {
        place: place(world, diagnostic.span),
        message: diagnostic.message.to_string(),
        hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        called_from: calls.filter_map(|point| place(world, DiagSpan::from(point.span))).collect(),
    }
}

fn place(world: &dyn World, span: DiagSpan) -> Option<Place> {
    let id = span.id()?;
    let source = world.source(id).ok()?;
    let (line, column) = source.lines().byte_to_line_column(world.range(span)?.start)?;
    Some(Place { path: id.vpath().get_without_slash().to_owned(), line: line + 1, column: column + 1 })
}
