//! Who keeps and who opens the gradebook (domain 1.8), how full the cards are.
//!
//! Worked example: in September two teachers give lessons, one of them enters a mark: 1 of 2. Ten visits in three days, five on the busiest, and
//! eight accounts: between 5 and 8 users.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::plan_rows::days;
use super::{Ask, Row, row, took_place};
use crate::random_school::School;

pub const TEACHER: &[&str] = columns!(
    school year month teacher_id full_name teachers active lessons writes reason
);
pub const USER: &[&str] = columns!(
    school year month role accounts students login_days visits users_min users_max reason
);
pub const NEVER: &[&str] = columns!(
    school year role account_id class_id full_name accounts used never unknown
);
pub const CARDS: &[&str] = columns!(
    school year grade_level class_id card field cards filled
);

/// The widest days of any class.
fn span(school: &School, ask: &Ask) -> (NaiveDate, NaiveDate) {
    let all: Vec<_> = school.classes.iter().map(|class| days(school, ask, class.grade_level)).collect();
    (all.iter().map(|one| one.0).min().expect("a class"), all.iter().map(|one| one.1).max().expect("a class"))
}

/// Teacher and stamp of every write.
fn writes(school: &School) -> Vec<(Option<&'static str>, &str)> {
    let access = school.accesses.iter().filter(|one| one.action != "view").map(|one| (one.teacher, Some(one.at.as_str())));
    let marks = school.marks.iter().map(|one| (one.teacher, one.set_at.as_deref()));
    let absences = school.absences.iter().map(|one| (None, one.set_at.as_deref()));
    let topics = school.lessons.iter().map(|one| (one.teacher, one.topic_set_at.as_deref()));
    let period_marks = school.period_marks.iter().map(|one| (one.teacher, one.set_at.as_deref()));
    let all = access.chain(marks).chain(absences).chain(topics).chain(period_marks);
    all.filter_map(|(teacher, stamp)| stamp.map(|stamp| (teacher, stamp))).collect()
}

pub fn teacher_activity(school: &School, ask: &Ask) -> Vec<Row> {
    let (from, to) = span(school, ask);
    let by_teacher = ask.by == Some("teacher");
    let writes = writes(school);
    let mut lessons: BTreeMap<(String, &str), i64> = BTreeMap::new();
    for lesson in school.lessons.iter().filter(|one| took_place(one.status) && from <= one.date && one.date <= to) {
        if let Some(teacher) = lesson.teacher {
            *lessons.entry((lesson.date.format("%Y-%m").to_string(), teacher)).or_default() += 1;
        }
    }
    // Month and teacher → teachers, active, lessons, writes.
    let mut sums: BTreeMap<(String, Option<&str>), [i64; 4]> = BTreeMap::new();
    for ((month, teacher), count) in &lessons {
        let inside =
            |stamp: &str| *month == stamp[..7] && from.to_string().as_str() <= &stamp[..10] && &stamp[..10] <= to.to_string().as_str();
        let own = writes.iter().filter(|(one, stamp)| *one == Some(teacher) && inside(stamp)).count();
        let sum = sums.entry((month.clone(), by_teacher.then_some(teacher))).or_default();
        let of = [1, i64::from(own > 0), *count, i64::try_from(own).expect("few")];
        of.iter().zip(sum).for_each(|(one, sum)| *sum += one);
    }
    let line = |((month, teacher), [teachers, active, lessons, own]): (&(String, Option<&str>), &[i64; 4])| {
        let known = |number: &i64| if writes.is_empty() { Value::Null } else { json!(number) };
        row([
            ("month", json!(month)),
            ("full_name", json!(teacher.map(|id| school.teachers[usize::from(id == "t1")].clone()))),
            ("teachers", json!(teachers)),
            ("active", known(active)),
            ("lessons", json!(lessons)),
            ("writes", known(own)),
            ("reason", json!(writes.is_empty().then_some("no_entry_time"))),
        ])
    };
    sums.iter().map(line).collect()
}

