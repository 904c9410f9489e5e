//! The dates of a school year (domain D-10 to D-13): what should be there by them, what is, and whether it came in time.
//!
//! Worked example, remarks once in 7 days, lessons from Monday 1 to Wednesday 17 September: two whole cycles, the third is not over; a remark
//! of the 9th lies in the second of them, and that there is none in the first proves nothing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Ask, Row, is_extra, row};
use crate::random_school::{Class, School, Student, YEAR, plus};

pub const COLUMNS: &[&str] = columns!(school year record deadline_date every_days units done verdict reason);

/// What a regulation says: dates of set-up, plans, accounts, moving up, print, opening and closing; days between reviews.
#[derive(Default)]
pub struct Rules {
    pub year_open: &'static str,
    pub set_up: &'static str,
    pub plans: &'static str,
    pub accounts: &'static str,
    pub control: i64,
    pub director: i64,
    pub transfer: &'static str,
    pub print: &'static str,
    pub year_close: &'static str,
}

/// By the neutral regulation, which asks for reviews only.
pub fn year_dates(school: &School, ask: &Ask) -> Vec<Row> {
    dates(school, ask, &Rules { control: 7, director: 31, ..Rules::default() })
}

pub fn dates(school: &School, ask: &Ask, rules: &Rules) -> Vec<Row> {
    let as_of = ask.as_of(school);
    let dated = |record: &str, text: &str, calendar_year: i32, judge: &dyn Fn(NaiveDate, bool) -> Judged| {
        let due: Option<NaiveDate> = if text.is_empty() { None } else { format!("{calendar_year}-{text}").parse().ok() };
        let judged = due.map_or_else(Judged::no_rule, |due| judge(due, as_of.is_none_or(|as_of| due > as_of)));
        judged.row(record, due, None)
    };
    let again = |record: &str, days: i64| {
        let judged = if days == 0 { Judged::no_rule() } else { control(school, as_of, days, record == "control") };
        judged.row(record, None, (days > 0).then_some(days))
    };
    let begins = |text: &str| if text < "07-01" { YEAR + 1 } else { YEAR };
    let untold = |_: NaiveDate, early: bool| Judged::unless_early(early, "not_exported");
    vec![
        dated("year_open", rules.year_open, YEAR, &|due, early| {
            if school.exported_on() <= due { Judged::of("in_time") } else { untold(due, early) }
        }),
        dated("set_up", rules.set_up, begins(rules.set_up), &|due, early| {
            let classes = school.classes.iter().filter(|class| !is_extra(school, class));
            let units: Vec<bool> = classes.map(|class| is_set_up(school, class, due)).collect();
            entered(school, &units, None, due, early)
        }),
        dated("plans", rules.plans, begins(rules.plans), &|due, early| {
            let planned = |(class, subject): &(&str, &str)| school.plan.iter().any(|one| one.class == *class && one.subject == *subject);
            let units: Vec<bool> = courses(school).iter().map(planned).collect();
            entered(school, &units, school.plan.is_empty().then_some("no_table:planned_lesson"), due, early)
        }),
        dated("accounts", rules.accounts, begins(rules.accounts), &|due, early| {
            let mut own = school.accounts.iter().filter(|one| one.role == "student");
            let has =
                |student: &&Student| school.accounts.iter().any(|one| one.role == "student" && one.student.as_ref() == Some(&student.id));
            let units: Vec<bool> = school.students.iter().filter(|one| is_there(school, one, None, due)).map(|one| has(&one)).collect();
            entered(school, &units, own.next().is_none().then_some("no_student_accounts"), due, early)
        }),
        Judged { verdict: "not_determinable", reason: Some("not_exported"), ..Judged::default() }.row("absence_check", None, None),
        again("control", rules.control),
        again("director_control", rules.director),
        dated("transfer", rules.transfer, YEAR + 1, &|due, early| transfer(school, due, early)),
        dated("print", rules.print, YEAR + 1, &untold),
        dated("year_close", rules.year_close, YEAR + 1, &untold),
    ]
}

#[derive(Default)]
struct Judged {
    units: Option<usize>,
    done: Option<usize>,
    verdict: &'static str,
    reason: Option<&'static str>,
}

impl Judged {
    fn of(verdict: &'static str) -> Self {
        Self { verdict, ..Self::default() }
    }
    fn no_rule() -> Self {
        Self::of("no_rule")
    }
    fn unless_early(early: bool, reason: &'static str) -> Self {
        if early { Self::of("open") } else { Self { reason: Some(reason), ..Self::of("not_determinable") } }
    }
    fn row(self, record: &str, due: Option<NaiveDate>, days: Option<i64>) -> Row {
        row([
            ("record", json!(record)),
            ("deadline_date", due.map_or(Value::Null, |due| json!(due.to_string()))),
            ("every_days", json!(days)),
            ("units", json!(self.units)),
            ("done", json!(self.done)),
            ("verdict", json!(self.verdict)),
            ("reason", json!(self.reason)),
        ])
    }
}

/// Of what is there, the one day that is known is that of the export.
fn entered(school: &School, units: &[bool], lack: Option<&'static str>, due: NaiveDate, early: bool) -> Judged {
    let done = units.iter().filter(|unit| **unit).count();
    let lack = lack.or(units.is_empty().then_some("no_data"));
    let all = !units.is_empty() && done == units.len();
    let judged = match lack {
        None if all && school.exported_on() <= due => Judged::of("in_time"),
        Some(reason) => Judged::unless_early(early, reason),
        None if !all && !early => Judged::of("missing"),
        None => Judged::unless_early(early, "no_entry_time"),
    };
    let told = lack.is_none_or(|reason| reason == "no_data");
    Judged { units: Some(units.len()), done: told.then_some(done), ..judged }
}

