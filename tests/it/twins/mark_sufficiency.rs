//! Are there enough marks (domain P-06)?
//!
//! Worked example: one hour a week in a quarter needs 3 marks, half an hour 1.5, that is two; a half-year needs 5 an hour.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::mark_mean::tally;
use super::place::{Place, cells, own_days, place, rosters, subjects_of};
use super::standing::{self, MARKS_FROM_GRADE};
use super::{Ask, Row, fill, in_group, row, was_held};
use crate::random_school::{Class, Lesson, School, plus};

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id student_id full_name subject_id subject cells marks lessons enough
    too_few excluded not_determinable no_rule required written_enough written_missing written_excluded written_unknown
    hours_week_hundredths needed_hundredths verdict reason written_verdict
);
pub const GRAINS: [&str; 8] = ["class_subject", "student_subject", "student", "class", "subject", "grade_level", "stage", "school"];

#[derive(Clone, Debug)]
pub struct Judged {
    pub student: String,
    pub subject: String,
    pub marks: i64,
    pub lessons: i64,
    pub hours: Option<i64>,
    pub needed: Option<i64>,
    pub verdict: &'static str,
    pub reason: Option<&'static str>,
    pub written: &'static str,
}

/// The cells of a class: students of the roster × their own subjects of the class.
pub fn judged(school: &School, ask: &Ask, class: &Class, roster: &[String]) -> Vec<Judged> {
    let asked = ask.period.expect("a period");
    let period = standing::period_of_class(class, asked).expect("a class with the period");
    let mut all = Vec::new();
    if class.grade_level < MARKS_FROM_GRADE {
        return all;
    }
    let last = standing::last_day(school, class, period);
    for subject in subjects_of(school, class) {
        for student in roster.iter().filter(|student| standing::is_own(school, class, last, subject, roster, student)) {
            let per_hour = match period.as_bytes().first() {
                Some(b'q' | b't') => Some(3),
                Some(b'h') => Some(5),
                _ => None,
            };
            let tally = tally(school, ask, class, student, subject);
            let groups = groups_of(school, student, last);
            let hours = weekly_hours(school, class, &groups, subject);
            let needed = hours.zip(per_hour).map(|(hours, per_hour)| hours * per_hour);
            let taken = taken(school, ask, class, subject);
            let whole = count(&taken, None);
            let lessons = whole + groups.iter().map(|group| count(&taken, Some(group))).max().unwrap_or(0);
            let exempt =
                standing::cells(school, class, asked, roster, student).iter().any(|(id, status, _)| id == subject && *status == "exempt");
            let away = away(school, student, &taken, &groups);
            let excuse = if exempt {
                Some("exempt")
            } else if lessons > 0 && away >= lessons {
                Some("absent")
            } else {
                None
            };
            let known = own_days(school, class, asked).is_some();
            let (verdict, reason) = match needed {
                _ if per_hour.is_none() => ("no_rule", None),
                _ if school.marks.is_empty() => ("not_determinable", Some("no_data")),
                _ if !known => ("not_determinable", Some("no_period_bounds")),
                None => ("not_determinable", Some("no_curriculum")),
                Some(needed) if 100 * tally.count >= needed => ("enough", None),
                Some(_) if excuse.is_some() => ("excluded", excuse),
                Some(_) => ("too_few", None),
            };
            let written = match () {
                () if per_hour.is_none() => "no_rule",
                () if !matches!(subject, "алгебра" | "русский язык" | "физика") => "not_required",
                () if school.marks.is_empty() || !known || tally.count > 0 && tally.kinds == 0 => "not_determinable",
                () if tally.written > 0 => "enough",
                () if excuse.is_some() => "excluded",
                () => "missing",
            };
            let (student, subject, marks) = (student.clone(), subject.to_owned(), tally.count);
            all.push(Judged { student, subject, marks, lessons, hours, needed, verdict, reason, written });
        }
    }
    all
}

fn groups_of(school: &School, student: &str, last: Option<NaiveDate>) -> Vec<String> {
    let own = |group: &&String| match last {
        Some(last) => in_group(school, student, Some(group), last),
        None => school.group_members.iter().any(|member| member.student == student && member.group == **group),
    };
    school.groups.iter().map(|group| &group.id).filter(own).cloned().collect()
}

/// Of the curriculum of the class or one of his groups, the largest; where it says nothing, of the assignments.
fn weekly_hours(school: &School, class: &Class, groups: &[String], subject: &str) -> Option<i64> {
    let mine = |row_class: &str, group: &Option<String>, row_subject: &str| {
        row_class == class.id && row_subject == subject && group.as_ref().is_none_or(|group| groups.contains(group))
    };
    let curriculum =
        school.curriculum.iter().filter(|row| mine(&row.class, &row.group, &row.subject)).filter_map(|row| row.hours_week).max();
    let assigned = school.assignments.iter().filter(|row| mine(&row.class, &row.group, &row.subject));
    curriculum.or(assigned.filter_map(|row| row.hours_week).max())
}

