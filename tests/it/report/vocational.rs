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
fn exams_credits_and_practice_stand_by_semester() {
    let group = group()
        .put("subject", "subject_id, name", "('м', 'МДК.01.01 Разработка'), ('п', 'УП.01 Учебная практика'), ('и', 'История'), ('ф', 'Физкультура')")
        .period_marks("ИС-11", "s1", "s1 м 5\n s1 п зач\n s1 и 4\n s1 ф зач\n s2 м 2\n s2 п незач\n s2 и осв\n s2 ф н/а")
        .period_marks("ИС-11", "s2", "s1 м 4\n s2 м 3\n s1 п 5\n s2 п -\n s1 ф -")
        .period_marks("ИС-11", "year", "s1 м 5\n s1 и 4\n s2 м 3")
        .put(
            "period_mark",
            "student_id, class_id, subject_id, period_id, kind, status, value",
            "('s1', 'ИС-11', 'м', 's1', 'exam', 'set', 4), ('s2', 'ИС-11', 'и', 's1', 'exam', 'credit', NULL), ('s2', 'ИС-11', 'м', 'year', 'exam', 'set', 3)",
        );
    let heads = |period_id: &str| {
        let data = documents(&group, "vocational_marksheet", &period(period_id, "")).remove(0).data;
        let heads =
            table(&data, "marks").columns.iter().skip(2).map(|column| format!("{}: {}", column.group, column.title)).collect::<Vec<_>>();
        (heads, rows(&data, "marks"))
    };
    // Физкультура has a credit and «н/а», no number: a credit. История is «осв» and 4: a discipline, its credit of the exam kind stands apart.
    let (semester, marks) = heads("s1");
    let courses = "Междисциплинарные курсы и профессиональные модули: МДК.01.01 Разработка";
    assert_eq!(
        semester,
        [
            "Дисциплины: История",
            courses,
            "Практика: УП.01 Учебная практика",
            "Зачёты: Физкультура",
            "Зачёты: История",
            "Экзамены: МДК.01.01 Разработка",
            ": Примечания"
        ]
    );
    assert_eq!(marks, ["1 | Имя s1 | 4 | 5 | зач | зач |  | 4 | ", "2 | Имя s2 | осв | 2 | незач | н/а | зач |  | "]);
    // The year has its marks, then each semester's own; physical education of the second says nothing, so it has no column.
    let (year, marks) = heads("year");
    assert_eq!(
        year,
        [
            "Дисциплины: История",
            courses,
            "Зачёты, 1 семестр: История",
            "Зачёты, 1 семестр: Физкультура",
            "Экзамены, 1 семестр: МДК.01.01 Разработка",
            "Практика, 1 семестр: УП.01 Учебная практика",
            "Практика, 2 семестр: УП.01 Учебная практика",
            "Экзамены: МДК.01.01 Разработка",
            ": Примечания"
        ]
    );
    assert_eq!(marks, ["1 | Имя s1 | 4 | 5 |  | зач | 4 | зач | 5 |  | ", "2 | Имя s2 |  | 3 | зач | н/а |  | незач |  | 3 | "]);
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
