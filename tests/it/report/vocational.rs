//! F17 and F18: a group of a college.

use super::made::{documents, rows, table};
use crate::query::fixture::{Fixture, period};

fn group() -> Fixture {
    Fixture::new()
        .put("class", "class_id, name, period_kind", "('ИС-11', 'ИС-11', 'semester')")
        .class("9Б", 9, "quarter", &["s9"])
        .put("student", "student_id, full_name", "('s1', 'Имя s1'), ('s2', 'Имя s2')")
        .put("class_membership", "student_id, class_id", "('s1', 'ИС-11'), ('s2', 'ИС-11')")
        .put("grading_period", "period_id, kind, seq, start_date, end_date", "('s1', 'semester', 1, DATE '2025-09-01', DATE '2025-12-30')")
}

#[test]
fn disciplines_courses_and_practice_stand_under_their_headings() {
    let group = group()
        .put("subject", "subject_id, name", "('м', 'МДК.01.01 Разработка'), ('п', 'УП.01 Учебная практика'), ('и', 'История')")
        .period_marks("ИС-11", "s1", "s1 м 5\n s1 п зач\n s1 и 4\n s2 м 2\n s2 п зач\n s2 и осв");
    let made = documents(&group, "vocational_marksheet", &period("s1", ""));
    assert_eq!(made.len(), 1, "the class of a school has another form");
    let data = &made[0].data;
    let heads: Vec<(&str, &str)> =
        table(data, "marks").columns.iter().map(|column| (column.group.as_str(), column.title.as_str())).collect();
    assert_eq!(heads[2], ("Дисциплины", "История"));
    assert_eq!(heads[3], ("Междисциплинарные курсы и профессиональные модули", "МДК.01.01 Разработка"));
    assert_eq!(heads[4], ("Практика", "УП.01 Учебная практика"));
    assert_eq!(rows(data, "marks"), ["1 | Имя s1 | 4 | 5 | зач | ", "2 | Имя s2 | осв | 2 | зач | "]);
    // s2 fails in one, s1 has a 4 and a 5: 1 of 2 both.
    assert_eq!(rows(data, "rates"), ["Абсолютная успеваемость | 50,00 | 1 | 2", "Качественный показатель | 50,00 | 1 | 2"]);
    assert_eq!(data.signatories[0].label, "Заведующий отделением");
}

#[test]
fn hours_missed_stand_by_month_and_in_all() {
    // September: a double lesson ill, a lesson of an hour and a half without excuse; October: one hour without excuse.
    let lessons = "('ИС-11', 'и', DATE '2025-09-01', 1, 'held', 200), ('ИС-11', 'и', DATE '2025-09-02', 1, 'held', 150),
        ('ИС-11', 'и', DATE '2025-10-01', 1, 'held', 100)";
    let missed = "('s1', 'ИС-11', 'и', DATE '2025-09-01', 1, 1, 'lesson', 'illness'), ('s1', 'ИС-11', 'и', DATE '2025-09-02', 1, 1, 'lesson', 'unexcused'),
        ('s1', 'ИС-11', 'и', DATE '2025-10-01', 1, 1, 'lesson', 'unexcused')";
    let group = group().put("lesson", "class_id, subject_id, date, lesson_number, status, hours_hundredths", lessons).put(
        "attendance",
        "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason",
        missed,
    );
    let made = documents(&group, "vocational_attendance", &period("s1", ""));
    let data = &made[0].data;
    assert_eq!(table(data, "hours").columns[2].group, "Сентябрь 2025");
    assert_eq!(
        rows(data, "hours"),
        [
            "1 | Имя s1 | 3,50 | 1,50 | 1 | 1 | 4,50 | 2,50",
            "2 | Имя s2 | 0 | 0 | 0 | 0 | 0 | 0",
            " | Всего пропущено часов | 3,50 | 1,50 | 1 | 1 | 4,50 | 2,50",
        ]
    );
}
