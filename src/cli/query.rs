//! `vedomost query`

use clap::Args;
use serde_json::json;

use crate::query::{Bound, Catalog, EngineOptions, Groups, Params, Request, WhyEmpty};
use crate::regulation::RegulationRow;

use super::error::CliError;
use super::exit;
use super::format::Format;
use super::rows::{Piece, Rows};
use super::scope::{ParamArgs, Scope, ScopeArgs};
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

/// From so many questions on each is answered on one core, and others beside it.
const MANY: usize = 8;

/// # Errors
/// The store, a name or a parameter is wrong. Results of the other names are shown all the same.
pub fn run(arguments: &QueryArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let params = arguments.params.params()?;
    let catalog = Catalog::builtin()?;
    let requests: Vec<Request> = arguments.names.iter().map(|name| Request { name: name.clone(), params: params.clone() }).collect();
    // Queries that look at the year before get it; to the others it would be rows that nobody asked for.
    let several_years = arguments.scope.has_several_years()?;
    let far = |name: &str| several_years && catalog.find(name).is_ok_and(|query| query.header.reaches_previous_year());
    let (far, near): (Vec<Request>, Vec<Request>) = requests.iter().cloned().partition(|request| far(&request.name));
    // Many questions keep the cores busy by themselves.
    let options = EngineOptions::default();
    let options = if requests.len() >= MANY { EngineOptions { threads: 1, ..options } } else { options };
    let mut answers = Vec::new();
    for (part, last_year) in [(near, false), (far, true)].into_iter().filter(|(part, _)| !part.is_empty()) {
        let scope = arguments.scope.open_for(part.iter().map(|request| request.name.as_str()), last_year)?;
        let (bound, regulation) = by_school(scope);
        let groups = Groups::open(catalog, &bound, &regulation, &options)?;
        if arguments.show_sql {
            for request in &part {
                ui.data(&groups.script(request)?)?;
            }
            continue;
        }
        let mut rows: Vec<Rows> = part.iter().map(|_| Rows::new(arguments.format, &options.temp_dir)).collect();
        let endings = groups.each(
            &part,
            |_, table| Piece::of(table, arguments.format),
            |at, piece| rows.get_mut(at).map_or(Ok(()), |rows| rows.add(piece?)),
        )?;
        answers.extend(part.into_iter().zip(rows).zip(endings));
    }
    let mut code = exit::GOOD;
    answers.sort_by_key(|((request, _), _)| requests.iter().position(|one| one.name == request.name));
    for ((request, rows), ending) in answers {
        match ending {
            Ok(ending) => {
                let why = ending.why_empty.as_ref().map(|why| words(why, ui));
                rows.show(&request.name, &parameters(&ending.params), why.as_deref(), requests.len() > 1, ui)?;
            }
            Err(error) => {
                let error = CliError::from(error);
                ui.error(&error);
                code = code.max(error.code);
            }
        }
    }
    Ok(code)
}

fn by_school(scope: Scope) -> (Vec<Bound>, Vec<RegulationRow>) {
    let mut years: Vec<(Bound, RegulationRow)> = scope.bound.into_iter().zip(scope.regulation).collect();
    years.sort_by(|(left, _), (right, _)| (&left.school, left.year).cmp(&(&right.school, right.year)));
    years.into_iter().unzip()
}

fn words(why: &WhyEmpty, ui: &Ui<'_>) -> String {
    let (key, values) = why_empty(why);
    ui.text(key, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

fn parameters(params: &Params) -> serde_json::Value {
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    json!({
        "as_of": date(params.as_of), "from": date(params.from_date), "to": date(params.to_date), "period": params.period_id,
        "class": params.class_id, "grade": params.grade_level, "by": params.grain,
    })
}
