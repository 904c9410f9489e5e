//! Students with two fours, two threes, a low mean, debts; why somebody is not certified; the marks of all these (domain 1.2).
//!
//! Worked example: 5 4 4 → two_fours; 4 3 3 → two_threes; 3 2 → mean 2.50: low and a debtor; н/а with two lessons missed ill and one
//! without cause → not certified through illness.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, cells, own_days, place, rosters};
use super::recommended_mark::advices;
use super::{Ask, CAUSES, Row, fill, full_name, row, standing, subject_name};
use crate::random_school::{Class, School};

pub const COLUMNS: &[&str] = columns!(
    school year period_id stage grade_level class_id student_id full_name standing roster two_fours two_threes low_mean
    debtors not_certified not_certified_illness not_certified_excused not_certified_unexcused not_certified_unset
    not_certified_no_absence not_certified_unknown
);
pub const GRAINS: [&str; 5] = ["class", "student", "grade_level", "stage", "school"];

struct One {
    student: String,
    standing: String,
    two_fours: bool,
    two_threes: bool,
    low_mean: bool,
    cause: Option<&'static str>,
    cells: Vec<standing::Cell>,
}

impl One {
    fn debtor(&self) -> bool {
        self.standing.starts_with("failing") || self.standing == "not_certified"
    }
}

fn ones(school: &School, ask: &Ask, class: &Class, roster: &[String]) -> Vec<One> {
    let asked = ask.period.expect("a period");
    let standings = standing::standing(school, &Ask { class: Some(class.id.clone()), ..ask.clone() });
    let one = |(student, row): (&String, &Row)| {
        let standing = row["standing"].as_str().expect("a standing").to_owned();
        let cells = standing::cells(school, class, asked, roster, student);
        let values: Vec<i64> = cells.iter().filter_map(|(_, _, value)| *value).collect();
        let count = |wanted: i64| values.iter().filter(|value| **value == wanted).count();
        let (sum, number) = (values.iter().sum::<i64>(), i64::try_from(values.len()).expect("few"));
        One {
            student: student.clone(),
            two_fours: standing == "fours_and_fives" && count(4) == 2,
            two_threes: standing == "with_threes" && count(3) == 2,
            low_mean: standing != "not_applicable" && number > 0 && sum < 3 * number,
            cause: (standing == "not_certified").then(|| cause(school, ask, class, student, &cells)),
            standing,
            cells,
        }
    };
    roster.iter().zip(&standings).map(one).collect()
}

/// The cause of most absences in the subjects of the «н/а»; of equals the gravest.
fn cause(school: &School, ask: &Ask, class: &Class, student: &str, cells: &[standing::Cell]) -> &'static str {
    let Some((from, to)) = own_days(school, class, ask.period.expect("a period")) else { return "unknown" };
    let mut counts = [0; 4];
    for (subject, _, _) in cells.iter().filter(|(_, status, _)| *status == "not_assessed") {
        for (index, cause) in CAUSES.iter().enumerate() {
            let mine = school.absences.iter().filter(|one| {
                one.student == student
                    && one.reason == *cause
                    && from <= one.date
                    && one.date <= to
                    && one.subject.as_ref().is_none_or(|other| other == subject)
            });
            let mut slots: Vec<_> = mine.map(|one| (one.date, one.number)).collect();
            slots.sort_unstable();
            slots.dedup();
            counts[index] += slots.len();
        }
    }
    // CAUSES has the gravest first.
    let most = counts.iter().copied().max().unwrap_or(0);
    match counts.iter().position(|count| *count == most).filter(|_| most > 0) {
        Some(index) => CAUSES[index],
        None if school.absences.is_empty() => "unknown",
        None => "none",
    }
}

pub fn standing_detail(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let mut groups: BTreeMap<Place, Vec<One>> = BTreeMap::new();
    for (class, roster) in rosters(school, ask) {
        for one in ones(school, ask, class, &roster) {
            if grain != "student" || one.two_fours || one.two_threes || one.low_mean || one.debtor() {
                groups.entry(place(grain, class, &one.student, "")).or_default().push(one);
            }
        }
    }
    groups.iter().map(|(place, all)| line(school, ask, place, all, grain == "student")).collect()
}

fn line(school: &School, ask: &Ask, place: &Place, all: &[One], single: bool) -> Row {
    let count = |of: &dyn Fn(&One) -> bool| json!(all.iter().filter(|one| of(one)).count());
    let cause = |name: &str| json!(all.iter().filter(|one| one.cause == Some(name)).count());
    let mut row = row(cells(school, place));
    row.retain(|name, _| !name.starts_with("subject"));
    let more: [(&str, Value); 13] = [
        ("period_id", json!(ask.period)),
        ("standing", json!(all.first().filter(|_| single).map(|one| &one.standing))),
        ("roster", json!(all.len())),
        ("two_fours", count(&|one| one.two_fours)),
        ("two_threes", count(&|one| one.two_threes)),
        ("low_mean", count(&|one| one.low_mean)),
        ("debtors", count(&One::debtor)),
        ("not_certified", count(&|one| one.cause.is_some())),
        ("not_certified_illness", cause("illness")),
        ("not_certified_excused", cause("excused")),
        ("not_certified_unexcused", cause("unexcused")),
        ("not_certified_unset", cause("unset")),
        ("not_certified_no_absence", cause("none")),
    ];
    fill(&mut row, more);
    row.insert("not_certified_unknown".to_owned(), cause("unknown"));
    row
}

