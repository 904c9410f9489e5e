//! What is to be put right: rows of the deadlines as sentences, equal ones of one lesson together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::messages::Lang;
use crate::model::table::{Table, Value};

use super::Control;
use super::words::{class_and_group, code, days, deadline, int, say, text};

/// What a teacher has to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is not there: enter it.
    Enter,
    /// It looks wrong: look at it.
    Check,
    /// It is there, but came late: nothing to do any more.
    Late,
}

impl State {
    /// The word for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Check => "check",
            Self::Late => "late",
        }
    }
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    pub state: State,
    pub date: Option<NaiveDate>,
    /// Class, with the group where there is one.
    pub class: String,
    pub subject: String,
    pub what: String,
    pub deadline: String,
    pub late: String,
    pub clause: String,
    pub teacher_id: String,
    /// How many records the line stands for.
    pub records: i64,
    /// The code of what it is about, e.g. `homework`.
    pub kind: String,
    pub days: Option<i64>,
}

/// All lines of a control, those of one teacher in the order of dates.
#[must_use]
pub fn fixes(control: &Control<'_>) -> Vec<Fix> {
    let mut all = of_deadlines(control.lang, control.answer("deadline_breaches", None));
    all.extend(super::fix_more::fixes(control));
    all.sort();
    all
}

/// Rows that differ in lesson, student and stamp only.
struct Gathered<'a> {
    row: usize,
    records: i64,
    least: i64,
    most: i64,
    names: Vec<&'a str>,
}

fn of_deadlines(lang: Lang, table: &Table) -> Vec<Fix> {
    let mut gathered: BTreeMap<Vec<&Value>, Gathered<'_>> = BTreeMap::new();
    let key = ["teacher_id", "class_id", "group_id", "subject_id", "date", "record", "verdict", "deadline_date", "work_kind", "period_id"];
    for row in 0..table.rows.len() {
        let late = int(table, row, "days_late");
        let one = gathered.entry(key.iter().map(|column| table.get(row, column)).collect()).or_insert(Gathered {
            row,
            records: 0,
            least: late,
            most: late,
            names: Vec::new(),
        });
        one.records += 1;
        one.least = one.least.min(late);
        one.most = one.most.max(late);
        one.names.extend(table.get(row, "full_name").as_text());
    }
    gathered.into_values().map(|one| line(lang, table, &one)).collect()
}

/// So many names are said, the rest is counted.
const NAMES: usize = 5;

fn line(lang: Lang, table: &Table, one: &Gathered<'_>) -> Fix {
    let (row, record) = (one.row, text(table, one.row, "record"));
    let late = text(table, row, "verdict") == "late";
    let mut names = one.names.clone();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(NAMES);
    let mut shown = names.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    if more > 0 {
        shown.push_str(&say(lang, "control.names.more", &[("count", &more.to_string())]));
    }
    let what = say(
        lang,
        &format!("control.what.{record}.{}", if late { "late" } else { "missing" }),
        &[
            ("count", &one.records.to_string()),
            ("work", &code(lang, "control.work", text(table, row, "work_kind"))),
            ("period", &code(lang, "control.period", text(table, row, "period_id"))),
            ("names", &shown),
        ],
    );
    let judged = table.get(row, "days_late") != &Value::Null;
    Fix {
        state: if late { State::Late } else { State::Enter },
        date: if let Value::Date(date) = table.get(row, "date") { Some(*date) } else { None },
        class: class_and_group(table, row),
        subject: text(table, row, "subject").to_owned(),
        what,
        deadline: deadline(table.get(row, "deadline_date"), table.get(row, "cutoff_minute")),
        late: if judged { days(lang, one.least, one.most) } else { "—".to_owned() },
        clause: text(table, row, "clause").to_owned(),
        teacher_id: text(table, row, "teacher_id").to_owned(),
        records: one.records,
        kind: record.to_owned(),
        days: judged.then_some(one.most),
    }
}
