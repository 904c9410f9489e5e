//! Whose an export is: what names another school is refused, with both names and the way on.

use super::student_total::NEW;
use crate::support::{Folder, Run, number, vedomost};

/// A bundle with one mark of a school; without a name it says nothing of its school.
pub fn bundle(folder: &Folder, at: &str, school: Option<&str>, mark: u8) -> String {
    let school = school.map(|name| format!("school = \"{}\"\n", name.replace('"', "\\\""))).unwrap_or_default();
    folder.write(&format!("{at}/bundle.toml"), format!("{school}year = 2025\nas_of = \"2025-10-01 12:00\"\n"));
    folder.write(&format!("{at}/class.csv"), "class_id,name\nc1,9Б\n");
    folder.write(&format!("{at}/student.csv"), "student_id,full_name\n1,Ёлкина Анна Петровна\n");
    folder.write(&format!("{at}/class_membership.csv"), "student_id,class_id\n1,c1\n");
    folder.write(&format!("{at}/subject.csv"), "subject_id,name\nm,Алгебра\n");
    folder.write(&format!("{at}/mark.csv"), format!("student_id,class_id,subject_id,date,value\n1,c1,m,2025-09-02,{mark}\n"));
    folder.text(at)
}

/// Imports into the folder's store.
fn import(folder: &Folder, paths: &[&str], school: Option<&str>) -> Run {
    let store = folder.text("store");
    let given = school.into_iter().flat_map(|id| ["--school", id]);
    vedomost(&["import", "--store", &store].iter().chain(paths).copied().chain(given).collect::<Vec<_>>())
}

#[test]
fn bundles_of_several_schools_do_not_go_under_one_id() {
    let folder = Folder::new();
    bundle(&folder, "in/1", Some("Школа № 01"), 3);
    bundle(&folder, "in/2", Some("Школа № 02"), 4);
    let run = import(&folder, &[&folder.text("in")], Some("s9")).expect(2);
    assert!(run.err.contains("«Школа № 01», «Школа № 02»") && run.err.contains("nothing was taken"), "{}", run.err);
    assert!(!folder.path("store").exists(), "not even a store is made");
}

