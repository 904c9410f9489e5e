//! F15 «Активность пользователей»: users by role and month, teachers who keep the journal, who has never come in.

use std::collections::BTreeMap;

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::table::Table;

use super::base::{blank, signatories};
use super::figures::{asked, column, count, dash, grouped, int, month_text, number, share, stem, table, text, words};
use super::{Document, Input, Kind};

pub const KIND: Kind = Kind {
    name: "activity",
    title: "Активность пользователей электронного журнала",
    form: "F15",
    queries: &[
        ("user_activity", None),
        ("teacher_activity", Some("school")),
        ("teacher_activity", Some("teacher")),
        ("never_logged_in", Some("school")),
        ("never_logged_in", Some("account")),
    ],
    build,
    ..Kind::BASE
};

/// In the order of the sheet.
const ROLES: [(&str, &str); 4] = [("staff", "Сотрудники"), ("student", "Обучающиеся"), ("parent", "Родители"), ("admin", "Администраторы")];

fn build(input: &Input<'_>) -> Vec<Document> {
    let [users, months, teachers, never, accounts] = input.tables else { return Vec::new() };
    let digits = input.rules.percent_digits;
    let mut data = blank(input, KIND.name, KIND.title, &["S2 4.3", "S2 8.1", "S3 3.6"]);
    data.head.extend(asked(input));
    data.tables = [
        by_role(users, digits),
        by_month(months, digits),
        idle(teachers),
        never_by_role(never, digits),
        never_by_name(accounts),
        never_by_class(accounts),
    ]
    .into_iter()
    .flatten()
    .collect();
    if data.tables.is_empty() {
        return Vec::new();
    }
    data.notes = notes(users, months);
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn role_text(role: &str) -> &str {
    ROLES.iter().find(|(id, _)| *id == role).map_or(role, |(_, name)| name)
}

fn role_place(role: &str) -> usize {
    ROLES.iter().position(|(id, _)| *id == role).unwrap_or(ROLES.len())
}

/// The exports count users of a day: those of a month lie between the busiest day and the sum of the days.
fn by_role(users: &Table, digits: u8) -> Option<DocTable> {
    let mut rows: Vec<usize> = (0..users.rows.len()).collect();
    // A role that nobody came in with belongs to no month and stands last.
    let month_of = |row: usize| text(users, row, "month");
    rows.sort_by_key(|row| (month_of(*row).is_empty(), month_of(*row), role_place(text(users, *row, "role"))));
    let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
    let cells = |row: &usize| {
        let accounts = int(users, *row, "accounts");
        let (least, most) = (int(users, *row, "users_min"), int(users, *row, "users_max"));
        // Without accounts nobody knows how many users stand behind the visits of a month.
        let bounded = |value: Option<i64>| accounts.and(value);
        vec![
            if month_of(*row).is_empty() { dash() } else { Cell::text(month_text(month_of(*row))) },
            Cell::text(role_text(text(users, *row, "role"))),
            count(accounts),
            count(int(users, *row, "login_days")),
            count(int(users, *row, "visits")),
            count(least),
            count(bounded(most)),
            share(least, accounts, digits),
            share(bounded(most), accounts, digits),
        ]
    };
    let lines: Vec<(RowKind, Vec<Cell>)> = rows.iter().map(|row| (RowKind::Body, cells(row))).collect();
    let mut columns = vec![
        words("month", "Месяц"),
        words("role", "Роль"),
        number("accounts", "Всего учётных записей"),
        number("login_days", "Дней с данными о входах"),
        number("visits", "Входов (сумма по дням)"),
        grouped("users_min", "не меньше", "Активных за месяц"),
        grouped("users_max", "не больше", "Активных за месяц"),
        grouped("share_min", "не меньше, %", "Доля активных"),
        grouped("share_max", "не больше, %", "Доля активных"),
    ];
    columns.iter_mut().take(1).for_each(|month| month.merge = true);
    let mut made = (!lines.is_empty()).then(|| table("users", "По ролям и месяцам", columns, lines))?;
    for (row, line) in rows.iter().zip(&mut made.rows) {
        let next = u32::try_from(groups.len() + 1).unwrap_or(u32::MAX);
        line.group = *groups.entry(text(users, *row, "month")).or_insert(next);
    }
    Some(made)
}

fn by_month(months: &Table, digits: u8) -> Option<DocTable> {
    let cells = |row: usize| {
        let (teachers, active) = (int(months, row, "teachers"), int(months, row, "active"));
        let cells = vec![
            Cell::text(month_text(text(months, row, "month"))),
            count(teachers),
            count(active),
            share(active, teachers, digits),
            count(int(months, row, "lessons")),
            count(int(months, row, "writes")),
        ];
        (RowKind::Body, cells)
    };
    let columns = vec![
        words("month", "Месяц"),
        number("teachers", "Учителей, давших уроки"),
        number("active", "из них вносили записи"),
        number("share", "Участие, %"),
        number("lessons", "Уроков"),
        number("writes", "Записей"),
    ];
    let rows: Vec<(RowKind, Vec<Cell>)> = (0..months.rows.len()).map(cells).collect();
    (!rows.is_empty()).then(|| table("teachers", "Участие учителей", columns, rows))
}

/// Teachers who gave lessons in a month and wrote nothing.
fn idle(teachers: &Table) -> Option<DocTable> {
    let rows = (0..teachers.rows.len()).filter(|row| int(teachers, *row, "active") == Some(0));
    let cells = |row: usize| {
        let of = |column: &str| text(teachers, row, column);
        let name = if of("full_name").is_empty() { "учитель не назван в выгрузке" } else { of("full_name") };
        (RowKind::Body, vec![Cell::text(month_text(of("month"))), Cell::text(name), count(int(teachers, row, "lessons"))])
    };
    let rows: Vec<(RowKind, Vec<Cell>)> = rows.map(cells).collect();
    let columns = vec![words("month", "Месяц"), words("name", "Учитель"), number("lessons", "Уроков")];
    (!rows.is_empty()).then(|| table("idle", "Учителя, не внёсшие за месяц ни одной записи", columns, rows))
}

fn never_by_role(never: &Table, digits: u8) -> Option<DocTable> {
    let mut rows: Vec<usize> = (0..never.rows.len()).collect();
    rows.sort_by_key(|row| role_place(text(never, *row, "role")));
    let cells = |row: &usize| {
        let of = |column: &str| int(never, *row, column);
        let mut cells = vec![Cell::text(role_text(text(never, *row, "role")))];
        cells.extend(["accounts", "used", "never", "unknown"].map(|column| count(of(column))));
        // Whoever nothing is known of is in neither part.
        let known = of("used").zip(of("never")).map(|(used, never)| used + never);
        cells.push(if known == Some(0) { dash() } else { share(of("never"), known, digits) });
        (RowKind::Body, cells)
    };
    let columns = vec![
        words("role", "Роль"),
        number("accounts", "Всего учётных записей"),
        number("used", "Входили"),
        number("never", "Ни разу не входили"),
        number("unknown", "Не известно"),
        number("share", "Ни разу, %"),
    ];
    let rows: Vec<(RowKind, Vec<Cell>)> = rows.iter().map(cells).collect();
    (!rows.is_empty()).then(|| table("never", "Кто ни разу не входил в журнал", columns, rows))
}

/// Staff by name. Students and parents are told by number only: their names are the class teacher's to know, not this sheet's.
fn never_by_name(accounts: &Table) -> Option<DocTable> {
    let order = Russian::default();
    let of = |row: usize, column: &str| text(accounts, row, column);
    let mut rows: Vec<usize> = (0..accounts.rows.len()).filter(|row| matches!(of(*row, "role"), "staff" | "admin")).collect();
    rows.sort_by(|left, right| {
        let by_role = role_place(of(*left, "role")).cmp(&role_place(of(*right, "role")));
        by_role.then_with(|| order.compare(of(*left, "full_name"), of(*right, "full_name")))
    });
    let cells = |(at, row): (usize, &usize)| {
        let name = if of(*row, "full_name").is_empty() { of(*row, "account_id") } else { of(*row, "full_name") };
        let number = Cell::count(i64::try_from(at + 1).unwrap_or(i64::MAX));
        (RowKind::Body, vec![number, Cell::text(role_text(of(*row, "role"))), Cell::text(name)])
    };
    let columns = vec![column("number", "№", "", ColumnKind::Text), words("role", "Роль"), words("name", "Фамилия, имя, отчество")];
    let rows: Vec<(RowKind, Vec<Cell>)> = rows.iter().enumerate().map(cells).collect();
    (!rows.is_empty()).then(|| table("never_staff", "Сотрудники, ни разу не входившие в журнал", columns, rows))
}

/// Students' and parents' accounts that were never used, by class.
fn never_by_class(accounts: &Table) -> Option<DocTable> {
    let order = Russian::default();
    let mut classes: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for row in 0..accounts.rows.len() {
        let at = match text(accounts, row, "role") {
            "student" => 0,
            "parent" => 1,
            _ => continue,
        };
        if let Some(number) = classes.entry(text(accounts, row, "class_id")).or_default().get_mut(at) {
            *number += 1;
        }
    }
    let mut names: Vec<(&str, [i64; 2])> = classes.into_iter().collect();
    names.sort_by(|left, right| compare_classes(&order, left.0, right.0));
    let sum = names.iter().fold([0, 0], |sum, (_, [students, parents])| [sum[0] + students, sum[1] + parents]);
    let cells = |label: &str, [students, parents]: [i64; 2]| vec![Cell::text(label), Cell::count(students), Cell::count(parents)];
    let label = |class: &str| if class.is_empty() { "класс не известен".to_owned() } else { class.to_owned() };
    let mut rows: Vec<(RowKind, Vec<Cell>)> =
        names.iter().map(|(class, numbers)| (RowKind::Body, cells(&label(class), *numbers))).collect();
    if rows.is_empty() {
        return None;
    }
    rows.push((RowKind::Total, cells("Итого", sum)));
    let columns = vec![words("class", "Класс"), number("students", "Обучающихся"), number("parents", "Родителей")];
    Some(table("never_classes", "Ни разу не входили, по классам", columns, rows))
}

fn notes(users: &Table, months: &Table) -> Vec<String> {
    let mut notes = Vec::new();
    if !users.rows.is_empty() {
        notes.push("Выгрузка считает пользователей по дням: за месяц их не меньше, чем в самый людный день, и не больше суммы по дням и числа учётных записей. Пользователь с двумя ролями посчитан в обеих.".to_owned());
    }
    let reasons: Vec<&str> = (0..users.rows.len()).map(|row| text(users, row, "reason")).collect();
    if reasons.contains(&"no_table:login_day") {
        notes.push("Данных о входах в выгрузке нет: активность не определяется («—»).".to_owned());
    }
    if reasons.contains(&"no_table:account") {
        notes.push("Где учётных записей роли в выгрузке нет, доля не определяется («—»).".to_owned());
    }
    if !months.rows.is_empty() {
        notes.push("Участие учителя — хотя бы одна запись за месяц (отметка, пропуск, тема, итоговая отметка); один вход в журнал участием не считается.".to_owned());
    }
    if (0..months.rows.len()).any(|row| text(months, row, "reason") == "no_entry_time") {
        notes.push("Времени внесения записей в выгрузке нет: участие учителей не определяется («—»).".to_owned());
    }
    notes
}
