//! F14: `report` makes the pages that `check` makes, and the picture of mark density.

use super::made::{SAMPLE, report};
use crate::support::{Folder, vedomost};

#[test]
fn the_pages_of_the_control_as_documents() {
    let made = report(&["journal-control", "--from", "2026-03-16", "--to", "2026-03-22"]);
    // The deputy head's page comes first; then one for each teacher who has something to put right or to look at.
    let (stem, deputy) = &made[0];
    assert_eq!(stem, "journal-control-2026-W12-deputy");
    assert!(made.len() > 10 && made[1..].iter().all(|(stem, _)| stem.starts_with("journal-control-2026-W12-teacher-")));
    // The same tables with the same numbers as `check` tells, in whatever language it does.
    let store = SAMPLE.text("store");
    let told = vedomost(&["check", "--week", "2026-W12", "--store", &store, "--format", "json"]).expect(0).json();
    let numbers = |tables: &serde_json::Value| -> Vec<(String, Vec<i64>)> {
        let table = |table: &serde_json::Value| {
            let rows = table["rows"].as_array().expect("rows").iter().flat_map(|row| row["cells"].as_array().expect("cells"));
            (table["name"].to_string(), rows.filter_map(|cell| cell["value"].as_i64()).collect())
        };
        tables.as_array().expect("tables").iter().map(table).collect()
    };
    let own = numbers(&serde_json::to_value(&deputy.tables).expect("JSON"));
    assert!(own.len() > 4 && own == numbers(&told["pages"][0]["tables"]));
    let chart = &deputy.charts[0];
    assert!(chart.alt.contains("9Б — ") && chart.svg.contains("Русский язык"), "{}", chart.alt);
    assert!(made[1..].iter().all(|(_, data)| data.charts.is_empty()));
}

#[test]
fn of_a_month_the_principals_page_and_days_come_in_pairs() {
    let made = report(&["journal-control", "--from", "2026-03-01", "--to", "2026-03-31"]);
    let stems: Vec<&str> = made.iter().map(|(stem, _)| stem.as_str()).collect();
    assert_eq!(stems, ["journal-control-2026-03-director"]);
    let out = Folder::new();
    let half = ["report", "journal-control", "--from", "2026-03-01", "--store", &SAMPLE.text("store"), "--out", &out.text("out")];
    assert!(vedomost(&half).expect(2).err.contains("--from and --to together"));
}
