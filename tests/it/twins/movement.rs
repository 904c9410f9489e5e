//! Students at the beginning, in, out, at the end; the sizes of classes (domain 1.7).
//!
//! Day by day: a student is in a unit on a day when he is in one of its classes; he comes on the first day he is there, and goes after the last.
//! Worked example: of three students of 9Б one leaves on the 10th, one moves to 9В on the 15th: 9Б 3 − 1 − 1 = 1, the grade level 3 − 1 = 2.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::place::{cells, place};
use super::plan_rows::days;
use super::{Ask, Row, fill, is_extra, row};
use crate::random_school::{Class, School, day, plus};

pub const COLUMNS: &[&str] = columns!(
    school year stage grade_level class_id from_date to_date start_n arrived moved_in departed moved_out end_n
);
pub const GRAINS: [&str; 4] = ["class", "grade_level", "stage", "school"];
pub const SIZE: &[&str] = columns!(
    school year stage grade_level class_id size_day from_date to_date classes_n on_day boys girls sex_unknown norm
    deviation over_norm on_start on_end
);

pub type Stay = (NaiveDate, NaiveDate);

/// The days of a student in a class, memberships that touch made one.
pub fn class_stays(school: &School, student: &str, class: &str) -> Vec<Stay> {
    let card = school.students.iter().find(|one| one.id == student).expect("a student");
    if school.classes.iter().any(|one| one.id == class && is_extra(school, one)) {
        return Vec::new();
    }
    let members = school.class_members.iter().filter(|member| member.student == student && member.class == class);
    let cut = members.map(|member| {
        let from = member.from.or(card.entered_date).unwrap_or_else(|| plus(day(9, 1), -40_000));
        let to = member.to.unwrap_or_else(|| plus(day(9, 1), 40_000));
        (from, card.left_date.map_or(to, |left| to.min(plus(left, -1))))
    });
    joined(cut.filter(|(from, to)| from <= to).collect(), |_, _| false)
}

/// Stays in one of the classes; a gap with an order of transfer in it is none.
pub fn stays(school: &School, student: &str, classes: &[&Class]) -> Vec<Stay> {
    let all: Vec<Stay> = classes.iter().flat_map(|class| class_stays(school, student, &class.id)).collect();
    joined(all, |end, start| {
        school.movements.iter().any(|one| one.student == student && one.kind == "class_transfer" && end < one.date && one.date <= start)
    })
}

fn joined(mut all: Vec<Stay>, bridged: impl Fn(NaiveDate, NaiveDate) -> bool) -> Vec<Stay> {
    all.sort_unstable();
    let mut result: Vec<Stay> = Vec::new();
    for (from, to) in all {
        match result.last_mut() {
            Some(last) if from <= plus(last.1, 1) || bridged(last.1, from) => last.1 = last.1.max(to),
            _ => result.push((from, to)),
        }
    }
    result
}

/// The classes of the question, each unit of the grain together.
fn units<'school>(school: &'school School, ask: &Ask, grain: &str) -> Vec<Vec<&'school Class>> {
    let mut units: Vec<(super::place::Place, Vec<&Class>)> = Vec::new();
    for class in school.classes.iter().filter(|class| ask.wants(class) && !is_extra(school, class)) {
        let key = place(grain, class, "", "");
        match units.iter_mut().find(|(other, _)| *other == key) {
            Some((_, classes)) => classes.push(class),
            None => units.push((key, vec![class])),
        }
    }
    units.into_iter().map(|(_, classes)| classes).collect()
}

pub fn span(school: &School, ask: &Ask, unit: &[&Class]) -> Stay {
    let all: Vec<Stay> = unit.iter().map(|class| days(school, ask, class.grade_level)).collect();
    let (from, to) = (all.iter().map(|one| one.0).min(), all.iter().map(|one| one.1).max());
    (from.expect("a class"), to.expect("a class"))
}

/// The days of movement: those of a grading period begin with the last day of the period before it, vacations are of the next; asked days with the
/// day before the first.
pub fn chained(school: &School, ask: &Ask, unit: &[&Class]) -> Stay {
    let since = |class: &&Class| {
        let own = days(school, ask, class.grade_level).0;
        if ask.from.is_some() {
            return if own > day(9, 1) { plus(own, -1) } else { own };
        }
        let asked = ask.period.filter(|id| *id != "year");
        let ends = asked.into_iter().flat_map(|id| {
            let alike = school.periods.iter().filter(move |one| one.id != "year" && one.id[..1] == id[..1]);
            alike.filter_map(|one| super::bounds(school, one.id, Some(class.grade_level))).map(|(_, end)| end)
        });
        ends.filter(|end| *end < own).max().unwrap_or(own)
    };
    (unit.iter().map(since).min().expect("a class"), span(school, ask, unit).1)
}

