//! Pages of a control on the screen and in files: text for people, JSON and CSV for programs, PDF to print.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::cli::error::CliError;
use crate::cli::format;
use crate::cli::output::{self, There};
use crate::cli::report::file::Audit;
use crate::cli::scope::Scope;
use crate::cli::ui::Ui;
use crate::control::{Control, Fix, Page, fixes};
use crate::model::document::DocTable;
use crate::model::table::{Table, Value};
use crate::store::AuditRecord;
use crate::typeset::Typesetter;

use super::CheckFormat;
use super::ask::Answered;
use super::document::{Frame, document};

/// # Errors
/// The reader went away.
pub fn screen(form: CheckFormat, control: &Control<'_>, asked: &Answered, pages: &[Page], ui: &mut Ui<'_>) -> Result<(), CliError> {
    match form {
        CheckFormat::Text => pages.iter().try_for_each(|page| ui.data(&format!("{}\n", text(page, ui)))),
        CheckFormat::Json => ui.data(&json(control, asked, pages).to_string()),
        CheckFormat::Csv => ui.data(&csv(control, asked)?),
    }
}

/// The template of the pages.
const TEMPLATE: &str = "journal_control";

/// Where and how files are written.
pub struct Files<'a> {
    pub folder: &'a Path,
    /// The school, where there are several.
    pub several: Option<&'a str>,
    pub typesetter: Option<&'a Typesetter>,
    pub format: CheckFormat,
    /// The pages name people.
    pub audit: &'a Audit,
}

impl Files<'_> {
    /// Gives the number of files.
    ///
    /// # Errors
    /// A file cannot be written; a page cannot be typeset.
    pub fn write(
        &self,
        scope: &Scope,
        at: usize,
        control: &Control<'_>,
        asked: &Answered,
        pages: &[Page],
        ui: &Ui<'_>,
    ) -> Result<usize, CliError> {
        let mut count = 0;
        let mut put = |stem: &str, end: &str, bytes: &[u8]| {
            count += 1;
            let path = self.folder.join(self.file(control.label, stem, end));
            let about = AuditRecord {
                kind: TEMPLATE.to_owned(),
                school: asked.school.clone(),
                year: asked.year.to_string(),
                snapshot: scope.snapshot.id(),
                ..AuditRecord::default()
            };
            // Signed, and the same: it stays, and nothing was made.
            if output::there(&path, bytes)? == There::Signed {
                return Ok(());
            }
            self.audit.file(about, &path, bytes)?;
            output::write(&path, bytes)
        };
        match self.format {
            CheckFormat::Text => {
                for page in pages {
                    put(&page.file_stem, "txt", format!("{}\n", text(page, ui)).as_bytes())?;
                }
            }
            CheckFormat::Json => put("control", "json", json(control, asked, pages).to_string().as_bytes())?,
            CheckFormat::Csv => put("control", "csv", format!("{}\n", csv(control, asked)?).as_bytes())?,
        }
        if let Some(typesetter) = self.typesetter {
            for page in pages {
                put(&page.file_stem, "pdf", &pdf(typesetter, scope, at, asked, page)?)?;
            }
        }
        Ok(count)
    }

    fn file(&self, label: &str, stem: &str, end: &str) -> String {
        let school = self.several.map(|school| format!("{school}-")).unwrap_or_default();
        let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
        format!("{school}{label}-{stem}").chars().map(plain).collect::<String>() + "." + end
    }
}

/// A page as plain text: lists line by line, counts as tables.
fn text(page: &Page, ui: &Ui<'_>) -> String {
    let mut parts = vec![page.title.clone()];
    parts.extend(page.head.iter().map(|field| format!("{}: {}", field.label, field.value)));
    for table in &page.tables {
        parts.push(format!("\n{}", table.caption));
        parts.push(format::table(&plain(table), Some(ui.lang)));
    }
    if !page.notes.is_empty() {
        parts.push(String::new());
        parts.extend(page.notes.iter().cloned());
    }
    parts.join("\n")
}

/// Headings and texts of a table of a document.
fn plain(table: &DocTable) -> Table {
    let cell = |cell: &crate::model::document::Cell| match (cell.value, cell.scale) {
        (Some(value), Some(0)) => Value::Int(value),
        _ => Value::Text(cell.text.clone()),
    };
    Table {
        columns: table.columns.iter().map(|column| column.title.clone()).collect(),
        rows: table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect(),
    }
}

fn json(control: &Control<'_>, asked: &Answered, pages: &[Page]) -> Json {
    let right = asked
        .put_right
        .as_ref()
        .map(|right| json!({ "version": right.version, "as_of": right.as_of, "empty_then": right.before, "filled_now": right.now_right }));
    let fix = |fix: &Fix| {
        json!({ "state": fix.state.name(), "kind": fix.kind, "date": fix.date.map(|date| date.to_string()), "class": fix.class,
            "subject": fix.subject, "what": fix.what, "deadline": fix.deadline, "late": fix.late, "days": fix.days, "clause": fix.clause,
            "teacher_id": fix.teacher_id, "records": fix.records })
    };
    let page =
        |page: &Page| json!({ "file": page.file_stem, "title": page.title, "head": page.head, "tables": page.tables, "notes": page.notes });
    json!({ "school": asked.school, "year": asked.year, "control": control.label, "from": control.from.to_string(),
        "to": control.to.to_string(), "as_of": asked.as_of.to_string(), "put_right": right,
        "fixes": fixes(control).iter().map(fix).collect::<Vec<_>>(), "pages": pages.iter().map(page).collect::<Vec<_>>() })
}

fn csv(control: &Control<'_>, asked: &Answered) -> Result<String, CliError> {
    let columns =
        ["school", "year", "teacher_id", "state", "kind", "date", "class", "subject", "what", "deadline", "days", "clause", "records"];
    let row = |fix: &Fix| {
        let text = |text: &str| Value::Text(text.to_owned());
        vec![
            text(&asked.school),
            Value::Int(asked.year),
            text(&fix.teacher_id),
            text(fix.state.name()),
            text(&fix.kind),
            fix.date.map_or(Value::Null, Value::Date),
            text(&fix.class),
            text(&fix.subject),
            text(&fix.what),
            text(&fix.deadline),
            fix.days.map_or(Value::Null, Value::Int),
            text(&fix.clause),
            Value::Int(fix.records),
        ]
    };
    let table = Table { columns: columns.map(str::to_owned).to_vec(), rows: fixes(control).iter().map(row).collect() };
    format::csv(&table).map_err(|detail| CliError::new("error.internal").with("detail", detail))
}

fn pdf(typesetter: &Typesetter, scope: &Scope, at: usize, asked: &Answered, page: &Page) -> Result<Vec<u8>, CliError> {
    let fault = |detail: String| CliError::new("error.document").with("name", &page.file_stem).with("detail", detail);
    let template_hash = typesetter.template_hash(TEMPLATE).map_err(|error| fault(error.to_string()))?;
    let document = document(scope, at, asked, page, &Frame { template_hash: &template_hash, ..Frame::default() });
    typesetter.pdf(&document.data).map_err(|error| fault(error.to_string()))
}
