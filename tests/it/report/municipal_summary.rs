//! F20: a row a school, whoever is silent too; refused where it would tell of a few students.

use super::made::{documents, rows};
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