pub fn movement(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let all: Vec<&Class> = school.classes.iter().collect();
    let mut rows = Vec::new();
    for unit in units(school, ask, grain) {
        let (from, to) = chained(school, ask, &unit);
        let [mut start, mut arrived, mut moved_in, mut departed, mut moved_out, mut end] = [0; 6];
        for student in &school.students {
            let of_school = stays(school, &student.id, &all);
            let own = if grain == "class" { class_stays(school, &student.id, &unit[0].id) } else { stays(school, &student.id, &unit) };
            for (first, last) in own {
                let (since, until) = *of_school.iter().find(|stay| stay.0 <= first && last <= stay.1).expect("a stay in the school");
                start += i64::from(first <= from && from <= last);
                end += i64::from(first <= to && to <= last);
                if from < first && first <= to {
                    *(if since < first { &mut moved_in } else { &mut arrived }) += 1;
                }
                if from <= last && last < to {
                    *(if until > last { &mut moved_out } else { &mut departed }) += 1;
                }
            }
        }
        let mut line = row(cells(school, &place(grain, unit[0], "", "")));
        line.retain(|name, _| COLUMNS.contains(&name.as_str()));
        let more: [(&str, Value); 8] = [
            ("from_date", json!(from.to_string())),
            ("to_date", json!(to.to_string())),
            ("start_n", json!(start)),
            ("arrived", json!(arrived)),
            ("moved_in", json!(moved_in)),
            ("departed", json!(departed)),
            ("moved_out", json!(moved_out)),
            ("end_n", json!(end)),
        ];
        fill(&mut line, more);
        rows.push(line);
    }
    rows
}

pub fn class_size(school: &School, ask: &Ask) -> Vec<Row> {
    let grain = ask.by.unwrap_or("class");
    let size_day = day(9, 20);
    let mut rows = Vec::new();
    for unit in units(school, ask, grain) {
        let (from, to) = span(school, ask, &unit);
        let [mut classes_n, mut on_day, mut boys, mut girls, mut over, mut on_start, mut on_end] = [0_i64; 7];
        for class in &unit {
            let (first, last) = days(school, ask, class.grade_level);
            let mut here = 0;
            for student in &school.students {
                let stays = class_stays(school, &student.id, &class.id);
                let inside = |date: NaiveDate| i64::from(stays.iter().any(|stay| stay.0 <= date && date <= stay.1));
                here += inside(size_day);
                boys += if student.sex == Some("m") { inside(size_day) } else { 0 };
                girls += if student.sex == Some("f") { inside(size_day) } else { 0 };
                on_start += inside(first);
                on_end += inside(last);
            }
            on_day += here;
            classes_n += i64::from(here > 0);
            over += i64::from(here > 25);
        }
        let mut line = row(cells(school, &place(grain, unit[0], "", "")));
        line.retain(|name, _| SIZE.contains(&name.as_str()));
        let more: [(&str, Value); 13] = [
            ("size_day", json!(size_day.to_string())),
            ("from_date", json!(from.to_string())),
            ("to_date", json!(to.to_string())),
            ("classes_n", json!(classes_n)),
            ("on_day", json!(on_day)),
            ("boys", json!(boys)),
            ("girls", json!(girls)),
            ("sex_unknown", json!(on_day - boys - girls)),
            ("norm", json!(25 * classes_n)),
            ("deviation", json!(on_day - 25 * classes_n)),
            ("over_norm", json!(over)),
            ("on_start", json!(on_start)),
            ("on_end", json!(on_end)),
        ];
        fill(&mut line, more);
        rows.push(line);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::movement;
    use crate::random_school::{ClassMember, day};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["А", "Б", "В"]);
        let mut other = school.0.classes[0].clone();
        other.id = "9В".to_owned();
        school.0.classes.push(other);
        school.0.class_members[0].to = Some(day(9, 10));
        school.0.class_members[1].to = Some(day(9, 14));
        let (student, class) = ("Б".to_owned(), "9В".to_owned());
        school.0.class_members.push(ClassMember { student, class, from: Some(day(9, 15)), to: None });
        let of = |grain| {
            let rows = movement(&school.0, &Ask { by: Some(grain), period: Some("q1"), ..Ask::default() });
            let count = |name: &str| rows[0][name].as_i64().expect("a number");
            ["start_n", "arrived", "moved_in", "departed", "moved_out", "end_n"].map(count)
        };
        assert_eq!(of("class"), [3, 0, 0, 1, 1, 1]);
        assert_eq!(of("grade_level"), [3, 0, 0, 1, 0, 2]);
    }
}
