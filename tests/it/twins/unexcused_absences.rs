//! Who missed lessons without a good reason (domain A-04).
//!
//! Worked example, no lessons known of the 8th: Ivan is written off without excuse for the whole 8th, and missed physics and chemistry
//! on the 9th, physics also by illness: 1 + 2 lessons, one full day (the 8th) and the 9th, on which nothing else was held.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::plan_rows::days;
use super::seats::{Seats, full_day, gravest, reasons_by_seat, whole_days};
use super::{Ask, Row, full_name, row};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id student_id full_name lessons full_days last_date
);
/// Of the neutral regulation.
const THRESHOLD: usize = 1;

pub fn unexcused_absences(school: &School, ask: &Ask) -> Vec<Row> {
    let mut rows = Vec::new();
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        let (from, to) = days(school, ask, class.grade_level);
        let seats = reasons_by_seat(school, from, to);
        for student in &school.students {
            let own = school.absences.iter().filter(|one| one.student == student.id && one.class == class.id);
            let dates: BTreeSet<_> = own.map(|one| one.date).filter(|date| from <= *date && *date <= to).collect();
            let (mut lessons, mut full, mut last) = (0, 0, None);
            for date in dates {
                let worth = worth(school, &seats, &class.id, &student.id, date);
                lessons += worth;
                full += usize::from(full_day(school, &seats, &student.id, &class.id, date) == Some("unexcused"));
                last = if worth > 0 { Some(date) } else { last };
            }
            if lessons >= THRESHOLD {
                rows.push(row([
                    ("grade_level", json!(class.grade_level)),
                    ("class_id", json!(class.id)),
                    ("full_name", json!(full_name(school, &student.id))),
                    ("lessons", json!(lessons)),
                    ("full_days", json!(full)),
                    ("last_date", json!(last.map(|date| date.to_string()))),
                ]));
            }
        }
    }
    rows
}

/// Lessons that a student missed on a day without excuse.
pub fn worth(school: &School, seats: &Seats, class: &str, student: &str, date: NaiveDate) -> usize {
    let here = seats.iter().filter(|(seat, _)| (seat.student.as_str(), seat.class.as_str(), seat.date) == (student, class, date));
    let missed = here.filter(|(_, reasons)| gravest(reasons) == Some("unexcused")).count();
    // A day that names no lesson is worth one.
    let whole = whole_days(school, class, date, date).any(|one| one.student == student && one.reason == "unexcused");
    missed.max(usize::from(whole))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::unexcused_absences;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        school.lesson(None, "физика", 9, Some(1));
        school.lesson(None, "химия", 9, Some(2));
        school.day_absence("Иван", 8, "unexcused");
        school.absence("Иван", "физика", 9, 1, "unexcused");
        school.absence("Иван", "физика", 9, 1, "illness");
        school.absence("Иван", "химия", 9, 2, "unexcused");
        school.absence("Пётр", "химия", 9, 2, "illness");
        let rows = unexcused_absences(&school.0, &Ask::default());
        assert_eq!(rows.len(), 1);
        assert_eq!([&rows[0]["lessons"], &rows[0]["full_days"], &rows[0]["last_date"]], [&json!(3), &json!(2), &json!("2025-09-09")]);
    }
}
