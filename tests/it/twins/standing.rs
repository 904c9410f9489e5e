//! What category a student's period marks put him in (domain 1.2, C-1 to C-8).
//!
//! Worked example: 5 5 4 → fours_and_fives, one «4»; 5 4 3 → one_three; 4 3 3 → with_threes; 5 5 and an empty cell →
//! incomplete; 5 2 and an empty cell → failing_one; 5 and н/а → not_certified; 2 and н/а → failing_one; only осв → no_data.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Ask, Row, bounds, full_name, in_group, one_class, row, subject_name, took_place};
use crate::random_school::{Class, PeriodMark, School, day};

pub const COLUMNS: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name standing n5 n4 n3 n2 not_assessed exempt credit
    empty subject_one
);

pub const MARKS_FROM_GRADE: i64 = 2;

pub fn standing(school: &School, ask: &Ask) -> Vec<Row> {
    let asked = ask.period.expect("a period");
    let mut rows = Vec::new();
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        if period_of_class(class, asked).is_none() {
            continue;
        }
        let roster = roster(school, class, asked);
        for student in &roster {
            rows.push(line(school, class, asked, &roster, student));
        }
    }
    rows
}

/// The class's own period for the asked one: half-years stand beside the second and fourth quarter.
pub fn period_of_class(class: &Class, asked: &'static str) -> Option<&'static str> {
    let kind = class.period_kind.unwrap_or("quarter");
    match (kind, asked) {
        (_, "year") => Some("year"),
        ("quarter", "q1" | "q2" | "q3" | "q4") | ("half_year", "h1" | "h2") | ("trimester", "t1" | "t2" | "t3") => Some(asked),
        ("half_year", "q2") => Some("h1"),
        ("half_year", "q4") => Some("h2"),
        ("quarter", "h1") => Some("q2"),
        ("quarter", "h2") => Some("q4"),
        _ => None,
    }
}

/// The last day of the class's period; where no bounds are known, the last day with anything of the class.
pub fn last_day(school: &School, class: &Class, period: &str) -> Option<NaiveDate> {
    let lessons = school.lessons.iter().filter(|lesson| lesson.class == class.id && took_place(lesson.status)).map(|lesson| lesson.date);
    let marks = school.marks.iter().filter(|mark| mark.class == class.id).map(|mark| mark.date);
    let absences = school.absences.iter().filter(|absence| absence.class == class.id).map(|absence| absence.date);
    bounds(school, period, Some(class.grade_level)).map(|(_, end)| end).or(lessons.chain(marks).chain(absences).max())
}

/// Who is in the class on the period's last day, each student in one class only; those gone by then are out.
pub fn roster(school: &School, class: &Class, asked: &'static str) -> Vec<String> {
    let mut students = Vec::new();
    for student in &school.students {
        // A class without any date takes all its members of the year: any day of a membership will do.
        let day_of = |other: &Class| {
            let period = period_of_class(other, asked)?;
            last_day(school, other, period).or_else(|| {
                let member = school.class_members.iter().find(|member| member.student == student.id && member.class == other.id)?;
                member.from.or(member.to).or(Some(day(9, 1)))
            })
        };
        let Some(own) = one_class(school, &student.id, day_of) else { continue };
        let last = last_day(school, own, period_of_class(own, asked).expect("a class with the period"));
        let gone = student.left_date.is_some_and(|left| last.is_some_and(|last| left <= last));
        if own.id == class.id && !gone {
            students.push(student.id.clone());
        }
    }
    students
}

/// A student's cell: the subject, its status and value.
pub type Cell = (String, &'static str, Option<i64>);

/// The cells of a student of the roster, by subject: the expected ones, a missing row being an empty cell, and whatever
/// else he has a mark in.
pub fn cells(school: &School, class: &Class, asked: &'static str, roster: &[String], student: &str) -> Vec<Cell> {
    let period = period_of_class(class, asked).expect("a class with the period");
    let is_row = |mark: &PeriodMark| mark.period == period && mark.kind == if period == "year" { "year" } else { "period" };
    let mut subjects: Vec<_> = school.subjects.iter().filter(|subject| subject.assessed != Some(false)).collect();
    subjects.sort_by(|one, other| one.id.cmp(&other.id));
    let mut cells = Vec::new();
    if class.grade_level < MARKS_FROM_GRADE {
        return cells;
    }
    for subject in subjects {
        let of_class = school.period_marks.iter().any(|mark| mark.class == class.id && mark.subject == subject.id && is_row(mark));
        let expected = of_class && is_own(school, class, last_day(school, class, period), &subject.id, roster, student);
        let row = school.period_marks.iter().find(|mark| mark.student == student && mark.subject == subject.id && is_row(mark));
        match row {
            Some(row) if expected || row.status != "empty" => cells.push((subject.id.clone(), row.status, row.value)),
            None if expected => cells.push((subject.id.clone(), "empty", None)),
            _ => {}
        }
    }
    cells
}

/// Is the subject the student's own: he is in a group of it on the last day; where nobody of the roster has it in a group, everybody's, but in
/// the upper classes and those with a profile not of those who have no trace of it in the year while others have. One alone keeps it.
pub fn is_own(school: &School, class: &Class, last: Option<NaiveDate>, subject: &str, roster: &[String], student: &str) -> bool {
    let groups: Vec<_> = school.groups.iter().filter(|group| group.class == class.id && group.subject == subject).collect();
    let split =
        school.group_members.iter().any(|member| roster.contains(&member.student) && groups.iter().any(|group| group.id == member.group));
    if split {
        return groups.iter().any(|group| last.is_none_or(|last| in_group(school, student, Some(&group.id), last)));
    }
    let elective = class.grade_level >= 10 || class.profile.is_some();
    let anything = traces(school, student).next().is_some();
    let has = |student: &str| traces(school, student).any(|one| one == subject);
    let others = roster.iter().any(|other| has(other));
    let without = roster.iter().filter(|other| traces(school, other).next().is_some() && !has(other)).count();
    !elective || !anything || !others || without < 2 || has(student)
}

/// Subjects in which the student has any mark, absence or period mark of the year.
fn traces<'school>(school: &'school School, student: &'school str) -> impl Iterator<Item = &'school str> {
    let marks = school.marks.iter().filter(move |mark| mark.student == student).map(|mark| mark.subject.as_str());
    let absences = school.absences.iter().filter(move |one| one.student == student).filter_map(|one| one.subject.as_deref());
    let period_marks = school.period_marks.iter().filter(move |mark| mark.student == student && mark.status != "empty");
    marks.chain(absences).chain(period_marks.map(|mark| mark.subject.as_str()))
}

/// Additional education: nothing that the class is taught is assessed.
fn unassessed(school: &School, class: &Class) -> bool {
    let curriculum = school.curriculum.iter().filter(|row| row.class == class.id).map(|row| &row.subject);
    let assignments = school.assignments.iter().filter(|row| row.class == class.id).map(|row| &row.subject);
    let lessons = school.lessons.iter().filter(|row| row.class == class.id).map(|row| &row.subject);
    let marks = school.period_marks.iter().filter(|row| row.class == class.id).map(|row| &row.subject);
    let taught: Vec<&String> = curriculum.chain(assignments).chain(lessons).chain(marks).collect();
    let assessed = |id: &String| school.subjects.iter().any(|subject| subject.id == *id && subject.assessed != Some(false));
    !taught.is_empty() && !taught.into_iter().any(assessed)
}

/// The grade level by which marks are judged: that of a class where nothing is assessed lies below all that have marks.
pub fn judged_grade(school: &School, class: &Class) -> i64 {
    if unassessed(school, class) { 0 } else { class.grade_level }
}

fn line(school: &School, class: &Class, asked: &'static str, roster: &[String], student: &str) -> Row {
    let cells = cells(school, class, asked, roster, student);
    let values = |wanted: i64| cells.iter().filter(|(_, _, value)| *value == Some(wanted)).count();
    let statuses = |wanted: &str| cells.iter().filter(|(_, status, _)| *status == wanted).count();
    let failing = values(2) + values(1) + statuses("no_credit");
    let standing =
        category(judged_grade(school, class), [values(5), values(4), values(3)], failing, statuses("not_assessed"), statuses("empty"));
    let is_failing = |status: &str, value: Option<i64>| status == "no_credit" || matches!(value, Some(1 | 2));
    let one = match standing {
        "fours_and_fives" if values(4) == 1 => cells.iter().find(|(_, _, value)| *value == Some(4)),
        "one_three" => cells.iter().find(|(_, _, value)| *value == Some(3)),
        "failing_one" | "failing_two" | "failing_many" => cells.iter().find(|(_, status, value)| is_failing(status, *value)),
        _ => None,
    };
    row([
        ("period_id", json!(asked)),
        ("grade_level", json!(class.grade_level)),
        ("class_id", json!(class.id)),
        ("full_name", json!(full_name(school, student))),
        ("standing", json!(standing)),
        ("n5", json!(values(5))),
        ("n4", json!(values(4))),
        ("n3", json!(values(3))),
        ("n2", json!(failing)),
        ("not_assessed", json!(statuses("not_assessed"))),
        ("exempt", json!(statuses("exempt"))),
        ("credit", json!(statuses("credit"))),
        ("empty", json!(statuses("empty"))),
        ("subject_one", one.map_or(Value::Null, |(subject, _, _)| json!(subject_name(school, subject)))),
    ])
}

/// The category of whoever has so many «5», «4» and «3», failing, not assessed and empty cells.
pub fn category(grade_level: i64, [n5, n4, n3]: [usize; 3], failing: usize, not_assessed: usize, empty: usize) -> &'static str {
    if grade_level < MARKS_FROM_GRADE {
        return "not_applicable";
    }
    match failing {
        0 => {}
        1 => return "failing_one",
        2 => return "failing_two",
        _ => return "failing_many",
    }
    if not_assessed > 0 {
        return "not_certified";
    }
    if n5 + n4 + n3 == 0 {
        return "no_data";
    }
    if empty > 0 {
        return "incomplete";
    }
    match (n4, n3) {
        (0, 0) => "all_fives",
        (_, 0) => "fours_and_fives",
        (_, 1) => "one_three",
        _ => "with_threes",
    }
}

#[cfg(test)]
mod tests {
    use super::{category, standing};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_examples() {
        assert_eq!(category(9, [2, 1, 0], 0, 0, 0), "fours_and_fives");
        assert_eq!(category(9, [1, 1, 1], 0, 0, 0), "one_three");
        assert_eq!(category(9, [0, 1, 2], 0, 0, 0), "with_threes");
        assert_eq!(category(9, [2, 0, 0], 0, 0, 1), "incomplete");
        assert_eq!(category(9, [1, 0, 0], 1, 0, 1), "failing_one");
        assert_eq!(category(9, [1, 0, 0], 0, 1, 0), "not_certified");
        assert_eq!(category(9, [0, 0, 0], 1, 1, 0), "failing_one");
        assert_eq!(category(9, [0, 0, 0], 0, 0, 3), "no_data");
        assert_eq!(category(1, [9, 0, 0], 0, 0, 0), "not_applicable");
    }

    #[test]
    fn a_missing_row_is_an_empty_cell_and_the_one_four_is_named() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        school.period_mark("Иван", "алгебра", "q1", "set", Some(5));
        school.period_mark("Иван", "физика", "q1", "set", Some(4));
        school.period_mark("Пётр", "алгебра", "q1", "set", Some(5));
        let rows = standing(&school.0, &Ask { period: Some("q1"), ..Ask::default() });
        assert_eq!((rows[0]["standing"].as_str(), rows[0]["subject_one"].as_str()), (Some("fours_and_fives"), Some("Физика")));
        assert_eq!((rows[1]["standing"].as_str(), rows[1]["empty"].as_i64()), (Some("incomplete"), Some(1)));
    }

    #[test]
    fn an_elective_without_a_trace_is_not_expected_and_a_club_is_not_judged() {
        let mut school = HandMade::new("10А", &["Иван", "Пётр", "Юрий"]);
        school.0.classes[0].grade_level = 10;
        for name in ["Иван", "Пётр", "Юрий"] {
            school.period_mark(name, "алгебра", "q1", "set", Some(5));
        }
        school.period_mark("Иван", "физика", "q1", "set", Some(5));
        let of = |school: &HandMade| -> Vec<String> {
            let rows = standing(&school.0, &Ask { period: Some("q1"), ..Ask::default() });
            rows.iter().map(|row| row["standing"].as_str().expect("a standing").to_owned()).collect()
        };
        assert_eq!(of(&school), ["all_fives", "all_fives", "all_fives"]);
        // One mark of Пётр in physics, and the empty cell is his; Юрий is alone without physics now, and is asked about.
        school.mark("Пётр", "физика", 3, 4);
        assert_eq!(of(&school), ["all_fives", "incomplete", "incomplete"]);
        school.0.subjects.iter_mut().for_each(|subject| subject.assessed = Some(false));
        assert_eq!(of(&school), ["not_applicable", "not_applicable", "not_applicable"]);
    }

    #[test]
    fn the_second_quarter_stands_beside_the_first_half_year() {
        let mut school = HandMade::new("10А", &["Иван"]);
        school.0.classes[0].period_kind = Some("half_year");
        school.0.periods[0].id = "h1";
        school.period_mark("Иван", "алгебра", "h1", "set", Some(5));
        let of = |period| standing(&school.0, &Ask { period: Some(period), ..Ask::default() });
        assert!(of("q1").is_empty() && of("t1").is_empty());
        assert_eq!((of("q2")[0]["period_id"].as_str(), of("q2")[0]["standing"].as_str()), (Some("q2"), Some("all_fives")));
    }

    #[test]
    fn a_student_of_two_classes_stands_in_the_later_one_and_one_who_left_in_none() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        let mut other = school.0.classes[0].clone();
        other.id = "9В".to_owned();
        school.0.classes.push(other);
        let mut member = school.0.class_members[0].clone();
        (member.class, member.from) = ("9В".to_owned(), Some(crate::random_school::day(9, 20)));
        school.0.class_members.push(member);
        // The last day of the quarter is 26 October.
        school.0.students[1].left_date = Some(crate::random_school::day(10, 26));
        let rows = standing(&school.0, &Ask { period: Some("q1"), ..Ask::default() });
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0]["full_name"].as_str(), rows[0]["class_id"].as_str()), (Some("Иван"), Some("9В")));
    }
}
