//! Hours planned and given (domain G-2).
//!
//! Worked example: three planned hours, dated the 1st, the 8th and not at all; one lesson of two hours on the 1st. As of the
//! 7th: planned 3, to date 1, given 2, lag −1, one row without a date.

use serde_json::{Value, json};

use super::{Ask, Row, class_of, row, subject_name, was_held};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id group_id subject_id subject planned_hours_hundredths planned_to_date_hundredths
    curriculum_hours_hundredths given_hours_hundredths given_with_topic_hundredths lag_hundredths undated_rows
    missed_holiday_hundredths missed_quarantine_hundredths missed_replaced_hundredths missed_cancelled_hundredths
    missed_other_hundredths given_by_other_hundredths given_remotely_hundredths
);

type Course = (String, Option<String>, String);

pub fn programme_completion(school: &School, ask: &Ask) -> Vec<Row> {
    let mut courses: Vec<Course> = Vec::new();
    courses.extend(school.plan.iter().map(|one| (one.class.clone(), one.group.clone(), one.subject.clone())));
    courses.extend(school.curriculum.iter().map(|one| (one.class.clone(), one.group.clone(), one.subject.clone())));
    courses.extend(school.lessons.iter().map(|one| (one.class.clone(), one.group.clone(), one.subject.clone())));
    courses.sort();
    courses.dedup();
    courses.retain(|(class, _, _)| ask.wants(class_of(school, class)));
    courses.iter().map(|course| line(school, ask, course)).collect()
}

fn line(school: &School, ask: &Ask, (class, group, subject): &Course) -> Row {
    let as_of = ask.as_of(school);
    let (mut planned, mut to_date, mut undated, mut rows): (i64, i64, i64, i64) = (0, 0, 0, 0);
    for one in school.plan.iter().filter(|one| one.class == *class && one.group == *group && one.subject == *subject) {
        rows += 1;
        planned += one.hours;
        if one.date.is_none() {
            undated += 1;
        } else if one.date <= as_of {
            to_date += one.hours;
        }
    }
    let mut curriculum = None;
    for one in school.curriculum.iter().filter(|one| one.class == *class && one.group == *group && one.subject == *subject) {
        curriculum = one.hours_year;
    }
    let (mut given, mut with_topic, mut by_other, mut remotely) = (0, 0, 0, 0);
    for one in school.lessons.iter().filter(|one| one.class == *class && one.group == *group && one.subject == *subject) {
        if was_held(one.status) && Some(one.date) <= as_of {
            given += one.hours.unwrap_or(100);
            by_other += if one.status == "substituted" { one.hours.unwrap_or(100) } else { 0 };
            remotely += if one.status == "remote" { one.hours.unwrap_or(100) } else { 0 };
            if one.topic.as_ref().is_some_and(|topic| !topic.trim().is_empty()) {
                with_topic += one.hours.unwrap_or(100);
            }
        }
    }
    let of_plan = |number: i64| if rows > 0 { json!(number) } else { Value::Null };
    // A plan without a single date does not say what should have been given by now.
    let of_dates = |number: i64| if rows > undated { json!(number) } else { Value::Null };
    // Without a single lesson in the export nothing is known of what was given.
    let taught = !school.lessons.is_empty();
    let of_lessons = |value: Value| if taught { value } else { Value::Null };
    let missed = |cause: &str| of_lessons(of_dates(missed(school, ask, (class, group.as_ref(), subject), cause)));
    row([
        ("grade_level", json!(class_of(school, class).grade_level)),
        ("class_id", json!(class)),
        ("group_id", json!(group)),
        ("subject_id", json!(subject)),
        ("subject", json!(subject_name(school, subject))),
        ("planned_hours_hundredths", of_plan(planned)),
        ("planned_to_date_hundredths", of_dates(to_date)),
        ("curriculum_hours_hundredths", json!(curriculum)),
        ("given_hours_hundredths", of_lessons(json!(given))),
        ("given_with_topic_hundredths", of_lessons(json!(with_topic))),
        ("lag_hundredths", of_lessons(of_dates(to_date - given))),
        ("undated_rows", of_plan(undated)),
        ("missed_holiday_hundredths", missed("holiday")),
        ("missed_quarantine_hundredths", missed("quarantine")),
        ("missed_replaced_hundredths", missed("replaced")),
        ("missed_cancelled_hundredths", missed("cancelled")),
        ("missed_other_hundredths", missed("other")),
        ("given_by_other_hundredths", of_lessons(json!(by_other))),
        ("given_remotely_hundredths", of_lessons(json!(remotely))),
    ])
}

/// Hours of the plan that were due and not given on their day, of one cause.
fn missed(school: &School, ask: &Ask, (class, group, subject): (&str, Option<&String>, &str), wanted: &str) -> i64 {
    let as_of = ask.as_of(school);
    let mut hours = 0;
    for row in school.plan.iter().filter(|one| one.class == class && one.group.as_ref() == group && one.subject == subject) {
        let Some(date) = row.date.filter(|date| Some(*date) <= as_of) else { continue };
        let of_day: Vec<_> = school.lessons.iter().filter(|one| one.class == class && one.date == date).collect();
        let own = |one: &&&crate::random_school::Lesson| one.group.as_ref() == group && one.subject == subject;
        if of_day.iter().filter(own).any(|one| was_held(one.status)) {
            continue;
        }
        let kind = school.calendar.iter().find(|day| day.date == date).map(|day| day.kind);
        let cause = match kind {
            Some("holiday" | "vacation" | "weekend") => "holiday",
            Some("cancelled" | "remote") => "quarantine",
            _ if of_day.iter().any(|one| one.status == "substituted" && one.subject != subject) => "replaced",
            _ if of_day.iter().filter(own).any(|one| one.status == "cancelled") => "cancelled",
            _ => "other",
        };
        hours += if cause == wanted { row.hours } else { 0 };
    }
    hours
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::programme_completion;
    use crate::random_school::day;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван"]);
        for (seq, date) in [(1, Some(1)), (2, Some(8)), (3, None)] {
            school.planned("алгебра", seq, date);
        }
        school.lesson(None, "алгебра", 1, Some(1));
        school.0.lessons[0].hours = Some(200);
        let row = &programme_completion(&school.0, &Ask { as_of: Some(day(9, 7)), ..Ask::default() })[0];
        assert_eq!([&row["planned_hours_hundredths"], &row["planned_to_date_hundredths"]], [&json!(300), &json!(100)]);
        assert_eq!([&row["given_hours_hundredths"], &row["lag_hundredths"], &row["undated_rows"]], [&json!(200), &json!(-100), &json!(1)]);
    }
}
