//! F15: users of a month between two bounds, teachers who write, accounts never used.

use vedomost::query::Params;

use super::made::{documents, rows};
use crate::query::fixture::Fixture;

#[test]
fn bounds_and_bases() {
    let accounts: Vec<String> = (1..=8).map(|n| format!("('p{n}', 's{n}', 'parent', {})", if n == 8 { "FALSE" } else { "TRUE" })).collect();
    let school = Fixture::new()
        .class("9А", 9, "quarter", &["s1", "s8"])
        .put("teacher", "teacher_id, full_name", "('t1', 'Первый П'), ('t2', 'Второй В')")
        .put(
            "lesson",
            "class_id, subject_id, date, status, teacher_id, topic_set_at",
            "('9А', 'х', DATE '2025-09-02', 'held', 't1', '2025-09-02 15:00'), ('9А', 'х', DATE '2025-09-03', 'held', 't2', NULL),
             ('9А', 'х', DATE '2025-10-02', 'held', 't2', '2025-10-02 15:00')",
        )
        .put("login_day", "date, role, unique_users", "(DATE '2025-09-01', 'parent', 5), (DATE '2025-09-02', 'parent', 4)")
        .put("account", "account_id, student_id, role, active", &format!("{}, ('z', NULL, 'staff', NULL)", accounts.join(", ")));
    let data = &documents(&school, "activity", &Params::default())[0].data;
    // Five on the busiest day, nine visits, eight accounts: at least five users, at most eight.
    assert_eq!(
        rows(data, "users"),
        ["сентябрь 2025 | Родители | 8 | 2 | 9 | 5 | 8 | 62,50 | 100,00", "— | Сотрудники | 1 | 0 | 0 | 0 | 0 | 0,00 | 0,00"]
    );
    assert_eq!(rows(data, "teachers"), ["сентябрь 2025 | 2 | 1 | 50,00 | 2 | 1", "октябрь 2025 | 1 | 1 | 100,00 | 1 | 1"]);
    assert_eq!(rows(data, "idle"), ["сентябрь 2025 | Второй В | 1"]);
    assert_eq!(rows(data, "never"), ["Сотрудники | 1 | 0 | 0 | 1 | —", "Родители | 8 | 7 | 1 | 0 | 12,50"]);
    assert_eq!(rows(data, "never_classes"), ["9А | 0 | 1", "Итого | 0 | 1"]);
    // No name of a student or parent stands anywhere.
    let text = serde_json::to_string(data).expect("JSON");
    assert!(!text.contains("Имя s"), "{text}");
}
