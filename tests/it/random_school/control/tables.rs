//! The journal as the tables of a store.

use std::fmt::Write;

use chrono::NaiveDate;

use super::{GROUPED, GROUPS, Journal, SUBJECTS, TEACHERS, UNASSESSED, WORKS};
use crate::query::fixture::Fixture;

fn text<T: AsRef<str>>(value: Option<T>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| format!("'{}'", value.as_ref()))
}

fn date(value: Option<NaiveDate>) -> String {
    value.map_or_else(|| "CAST(NULL AS DATE)".to_owned(), |value| format!("DATE '{value}'"))
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(|| "CAST(NULL AS BIGINT)".to_owned(), |value| value.to_string())
}

fn put(fixture: Fixture, table: &str, columns: &str, rows: &[Vec<String>]) -> Fixture {
    if rows.is_empty() {
        return fixture;
    }
    let mut sql = String::new();
    for row in rows {
        let _ = write!(sql, "{}({})", if sql.is_empty() { "" } else { ", " }, row.join(", "));
    }
    fixture.put(table, columns, &sql)
}

/// The tables of the journal, beside its regulation.
pub fn written(journal: &Journal) -> Fixture {
    let class = |at: usize| text(Some(journal.classes[at].0));
    let mut fixture = Fixture::new();
    fixture.regulation = journal.fixture.regulation.clone();
    let rows: Vec<Vec<String>> = journal
        .classes
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some(one.0)), one.1.to_string(), text(one.2), text(Some("quarter"))])
        .collect();
    fixture = put(fixture, "class", "class_id, name, grade_level, class_teacher_id, period_kind", &rows);
    let rows: Vec<Vec<String>> = SUBJECTS
        .iter()
        .map(|one| vec![text(Some(one)), text(Some(one)), if *one == UNASSESSED { "FALSE" } else { "TRUE" }.to_owned()])
        .collect();
    fixture = put(fixture, "subject", "subject_id, name, assessed", &rows);
    let rows: Vec<Vec<String>> = TEACHERS.iter().map(|one| vec![text(Some(one)), format!("'Имя {one}'")]).collect();
    fixture = put(fixture, "teacher", "teacher_id, full_name", &rows);
    let rows: Vec<Vec<String>> =
        journal.students.iter().map(|one| vec![text(Some(&one.id)), format!("'Имя {}'", one.id), date(one.left)]).collect();
    fixture = put(fixture, "student", "student_id, full_name, left_date", &rows);
    let rows: Vec<Vec<String>> =
        journal.students.iter().map(|one| vec![text(Some(&one.id)), class(one.class), date(one.from), date(one.to)]).collect();
    fixture = put(fixture, "class_membership", "student_id, class_id, from_date, to_date", &rows);
    let rows: Vec<Vec<String>> = journal
        .students
        .iter()
        .flat_map(|one| {
            one.groups.iter().map(move |group| vec![text(Some(&one.id)), format!("'{}|{group}'", journal.classes[one.class].0)])
        })
        .collect();
    fixture = put(fixture, "group_membership", "student_id, group_id", &rows);
    let rows: Vec<Vec<String>> = (0..journal.classes.len())
        .flat_map(|at| GROUPS.map(|group| vec![group_id(journal, at, Some(group)), class(at), text(Some(GROUPED)), text(Some(group))]))
        .collect();
    fixture = put(fixture, "study_group", "group_id, class_id, subject_id, name", &rows);
    let rows: Vec<Vec<String>> = journal.calendar.iter().map(|one| vec![date(Some(one.0)), number(one.1), text(Some(one.2))]).collect();
    fixture = put(fixture, "calendar_day", "date, grade_level, kind", &rows);
    let rows: Vec<Vec<String>> = journal
        .periods
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some("quarter")), "1".to_owned(), date(Some(one.1)), date(Some(one.2))])
        .collect();
    fixture = put(fixture, "grading_period", "period_id, kind, seq, start_date, end_date", &rows);
    let rows: Vec<Vec<String>> = journal.outages.iter().map(|one| vec![date(Some(one.0)), date(Some(one.1))]).collect();
    fixture = put(fixture, "outage", "start_date, end_date", &rows);
    let rows: Vec<Vec<String>> = WORKS
        .iter()
        .map(|one| vec![text(Some(one.0)), text(Some(one.1)), one.2.to_string(), one.3.to_string(), one.4.to_string()])
        .collect();
    fixture = put(fixture, "assignment_kind", "assignment_kind, name, is_control, is_homework, is_written", &rows);
    events(journal, fixture)
}

fn group_id(journal: &Journal, class: usize, group: Option<&str>) -> String {
    text(group.map(|group| format!("{}|{group}", journal.classes[class].0)))
}

