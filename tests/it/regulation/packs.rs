//! Every number of the five packs against a table typed by hand from the five texts.

use vedomost::regulation::{KEYS, Pack, Regulations, Setting};

/// Key, value, what its clause says.
type Value = (&'static str, &'static str, &'static str);

/// Each pack with every value that its text names.
const VALUES: &[(&str, &[Value])] = &[
    (
        "s0",
        &[
            ("marks_from_grade", "2", "3.17"),
            ("grade1_homework", "none", "3.17"),
            ("edit_ban_days", "20", "4.4, 4.5"),
            ("edit_ban_day_kind", "calendar", "4.4, 4.5"),
            ("window_days", "7", "6.1"),
            ("window_day_kind", "calendar", "6.1"),
            ("previous_day_kind", "school", "6.1"),
            ("unset_absence_days", "3", "4.4"),
            ("control_every_days", "7", "6.1"),
            ("director_every_days", "0", "4.1"),
            ("access_out_every", "quarter", "4.4"),
            ("year_open_by", "07-01", "4.2"),
            ("year_close_by", "08-30", "4.2"),
            ("set_up_by", "09-10", "4.2"),
        ],
    ),
    (
        "s1",
        &[
            ("edit_ban_days", "0", "S1"),
            ("control_every_days", "31", "3.2"),
            ("director_every_days", "0", "S1"),
            ("set_up_by", "09-01", "3.4"),
            ("plan_by", "09-01", "3.2"),
            ("accounts_by", "09-15", "3.4"),
        ],
    ),
    (
        "s2",
        &[
            ("mark_3_from_hundredths", "250", "6.3"),
            ("mark_4_from_hundredths", "350", "6.3"),
            ("mark_5_from_hundredths", "450", "6.3"),
            ("edit_ban_days", "0", "S2"),
            ("homework_optional", "1", "4.4"),
            ("journal_years", "5", "7.4"),
            ("sheet_years", "25", "7.4"),
            ("print_by", "06-30", "7.3"),
            ("plan_by", "09-01", "4.4"),
            ("access_out_every", "week", "2.5"),
            ("control_every_days", "0", "4.3"),
            ("director_every_days", "0", "S2"),
        ],
    ),
    (
        "s3",
        &[
            ("marks_from_grade", "2", "1.3"),
            ("grade1_homework", "recorded", "1.3"),
            ("edit_ban_days", "0", "S3"),
            ("set_up_by", "09-10", "3.2"),
            ("control_every_days", "0", "3.6"),
            ("director_every_days", "31", "3.7"),
        ],
    ),
    (
        "s4",
        &[
            ("edit_ban_days", "0", "S4"),
            ("unset_absence_days", "3", "§6, строка 4"),
            ("year_open_by", "09-03", "§6"),
            ("transfer_by", "06-20", "§6"),
            ("control_every_days", "0", "S4"),
            ("director_every_days", "0", "S4"),
        ],
    ),
];

/// Pack, then `rule works grades term clause`; the term is «anchor offset unit cut-off» or «—».
const DEADLINES: &[(&str, &[&str])] = &[
    (
        "s0",
        &[
            "lesson_record | | 0–11 | lesson_date 0 calendar_day 16:00 | S0, п. 4.5",
            "homework | | 0–11 | lesson_date 0 calendar_day | S0, п. 4.5",
            "current_mark | | 0–11 | lesson_date 0 calendar_day | S0, п. 4.5",
            "written_work | | 2–9 | work_date 3 working_day | S0, п. 4.5",
            "written_work | | 10–11 | — | S0, п. 4.5",
            "absence | | 0–11 | lesson_date 0 calendar_day | S0, п. 4.5",
            "absence_correction | | 0–11 | lesson_date 3 calendar_day | S0, п. 4.4",
            "period_mark | | 0–11 | period_end -2 working_day | S0, п. 4.5",
            "after_outage | | 0–11 | outage_end 1 working_day | S0, п. 4.5",
            "movement | | 0–11 | — | S0, п. 4.6",
        ],
    ),
    (
        "s1",
        &[
            "lesson_record | | 0–11 | lesson_date 0 calendar_day | S1, п. 3.9",
            "homework | | 0–11 | lesson_date 0 calendar_day | S1, п. 2.3",
            "current_mark | | 0–11 | lesson_date 0 calendar_day | S1, п. 3.9",
            "written_work | | 0–11 | — | S1: о письменных работах срок не назван",
            "absence | | 0–11 | lesson_date 0 calendar_day | S1, п. 3.9",
            "period_mark | | 0–11 | — | S1: срок итоговых отметок не назван",
            "movement | | 0–11 | — | S1, п. 3.4",
        ],
    ),
    (
        "s2",
        &[
            "lesson_record | | 0–11 | lesson_date 0 calendar_day 20:00 | S2, п. 4.4",
            "homework | | 0–11 | lesson_date 0 calendar_day 20:00 | S2, п. 4.4",
            "current_mark | | 0–11 | — | S2, п. 2.3",
            "written_work | control | 0–11 | work_date 24 hour | S2, п. 4.4",
            "written_work | | 0–11 | — | S2, п. 2.3",
            "absence | | 0–11 | lesson_date 0 calendar_day | S2, п. 4.4",
            "period_mark | | 0–11 | period_end 0 calendar_day | S2, п. 2.3",
            "after_outage | | 0–11 | outage_end 2 working_day | S2, п. 3.2",
            "movement | | 0–11 | — | S2, п. 4.5",
        ],
    ),
    (
        "s3",
        &[
            "lesson_record | | 0–11 | — | S3: срок записи темы урока не назван",
            "homework | | 0–11 | lesson_date 0 calendar_day | S3, п. 3.4",
            "current_mark | | 0–11 | lesson_date 0 calendar_day 17:00 | S3, п. 3.4",
            "written_work | | 0–11 | lesson_date 0 calendar_day 17:00 | S3, п. 3.4",
            "absence | | 0–11 | — | S3, п. 1.3",
            "period_mark | | 0–11 | — | S3: срок итоговых отметок не назван",
            "movement | | 0–11 | — | S3, п. 3.2",
        ],
    ),
    (
        "s4",
        &[
            "lesson_record | | 0–11 | lesson_date 0 calendar_day | S4-Р, п. 2.1",
            "homework | | 0–11 | last_lesson 1 hour | S4-Р, п. 2.2",
            "current_mark | | 0–11 | lesson_date 7 calendar_day | S4, §6, строка 1",
            "written_work | | 0–11 | work_date 7 calendar_day | S4, §6, строка 1",
            "absence | | 0–11 | lesson_date 3 calendar_day | S4, §6, строка 4",
            "period_mark | | 0–11 | period_end 3 calendar_day | S4, §6, строка 3",
            "movement | | 0–11 | event_date 7 calendar_day | S4, §6",
        ],
    ),
    ("neutral", &[]),
];

/// Questions that the texts leave open (the domain's list 1–15) → the keys or rows that answer them, and the default.
const DECISIONS: &[(u32, &[(&str, &str)])] = &[
    (1, &[("na_in_denominator", "1")]),
    (2, &[("class_rate_denominator", "assessed")]),
    (3, &[("one_four_inside_good", "1")]),
    (4, &[("debt_value", "ignore")]),
    (5, &[("class_mean", "of_students")]),
    (6, &[("window_day_kind", "calendar"), ("edit_ban_day_kind", "calendar")]),
    (7, &[("previous_day_kind", "school")]),
    (8, &[("grade1_homework", "none")]),
    (11, &[("failing_over_na", "1")]),
    (12, &[("arrival_marks", "no_data")]),
    (13, &[("percent_digits", "2")]),
    (14, &[("group_programme", "min")]),
    (15, &[("small_cell_k", "5")]),
];

fn packs() -> Regulations {
    Regulations::builtin().expect("the built-in packs")
}

fn pack<'a>(packs: &'a Regulations, id: &str) -> &'a Pack {
    packs.pack(id).expect(id)
}

