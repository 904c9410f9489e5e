//! `list reports`: what there is, and what each takes.

use vedomost::report::KINDS;

use crate::support::vedomost;

#[test]
fn every_report_says_its_form_and_what_it_takes() {
    let all = vedomost(&["list", "reports", "--format", "json"]).expect(0).json();
    let reports = all["reports"].as_array().expect("a list");
    assert_eq!(reports.len(), KINDS.len());
    let of = |name: &str| reports.iter().find(|report| report["name"] == name).unwrap_or_else(|| panic!("no {name}")).clone();
    assert_eq!(of("municipal_summary")["parameters"], serde_json::json!(["period", "as_of", "class", "grade"]));
    assert_eq!(
        of("movement_summary")["parameters"],
        serde_json::json!(["period", "from", "to", "as_of", "class", "grade", "depersonalised"])
    );
    let control = of("journal_control");
    assert_eq!(control["parameters"], serde_json::json!(["from", "to", "class", "grade", "as_of", "depersonalised"]));
    assert_eq!((&control["form"], &control["title_ru"]), (&"F14".into(), &"Контроль ведения электронного журнала".into()));
    assert_eq!(
        (&of("school_summary")["required"], &of("class_sizes")["required"]),
        (&serde_json::json!(["period"]), &serde_json::json!([]))
    );
    for report in reports {
        assert!(report["formats"].as_array().is_some_and(|formats| formats.iter().any(|format| format == "pdf")), "{report}");
        let number = report["form"].as_str().and_then(|form| form.strip_prefix('F')).and_then(|number| number.parse::<u32>().ok());
        assert!(number.is_some_and(|number| (1..=20).contains(&number)), "{report}");
    }
}

#[test]
fn a_report_is_known_by_name_form_and_title() {
    let of = |name: &str| vedomost::report::kind(name).map(|kind| kind.name);
    for name in [
        "class-results",
        "F5",
        "ф5",
        "Итоги успеваемости класса за учебный период",
        "итоги успеваемости",
        "Итоги успеваемости класса за учебный период ",
    ] {
        assert_eq!(of(name), Some("class_results"), "{name}");
    }
    assert_eq!(of("отчет классного"), Some("class_report"));
    // F13 are several; so are the titles that begin with «Отчёт».
    assert_eq!([of("F13"), of("отчёт"), of(""), of("F21")], [None; 4]);
}

#[test]
fn of_several_forms_with_one_number_the_names_are_told() {
    let run = vedomost(&["report", "F13", "--store", &super::made::SAMPLE.text("store")]).expect(2);
    assert!(run.err.contains("several documents bear the number “F13”, name one: student-report, student-extract"), "{}", run.err);
}

#[test]
fn what_would_change_nothing_is_refused() {
    let store = super::made::SAMPLE.text("store");
    for (arguments, words) in [
        (vec!["class-attendance", "--period", "q1"], "“class-attendance” does not take --period"),
        (vec!["class-report", "--period", "q1", "--from", "2025-09-10"], "does not take --from"),
        (vec!["programme", "--period", "q1"], "does not take --period"),
        (vec!["class-marksheet", "--by", "class"], "does not take --by"),
        (vec!["attendance-by-month", "--period", "q1", "--from", "2025-09-10"], "both a period (--period) and days"),
    ] {
        let run = vedomost(&[vec!["report"], arguments, vec!["--store", &store]].concat()).expect(2);
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
}
