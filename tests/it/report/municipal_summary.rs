//! F20: a row a school, whoever is silent too; refused where it would tell of a few students.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::made::{documents, refusal, rows};
use crate::query::fixture::{Fixture, period};
use crate::support::{Folder, small_school, vedomost};

#[test]
fn a_row_a_school_and_the_silent_one() {
    let quarter = "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26')";
    let school = |id: &'static str, marks: &str| {
        Fixture::of(id, 2025)
            .class("9А", 9, "quarter", &["a", "b"])
            .put("grading_period", "period_id, kind, seq, start_date, end_date", quarter)
            .period_marks("9А", "q1", marks)
    };
    let store = school("school-1", "a х 5\nb х 3").with(school("school-2", "a х 4\nb х 2")).with(Fixture::of("school-3", 2025));
    let data = &documents(&store, "municipal_summary", &period("q1", ""))[0].data;
    // Classes; on the day: all, boys, girls; start, in, out, end; roster; «5», «4 и 5», one «4», one «3», «3», «2» in one, two, more; н/а, empty, none; rates.
    let silent = vec!["—"; 22].join(" | ");
    assert_eq!(
        rows(data, "schools"),
        [
            "school-1 |  | 1 | 2 | 0 | 0 | 2 | 0 | 0 | 2 | 2 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 100,00 | 50,00".to_owned(),
            "school-2 |  | 1 | 2 | 0 | 0 | 2 | 0 | 0 | 2 | 2 | 0 | 1 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 50,00 | 50,00".to_owned(),
            format!("school-3 | нет данных | {silent}"),
            "Итого |  | 2 | 4 | 0 | 0 | 4 | 0 | 0 | 4 | 4 | 1 | 1 | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 75,00 | 50,00".to_owned(),
        ]
    );
    assert!(data.head.iter().any(|field| field.label == "Школ с данными" && field.value == "2 из 3"));
    // Pass rates 2/2 and 1/2, together 3/4; the lower of two values is their middle.
    assert_eq!(rows(data, "indicators")[0], "Успеваемость (отметки), % | 2 из 3 | 50,00 | 75,00 | 100,00 | 75,00");
    let places: Vec<String> = rows(data, "ranks").iter().map(|row| row.split(" | ").take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(places, ["school-1 1", "school-2 2", "school-3 —"]);
}

#[test]
fn no_number_of_a_few_students_leaves_the_school() {
    let folder = Folder::new();
    let (store, out) = (small_school(&folder), folder.text("out"));
    let run = ["report", "municipal-summary", "--period", "q3", "--all-schools", "--store", &store, "--out", &out];
    let refused = vedomost(&run).expect(1);
    assert!(refused.err.contains("below 5") && refused.err.contains("прибыло") && refused.err.contains("small_cell_k"), "{}", refused.err);
    assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 0);
    // A regulation without the limit lets it out.
    let pack = "id = \"open\"\ntitle.ru = \"Проба\"\ntitle.en = \"Trial\"\ninherit = \"neutral\"\n[value.small_cell_k]\nvalue = 0\nclause = \"п. 1\"\n";
    folder.write("store/regulations/open.toml", pack);
    vedomost(&[&run[..], &["--regulation", "open"]].concat()).expect(0);
    assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 1);
}

/// A student alone in a class with half-years is of the school on every day, but not in the marks of the first quarter.
#[test]
fn no_student_is_left_when_one_number_is_taken_from_another() {
    let students: Vec<String> = (1..=12).map(|number| format!("s{number}")).collect();
    let students: Vec<&str> = students.iter().map(String::as_str).collect();
    let marks = |grade: &str| students.iter().map(|id| format!("{id} х {grade}")).collect::<Vec<_>>().join("\n");
    let school = |alone: &[&str]| {
        let periods =
            "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26'), ('h1', 'half_year', 1, DATE '2025-09-01', DATE '2025-12-28')";
        Fixture::new()
            .class("9А", 9, "quarter", &students)
            .class("10А", 10, "half_year", alone)
            .put("grading_period", "period_id, kind, seq, start_date, end_date", periods)
            .period_marks("9А", "q1", &marks("3"))
            .set("small_cell_k", Setting::Int(2))
    };
    let places = |school: &Fixture| {
        let params = Params { as_of: crate::query::fixture::day("2025-10-26"), ..period("q1", "") };
        refusal(school, "municipal_summary", &params).map_or_else(Vec::new, |refusal| refusal.places)
    };
    let alone = places(&school(&["a"]));
    assert!(alone.iter().any(|place| place.ends_with("разность числа обучающихся")), "{alone:?}");
    let nobody = places(&school(&[]));
    assert!(!nobody.iter().any(|place| place.ends_with("разность числа обучающихся")), "{nobody:?}");
}
