//! `[scope.NAME]`: lists of a regulation, e.g. the subjects in which certain works are obligatory.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

use super::reader::Reader;

/// Lists that queries read.
pub const SCOPES: &[&str] = &["obligatory_works", "written_kinds"];

/// A list with the clause that it stands in; the texts are in lower case with single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub values: Vec<String>,
    pub clause: String,
    pub note: Option<String>,
    pub line: usize,
}

pub(super) fn read(reader: &mut Reader<'_>, scope: &Spanned<DeValue<'_>>) -> BTreeMap<&'static str, Scope> {
    let mut scopes = BTreeMap::new();
    let Some(entries) = scope.get_ref().as_table() else {
        reader.impossible("scope", scope, "[scope.NAME]");
        return scopes;
    };
    for (name, entry) in entries {
        let known = SCOPES.iter().find(|scope| **scope == name.get_ref().as_ref());
        match (known, entry.get_ref().as_table()) {
            (None, _) => reader.unknown(name.get_ref(), name.span().start, SCOPES.iter().copied()),
            (Some(_), None) => reader.impossible(name.get_ref(), entry, "{ values = [\"…\", …], clause = \"…\" }"),
            (Some(known), Some(fields)) => {
                let place = format!("scope.{known}.");
                let clause = reader.begin(fields, name.span().start, &place);
                reader.only_known(fields, &["values", "clause", "note"]);
                let note = reader.text_of(fields, "note");
                if !fields.contains_key("values") {
                    reader.missing(&format!("{place}values"));
                }
                let texts = reader.texts(fields, "values").unwrap_or_default();
                let values = texts.into_iter().map(|(text, _)| crate::model::person::clean(&text).to_lowercase()).collect();
                scopes.insert(*known, Scope { values, clause, note, line: reader.entry_line() });
            }
        }
    }
    scopes
}
