//! Hours of the plans against those of the curriculum (domain G-1).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, cells, place};
use super::{Ask, Row, class_of, fill, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year stage grade_level class_id group_id subject_id subject courses equal more less no_plan no_curriculum
    planned_hours_hundredths curriculum_hours_hundredths
);
pub const GRAINS: [&str; 6] = ["course", "class", "subject", "grade_level", "stage", "school"];

/// Place without the group, and the group at grain course.
pub fn course_place(school: &School, grain: &str, class: &str, group: Option<&String>, subject: &str) -> (Place, Option<String>) {
    let known = if grain == "course" { "class_subject" } else { grain };
    (place(known, class_of(school, class), "", subject), group.filter(|_| grain == "course").cloned())
}

/// Two counts of hours, each known or not.
type Hours = (Option<i64>, Option<i64>);

pub fn plan_hours(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("course");
    let mut courses: Vec<(&String, Option<&String>, &String)> = Vec::new();
    courses.extend(school.plan.iter().map(|row| (&row.class, row.group.as_ref(), &row.subject)));
    for row in &school.curriculum {
        // A row for the whole class speaks for the groups that have plans of their own.
        let grouped = school.plan.iter().any(|one| one.class == row.class && one.subject == row.subject && one.group.is_some());
        let own = school.plan.iter().any(|one| one.class == row.class && one.subject == row.subject && one.group.is_none());
        if row.group.is_some() || !grouped || own {
            courses.push((&row.class, row.group.as_ref(), &row.subject));
        }
    }
    courses.sort();
    courses.dedup();
    let mut groups: BTreeMap<(Place, Option<String>), Vec<Hours>> = BTreeMap::new();
    for (class, group, subject) in courses.into_iter().filter(|(class, _, _)| ask.wants(class_of(school, class))) {
        let rows = school.plan.iter().filter(|one| one.class == *class && one.group.as_ref() == group && one.subject == *subject);
        let rows: Vec<i64> = rows.map(|one| one.hours).collect();
        let planned = (!rows.is_empty()).then(|| rows.iter().sum());
        let hours = |group: Option<&String>| {
            let mut rows =
                school.curriculum.iter().filter(|one| one.class == *class && one.group.as_ref() == group && one.subject == *subject);
            rows.find_map(|one| one.hours_year)
        };
        let key = course_place(school, grain, class, group, subject);
        groups.entry(key).or_default().push((planned, hours(group).or(hours(None))));
    }
    groups.iter().map(|((place, group), all)| line(school, place, group.as_ref(), all)).collect()
}

fn line(school: &School, place: &Place, group: Option<&String>, all: &[(Option<i64>, Option<i64>)]) -> Row {
    let both: Vec<(i64, i64)> = all.iter().filter_map(|(planned, hours)| planned.zip(*hours)).collect();
    let count = |of: fn(&(i64, i64)) -> bool| json!(both.iter().filter(|one| of(one)).count());
    let sum = |values: Vec<i64>| if values.is_empty() { Value::Null } else { json!(values.iter().sum::<i64>()) };
    let mut row = row(cells(school, place));
    row.remove("full_name");
    let more: [(&str, Value); 9] = [
        ("group_id", json!(group)),
        ("courses", json!(all.len())),
        ("equal", count(|(planned, hours)| planned == hours)),
        ("more", count(|(planned, hours)| planned > hours)),
        ("less", count(|(planned, hours)| planned < hours)),
        ("no_plan", json!(all.iter().filter(|(planned, _)| planned.is_none()).count())),
        ("no_curriculum", json!(all.iter().filter(|(planned, hours)| planned.is_some() && hours.is_none()).count())),
        ("planned_hours_hundredths", sum(both.iter().map(|(planned, _)| *planned).collect())),
        ("curriculum_hours_hundredths", sum(both.iter().map(|(_, hours)| *hours).collect())),
    ];
    fill(&mut row, more);
    row
}