pub fn user_activity(school: &School, ask: &Ask) -> Vec<Row> {
    let (from, to) = span(school, ask);
    let mut months: BTreeMap<(Option<String>, &str), Vec<i64>> = BTreeMap::new();
    for login in school.logins.iter().filter(|one| from <= one.date && one.date <= to) {
        months.entry((Some(login.date.format("%Y-%m").to_string()), login.role)).or_default().push(login.users);
    }
    let roles: BTreeSet<&str> = months.keys().map(|(_, role)| *role).collect();
    for account in school.accounts.iter().filter(|one| !roles.contains(one.role)) {
        months.entry((None, account.role)).or_default();
    }
    let line = |((month, role), users): (&(Option<String>, &str), &Vec<i64>)| {
        let own: Vec<_> = school.accounts.iter().filter(|one| one.role == *role).collect();
        let accounts = (!own.is_empty()).then(|| i64::try_from(own.len()).expect("few"));
        let open = own.iter().filter(|one| one.active != Some(false)).filter_map(|one| one.student.as_ref());
        let students = open.collect::<BTreeSet<_>>().len();
        let (visits, busiest) = (users.iter().sum::<i64>(), users.iter().max().copied().unwrap_or(0));
        let logins = |number: i64| if school.logins.is_empty() { Value::Null } else { json!(number) };
        let ceiling = accounts.map_or(visits, |accounts| if users.is_empty() { accounts } else { accounts.max(busiest) });
        let reason = if school.logins.is_empty() {
            Some("no_table:login_day")
        } else if accounts.is_none() {
            Some("no_table:account")
        } else {
            None
        };
        row([
            ("month", json!(month)),
            ("role", json!(role)),
            ("accounts", json!(accounts)),
            ("students", if *role == "staff" || own.is_empty() { Value::Null } else { json!(students) }),
            ("login_days", logins(i64::try_from(users.len()).expect("few"))),
            ("visits", logins(visits)),
            ("users_min", logins(busiest)),
            ("users_max", logins(visits.min(ceiling))),
            ("reason", json!(reason)),
        ])
    };
    months.iter().map(line).collect()
}

pub fn never_logged_in(school: &School, ask: &Ask) -> Vec<Row> {
    let named = ask.by == Some("account");
    let acts: BTreeSet<&str> = {
        let access = school.accesses.iter().filter_map(|one| one.teacher);
        let marks = school.marks.iter().filter(|one| one.set_at.is_some()).filter_map(|one| one.teacher);
        let topics = school.lessons.iter().filter(|one| one.topic_set_at.is_some()).filter_map(|one| one.teacher);
        let period_marks = school.period_marks.iter().filter(|one| one.set_at.is_some()).filter_map(|one| one.teacher);
        // An absence has no teacher here: it shows only that times of entry are exported.
        access.chain(marks).chain(topics).chain(period_marks).collect()
    };
    let any = !school.accesses.is_empty()
        || school.marks.iter().any(|one| one.set_at.is_some())
        || school.absences.iter().any(|one| one.set_at.is_some())
        || school.lessons.iter().any(|one| one.topic_set_at.is_some())
        || school.period_marks.iter().any(|one| one.set_at.is_some());
    let class_of_student = |student: &str| {
        let wanted = |id: &str| school.classes.iter().any(|class| class.id == id && ask.wants(class));
        school.class_members.iter().filter(|one| one.student == student && wanted(&one.class)).map(|one| one.class.as_str()).min()
    };
    let mut rows = Vec::new();
    let mut sums: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for account in &school.accounts {
        let class = account.student.as_deref().and_then(class_of_student);
        if class.is_none() && (ask.class.is_some() || ask.grade.is_some()) {
            continue;
        }
        let verdict = match (account.active, account.teacher) {
            (Some(true), _) => 1,
            (Some(false), _) => 2,
            (None, None) => 3,
            (None, Some(teacher)) if acts.contains(teacher) => 1,
            (None, Some(_)) => {
                if any {
                    2
                } else {
                    3
                }
            }
        };
        let sum = sums.entry(account.role).or_default();
        sum[0] += 1;
        sum[verdict] += 1;
        if named && verdict == 2 {
            let student = account.student.as_deref().map(|id| super::full_name(school, id).to_owned());
            let teacher = account.teacher.map(|id| school.teachers[usize::from(id == "t1")].clone());
            rows.push(row([
                ("role", json!(account.role)),
                ("account_id", json!(account.id)),
                ("class_id", json!(class)),
                ("full_name", json!(student.or(teacher))),
                ("accounts", json!(1)),
                ("used", json!(0)),
                ("never", json!(1)),
                ("unknown", json!(0)),
            ]));
        }
    }
    if named {
        return rows;
    }
    let line = |(role, [accounts, used, never, unknown]): (&&str, &[i64; 4])| {
        row([
            ("role", json!(role)),
            ("account_id", Value::Null),
            ("class_id", Value::Null),
            ("full_name", Value::Null),
            ("accounts", json!(accounts)),
            ("used", json!(used)),
            ("never", json!(never)),
            ("unknown", json!(unknown)),
        ])
    };
    sums.iter().map(line).collect()
}

