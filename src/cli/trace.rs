//! `vedomost trace`

use std::collections::{BTreeSet, HashMap};

use clap::Args;
use serde_json::{Value as Json, json};

use crate::model::class_name;
use crate::model::table::Value;
use crate::query::trace::{self, Figure, Origin};
use crate::query::{Catalog, Engine, EngineOptions, Params, Request};
use crate::report;

use super::error::CliError;
use super::exit;
use super::format::Format;
use super::scope::{ParamArgs, ScopeArgs};
use super::ui::Ui;

/// List the rows of the exports behind a figure, and recount them
#[derive(Args, Debug)]
pub struct TraceArgs {
    /// Name of an indicator or report, see `vedomost list`
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Which row of it: `class_id=9Б`, `student_id=…`, `subject_id=…`; and which column: `figure=all_fives`
    #[arg(value_name = "KEY=VALUE")]
    pub keys: Vec<String>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    #[command(flatten)]
    pub params: ParamArgs,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// The query that names the files.
const FILES: &str = "source_file";

const UNKNOWN_KEY: &str = "error.unknown-key";

/// A query to trace and the grain it is asked at.
type Traced = (String, Option<String>);

/// # Errors
/// The store, the name or a key is wrong; nothing stands behind that name.
pub fn run(arguments: &TraceArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let catalog = Catalog::builtin()?;
    let traced = traced(catalog, &arguments.name, arguments.params.by.as_deref())?;
    let keys = arguments.keys.iter().map(|text| key(text)).collect::<Result<Vec<_>, _>>()?;
    // A report asks for the days that its classes have their own.
    let own_days = report::kind(&arguments.name).is_some_and(|kind| kind.own_days);
    let params = Params { own_days, ..arguments.params.params()? };
    let traces: Vec<String> = traced.iter().map(|(name, _)| trace::name_of(name)).collect();
    let names = traced.iter().map(|(name, _)| name).chain(&traces).map(String::as_str);
    let scope = arguments.scope.open_for(names.chain([FILES]), false)?;
    let engine = Engine::open(catalog, &scope.bound, &scope.regulation, &EngineOptions::default())?;
    let files = files(&engine)?;
    let mut code = exit::NOTHING;
    let mut without_key = None;
    let parts = traced.len();
    let mut refused = 0;
    for (name, grain) in traced {
        let params = Params { grain, ..params.clone() };
        let found = match figures(catalog, &engine, &name, &params, &keys) {
            // Not every query of a report has every key.
            Err(error) if error.key == UNKNOWN_KEY => {
                refused += 1;
                without_key = Some(error);
                continue;
            }
            found => found?,
        };
        for figure in found {
            code = if code == exit::NOTHING { exit::GOOD } else { code };
            if !figure.agrees() {
                code = exit::FINDINGS;
            }
            match arguments.format {
                Format::Json => ui.data(&as_json(&name, &figure, &files).to_string())?,
                Format::Csv | Format::Table => show(&name, &figure, &files, ui)?,
            }
        }
    }
    if let Some(error) = without_key.filter(|_| refused == parts) {
        return Err(error);
    }
    if code == exit::NOTHING {
        ui.note("trace.nothing", &[("name", &arguments.name)]);
    }
    Ok(code)
}

/// The queries behind a name: itself, or those that a report is made of.
fn traced(catalog: &Catalog, name: &str, by: Option<&str>) -> Result<Vec<Traced>, CliError> {
    let known = |query: &str| catalog.find(&trace::name_of(query)).is_ok();
    let all = || catalog.indicators().filter(|query| known(&query.name)).map(|query| query.name.clone()).collect::<Vec<_>>().join(", ");
    let none = || CliError::new("error.no-trace").with("name", name).with("known", all());
    if let Some(kind) = report::kind(name) {
        let mut parts: Vec<Traced> = Vec::new();
        for (query, grain) in kind.queries.iter().chain(kind.of_school) {
            let handed = catalog.find(query).map(|query| query.header.traced_by.clone()).unwrap_or_default();
            let names = if handed.is_empty() { vec![(*query).to_owned()] } else { handed };
            parts.extend(names.into_iter().filter(|name| known(name)).map(|name| (name, grain.or(by).map(str::to_owned))));
        }
        let mut seen = BTreeSet::new();
        parts.retain(|part| seen.insert(part.clone()));
        return if parts.is_empty() { Err(none()) } else { Ok(parts) };
    }
    let query = catalog.find(name)?;
    if !query.header.traced_by.is_empty() {
        return Ok(query.header.traced_by.iter().map(|name| (name.clone(), by.map(str::to_owned))).collect());
    }
    if known(&query.name) { Ok(vec![(query.name.clone(), by.map(str::to_owned))]) } else { Err(none()) }
}

fn key(text: &str) -> Result<(String, String), CliError> {
    let (key, value) = text.split_once('=').ok_or_else(|| CliError::new("error.bad-key").with("value", text))?;
    let value =
        if key == "class_id" { class_name::parse(value).map_or_else(|| value.to_owned(), |class| class.name) } else { value.to_owned() };
    Ok((key.trim().to_owned(), value))
}

fn figures(
    catalog: &Catalog,
    engine: &Engine<'_>,
    name: &str,
    params: &Params,
    wanted: &[(String, String)],
) -> Result<Vec<Figure>, CliError> {
    let ask = |name: String, params: Params| Request { name, params };
    let behind = trace::name_of(name);
    // Rows of a finer grain stand behind every coarser one.
    let grain = params
        .grain
        .clone()
        .filter(|grain| catalog.find(&behind).is_ok_and(|query| query.header.by.contains(&grain.to_lowercase().replace('-', "_"))));
    let answers = engine.tables(&[ask(name.to_owned(), params.clone()), ask(behind, Params { grain, ..params.clone() })])?;
    let [indicator, rows] = answers.as_slice() else { return Ok(Vec::new()) };
    let keys = trace::keys(rows);
    if let Some((key, _)) = wanted.iter().find(|(key, _)| key != "figure" && !keys.contains(key)) {
        return Err(CliError::new(UNKNOWN_KEY).with("key", key).with("known", keys.join(", ")));
    }
    let same = |value: &Value, text: &str| value.to_string().to_lowercase() == text.to_lowercase();
    let passes = |keys: &[(String, Value)], figure: &str| {
        wanted.iter().all(
            |(key, text)| if key == "figure" { figure == text } else { keys.iter().any(|(name, value)| name == key && same(value, text)) },
        )
    };
    Ok(trace::figures(indicator, rows, passes))
}

/// Names of the files by their ids.
fn files(engine: &Engine<'_>) -> Result<HashMap<String, String>, CliError> {
    let request = Request { name: FILES.to_owned(), params: Params::default() };
    let mut names = HashMap::new();
    for table in engine.tables(&[request])? {
        names.extend((0..table.rows.len()).map(|row| (table.get(row, "source_id").to_string(), table.get(row, "file").to_string())));
    }
    Ok(names)
}

fn place(origin: &Origin, files: &HashMap<String, String>) -> String {
    let file = files.get(&origin.source_id).map_or(origin.source_id.as_str(), String::as_str);
    format!("{file} › {}", origin.place)
}

fn show(name: &str, figure: &Figure, files: &HashMap<String, String>, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let keys: Vec<String> =
        figure.keys.iter().filter(|(_, value)| *value != Value::Null).map(|(key, value)| format!("{key}={value}")).collect();
    let (value, recount) =
        (if figure.value == Value::Null { "—".to_owned() } else { figure.value.to_string() }, figure.recount().to_string());
    let key = if figure.agrees() { "trace.figure" } else { "trace.differs" };
    ui.say(key, &[("name", name), ("keys", &keys.join(" ")), ("figure", &figure.name), ("value", &value), ("recount", &recount)])?;
    for unit in &figure.units {
        let amount = if unit.amount == 1 { String::new() } else { format!(" ({})", unit.amount) };
        ui.data(&format!("  {}{amount}", if unit.name.is_empty() { &unit.id } else { &unit.name }))?;
        if unit.rows.is_empty() {
            ui.say("trace.no-row", &[])?;
        }
        for origin in &unit.rows {
            let said = if origin.said.is_empty() { String::new() } else { format!(" «{}»", origin.said) };
            ui.data(&format!("      {} · {}{said}", origin.table, place(origin, files)))?;
        }
    }
    Ok(())
}

fn as_json(name: &str, figure: &Figure, files: &HashMap<String, String>) -> Json {
    let row = |origin: &Origin| json!({ "table": origin.table, "file": files.get(&origin.source_id), "place": origin.place, "said": origin.said });
    let units = figure.units.iter().map(
        |unit| json!({ "unit": unit.id, "name": unit.name, "amount": unit.amount, "rows": unit.rows.iter().map(row).collect::<Vec<_>>() }),
    );
    json!({
        "query": name,
        "keys": figure.keys.iter().map(|(key, value)| (key.clone(), json!(value.to_string()))).collect::<serde_json::Map<_, _>>(),
        "figure": figure.name,
        "value": figure.value.as_int(),
        "recount": figure.recount(),
        "units": units.collect::<Vec<_>>(),
    })
}