fn plain(value: &Setting) -> String {
    value.to_string()
}

#[test]
fn each_value_of_a_pack_is_the_number_of_its_text() {
    let packs = packs();
    for (id, expected) in VALUES {
        let pack = pack(&packs, id);
        let mut named: Vec<&str> = expected.iter().map(|(key, _, _)| *key).collect();
        named.sort_unstable();
        let stated: Vec<&str> = pack.values.keys().map(String::as_str).collect();
        assert_eq!(stated, named, "{id} states exactly what is in the table");
        for (key, value, clause) in *expected {
            let stated = &pack.values[*key];
            assert_eq!(plain(&stated.value), *value, "{id} {key}");
            assert!(stated.clause.starts_with(&id.to_uppercase()) && stated.clause.contains(clause), "{id} {key}: {}", stated.clause);
        }
    }
}

#[test]
fn each_deadline_of_a_pack_is_the_one_of_its_text() {
    let packs = packs();
    for (id, expected) in DEADLINES {
        let time = |minute: i64| format!(" {:02}:{:02}", minute / 60, minute % 60);
        let rows: Vec<String> = packs
            .deadlines(id)
            .expect("rows")
            .into_iter()
            .map(|(_, row)| {
                let term = row.term.map_or_else(
                    || "—".to_owned(),
                    |term| format!("{} {} {}{}", term.anchor, term.offset, term.unit, term.cutoff_minute.map(time).unwrap_or_default()),
                );
                let works = if row.works.is_empty() { String::new() } else { format!("{} ", row.works.join(",")) };
                format!("{} | {works}| {}–{} | {term} | {}", row.rule, row.grades.0, row.grades.1, row.clause)
            })
            .collect();
        assert_eq!(rows, expected.to_vec(), "{id}");
        assert!(pack(&packs, id).deadlines.iter().all(|row| row.valid_from.is_none() && row.valid_to.is_none()), "{id}");
    }
}