/// Grade level, class, card, field.
type Card<'a> = (Option<i64>, Option<String>, &'a str, &'a str);

pub fn card_completeness(school: &School, ask: &Ask) -> Vec<Row> {
    let by_class = ask.by == Some("class");
    let mut sums: BTreeMap<Card<'_>, [i64; 2]> = BTreeMap::new();
    let mut add = |class: Option<&crate::random_school::Class>, card, field, filled: bool| {
        let class = class.filter(|_| by_class);
        let sum = sums.entry((class.map(|one| one.grade_level), class.map(|one| one.id.clone()), card, field)).or_default();
        sum[0] += 1;
        sum[1] += i64::from(filled);
    };
    let mut seen = BTreeSet::new();
    for class in school.classes.iter().filter(|class| ask.wants(class)) {
        add(Some(class), "class", "class_teacher", class.teacher.is_some());
        for student in &school.students {
            let member = school.class_members.iter().any(|one| one.student == student.id && one.class == class.id);
            if member && seen.insert((student.id.clone(), by_class.then(|| class.id.clone()))) {
                add(Some(class), "student", "sex", student.sex.is_some());
                add(Some(class), "student", "birth_date", student.birth_date.is_some());
                add(Some(class), "student", "entered_date", student.entered_date.is_some());
                // The names of the random schools have three parts.
                add(Some(class), "student", "middle_name", true);
            }
        }
    }
    if !by_class && ask.class.is_none() && ask.grade.is_none() {
        school.teachers.iter().for_each(|_| add(None, "teacher", "position", false));
    }
    let line = |((grade, class, card, field), [cards, filled]): (&Card<'_>, &[i64; 2])| {
        row([
            ("grade_level", json!(grade)),
            ("class_id", json!(class)),
            ("card", json!(card)),
            ("field", json!(field)),
            ("cards", json!(cards)),
            ("filled", json!(filled)),
        ])
    };
    sums.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{teacher_activity, user_activity};
    use crate::random_school::{Account, LoginDay, day};
    use crate::twins::{Ask, hand_made::HandMade};

    #[test]
    fn the_worked_example() {
        let mut school = HandMade::new("9Б", &["Иван"]);
        school.0.teachers = vec!["Ёлкина".to_owned(), "Громов".to_owned()];
        for (at, teacher) in [(0, "t0"), (1, "t1")] {
            school.lesson(None, "алгебра", 8, Some(at));
            school.0.lessons.last_mut().expect("a lesson").teacher = Some(teacher);
        }
        school.mark("Иван", "алгебра", 8, 5);
        (school.0.marks[0].teacher, school.0.marks[0].set_at) = (Some("t1"), Some("2025-09-08 12:00".to_owned()));
        let row = &teacher_activity(&school.0, &Ask::default())[0];
        assert_eq!([&row["active"], &row["teachers"]], [&json!(1), &json!(2)]);
        for number in 0..8 {
            school.0.accounts.push(Account { id: number.to_string(), role: "parent", ..Account::default() });
        }
        for (date, users) in [(8, 5), (9, 3), (10, 2)] {
            school.0.logins.push(LoginDay { date: day(9, date), role: "parent", users });
        }
        let row = &user_activity(&school.0, &Ask::default())[0];
        assert_eq!([&row["visits"], &row["users_min"], &row["users_max"]], [&json!(10), &json!(5), &json!(8)]);
    }
}
