//! From a draft to batches: ids, school years, sequence numbers, duplicates; a batch is what the store commits.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::finding::{Finding, Severity};
use crate::model::period;
use crate::model::schema::{self, Kind};

use super::draft::{Draft, Located, Refusal, SourceRow, refusals};
use super::identity::{self, Known};
use super::references::References;
use super::typed;
use crate::model::rows::{Cell, Cells, Rows, Tables, Texts};

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
        named: BTreeSet::new(),
        timeless: Tables::default(),
        refused: Vec::new(),
    };
    for rows in std::mem::take(&mut draft.tables).into_rows() {
        if rows.table.name == "quarantine" {
            draft.tables.replace(rows);
        } else {
            sorter.take(rows);
        }
    }
    let (mut years, timeless, refused, named) = (sorter.years, sorter.timeless, sorter.refused, sorter.named);
    for one in refused {
        draft.quarantine(one.table, &one.source_id, &one.src_loc, &one.reason, &one.raw);
    }
    let main_year = draft.year.or_else(|| years.keys().next_back().copied()).or_else(|| named.last().copied());
    if let Some(year) = main_year {
        years.entry(year).or_default();
    }
    let quarantine = draft.tables.take("quarantine");
    let mut batches = Vec::new();
    for (year, mut tables) in years {
        let first = Some(year) == main_year;
        let mut shared = timeless.clone();
        if draft.family != super::student_total::FAMILY
            && let Some(alias) = schema::table("student_alias")
        {
            let mut rows = Rows::new(alias);
            identity::aliases(&references.students, &mut rows);
            shared.add(rows);
        }
        if let (true, Some(quarantine)) = (first, &quarantine) {
            shared.add(quarantine.clone());
        }
        for mut rows in shared.into_rows() {
            rows.fill("year", &Cell::Int(year));
            rows.fill("school", &Cell::Text(context.school.to_owned()));
            tables.add(rows);
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
        batches.push(batch);
    }
    batches
}

/// Of a row that belongs to no particular school year.
const NO_YEAR: i32 = i32::MIN;

/// A row without a home.
struct Outcast {
    table: &'static str,
    source_id: String,
    src_loc: String,
    reason: String,
    raw: String,
}

/// Sorts rows by school year, with their references resolved.
struct Sorter<'a> {
    references: &'a References,
    school: &'a str,
    year: Option<i64>,
    years: BTreeMap<i64, Tables>,
    /// Years that rows name, refused ones too: where nothing else tells the year, the quarantine lies there.
    named: BTreeSet<i64>,
    /// Rows of no particular year (a list of subjects): they go to every year of the unit.
    timeless: Tables,
    refused: Vec<Outcast>,
}