/// Lessons held of the subject in the class's period up to the day.
fn taken<'school>(school: &'school School, ask: &Ask, class: &Class, subject: &str) -> Vec<&'school Lesson> {
    let Some((from, to)) = own_days(school, class, ask.period.expect("a period")) else { return Vec::new() };
    let to = ask.as_of(school).map_or(plus(from, -1), |day| day.min(to));
    let lessons = school.lessons.iter().filter(|lesson| lesson.class == class.id && lesson.subject == subject && was_held(lesson.status));
    lessons.filter(|lesson| from <= lesson.date && lesson.date <= to).collect()
}

fn count(taken: &[&Lesson], group: Option<&String>) -> i64 {
    let mut slots: Vec<_> =
        taken.iter().filter(|lesson| lesson.group.as_ref() == group).map(|lesson| (lesson.date, lesson.number)).collect();
    slots.sort_unstable();
    slots.dedup();
    i64::try_from(slots.len()).expect("few")
}

/// Lessons of the class or his groups that he missed ill or for a good cause.
fn away(school: &School, student: &str, taken: &[&Lesson], groups: &[String]) -> i64 {
    let mut slots = BTreeSet::new();
    for lesson in taken.iter().filter(|lesson| lesson.group.as_ref().is_none_or(|group| groups.contains(group))) {
        let missed = school.absences.iter().any(|one| {
            one.student == student
                && matches!(one.reason, "illness" | "excused")
                && one.date == lesson.date
                && one.subject.as_ref().is_none_or(|subject| *subject == lesson.subject)
                && match (one.number, lesson.number) {
                    (Some(one), Some(other)) => one == other,
                    (Some(one), None) => one == -1,
                    (None, _) => true,
                }
        });
        if missed {
            slots.insert((lesson.date, lesson.number));
        }
    }
    i64::try_from(slots.len()).expect("few")
}

pub fn mark_sufficiency(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class_subject");
    let mut groups: BTreeMap<Place, Vec<Judged>> = BTreeMap::new();
    for (class, roster) in rosters(school, ask) {
        for student in roster.iter().filter(|_| !matches!(grain, "class_subject" | "subject" | "student_subject")) {
            groups.entry(place(grain, class, student, "")).or_default();
        }
        for one in judged(school, ask, class, &roster) {
            groups.entry(place(grain, class, &one.student, &one.subject)).or_default().push(one);
        }
    }
    groups.iter().map(|(place, all)| line(school, ask, place, all, grain == "student_subject")).collect()
}

fn line(school: &School, ask: &Ask, place: &Place, all: &[Judged], single: bool) -> Row {
    let verdicts = |name: &str| json!(all.iter().filter(|one| one.verdict == name).count());
    let written = |name: &str| all.iter().filter(|one| one.written == name).count();
    let one = all.first().filter(|_| single);
    let mut row = row(cells(school, place));
    let required = written("enough") + written("missing") + written("excluded") + written("not_determinable");
    let more: [(&str, Value); 19] = [
        ("period_id", json!(ask.period)),
        ("cells", json!(all.len())),
        ("marks", json!(all.iter().map(|one| one.marks).sum::<i64>())),
        ("lessons", json!(all.iter().map(|one| one.lessons).sum::<i64>())),
        ("enough", verdicts("enough")),
        ("too_few", verdicts("too_few")),
        ("excluded", verdicts("excluded")),
        ("not_determinable", verdicts("not_determinable")),
        ("no_rule", verdicts("no_rule")),
        ("required", json!(required)),
        ("written_enough", json!(written("enough"))),
        ("written_missing", json!(written("missing"))),
        ("written_excluded", json!(written("excluded"))),
        ("written_unknown", json!(written("not_determinable"))),
        ("hours_week_hundredths", json!(one.and_then(|one| one.hours))),
        ("needed_hundredths", json!(one.and_then(|one| one.needed))),
        ("verdict", json!(one.map(|one| one.verdict))),
        ("reason", json!(one.and_then(|one| one.reason))),
        ("written_verdict", json!(one.map(|one| one.written))),
    ];
    fill(&mut row, more);
    row
}

#[cfg(test)]
mod tests {
    use super::judged;
    use crate::random_school::{Curriculum, day};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван", "Пётр"]);
        for (student, date) in [("Иван", 2), ("Иван", 3), ("Пётр", 4)] {
            school.mark(student, "алгебра", date, 5);
        }
        let ask = Ask { period: Some("q1"), as_of: Some(day(9, 30)), ..Ask::default() };
        let of = |school: &HandMade, hours| -> Vec<&'static str> {
            let mut school = school.0.clone();
            let (class, subject) = ("9Б".to_owned(), "алгебра".to_owned());
            school.curriculum.push(Curriculum { class, subject, hours_week: Some(hours), ..Curriculum::default() });
            let roster = ["Иван", "Пётр"].map(str::to_owned);
            judged(&school, &ask, &school.classes[0], &roster).iter().map(|one| one.verdict).collect()
        };
        assert_eq!(of(&school, 100), ["too_few", "too_few"]);
        assert_eq!(of(&school, 50), ["enough", "too_few"]);
        // Пётр was ill at the only lesson.
        school.lesson(None, "алгебра", 4, Some(1));
        school.absence("Пётр", "алгебра", 4, 1, "illness");
        assert_eq!(of(&school, 50), ["enough", "excluded"]);
    }
}
