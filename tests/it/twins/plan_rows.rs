//! Plans against the timetable and the lessons (domain G-3).

use chrono::Datelike;
use serde_json::{Value, json};

use super::{Ask, Row, class_of, row, subject_name, was_held};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id group_id subject_id subject plan_rows undated_rows dated_rows slots slots_reason
    lessons with_row topic_differs order_breaks given_breaks
);

pub fn plan_rows(school: &School, ask: &Ask) -> Vec<Row> {
    let mut courses: Vec<_> = school.plan.iter().map(|row| (row.class.clone(), row.group.clone(), row.subject.clone())).collect();
    courses.sort();
    courses.dedup();
    courses.retain(|(class, _, _)| ask.wants(class_of(school, class)));
    courses.iter().map(|(class, group, subject)| line(school, ask, class, group.as_ref(), subject)).collect()
}

fn line(school: &School, ask: &Ask, class: &str, group: Option<&String>, subject: &str) -> Row {
    let grade = class_of(school, class).grade_level;
    let (from, to) = days(school, ask, grade);
    let mut plan: Vec<_> =
        school.plan.iter().filter(|row| row.class == class && row.group.as_ref() == group && row.subject == subject).collect();
    plan.sort_by_key(|row| row.seq);
    let dates: Vec<_> = plan.iter().filter_map(|row| row.date).collect();
    let order_breaks = (0..dates.len()).filter(|at| dates[..*at].iter().any(|above| *above > dates[*at])).count();
    let mut lessons: Vec<_> = school.lessons.iter().filter(|one| one.class == class && one.group.as_ref() == group).collect();
    lessons.retain(|one| one.subject == subject && was_held(one.status) && from <= one.date && one.date <= to);
    lessons.retain(|one| ask.as_of(school).is_some_and(|day| one.date <= day));
    lessons.sort_by_key(|one| (one.date, one.number.is_none(), one.number, one.planned_seq.is_none(), one.planned_seq));
    let row_of = |seq: Option<i64>| plan.iter().find(|row| Some(row.seq) == seq);
    let differs = lessons.iter().filter(|one| {
        let (topic, planned) = (one.topic.as_deref().map(str::trim), row_of(one.planned_seq).and_then(|row| row.topic));
        topic.is_some_and(|topic| !topic.is_empty() && planned.is_some_and(|planned| planned != topic))
    });
    let given: Vec<i64> = lessons.iter().filter_map(|one| one.planned_seq).collect();
    let given_breaks = (0..given.len()).filter(|at| given[..*at].iter().any(|before| *before > given[*at])).count();
    let timed = school.slots.iter().any(|slot| slot.class == class);
    let dated = school.calendar.iter().any(|one| from <= one.date && one.date <= to);
    let slots = school.calendar.iter().filter(|one| from <= one.date && one.date <= to && matches!(one.kind, "school" | "remote"));
    let slots: usize = slots
        .map(|one| {
            let own = school.slots.iter().filter(|slot| slot.class == class && slot.group.as_ref() == group && slot.subject == subject);
            let weekday = i64::from(one.date.weekday().number_from_monday());
            own.filter(|slot| {
                slot.weekday == weekday && slot.from.is_none_or(|from| from <= one.date) && slot.to.is_none_or(|to| one.date <= to)
            })
            .count()
        })
        .sum();
    row([
        ("grade_level", json!(grade)),
        ("class_id", json!(class)),
        ("group_id", json!(group)),
        ("subject_id", json!(subject)),
        ("subject", json!(subject_name(school, subject))),
        ("plan_rows", json!(plan.len())),
        ("undated_rows", json!(plan.len() - dates.len())),
        ("dated_rows", json!(dates.iter().filter(|date| from <= **date && **date <= to).count())),
        ("slots", if timed && dated { json!(slots) } else { Value::Null }),
        (
            "slots_reason",
            json!(if !timed {
                Some("no_timetable")
            } else if !dated {
                Some("no_calendar")
            } else {
                None
            }),
        ),
        ("lessons", json!(lessons.len())),
        ("with_row", json!(lessons.iter().filter(|one| row_of(one.planned_seq).is_some()).count())),
        ("topic_differs", json!(differs.count())),
        ("order_breaks", json!(order_breaks)),
        ("given_breaks", json!(given_breaks)),
    ])
}

/// The asked days, else the bounds of the asked period for the grade level, else the school year.
pub fn days(school: &School, ask: &Ask, grade: i64) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let period = ask.period.and_then(|id| super::bounds(school, id, Some(grade)));
    let from = ask.from.or(period.map(|period| period.0)).unwrap_or_else(|| crate::random_school::day(9, 1));
    let to = ask.to.or(period.map(|period| period.1)).unwrap_or_else(|| crate::random_school::day(8, 31));
    (from, to)
}
