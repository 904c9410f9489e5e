//! Control, practical and laboratory works planned and held (domain G-4).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::place::{Place, cells};
use super::plan_hours::course_place;
use super::plan_rows::days;
use super::{Ask, Row, class_of, fill, row, was_held};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year stage grade_level class_id group_id subject_id subject courses control_planned control_held
    practical_planned practical_held laboratory_planned laboratory_held control_works courses_without_control
);
pub const GRAINS: [&str; 6] = ["course", "class", "subject", "grade_level", "stage", "school"];
const KINDS: [&str; 3] = ["control", "practical", "laboratory"];

#[derive(Default)]
struct Count {
    courses: i64,
    planned: [i64; 3],
    held: [i64; 3],
    works: i64,
    without: i64,
}

pub fn practical_part(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("course");
    let Some(as_of) = ask.as_of(school) else { return only_plans(school, ask, grain) };
    let mut counts: BTreeMap<(Place, Option<String>), Count> = BTreeMap::new();
    for (class, group, subject) in courses(school, ask) {
        let (from, to) = days(school, ask, class_of(school, class).grade_level);
        let mine = |one_class: &String, one_group: &Option<String>, one_subject: &String| {
            one_class == class && one_group.as_ref() == group && one_subject == subject
        };
        let held: Vec<_> = school
            .lessons
            .iter()
            .filter(|one| mine(&one.class, &one.group, &one.subject) && was_held(one.status) && one.date <= as_of)
            .collect();
        let naming = held.iter().any(|one| one.planned_seq.is_some());
        let count = counts.entry(course_place(school, grain, class, group, subject)).or_default();
        count.courses += 1;
        let mut control = 0;
        for plan in school.plan.iter().filter(|one| mine(&one.class, &one.group, &one.subject)) {
            let Some(at) = KINDS.iter().position(|kind| Some(*kind) == plan.kind) else { continue };
            let Some(date) = plan.date.filter(|date| from <= *date && *date <= to && *date <= as_of) else { continue };
            count.planned[at] += 1;
            let given = held.iter().any(|one| if naming { one.planned_seq == Some(plan.seq) } else { one.date == date });
            count.held[at] += i64::from(given);
            control += i64::from(given && at == 0);
        }
        let works = school.works.iter().filter(|one| mine(&one.class, &one.group, &one.subject) && from <= one.date && one.date <= to);
        let works = works.filter(|one| one.date <= as_of && one.kind == Some("КР")).count();
        let works = if school.work_kinds.is_empty() { 0 } else { i64::try_from(works).expect("few") };
        count.works += works;
        count.without += i64::from(control == 0 && works == 0);
    }
    counts.iter().map(|((place, group), count)| line(school, place, group.as_ref(), count)).collect()
}

/// No entry, no day: the courses with a plan and nothing else.
fn only_plans(school: &School, ask: &Ask, grain: &str) -> Vec<Row> {
    let mut counts: BTreeMap<(Place, Option<String>), Count> = BTreeMap::new();
    for (class, group, subject) in courses(school, ask) {
        let count = counts.entry(course_place(school, grain, class, group, subject)).or_default();
        count.courses += 1;
        count.without += 1;
    }
    counts.iter().map(|((place, group), count)| line(school, place, group.as_ref(), count)).collect()
}

fn courses<'school>(school: &'school School, ask: &Ask) -> BTreeSet<(&'school String, Option<&'school String>, &'school String)> {
    let inside = |class: &String, date| {
        let (from, to) = days(school, ask, class_of(school, class).grade_level);
        from <= date && date <= to && ask.as_of(school).is_some_and(|day| date <= day)
    };
    let plans = school.plan.iter().map(|one| (&one.class, one.group.as_ref(), &one.subject));
    let lessons = school.lessons.iter().filter(|one| was_held(one.status) && inside(&one.class, one.date));
    let works = school.works.iter().filter(|one| inside(&one.class, one.date));
    plans
        .chain(lessons.map(|one| (&one.class, one.group.as_ref(), &one.subject)))
        .chain(works.map(|one| (&one.class, one.group.as_ref(), &one.subject)))
        .filter(|(class, _, _)| ask.wants(class_of(school, class)))
        .collect()
}

fn line(school: &School, place: &Place, group: Option<&String>, count: &Count) -> Row {
    let mut row = row(cells(school, place));
    row.remove("full_name");
    // Nobody told which work is a control work, and which row of a plan is one.
    let untold = school.work_kinds.is_empty() && school.plan.iter().all(|one| one.kind.is_none());
    let more: [(&str, Value); 4] = [
        ("group_id", json!(group)),
        ("courses", json!(count.courses)),
        ("control_works", if school.work_kinds.is_empty() { Value::Null } else { json!(count.works) }),
        ("courses_without_control", if untold { Value::Null } else { json!(count.without) }),
    ];
    fill(&mut row, more);
    for (at, kind) in KINDS.iter().enumerate() {
        row.insert(format!("{kind}_planned"), json!(count.planned[at]));
        row.insert(format!("{kind}_held"), json!(count.held[at]));
    }
    row
}
