//! The rows of one answer on their way out. They come in pieces and wait until the answers before them are shown; many are laid into a
//! file, since those of a whole municipality do not fit into memory.

use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use tempfile::SpooledTempFile;

use crate::messages::Lang;
use crate::model::table::Table;

use super::error::CliError;
use super::exit;
use super::format::{self, Format};
use super::shown::shown;
use super::ui::Ui;

/// More than so many bytes of an answer wait in a file.
const IN_MEMORY: usize = 1 << 20;

/// A piece of an answer, as it is shown.
pub enum Piece {
    Table(Table),
    /// Head and rows.
    Text(Vec<u8>, Vec<u8>),
}

impl Piece {
    /// # Errors
    /// A bug of ours.
    pub fn of(table: Table, format: Format) -> Result<Self, CliError> {
        let text = match format {
            Format::Table => return Ok(Self::Table(table)),
            Format::Csv => format::csv_head(&table).and_then(|head| Ok((head, format::csv_rows(&table)?))),
            Format::Json => format::json_rows(&table).map(|rows| (Vec::new(), rows)),
        };
        text.map(|(head, rows)| Self::Text(head, rows)).map_err(|detail| CliError::new("error.internal").with("detail", detail))
    }
}

/// All rows of one answer so far.
pub struct Rows {
    format: Format,
    /// Where they wait.
    folder: PathBuf,
    table: Table,
    text: SpooledTempFile,
    written: bool,
}

impl Rows {
    /// `folder`: where they wait.
    #[must_use]
    pub fn new(format: Format, folder: &Path) -> Self {
        let text = tempfile::spooled_tempfile_in(IN_MEMORY, folder);
        Self { format, folder: folder.to_path_buf(), table: Table::default(), text, written: false }
    }

    /// Adds the piece that comes next.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&mut self, piece: Piece) -> Result<(), CliError> {
        match piece {
            Piece::Table(table) => {
                self.table.columns = table.columns;
                self.table.rows.extend(table.rows);
            }
            Piece::Text(head, rows) => {
                let between: &[u8] = match (self.format, self.written) {
                    (Format::Csv, false) => &head,
                    (Format::Json, true) if !rows.is_empty() => b",",
                    _ => b"",
                };
                self.text.write_all(between).and_then(|()| self.text.write_all(&rows)).map_err(CliError::file(&self.folder))?;
                self.written |= self.format == Format::Csv || !rows.is_empty();
            }
        }
        Ok(())
    }

    /// Shows them with what stands around: `name` and parameters, the reason where there is no row.
    ///
    /// # Errors
    /// The reader went away; the file cannot be read.
    pub fn show(mut self, name: &str, parameters: &Json, why: Option<&str>, titled: bool, ui: &mut Ui<'_>) -> Result<(), CliError> {
        match self.format {
            Format::Json => {
                let start = format!("{{\"query\":{},\"parameters\":{parameters},\"rows\":[", json!(name));
                self.copy(start.as_bytes(), format!("],\"why_empty\":{}}}\n", json!(why)).as_bytes(), ui)
            }
            Format::Csv => self.copy(b"", b"", ui),
            Format::Table => show_table(&self.table, name, why, titled, ui.lang).into_iter().try_for_each(|text| ui.data(&text)),
        }
    }

    fn copy(&mut self, start: &[u8], end: &[u8], ui: &mut Ui<'_>) -> Result<(), CliError> {
        let closed = |_| CliError::new("error.closed").code(exit::GOOD);
        self.text.rewind().map_err(CliError::file(&self.folder))?;
        ui.out.write_all(start).map_err(closed)?;
        let mut piece = vec![0; 1 << 16];
        loop {
            let count = self.text.read(&mut piece).map_err(CliError::file(&self.folder))?;
            let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { break };
            ui.out.write_all(read).map_err(closed)?;
        }
        ui.out.write_all(end).map_err(closed)
    }
}

fn show_table(table: &Table, name: &str, why: Option<&str>, titled: bool, lang: Lang) -> Vec<String> {
    let title = titled.then(|| format!("\n{name}"));
    title.into_iter().chain([format::table(&shown(table), Some(lang))]).chain(why.map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{IN_MEMORY, Piece, Rows};
    use crate::cli::format::Format;
    use crate::cli::ui::Ui;
    use crate::messages::Lang;
    use crate::model::table::{Table, Value};

    /// What is shown of rows that come in pieces; `None`: a piece without a row.
    fn shown(format: Format, pieces: &[Option<&str>]) -> String {
        let mut rows = Rows::new(format, &std::env::temp_dir());
        for text in pieces {
            let cells = text.map(|text| vec![Value::Text(text.to_owned())]);
            let piece = Piece::of(Table { columns: vec!["school".to_owned()], rows: cells.into_iter().collect() }, format);
            assert!(piece.and_then(|piece| rows.add(piece)).is_ok());
        }
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let ui = &mut Ui { out: &mut out, err: &mut err, lang: Lang::En, interactive: false };
        assert!(rows.show("standings", &json!({ "as_of": null }), None, false, ui).is_ok());
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn pieces_are_one_answer() {
        let long = "я".repeat(IN_MEMORY);
        let cases: [&[Option<&str>]; 4] = [&[], &[None, None], &[None, Some("a"), None, Some("b")], &[Some(&long), None, Some("c")]];
        for pieces in cases {
            let texts: Vec<&str> = pieces.iter().copied().flatten().collect();
            let rows: Vec<Json> = texts.iter().map(|text| json!({ "school": text })).collect();
            let found: Json = serde_json::from_str(&shown(Format::Json, pieces)).unwrap_or_default();
            assert_eq!(found, json!({ "query": "standings", "parameters": { "as_of": null }, "rows": rows, "why_empty": null }));
            let head = pieces.first().map(|_| "school");
            assert_eq!(shown(Format::Csv, pieces).lines().collect::<Vec<_>>(), head.into_iter().chain(texts).collect::<Vec<_>>());
        }
        assert_eq!(shown(Format::Table, &[Some("a"), None, Some("b")]).lines().skip(2).collect::<Vec<_>>(), ["a", "b"]);
    }
}