fn events(journal: &Journal, mut fixture: Fixture) -> Fixture {
    let class = |at: usize| text(Some(journal.classes[at].0));
    let group = |at: usize, name: Option<&str>| group_id(journal, at, name);
    let rows: Vec<Vec<String>> = journal
        .teachings
        .iter()
        .map(|one| {
            vec![
                text(Some(one.teacher)),
                class(one.class),
                group(one.class, one.group),
                text(Some(one.subject)),
                date(one.from),
                date(one.to),
            ]
        })
        .collect();
    fixture = put(fixture, "teaching_assignment", "teacher_id, class_id, group_id, subject_id, from_date, to_date", &rows);
    let rows: Vec<Vec<String>> = journal
        .lessons
        .iter()
        .map(|one| {
            let place = [class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date)), number(one.number)];
            let what = [text(Some(one.status)), text(one.teacher), text(one.planned), text(one.topic), text(one.topic_at.as_ref())];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "class_id, group_id, subject_id, date, lesson_number, status, teacher_id, planned_teacher_id, topic, topic_set_at";
    fixture = put(fixture, "lesson", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .homework
        .iter()
        .map(|one| {
            let place = [class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date))];
            place.into_iter().chain([text(one.text), text(one.set_at.as_ref())]).collect()
        })
        .collect();
    fixture = put(fixture, "homework", "class_id, group_id, subject_id, date, text, set_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .assignments
        .iter()
        .map(|one| {
            let place = [text(Some(&one.id)), class(one.class), group(one.class, one.group), text(Some(one.subject)), date(Some(one.date))];
            place.into_iter().chain([text(one.work)]).collect()
        })
        .collect();
    fixture = put(fixture, "assignment", "assignment_id, class_id, group_id, subject_id, date, assignment_kind", &rows);
    let rows: Vec<Vec<String>> = journal
        .marks
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let value = if one.kind == "score" { "4" } else { "CAST(NULL AS BIGINT)" };
            let place = [text(Some(&one.student)), class(one.class), text(Some(one.subject)), date(Some(one.date)), number(one.number)];
            let what = [at.to_string(), text(Some(one.kind)), value.to_owned(), text(one.work), text(one.assignment.as_ref())];
            let who = [text(one.teacher), text(one.set_at.as_ref()), text(one.edited_at.as_ref())];
            place.into_iter().chain(what).chain(who).collect()
        })
        .collect();
    let columns = "student_id, class_id, subject_id, date, lesson_number, seq, kind, value, assignment_kind, assignment_id, teacher_id, set_at, edited_at";
    fixture = put(fixture, "mark", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .absences
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let granularity = if one.subject.is_none() {
                "day"
            } else if one.number.is_some() {
                "lesson"
            } else {
                "subject_day"
            };
            let place = [text(Some(&one.student)), class(one.class), text(one.subject), date(Some(one.date)), number(one.number)];
            let what = [at.to_string(), text(Some(granularity)), text(Some(one.reason)), text(one.teacher), text(one.set_at.as_ref())];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "student_id, class_id, subject_id, date, lesson_number, seq, granularity, reason, teacher_id, set_at";
    fixture = put(fixture, "attendance", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .period_marks
        .iter()
        .map(|one| {
            let value = if one.status == "set" { "4" } else { "CAST(NULL AS BIGINT)" };
            let place = [text(Some(&one.student)), class(one.class), text(Some(one.subject)), text(Some(one.period)), text(Some("period"))];
            place.into_iter().chain([text(Some(one.status)), value.to_owned(), text(one.teacher), text(one.set_at.as_ref())]).collect()
        })
        .collect();
    fixture = put(fixture, "period_mark", "student_id, class_id, subject_id, period_id, kind, status, value, teacher_id, set_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .movements
        .iter()
        .map(|one| {
            vec![text(Some(&one.student)), text(Some("transfer_in")), date(Some(one.date)), class(one.class), text(one.entered_at.as_ref())]
        })
        .collect();
    fixture = put(fixture, "student_movement", "student_id, kind, date, to_class_id, entered_at", &rows);
    let rows: Vec<Vec<String>> = journal
        .corrections
        .iter()
        .map(|one| {
            let place = [text(Some("attendance")), text(Some(&one.student)), text(Some(one.subject)), date(Some(one.date))];
            let what = [text(Some("unset")), text(Some("illness")), text(Some(&one.before)), text(Some(&one.after)), "2".to_owned()];
            place.into_iter().chain(what).collect()
        })
        .collect();
    let columns = "table_name, student_id, subject_id, date, old_values, new_values, previous_as_of, as_of, version";
    fixture = put(fixture, "edit", columns, &rows);
    let rows: Vec<Vec<String>> = journal
        .remarks
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let days = [date(Some(one.date)), date(one.due), date(one.closed)];
            [format!("'r{at}'"), class(one.class), text(Some(one.teacher))].into_iter().chain(days).chain(["'Тема'".to_owned()]).collect()
        })
        .collect();
    put(fixture, "remark", "remark_id, class_id, teacher_id, date, due_date, closed_date, text", &rows)
}
