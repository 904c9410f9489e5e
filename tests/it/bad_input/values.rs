//! Values that no journal can hold.

use super::{NEW, bundle_with, marks_and, tried};

#[test]
fn mark_seven() {
    bundle_with("mark.csv", &marks_and("1,c1,m,2025-09-04,1,7\n1,c1,m,2025-09-04,2,0\n1,c1,m,2025-09-04,3,5555\n"))
        .ends(1)
        .with_the_bundle()
        .refuses("mark", "bad-mark", 3, "bundle/mark.csv › line 5");
    let report =
        NEW.replace("5 4", "5 7").replace("<td class=\"cell-num-2\">4</td><td class=\"cell-num-2\">4</td>", "<td>4</td><td>7</td>");
    let said = tried(&[("seven.xls", report.replace("Ёлкина Анна", "Жуков Лев").as_bytes())]).ends(1).with_the_bundle();
    let said = said.says("seven.xls › R3C3", "unknown-cell", "7", "").says("seven.xls › R3C7", "unknown-result", "7", "");
    let said = said.refuses("mark", "bad-mark", 1, "seven.xls › R3C3").refuses("period_mark", "bad-mark", 1, "seven.xls › R3C7");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark WHERE raw = '5 7' AND value = 5"), 1, "the five beside it is taken");
}

#[test]
fn unknown_code() {
    let (_, good) = super::BUNDLE.iter().find(|(name, _)| *name == "attendance.csv").expect("attendance");
    let rows = format!("{good}1,c1,m,2025-09-02,1,ЩЩ\n");
    bundle_with("attendance.csv", rows.as_bytes()).ends(1).with_the_bundle().refuses(
        "attendance",
        "unknown-code",
        1,
        "bundle/attendance.csv › line 3",
    );
    let report = NEW.replace("УП", "ЩЩ").replace("Ёлкина Анна", "Жуков Лев");
    tried(&[("code.xls", report.as_bytes())]).ends(1).with_the_bundle().says("code.xls › R3C2", "unknown-cell", "ЩЩ", "").refuses(
        "mark",
        "unknown-code",
        1,
        "code.xls › R3C2",
    );
}

#[test]
fn date_outside_the_school_year() {
    bundle_with("mark.csv", &marks_and("1,c1,m,2024-05-01,1,5\n1,c1,m,2026-09-01,1,5\n")).ends(1).with_the_bundle().refuses(
        "mark",
        "outside-year",
        2,
        "bundle/mark.csv › line 5",
    );
}

#[test]
fn dates_that_do_not_exist() {
    let rows = "1,c1,m,31.09.2025,1,5\n1,c1,m,0205-09-01,1,5\n1,c1,m,9999-12-31,1,5\n1,c1,m,02/09/2025,1,5\n1,c1,m,45902,1,5\n1,c1,m,2025-09-02T25:00,1,5\n";
    let said = bundle_with("mark.csv", &marks_and(rows)).ends(1).refuses("mark", "bad-value", 5, "bundle/mark.csv › line 5 › date");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark WHERE family = 'bundle'"), 4, "a time behind a date is left out");
    let report = NEW.replace("<th>15</th>", "<th>31</th>").replace("Ёлкина Анна", "Жуков Лев");
    tried(&[("day.xls", report.as_bytes())]).ends(1).with_the_bundle().says("day.xls › R2C3", "bad-day-column", "Сентябрь 31", "");
}

#[test]
fn numbers_made_to_break_sums() {
    let rows = "1,c1,m,2025-09-04,9223372036854775807,5\n1,c1,m,2025-09-04,99999999999999999999,5\n1,c1,m,2025-09-04,1e3,5\n1,c1,m,2025-09-04,-1,5\n";
    let said = bundle_with("mark.csv", &marks_and(rows)).ends(1).refuses("mark", "bad-value", 3, "line 5 › lesson_number");
    assert_eq!(said.number("SELECT count(*) AS n FROM mark WHERE lesson_number < 0"), 1);
    let plan =
        "class_id,subject_id,seq,hours,planned_date\nc1,m,1,99999999999999999,2025-09-02\nc1,m,2,-0,2025-09-02\nc1,m,3,1.005,2025-09-02\n";
    bundle_with("planned_lesson.csv", plan.as_bytes()).ends(1).with_the_bundle().refuses(
        "planned_lesson",
        "bad-value",
        2,
        "line 2 › hours",
    );
}