#[test]
fn several_new_schools_are_placed_before_anything_is_written() {
    let folder = Folder::new();
    bundle(&folder, "in/1", Some("Школа № 01"), 3);
    bundle(&folder, "in/2", Some("Школа \"Ум\" учителя О'Нила"), 4);
    let all = folder.text("in");
    let run = import(&folder, &[&all], None).expect(2);
    assert!(!folder.path("store").exists(), "{}", run.err);
    let store = folder.text("store");
    let said: Vec<&str> = run.err.lines().filter_map(|line| line.trim().strip_prefix("vedomost store school ")).collect();
    assert_eq!(said, [r#"school-01 --name 'Школа "Ум" учителя О'\''Нила'"#, "school-02 --name 'Школа № 01'"]);
    for (id, name) in [("school-01", "Школа \"Ум\" учителя О'Нила"), ("school-02", "Школа № 01")] {
        vedomost(&["store", "school", id, "--name", name, "--store", &store]).expect(0);
    }
    import(&folder, &[&all], None).expect(0);
    let marks = |id: &str| {
        let run = vedomost(&["sql", "SELECT value AS n FROM mark", "--school", id, "--store", &store, "--format", "json"]).expect(0);
        run.json()["rows"][0]["n"].as_i64()
    };
    assert_eq!((marks("school-01"), marks("school-02")), (Some(4), Some(3)));
    // One more, with two known: the old advice, and nothing of the known ones is touched.
    bundle(&folder, "in/1", Some("Школа № 01"), 5);
    bundle(&folder, "in/3", Some("Школа № 03"), 2);
    let run = import(&folder, &[&all], None).expect(2);
    assert!(run.err.contains("Школа № 03") && run.err.contains("--school"), "{}", run.err);
    assert_eq!(marks("school-02"), Some(3));
}

#[test]
fn an_export_of_another_school_replaces_nothing() {
    let folder = Folder::new();
    let five = bundle(&folder, "5", Some("Школа № 05"), 5);
    let nine = bundle(&folder, "9", Some("Школа № 09"), 2);
    import(&folder, &[&five], Some("school-05")).expect(0);
    let run = import(&folder, &[&nine], Some("school-05")).expect(2);
    for words in ["Школа № 09", "Школа № 05", "--school OTHER_ID", "store school school-05 --name", "--alias"] {
        assert!(run.err.contains(words), "{words}\n{}", run.err);
    }
    let store = folder.text("store");
    assert_eq!(number(&store, "SELECT value AS n FROM mark"), 5);
    // A trivial spelling, no name at all, and an accepted other name are the same school.
    import(&folder, &[&bundle(&folder, "a", Some("ШКОЛА  «N 05»"), 4)], Some("school-05")).expect(0);
    import(&folder, &[&bundle(&folder, "b", None, 3)], Some("school-05")).expect(0);
    vedomost(&["store", "school", "school-05", "--alias", "Школа № 09", "--store", &store]).expect(0);
    import(&folder, &[&nine], Some("school-05")).expect(0);
    assert_eq!(number(&store, "SELECT value AS n FROM mark"), 2);
    vedomost(&["store", "school", "school-05", "--name", "Гимназия", "--store", &store]).expect(0);
    import(&folder, &[&bundle(&folder, "c", Some("Гимназия"), 5)], Some("school-05")).expect(0);
    import(&folder, &[&five], Some("school-05")).expect(0);
}

#[test]
fn a_school_set_up_by_its_id_takes_the_name_of_its_first_export() {
    let folder = Folder::new();
    let store = folder.text("store");
    vedomost(&["store", "school", "s5", "--time-zone", "Asia/Omsk", "--store", &store]).expect(0);
    import(&folder, &[&bundle(&folder, "5", Some("Школа № 05"), 5)], Some("s5")).expect(0);
    let run = vedomost(&["store", "status", "--store", &store]).expect(0);
    assert!(run.out.contains("Школа № 05"), "{}", run.out);
    import(&folder, &[&bundle(&folder, "9", Some("Школа № 09"), 2)], Some("s5")).expect(2);
}

#[test]
fn a_report_of_another_school_among_others_is_left_out_and_said() {
    let folder = Folder::new();
    folder.write("in/0.xls", NEW.replace("Лицей № 0", "Школа № 7"));
    folder.write("in/1.xls", NEW);
    folder.write("in/2.xls", NEW.replace("Ёлкина Анна", "Ивина Анна"));
    let run = import(&folder, &[&folder.text("in")], Some("lyceum")).expect(1);
    assert!(run.err.lines().any(|line| line.contains("0.xls") && line.contains("Школа № 7") && line.contains("Лицей № 0")), "{}", run.err);
    assert_eq!(number(&folder.text("store"), "SELECT count(DISTINCT student_id) AS n FROM mark"), 2);
    let run = import(&folder, &[&folder.text("in/0.xls")], Some("lyceum")).expect(2);
    assert!(run.err.contains("Школа № 7") && run.err.contains("Лицей № 0"), "{}", run.err);
}

#[test]
fn one_school_under_two_ids_is_said() {
    let folder = Folder::new();
    let three = bundle(&folder, "3", Some("Школа № 03"), 3);
    let alone = import(&folder, &[&three], Some("school-03")).expect(0);
    assert!(!alone.err.contains("twice"), "{}", alone.err);
    let run = import(&folder, &[&three], Some("school-13")).expect(0);
    let said = |words: &str| run.err.lines().any(|line| line.contains(words) && line.contains("school-13") && line.contains("school-03"));
    assert!(said("the same name") && said("the same file"), "{}", run.err);
    assert!(run.err.contains("class_membership.csv (+2)"), "marks, students, memberships; no list of subjects: {}", run.err);
    // Another school with the same calendar and subjects is nobody's double.
    let four = bundle(&folder, "4", Some("Школа № 04"), 5);
    folder.write("4/student.csv", "student_id,full_name\n1,Ивин Пётр\n");
    folder.write("4/class_membership.csv", "student_id,class_id,from_date\n1,c1,2025-09-01\n");
    let run = import(&folder, &[&four], Some("school-04")).expect(0);
    assert!(!run.err.contains("twice"), "{}", run.err);
}