fn is_set_up(school: &School, class: &Class, due: NaiveDate) -> bool {
    let fits = |kind: &str, grade: Option<i64>| {
        kind != "year" && class.period_kind.is_none_or(|own| own == kind) && grade.is_none_or(|grade| grade == class.grade_level)
    };
    class.teacher.is_some()
        && school.students.iter().any(|student| is_there(school, student, Some(&class.id), due))
        && school.periods.iter().any(|period| fits(period.kind, period.grade_level))
}

/// Is the student in the class, or in any, on the day? He is not from the day he left on, nor before his admission where nothing else is told.
fn is_there(school: &School, student: &Student, class: Option<&str>, date: NaiveDate) -> bool {
    let is_class = |id: &str| school.classes.iter().all(|class| class.id != id || !is_extra(school, class));
    let own = school.class_members.iter().filter(|one| one.student == student.id && class.is_none_or(|class| one.class == class));
    let mut own = own.filter(|one| is_class(&one.class));
    student.left_date.is_none_or(|left| date < left)
        && own.any(|one| one.from.or(student.entered_date).is_none_or(|from| from <= date) && one.to.is_none_or(|to| date <= to))
}

/// Class and subject of the curriculum; of a class without one, what is taught there.
fn courses(school: &School) -> BTreeSet<(&str, &str)> {
    let mut all: BTreeSet<(&str, &str)> = school.curriculum.iter().map(|one| (one.class.as_str(), one.subject.as_str())).collect();
    let with: BTreeSet<&str> = all.iter().map(|(class, _)| *class).collect();
    let assigned = school.assignments.iter().map(|one| (one.class.as_str(), one.subject.as_str()));
    let given = school.lessons.iter().map(|one| (one.class.as_str(), one.subject.as_str()));
    all.extend(assigned.chain(given).filter(|(class, _)| !with.contains(class)));
    all
}

fn school_days(school: &School) -> BTreeSet<NaiveDate> {
    school.calendar.iter().filter(|one| ["school", "remote"].contains(&one.kind)).map(|one| one.date).collect()
}

fn transfer(school: &School, due: NaiveDate, early: bool) -> Judged {
    let Some(last) = school_days(school).last().copied() else { return Judged::unless_early(early, "no_calendar") };
    let kinds = ["promotion", "retention", "graduation"];
    let orders = || school.movements.iter().filter(|one| kinds.contains(&one.kind));
    // The day of the order, else that on which it is in force; and whether the former is told. All are of the summer here.
    let of = |student: &Student| {
        let own = || orders().filter(|one| one.student == student.id);
        let first = own().map(|one| one.order_date.unwrap_or(one.date)).min();
        first.map(|first| (first, own().all(|one| one.order_date.is_some())))
    };
    let units: Vec<Option<(NaiveDate, bool)>> = school.students.iter().filter(|one| is_there(school, one, None, last)).map(of).collect();
    let late: Vec<bool> = units.iter().flatten().filter(|(date, _)| *date > due).map(|(_, is_signed)| *is_signed).collect();
    let done = units.iter().flatten().count() - late.len();
    let told = orders().next().is_some();
    let judged = if !units.is_empty() && done == units.len() {
        Judged::of("in_time")
    } else if early {
        Judged::of("open")
    } else if !told || units.is_empty() {
        Judged::unless_early(false, if told { "no_data" } else { "no_table:student_movement" })
    } else if units.contains(&None) {
        Judged::of("missing")
    } else if late.contains(&true) {
        Judged::of("late")
    } else {
        Judged::unless_early(false, "no_order_date")
    };
    Judged { units: Some(units.len()), done: told.then_some(done), ..judged }
}

/// Cycles that are over and had a school day; `seen`: those of them with a remark.
fn control(school: &School, as_of: Option<NaiveDate>, every: i64, deputy: bool) -> Judged {
    let days = school_days(school);
    let Some(first) = days.first().copied() else { return Judged::unless_early(false, "no_calendar") };
    let (mut units, mut seen, mut from) = (0, 0, first);
    while as_of.is_some_and(|as_of| plus(from, every - 1) <= as_of) {
        let to = plus(from, every - 1);
        if days.range(from..=to).next().is_some() {
            units += 1;
            seen += usize::from(school.remarks.iter().any(|one| from <= one.date && one.date <= to));
        }
        from = plus(from, every);
    }
    let told = !school.remarks.is_empty();
    let judged = match (units, told, deputy) {
        (0, ..) => Judged::of("open"),
        (_, false, _) => Judged::unless_early(false, "no_table:remark"),
        (.., true) if seen == units => Judged::of("in_time"),
        (.., true) => Judged::unless_early(false, "cycle_without_remark"),
        (.., false) => Judged::unless_early(false, "no_author"),
    };
    Judged { units: Some(units), done: (told && deputy).then_some(seen), ..judged }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::year_dates;
    use crate::random_school::{CalendarDay, Remark, day, plus};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван"]).0;
        school.calendar = (0..17).map(|at| CalendarDay { date: plus(day(9, 1), at), kind: "school" }).collect();
        school.remarks = vec![Remark { id: "1".to_owned(), date: day(9, 9) }];
        let rows = year_dates(&school, &Ask { as_of: Some(day(9, 17)), ..Ask::default() });
        assert_eq!([&rows[5]["units"], &rows[5]["done"], &rows[5]["reason"]], [&json!(2), &json!(1), &json!("cycle_without_remark")]);
        assert_eq!(rows[6]["verdict"], json!("open"));
    }
}