#[test]
fn all_open_decisions_have_a_stated_default() {
    let packs = packs();
    let row = packs.row("neutral", "school-1", 2025).expect("a row");
    for (number, keys) in DECISIONS {
        for (key, default) in *keys {
            let value = row.values.iter().find(|(name, _)| name == key).map(|(_, value)| plain(value));
            assert_eq!(value.as_deref(), Some(*default), "decision {number}: {key}");
        }
    }
    // 9: S0 names no deadline of written works for grades 10–11; 10: S4 asks for absences on the day and allows three days.
    let of = |id: &str, rule: &str, grade: i64| {
        let rows = packs.deadlines(id).expect("rows");
        let row = rows.into_iter().map(|(_, row)| row).find(|row| row.rule == rule && (row.grades.0..=row.grades.1).contains(&grade));
        row.cloned().expect("a row")
    };
    let (written, absence) = (of("s0", "written_work", 10), of("s4", "absence", 5));
    assert!(written.term.is_none() && written.note.is_some_and(|note| note.contains("10–11")));
    assert_eq!(absence.term.map(|term| term.offset), Some(3));
    assert!(absence.note.is_some_and(|note| note.contains("в день проведения")));
    // 6 again: «3 дня» of S4 are calendar days, «3 рабочих дня» of S0 are not.
    assert_eq!(absence.term.map(|term| term.unit), Some("calendar_day"));
    assert_eq!(of("s0", "written_work", 9).term.map(|term| term.unit), Some("working_day"));
    let numbers: Vec<u32> = DECISIONS.iter().map(|(number, _)| *number).chain([9, 10]).collect();
    assert!((1..=15).all(|number| numbers.contains(&number)), "{numbers:?}");
}

#[test]
fn defects_of_the_texts_are_said_and_not_mended_silently() {
    let packs = packs();
    let notes = |id: &str| {
        let pack = pack(&packs, id);
        let rows = pack.deadlines.iter().filter_map(|row| row.note.clone());
        let values = pack.values.values().filter_map(|value| value.note.clone());
        rows.chain(values).chain(pack.notes.iter().map(|note| format!("{} {}", note.clause, note.text))).collect::<Vec<_>>().join("\n")
    };
    for (id, words) in [
        ("s0", &["«осуществляется в сроки;»", "только для 2–9", "544н", "напечатаны дважды", "Вид дней"][..]),
        ("s1", &["2.2–3.9 напечатаны дважды"]),
        ("s2", &["№ 781", "получения результатов"]),
        ("s4", &["строки 2 нет", "в день проведения", "15489-1-2007"]),
    ] {
        for word in words {
            assert!(notes(id).contains(word), "{id}: {word}");
        }
    }
}

#[test]
fn every_value_row_and_list_names_its_clause_and_holds_in_any_school_year() {
    let packs = packs();
    assert_eq!(packs.ids(), ["neutral", "s0", "s1", "s2", "s3", "s4"]);
    for id in packs.ids() {
        let row = packs.row(id, "school-1", 2016).expect(id);
        assert_eq!(row.values.len(), KEYS.len());
        assert!(row.scopes.iter().all(|(_, scope)| !scope.clause.is_empty() && !scope.values.is_empty()) && row.scopes.len() == 2, "{id}");
        assert!(pack(&packs, id).values.values().all(|value| !value.clause.trim().is_empty()), "{id}");
    }
}

#[test]
fn a_pack_in_russian_only_has_one_title() {
    let text = "id = \"own\"\ntitle.ru = \"Свой\"\ninherit = \"neutral\"\n".to_owned();
    let all = vedomost::regulation::Regulations::with_builtin([("own.toml".to_owned(), text)]).expect("a pack without an English title");
    assert_eq!(all.pack("own").map(|pack| pack.title_en.as_str()), Some("Свой"));
}
