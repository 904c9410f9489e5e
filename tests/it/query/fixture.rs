//! A small school written as Parquet files, and results as text that is easy to compare.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, OnceLock};

use duckdb::Connection;
use tempfile::TempDir;
use vedomost::model::table::Table;
use vedomost::query::{Answer, Bound, Catalog, Engine, EngineOptions, Params, QueryError, Request};
use vedomost::regulation::{RegulationRow, Regulations, Setting};

pub const SCHOOL: &str = "school-1";
pub const YEAR: i32 = 2025;

/// Tables of one school year; each call of [`Fixture::put`] is one file.
pub struct Fixture {
    folder: TempDir,
    files: BTreeMap<String, Vec<PathBuf>>,
    school: &'static str,
    year: i32,
    pub regulation: RegulationRow,
    /// Other schools and years that are asked together with this one.
    beside: Vec<Fixture>,
    /// Opened at the first question, closed at the next change.
    engine: OnceLock<Engine<'static>>,
    /// Tables of which the export tells the whole year, also that nothing happened; none: see [`Fixture::tells`].
    told: &'static [&'static str],
}

/// Event tables that an export of a whole school has.
const TOLD: &[&str] = &["mark", "attendance", "lesson", "homework"];

/// Writes the files of all fixtures.
static WRITER: LazyLock<Mutex<Connection>> = LazyLock::new(|| Mutex::new(Connection::open_in_memory().expect("DuckDB")));

impl Fixture {
    pub fn new() -> Self {
        Self::of(SCHOOL, YEAR)
    }

    pub fn of(school: &'static str, year: i32) -> Self {
        let regulation = Regulations::builtin().expect("built-in packs").row("neutral", school, year).expect("neutral");
        Self {
            folder: TempDir::new().expect("folder"),
            files: BTreeMap::new(),
            school,
            year,
            regulation,
            beside: Vec::new(),
            engine: OnceLock::new(),
            told: TOLD,
        }
    }

    /// Another school or year of the same store.
    pub fn with(mut self, other: Fixture) -> Self {
        self.engine.take();
        self.beside.push(other);
        self
    }

