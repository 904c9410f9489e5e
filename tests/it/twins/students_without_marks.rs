//! Students without a numeric mark on the last school day and in the last days (domain J-2, J-3).
//!
//! Worked example: as of 16 September the window is 9 to 15 September. Ivan was at algebra on the 10th and has no mark
//! there: `gap`. Pyotr was ill at the only lesson: `absent`. Physics had no lesson: `no_lessons`.

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::{Ask, CAUSES, Row, full_name, in_class, in_group, one_class, row, subject_name, took_place};
use crate::random_school::{Absence, Class, School};

pub const COLUMNS: &[&str] = columns!(
    school year check_name grade_level class_id student_id full_name subject_id subject from_date to_date lessons_held
    lessons_attended last_mark_date reason
);

const WINDOW_DAYS: u64 = 7;
const MARKS_FROM_GRADE: i64 = 2;

/// A lesson of a class, or a day with entries where the class has no lesson rows.
struct Given {
    date: NaiveDate,
    group: Option<String>,
    number: Option<i64>,
}

pub fn students_without_marks(school: &School, ask: &Ask) -> Vec<Row> {
    let mut rows = Vec::new();
    let Some(as_of) = ask.as_of(school) else { return rows };
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        if let Some(date) = previous_day(school, class, as_of) {
            let here = |student: &str| {
                one_class(school, student, |other| previous_day(school, other, as_of)).is_some_and(|own| own.id == class.id)
            };
            check(school, class, "previous_day", (date, date), as_of, &here, &mut rows);
        }
        let (from, to) = (as_of - Days::new(WINDOW_DAYS), as_of - Days::new(1));
        let here = |student: &str| one_class(school, student, |_| Some(to)).is_some_and(|own| own.id == class.id);
        check(school, class, "window", (from, to), as_of, &here, &mut rows);
    }
    rows
}

/// The last day before `as_of` on which the classes of this level have anything.
fn previous_day(school: &School, class: &Class, as_of: NaiveDate) -> Option<NaiveDate> {
    let level = |id: &str| school.classes.iter().any(|one| one.id == id && one.grade_level == class.grade_level);
    let mut last = None;
    for lesson in &school.lessons {
        if level(&lesson.class) && took_place(lesson.status) && lesson.date < as_of {
            last = last.max(Some(lesson.date));
        }
    }
    for mark in &school.marks {
        if level(&mark.class) && mark.date < as_of {
            last = last.max(Some(mark.date));
        }
    }
    for absence in &school.absences {
        if level(&absence.class) && absence.date < as_of {
            last = last.max(Some(absence.date));
        }
    }
    last
}

fn check(
    school: &School,
    class: &Class,
    check_name: &str,
    (from, to): (NaiveDate, NaiveDate),
    as_of: NaiveDate,
    here: &dyn Fn(&str) -> bool,
    rows: &mut Vec<Row>,
) {
    for subject in &school.subjects {
        if subject.assessed == Some(false) || !taught(school, &class.id, &subject.id) {
            continue;
        }
        let given = lessons(school, &class.id, &subject.id, from, to);
        if check_name == "previous_day" && given.is_empty() {
            continue;
        }
        for student in school.students.iter().filter(|student| here(&student.id)) {
            let mut marks: Vec<NaiveDate> = Vec::new();
            for mark in &school.marks {
                if mark.student == student.id && mark.subject == subject.id && mark.kind == "score" {
                    marks.push(mark.date);
                }
            }
            if marks.iter().any(|date| from <= *date && *date <= to) {
                continue;
            }
            // Two groups of one student at the same hour are one lesson for him.
            let mut own: Vec<(NaiveDate, Option<i64>)> = Vec::new();
            for lesson in &given {
                let mine = in_class(school, &student.id, &class.id, lesson.date)
                    && in_group(school, &student.id, lesson.group.as_ref(), lesson.date);
                if mine && !own.contains(&(lesson.date, lesson.number)) {
                    own.push((lesson.date, lesson.number));
                }
            }
            let (mut absent, mut exempt) = (0, 0);
            for (date, number) in &own {
                let reasons = reasons_at(school, &student.id, &subject.id, *date, *number);
                if reasons.iter().any(|reason| CAUSES.contains(reason)) {
                    absent += 1;
                } else if reasons.contains(&"exempt") {
                    exempt += 1;
                }
            }
            let attended = own.len() - absent - exempt;
            let in_some = |lesson: &Given| in_group(school, &student.id, lesson.group.as_ref(), lesson.date);
            let reason = if class.grade_level < MARKS_FROM_GRADE {
                "grade_1"
            } else if school.marks.is_empty() || !has_entry_from(school, from) {
                "no_data"
            } else if !given.is_empty() && given.iter().all(|lesson| lesson.group.is_some() && !in_some(lesson)) {
                "other_group"
            } else if own.is_empty() {
                "no_lessons"
            } else if attended == 0 && absent > 0 {
                "absent"
            } else if attended == 0 {
                "exempt"
            } else {
                "gap"
            };
            rows.push(row([
                ("check_name", json!(check_name)),
                ("grade_level", json!(class.grade_level)),
                ("class_id", json!(class.id)),
                ("full_name", json!(full_name(school, &student.id))),
                ("subject_id", json!(subject.id)),
                ("subject", json!(subject_name(school, &subject.id))),
                ("from_date", json!(from.to_string())),
                ("to_date", json!(to.to_string())),
                ("lessons_held", json!(own.len())),
                ("lessons_attended", json!(attended)),
                ("last_mark_date", json!(marks.iter().filter(|date| **date < as_of).max().map(ToString::to_string))),
                ("reason", json!(reason)),
            ]));
        }
    }
}

