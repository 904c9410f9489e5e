//! `vedomost query`

use clap::Args;
use serde_json::json;

use crate::query::{Answer, Catalog, Engine, EngineOptions, Params, Request};

use super::error::CliError;
use super::exit;
use super::format::{self, Format};
use super::scope::{ParamArgs, ScopeArgs};
use super::shown::shown;
use super::ui::Ui;
use super::words::why_empty;

/// Compute indicators; several at once run in parallel
#[derive(Args, Debug)]
pub struct QueryArgs {
    /// Names of indicators, see `vedomost list`
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    #[command(flatten)]
    pub params: ParamArgs,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Show the whole SQL, from the files to the answer, instead of running it
    #[arg(long)]
    pub show_sql: bool,
}

/// # Errors
/// The store, a name or a parameter is wrong. Results of the other names are shown all the same.
pub fn run(arguments: &QueryArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let params = arguments.params.params()?;
    let catalog = Catalog::builtin()?;
    let requests: Vec<Request> = arguments.names.iter().map(|name| Request { name: name.clone(), params: params.clone() }).collect();
    // Queries that look at the year before get it; to the others it would be rows that nobody asked for.
    let far = |name: &str| catalog.find(name).is_ok_and(|query| query.header.reaches_previous_year());
    let (far, near): (Vec<Request>, Vec<Request>) = requests.iter().cloned().partition(|request| far(&request.name));
    let mut answers = Vec::new();
    for (part, last_year) in [(near, false), (far, true)].into_iter().filter(|(part, _)| !part.is_empty()) {
        let scope = arguments.scope.open_for(part.iter().map(|request| request.name.as_str()), last_year)?;
        let engine = Engine::open(catalog, &scope.bound, &scope.regulation, &EngineOptions::default())?;
        if arguments.show_sql {
            for request in &part {
                ui.data(&engine.script(request)?)?;
            }
            continue;
        }
        answers.extend(engine.answer(&part).into_iter().zip(part));
    }
    let mut code = exit::GOOD;
    answers.sort_by_key(|(_, request)| requests.iter().position(|one| one.name == request.name));
    for (answer, request) in answers {
        match answer {
            Ok(answer) => show(&request.name, &answer, arguments.format, requests.len() > 1, ui)?,
            Err(error) => {
                let error = CliError::from(error);
                ui.error(&error);
                code = code.max(error.code);
            }
        }
    }
    Ok(code)
}

fn show(name: &str, answer: &Answer, format: Format, titled: bool, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let why = answer.why_empty.as_ref().map(|why| {
        let (key, values) = why_empty(why);
        ui.text(key, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    });
    match format {
        Format::Json => ui.data(&format::json(name, &parameters(&answer.params), &answer.table, why.as_deref())),
        Format::Csv => ui.data(&format::csv(&answer.table).map_err(|detail| CliError::new("error.internal").with("detail", detail))?),
        Format::Table => {
            if titled {
                ui.data(&format!("\n{name}"))?;
            }
            ui.data(&format::table(&shown(&answer.table), ui.lang))?;
            match why {
                Some(why) => ui.data(&why),
                None => Ok(()),
            }
        }
    }
}

fn parameters(params: &Params) -> serde_json::Value {
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    json!({
        "as_of": date(params.as_of), "from": date(params.from_date), "to": date(params.to_date), "period": params.period_id,
        "class": params.class_id, "grade": params.grade_level, "by": params.grain,
    })
}
