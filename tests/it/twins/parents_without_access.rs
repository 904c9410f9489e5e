//! Parents who cannot look into the journal, and whether they were given results on paper (domain D-14).
//!
//! Worked example, once a quarter to 26 October: the paper of the 20th was in time whenever one looks after it; who had none is open on
//! the 24th and missing from the 26th on.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::{Ask, Row, bounds, full_name, in_class, is_extra, row};
use crate::random_school::{Class, School, plus};

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id student_id full_name from_date to_date told_date verdict reason
);

/// By the neutral regulation, which asks for nothing.
pub fn parents_without_access(school: &School, ask: &Ask) -> Vec<Row> {
    parents(school, ask, "")
}

/// `every`: how often a regulation wants results given out: `quarter`, `week`, or never.
pub fn parents(school: &School, ask: &Ask, every: &str) -> Vec<Row> {
    let classes: Vec<&Class> = school.classes.iter().filter(|class| ask.wants(class) && !is_extra(school, class)).collect();
    if !school.accounts.iter().any(|one| one.role == "parent") {
        let unknown =
            ["grade_level", "class_id", "full_name", "from_date", "to_date", "told_date"].map(|name| (name.to_owned(), Value::Null));
        let mut line = row([("verdict", json!("not_determinable")), ("reason", json!("no_table:account"))]);
        line.extend(unknown);
        return if classes.is_empty() { Vec::new() } else { vec![line] };
    }
    let Some(as_of) = ask.as_of(school) else { return Vec::new() };
    let mut rows = Vec::new();
    for class in classes {
        let span = span(school, class, as_of, every);
        for student in school.students.iter().filter(|one| in_class(school, &one.id, &class.id, as_of)) {
            let own = |id: &Option<String>| id.as_ref() == Some(&student.id);
            if school.accounts.iter().any(|one| one.role == "parent" && own(&one.student) && one.active != Some(false)) {
                continue;
            }
            let papers = school.notices.iter().filter(|one| one.student == student.id && one.date <= as_of && is_paper(one.reason));
            let told = papers.map(|one| one.date).max();
            let (verdict, reason) = match span {
                _ if every.is_empty() => ("no_rule", None),
                None => ("not_determinable", Some("no_period_bounds")),
                Some((from, _)) if told.is_some_and(|date| from <= date) => ("in_time", None),
                Some(_) if school.notices.is_empty() => ("not_determinable", Some("no_table:notification")),
                Some((_, to)) if to <= as_of => ("missing", None),
                Some(_) => ("open", None),
            };
            let text = |date: Option<NaiveDate>| json!(date.map(|date| date.to_string()));
            rows.push(row([
                ("grade_level", json!(class.grade_level)),
                ("class_id", json!(class.id)),
                ("full_name", json!(full_name(school, &student.id))),
                ("from_date", text(span.map(|span| span.0))),
                ("to_date", text(span.map(|span| span.1))),
                ("told_date", text(told)),
                ("verdict", json!(verdict)),
                ("reason", json!(reason)),
            ]));
        }
    }
    rows
}

/// The week or the class's quarter around the day.
fn span(school: &School, class: &Class, as_of: NaiveDate, every: &str) -> Option<(NaiveDate, NaiveDate)> {
    let monday = plus(as_of, -i64::from(as_of.weekday().num_days_from_monday()));
    let mut quarters = school.periods.iter().filter(|one| one.kind == "quarter");
    match every {
        "week" => Some((monday, plus(monday, 6))),
        "quarter" => {
            quarters.find_map(|one| bounds(school, one.id, Some(class.grade_level)).filter(|(from, to)| *from <= as_of && as_of <= *to))
        }
        _ => None,
    }
}

fn is_paper(reason: &str) -> bool {
    ["распечат", "выписк", "результат"].iter().any(|word| reason.to_lowercase().contains(word))
}
