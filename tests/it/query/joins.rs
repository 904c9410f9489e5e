//! How DuckDB runs the queries: an outer join whose condition is no plain comparison of both sides compares every row with every row, and
//! a year of a large school, or a few hundred schools, would never end.

use std::collections::BTreeSet;

use duckdb::Connection;
use vedomost::query::Catalog;
use vedomost::query::catalog::{Kind, Query};
use vedomost::report::KINDS;

use crate::support::{Folder, small_school, vedomost};

/// The statements of a script, comments left out.
fn statements(script: &str) -> Vec<String> {
    let code: Vec<&str> = script.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    code.join("\n").split(";\n").map(|part| part.trim().trim_end_matches(';').to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Joins of everything with everything that should have been joins by school.
fn slow_joins(connection: &Connection, select: &str) -> Vec<String> {
    let explain = format!("EXPLAIN (FORMAT JSON) {select}");
    let plan: String = connection.query_row(&explain, [], |row| row.get(1)).expect(select);
    let mut open: Vec<serde_json::Value> = serde_json::from_str(&plan).expect("JSON");
    let mut found = Vec::new();
    while let Some(mut node) = open.pop() {
        let condition = node["extra_info"].to_string();
        if node["name"] == "BLOCKWISE_NL_JOIN" && condition.contains("school = school") {
            found.push(condition);
        }
        open.extend(node["children"].as_array_mut().map(std::mem::take).unwrap_or_default());
    }
    found
}

#[test]
fn no_query_compares_every_row_with_every_row() {
    let folder = Folder::new();
    let store = small_school(&folder);
    let connection = Connection::open_in_memory().expect("DuckDB");
    // What many queries read stands in the scripts of all, and is run and looked at once.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut looked_at = 0;
    let printed = |name: &str| KINDS.iter().any(|kind| kind.queries.iter().chain(kind.of_school).any(|(query, _)| *query == name));
    let asked = |query: &&Query| query.header.kind != Kind::View || printed(&query.name);
    for query in Catalog::builtin().expect("the catalogue").iter().filter(asked) {
        let script = vedomost(&["query", &query.name, "--store", &store, "--period", "q2", "--show-sql"]).expect(0).out;
        for statement in statements(&script) {
            let is_params = statement.starts_with("CREATE TEMP TABLE params");
            if !is_params && !seen.insert(statement.clone()) {
                continue;
            }
            if is_params {
                connection.execute_batch("DROP TABLE IF EXISTS params").expect("the parameters before");
            }
            let made = statement.split_once(" AS ").filter(|(head, _)| head.starts_with("CREATE TEMP TABLE") && !is_params);
            let select = if statement.starts_with("CREATE") || statement.starts_with("INSERT") {
                made.map(|(_, text)| text)
            } else {
                Some(statement.as_str())
            };
            let found = select.map(|select| slow_joins(&connection, select)).unwrap_or_default();
            assert!(found.is_empty(), "{}: {found:?}\n{}", query.name, statement.lines().next().unwrap_or_default());
            looked_at += usize::from(select.is_some());
            connection.execute_batch(&statement).expect(&statement);
        }
    }
    assert!(looked_at > 100, "{looked_at}");
    // The test can see one.
    let connection = Connection::open_in_memory().expect("DuckDB");
    connection
        .execute_batch("CREATE TABLE a AS SELECT range AS school, range AS x FROM range(99); CREATE TABLE b AS FROM a")
        .expect("tables");
    assert_eq!(slow_joins(&connection, "SELECT * FROM a LEFT JOIN b ON b.school = a.school AND (a.x = 1 OR b.x = a.x)").len(), 1);
}