impl Sorter<'_> {
    fn take(&mut self, mut rows: Rows) {
        let (columns, mut reasons) = self.resolved(&rows);
        let years = self.years_of(&rows, &mut reasons);
        for (row, reason) in &reasons {
            let text = |name| rows.text(*row, name).unwrap_or_default().to_owned();
            let (table, reason) = (rows.table.name, reason.clone());
            self.refused.push(Outcast { table, source_id: text("source_id"), src_loc: rows.place(*row), reason, raw: rows.raw(*row) });
        }
        for (name, texts) in columns {
            if let Some(cells) = rows.cells_mut(name) {
                *cells = Cells::Text(texts);
            }
        }
        rows.fill("school", &Cell::Text(self.school.to_owned()));
        let distinct: BTreeSet<i32> = years.chunk_by(|one, two| one == two).filter_map(|run| run.first().copied()).collect();
        self.named.extend(distinct.iter().filter(|year| **year != NO_YEAR).map(|year| i64::from(*year)));
        let only = distinct.len() == 1;
        for year in distinct {
            let own = |row: usize| years.get(row) == Some(&year) && !reasons.contains_key(&row);
            let nothing = Rows::new(rows.table);
            let mut own = if only { std::mem::replace(&mut rows, nothing).into_filtered(own) } else { rows.filtered(own) };
            if own.is_empty() {
                continue;
            }
            if year == NO_YEAR {
                self.timeless.add(own);
            } else {
                own.fill("year", &Cell::Int(i64::from(year)));
                self.years.entry(i64::from(year)).or_default().add(own);
            }
        }
    }

    /// The columns of references with ids in place of names, and why rows cannot be resolved; the first reason counts.
    fn resolved(&self, rows: &Rows) -> (Vec<(&'static str, Texts)>, BTreeMap<usize, String>) {
        let (mut columns, mut reasons) = (Vec::new(), BTreeMap::new());
        for (column, cells) in rows.columns().filter(|(column, _)| is_reference(column.name)) {
            let Cells::Text(texts) = cells else { continue };
            let resolve = |text: &str| self.references.resolve(column.name, text).map_err(|reason| format!("{reason}:{text}"));
            let (replaced, refused) = texts.replaced(resolve);
            if refused.iter().any(Option::is_some) {
                for (row, code) in texts.codes.iter().enumerate() {
                    if let Some(Some(reason)) = refused.get(code as usize) {
                        reasons.entry(row).or_insert_with(|| reason.clone());
                    }
                }
            }
            columns.push((column.name, replaced));
        }
        (columns, reasons)
    }

    /// Each row's own year ([`NO_YEAR`] when it has none), else that of its date, else the unit's.
    fn years_of(&self, rows: &Rows, reasons: &mut BTreeMap<usize, String>) -> Vec<i32> {
        let days = rows.cells("date").filter(|_| rows.table.kind == Kind::Event);
        let mut last = (None, None);
        let mut year_of = |day: Option<i32>| {
            if day != last.0 {
                last = (day, day.and_then(typed::date_of).map(|date| i64::from(period::school_year_of(date))));
            }
            last.1
        };
        let year = |row: usize| {
            let stated = rows.int(row, "year").or(self.year);
            let dated = year_of(days.and_then(|days| days.date(row)));
            if let (Some(stated), Some(dated)) = (stated, dated)
                && stated != dated
            {
                reasons.entry(row).or_insert_with(|| "outside-year".to_owned());
            }
            dated.or(stated).and_then(|year| i32::try_from(year).ok()).unwrap_or(NO_YEAR)
        };
        (0..rows.len()).map(year).collect()
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

fn tidy(batch: &mut Batch) {
    super::membership::cut(batch);
    if batch.family != super::student_total::FAMILY {
        batch.findings.extend(super::overlap::find(batch));
    }
    for table in schema::TABLES {
        let Some(mut rows) = batch.tables.take(table.name) else { continue };
        match table.kind {
            Kind::Event if matches!(table.name, "mark" | "attendance") => {
                rows.fill("family", &Cell::Text(batch.family.to_owned()));
                report_doubled(&rows, batch);
            }
            Kind::Reference | Kind::Result => {
                rows.fill("family", &Cell::Text(batch.family.to_owned()));
                rows = deduplicated(rows, batch);
            }
            _ => {}
        }
        batch.tables.add(rows);
    }
}

/// Two equal absences of one day without lesson numbers: artefact or double lesson cannot be told, so it is said.
fn report_doubled(rows: &Rows, batch: &mut Batch) {
    if rows.table.name != "attendance" {
        return;
    }
    let position = |name| rows.position(name).unwrap_or_default();
    let key = ["student_id", "subject_id", "date"].map(position);
    let said = ["student_id", "subject_id", "date", "reason"].map(position);
    let mut seen = HashSet::new();
    let mut doubled = HashSet::new();
    for row in (0..rows.len()).filter(|row| rows.int(*row, "lesson_number").is_none()) {
        if !seen.insert(rows.ordinals(row, &said)) {
            doubled.insert(rows.ordinals(row, &key));
        }
    }
    if !doubled.is_empty() {
        let source = batch.sources.first().map(|source| source.source_id.clone()).unwrap_or_default();
        let place = format!("{} · {}", batch.school, period::school_year_label(i32::try_from(batch.year).unwrap_or_default()));
        let finding = Finding::new("doubled-absence", Severity::Warning, place).found(doubled.len().to_string());
        batch.findings.push(Located { source_id: source, src_loc: String::new(), finding });
    }
}

/// One row a key: an equal row is the same statement twice, a different one is a contradiction and goes to quarantine.
fn deduplicated(rows: Rows, batch: &mut Batch) -> Rows {
    let positions = |names: &[&str]| names.iter().filter_map(|name| rows.position(name)).collect::<Vec<_>>();
    let (key, own) = (positions(rows.table.key), positions(&rows.table.columns.iter().map(|column| column.name).collect::<Vec<_>>()));
    let mut first: HashMap<Vec<i64>, usize> = HashMap::new();
    let mut again = HashSet::new();
    for row in 0..rows.len() {
        let kept = *first.entry(rows.ordinals(row, &key)).or_insert(row);
        if kept != row {
            again.insert(row);
            if rows.ordinals(kept, &own) != rows.ordinals(row, &own) {
                contradiction(&rows, row, batch);
            }
        }
    }
    if again.is_empty() { rows } else { rows.filtered(|row| !again.contains(&row)) }
}

fn contradiction(rows: &Rows, row: usize, batch: &mut Batch) {
    let (source_id, src_loc) = (rows.text(row, "source_id").unwrap_or_default().to_owned(), rows.place(row));
    let file = batch.sources.iter().find(|source| source.source_id == source_id).map(|source| source.file.clone()).unwrap_or_default();
    let finding = Finding::new("contradiction", Severity::Error, format!("{file} › {src_loc}")).found(rows.table.name);
    batch.findings.push(Located { source_id: source_id.clone(), src_loc: src_loc.clone(), finding });
    if let Some(quarantine) = schema::table("quarantine") {
        batch.tables.of(quarantine).push_named(&[
            ("table_name", Cell::Text(rows.table.name.to_owned())),
            ("reason", Cell::Text("contradiction".to_owned())),
            ("raw", Cell::Text(rows.raw(row))),
            ("source_id", Cell::Text(source_id)),
            ("src_loc", Cell::Text(src_loc)),
            ("school", Cell::Text(batch.school.clone())),
            ("year", Cell::Int(batch.year)),
        ]);
    }
}