    /// The export has these event tables and no others.
    pub fn tells(mut self, tables: &'static [&'static str]) -> Self {
        self.engine.take();
        self.told = tables;
        self
    }

    /// One of `coverage` for each table that the export tells, unless rows of it were put.
    fn covered(&self) -> Option<PathBuf> {
        if self.files.contains_key("coverage") || self.told.is_empty() {
            return None;
        }
        let file = self.folder.path().join(format!("coverage-{}.parquet", self.told.join("-")));
        let rows: Vec<String> = self.told.iter().map(|table| format!("('{table}', 'bundle', '2026-08-31')")).collect();
        let sql = format!(
            "COPY (SELECT v.*, NULL::VARCHAR AS student_id, NULL::VARCHAR AS class_id, NULL::DATE AS from_date, NULL::DATE AS to_date, '{}' AS school,
                CAST({} AS INTEGER) AS year FROM (VALUES {}) v(table_name, family, as_of)) TO '{}' (FORMAT parquet)",
            self.school,
            self.year,
            rows.join(", "),
            file.display()
        );
        WRITER.lock().expect("the writer").execute_batch(&sql).expect("parquet");
        Some(file)
    }

    /// Adds rows: column names, then rows as SQL values.
    pub fn put(mut self, table: &str, columns: &str, rows: &str) -> Self {
        self.engine.take();
        // The folder is named as Hive partitions are, with another year: the year inside the file must win.
        let folder = self.folder.path().join("year=1999");
        std::fs::create_dir_all(&folder).expect("folder");
        let file = folder.join(format!("{table}-{}.parquet", self.files.get(table).map_or(0, Vec::len)));
        let sql = format!(
            "COPY (SELECT v.*, '{}' AS school, CAST({} AS INTEGER) AS year FROM (VALUES {rows}) v({columns})) TO '{}' (FORMAT parquet)",
            self.school,
            self.year,
            file.display()
        );
        WRITER.lock().expect("the writer").execute_batch(&sql).expect("parquet");
        self.files.entry(table.to_owned()).or_default().push(file);
        self
    }

    /// Students of a class, from the first day of time on.
    pub fn class(self, class_id: &str, grade_level: i64, period_kind: &str, students: &[&str]) -> Self {
        let names: Vec<String> = students.iter().map(|id| format!("('{id}', 'Имя {id}')")).collect();
        let members: Vec<String> = students.iter().map(|id| format!("('{id}', '{class_id}')")).collect();
        let this = self.put(
            "class",
            "class_id, name, grade_level, period_kind",
            &format!("('{class_id}', '{class_id}', {grade_level}, '{period_kind}')"),
        );
        if students.is_empty() {
            return this;
        }
        this.put("student", "student_id, full_name", &names.join(", ")).put("class_membership", "student_id, class_id", &members.join(", "))
    }

    /// Period marks of students of one class: `student subject mark`, one a line; н/а, осв, зач, незач and - (empty) too.
    pub fn period_marks(self, class_id: &str, period_id: &str, lines: &str) -> Self {
        let kind = if period_id == "year" { "year" } else { "period" };
        let row = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let (status, value) = match words[2] {
                "н/а" => ("not_assessed", "NULL"),
                "осв" => ("exempt", "NULL"),
                "зач" => ("credit", "NULL"),
                "незач" => ("no_credit", "NULL"),
                "-" => ("empty", "NULL"),
                number => ("set", number),
            };
            format!("('{}', '{class_id}', '{}', '{period_id}', '{kind}', '{status}', CAST({value} AS BIGINT))", words[0], words[1])
        };
        let rows: Vec<String> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(row).collect();
        self.put("period_mark", "student_id, class_id, subject_id, period_id, kind, status, value", &rows.join(", "))
    }

    pub fn set(mut self, key: &str, value: Setting) -> Self {
        for (name, old) in &mut self.regulation_mut().values {
            if *name == key {
                *old = value.clone();
            }
        }
        self
    }

    /// Another of the built-in packs.
    pub fn follows(mut self, id: &str) -> Self {
        *self.regulation_mut() = Regulations::builtin().expect("built-in packs").row(id, SCHOOL, YEAR).expect(id);
        self
    }

    pub fn bound(&self) -> Vec<Bound> {
        let mut files = self.files.clone();
        files.extend(self.covered().map(|file| ("coverage".to_owned(), vec![file])));
        let own = Bound { school: self.school.to_owned(), year: self.year, files };
        [own].into_iter().chain(self.beside.iter().flat_map(Self::bound)).collect()
    }

    fn regulations(&self) -> Vec<RegulationRow> {
        [self.regulation.clone()].into_iter().chain(self.beside.iter().flat_map(Self::regulations)).collect()
    }

    pub fn options(&self) -> EngineOptions {
        EngineOptions { threads: 2, memory_mib: 1024, temp_dir: self.folder.path().join("temp") }
    }

    pub fn regulation_mut(&mut self) -> &mut RegulationRow {
        self.engine.take();
        &mut self.regulation
    }

    fn open(&self) -> Engine<'static> {
        let bound: &'static [Bound] = Box::leak(self.bound().into_boxed_slice());
        let regulations: &'static [RegulationRow] = Box::leak(self.regulations().into_boxed_slice());
        Engine::open(Catalog::builtin().expect("the catalogue"), bound, regulations, &self.options()).expect("an engine")
    }

    pub fn ask(&self, name: &str, params: Params) -> Result<Answer, QueryError> {
        let request = Request { name: name.to_owned(), params };
        self.answer(&[request]).remove(0)
    }

    pub fn answer(&self, requests: &[Request]) -> Vec<Result<Answer, QueryError>> {
        self.engine.get_or_init(|| self.open()).answer(requests)
    }

    /// The rows of an answer as text, the named columns only.
    pub fn rows(&self, name: &str, params: Params, columns: &str) -> Vec<String> {
        show(&self.ask(name, params).expect(name).table, columns)
    }
}

pub fn show(table: &Table, columns: &str) -> Vec<String> {
    let columns: Vec<&str> = columns.split_whitespace().collect();
    for column in &columns {
        assert!(table.position(column).is_some(), "no column {column} in {:?}", table.columns);
    }
    let cell = |row: usize, column: &str| match table.get(row, column) {
        vedomost::model::table::Value::Null => "·".to_owned(),
        value => value.to_string(),
    };
    (0..table.rows.len()).map(|row| columns.iter().map(|column| cell(row, column)).collect::<Vec<_>>().join(" ")).collect()
}

pub fn by(grain: &str) -> Params {
    Params { grain: Some(grain.to_owned()), ..Params::default() }
}

pub fn period(period_id: &str, grain: &str) -> Params {
    let grain = (!grain.is_empty()).then(|| grain.to_owned());
    Params { period_id: Some(period_id.to_owned()), grain, ..Params::default() }
}

pub fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().expect("a date"))
}
