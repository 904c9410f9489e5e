//! Reads flat CSV files of any shape through a mapping file into a draft.

use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;

use crate::model::class_name;
use crate::model::finding::{Finding, Severity};

use super::delimited::{self, Delimited};
use super::draft::Draft;
use super::flat::{self, Field, Place};
use super::mapping_spec::{Checked, CheckedRule, Expression, Full, TableRule};
use super::source::Source;
use super::text;
use super::typed;

pub const FAMILY: &str = "mapping";

/// A joined file: key → (column → value).
type Joined = HashMap<String, HashMap<String, String>>;

/// Reads all files of one mapping. Files the mapping does not name are said to be left out.
#[must_use]
pub fn read(mapping: &Checked, sources: &[Source]) -> Draft {
    let mut draft = Draft::new(FAMILY);
    let spec = &mapping.mapping;
    draft.school_name = spec.school.clone();
    draft.year = spec.year;
    draft.as_of = spec.as_of.as_deref().and_then(typed::stamp);
    draft.complete = spec.complete.then_some((i32::MIN, i32::MAX));
    let lookups = lookups(mapping, sources, &mut draft);
    for source in sources {
        let rules: Vec<_> = spec.table.iter().zip(&mapping.rules).filter(|(rule, _)| rule.file == source.stem).collect();
        if rules.is_empty() {
            continue;
        }
        read_file(source, &rules, &lookups, spec.date_format.as_deref(), &mut draft);
    }
    draft
}

fn lookups(mapping: &Checked, sources: &[Source], draft: &mut Draft) -> BTreeMap<String, Joined> {
    let mut all = BTreeMap::new();
    for (name, lookup) in &mapping.mapping.lookup {
        let joined = sources.iter().find(|source| source.stem == lookup.file).and_then(|source| joined(source, &lookup.key));
        if joined.is_none() {
            let finding = Finding::new("lookup-missing", Severity::Error, &lookup.file).expected(lookup.key.clone());
            draft.find("", "", finding);
        }
        all.insert(name.clone(), joined.unwrap_or_default());
    }
    all
}

fn joined(source: &Source, key: &str) -> Option<Joined> {
    let file = delimited::read(&text::decode(&source.bytes).text)?;
    let at = file.header.iter().position(|name| name == key)?;
    let row = |record: &StringRecord| file.header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    Some(file.records.iter().filter_map(|(_, record)| Some((record.get(at)?.to_owned(), row(record)))).collect())
}

struct Context<'a> {
    columns: HashMap<&'a str, usize>,
    lookups: &'a BTreeMap<String, Joined>,
}

fn read_file(
    source: &Source,
    rules: &[(&TableRule, &CheckedRule)],
    lookups: &BTreeMap<String, Joined>,
    date_format: Option<&str>,
    draft: &mut Draft,
) {
    let decoded = text::decode(&source.bytes);
    draft.judge_text(source, &decoded);
    let Some(file) = delimited::read(&decoded.text) else {
        draft.warn(source, "", "empty-file", "");
        return;
    };
    let context = Context { columns: file.header.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect(), lookups };
    let id = source.id();
    let mut folded: Vec<Folded> = rules.iter().map(|_| Folded::default()).collect();
    for (line, record) in &file.records {
        let src_loc = format!("line {line}");
        if let Err((table, reason)) =
            record_into(&file, record, rules, &context, date_format, &Place { source_id: &id, src_loc: &src_loc }, draft, &mut folded)
        {
            draft.quarantine(table, &id, &src_loc, &reason, &delimited::raw(record));
        }
    }
    for ((_, checked), folded) in rules.iter().zip(folded) {
        folded.write(checked, date_format, &id, draft);
    }
    draft.add_source(source, FAMILY, file.records.len());
}

/// Gives a record to every rule that is for it; the first refusal decides.
#[expect(clippy::too_many_arguments, reason = "one record meets its file, its rules and the draft here and nowhere else")]
fn record_into<'r>(
    file: &Delimited,
    record: &StringRecord,
    rules: &[(&'r TableRule, &'r CheckedRule)],
    context: &Context<'_>,
    date_format: Option<&str>,
    place: &Place<'_>,
    draft: &mut Draft,
    folded: &mut [Folded],
) -> Result<(), (&'static str, String)> {
    if record.len() != file.header.len() {
        return Err(("", "ragged-row".to_owned()));
    }
    let mut used = false;
    for ((rule, checked), folded) in rules.iter().zip(folded) {
        if !applies(rule, record, context) {
            continue;
        }
        used = true;
        let table = checked.table.name;
        let values = values(rule, checked, record, context).map_err(|reason| (table, reason))?;
        if checked.folds.is_empty() {
            let fields: Vec<_> = values.iter().map(|(column, text)| Field { column, text, date_format }).collect();
            flat::add(draft, checked.table, &fields, place).map_err(|reason| (table, reason))?;
        } else {
            folded.take(checked, &values, place.src_loc);
        }
    }
    if used { Ok(()) } else { Err(("", "no-rule".to_owned())) }
}

