//! The dates of a school year.

use vedomost::query::Params;
use vedomost::regulation::Setting;

use super::fixture::{Fixture, day};

const COLUMNS: &str = "record deadline_date every_days units done verdict reason";

fn on(text: &str) -> Params {
    Params { as_of: day(text), ..Params::default() }
}

/// What the rows of some records say.
fn told(school: &Fixture, as_of: &str, records: &[&str]) -> Vec<String> {
    let rows = school.rows("year_dates", on(as_of), COLUMNS);
    rows.into_iter().filter(|row| records.iter().any(|record| row.split(' ').next() == Some(record))).collect()
}

/// Exports of 30 August and 1 October. 9А has a class teacher, 9Б has none. 9А has a curriculum of two subjects, so that its lesson in «я» does not
/// count; of 9Б one subject is known from a lesson; of the three plans one is in the export of August. c left before the accounts were due.
fn autumn() -> Fixture {
    Fixture::new()
        .follows("s1")
        .put("source", "source_id, as_of, rows_kept", "('aug', '2025-08-30', 9), ('oct', '2025-10-01 12:00', 9)")
        .put(
            "class",
            "class_id, name, grade_level, period_kind, class_teacher_id, source_id",
            "('9А', '9А', 9, 'quarter', 't', 'aug'), ('9Б', '9Б', 9, 'quarter', NULL, 'aug')",
        )
        .put("student", "student_id, full_name, left_date", "('a', 'А', NULL), ('b', 'Б', NULL), ('c', 'В', DATE '2025-09-15')")
        .put("class_membership", "student_id, class_id, source_id", "('a', '9А', 'aug'), ('b', '9Б', 'aug'), ('c', '9Б', 'aug')")
        .put(
            "grading_period",
            "period_id, kind, seq, start_date, end_date, source_id",
            "('q1', 'quarter', 1, DATE '2025-09-01', DATE '2025-10-26', 'aug')",
        )
        .put("curriculum", "class_id, subject_id", "('9А', 'х'), ('9А', 'у')")
        .put(
            "lesson",
            "class_id, subject_id, date, status",
            "('9А', 'я', DATE '2025-09-02', 'held'), ('9Б', 'х', DATE '2025-09-02', 'held')",
        )
        .put(
            "planned_lesson",
            "class_id, subject_id, seq, hours_hundredths, source_id",
            "('9А', 'х', 1, 100, 'aug'), ('9А', 'у', 1, 100, 'oct'), ('9Б', 'х', 1, 100, 'oct')",
        )
        .put("account", "account_id, student_id, role, source_id", "('1', 'a', 'student', 'aug'), ('2', 'b', 'student', 'aug')")
        .put("calendar_day", "date, kind", "(DATE '2025-09-01', 'school'), (DATE '2025-10-15', 'school'), (DATE '2026-05-25', 'school')")
        .put("remark", "remark_id, date, text", "('1', DATE '2025-10-01', 'темы')")
}

#[test]
fn only_an_export_of_before_the_date_proves_that_it_was_there() {
    // 31 days from 1 September are over on 1 October, the day of the remark.
    assert_eq!(
        autumn().rows("year_dates", on("2025-10-15"), COLUMNS),
        [
            "year_open · · · · no_rule ·",
            "set_up 2025-09-01 · 2 1 missing ·",
            "plans 2025-09-01 · 3 3 not_determinable no_entry_time",
            "accounts 2025-09-15 · 2 2 in_time ·",
            "absence_check · · · · not_determinable not_exported",
            "control · 31 1 1 in_time ·",
            "director_control · · · · no_rule ·",
            "transfer · · · · no_rule ·",
            "print · · · · no_rule ·",
            "year_close · · · · no_rule ·"
        ]
    );
    // On the day before, and when a cycle without a remark is over: 2 October – 1 November. The next with a school day is over in June.
    let records = ["set_up", "plans", "accounts", "control"];
    assert_eq!(
        told(&autumn(), "2025-08-31", &records),
        [
            "set_up 2025-09-01 · 2 1 open ·",
            "plans 2025-09-01 · 3 3 open ·",
            "accounts 2025-09-15 · 2 2 in_time ·",
            "control · 31 0 0 open ·"
        ]
    );
    assert_eq!(told(&autumn(), "2025-11-01", &["control"]), ["control · 31 2 1 not_determinable cycle_without_remark"]);
    assert_eq!(told(&autumn(), "2026-08-31", &["control"]), ["control · 31 3 1 not_determinable cycle_without_remark"]);
}

