//! The catalogue of queries: rules of the texts, order, names, and what is said about a wrong value.

use vedomost::query::error::What;
use vedomost::query::lint::lint;
use vedomost::query::{Catalog, Params, QueryError, Request};

use super::fixture::{Fixture, by, period};

#[test]
fn queries_keep_the_rules() {
    for query in Catalog::builtin().expect("catalogue").iter() {
        assert!(lint(&query.sql).is_empty(), "{}: {:?}", query.name, lint(&query.sql));
    }
}

/// Rows kept for one request would be wrong for another grain: a view never reads it.
#[test]
fn views_do_not_depend_on_the_grain() {
    for query in Catalog::builtin().expect("catalogue").iter().filter(|query| query.header.kept) {
        assert!(!query.sql.contains("p.grain"), "{}", query.name);
    }
}

#[test]
fn every_query_runs_on_an_empty_store_and_on_each_grain() {
    let catalog = Catalog::builtin().expect("catalogue");
    let school = Fixture::new().tells(&[]);
    let mut requests = Vec::new();
    for query in catalog.iter() {
        let grains = if query.header.by.is_empty() { vec![None] } else { query.header.by.iter().cloned().map(Some).collect() };
        requests.extend(grains.into_iter().map(|grain| Request {
            name: query.name.clone(),
            params: Params { grain, period_id: Some("q1".to_owned()), ..Params::default() },
        }));
    }
    for (request, answer) in requests.iter().zip(school.answer(&requests)) {
        let answer = answer.expect(&request.name);
        assert!(answer.table.rows.is_empty() && !answer.table.columns.is_empty(), "{}", request.name);
    }
}

#[test]
fn names_are_found_and_suggested() {
    let catalog = Catalog::builtin().expect("catalogue");
    assert_eq!(catalog.find("Attendance-by-cause").expect("hyphens").name, "attendance_by_cause");
    for title in ["Категория каждого ученика", "категория каждого ученика по итогам периода", "Standing of each student"]
    {
        assert_eq!(catalog.find(title).expect(title).name, "standing");
    }
    assert!(catalog.find("К").is_err() && catalog.find("").is_err(), "several are meant, or none");
    let error = catalog.find("performence").expect_err("a typo").to_string();
    assert_eq!(error, "there is no query `performence`, did you mean `performance`?");
}

#[test]
fn circles_and_unknown_names_are_refused() {
    let head = "-- title.ru: а\n-- title.en: a\n-- grain: a\n-- answers: a\n-- clause: a\n-- kind: view\n-- Text.\n";
    let load = |texts: &[(&str, &str)]| Catalog::load(texts.iter().map(|(name, sql)| (format!("{name}.sql"), format!("{head}{sql}"))));
    assert!(matches!(load(&[("a", "SELECT x FROM b"), ("b", "SELECT x FROM a")]), Err(QueryError::Cycle(_))));
    assert!(matches!(load(&[("a", "SELECT x FROM nowhere")]), Err(QueryError::Catalog { .. })));
    assert!(matches!(load(&[("mark", "SELECT 1 AS x")]), Err(QueryError::Catalog { .. })));
    // A name in a comment or a literal is not read; the order puts b before a.
    let good = load(&[("a", "-- from c\nSELECT 'from d' AS x FROM b"), ("b", "SELECT x FROM mark")]).expect("good");
    let order: Vec<&str> = good.order(good.find("a").expect("a")).expect("order").iter().map(|query| query.name.as_str()).collect();
    assert_eq!(order, ["b", "a"]);
}

#[test]
fn unknown_values_name_the_nearest_and_what_is_there() {
    let school = Fixture::new().class("9Б", 9, "quarter", &["a"]).class("10Б", 10, "half_year", &["b"]).period_marks("9Б", "q1", "a х 5");
    let wrong = |name: &str, params: Params| match school.ask(name, params) {
        Err(QueryError::UnknownValue { what, nearest, known, .. }) => (what, nearest.unwrap_or_default(), known.join(" ")),
        other => panic!("{other:?}"),
    };
    let class = Params { class_id: Some("9В".to_owned()), ..period("q1", "") };
    assert_eq!(wrong("standings", class), (What::Class, "9Б".to_owned(), "9Б 10Б".to_owned()));
    assert_eq!(wrong("standings", period("q7", "")), (What::Period, "q1".to_owned(), "q1".to_owned()));
    assert_eq!(wrong("attendance_by_cause", by("pupil")), (What::Grain, String::new(), school_grains()));
    let level = Params { grade_level: Some(8), ..period("q1", "") };
    assert_eq!(wrong("standings", level).0, What::GradeLevel);
    assert!(matches!(school.ask("standings", Params::default()), Err(QueryError::PeriodNeeded { known, .. }) if known == ["q1"]));
}

fn school_grains() -> String {
    Catalog::builtin().expect("catalogue").find("attendance_by_cause").expect("query").header.by.join(" ")
}

#[test]
fn requests_run_beside_each_other_with_their_own_parameters() {
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["a"])
        .class("9Б", 9, "quarter", &["b"])
        .period_marks("9А", "q1", "a х 5")
        .period_marks("9Б", "q2", "b х 4");
    let request = |period_id: &str, name: &str| Request { name: name.to_owned(), params: period(period_id, "") };
    let requests: Vec<Request> = (0..24)
        .map(|at| if at % 5 == 4 { request("q1", "nothing") } else { request(if at % 2 == 0 { "q1" } else { "q2" }, "standing") })
        .collect();
    let answers = school.answer(&requests);
    for (at, answer) in answers.iter().enumerate() {
        match answer {
            Ok(answer) => {
                assert_eq!(super::fixture::show(&answer.table, "standing")[at % 2], ["all_fives", "fours_and_fives"][at % 2], "{at}")
            }
            Err(error) => assert!(at % 5 == 4 && matches!(error, QueryError::UnknownQuery { .. }), "{error}"),
        }
    }
}