#[test]
fn years_that_are_none() {
    let classes = "class_id,name,year\nc1,9Б,2025\nc2,9В,2147483647\nc3,9Г,-9223372036854775808\nc4,9Д,20255\n";
    let said = bundle_with("class.csv", classes.as_bytes()).ends(1).with_the_bundle().refuses("class", "bad-value", 3, "line 3 › year");
    assert!(!said.folder.path("store/school=school-1/year=2147483647").exists());
}

#[test]
fn the_same_student_twice() {
    // The same row twice is one student; the same id for another name is a contradiction; a copy of a report is nothing new.
    let students = "student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n1,Седова Нина Петровна\n";
    let said = bundle_with("student.csv", students.as_bytes()).ends(0).with_the_bundle();
    assert_eq!(said.number("SELECT count(*) AS n FROM student"), 3);
    let students = "student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n2,Орлов Глеб Ильич,\n1,Седова Нина Павловна\n";
    let said = bundle_with("student.csv", students.as_bytes()).ends(1);
    let said = said.refuses("student", "ragged-row", 1, "bundle/student.csv › line 4");
    assert!(
        said.run.err.lines().any(|line| line.contains("student.csv › line 5") && line.contains("two different rows")),
        "{}",
        said.run.err
    );
    let said = tried(&[("copy.xls", NEW.as_bytes()), ("again/copy (1).xls", NEW.as_bytes())]).ends(0).with_the_bundle();
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name LIKE 'Ёлкина%'"), 1);
}

#[test]
fn the_same_row_of_a_report_twice() {
    let at = NEW.find("<tr><td class=\"cell-text\">Физика").expect("a row");
    let row = "<tr><td class=\"cell-text\">Алгебра</td><td>УП</td><td>5 4</td><td>Б 3</td><td></td><td>4</td><td>4</td></tr>";
    let report = format!("{}{row}{}", &NEW[..at], &NEW[at..]);
    let said = tried(&[("twice.xls", report.replace("Ёлкина Анна", "Жуков Лев").as_bytes())]).ends(0).with_the_bundle();
    let said = said.says("twice.xls › R4C1", "row-twice", "Алгебра", "");
    assert_eq!(
        said.number("SELECT count(*) AS n FROM mark WHERE subject_id = 'алгебра' AND family = 'student_total'"),
        6,
        "three a student"
    );
}

#[test]
fn contradictory_classes() {
    let members =
        "student_id,class_id,from_date,to_date\n1,c1,2025-09-01,\n1,c2,2025-10-01,\n2,c1,2025-09-01,2025-10-01\n2,c2,2025-10-01,\n";
    let said =
        tried(&[("bundle/class_membership.csv", members.as_bytes()), ("bundle/class.csv", b"class_id,name\nc1,9\xd0\x91\nc2,9\xd0\x92\n")]);
    let said = said.ends(0).with_the_bundle();
    let said = said.says("bundle/class_membership.csv › line 3", "two-classes", "Седова Нина Петровна", "9Б, 9В");
    assert_eq!(said.run.err.matches("in two classes at once").count(), 1, "a move is none: {}", said.run.err);
    // Two reports of one name in two classes: two people until somebody says otherwise.
    let said = tried(&[("other.xls", NEW.replace("9 б", "9 в").as_bytes())]).ends(0).with_the_bundle();
    assert!(said.run.err.contains("namesakes “Ёлкина Анна Петровна”: kept as different students"), "{}", said.run.err);
    assert_eq!(said.number("SELECT count(*) AS n FROM student WHERE full_name LIKE 'Ёлкина%'"), 2);
}

#[test]
fn references_to_nobody() {
    bundle_with("mark.csv", &marks_and("9,c1,m,2025-09-04,1,5\n1,c9,m,2025-09-04,1,5\n1,c1,zz,2025-09-04,1,5\n"))
        .ends(1)
        .with_the_bundle()
        .refuses("mark", "unknown-student", 1, "bundle/mark.csv › line 5 › 9")
        .refuses("mark", "unknown-class", 1, "bundle/mark.csv › line 6 › c9")
        .refuses("mark", "unknown-subject", 1, "bundle/mark.csv › line 7 › zz");
}
