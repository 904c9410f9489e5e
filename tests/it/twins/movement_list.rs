//! Who came, left and changed class, by orders and by memberships without an order (domain M-2).

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::movement::{chained, class_stays, stays};
use super::{Ask, Row, class_of, fill, full_name, row};
use crate::random_school::{Class, School, plus};

pub const COLUMNS: &[&str] = columns!(
    school year grade_level class_id student_id full_name birth_date direction date kind from_class_id to_class_id
    from_org to_org order_no order_date source
);

const LEAVING: [&str; 3] = ["transfer_out", "withdrawal", "graduation"];

pub fn movement_list(school: &School, ask: &Ask) -> Vec<Row> {
    let asked: Vec<&Class> = school.classes.iter().filter(|class| ask.wants(class)).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let (from, to) = chained(school, ask, &asked);
    let all: Vec<&Class> = school.classes.iter().collect();
    let mut rows = Vec::new();
    let mut add = |student: &str, direction: &str, date: NaiveDate, [own, left]: [Option<&String>; 2], cells: [(&str, Value); 7]| {
        let row_class = own.map(|id| class_of(school, id));
        // Who moved on is missed by the class he left.
        let left = left.filter(|_| direction == "transfer").map(|id| class_of(school, id));
        let class = row_class.filter(|class| ask.wants(class)).or(left.filter(|class| ask.wants(class)));
        if from < date && date <= to && (class.is_some() || ask.class.is_none() && ask.grade.is_none()) {
            let card = school.students.iter().find(|one| one.id == student).expect("a student");
            let mut line = row([
                ("grade_level", json!(row_class.map(|class| class.grade_level))),
                ("class_id", json!(row_class.map(|class| &class.id))),
                ("full_name", json!(full_name(school, student))),
                ("birth_date", json!(card.birth_date.map(|date| date.to_string()))),
                ("direction", json!(direction)),
                ("date", json!(date.to_string())),
                ("to_org", Value::Null),
            ]);
            fill(&mut line, cells);
            rows.push(line);
        }
    };
    for one in &school.movements {
        let direction = if LEAVING.contains(&one.kind) {
            "out"
        } else if ["class_transfer", "promotion", "retention"].contains(&one.kind) {
            "transfer"
        } else {
            "in"
        };
        let own = if direction == "out" { one.from_class.as_ref() } else { one.to_class.as_ref().or(one.from_class.as_ref()) };
        let org = if direction == "out" { json!(one.to_org) } else { json!(one.from_org) };
        let cells = [
            ("kind", json!(one.kind)),
            ("from_class_id", json!(one.from_class)),
            ("to_class_id", json!(one.to_class)),
            (if direction == "out" { "to_org" } else { "from_org" }, org),
            ("order_no", json!(one.order_no)),
            ("order_date", json!(one.order_date.map(|date| date.to_string()))),
            ("source", json!("order")),
        ];
        add(&one.student, direction, one.date, [own, one.from_class.as_ref()], cells);
    }
    for student in &school.students {
        let of_school = stays(school, &student.id, &all);
        let ordered = |leaving: bool, dates: [NaiveDate; 2], class: &str| {
            school.movements.iter().any(|one| {
                let own = if leaving { &one.from_class } else { &one.to_class };
                one.student == student.id
                    && dates.contains(&one.date)
                    && LEAVING.contains(&one.kind) == leaving
                    && own.as_ref().is_none_or(|own| own == class)
            })
        };
        let mut stays_of: Vec<(NaiveDate, NaiveDate, String)> = Vec::new();
        for class in &school.classes {
            stays_of.extend(class_stays(school, &student.id, &class.id).into_iter().map(|(first, last)| (first, last, class.id.clone())));
        }
        let mut chain: Vec<(NaiveDate, NaiveDate, &String)> = stays_of.iter().map(|(first, last, id)| (*first, *last, id)).collect();
        chain.sort();
        for class in &school.classes {
            for (first, last) in class_stays(school, &student.id, &class.id) {
                let (since, until) = *of_school.iter().find(|stay| stay.0 <= first && last <= stay.1).expect("a stay in the school");
                let cells = |from: Option<&String>, to: Option<&String>| {
                    [
                        ("kind", Value::Null),
                        ("from_class_id", json!(from)),
                        ("to_class_id", json!(to)),
                        ("from_org", Value::Null),
                        ("order_no", Value::Null),
                        ("order_date", Value::Null),
                        ("source", json!("membership")),
                    ]
                };
                if !ordered(false, [first, first], &class.id) {
                    let direction = if since < first { "transfer" } else { "in" };
                    // The class of the stay before, by its days.
                    let before = chain.iter().rfind(|stay| **stay < (first, last, &class.id)).map(|(_, _, id)| *id);
                    let left = before.filter(|id| direction == "transfer" && **id != class.id);
                    add(&student.id, direction, first, [Some(&class.id), left], cells(left, Some(&class.id)));
                }
                if last == until && !ordered(true, [last, plus(last, 1)], &class.id) {
                    add(&student.id, "out", plus(last, 1), [Some(&class.id), None], cells(Some(&class.id), None));
                }
            }
        }
    }
    for line in &mut rows {
        line.entry("from_org".to_owned()).or_insert(Value::Null);
    }
    rows
}
