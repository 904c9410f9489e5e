//! A mapping file: how the columns of somebody else's CSV become canonical tables. See `data-samples/mappings/`.

use std::collections::BTreeMap;

use chrono::format::{Item, StrftimeItems};
use serde::Deserialize;

use crate::model::schema::{self, Column, Kind, Table};

use super::limits::SCHOOL_YEARS;
use super::typed;

/// The whole mapping, as written in TOML.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub school: Option<String>,
    pub year: Option<i64>,
    pub as_of: Option<String>,
    /// The files hold everything the school has for their years.
    #[serde(default)]
    pub complete: bool,
    /// As of chrono, e.g. `%d.%m.%Y`; without it all usual forms are understood.
    pub date_format: Option<String>,
    /// Files joined by a key.
    #[serde(default)]
    pub lookup: BTreeMap<String, Lookup>,
    pub table: Vec<TableRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// Stem of the file, e.g. `classes`.
    pub file: String,
    pub key: String,
}

/// One file into one table. Several rules may read the same file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRule {
    pub file: String,
    pub table: String,
    pub when: Option<When>,
    pub column: BTreeMap<String, Expression>,
}

/// The records a rule is for: those whose column is filled, or has one of these values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub column: String,
    pub equals: Option<Vec<String>>,
}

/// Where a value comes from: a column's name, or one of the longer forms.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Expression {
    Column(String),
    Full(Box<Full>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Full {
    pub from: Option<String>,
    pub constant: Option<String>,
    /// Name of a lookup; with `by` (column here) and `take` (column there).
    pub lookup: Option<String>,
    pub by: Option<String>,
    pub take: Option<String>,
    /// Several values, joined by `/`.
    pub join: Option<Vec<Expression>>,
    /// Value → value; a value that is not listed is refused.
    pub values: Option<BTreeMap<String, String>>,
    /// `grade_level`: the number in a class's name.
    pub transform: Option<String>,
    /// `min` or `max` over all records with the same key: for period bounds out of entries.
    pub fold: Option<String>,
}

/// A mapping that was checked against the canonical tables.
#[derive(Debug)]
pub struct Checked {
    pub mapping: Mapping,
    pub rules: Vec<CheckedRule>,
}

#[derive(Debug)]
pub struct CheckedRule {
    pub table: &'static Table,
    pub columns: Vec<(&'static Column, usize)>,
    pub folds: Vec<(&'static str, bool)>,
}

impl Checked {
    /// Whether a rule or a lookup is about the file of this stem.
    #[must_use]
    pub fn names(&self, stem: &str) -> bool {
        self.mapping.table.iter().any(|rule| rule.file == stem) || self.mapping.lookup.values().any(|lookup| lookup.file == stem)
    }
}

/// Reads and checks a mapping.
///
/// # Errors
/// What is wrong, where, and what was expected.
pub fn parse(text: &str) -> Result<Checked, String> {
    let mapping: Mapping = toml::from_str(text).map_err(|error| error.to_string())?;
    check_head(&mapping)?;
    let rules = mapping.table.iter().map(|rule| check(rule, &mapping)).collect::<Result<Vec<_>, _>>()?;
    Ok(Checked { mapping, rules })
}

fn check_head(mapping: &Mapping) -> Result<(), String> {
    if let Some(year) = mapping.year.filter(|year| !SCHOOL_YEARS.contains(year)) {
        return Err(format!("year = {year}: expected the year in which a school year begins, as 2025"));
    }
    if let Some(text) = mapping.as_of.as_deref().filter(|text| typed::stamp(text).is_none()) {
        return Err(format!("as_of = \"{text}\": expected a date, as \"2025-09-01\""));
    }
    match &mapping.date_format {
        Some(format) if StrftimeItems::new(format).any(|item| matches!(item, Item::Error)) => {
            Err(format!("date_format = \"{format}\": expected signs as in \"%d.%m.%Y\""))
        }
        _ => Ok(()),
    }
}

fn check(rule: &TableRule, mapping: &Mapping) -> Result<CheckedRule, String> {
    let known = || schema::TABLES.iter().filter(|table| table.kind != Kind::Book).map(|table| table.name).collect::<Vec<_>>().join(", ");
    let table = schema::table(&rule.table).filter(|table| table.kind != Kind::Book);
    let table = table.ok_or_else(|| format!("table = \"{}\": expected one of {}", rule.table, known()))?;
    let (mut columns, mut folds) = (Vec::new(), Vec::new());
    for (at, (name, expression)) in rule.column.iter().enumerate() {
        let place = format!("{} → {}.{name}", rule.file, rule.table);
        let column = table.all_columns().find(|column| column.csv_name() == name || column.name == name);
        let column = column.ok_or_else(|| format!("{place}: the table has no such column"))?;
        check_expression(expression, mapping, &place)?;
        if let Expression::Full(full) = expression
            && let Some(fold) = &full.fold
        {
            folds.push((column.name, fold == "max"));
        }
        columns.push((column, at));
    }
    Ok(CheckedRule { table, columns, folds })
}

fn check_expression(expression: &Expression, mapping: &Mapping, place: &str) -> Result<(), String> {
    let Expression::Full(full) = expression else { return Ok(()) };
    let sources = [full.from.is_some(), full.constant.is_some(), full.lookup.is_some(), full.join.is_some()];
    if sources.iter().filter(|given| **given).count() != 1 {
        return Err(format!("{place}: expected exactly one of from, constant, lookup, join"));
    }
    if let Some(lookup) = &full.lookup {
        if !mapping.lookup.contains_key(lookup) {
            return Err(format!("{place}: there is no [lookup.{lookup}]"));
        }
        if full.by.is_none() || full.take.is_none() {
            return Err(format!("{place}: a lookup needs by and take"));
        }
    }
    if full.transform.as_deref().is_some_and(|name| name != "grade_level") {
        return Err(format!("{place}: the only transform is grade_level"));
    }
    if full.fold.as_deref().is_some_and(|name| !matches!(name, "min" | "max")) {
        return Err(format!("{place}: fold is min or max"));
    }
    full.join.iter().flatten().try_for_each(|part| check_expression(part, mapping, place))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn faults_are_named_with_their_place() {
        let rule = "[[table]]\nfile = \"a\"\ntable = \"mark\"\n[table.column]\n";
        for (text, fault) in [
            ("[[table]]\nfile = \"a\"\ntable = \"marks\"\n[table.column]\n".to_owned(), "table = \"marks\""),
            (format!("{rule}grade = \"x\""), "a → mark.grade: the table has no such column"),
            (format!("{rule}value = {{ from = \"x\", constant = \"5\" }}"), "exactly one of"),
            (format!("{rule}value = {{ lookup = \"class\", by = \"a\", take = \"b\" }}"), "no [lookup.class]"),
            (format!("{rule}value = {{ from = \"x\", fold = \"sum\" }}"), "fold is min or max"),
        ] {
            let error = parse(&text).expect_err("refused");
            assert!(error.contains(fault), "{error}");
        }
    }
}
