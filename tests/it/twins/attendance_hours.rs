//! Hours missed and held, by month and in all (domain 1.3, vocational schools).
//!
//! Worked example: a lesson of two hours missed ill and one without hours missed without cause → 3 h, of them 1 h unexcused.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::place::{Place, cells, place};
use super::seats::{gravest, is_told, lessons_of, reasons_by_seat};
use super::{Ask, Row, fill, row, was_held};
use crate::random_school::School;

pub const COLUMNS: &[&str] = columns!(
    school year stage grade_level class_id student_id full_name month hours_missed_hundredths
    hours_unexcused_hundredths hours_held_hundredths
);
pub const GRAINS: [&str; 5] = ["student", "class", "grade_level", "stage", "school"];

#[derive(Default)]
struct Hours {
    missed: i64,
    unexcused: i64,
    held: i64,
    unknown: bool,
}

pub fn attendance_hours(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("student");
    let (from, to) = ask.dates(school);
    let seats = reasons_by_seat(school, from, to);
    let mut sums: BTreeMap<(Place, Option<String>), Hours> = BTreeMap::new();
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        let mut all: Vec<(String, Option<NaiveDate>, Hours)> = Vec::new();
        for member in school.class_members.iter().filter(|member| member.class == class.id) {
            if member.from.is_none_or(|first| first <= to) && member.to.is_none_or(|last| from <= last) {
                all.push((member.student.clone(), None, Hours::default()));
            }
        }
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all.dedup_by(|one, other| one.0 == other.0);
        let members: Vec<String> = all.iter().map(|(student, _, _)| student.clone()).collect();
        let hours = |subject: &str, date: NaiveDate, number: Option<i64>| {
            let same = school.lessons.iter().filter(|one| one.class == class.id && one.subject == subject && one.date == date);
            same.filter(|one| one.number == number && was_held(one.status)).map(|one| one.hours.unwrap_or(100)).max()
        };
        let mut known = false;
        for student in &members {
            for (subject, date, number) in lessons_of(school, student, &class.id, from, to) {
                if !is_told(school, date) {
                    continue;
                }
                known = true;
                let held = hours(&subject, date, number).unwrap_or(100);
                all.push((student.clone(), Some(date), Hours { held, ..Hours::default() }));
            }
        }
        for (seat, reasons) in seats.iter().filter(|(seat, _)| seat.class == class.id) {
            let Some(cause) = gravest(reasons) else { continue };
            let missed = hours(&seat.subject, seat.date, seat.number).unwrap_or(100);
            let unexcused = if matches!(cause, "unexcused" | "unset") { missed } else { 0 };
            all.push((seat.student.clone(), Some(seat.date), Hours { missed, unexcused, ..Hours::default() }));
        }
        for (student, date, hours) in all {
            let place = place(grain, class, &student, "");
            let month = date.map(|date| date.format("%Y-%m").to_string());
            let keys = if month.is_some() { vec![month, None] } else { vec![None] };
            for key in keys {
                let sum = sums.entry((place.clone(), key)).or_default();
                sum.missed += hours.missed;
                sum.unexcused += hours.unexcused;
                sum.held += hours.held;
                sum.unknown |= !known;
            }
        }
    }
    let told = is_told(school, from);
    sums.iter().map(|((place, month), sum)| line(school, place, month.as_ref(), sum, told)).collect()
}

fn line(school: &School, place: &Place, month: Option<&String>, sum: &Hours, told: bool) -> Row {
    let mut row = row(cells(school, place));
    row.retain(|name, _| !name.starts_with("subject"));
    let more: [(&str, Value); 4] = [
        ("month", json!(month)),
        ("hours_missed_hundredths", if told { json!(sum.missed) } else { Value::Null }),
        ("hours_unexcused_hundredths", if told { json!(sum.unexcused) } else { Value::Null }),
        ("hours_held_hundredths", if sum.unknown { Value::Null } else { json!(sum.held) }),
    ];
    fill(&mut row, more);
    row
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::attendance_hours;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван"]);
        school.lesson(None, "алгебра", 8, Some(1));
        school.lesson(None, "алгебра", 9, Some(1));
        school.0.lessons[0].hours = Some(200);
        school.absence("Иван", "алгебра", 8, 1, "illness");
        school.absence("Иван", "алгебра", 9, 1, "unexcused");
        let rows = attendance_hours(&school.0, &Ask { by: Some("class"), ..Ask::default() });
        assert_eq!(rows.iter().map(|row| row["month"].clone()).collect::<Vec<_>>(), [json!(null), json!("2025-09")]);
        let of = |name: &str| rows[0][name].clone();
        assert_eq!([of("hours_missed_hundredths"), of("hours_unexcused_hundredths")], [json!(300), json!(100)]);
        assert_eq!(of("hours_held_hundredths"), json!(300));
    }
}
