//! Whom a teacher must write about (domain N-1): failing marks, absences without cause, too few marks.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::mark_sufficiency::judged;
use super::place::{own_days, rosters};
use super::{Ask, Row, full_name, row, standing, subject_name};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name cause subject_id subject amount sent_date verdict
    reason
);

pub fn notification_due(school: &School, ask: &Ask) -> Vec<Row> {
    let asked = ask.period.expect("a period");
    let mut rows = Vec::new();
    for (class, roster) in rosters(school, ask) {
        let own = own_days(school, class, asked);
        let judged = judged(school, ask, class, &roster);
        for student in &roster {
            let mut due: Vec<(&str, Option<String>, Option<i64>)> = Vec::new();
            for (subject, status, value) in standing::cells(school, class, asked, &roster, student) {
                if status == "no_credit" || matches!(value, Some(1 | 2)) {
                    due.push(("failing", Some(subject), None));
                }
            }
            let absences = school.absences.iter().filter(|one| one.student == *student && one.reason == "unexcused");
            let seen = ask.as_of(school);
            let inside = absences.filter(|one| own.is_some_and(|(from, to)| from <= one.date && one.date <= to) && Some(one.date) <= seen);
            let lessons: BTreeSet<_> = inside.map(|one| (one.date, one.subject.clone(), one.number)).collect();
            if !lessons.is_empty() {
                due.push(("unexcused", None, Some(i64::try_from(lessons.len()).expect("few"))));
            }
            for one in judged.iter().filter(|one| one.student == *student && one.verdict == "too_few") {
                due.push(("too_few_marks", Some(one.subject.clone()), Some(one.marks)));
            }
            for (cause, subject, amount) in due {
                let words = match cause {
                    "unexcused" => "пропуск без уважительной причины",
                    "too_few_marks" => "мало отметок",
                    _ => "неуспеваемость за период",
                };
                let notices = school.notices.iter().filter(|one| one.student == *student && one.reason == words);
                let fitting = notices.filter(|one| subject.is_none() || one.subject.is_none() || one.subject == subject);
                let sent = fitting.map(|one| one.date).filter(|date| own.is_none_or(|(from, _)| from <= *date)).min();
                let verdict = match sent {
                    _ if school.notices.is_empty() => "not_determinable",
                    Some(_) => "sent",
                    None => "not_sent",
                };
                rows.push(row([
                    ("period_id", json!(asked)),
                    ("grade_level", json!(class.grade_level)),
                    ("class_id", json!(class.id)),
                    ("full_name", json!(full_name(school, student))),
                    ("cause", json!(cause)),
                    ("subject_id", json!(subject)),
                    ("subject", json!(subject.as_ref().map(|id| subject_name(school, id)))),
                    ("amount", json!(amount)),
                    ("sent_date", json!(sent.filter(|_| !school.notices.is_empty()).map(|date| date.to_string()))),
                    ("verdict", json!(verdict)),
                    ("reason", if school.notices.is_empty() { json!("no_table:notification") } else { Value::Null }),
                ]));
            }
        }
    }
    rows
}
