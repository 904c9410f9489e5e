//! From a draft to batches: ids, school years, sequence numbers, duplicates; a batch is what the store commits.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::finding::{Finding, Severity};
use crate::model::period;
use crate::model::schema::{self, Kind};

use super::draft::{Draft, Located, Refusal, SourceRow, refusals};
use super::identity::{self, Known};
use super::references::References;
use super::rows::{Cell, Cells, Row, Rows, Tables};
use super::typed;

/// Everything one unit says about one school-year, with ids of the store.
#[derive(Clone, Debug)]
pub struct Batch {
    pub school: String,
    pub year: i64,
    pub family: &'static str,
    pub as_of: String,
    pub as_of_kind: &'static str,
    pub complete: Option<(i32, i32)>,
    pub tables: Tables,
    pub findings: Vec<Located>,
    pub sources: Vec<SourceRow>,
}

impl Batch {
    /// All rows of the quarantine.
    pub fn quarantine(&self) -> impl Iterator<Item = Refusal> {
        refusals(&self.tables)
    }
}

/// What the reader could not know.
pub struct Context<'a> {
    pub school: &'a str,
    pub known: &'a Known,
    /// `--as-of`.
    pub given_as_of: Option<&'a str>,
    /// Import time, when nothing else tells the date of the data.
    pub now: &'a str,
}

/// Resolves a draft. Rows that cannot be resolved are in the quarantine of the batch.
#[must_use]
pub fn batches(mut draft: Draft, context: &Context<'_>) -> Vec<Batch> {
    let (references, doubts) = References::of(&draft, context.school, draft.year, context.known);
    let source_id = draft.sources.first().map(|source| source.source_id.clone()).unwrap_or_default();
    for doubt in doubts {
        draft.find(&source_id, "", doubt);
    }
    let (as_of, as_of_kind) = match (&draft.as_of, context.given_as_of) {
        (Some(as_of), _) => (as_of.clone(), "source"),
        (None, Some(given)) => (given.to_owned(), "given"),
        (None, None) => (context.now.to_owned(), "import_time"),
    };
    let mut sorter = Sorter {
        references: &references,
        school: context.school,
        year: draft.year,
        years: BTreeMap::new(),
        timeless: Tables::default(),
        refused: Vec::new(),
    };
    for rows in draft.tables.iter() {
        sorter.take(rows);
    }
    let (mut years, timeless, refused) = (sorter.years, sorter.timeless, sorter.refused);
    for (table, source, src_loc, reason, raw) in refused {
        draft.quarantine(table, &source, &src_loc, &reason, &raw);
    }
    let main_year = draft.year.or_else(|| years.keys().next_back().copied());
    if let Some(year) = main_year {
        years.entry(year).or_default();
    }
    let quarantine = draft.tables.get("quarantine").cloned();
    years
        .into_iter()
        .map(|(year, mut tables)| {
            let first = Some(year) == main_year;
            tables.append(&stamped(&timeless, year));
            if draft.family != super::student_total::FAMILY
                && let Some(alias) = schema::table("student_alias")
            {
                let mut rows = Rows::new(alias);
                identity::aliases(&references.students, &mut rows);
                let mut own = Tables::default();
                own.replace(rows);
                tables.append(&with_school(&stamped(&own, year), context.school));
            }
            if let (true, Some(quarantine)) = (first, &quarantine) {
                let mut own = Tables::default();
                own.replace(quarantine.clone());
                tables.append(&with_school(&stamped(&own, year), context.school));
            }
            let mut batch = Batch {
                school: context.school.to_owned(),
                year,
                family: draft.family,
                as_of: as_of.clone(),
                as_of_kind,
                complete: draft.complete,
                tables,
                findings: Vec::new(),
                sources: draft.sources.clone(),
            };
            if first {
                batch.findings = draft.findings.clone();
            }
            tidy(&mut batch);
            batch
        })
        .collect()
}

/// Sorts rows by school year, with their references resolved.
struct Sorter<'a> {
    references: &'a References,
    school: &'a str,
    year: Option<i64>,
    years: BTreeMap<i64, Tables>,
    /// Rows of no particular year (a list of subjects): they go to every year of the unit.
    timeless: Tables,
    refused: Vec<(&'static str, String, String, String, String)>,
}

