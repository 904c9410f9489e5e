//! Documents made from a few rows, and their cells as text; the sample school imported once for all tests of forms.

use std::path::Path;
use std::sync::LazyLock;

use vedomost::model::document::{DocTable, ReportData};
use vedomost::model::table::Table;
use vedomost::query::{Params, QueryError};
use vedomost::report::{Document, Input, Kind, PeriodTables, Refusal, Rules, SchoolFacts, kind};

use crate::query::fixture::{Fixture, YEAR};
use crate::support::{Folder, small_school, vedomost};

/// The documents of a kind over the rows of a fixture, as `vedomost report` makes them of a store.
pub fn documents(fixture: &Fixture, name: &str, params: &Params) -> Vec<Document> {
    documents_after(None, fixture, name, params)
}

/// Why no document of the kind may leave the school.
pub fn refusal(fixture: &Fixture, name: &str, params: &Params) -> Option<Refusal> {
    with_input(None, fixture, name, params, |kind, input| kind.refusal(input))
}

/// The documents where the store has the year before; `both`: the fixture with it.
pub fn documents_after(both: Option<&Fixture>, fixture: &Fixture, name: &str, params: &Params) -> Vec<Document> {
    with_input(both, fixture, name, params, Kind::documents)
}

fn with_input<T>(both: Option<&Fixture>, fixture: &Fixture, name: &str, params: &Params, of: impl Fn(&Kind, &Input<'_>) -> T) -> T {
    let kind = kind(name).expect(name);
    let params = &Params { own_days: kind.own_days, ..params.clone() };
    let ask_of = |fixture: &Fixture, (query, grain): &(&'static str, Option<&'static str>), params: &Params| {
        let params = Params { grain: grain.map(str::to_owned), ..params.clone() };
        match fixture.ask(query, params) {
            Err(QueryError::PeriodWithoutDates { .. }) => Table::default(),
            answer => answer.unwrap_or_else(|error| panic!("{query}: {error}")).table,
        }
    };
    let ask = |asked: &(&'static str, Option<&'static str>), params: &Params| ask_of(fixture, asked, params);
    let last_year: Vec<Table> = both.map_or_else(Vec::new, |both| kind.last_year.iter().map(|asked| ask_of(both, asked, params)).collect());
    let everyone = Params { class_id: None, grade_level: None, ..params.clone() };
    let own = kind.queries.iter().map(|asked| ask(asked, params));
    let tables: Vec<Table> = own.chain(kind.of_school.iter().map(|asked| ask(asked, &everyone))).collect();
    let list = ask(&("period_list", None), &Params::default());
    let mut ids: Vec<String> = (0..list.rows.len()).filter_map(|row| list.get(row, "period_id").as_text().map(str::to_owned)).collect();
    ids.sort_by_key(|id| (id == "year", id.clone()));
    ids.retain(|id| (kind.of_periods)(id));
    let of_period = |id: &String| Params { period_id: Some(id.clone()), own_days: false, ..params.clone() };
    let periods: Vec<PeriodTables> = ids
        .iter()
        .map(|id| PeriodTables { id: id.clone(), tables: kind.each_period.iter().map(|asked| ask(asked, &of_period(id))).collect() })
        .collect();
    let input = Input {
        school: SchoolFacts { id: "school-1", name: "Школа", principal: Some("Директорова Д. Д."), deputy_head: None },
        year: i64::from(YEAR),
        period_id: params.period_id.as_deref(),
        class_id: params.class_id.as_deref(),
        grade_level: params.grade_level,
        from: params.from_date,
        to: params.to_date,
        students: None,
        undated: false,
        depersonalised: false,
        tables: &tables,
        periods: &periods,
        last_year: &last_year,
        provenance: &Table::default(),
        snapshot: "0",
        regulation: "Нейтральный",
        rules: Rules { percent_digits: 2, one_four_inside_good: true },
        template_hash: "0",
        as_of: params.as_of,
        date: None,
        stamps: &[],
    };
    of(kind, &input)
}

/// A table of a document by its name.
pub fn table<'a>(data: &'a ReportData, name: &str) -> &'a DocTable {
    data.tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no table {name} among {:?}", names(data)))
}

fn names(data: &ReportData) -> Vec<&str> {
    data.tables.iter().map(|table| table.name.as_str()).collect()
}

/// The rows of a table, cells joined by ` | `.
pub fn rows(data: &ReportData, name: &str) -> Vec<String> {
    table(data, name).rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")).collect()
}

/// The small school in a store; stays to the end of the run.
pub static SAMPLE: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new();
    small_school(&folder);
    folder
});

/// What `vedomost report … --data` makes of the sample school: (file stem, data), by file name.
pub fn report(arguments: &[&str]) -> Vec<(String, ReportData)> {
    let out = Folder::new();
    let (store, sheets) = (SAMPLE.text("store"), out.text("sheets"));
    vedomost(&[&["report"], arguments, &["--store", &store, "--out", &sheets, "--data"]].concat()).expect(0);
    read(&out.path("sheets"))
}

fn read(folder: &Path) -> Vec<(String, ReportData)> {
    let mut found: Vec<(String, ReportData)> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| {
            assert!(path.with_extension("pdf").exists());
            let data = serde_json::from_slice(&std::fs::read(&path).expect("the data")).expect("ReportData");
            (path.file_stem().expect("a stem").to_string_lossy().into_owned(), data)
        })
        .collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    found
}