/// Does anything say that the class has the subject this year?
fn taught(school: &School, class: &str, subject: &str) -> bool {
    school.curriculum.iter().any(|one| one.class == class && one.subject == subject)
        || school.assignments.iter().any(|one| one.class == class && one.subject == subject)
        || school.lessons.iter().any(|one| one.class == class && one.subject == subject)
        || school.marks.iter().any(|one| one.class == class && one.subject == subject)
        || school.period_marks.iter().any(|one| one.class == class && one.subject == subject)
}

fn lessons(school: &School, class: &str, subject: &str, from: NaiveDate, to: NaiveDate) -> Vec<Given> {
    let inside = |date: NaiveDate| from <= date && date <= to;
    let mut given = Vec::new();
    if school.lessons.iter().any(|lesson| lesson.class == class) {
        for lesson in &school.lessons {
            if lesson.class == class && lesson.subject == subject && took_place(lesson.status) && inside(lesson.date) {
                given.push(Given { date: lesson.date, group: lesson.group.clone(), number: lesson.number });
            }
        }
        return given;
    }
    let marks = school.marks.iter().filter(|mark| mark.class == class && mark.subject == subject).map(|mark| mark.date);
    let absences = school.absences.iter().filter(|one| one.class == class && one.subject.as_deref() == Some(subject)).map(|one| one.date);
    for date in marks.chain(absences) {
        if inside(date) && given.iter().all(|lesson: &Given| lesson.date != date) {
            given.push(Given { date, group: None, number: None });
        }
    }
    given
}

/// What is written against the student at a lesson: at its number, against the subject that day, against the whole day.
fn reasons_at(school: &School, student: &str, subject: &str, date: NaiveDate, number: Option<i64>) -> Vec<&'static str> {
    let that_day: Vec<_> =
        school.absences.iter().filter(|one| one.student == student && one.date == date && one.reason != "remote").collect();
    let numbered = that_day.iter().any(|one| one.subject.as_deref() == Some(subject) && one.number.is_some());
    let covers = |one: &&&Absence| match &one.subject {
        None => true,
        Some(name) if name != subject => false,
        Some(_) => number.is_none() || one.number == number || one.number.is_none() && !numbered,
    };
    that_day.iter().filter(covers).map(|one| one.reason).collect()
}

/// Has the school anything on this day or later?
fn has_entry_from(school: &School, from: NaiveDate) -> bool {
    school.lessons.iter().any(|lesson| took_place(lesson.status) && lesson.date >= from)
        || school.marks.iter().any(|mark| mark.date >= from)
        || school.absences.iter().any(|absence| absence.date >= from)
}

#[cfg(test)]
mod tests {
    use super::students_without_marks;
    use crate::random_school::day;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        school.lesson(None, "алгебра", 10, Some(1));
        school.lesson(None, "физика", 1, Some(1));
        school.lesson(None, "физика", 20, Some(1));
        school.absence("Пётр", "алгебра", 10, 1, "illness");
        let ask = Ask { as_of: Some(day(9, 16)), ..Ask::default() };
        // Without a single mark the export does not tell marks.
        assert!(students_without_marks(&school.0, &ask).iter().all(|row| row["reason"] == "no_data"));
        school.mark("Пётр", "алгебра", 1, 5);
        let rows = students_without_marks(&school.0, &ask);
        let of = |check: &str, name: &str, subject: &str| {
            let found = rows.iter().find(|row| row["check_name"] == check && row["full_name"] == name && row["subject_id"] == subject);
            found.map(|row| row["reason"].as_str().unwrap().to_owned())
        };
        assert_eq!(of("window", "Иван", "алгебра").as_deref(), Some("gap"));
        assert_eq!(of("window", "Пётр", "алгебра").as_deref(), Some("absent"));
        assert_eq!(of("window", "Иван", "физика").as_deref(), Some("no_lessons"));
        // The last school day was the 10th: algebra only.
        assert_eq!(of("previous_day", "Иван", "алгебра").as_deref(), Some("gap"));
        assert_eq!(of("previous_day", "Иван", "физика"), None);
    }

    #[test]
    fn a_mark_on_the_first_day_of_the_window_counts_and_one_before_does_not() {
        let mut school = HandMade::new("9Б", &["Иван"]);
        for date in [8, 9, 16] {
            school.lesson(None, "алгебра", date, Some(1));
        }
        let ask = Ask { as_of: Some(day(9, 16)), ..Ask::default() };
        school.mark("Иван", "алгебра", 8, 5);
        let rows = students_without_marks(&school.0, &ask);
        let window: Vec<_> = rows.iter().filter(|row| row["check_name"] == "window").collect();
        assert_eq!((window[0]["reason"].as_str(), window[0]["last_mark_date"].as_str()), (Some("gap"), Some("2025-09-08")));
        school.mark("Иван", "алгебра", 9, 4);
        assert!(students_without_marks(&school.0, &ask).iter().all(|row| row["check_name"] != "window"));
    }

    #[test]
    fn a_lesson_of_another_group_is_no_gap() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        school.group("алгебра", "группа 1", &["Иван"]);
        school.mark("Пётр", "алгебра", 1, 5);
        school.lesson(Some("9Б|алгебра|группа 1"), "алгебра", 10, Some(1));
        let rows = students_without_marks(&school.0, &Ask { as_of: Some(day(9, 11)), ..Ask::default() });
        let window: Vec<_> = rows.iter().filter(|row| row["check_name"] == "window").collect();
        assert_eq!((window[0]["full_name"].as_str(), window[0]["reason"].as_str()), (Some("Иван"), Some("gap")));
        assert_eq!((window[1]["full_name"].as_str(), window[1]["reason"].as_str()), (Some("Пётр"), Some("other_group")));
    }
}
