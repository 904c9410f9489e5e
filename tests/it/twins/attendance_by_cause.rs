//! Missed lessons and full days by cause (domain ).
//!
//! Worked example: a class has three lessons on Monday. Ivan has `illness` at the first, `illness` and `unexcused` in one
//! cell at the second, `late` at the third: illness 1, unexcused 1, late 1, absent 2, no full day. With `illness` at the
//! third: illness 2, unexcused 1 and one full day of mixed causes. Where the export has no absences at all, nobody is known to have been
//! there: neither the lessons nor the absences can be counted.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

use super::place::stage_of;
use super::seats::{full_day, gravest, is_told, lessons_of, reasons_by_seat, told_lessons, was_given, whole_days};
use super::{Ask, Row, class_of, full_name, row};
use crate::random_school::{School, day, plus};

pub const COLUMNS: &[&str] = columns!(
    school year month week_start stage grade_level class_id student_id full_name subject_id excused illness unexcused
    unset absent late lessons_held absent_held unexcused_held days_excused days_illness days_unexcused days_unset days_mixed days_absent
);
pub const GRAINS: [&str; 10] =
    ["class", "student", "subject", "grade_level", "stage", "school", "student_subject", "class_subject", "month", "week"];

/// What a row of the result is about: month, week, stage, grade level, class, student, subject.
type Group = (Option<String>, Option<NaiveDate>, Option<&'static str>, Option<i64>, Option<String>, Option<String>, Option<String>);

#[derive(Default)]
struct Count {
    by_cause: BTreeMap<&'static str, i64>,
    late: i64,
    held: i64,
    /// Of the absences those at lessons given: all, and without excuse.
    at_given: [i64; 2],
    days: BTreeMap<&'static str, i64>,
    /// Has a class with a part in the row no lessons known, or no days known?
    unknown: (bool, bool),
}

pub fn attendance_by_cause(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let (from, to) = ask.dates(school);
    let mut counts: BTreeMap<Group, Count> = BTreeMap::new();
    let seats = reasons_by_seat(school, from, to);
    let wanted = school.classes.iter().filter(|class| ask.wants(class));
    for class in wanted.map(|class| class.id.as_str()) {
        let lessons_known = !told_lessons(school, class, from, to).is_empty();
        let known = (lessons_known, lessons_known || whole_days(school, class, from, to).next().is_some());
        let mut part = |key: Group| {
            let count = counts.entry(key).or_default();
            count.unknown.0 |= !known.0;
            count.unknown.1 |= !known.1;
        };
        // A class has a part in a row through its members, its entries and its lessons.
        match grain {
            "class" | "grade_level" | "stage" | "school" if has_members(school, class, from, to) => {
                part(group(school, grain, class, None, None, None))
            }
            "month" => months(from, to).filter(|(first, last)| has_members(school, class, *first, *last)).for_each(|(first, _)| {
                part(group(school, grain, class, None, None, Some(first)));
            }),
            "week" if has_members(school, class, from, to) => {
                weeks(from, to).for_each(|monday| part(group(school, grain, class, None, None, Some(monday))));
            }
            _ => {}
        }
        for seat in seats.keys().filter(|seat| seat.class == class) {
            part(group(school, grain, class, Some(&seat.student), Some(&seat.subject), Some(seat.date)));
        }
        for one in whole_days(school, class, from, to).filter(|_| !is_by_subject(grain)) {
            part(group(school, grain, class, Some(&one.student), None, Some(one.date)));
        }
        for (seat, reasons) in seats.iter().filter(|(seat, _)| seat.class == class) {
            let count = counts.entry(group(school, grain, class, Some(&seat.student), Some(&seat.subject), Some(seat.date))).or_default();
            match gravest(reasons) {
                Some(cause) => {
                    *count.by_cause.entry(cause).or_default() += 1;
                    let given = i64::from(was_given(school, &seats, seat));
                    count.at_given[0] += given;
                    count.at_given[1] += if cause == "unexcused" { given } else { 0 };
                }
                None => count.late += 1,
            }
        }
        for student in &school.students {
            for (subject, date, _) in lessons_of(school, &student.id, class, from, to) {
                if !is_told(school, date) {
                    continue;
                }
                counts.entry(group(school, grain, class, Some(&student.id), Some(&subject), Some(date))).or_default().held += 1;
            }
            let mut date = from;
            while date <= to && !is_by_subject(grain) {
                if let Some(cause) = full_day(school, &seats, &student.id, class, date) {
                    let key = group(school, grain, class, Some(&student.id), None, Some(date));
                    *counts.entry(key).or_default().days.entry(cause).or_default() += 1;
                }
                date = plus(date, 1);
            }
        }
    }
    counts.retain(|_, count| {
        let something = !count.by_cause.is_empty() || count.late > 0 || !count.days.is_empty();
        match grain {
            "class" | "grade_level" | "stage" | "school" => true,
            "student" | "student_subject" => something,
            _ => something || count.held > 0,
        }
    });
    let told = is_told(school, from);
    counts.into_iter().map(|(group, count)| line(school, grain, group, &count, told)).collect()
}

/// The key columns that the grain splits by.
fn group(school: &School, grain: &str, class: &str, student: Option<&String>, subject: Option<&String>, date: Option<NaiveDate>) -> Group {
    let level = class_of(school, class).grade_level;
    let (stage, grade) = (Some(stage_of(level)), Some(level));
    let class = Some(class.to_owned());
    match grain {
        "class" => (None, None, stage, grade, class, None, None),
        "student" => (None, None, stage, grade, class, student.cloned(), None),
        "subject" => (None, None, None, None, None, None, subject.cloned()),
        "grade_level" => (None, None, stage, grade, None, None, None),
        "stage" => (None, None, stage, None, None, None, None),
        "school" => (None, None, None, None, None, None, None),
        "student_subject" => (None, None, stage, grade, class, student.cloned(), subject.cloned()),
        "class_subject" => (None, None, stage, grade, class, None, subject.cloned()),
        "month" => (date.map(|date| date.format("%Y-%m").to_string()), None, None, None, None, None, None),
        "week" => (None, date.map(monday), None, None, None, None, None),
        _ => panic!("unknown grain {grain}"),
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    plus(date, -i64::from(date.weekday().num_days_from_monday()))
}

fn weeks(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(monday(from)), |date| Some(plus(*date, 7))).take_while(move |date| *date <= to)
}

/// A full day is of no one subject.
fn is_by_subject(grain: &str) -> bool {
    matches!(grain, "subject" | "student_subject" | "class_subject")
}

/// The parts of the dates that lie in each month.
fn months(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let starts = (0..12).map(|month| day(1, 1) - Months::new(4) + Months::new(month));
    starts.map(move |start| (start.max(from), plus(start + Months::new(1), -1).min(to))).filter(|(first, last)| first <= last)
}

pub fn has_members(school: &School, class: &str, from: NaiveDate, to: NaiveDate) -> bool {
    school
        .class_members
        .iter()
        .any(|member| member.class == class && member.from.is_none_or(|first| first <= to) && member.to.is_none_or(|last| from <= last))
}

fn line(school: &School, grain: &str, group: Group, count: &Count, told: bool) -> Row {
    let (month, week, stage, grade, class, student, subject) = group;
    let number = |number: i64| if told { json!(number) } else { Value::Null };
    let cause = |name: &str| number(*count.by_cause.get(name).unwrap_or(&0));
    let of_days = |number: i64| if is_by_subject(grain) || count.unknown.1 { Value::Null } else { json!(number) };
    let days = |name: &str| of_days(*count.days.get(name).unwrap_or(&0));
    row([
        ("month", json!(month)),
        ("week_start", json!(week.map(|week| week.to_string()))),
        ("stage", json!(stage)),
        ("grade_level", json!(grade)),
        ("class_id", json!(class)),
        ("full_name", json!(student.map(|id| full_name(school, &id).to_owned()))),
        ("subject_id", json!(subject)),
        ("excused", cause("excused")),
        ("illness", cause("illness")),
        ("unexcused", cause("unexcused")),
        ("unset", cause("unset")),
        ("absent", number(count.by_cause.values().sum::<i64>())),
        ("late", number(count.late)),
        ("lessons_held", if count.unknown.0 { Value::Null } else { json!(count.held) }),
        ("absent_held", if count.unknown.0 { Value::Null } else { number(count.at_given[0]) }),
        ("unexcused_held", if count.unknown.0 { Value::Null } else { number(count.at_given[1]) }),
        ("days_excused", days("excused")),
        ("days_illness", days("illness")),
        ("days_unexcused", days("unexcused")),
        ("days_unset", days("unset")),
        ("days_mixed", days("mixed")),
        ("days_absent", of_days(count.days.values().sum())),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::attendance_by_cause;
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван"]);
        for number in 1..=3 {
            school.lesson(None, "алгебра", 8, Some(number));
        }
        school.absence("Иван", "алгебра", 8, 1, "illness");
        school.absence("Иван", "алгебра", 8, 2, "illness");
        school.absence("Иван", "алгебра", 8, 2, "unexcused");
        school.absence("Иван", "алгебра", 8, 3, "late");
        let row = &attendance_by_cause(&school.0, &Ask::default())[0];
        assert_eq!([&row["illness"], &row["unexcused"], &row["late"], &row["absent"]], [&json!(1), &json!(1), &json!(1), &json!(2)]);
        assert_eq!([&row["lessons_held"], &row["days_absent"]], [&json!(3), &json!(0)]);
        school.absence("Иван", "алгебра", 8, 3, "illness");
        let row = &attendance_by_cause(&school.0, &Ask { by: Some("student"), ..Ask::default() })[0];
        assert_eq!([&row["illness"], &row["late"], &row["days_mixed"], &row["days_absent"]], [&json!(2), &json!(0), &json!(1), &json!(1)]);
    }

    #[test]
    fn without_lessons_nothing_is_held_and_days_are_unknown() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        school.absence("Иван", "алгебра", 8, 1, "illness");
        let row = &attendance_by_cause(&school.0, &Ask::default())[0];
        assert_eq!([&row["absent"], &row["lessons_held"], &row["days_absent"]], [&json!(1), &json!(null), &json!(null)]);
        school.day_absence("Пётр", 9, "unset");
        let row = &attendance_by_cause(&school.0, &Ask::default())[0];
        assert_eq!([&row["absent"], &row["lessons_held"], &row["days_unset"]], [&json!(1), &json!(null), &json!(1)]);
    }
}
