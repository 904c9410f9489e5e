//! Is a user's text one SELECT that reads only what it may? DuckDB's own parser is asked, and its tree is looked at.

use duckdb::Connection;
use serde_json::Value as Json;

use super::catalog::{Catalog, HOST_VIEWS};
use super::error::QueryError;
use super::user_sql::NAME;
use crate::model::schema;
use crate::regulation::nearest::nearest;

/// The table functions that only compute. DuckDB has some that do things instead of reading (`enable_logging` opens a file whatever
/// the locks say), and some that read files; none of them passes.
const TABLE_FUNCTIONS: &[&str] = &["unnest", "range", "generate_series", "repeat", "json_each", "json_tree"];

/// A statement that was looked at.
pub struct Select {
    /// The statement as DuckDB writes it back.
    pub sql: String,
    /// Tables, queries and host views that it reads.
    pub reads: Vec<String>,
}

/// DuckDB writes SELECT statements as JSON and refuses every other kind.
pub fn parse(connection: &Connection, catalog: &Catalog, sql: &str) -> Result<Select, QueryError> {
    let fault = |error| QueryError::engine(NAME, &error);
    let refused = |why: &str| Err(QueryError::NotOneSelect(why.to_owned()));
    let written: String =
        connection.query_row("SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", [sql], |row| row.get(0)).map_err(fault)?;
    let tree: Json = serde_json::from_str(&written).map_err(|error| QueryError::NotOneSelect(error.to_string()))?;
    if tree.get("error").and_then(Json::as_bool) != Some(false) {
        return refused(tree.get("error_message").and_then(Json::as_str).unwrap_or("not a statement"));
    }
    let count = tree.get("statements").and_then(Json::as_array).map_or(0, Vec::len);
    if count != 1 {
        return refused(&format!("found {count} statements"));
    }
    let found = Found::walk(&tree);
    if let Some(function) = found.functions.iter().find(|name| !TABLE_FUNCTIONS.contains(&name.as_str())) {
        return refused(&format!("the table function `{function}` is not allowed"));
    }
    let reads: Vec<String> = found.tables.into_iter().filter(|name| !found.ctes.contains(name)).collect();
    if let Some(name) = reads.iter().find(|name| !known(catalog, name)) {
        let all = schema::TABLES.iter().map(|table| table.name).chain(catalog.iter().map(|query| query.name.as_str()));
        return Err(QueryError::UnknownTable { name: name.clone(), nearest: nearest(name, all).map(str::to_owned) });
    }
    let sql = connection.query_row("SELECT json_deserialize_sql(CAST(? AS JSON))", [written], |row| row.get(0)).map_err(fault)?;
    Ok(Select { sql, reads })
}

fn known(catalog: &Catalog, name: &str) -> bool {
    schema::table(name).is_some() || HOST_VIEWS.contains(&name) || catalog.iter().any(|query| query.name == name)
}

/// What stands anywhere in the tree, in lower case.
#[derive(Default)]
struct Found {
    tables: Vec<String>,
    functions: Vec<String>,
    ctes: Vec<String>,
}

impl Found {
    fn walk(tree: &Json) -> Self {
        let mut found = Self::default();
        let mut open = vec![tree];
        while let Some(node) = open.pop() {
            found.look(node);
            match node {
                Json::Array(items) => open.extend(items),
                Json::Object(fields) => open.extend(fields.values()),
                _ => {}
            }
        }
        found
    }

    fn look(&mut self, node: &Json) {
        let text = |pointer: &str| node.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_lowercase();
        match node.get("type").and_then(Json::as_str) {
            Some("TABLE_FUNCTION") => self.functions.push(text("/function/function_name")),
            // A name with a catalogue or schema before it is none of ours and is looked up as written.
            Some("BASE_TABLE") => {
                let parts = [text("/catalog_name"), text("/schema_name"), text("/table_name")];
                self.tables.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."));
            }
            _ => {}
        }
        let ctes = node.pointer("/cte_map/map").and_then(Json::as_array).into_iter().flatten();
        self.ctes.extend(ctes.filter_map(|cte| cte.get("key")?.as_str()).map(str::to_lowercase));
    }
}