fn applies(rule: &TableRule, record: &StringRecord, context: &Context<'_>) -> bool {
    let Some(when) = &rule.when else { return true };
    let value = context.columns.get(when.column.as_str()).and_then(|at| record.get(*at)).unwrap_or_default().trim();
    when.equals.as_ref().map_or(!value.is_empty(), |allowed| allowed.iter().any(|one| one == value))
}

type Values = Vec<(&'static crate::model::schema::Column, String)>;

fn values(rule: &TableRule, checked: &CheckedRule, record: &StringRecord, context: &Context<'_>) -> Result<Values, String> {
    let expressions: Vec<&Expression> = rule.column.values().collect();
    let mut values = Vec::with_capacity(checked.columns.len());
    for (column, at) in &checked.columns {
        if let Some(expression) = expressions.get(*at) {
            let text = evaluate(expression, record, context).map_err(|reason| format!("{reason}:{}", column.csv_name()))?;
            values.push((*column, text));
        }
    }
    Ok(values)
}

fn evaluate(expression: &Expression, record: &StringRecord, context: &Context<'_>) -> Result<String, &'static str> {
    match expression {
        Expression::Column(name) => field(name, record, context),
        Expression::Full(full) => full_value(full, record, context),
    }
}

fn field(name: &str, record: &StringRecord, context: &Context<'_>) -> Result<String, &'static str> {
    let at = context.columns.get(name.to_lowercase().as_str()).ok_or("no-column")?;
    Ok(record.get(*at).unwrap_or_default().trim().to_owned())
}

fn full_value(full: &Full, record: &StringRecord, context: &Context<'_>) -> Result<String, &'static str> {
    let mut value = if let Some(name) = &full.from {
        field(name, record, context)?
    } else if let Some(constant) = &full.constant {
        constant.clone()
    } else if let (Some(lookup), Some(by), Some(take)) = (&full.lookup, &full.by, &full.take) {
        let key = field(by, record, context)?;
        let row = context.lookups.get(lookup).and_then(|joined| joined.get(&key)).ok_or("lookup-failed")?;
        row.get(&take.to_lowercase()).cloned().ok_or("no-column")?
    } else {
        let parts = full.join.iter().flatten().map(|part| evaluate(part, record, context)).collect::<Result<Vec<_>, _>>()?;
        parts.join("/")
    };
    if full.transform.is_some() {
        value = class_name::parse(&value).and_then(|class| class.grade_level).map(|level| level.to_string()).unwrap_or_default();
    }
    match &full.values {
        Some(values) if !value.is_empty() => values.get(&value).cloned().ok_or("value-not-mapped"),
        _ => Ok(value),
    }
}

/// Rows of a rule that folds: smallest or largest value a key has seen.
#[derive(Default)]
struct Folded(BTreeMap<Vec<String>, (Values, String)>);

impl Folded {
    fn take(&mut self, checked: &CheckedRule, values: &Values, src_loc: &str) {
        let fold = |name: &str| checked.folds.iter().find(|(column, _)| *column == name).map(|(_, max)| *max);
        let key: Vec<String> = values.iter().filter(|(column, _)| fold(column.name).is_none()).map(|(_, text)| text.clone()).collect();
        let (kept, _) = self.0.entry(key).or_insert_with(|| (values.clone(), src_loc.to_owned()));
        for ((column, old), (_, new)) in kept.iter_mut().zip(values) {
            if fold(column.name).is_some_and(|max| !new.is_empty() && (old.is_empty() || (*new > *old) == max)) {
                old.clone_from(new);
            }
        }
    }

    fn write(self, checked: &CheckedRule, date_format: Option<&str>, source_id: &str, draft: &mut Draft) {
        for (values, src_loc) in self.0.into_values() {
            let fields: Vec<_> = values.iter().map(|(column, text)| Field { column, text, date_format }).collect();
            if let Err(reason) = flat::add(draft, checked.table, &fields, &Place { source_id, src_loc: &src_loc }) {
                draft.quarantine(checked.table.name, source_id, &src_loc, &reason, "");
            }
        }
    }
}
