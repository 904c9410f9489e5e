//! What a kind of document may be asked for; what it would silently leave aside is refused.

use crate::query::Catalog;
use crate::report::{Asked, Kind};

use super::super::error::CliError;
use super::super::scope::ParamArgs;

/// What its queries take, and what holds for its kind. A form of each period of the year takes none, one of a period no days of its own.
pub fn parameters(catalog: &Catalog, kind: &Kind) -> Vec<&'static str> {
    let taken = |name: &str, queries: &[Asked]| {
        queries.iter().filter_map(|(query, _)| catalog.find(query).ok()).any(|query| query.header.params.iter().any(|param| param == name))
    };
    let asked = |name: &str| taken(name, kind.queries) || !matches!(name, "period" | "from" | "to") && taken(name, kind.each_period);
    let mut parameters: Vec<&str> = ["period", "from", "to", "as_of", "class", "grade"].into_iter().filter(|name| asked(name)).collect();
    if kind.needs_period {
        parameters.retain(|name| !matches!(*name, "from" | "to"));
    }
    if kind.ready {
        // The control is of days.
        parameters.retain(|name| *name != "period");
        parameters.push("as_of");
    }
    if kind.of_student {
        parameters.push("student");
    }
    if kind.names {
        parameters.push("depersonalised");
    }
    parameters
}

/// # Errors
/// A parameter that would change nothing on the document, or a period together with days.
pub fn check(catalog: &Catalog, kind: &Kind, given: &ParamArgs) -> Result<(), CliError> {
    let there = [
        ("period", given.period.is_some()),
        ("from", given.from.is_some()),
        ("to", given.to.is_some()),
        ("as_of", given.as_of.is_some()),
        ("class", given.class.is_some()),
        ("grade", given.grade.is_some()),
        ("by", given.by.is_some()),
    ];
    let taken = parameters(catalog, kind);
    if let Some((name, _)) = there.iter().find(|(name, given)| *given && !taken.contains(name)) {
        let takes: Vec<String> = taken.iter().map(|name| format!("--{}", name.replace('_', "-"))).collect();
        return Err(CliError::new("error.report-takes")
            .with("name", kind.name.replace('_', "-"))
            .with("arg", format!("--{}", name.replace('_', "-")))
            .with("takes", takes.join(", ")));
    }
    if given.period.is_some() && (given.from.is_some() || given.to.is_some()) {
        return Err(CliError::new("error.report-period-and-days"));
    }
    Ok(())
}
