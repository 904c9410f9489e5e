//! Hours planned and given in each of the class's own periods and in the year (domain 1.6).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Ask, Row, bounds, class_of, row, subject_name, was_held};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id group_id subject_id subject area period_id planned_hours_hundredths
    given_hours_hundredths
);

pub fn programme_by_period(school: &School, ask: &Ask) -> Vec<Row> {
    let plans = school.plan.iter().map(|one| (&one.class, one.group.as_ref(), &one.subject));
    let lessons = school.lessons.iter().map(|one| (&one.class, one.group.as_ref(), &one.subject));
    let courses: BTreeSet<_> = plans.chain(lessons).collect();
    let mut rows = Vec::new();
    for (class, group, subject) in courses.into_iter().filter(|(class, _, _)| ask.wants(class_of(school, class))) {
        let own = class_of(school, class);
        let letter = match own.period_kind {
            Some("half_year") => "h",
            Some("trimester") => "t",
            _ => "q",
        };
        let mut ids: BTreeSet<&str> = school.periods.iter().map(|period| period.id).filter(|id| id.starts_with(letter)).collect();
        ids.insert("year");
        for id in ids {
            let days = bounds(school, id, Some(own.grade_level)).filter(|_| id != "year");
            let inside = |date: Option<NaiveDate>| {
                id == "year" || days.is_some_and(|(from, to)| date.is_some_and(|date| from <= date && date <= to))
            };
            let plan: Vec<_> =
                school.plan.iter().filter(|one| one.class == *class && one.group.as_ref() == group && one.subject == *subject).collect();
            let known = !plan.is_empty() && (id == "year" || plan.iter().any(|one| one.date.is_some()));
            let planned: i64 = plan.iter().filter(|one| inside(one.date)).map(|one| one.hours).sum();
            let held = school.lessons.iter().filter(|one| one.class == *class && one.group.as_ref() == group && one.subject == *subject);
            let held = held.filter(|one| was_held(one.status) && inside(Some(one.date)) && Some(one.date) <= ask.as_of(school));
            let given: i64 = held.map(|one| one.hours.unwrap_or(100)).sum();
            rows.push(row([
                ("grade_level", json!(own.grade_level)),
                ("class_id", json!(class)),
                ("group_id", json!(group)),
                ("subject_id", json!(subject)),
                ("subject", json!(subject_name(school, subject))),
                ("area", Value::Null),
                ("period_id", json!(id)),
                ("planned_hours_hundredths", if known { json!(planned) } else { Value::Null }),
                ("given_hours_hundredths", if school.lessons.is_empty() { Value::Null } else { json!(given) }),
            ]));
        }
    }
    rows
}
