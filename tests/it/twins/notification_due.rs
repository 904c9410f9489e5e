//! Whom a teacher must write about (domain N-1): failing marks, absences without cause, too few marks.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::mark_sufficiency::judged;
use super::place::{own_days, rosters};
use super::plan_rows::days;
use super::seats::{Seats, reasons_by_seat};
use super::{Ask, Row, full_name, row, standing, subject_name, unexcused_absences};
use crate::random_school::{Class, School};

pub const COLUMNS: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name cause subject_id subject amount sent_date verdict
    reason
);

pub fn notification_due(school: &School, ask: &Ask) -> Vec<Row> {
    let asked = ask.period.expect("a period");
    let mut rows = Vec::new();
    for (class, roster) in rosters(school, ask) {
        let own = own_days(school, class, asked);
        // As far as they are over.
        let (from, to) = days(school, ask, class.grade_level);
        let days = ask.as_of(school).map(|seen| (from, to.min(seen)));
        let seats = days.map(|(from, to)| reasons_by_seat(school, from, to)).unwrap_or_default();
        let judged = judged(school, ask, class, &roster);
        for student in &roster {
            let mut due: Vec<(&str, Option<String>, Option<i64>)> = Vec::new();
            for (subject, status, value) in standing::cells(school, class, asked, &roster, student) {
                if status == "no_credit" || matches!(value, Some(1 | 2)) {
                    due.push(("failing", Some(subject), None));
                }
            }
            let lessons = days.map_or(0, |days| unexcused(school, class, student, days, &seats));
            if lessons > 0 {
                due.push(("unexcused", None, Some(i64::try_from(lessons).expect("few"))));
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

/// Lessons missed without excuse in the class on these days, by the causes that each seat has.
fn unexcused(school: &School, class: &Class, student: &str, (from, to): (NaiveDate, NaiveDate), seats: &Seats) -> usize {
    let own = school.absences.iter().filter(|one| one.student == student && one.class == class.id);
    let dates: BTreeSet<_> = own.map(|one| one.date).filter(|date| from <= *date && *date <= to).collect();
    dates.into_iter().map(|date| unexcused_absences::worth(school, seats, &class.id, student, date)).sum()
}