impl Sorter<'_> {
    fn take(&mut self, rows: &Rows) {
        if rows.table.name == "quarantine" {
            return;
        }
        let references: Vec<usize> = rows
            .columns()
            .enumerate()
            .filter(|(_, (column, cells))| is_reference(column.name) && matches!(cells, Cells::Text(_)))
            .map(|(at, _)| at)
            .collect();
        for index in 0..rows.len() {
            let mut row = rows.row(index);
            let refusal = self.resolve(rows, &references, &mut row).and_then(|()| self.year_of(rows, &row));
            match refusal {
                Ok(year) => {
                    row.set(rows.position("school"), Cell::Text(self.school.to_owned()));
                    let tables = year.map_or(&mut self.timeless, |year| self.years.entry(year).or_default());
                    if let Some(year) = year {
                        row.set(rows.position("year"), Cell::Int(year));
                    }
                    tables.of(rows.table).push(&row);
                }
                Err(reason) => {
                    let text = |name| row.text(rows.position(name)).unwrap_or_default().to_owned();
                    self.refused.push((rows.table.name, text("source_id"), text("src_loc"), reason, rows.raw(index)));
                }
            }
        }
    }

    fn resolve(&self, rows: &Rows, references: &[usize], row: &mut Row) -> Result<(), String> {
        for at in references {
            let Some((column, _)) = rows.columns().nth(*at) else { continue };
            if let Some(text) = row.text(Some(*at)) {
                let id = self.references.resolve(column.name, text).map_err(|reason| format!("{reason}:{text}"))?;
                row.set(Some(*at), Cell::Text(id));
            }
        }
        Ok(())
    }

    /// The row's own year, else that of its date, else the unit's.
    fn year_of(&self, rows: &Rows, row: &Row) -> Result<Option<i64>, String> {
        let stated = match row.get(rows.position("year")) {
            Cell::Int(year) => Some(*year),
            _ => self.year,
        };
        let dated = match row.get(rows.position("date")) {
            Cell::Date(day) if rows.table.kind == Kind::Event => typed::date_of(*day).map(|date| i64::from(period::school_year_of(date))),
            _ => None,
        };
        match (stated, dated) {
            (Some(stated), Some(dated)) if stated != dated => Err("outside-year".to_owned()),
            (stated, dated) => Ok(dated.or(stated)),
        }
    }
}

fn is_reference(column: &str) -> bool {
    matches!(
        column,
        "student_id"
            | "class_id"
            | "from_class_id"
            | "to_class_id"
            | "subject_id"
            | "group_id"
            | "teacher_id"
            | "class_teacher_id"
            | "planned_teacher_id"
    )
}

fn stamped(tables: &Tables, year: i64) -> Tables {
    changed(tables, "year", &Cell::Int(year))
}

fn with_school(tables: &Tables, school: &str) -> Tables {
    changed(tables, "school", &Cell::Text(school.to_owned()))
}

fn changed(tables: &Tables, column: &str, cell: &Cell) -> Tables {
    let mut changed = Tables::default();
    for rows in tables.iter() {
        let mut copy = Rows::new(rows.table);
        for index in 0..rows.len() {
            let mut row = rows.row(index);
            row.set(rows.position(column), cell.clone());
            copy.push(&row);
        }
        changed.replace(copy);
    }
    changed
}

fn tidy(batch: &mut Batch) {
    super::membership::cut(batch);
    for table in schema::TABLES {
        let Some(rows) = batch.tables.get(table.name).cloned() else { continue };
        match table.kind {
            Kind::Event if matches!(table.name, "mark" | "attendance") => {
                let rows = numbered(&rows, batch.family);
                report_doubled(&rows, batch);
                batch.tables.replace(rows);
            }
            Kind::Reference | Kind::Result => deduplicated(&rows, batch),
            _ => {}
        }
    }
}

