//! `vedomost sql`: one SELECT over the snapshot, and no way out of it.

use vedomost::model::table::{Table, Value};
use vedomost::query::{Params, QueryError, user_sql};

use super::fixture::{Fixture, show};
use crate::support::{Folder, small_school, vedomost};

fn school() -> Fixture {
    Fixture::new().class("9Б", 9, "quarter", &["a", "b"]).period_marks("9Б", "q1", "a х 5\nb х 4")
}

fn ask(school: &Fixture, sql: &str) -> Result<Table, QueryError> {
    let params = Params { period_id: Some("q1".to_owned()), ..Params::default() };
    user_sql(&school.bound(), std::slice::from_ref(&school.regulation), &params, sql, &school.options())
}

#[test]
fn a_select_reads_tables_and_queries() {
    let school = school();
    let table = ask(&school, "SELECT student_id, value FROM period_mark ORDER BY student_id; -- that is all").expect("rows");
    assert_eq!(show(&table, "student_id value"), ["a 5", "b 4"]);
    let table = ask(&school, "WITH w AS (SELECT standing FROM standing) SELECT count(*) AS n, sum(1) AS s, avg(1.5) AS m, 1 AS n FROM w")
        .expect("rows");
    assert_eq!(table.columns, ["n", "s", "m", "n"]);
    assert_eq!(table.rows, [[Value::Int(2), Value::Int(2), Value::Text("1.5".to_owned()), Value::Int(1)]]);
    assert_eq!(
        ask(&school, "SELECT year, school FROM period_mark LIMIT 1").expect("rows").rows,
        [[Value::Int(2025), Value::Text("school-1".to_owned())]]
    );
    assert_eq!(ask(&school, "SELECT a FROM range(2) r(a) ORDER BY a DESC").expect("rows").rows, [[Value::Int(1)], [Value::Int(0)]]);
    assert!(matches!(ask(&school, "SELECT * FROM markk"), Err(QueryError::UnknownTable { nearest: Some(name), .. }) if name == "mark"));
    assert!(matches!(ask(&school, "SELECT 170141183460469231731687303715884105727 AS big"), Err(QueryError::NumberTooLarge { .. })));
}

#[test]
fn everything_else_is_refused() {
    let school = school();
    for sql in [
        "",
        ";",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW mark",
        "COPY period_mark TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/x.db' AS x",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "RESET lock_configuration",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO params SELECT * FROM params",
        "DELETE FROM params",
        "UPDATE params SET grain = 'x'",
        "DROP TABLE params",
        "EXPORT DATABASE '/tmp/x'",
        "EXPLAIN ANALYZE SELECT 1",
        "CHECKPOINT",
        "PREPARE x AS SELECT 1",
        "EXECUTE x",
        "USE memory",
        "BEGIN",
        "VACUUM",
        "CREATE MACRO f() AS 1",
        "DETACH memory",
        "SELECT FROM WHERE",
    ] {
        let answer = ask(&school, sql);
        assert!(matches!(answer, Err(QueryError::NotOneSelect(_))), "{sql}: {answer:?}");
    }
}

#[test]
fn files_outside_the_store_are_out_of_reach() {
    let school = school();
    let folder = tempfile::TempDir::new().expect("folder");
    let secret = folder.path().join("secret.csv");
    std::fs::write(&secret, "name\nX\n").expect("file");
    let path = secret.display();
    for sql in [
        "SELECT * FROM read_csv('/etc/passwd')".to_owned(),
        "SELECT * FROM read_text('/etc/passwd')".to_owned(),
        "SELECT * FROM read_blob('/etc/passwd')".to_owned(),
        "SELECT * FROM '/etc/passwd'".to_owned(),
        format!("SELECT * FROM '{path}'"),
        format!("SELECT * FROM read_csv_auto('{path}')"),
        format!("SELECT * FROM sniff_csv('{path}')"),
        format!("SELECT * FROM glob('{}/*')", folder.path().display()),
        "SELECT * FROM read_parquet('/tmp/*.parquet')".to_owned(),
        "SELECT * FROM parquet_metadata('/etc/passwd')".to_owned(),
        "SELECT * FROM read_json('/etc/passwd')".to_owned(),
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')".to_owned(),
        "SELECT * FROM read_csv('https://example.org/x.csv')".to_owned(),
        "SELECT * FROM sqlite_scan('/tmp/x.db', 't')".to_owned(),
        "SELECT getenv('HOME') AS home".to_owned(),
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''/etc/passwd'')'))".to_owned(),
        "SELECT * FROM enable_logging(storage := 'file', storage_path := '/tmp/vedomost-log')".to_owned(),
        "SELECT 1 AS x WHERE EXISTS (WITH w AS (SELECT * FROM checkpoint()) SELECT * FROM w)".to_owned(),
        "SELECT * FROM duckdb_settings()".to_owned(),
        "SELECT * FROM duckdb_views".to_owned(),
        "SELECT * FROM information_schema.tables".to_owned(),
        "SELECT * FROM main.mark".to_owned(),
    ] {
        let answer = ask(&school, &sql);
        assert!(answer.is_err(), "{sql}: {answer:?}");
    }
    assert!(!std::path::Path::new("/tmp/vedomost-log").exists());
}

/// What the user wrote wrongly is not called a fault of the program.
#[test]
fn a_mistyped_table_is_told_with_the_nearest() {
    let folder = Folder::new();
    let store = small_school(&folder);
    let table = vedomost(&["sql", "SELECT count(*) AS n FROM marks", "--store", &store]).expect(2).err;
    assert!(table.contains("“marks”; the nearest: mark") && table.contains("vedomost list"), "{table}");
}
