//! A result on the screen: as a table for people, as CSV and JSON for programs.

use serde::{Serialize, Serializer};

use crate::export;
use crate::messages::{self, Lang};
use crate::model::hidden::is_hidden;
use crate::model::table::{Table, Value};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Table,
    Csv,
    Json,
}

/// Columns under each other; numbers to the right. Headings and codes in the words of a language, or as they are.
#[must_use]
pub fn table(table: &Table, lang: Option<Lang>) -> String {
    let shown: Vec<usize> = (0..table.columns.len()).filter(|at| !always_empty(table, *at)).collect();
    let titles: Vec<String> = shown.iter().filter_map(|at| table.columns.get(*at)).map(|name| title(name, lang)).collect();
    let rows: Vec<Vec<(String, bool)>> = table
        .rows
        .iter()
        .map(|row| shown.iter().filter_map(|at| Some(cell(table.columns.get(*at)?, row.get(*at)?, lang))).collect())
        .collect();
    let width = |at: usize| {
        rows.iter()
            .filter_map(|row| row.get(at))
            .map(|(text, _)| text.chars().count())
            .chain(titles.get(at).map(|title| title.chars().count()))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..titles.len()).map(width).collect();
    let mut lines = vec![line(titles.iter().map(|title| (title.as_str(), false)), &widths)];
    lines.push(widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join("  "));
    lines.extend(rows.iter().map(|row| line(row.iter().map(|(text, right)| (text.as_str(), *right)), &widths)));
    lines.join("\n")
}

fn always_empty(table: &Table, at: usize) -> bool {
    !table.rows.is_empty() && table.rows.iter().all(|row| row.get(at).is_none_or(|value| *value == Value::Null))
}

fn title(name: &str, lang: Option<Lang>) -> String {
    lang.and_then(|lang| said(lang, &format!("column.{name}"))).unwrap_or_else(|| name.to_owned())
}

fn said(lang: Lang, key: &str) -> Option<String> {
    messages::has(lang, key).then(|| messages::text(lang, key, &[]))
}

/// Columns of codes whose words stand elsewhere than at `code.COLUMN.`.
const CODES: &[(&str, &str)] = &[
    ("reason", "reason"),
    ("before_reason", "reason"),
    ("last_reason", "reason"),
    ("slots_reason", "reason"),
    ("verdict", "verdict"),
    ("standing", "standing"),
    ("record", "deadline.rule"),
    ("rule", "deadline.rule"),
    ("check_name", "control.check"),
    ("what", "control.edit"),
    ("certainty", "control.certainty"),
    ("seen_in", "control.seen"),
];

fn words(column: &str, value: &Value, lang: Lang) -> Option<String> {
    let code = value.as_text()?;
    let elsewhere = CODES.iter().find(|(name, _)| *name == column);
    let own = || said(lang, &format!("code.{column}.{code}"));
    elsewhere.and_then(|(_, prefix)| said(lang, &format!("{prefix}.{code}"))).or_else(own)
}

/// Codes in words. Control characters of a name must not reach the terminal.
fn cell(column: &str, value: &Value, lang: Option<Lang>) -> (String, bool) {
    let text = if let Value::Null = value {
        "—".to_owned()
    } else {
        let text = lang.and_then(|lang| words(column, value, lang)).unwrap_or_else(|| value.to_string());
        text.chars().map(|c| if c.is_control() || is_hidden(c) { '\u{fffd}' } else { c }).collect()
    };
    (text, matches!(value, Value::Int(_)))
}

fn line<'a>(cells: impl Iterator<Item = (&'a str, bool)>, widths: &[usize]) -> String {
    let padded = cells.zip(widths).map(|((text, right), width)| {
        let space = " ".repeat(width.saturating_sub(text.chars().count()));
        if right { format!("{space}{text}") } else { format!("{text}{space}") }
    });
    padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// RFC 4180 with a header of column names. A text that a spreadsheet would run as a formula is written with a leading `'`.
///
/// # Errors
/// The text of the CSV library; a bug.
pub fn csv(table: &Table) -> Result<String, String> {
    let mut bytes = csv_head(table)?;
    bytes.extend(csv_rows(table)?);
    String::from_utf8(bytes).map(|text| text.trim_end().to_owned()).map_err(|error| error.to_string())
}

/// The header of [`csv()`].
///
/// # Errors
/// As there.
pub fn csv_head(table: &Table) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&table.columns).map_err(|error| error.to_string())?;
    writer.into_inner().map_err(|error| error.to_string())
}

/// The rows of [`csv()`], each with its end of line.
///
/// # Errors
/// As there.
pub fn csv_rows(table: &Table) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &table.rows {
        writer.write_record(row.iter().map(guarded)).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn guarded(value: &Value) -> String {
    if let Value::Text(text) = value { export::guarded(text) } else { value.to_string() }
}

/// `{"rows": [{column: value}]}`
///
/// # Errors
/// The text of the JSON library; a bug.
pub fn json(table: &Table) -> Result<String, String> {
    let rows = String::from_utf8(json_rows(table)?).map_err(|error| error.to_string())?;
    Ok(format!("{{\"rows\":[{rows}]}}"))
}

/// Objects of column and value with commas between them: what stands inside the brackets of a JSON list.
///
/// # Errors
/// The text of the JSON library; a bug.
pub fn json_rows(table: &Table) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        if at > 0 {
            text.push(b',');
        }
        serde_json::to_writer(&mut text, &Row(&table.columns, row)).map_err(|error| error.to_string())?;
    }
    Ok(text)
}

/// A row of a table with its columns.
struct Row<'a>(&'a [String], &'a [Value]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1.iter().map(Cell)))
    }
}

struct Cell<'a>(&'a Value);

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Date(date) => serializer.collect_str(date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{csv, guarded, json_rows, table};
    use crate::messages::Lang;
    use crate::model::table::{Table, Value};

    #[test]
    fn no_formula_and_no_control_character_gets_out() {
        let result = Table {
            columns: vec!["full_name".into(), "n5".into()],
            rows: vec![vec![Value::Text("=CMD()\u{1b}[2J".into()), Value::Int(-3)]],
        };
        assert_eq!(csv(&result).as_deref(), Ok("full_name,n5\n'=CMD()\u{1b}[2J,-3"));
        let row = json_rows(&result).map(|text| serde_json::from_slice::<serde_json::Value>(&text).unwrap_or_default());
        assert_eq!(row, Ok(serde_json::json!({ "full_name": "=CMD()\u{1b}[2J", "n5": -3 })));
        assert!(!table(&result, Some(Lang::En)).contains('\u{1b}'));
        for (text, written) in [("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"), ("＝1", "'＝1"), ("9Б", "9Б"), ("5-", "5-"), ("a=1", "a=1")]
        {
            assert_eq!(guarded(&Value::Text(text.to_owned())), written);
        }
        assert_eq!(guarded(&Value::Int(-3)), "-3");
    }
}