/// Sets `seq` (order of appearance inside a key) and `family`.
fn numbered(rows: &Rows, family: &str) -> Rows {
    let mut counts: HashMap<Vec<Cell>, i64> = HashMap::new();
    let key: Vec<_> = rows.table.key.iter().map(|name| rows.position(name)).collect();
    let mut result = Rows::new(rows.table);
    for index in 0..rows.len() {
        let mut row = rows.row(index);
        let count = counts.entry(key.iter().map(|at| row.get(*at).clone()).collect()).or_default();
        row.set(rows.position("seq"), Cell::Int(*count));
        *count += 1;
        row.set(rows.position("family"), Cell::Text(family.to_owned()));
        result.push(&row);
    }
    result
}

/// Two equal absences of one day without lesson numbers: artefact or double lesson cannot be told, so it is said.
fn report_doubled(rows: &Rows, batch: &mut Batch) {
    if rows.table.name != "attendance" {
        return;
    }
    let mut seen = HashSet::new();
    let mut doubled = BTreeSet::new();
    for row in (0..rows.len()).filter(|row| rows.int(*row, "lesson_number").is_none()) {
        let key = (rows.text(row, "student_id"), rows.text(row, "subject_id"), rows.date(row, "date"));
        if !seen.insert((key, rows.text(row, "reason"))) {
            doubled.insert(key);
        }
    }
    if !doubled.is_empty() {
        let count = doubled.len();
        let source = batch.sources.first().map(|source| source.source_id.clone()).unwrap_or_default();
        let finding = Finding::new(
            "doubled-absence",
            Severity::Warning,
            format!("{} · {}", batch.school, period::school_year_label(i32::try_from(batch.year).unwrap_or_default())),
        )
        .found(count.to_string());
        batch.findings.push(Located { source_id: source, src_loc: String::new(), finding });
    }
}

/// One row a key: an equal row is the same statement twice, a different one is a contradiction and goes to quarantine.
fn deduplicated(rows: &Rows, batch: &mut Batch) {
    let key: Vec<_> = rows.table.key.iter().map(|name| rows.position(name)).collect();
    let own: Vec<_> = rows.table.columns.iter().map(|column| rows.position(column.name)).collect();
    let mut first: HashMap<Vec<Cell>, Vec<Cell>> = HashMap::new();
    let mut result = Rows::new(rows.table);
    let mut refused = Vec::new();
    for index in 0..rows.len() {
        let mut row = rows.row(index);
        row.set(rows.position("family"), Cell::Text(batch.family.to_owned()));
        let cells = |positions: &[Option<usize>]| positions.iter().map(|at| row.get(*at).clone()).collect::<Vec<_>>();
        let (row_key, content) = (cells(&key), cells(&own));
        match first.get(&row_key) {
            None => {
                first.insert(row_key, content);
                result.push(&row);
            }
            Some(kept) if *kept == content => {}
            Some(_) => refused.push((
                rows.text(index, "source_id").unwrap_or_default().to_owned(),
                rows.text(index, "src_loc").unwrap_or_default().to_owned(),
            )),
        }
    }
    batch.tables.replace(result);
    for (source_id, src_loc) in refused {
        contradiction(rows.table.name, &source_id, &src_loc, batch);
    }
}

fn contradiction(table: &'static str, source_id: &str, src_loc: &str, batch: &mut Batch) {
    let file = batch.sources.iter().find(|source| source.source_id == source_id).map(|source| source.file.clone()).unwrap_or_default();
    let finding = Finding::new("contradiction", Severity::Error, format!("{file} › {src_loc}")).found(table);
    batch.findings.push(Located { source_id: source_id.to_owned(), src_loc: src_loc.to_owned(), finding });
    if let Some(quarantine) = schema::table("quarantine") {
        batch.tables.of(quarantine).push_named(&[
            ("table_name", Cell::Text(table.to_owned())),
            ("reason", Cell::Text("contradiction".to_owned())),
            ("source_id", Cell::Text(source_id.to_owned())),
            ("src_loc", Cell::Text(src_loc.to_owned())),
            ("school", Cell::Text(batch.school.clone())),
            ("year", Cell::Int(batch.year)),
        ]);
    }
}
