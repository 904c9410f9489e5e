//! The queries of the control against their twins, on random journals: each with its own regulation, calendar and stamps.
//!
//! A difference prints the seed, what was asked and the rows that only one side has; `VEDOMOST_SEED=17` runs that journal alone,
//! `VEDOMOST_JOURNALS=600` looks longer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use vedomost::query::Params;

use crate::random_school::control::{Journal, journal, last_day};
use crate::random_school::{day, plus};
use crate::twins::deadline_record::{COLUMNS, Span, judged};
use crate::twins::{completeness, control as twin};

static JOURNALS: LazyLock<Vec<Journal>> = LazyLock::new(|| {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = match number("VEDOMOST_SEED") {
        Some(seed) => seed..seed + 1,
        // A multiple of the regulations.
        None => 0..number("VEDOMOST_JOURNALS").unwrap_or(18),
    };
    seeds.map(journal).collect()
});

/// The year on its data's last day, the week before the vacation on its Monday after, the week of the holidays while it runs.
fn spans() -> [Span; 3] {
    [
        Span { as_of: plus(last_day(), 3), days: None },
        Span { as_of: day(10, 27), days: Some((day(10, 20), day(10, 26))) },
        Span { as_of: day(11, 6), days: Some((day(11, 3), day(11, 9))) },
    ]
}

fn params(span: &Span, grain: &str) -> Params {
    Params {
        as_of: Some(span.as_of),
        from_date: span.days.map(|days| days.0),
        to_date: span.days.map(|days| days.1),
        grain: (!grain.is_empty()).then(|| grain.to_owned()),
        ..Params::default()
    }
}

/// Asks all journals, each span at two of the grains in turn; the rows of the query must be those of the twin, each as often.
fn agree(query: &str, grains: &[&str], columns: &str, twin: impl Fn(&Journal, &Span, &str) -> Vec<String>) {
    let (mut faults, mut rows) = (Vec::new(), 0);
    for journal in JOURNALS.iter() {
        for (at, span) in spans().iter().enumerate() {
            let turn = usize::try_from(journal.seed).expect("small") * 2 + at * 3;
            let mut asked = vec![grains[turn % grains.len()], grains[(turn + 1) % grains.len()]];
            asked.dedup();
            for grain in asked {
                let mut got = journal.fixture.rows(query, params(span, grain), columns);
                let mut expected = twin(journal, span, grain);
                got.sort();
                expected.sort();
                rows += expected.len();
                if got != expected {
                    faults.push(format!("seed {} {query} {grain} {span:?}\n{}", journal.seed, difference(&expected, &got)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} differ\n\n{}", faults.len(), faults.iter().take(5).cloned().collect::<Vec<_>>().join("\n\n"));
    assert!(rows > 0, "the twin of {query} was never asked for anything");
}

fn difference(expected: &[String], got: &[String]) -> String {
    let mut counts: BTreeMap<&String, i64> = BTreeMap::new();
    expected.iter().for_each(|row| *counts.entry(row).or_default() += 1);
    got.iter().for_each(|row| *counts.entry(row).or_default() -= 1);
    let side = |count: i64| if count > 0 { "twin" } else { "sql " };
    let lines =
        counts.into_iter().filter(|(_, count)| *count != 0).map(|(row, count)| format!("  {} ×{}: {row}", side(count), count.abs()));
    lines.take(12).collect::<Vec<_>>().join("\n")
}

#[test]
fn deadline_record_agrees() {
    agree("deadline_record", &[""], COLUMNS, |journal, span, _| judged(journal, span).iter().map(|one| one.line(journal)).collect());
}

#[test]
fn deadlines_agrees() {
    let grains = ["teacher", "class", "subject", "grade_level", "stage", "school", "week", "class_subject", "teacher_class_subject"];
    let columns = "week_start stage grade_level class_id subject_id teacher_id record records in_time late missing not_determinable no_rule open judged reason";
    agree("deadlines", &grains, columns, twin::deadlines);
}

#[test]
fn journal_filling_agrees() {
    let grains = ["teacher_class_subject", "teacher", "class", "subject", "grade_level", "school"];
    let columns = "grade_level class_id group_id subject_id teacher_id lessons topics_filled topics_in_time topics_late topics_empty homework_days \
        homework_filled homework_in_time homework_late homework_empty reason";
    agree("journal_filling", &grains, columns, twin::journal_filling);
}

#[test]
fn breaches_lateness_and_what_is_unknown_agree() {
    agree("deadline_breaches", &[""], "record class_id subject_id student_id date verdict days_late", |journal, span, _| {
        twin::deadline_breaches(journal, span)
    });
    agree("lateness", &["school"], "record days_from days_to records", |journal, span, _| twin::lateness(journal, span));
    agree("deadline_unknown", &["school", "class", "teacher"], "class_id teacher_id record reason records", twin::deadline_unknown);
}

#[test]
fn who_has_no_mark_and_no_homework_agrees() {
    agree(
        "without_homework",
        &["class"],
        "class_id lessons lessons_without_homework students students_without_homework reason",
        |journal, span, _| twin::without_homework(journal, span.as_of),
    );
    let columns = "class_id lessons lessons_without_marks students_present students_without_mark reason";
    agree("without_mark_previous_day", &["class"], columns, |journal, span, _| twin::without_mark(journal, span.as_of));
}

#[test]
fn remarks_causes_and_late_edits_agree() {
    agree("remarks", &["school"], "remarks open overdue closed_in_time closed_late closed reason", |journal, span, _| {
        vec![twin::remarks(journal, span)]
    });
    agree("unset_absences", &[""], "student_id subject_id date lesson_number days", |journal, span, _| twin::unset_absences(journal, span));
    agree("late_edits", &[""], "student_id date what days certainty reason", |journal, span, _| twin::late_edits(journal, span));
}

#[test]
fn density_completeness_and_marks_beside_absences_agree() {
    agree("mark_and_absence", &[""], "student_id subject_id date lesson_number marks reason", |journal, span, _| {
        completeness::mark_and_absence(journal, span)
    });
    agree("mark_density", &["class_subject"], "class_id subject_id marks students lessons reason", |journal, span, _| {
        completeness::mark_density(journal, span)
    });
    agree(
        "journal_completeness",
        &[""],
        "check_name class_id subject_id student_id date lesson_number found reason",
        |journal, span, _| completeness::journal_completeness(journal, span),
    );
}

/// Agreement on nothing would be worth nothing: each verdict and each reason must have come up.
#[test]
fn random_journals_have_every_verdict() {
    let all = JOURNALS.iter().flat_map(|journal| spans().map(|span| judged(journal, &span)));
    let seen: BTreeSet<String> = all
        .flatten()
        .flat_map(|one| {
            [
                one.record.to_owned(),
                one.verdict.to_owned(),
                one.reason.unwrap_or_default().to_owned(),
                one.rule.unwrap_or_default().to_owned(),
            ]
        })
        .collect();
    let wanted = "lesson_record homework current_mark written_work absence absence_correction period_mark movement in_time late missing open \
        not_determinable no_rule day_only no_entry_time no_lesson_times between_exports no_calendar no_period_bounds after_outage";
    for word in wanted.split_whitespace() {
        assert!(seen.contains(word), "no {word} among {seen:?}");
    }
}