pub const NOTABLE: &[&str] = columns!(
    school year period_id grade_level class_id student_id full_name standing note subject_id subject status value
    teachers mark_count weighted_sum weight_sum cause
);

pub fn notable_mark(school: &School, ask: &Ask) -> Vec<Row> {
    let asked = ask.period.expect("a period");
    let mut rows = Vec::new();
    let advices = advices(school, ask);
    for (class, roster) in rosters(school, ask) {
        for one in ones(school, ask, class, &roster).iter().filter(|one| one.standing != "not_applicable") {
            let fours = one.cells.iter().filter(|(_, _, value)| *value == Some(4)).count();
            for (subject, status, value) in &one.cells {
                let note = match (*status, *value) {
                    ("no_credit", _) | (_, Some(1 | 2)) => "failing",
                    ("not_assessed", _) => "not_assessed",
                    (_, Some(4)) if one.standing == "fours_and_fives" && fours == 1 => "one_four",
                    (_, Some(4)) if one.two_fours => "two_fours",
                    (_, Some(3)) if one.standing == "one_three" => "one_three",
                    (_, Some(3)) if one.two_threes => "two_threes",
                    _ => continue,
                };
                let advice = advices.iter().find(|advice| advice.student == one.student && advice.subject == *subject);
                let known = advice.filter(|advice| advice.weight > 0);
                rows.push(row([
                    ("period_id", json!(asked)),
                    ("grade_level", json!(class.grade_level)),
                    ("class_id", json!(class.id)),
                    ("full_name", json!(full_name(school, &one.student))),
                    ("standing", json!(one.standing)),
                    ("note", json!(note)),
                    ("subject_id", json!(subject)),
                    ("subject", json!(subject_name(school, subject))),
                    ("status", json!(status)),
                    ("value", json!(value)),
                    ("teachers", json!(teachers(school, class, asked, &one.student, subject))),
                    ("mark_count", json!(advice.map(|advice| advice.count))),
                    ("weighted_sum", json!(known.map(|advice| advice.weighted))),
                    ("weight_sum", json!(known.map(|advice| advice.weight))),
                    ("cause", json!(one.cause.filter(|_| note == "not_assessed"))),
                ]));
            }
        }
    }
    rows
}

/// Who is assigned to the class or to a group of the student; where nobody is, who set his mark of the period.
fn teachers(school: &School, class: &Class, asked: &'static str, student: &str, subject: &str) -> Option<String> {
    let period = standing::period_of_class(class, asked)?;
    let last = standing::last_day(school, class, period);
    let mine = |group: &Option<String>| {
        group.as_ref().is_none_or(|group| {
            let member = |one: &&crate::random_school::GroupMember| one.student == student && one.group == *group;
            school.group_members.iter().filter(member).any(|one| last.is_none_or(|last| one.from.is_none_or(|from| from <= last)))
        })
    };
    let assigned = school.assignments.iter().filter(|row| row.class == class.id && row.subject == subject && mine(&row.group));
    let mut ids: Vec<&str> = assigned.map(|row| row.teacher.as_str()).collect();
    if ids.is_empty() {
        let kind = if period == "year" { "year" } else { "period" };
        let set = school.period_marks.iter().filter(|mark| mark.student == student && mark.subject == subject);
        ids.extend(set.filter(|mark| mark.period == period && mark.kind == kind).filter_map(|mark| mark.teacher));
    }
    let mut names: Vec<&str> = ids.iter().map(|id| school.teachers[usize::from(*id == "t1")].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{notable_mark, standing_detail};
    use crate::random_school::{Subject, day};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["А", "Б", "В", "Г"]);
        school.0.subjects.push(Subject { id: "химия".to_owned(), name: "Химия".to_owned(), assessed: None });
        for (student, marks) in [("А", [5, 4, 4]), ("Б", [4, 3, 3]), ("В", [3, 2, 0]), ("Г", [0, 5, 5])] {
            for (subject, mark) in ["алгебра", "физика", "химия"].iter().zip(marks) {
                let (status, value) = if mark == 0 { ("exempt", None) } else { ("set", Some(mark)) };
                school.period_mark(student, subject, "q1", if student == "Г" && mark == 0 { "not_assessed" } else { status }, value);
            }
        }
        for (date, reason) in [(2, "illness"), (3, "illness"), (4, "unexcused")] {
            school.absence("Г", "алгебра", date, 1, reason);
        }
        let ask = Ask { period: Some("q1"), as_of: Some(day(9, 30)), ..Ask::default() };
        let row = &standing_detail(&school.0, &ask)[0];
        let of = |name: &str| row[name].clone();
        assert_eq!([of("two_fours"), of("two_threes"), of("low_mean"), of("debtors")], [json!(1), json!(1), json!(1), json!(2)]);
        assert_eq!([of("not_certified"), of("not_certified_illness")], [json!(1), json!(1)]);
        let notes: Vec<_> = notable_mark(&school.0, &ask).iter().map(|row| row["note"].as_str().expect("a note").to_owned()).collect();
        assert_eq!(notes, ["two_fours", "two_fours", "two_threes", "two_threes", "failing", "not_assessed"]);
    }
}
