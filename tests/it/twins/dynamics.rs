//! Results against the class's own period before (domain P-07); the random schools have one school year.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::performance;
use super::standing::period_of_class;
use super::{Ask, Row};
use crate::random_school::{Class, School};

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id subject_id subject assessed pass_n quality_n mark_sum mark_count
    students_base students_pass students_quality before_assessed before_pass_n before_quality_n before_mark_sum
    before_mark_count before_students_base before_students_pass before_students_quality before_reason last_class_id
    last_assessed last_pass_n last_quality_n last_mark_sum last_mark_count last_students_base last_students_pass
    last_students_quality last_reason
);
pub const GRAINS: [&str; 6] = ["class", "class_subject", "subject", "grade_level", "stage", "school"];
const MEASURES: [&str; 8] =
    ["assessed", "pass_n", "quality_n", "mark_sum", "mark_count", "students_base", "students_pass", "students_quality"];

pub fn dynamics(school: &School, ask: &Ask) -> Vec<Row> {
    let by = Some(ask.by.unwrap_or("class"));
    let asked = ask.period.expect("a period");
    let ask = &Ask { by, ..ask.clone() };
    let earlier = before(school, ask, asked);
    let any = school.classes.iter().any(|class| previous(class, asked).is_some());
    let cells = &Ask { by: Some("class_subject"), ..ask.clone() };
    let marked = [units(school, asked, &performance::performance(school, cells)), units(school, asked, &before(school, cells, asked))];
    performance::performance(school, ask).iter().map(|row| line(school, asked, row, &earlier, any, &marked)).collect()
}

/// Stage, grade level, subject and kind of period of the classes that have marks.
fn units(school: &School, asked: &'static str, cells: &[Row]) -> BTreeSet<String> {
    let kind = |row: &Row| {
        let class = school.classes.iter().find(|class| row["class_id"] == json!(class.id));
        class.and_then(|class| period_of_class(class, asked)).and_then(|period| period.chars().next())
    };
    let marked = cells.iter().filter(|row| row["mark_count"] != json!(0));
    marked.map(|row| json!([row["stage"], row["grade_level"], row["subject_id"], kind(row)]).to_string()).collect()
}

/// Whether some grade level of the row has marks in one of the two periods only.
fn is_uneven(row: &Row, marked: &[BTreeSet<String>; 2]) -> bool {
    let of = |units: &BTreeSet<String>| {
        let parts = units.iter().map(|unit| serde_json::from_str::<[Value; 4]>(unit).expect("a unit"));
        let own = parts.filter(|[stage, level, subject, _]| {
            [("stage", stage), ("grade_level", level), ("subject_id", subject)]
                .iter()
                .all(|(key, value)| row[*key].is_null() || row[*key] == **value)
        });
        own.map(|[_, level, _, kind]| json!([level, kind]).to_string()).collect::<BTreeSet<String>>()
    };
    row["class_id"].is_null() && of(&marked[0]) != of(&marked[1])
}

/// The class's own period before the asked one.
fn previous(class: &Class, asked: &'static str) -> Option<&'static str> {
    match period_of_class(class, asked)? {
        "q2" => Some("q1"),
        "q3" => Some("q2"),
        "q4" => Some("q3"),
        "h2" => Some("h1"),
        "t2" => Some("t1"),
        "t3" => Some("t2"),
        _ => None,
    }
}

/// The rates of the period before: every class stands in it with its own, as if all had the same name.
fn before(school: &School, ask: &Ask, asked: &'static str) -> Vec<Row> {
    let mut renamed = school.clone();
    for class in &mut renamed.classes {
        let own = previous(class, asked);
        // The class's period before becomes «t1»; classes without one have no «t1».
        class.period_kind = Some(if own.is_some() { "trimester" } else { "quarter" });
    }
    for mark in &mut renamed.period_marks {
        let class = school.classes.iter().find(|class| class.id == mark.class).expect("a class");
        if mark.kind == "period" {
            mark.period = if previous(class, asked) == Some(mark.period) { "t1" } else { "m9" };
        }
    }
    renamed.periods.clear();
    for class in &school.classes {
        let Some((start, end)) = previous(class, asked).and_then(|id| super::bounds(school, id, Some(class.grade_level))) else { continue };
        let grade_level = Some(class.grade_level);
        renamed.periods.push(crate::random_school::GradingPeriod { id: "t1", kind: "trimester", seq: 1, grade_level, start, end });
    }
    performance::performance(&renamed, &Ask { period: Some("t1"), ..ask.clone() })
}

fn line(school: &School, asked: &'static str, row: &Row, earlier: &[Row], any: bool, marked: &[BTreeSet<String>; 2]) -> Row {
    let keys = ["stage", "grade_level", "class_id", "subject_id"];
    let found = earlier.iter().find(|one| keys.iter().all(|key| one[*key] == row[*key]) && one["mark_count"] != json!(0));
    let class = school.classes.iter().find(|class| row["class_id"] == json!(class.id));
    let has = class.map_or(any, |class| previous(class, asked).is_some());
    let mut line: Row =
        row.iter().filter(|(name, _)| COLUMNS.contains(&name.as_str())).map(|(name, value)| (name.clone(), value.clone())).collect();
    let uneven = is_uneven(row, marked);
    let shown = found.filter(|_| !uneven);
    for measure in MEASURES {
        line.insert(format!("before_{measure}"), shown.map_or(Value::Null, |one| one[measure].clone()));
        line.insert(format!("last_{measure}"), Value::Null);
    }
    let reason = match (found, uneven, has) {
        (Some(_), true, _) => json!("other_classes"),
        (Some(_), false, _) => Value::Null,
        (None, _, true) => json!("no_marks"),
        (None, _, false) => json!("first_period"),
    };
    line.insert("before_reason".to_owned(), reason);
    let name = class
        .filter(|class| class.grade_level > 1)
        .map(|class| format!("{}{}", class.grade_level - 1, class.id.trim_start_matches(|one: char| one.is_ascii_digit())));
    line.insert("last_class_id".to_owned(), json!(name));
    line.insert("last_reason".to_owned(), json!("no_year"));
    line
}