#[test]
fn what_stands_behind_the_figures() {
    let rows = autumn().rows("trace_year_dates", on("2025-10-15"), "record unit_name table_name units done");
    let of = |record: &str| -> Vec<&str> { rows.iter().filter_map(|row| row.strip_prefix(&format!("{record} "))).collect() };
    assert_eq!(
        of("plans"),
        [
            "9А · у · plans curriculum 1 1",
            "9А · у · plans planned_lesson 1 1",
            "9А · х · plans curriculum 1 1",
            "9А · х · plans planned_lesson 1 1",
            "9Б · х · plans lesson 1 1",
            "9Б · х · plans planned_lesson 1 1"
        ]
    );
    assert_eq!(
        of("set_up"),
        [
            "9Б · set_up class 1 0",
            "9Б · set_up class_membership 1 0",
            "9Б · set_up class_membership 1 0",
            "9А · set_up class 1 1",
            "9А · set_up class_membership 1 1"
        ]
    );
    assert_eq!(of("control"), ["2025-09-01 · control calendar_day 1 1", "2025-09-01 · control remark 1 1"]);
}

/// a: ordered in May to move up in September; b: in force five days after 20 June; c: moved up a year ago; d left in winter.
fn summer() -> Fixture {
    Fixture::new()
        .follows("s4")
        .class("9А", 9, "quarter", &["a", "b", "c"])
        .put("class_membership", "student_id, class_id, to_date", "('d', '9А', DATE '2026-02-01')")
        .put("calendar_day", "date, kind", "(DATE '2025-09-01', 'school'), (DATE '2026-05-25', 'school'), (DATE '2026-06-30', 'vacation')")
        .put(
            "student_movement",
            "student_id, kind, date, order_date",
            "('a', 'promotion', DATE '2026-09-01', DATE '2026-05-30'), ('b', 'retention', DATE '2026-06-25', NULL),
             ('c', 'promotion', DATE '2025-09-01', DATE '2025-08-30')",
        )
}

#[test]
fn orders_of_moving_up_are_dated_and_may_be_late() {
    let transfer = |school: &Fixture, as_of| told(school, as_of, &["transfer"]);
    assert_eq!(transfer(&summer(), "2026-06-19"), ["transfer 2026-06-20 · 3 1 open ·"]);
    assert_eq!(transfer(&summer(), "2026-06-20"), ["transfer 2026-06-20 · 3 1 missing ·"]);
    let order =
        |dates: &str| summer().put("student_movement", "student_id, kind, date, order_date", &format!("('c', 'graduation', {dates})"));
    // That of b is in force on the 25th, and nobody tells when it was signed; one that was signed late is late.
    let in_time = order("DATE '2026-06-20', CAST(NULL AS DATE)");
    assert_eq!(transfer(&in_time, "2026-06-20"), ["transfer 2026-06-20 · 3 2 not_determinable no_order_date"]);
    let late = order("DATE '2026-06-21', DATE '2026-06-21'");
    assert_eq!(transfer(&late, "2026-06-20"), ["transfer 2026-06-20 · 3 1 late ·"]);
}

#[test]
fn without_the_tables_nothing_is_missing() {
    let bare = |pack| Fixture::new().class("9А", 9, "quarter", &["a"]).follows(pack);
    assert_eq!(told(&bare("s4"), "2026-08-31", &["transfer"]), ["transfer 2026-06-20 · · · not_determinable no_calendar"]);
    assert_eq!(
        told(&bare("s1"), "2026-08-31", &["plans", "accounts", "control"]),
        [
            "plans 2025-09-01 · 0 · not_determinable no_table:planned_lesson",
            "accounts 2025-09-15 · 1 · not_determinable no_student_accounts",
            "control · 31 · · not_determinable no_calendar"
        ]
    );
    let school = bare("s0").put("calendar_day", "date, kind", "(DATE '2025-09-01', 'school')");
    assert_eq!(told(&school, "2025-09-07", &["control"]), ["control · 7 1 · not_determinable no_table:remark"]);
}

#[test]
fn each_date_lies_in_the_calendar_year_that_is_meant() {
    let dates = ["year_open_by", "set_up_by", "plan_by", "accounts_by", "transfer_by", "print_by", "year_close_by"];
    let on_day = |text: &str| {
        dates.iter().fold(Fixture::new().class("9А", 9, "quarter", &[]), |school, key| school.set(key, Setting::Text(text.to_owned())))
    };
    let told = |text: &str| -> String {
        let rows = on_day(text).rows("year_dates", on("2027-01-01"), "deadline_date");
        rows.iter().filter(|date| *date != "·").map(|date| date.split('-').next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
    };
    // Opened, set up, plans, accounts; moved up, printed, closed.
    assert_eq!(told("01-15"), "2025 2026 2026 2026 2026 2026 2026");
    assert_eq!(told("07-01"), "2025 2025 2025 2025 2026 2026 2026");
    assert_eq!(told("09-01"), "2025 2025 2025 2025 2026 2026 2026");
    // An export of the last day is in time, one of the next is not.
    let opened = |as_of: &str| {
        let source = format!("('e', '{as_of}', 1)");
        let school = Fixture::new().class("9А", 9, "quarter", &[]).follows("s4").put("source", "source_id, as_of, rows_kept", &source);
        school.rows("year_dates", on("2025-09-03"), "record verdict reason").remove(0)
    };
    assert_eq!(opened("2025-09-03 23:00"), "year_open in_time ·");
    assert_eq!(opened("2025-09-04"), "year_open not_determinable not_exported");
}
