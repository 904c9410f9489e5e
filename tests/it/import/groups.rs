//! Groups of additional education on a class list: their names stay, and they take nobody out of his class.

use serde_json::Value;

use crate::support::{Folder, sql, vedomost};

/// Five students of 9Б, three of them at chess since 15 September and one at robotics; a group of a college.
fn school(folder: &Folder) -> String {
    folder.write("in/bundle.toml", "school = \"Школа № 1\"\nyear = 2025\nas_of = \"2025-10-26 12:00\"\n");
    folder.write("in/class.csv", "class_id,name,grade_level\nc1,9Б,9\ng1,Шахматы,\ng2,1 группа (робототехника),\ng3,1-исп-22,\n");
    folder.write("in/student.csv", "student_id,full_name\n1,Ивин Пётр\n2,Ёлкина Анна\n3,Громов Лев\n4,Белов Ян\n5,Акимов Ян\n6,Юрьев Ян\n");
    folder.write(
        "in/class_membership.csv",
        "student_id,class_id,from_date\n1,c1,2025-09-01\n2,c1,2025-09-01\n3,c1,2025-09-01\n4,c1,2025-09-01\n5,c1,2025-09-01\n\
         1,g1,2025-09-15\n2,g1,2025-09-15\n3,g1,2025-09-15\n4,g2,2025-09-15\n6,g3,2025-09-01\n",
    );
    folder.write("in/subject.csv", "subject_id,name\nm,Алгебра\n");
    let marks: String = (1..=6).map(|number| format!("{number},{},m,q1,period,4\n", if number == 6 { "g3" } else { "c1" })).collect();
    folder.write("in/period_mark.csv", format!("student_id,class_id,subject_id,period_id,kind,value\n{marks}"));
    folder.write("in/grading_period.csv", "period_id,start_date,end_date\nq1,2025-09-01,2025-10-26\n");
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    assert!(!run.err.contains("two classes"), "chess beside 9Б is no contradiction: {}", run.err);
    store
}

fn asked(store: &str, query: &[&str]) -> Vec<Value> {
    let run = vedomost(&[&["query"], query, &["--store", store, "--format", "json"]].concat()).expect(0);
    run.json()["rows"].as_array().cloned().expect("rows")
}

#[test]
fn a_circle_is_no_class_and_takes_nobody_out_of_his() {
    let folder = Folder::new();
    let store = school(&folder);
    let names: Vec<String> = sql(&store, "SELECT class_id || coalesce(' ' || grade_level, '') AS n FROM class ORDER BY 1")
        .iter()
        .filter_map(|row| row["n"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(names, ["1 группа (робототехника)", "1-ИСП-22", "9Б 9", "Шахматы"]);
    // Five of 9Б and one of the college, in two classes.
    let sizes = asked(&store, &["class-size", "--by", "school"]);
    assert_eq!((&sizes[0]["classes_n"], &sizes[0]["on_day"], &sizes[0]["norm"]), (&2.into(), &6.into(), &50.into()));
    let standings = asked(&store, &["standings", "--period", "q1"]);
    let rosters: Vec<_> = standings.iter().map(|row| (row["class_id"].as_str(), row["roster"].as_i64())).collect();
    assert_eq!(rosters, [(Some("9Б"), Some(5)), (Some("1-ИСП-22"), Some(1))]);
    let contingent = asked(&store, &["contingent", "--by", "school"]);
    assert_eq!((&contingent[0]["classes"], &contingent[0]["students"]), (&2.into(), &6.into()));
    let days = ["--from", "2025-09-02", "--to", "2025-10-26"];
    assert!(asked(&store, &[&["movement-list"], &days[..]].concat()).is_empty(), "who begins chess has not moved");
    let movement = asked(&store, &[&["movement"], &days[..]].concat());
    assert_eq!(movement.len(), 2);
    assert!(movement.iter().all(|row| row["moved_in"] == 0 && row["arrived"] == 0), "{movement:?}");
}
